"""HTTP for the demo's site: one answer on the wire, conditional requests, quiet logging."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlsplit

_IDLE_S = 20.0  # after so long a kept-open connection is closed


@dataclass(frozen=True, slots=True)
class Answer:
    """What the site says to one GET. `date` is its time of day; `status` 0 hangs up unanswered."""

    body: bytes
    content_type: str
    etag: str
    date: datetime
    changed: datetime | None = None
    status: int = 200

    @classmethod
    def error(cls, status: int, date: datetime) -> "Answer":
        """An answer without a page."""
        return cls(f"{status}\n".encode(), "text/plain", "", date, None, status)

    def known_to(self, if_none_match: str | None, if_modified_since: str | None) -> bool:
        """Whether a client that sent these headers has this page already."""
        if self.status != 200:
            return False
        if if_none_match is not None:
            tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
            return self.etag in tags
        since = _http_date(if_modified_since)
        return since is not None and self.changed is not None and self.changed <= since

    def headers(self) -> dict[str, str]:
        """The headers that go with the page, or with word that it has not changed."""
        found = {"Date": _wire_date(self.date)}
        if self.etag:
            found["ETag"] = self.etag
        if self.changed is not None:
            found["Last-Modified"] = _wire_date(self.changed)
        return found


def handler_for(answer: Callable[[str], Answer]) -> type[BaseHTTPRequestHandler]:
    """A request handler class that asks `answer` for the page at a path."""

    class Handler(_Handler):
        pages = staticmethod(answer)

    return Handler


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Apache"
    sys_version = ""
    timeout = _IDLE_S
    wbufsize = -1  # head and body leave in one piece
    disable_nagle_algorithm = True
    pages: Callable[[str], Answer]

    def do_GET(self) -> None:
        self._send(with_body=True)

    def do_HEAD(self) -> None:
        self._send(with_body=False)

    def _send(self, *, with_body: bool) -> None:
        answer = type(self).pages(urlsplit(self.path).path)
        if not answer.status:
            self.close_connection = True
            return
        asked = self.headers
        known = answer.known_to(asked.get("If-None-Match"), asked.get("If-Modified-Since"))
        self.send_response_only(304 if known else answer.status)
        for name, value in answer.headers().items():
            self.send_header(name, value)
        if not known:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if with_body and not known:
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing: the poll log of the product tells what was asked."""


def _wire_date(instant: datetime) -> str:
    return format_datetime(instant.astimezone(UTC), usegmt=True)


def _http_date(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        stated = parsedate_to_datetime(text)
    except ValueError:
        return None
    return stated if stated.tzinfo is not None else None

"""The demo's site: a real HTTP server that shows what its outlets have published by now.

`now` is simulated time and is set from outside; nothing from its future can be read. Feeds, lists
and articles answer conditional requests, a robots.txt stands at the root, and an outlet that is
down answers with an error or hangs up.
"""

import hashlib
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from http.server import ThreadingHTTPServer
from types import TracebackType
from typing import Self

from monitor.demo.outlets import Outlet, load_outlets
from monitor.demo.pages import Pages, Placed, place, replies
from monitor.demo.script import Publication, load_script
from monitor.demo.web import Answer, handler_for
from monitor.demo.week import WEEK_START

_ROBOTS = "User-agent: *\nDisallow: /admin/\n"
_FIRST_NUMBER = 20310  # content systems do not start counting with the week


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # A crawler knocks for all channels at once; beyond the queue the kernel lets it wait a second.
    request_queue_size = 128


class Site:
    """Serves the script on 127.0.0.1; `port` 0 takes a free one. Use it as a context manager."""

    def __init__(
        self,
        publications: Sequence[Publication] | None = None,
        outlets: Mapping[str, Outlet] | None = None,
        port: int = 0,
    ) -> None:
        self._outlets = load_outlets() if outlets is None else outlets
        self._now = WEEK_START
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), handler_for(self.answer))
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._pages = Pages(self.url)
        self._placed = self._place(load_script() if publications is None else publications)
        self._by_path = {placed.path: placed for placed in self._placed}
        self._lists: dict[tuple[str, int], Answer] = {}
        self._paths = {placed.publication.id: placed.path for placed in self._placed}

    def _place(self, publications: Sequence[Publication]) -> list[Placed]:
        titles = {name: outlet.title for name, outlet in self._outlets.items()}
        return [
            place(
                publication,
                number,
                self._outlets[publication.channel],
                titles.get(publication.source, publication.source) or titles[publication.channel],
            )
            for number, publication in enumerate(publications, start=_FIRST_NUMBER)
        ]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        """The site's address, without a trailing slash."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def now(self) -> datetime:
        """The simulated instant the site shows; aware."""
        with self._lock:
            return self._now

    @now.setter
    def now(self, instant: datetime) -> None:
        if instant.tzinfo is None:
            raise ValueError(f"the site needs an aware instant, got {instant!r}")
        with self._lock:
            self._now = instant.astimezone(UTC)

    def url_of(self, publication_id: str) -> str:
        """The address of a publication; raises KeyError for an unknown id."""
        return self.url + self._paths[publication_id]

    def answer(self, path: str) -> Answer:
        """What a GET of `path` gives at `now`."""
        now = self.now
        if path == "/robots.txt":
            return Answer(_ROBOTS.encode(), "text/plain", '"robots"', now)
        if path == "/":
            front = self._pages.front(list(self._outlets.values()))
            return Answer(front.encode(), "text/html; charset=utf-8", '"front"', now)
        outlet = self._outlets.get(path.removeprefix("/c/").partition("/")[0])
        if outlet is None or not path.startswith("/c/"):
            return Answer.error(404, now)
        away = outlet.away(now)
        if away is not None:
            return Answer.error(503 if away.how == "error" else 0, now)
        return self._page(outlet, path, now)

    def _page(self, outlet: Outlet, path: str, now: datetime) -> Answer:
        shown = self._shown(outlet, now)
        if path == outlet.list_path:
            return self._list(outlet, shown, now)
        item = self._by_path.get(path)
        if item is None or item.publication.at > now:
            return Answer.error(404, now)
        body = self._pages.article(outlet, item, shown, now)
        # A page that shows no time must not give it away in a header either.
        hidden = item.publication.date_only
        answered = replies(item.publication, now) if outlet.look == "forum" else []
        changed = None if hidden else (answered[-1][0] if answered else item.publication.at)
        return self._answer(outlet, path, body, now, changed)

    def _list(self, outlet: Outlet, shown: Sequence[Placed], now: datetime) -> Answer:
        """A list page is asked for far more often than it changes, and so it is kept."""
        kept = self._lists.get((outlet.name, len(shown)))
        if kept is None:
            changed = shown[0].publication.at if shown else None
            body = self._pages.listing(outlet, shown)
            kept = self._answer(outlet, outlet.list_path, body, now, changed)
            self._lists[outlet.name, len(shown)] = kept
        return replace(kept, date=now)

    def _shown(self, outlet: Outlet, now: datetime) -> list[Placed]:
        """What the outlet shows at `now`, newest first."""
        shown = [
            placed
            for placed in self._placed
            if placed.publication.channel == outlet.name and placed.publication.at <= now
        ]
        return shown[::-1]

    def _answer(
        self, outlet: Outlet, path: str, body: str, now: datetime, changed: datetime | None
    ) -> Answer:
        content = body.encode(outlet.encoding)
        kind = "application/xml" if path.endswith(".xml") else "text/html"
        # The servers of old pages say nothing of their encoding.
        charset = "; charset=utf-8" if outlet.encoding == "utf-8" else ""
        etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        return Answer(content, kind + charset, etag, now, changed)

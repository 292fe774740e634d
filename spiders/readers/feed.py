"""Reads RSS, Atom, RDF and JSON feeds, well-formed or not."""

import io
from datetime import datetime
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import feedparser

from monitor.domain.page import ListedItem
from monitor.domain.when import When
from monitor.text.dates import read_time
from spiders.readers.feed_text import feed_text
from spiders.readers.json_feed import is_json, read_json_feed
from spiders.readers.reading import Reading, plain_text

_SUMMARY = 2000
_DATES = ("published", "issued", "created", "updated")


def read_feed(
    body: bytes, url: str, fetched_at: datetime, zone: ZoneInfo, content_type: str = ""
) -> Reading:
    """The entries of a feed, in its order, none left out.

    Times are read from the words of the feed, in `zone` where they name none. Never raises: what
    is no feed gives a reading with an error.
    """
    if is_json(body):
        return read_json_feed(body, url, fetched_at, zone)
    source = feed_text(body, content_type)
    parsed = _parse(source.text.encode(), url)
    if not parsed.entries and not parsed.get("version"):
        # Encodings that do not look like text at all, which feedparser tells by their first bytes.
        parsed = _parse(body, url, declared=False)
    if not parsed.entries and not parsed.get("version"):
        return Reading(error="no feed", encoding=source.encoding)
    return Reading(
        entries=tuple(_entry(entry, url, fetched_at, zone) for entry in parsed.entries),
        encoding=source.encoding,
        title=plain_text(_word(parsed.feed, "title")),
    )


def feed_row(file: str, body: bytes, fetched_at: datetime, zone: ZoneInfo) -> dict[str, object]:
    """What the command `huiying feed` prints for one file; see INTERFACES, `feed` out."""
    reading = read_feed(body, "", fetched_at, zone)
    return {
        "file": file,
        "ok": reading.ok,
        "error": reading.error or None,
        "encoding": reading.encoding,
        "title": reading.title,
        "entries": [_row(item, zone) for item in reading.entries],
    }


def _row(item: ListedItem, zone: ZoneInfo) -> dict[str, object]:
    when = item.published
    return {
        "title": item.title,
        "link": item.url,
        "published_at": when.earliest.astimezone(zone).isoformat() if when else None,
        "published_precision": when.precision.value if when else None,
        "summary": item.summary,
    }


def _parse(data: bytes, url: str, *, declared: bool = True) -> Any:
    """Let feedparser read bytes; a stream, because it takes a plain value for a file name."""
    headers = {"content-location": url} if url else {}
    if declared:
        headers["content-type"] = "application/xml; charset=utf-8"
    return feedparser.parse(
        io.BytesIO(data),
        response_headers=headers,
        # The text is taken out of the markup here, and nothing of the markup is ever shown.
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _entry(entry: Any, url: str, fetched_at: datetime, zone: ZoneInfo) -> ListedItem:
    summary = _word(entry, "summary") or _content(entry)
    return ListedItem(
        url=_link(entry, url),
        title=plain_text(_word(entry, "title")),
        published=_published(entry, fetched_at, zone),
        summary=plain_text(summary)[:_SUMMARY],
    )


def _published(entry: Any, fetched_at: datetime, zone: ZoneInfo) -> When | None:
    for key in _DATES:
        when = read_time(_word(entry, key), zone, fetched_at, "feed")
        if when is not None:
            return when
    return None


def _link(entry: Any, url: str) -> str:
    links = dict.get(entry, "links") or []
    candidates = [
        _word(entry, "link"),
        *(_word(link, "href") for link in links if _word(link, "rel") in ("", "alternate")),
        _word(entry, "id"),
    ]
    for candidate in candidates:
        if candidate and (candidate is not candidates[-1] or "://" in candidate):
            return _absolute(url, candidate)
    return ""


def _absolute(base: str, link: str) -> str:
    try:
        return urljoin(base, link.strip())
    except ValueError:  # brackets that are no IPv6 address
        return ""


def _content(entry: Any) -> str:
    parts = dict.get(entry, "content") or []
    return next((_word(part, "value") for part in parts), "")


def _word(mapping: Any, key: str) -> str:
    # `dict.get`, because feedparser's own answers `updated` with `published` and a warning.
    value = dict.get(mapping, key)
    return value if isinstance(value, str) else ""

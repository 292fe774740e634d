"""Reads RSS, Atom, RDF and JSON feeds, well-formed or not."""

import io
import re
from collections import Counter
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
_UNDOUBTED = 100_000
_LONGEST = 3_000_000
_FOREIGN = 8000
_GAP = re.compile(r"\s{20,}")
# Nobody here reads authors, and the parser looks for their addresses in a time that grows with the
# square of a name; in places on a map it finds its own errors.
_UNREAD = re.compile(
    r"(</?(?:\w{1,20}:)?)(?:author|creator|managingEditor|webMaster|publisher|contributor|owner)(?=[\s/>])",
    re.IGNORECASE,
)
_MAPS = re.compile(r"http://www\.(?:georss\.org/georss|opengis\.net/gml)")
# What costs the parser more than in proportion, and some times the most that real feeds hold.
_COSTLY = re.compile(
    r"<(?P<data>!\[CDATA\[)|<(?:\w{1,20}:)?(?P<entry>(?:item|entry)\b)|(?P<tag><)|(?P<amp>&)|(?P<ns>xmlns)"
)
_MOST = {"entry": 10_000, "tag": 25_000, "amp": 200_000, "ns": 200, "data": 40_000}
# A feed that is cut ends as it should, else a second and slower parser goes over it.
_CLOSING = {"<rss": "</channel></rss>", "<feed": "</feed>", "<rdf:RDF": "</rdf:RDF>"}
_GIANT_TAG = re.compile(r"<[^<>]{20000}")


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
    text = affordable(_readable(source.text))
    parsed = _parse(text.encode(), url)
    if not parsed.entries and not parsed.get("version"):
        # Encodings that do not look like text at all, which feedparser tells by their first bytes.
        parsed = _parse(body[:_FOREIGN], url, declared=False)
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


def _readable(text: str) -> str:
    """`text` with the elements renamed that are not read and that the parser is no match for."""
    bare = _GAP.sub("\n", text)
    return _MAPS.sub("urn:map", _UNREAD.sub(r"\1unread", bare))


def affordable(text: str) -> str:
    """`text` up to where it costs the parser more than a feed may; real feeds stay whole.

    Several things take the parser time or memory out of all proportion: namespaces, deep markup,
    elements with a million attributes. Entries are kept from the first on, none is kept in part.
    """
    if len(text) <= _UNDOUBTED:
        return text
    end = min(len(text), _LONGEST)
    giant = _GIANT_TAG.search(text, 0, end)
    end = giant.start() if giant else end
    end, whole = _too_many(text, end)
    if end == len(text):
        return text
    if not whole:
        end = max(text.rfind("<item", 0, end), text.rfind("<entry", 0, end), 0) or end
    closing = next((tags for root, tags in _CLOSING.items() if root in text[:2000]), "")
    return text[:end] + closing


def _too_many(text: str, end: int) -> tuple[int, bool]:
    """Where in `text` up to `end` something is there once too often, and if that is an entry."""
    seen: Counter[str] = Counter()
    at = 0
    while match := _COSTLY.search(text, at, end):
        kind = match.lastgroup or ""
        seen[kind] += 1
        if seen[kind] > _MOST[kind]:
            return match.start(), kind == "entry"
        at = match.end()
        if kind == "data":
            at = text.find("]]>", at)
            if at < 0:  # it has no end
                return match.start(), False
    return end, False


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
    try:
        return feedparser.parse(
            io.BytesIO(data),
            response_headers=headers,
            # The text is taken out of the markup here, and nothing of the markup is ever shown.
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception:  # its readers of rare elements raise KeyError, ValueError and more
        return feedparser.FeedParserDict(entries=[], feed=feedparser.FeedParserDict())


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

"""Reads JSON Feed (jsonfeed.org, versions 1 and 1.1)."""

import json
from datetime import datetime
from itertools import islice
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from monitor.domain.page import ListedItem
from monitor.text.dates import read_time
from monitor.text.encoding import decode
from spiders.readers.reading import Reading, plain_text

_SUMMARY = 2000
_LONGEST = 3_000_000  # a hundred times the usual; as objects it takes thirty times the memory
_MOST_ENTRIES = 10_000


def is_json(body: bytes) -> bool:
    """True where a body begins as a JSON object does."""
    return body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def read_json_feed(body: bytes, url: str, fetched_at: datetime, zone: ZoneInfo) -> Reading:
    """The entries of a JSON feed, in its order. Never raises."""
    if len(body) > _LONGEST:
        return Reading(error=f"JSON of more than {_LONGEST} bytes")
    source = decode(body)
    try:
        feed = json.loads(source.text)
    except (ValueError, RecursionError) as error:
        return Reading(error=f"broken JSON: {error}", encoding=source.encoding)
    items = feed.get("items")
    if not isinstance(items, list):
        return Reading(error="JSON without a list of items", encoding=source.encoding)
    objects = islice((item for item in items if isinstance(item, dict)), _MOST_ENTRIES)
    entries = (_entry(item, url, fetched_at, zone) for item in objects)
    return Reading(tuple(entries), encoding=source.encoding, title=plain_text(_word(feed, "title")))


def _entry(item: dict[str, object], url: str, fetched_at: datetime, zone: ZoneInfo) -> ListedItem:
    stated = _word(item, "date_published") or _word(item, "date_modified")
    identity = _word(item, "id")
    link = _word(item, "url") or _word(item, "external_url")
    text = _word(item, "summary") or _word(item, "content_text") or _word(item, "content_html")
    try:
        link = urljoin(url, link or (identity if "://" in identity else ""))
    except ValueError:  # brackets that are no IPv6 address
        link = ""
    return ListedItem(
        url=link,
        title=plain_text(_word(item, "title")),
        published=read_time(stated, zone, fetched_at, "feed"),
        summary=plain_text(text)[:_SUMMARY],
    )


def _word(mapping: dict[str, object], key: str) -> str:
    value = mapping.get(key)
    return value if isinstance(value, str) else ""

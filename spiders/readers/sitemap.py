"""Reads sitemaps, news sitemaps above all, and the sitemap index one level down."""

import zlib
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from lxml import etree

from monitor.domain.page import ListedItem
from monitor.text.dates import read_time
from spiders.readers.feed_text import feed_text
from spiders.readers.reading import Reading, plain_text

_GZIP = b"\x1f\x8b"
# Sitemaps shrink about twenty times when packed; whatever unpacks to more is cut here.
_UNPACKED = 32 * 1024 * 1024


def read_sitemap(body: bytes, url: str, fetched_at: datetime, zone: ZoneInfo) -> Reading:
    """The pages a sitemap lists, the lately changed ones first, or the sitemaps an index names.

    A page's time is `news:publication_date` only: `lastmod` says when a page was changed, which
    serves for the order alone. Never raises.
    """
    try:
        source = feed_text(_unpacked(body))
    except zlib.error as error:
        return Reading(error=f"broken gzip: {error}")
    root = _root(source.text)
    if root is None or _name(root) not in ("urlset", "sitemapindex"):
        return Reading(error="no sitemap", encoding=source.encoding)
    entries = sorted(_entries(root), key=lambda words: _changed(words, zone, fetched_at))
    if _name(root) == "sitemapindex":
        children = tuple(_location(words, url) for words in reversed(entries))
        return Reading(encoding=source.encoding, children=tuple(filter(None, children)))
    items = (_item(words, url, fetched_at, zone) for words in reversed(entries))
    return Reading(tuple(items), encoding=source.encoding)


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(_GZIP):
        return body
    return zlib.decompressobj(wbits=31).decompress(body, _UNPACKED)


def _root(text: str) -> etree._Element | None:
    # Entities stay unexpanded and nothing is fetched: a sitemap needs neither.
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text.encode(), parser=parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _entries(root: etree._Element) -> Iterator[dict[str, str]]:
    """The words of each entry by the local name of their element, the first of a name kept."""
    for entry in root:
        words: dict[str, str] = {}
        for element in entry.iter(etree.Element):
            words.setdefault(_name(element), (element.text or "").strip())
        if words.get("loc"):
            yield words


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _changed(words: dict[str, str], zone: ZoneInfo, fetched_at: datetime) -> float:
    stated = words.get("publication_date") or words.get("lastmod") or ""
    when = read_time(stated, zone, fetched_at, "sitemap")
    return when.latest.timestamp() if when else 0.0


def _location(words: dict[str, str], url: str) -> str:
    try:
        return urljoin(url, words["loc"])
    except ValueError:  # brackets that are no IPv6 address
        return ""


def _item(words: dict[str, str], url: str, fetched_at: datetime, zone: ZoneInfo) -> ListedItem:
    return ListedItem(
        url=_location(words, url),
        title=plain_text(words.get("title", "")),
        published=read_time(words.get("publication_date", ""), zone, fetched_at, "news_sitemap"),
    )

"""Sitemaps: news, plain, packed, indexes, attacks."""

import gzip
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from spiders.readers.reading import Reading
from spiders.readers.sitemap import read_sitemap

NOW = datetime(2026, 11, 16, 4, 0, tzinfo=UTC)
URL = "https://www.linxi.example/sitemap.xml"
NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://www.linxi.example/1</loc><news:news>
<news:publication><news:name>临溪</news:name></news:publication>
<news:publication_date>2026-11-15T08:30:00+08:00</news:publication_date>
<news:title>青石镇桥面封闭</news:title></news:news></url>
<url><loc>/2</loc><lastmod>2026-11-16</lastmod></url>
<url><loc>  </loc></url>
</urlset>"""


def read(body: str | bytes) -> Reading:
    data = body.encode() if isinstance(body, str) else body
    return read_sitemap(data, URL, NOW, ZoneInfo("Asia/Shanghai"))


def test_a_news_sitemap_gives_titles_and_times_newest_first() -> None:
    changed, news = read(NEWS).entries

    assert (news.url, news.title) == ("https://www.linxi.example/1", "青石镇桥面封闭")
    assert news.published is not None
    assert news.published.earliest == datetime(2026, 11, 15, 0, 30, tzinfo=UTC)
    assert changed.url == "https://www.linxi.example/2"


def test_the_time_of_a_change_is_no_time_of_publication() -> None:
    assert read(NEWS).entries[0].published is None


def test_an_index_names_its_sitemaps_newest_first() -> None:
    index = (
        "<sitemapindex><sitemap><loc>/old.xml</loc><lastmod>2020-01-01</lastmod></sitemap>"
        "<sitemap><loc>/new.xml</loc><lastmod>2026-11-01</lastmod></sitemap></sitemapindex>"
    )
    assert read(index).children == (
        "https://www.linxi.example/new.xml",
        "https://www.linxi.example/old.xml",
    )


def test_a_packed_sitemap_is_unpacked() -> None:
    assert len(read(gzip.compress(NEWS.encode())).entries) == 2


def test_a_cut_off_sitemap_gives_what_came() -> None:
    assert len(read(NEWS[: NEWS.index("<lastmod>")]).entries) == 2


def test_a_packed_bomb_is_cut() -> None:
    assert not read(gzip.compress(b" " * 100_000_000)).ok


def test_entities_are_neither_expanded_nor_fetched() -> None:
    bomb = (
        '<!DOCTYPE urlset [<!ENTITY a "boom"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY c SYSTEM "file:///etc/passwd">]>'
        "<urlset><url><loc>/1</loc><title>&b;&c;</title></url></urlset>"
    )
    entries = read(bomb).entries
    assert all("boom" not in entry.title and "root" not in entry.title for entry in entries)


def test_what_is_no_sitemap_says_so() -> None:
    for body in (b"", b"\x1f\x8bgarbage", b"<rss></rss>", b"plain", b"\x00\xff"):
        assert not read(body).ok


@given(st.binary(max_size=200))
def test_no_bytes_raise(noise: bytes) -> None:
    read(noise)
    read(NEWS.encode()[:200] + noise + NEWS.encode()[200:])

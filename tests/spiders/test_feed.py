"""Feeds as they come: kinds, encodings, times, damage."""

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.when import Precision
from spiders.readers.feed import affordable, feed_row, read_feed
from spiders.readers.reading import Reading

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 16, 4, 0, tzinfo=UTC)
URL = "https://news.linxi.example/feed.xml"

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="/"><title>临溪</title></channel>
<item rdf:about="/1"><title>青石镇桥面封闭</title><link>/1</link>
<dc:date>2026-11-16 08:30</dc:date></item></rdf:RDF>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>临溪</title>
<entry><title type="html">青石镇&lt;b&gt;桥面&lt;/b&gt;封闭</title>
<link rel="self" href="/self"/><link rel="alternate" href="/1"/>
<updated>2026-11-16T08:30:00+08:00</updated></entry></feed>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "临溪",
        "items": [
            {
                "id": "1",
                "url": "/1",
                "title": "青石镇桥面封闭",
                "date_published": "2026-11-16 08:30",
            },
            "not an item",
        ],
    }
)


def rss(item: str, head: str = "") -> str:
    return f'{head}<rss version="2.0"><channel><title>临溪</title>{item}</channel></rss>'


def read(body: str | bytes, content_type: str = "") -> Reading:
    data = body.encode() if isinstance(body, str) else body
    return read_feed(data, URL, NOW, ZONE, content_type)


ITEM = (
    "<item><title>青石镇桥面封闭</title><link>/1</link><pubDate>2026-11-16 08:30</pubDate></item>"
)


@pytest.mark.parametrize("body", [rss(ITEM), ATOM, RDF, JSON], ids=["rss", "atom", "rdf", "json"])
def test_every_kind_gives_title_link_and_time(body: str) -> None:
    reading = read(body)

    assert reading.ok
    assert reading.title == "临溪"
    (entry,) = reading.entries
    assert entry.title == "青石镇桥面封闭"
    assert entry.url == "https://news.linxi.example/1"
    assert entry.published is not None
    assert entry.published.earliest == datetime(2026, 11, 16, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stated", "hour_utc", "precision"),
    [
        # without a zone it is the office's
        ("Mon, 16 Nov 2026 08:30:00", 0, Precision.SECOND),
        ("Mon, 16 Nov 2026 08:30:00 +0800", 0, Precision.SECOND),
        ("Mon, 16 Nov 2026 00:30:00 GMT", 0, Precision.SECOND),
        # what feed parsers take for the first of the month
        ("2026年11月16日 08:30", 0, Precision.MINUTE),
        ("2026/11/16 08:30", 0, Precision.MINUTE),
    ],
)
def test_times_are_read_from_the_words(stated: str, hour_utc: int, precision: Precision) -> None:
    (entry,) = read(rss(f"<item><pubDate>{stated}</pubDate></item>")).entries

    assert entry.published is not None
    assert entry.published.earliest == datetime(2026, 11, 16, hour_utc, 30, tzinfo=UTC)
    assert entry.published.precision is precision


def test_a_date_alone_is_a_whole_day() -> None:
    (entry,) = read(rss("<item><pubDate>2026-11-15</pubDate></item>")).entries

    assert entry.published is not None
    assert not entry.published.is_exact


@pytest.mark.parametrize("stated", ["", "昨日", "31 Feb 2026", "Mon, 16 Nov 2099 08:30:00 GMT"])
def test_a_time_that_cannot_be_is_none(stated: str) -> None:
    (entry,) = read(rss(f"<item><title>t</title><pubDate>{stated}</pubDate></item>")).entries
    assert entry.published is None or entry.published.latest <= NOW


@pytest.mark.parametrize(
    ("encoding", "declared", "content_type"),
    [
        ("utf-8", "utf-8", ""),
        ("gb18030", "gb2312", ""),
        ("gb18030", "utf-8", ""),  # declared wrongly
        ("gb18030", "utf-8", "text/xml; charset=iso-8859-1"),  # and the header wrong too
        ("utf-8", "gb2312", ""),
        ("utf-8", "utf-16", ""),
        ("utf-8-sig", "gb2312", ""),
        ("utf-16", "utf-16", ""),
        ("big5", "big5", ""),
        ("gb18030", "gb18030", "text/xml; charset=utf-8"),
        ("utf-16-le", "utf-16-le", "text/xml; charset=utf-16-le"),
        ("utf-8", "punycode", ""),
        ("utf-8", "no-such-thing", ""),
    ],
)
def test_the_encoding_is_what_fits(encoding: str, declared: str, content_type: str) -> None:
    title = "山城橋面封閉通報" if "big5" in encoding else "青石镇桥面封闭，正在检测"
    head = f'<?xml version="1.0" encoding="{declared}"?>'
    body = rss(f"<item><title>{title}</title></item>", head)

    (entry,) = read(body.replace("临溪", "雲城").encode(encoding), content_type).entries

    assert entry.title == title


@pytest.mark.parametrize(
    "damage",
    [
        lambda body: body.replace("</channel>", ""),  # not closed
        lambda body: body.replace("桥面", "桥\x0b面\x00"),  # characters that XML forbids
        lambda body: body.replace("青石镇", "青石镇 & 白水镇"),  # a bare ampersand
        lambda body: body.replace("青石镇", "&nbsp;青石镇"),  # an entity of HTML
        lambda body: body.replace("<link>", "<dc:source>x</dc:source><link>"),  # no such prefix
        lambda body: body.replace("<item>", "<item><b>", 1),  # crossed elements
        lambda body: "\n\n" + body,  # blank lines before the declaration
        lambda body: body[:-30],  # cut off
        lambda body: "<!-- cached -->" + body,
    ],
)
def test_a_damaged_feed_loses_no_entry(damage: object) -> None:
    head = '<?xml version="1.0" encoding="utf-8"?>'
    body = damage(rss(ITEM * 3, head))  # type: ignore[operator]

    assert len(read(body).entries) == 3


def test_an_entry_without_a_link_is_kept() -> None:
    (entry,) = read(rss("<item><title>t</title></item>")).entries
    assert (entry.title, entry.url) == ("t", "")


def test_a_permanent_guid_serves_as_the_link() -> None:
    (entry,) = read(rss("<item><guid>https://a.example/1</guid></item>")).entries
    assert entry.url == "https://a.example/1"


def test_the_summary_is_plain_text() -> None:
    markup = "<![CDATA[<p>桥面<script>alert(1)</script>封闭</p><!--x-->]]>"
    (entry,) = read(rss(f"<item><description>{markup}</description></item>")).entries
    assert entry.summary == "桥面封闭"


@pytest.mark.parametrize(
    "body", [b"", b"{", b'{"items": 3}', b"<html><p>x</p></html>", b"\x00\xff"]
)
def test_what_is_no_feed_says_so(body: bytes) -> None:
    reading = read(body)
    assert not reading.ok
    assert reading.error


def test_entities_are_not_expanded_without_bound() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE rss [<!ENTITY e0 "boom">{levels}]>'
    reading = read(rss("<item><title>&e9;</title></item>", bomb))
    assert len(reading.entries[0].title if reading.entries else "") < 1000


@pytest.mark.parametrize(
    "reference", ["&#x110000;", "&#99999999;", "&#xFFFFFFFFFFFF", "&#1114112;"]
)
@pytest.mark.parametrize("tail", ["</rss>", ""])
def test_a_number_that_names_no_character_costs_no_entry(reference: str, tail: str) -> None:
    item = f"<item><title>停水{reference}通知&#x6C34;</title><link>http://a.example/1</link></item>"
    body = f"<rss><channel>{item}</channel>{tail}".encode()
    (entry,) = read(body).entries
    assert entry.title == "停水通知水"


def test_a_deeply_nested_feed_is_survived() -> None:
    read(rss("<item>" + "<div>" * 50_000 + "</item>"))
    read_feed(b'{"items":' + b"[" * 100_000, URL, NOW, ZONE)


@given(st.binary(max_size=300))
def test_no_bytes_raise(noise: bytes) -> None:
    read(noise)
    read(rss(ITEM).encode()[:150] + noise + rss(ITEM).encode()[150:])


@given(
    st.lists(
        st.sampled_from(
            ("<item>", "</item>", "<title>", "<link>", "&amp;", "<![CDATA[", "]]>", "<!--", "<?xml")
        ),
        max_size=30,
    )
)
def test_no_broken_markup_raises(parts: list[str]) -> None:
    read(rss("".join(parts)))


def test_a_list_without_end_is_cut() -> None:
    assert len(read(rss("<item></item>" * 20_000)).entries) == 10_000


COSTLY = {
    "namespaces": "".join(f"<a{n}:b xmlns:a{n}='u{n}'/>" for n in range(30_000)),
    "ampersands": "&" * 1_000_000,
    "deep markup": "<div>文" * 100_000,
    "attributes": "<b" + "".join(f" a{n}='1'" for n in range(100_000)) + "/>",
    "open data": "<![CDATA[" * 100_000,
}


@pytest.mark.parametrize("kind", COSTLY)
def test_entries_before_something_out_of_proportion_are_kept(kind: str) -> None:
    reading = read(rss(ITEM + ITEM + f"<item>{COSTLY[kind]}"))
    assert [entry.title for entry in reading.entries][:2] == ["青石镇桥面封闭"] * 2


def test_a_large_feed_stays_as_it_is() -> None:
    words = f"<![CDATA[{'<p>字</p>' * 300}]]>"
    text = rss(f"<item><title>通报</title><description>{words}</description></item>" * 400)
    assert affordable(text) == text
    assert len(read(text).entries) == 400


def test_a_json_feed_is_bounded() -> None:
    assert len(read('{"items": [' + '{"id": "1"},' * 20_000 + "{}]}").entries) == 10_000
    assert read('{"items": [' + "1," * 2_000_000 + "1]}").error.startswith("JSON of more than")


def test_a_character_there_is_not_in_no_feed_is_no_feed() -> None:
    body = b'<fe<table>ed xmlns="http://www.w3.o\xf8\xfd\x10\x91\xe5\xa5ry>&#x110000;<title>\xe8\xaf\xb4'
    assert not read_feed(body, URL, NOW, ZONE).ok


def test_a_row_is_what_the_command_prints() -> None:
    row = feed_row("a.xml", rss(ITEM).encode(), NOW, ZONE)

    assert row["file"] == "a.xml"
    assert (row["ok"], row["error"], row["encoding"], row["title"]) == (True, None, "utf-8", "临溪")
    assert row["entries"] == [
        {
            "title": "青石镇桥面封闭",
            "link": "/1",
            "published_at": "2026-11-16T08:30:00+08:00",
            "published_precision": "minute",
            "summary": "",
        }
    ]


@pytest.mark.shared_data
def test_the_feedparser_collection_is_read_without_losing_an_entry(shared_data: Path) -> None:
    files = sorted((shared_data / "feedparser_tests").glob("files/**/*.xml"))
    rows = [feed_row(file.name, file.read_bytes(), NOW, ZONE) for file in files]

    assert len(files) > 1000
    assert sum(len(row["entries"]) for row in rows) >= 760  # type: ignore[arg-type]
    assert sum(bool(row["ok"]) for row in rows) >= len(files) - 10

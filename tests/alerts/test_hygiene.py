"""Crawled text on its way out: one line, nothing hidden, nobody's number."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.hygiene import clean_briefing, cut, one_line, safe_url
from tests.alerts.samples import FIRE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("临溪县\r\n火灾", "临溪县 火灾"),
        ("a\u202eb\u2066c\u200bd\ufeff", "abcd"),
        ("\x00\x1b[31m红", "[31m红"),
        ("坏\ud800字", "坏字"),
        ("  一\t二\u3000三\u2028四 ", "一 二 三 四"),
        ("火" * 500, "火" * 399 + "…"),
    ],
)
def test_a_text_becomes_one_clean_line(text: str, expected: str) -> None:
    assert one_line(text) == expected


@given(st.text(max_size=300), st.integers(1, 80))
def test_no_text_at_all_breaks_out_of_its_line(text: str, longest: int) -> None:
    line = one_line(text, longest)
    assert len(line) <= longest
    assert not any(char in line for char in "\r\n\t\u202e\u2028\x00")
    assert one_line(line, longest) == line
    line.encode()


def test_a_flood_is_cut_before_it_is_looked_at() -> None:
    assert one_line(" " * 10_000_000 + "火") == ""


def test_cutting_leaves_what_fits() -> None:
    assert [cut("一二三", n) for n in (3, 2, 1, 0)] == ["一二三", "一…", "…", "…"]


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("http://news.linxi.example/1.html", True),
        ("HTTPS://news.linxi.example/1.html?a=1&b=2#c", True),
        (" http://news.linxi.example/1.html\n", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//news.linxi.example/", False),
        ('http://a.example/"onclick="x', False),
        ("http://a.example/\u202egpj", False),
        ("http://a.example/\r\nX: y", False),
        ("http://a.example/" + "a" * 3000, False),
        ("", False),
    ],
)
def test_only_plain_web_addresses_are_linked(url: str, linked: bool) -> None:
    assert safe_url(url) == (url.strip() if linked else "")


def test_cleaning_leaves_an_honest_briefing_as_it_is() -> None:
    assert clean_briefing(FIRE) == FIRE


def test_cleaning_reaches_every_text_of_a_briefing() -> None:
    source = replace(FIRE.sources[0], title="拨打13812345678\r\n", url="javascript:x")
    cleaned = clean_briefing(replace(FIRE, sources=(source,), units=("公安\u202e局",)))
    assert cleaned.sources[0].title == "拨打138****5678"
    assert cleaned.sources[0].url == ""
    assert cleaned.units == ("公安局",)


def test_an_address_inside_crawled_words_is_no_link() -> None:
    spam = "代开发票 加微信 详见http://evil.example/x 或www.evil.example"
    cleaned = clean_briefing(replace(FIRE, title=spam, summary=spam))
    for text in (cleaned.title, cleaned.summary):
        assert "http(:)//evil(.)example/x" in text
        assert "www.evil" not in text
    assert cleaned.clock == FIRE.clock
    assert cleaned.incident_url == FIRE.incident_url

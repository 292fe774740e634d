"""Small pure parts: countdowns, vague times, marks, links, strings."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.board.log_words import log_words
from monitor.board.marks import shared_runs
from monitor.board.phrases import PHRASES, named, phrase
from monitor.board.security import safe_link
from monitor.board.times import countdown, when_words
from monitor.domain.when import Precision, When
from monitor.store.views_records import EventItem
from tests.board.seeding import NOW

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (0, "0 秒", "0 s"),
        (59, "59 秒", "59 s"),
        (581, "9 分 41 秒", "9 min 41 s"),
        (599, "9 分 59 秒", "9 min 59 s"),
        (600, "10 分", "10 min"),  # from ten minutes on no seconds
        (3600, "1 小时", "1 h"),
        (11_520, "3 小时 12 分", "3 h 12 min"),
        (72 * 3600, "72 小时", "72 h"),
        (72 * 3600 + 1, "3 天", "3 d"),
        (100 * 3600, "4 天 4 小时", "4 d 4 h"),
        (-2820, "47 分", "47 min"),  # the words beside it say that it is over
    ],
)
def test_a_countdown_shows_two_units_at_most(seconds: int, zh: str, en: str) -> None:
    length = timedelta(seconds=seconds)
    assert countdown(length, "zh").replace("\u2009", " ") == zh
    assert countdown(length, "en").replace("\u2009", " ") == en


@pytest.mark.parametrize(
    ("first", "last", "precision", "zh"),
    [
        ("2026-11-20T04:33", "2026-11-20T04:33", Precision.MINUTE, "今天 12:33"),
        ("2026-11-17T16:00", "2026-11-18T15:59", Precision.DAY, "11月18日（时刻不详）"),
        ("2026-11-19T16:00", "2026-11-20T02:10", Precision.DAY, "今天 00:00–10:10 之间"),
        ("2026-11-20T04:05", "2026-11-20T04:20", Precision.MINUTE, "今天 12:05–12:20 之间"),
    ],
)
def test_a_time_is_said_no_more_exactly_than_it_is_known(
    first: str, last: str, precision: Precision, zh: str
) -> None:
    earliest = datetime.fromisoformat(first).replace(tzinfo=UTC)
    latest = datetime.fromisoformat(last).replace(tzinfo=UTC)
    when = When(earliest, latest, "visible", precision)
    assert when_words(when, NOW, SHANGHAI, "zh") == zh


@given(st.text(max_size=400), st.text(max_size=400))
def test_marked_pieces_are_the_text_again(text: str, other: str) -> None:
    assert "".join(piece for piece, _ in shared_runs(text, other)) == text


def test_a_shared_name_is_marked_and_shared_punctuation_is_not() -> None:
    pieces = shared_runs("甲地的临溪县化工园，。、；着火", "乙说临溪县化工园，。、；安全")
    assert [piece for piece, both in pieces if both] == ["临溪县化工园"]


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://a.example.cn/1?b=2", True),
        ("HTTP://a.example.cn/", True),
        (" https://a.example.cn/ ", True),
        ("javascript:alert(1)", False),
        ("\x01javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//a.example.cn/", False),
        ("/local", False),
        ("https:", False),
        ("https://[broken", False),
        ("", False),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str, kept: bool) -> None:
    assert safe_link(url) == (url.strip() if kept else "")


def entry(kind: str, reason: str, data: dict[str, object]) -> EventItem:
    return EventItem(1, NOW, kind, "huiying", reason, data, "0" * 64)


@pytest.mark.parametrize(
    ("event", "zh"),
    [
        (entry("article_joined", "与首篇文字基本相同", {}), "与首篇文字基本相同"),
        (
            entry("verdict_changed", "未见回应", {"clause": "c", "old": None, "new": "running"}),
            "<c> · 计时中 · 未见回应",
        ),
        (entry("notice_sent", "", {"clause": "c", "reason": "window_breached"}), "<c> · 超时"),
        (entry("notice_failed", "", {"clause": "", "error": "550"}), "550"),
        (entry("verdict_changed", "旧记录", {"new": "a state of old"}), "旧记录"),
    ],
)
def test_an_entry_of_the_log_is_said_in_words(event: EventItem, zh: str) -> None:
    assert log_words(event, lambda clause: f"<{clause}>", "zh") == zh


def test_both_languages_hold_the_same_strings_with_the_same_blanks() -> None:
    zh, en = PHRASES["zh"], PHRASES["en"]
    assert zh.keys() == en.keys()
    for key, text in zh.items():
        blanks = {part.split("}")[0] for part in text.split("{")[1:]}
        assert blanks == {part.split("}")[0] for part in en[key].split("{")[1:]}, key


def test_an_unknown_string_is_an_error_and_an_unknown_value_stands_for_itself() -> None:
    with pytest.raises(KeyError):
        phrase("zh", "nothing of the kind")
    assert named("zh", "outcome", "brand_new") == "brand_new"

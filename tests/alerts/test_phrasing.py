"""How instants, spans and states are said."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.domain.verdict import Verdict
from monitor.wording.phrasing import (
    between_words,
    dated_words,
    day_before_words,
    instant_words,
    left_words,
    margin_words,
    span_words,
    state_look,
)
from tests.alerts.samples import ZONE

NOON = datetime(2026, 7, 20, 4, tzinfo=UTC)  # 12:00 in the office's zone


@pytest.mark.parametrize(
    ("offset", "zh", "en"),
    [
        (timedelta(hours=5, minutes=40), "今天 17:40", "today 17:40"),
        (timedelta(hours=12), "明天 00:00", "tomorrow 00:00"),
        (timedelta(hours=12, seconds=-1), "今天 23:59", "today 23:59"),
        (timedelta(hours=-12, seconds=-1), "昨天 23:59", "yesterday 23:59"),
        (timedelta(days=-2), "7月18日 12:00", "18 Jul 12:00"),
        (timedelta(days=2), "7月22日 12:00", "22 Jul 12:00"),
        (timedelta(days=200), "2027年2月5日 12:00", "5 Feb 2027 12:00"),
    ],
)
def test_an_instant_is_said_by_its_nearness(offset: timedelta, zh: str, en: str) -> None:
    assert instant_words(NOON + offset, NOON, ZONE, "zh-CN") == zh
    assert instant_words(NOON + offset, NOON, ZONE, "en") == en


def test_a_day_begins_in_the_offices_zone_and_not_in_utc() -> None:
    at = datetime(2026, 7, 20, 16, tzinfo=UTC)  # already the 21st there
    assert dated_words(at, ZONE, "zh-CN") == "2026年7月21日 周二 00:00"
    assert dated_words(at, ZONE, "en") == "Tue 21 Jul 2026 00:00"
    assert day_before_words(at, ZONE, "zh-CN") == "7月20日"


@pytest.mark.parametrize(
    ("minutes", "zh", "en"),
    [
        (0, "今天 12:00", "today 12:00"),
        (20, "今天 12:00–12:20 之间", "between today 12:00–12:20"),
        (1440, "今天 12:00 至 明天 12:00 之间", "between today 12:00 to tomorrow 12:00"),
    ],
)
def test_an_interval_is_said_as_one(minutes: int, zh: str, en: str) -> None:
    latest = NOON + timedelta(minutes=minutes)
    assert between_words(NOON, latest, NOON, ZONE, "zh-CN") == zh
    assert between_words(NOON, latest, NOON, ZONE, "en") == en


@pytest.mark.parametrize(
    ("span", "zh", "en"),
    [
        (timedelta(0), "不到 1 分", "under 1 min"),
        (timedelta(seconds=59), "不到 1 分", "under 1 min"),
        (timedelta(minutes=47, seconds=59), "47 分", "47 min"),
        (timedelta(hours=3), "3 小时", "3 h"),
        (timedelta(hours=3, minutes=12), "3 小时 12 分", "3 h 12 min"),
        (timedelta(hours=72), "72 小时", "72 h"),
        (timedelta(hours=74, minutes=5), "3 天 2 小时", "3 d 2 h"),
        (-timedelta(minutes=5), "5 分", "5 min"),
    ],
)
def test_a_span(span: timedelta, zh: str, en: str) -> None:
    assert span_words(span, "zh-CN") == zh
    assert span_words(span, "en") == en


def test_due_is_inclusive_and_one_second_later_is_overdue() -> None:
    second = timedelta(seconds=1)
    assert left_words(NOON, NOON - timedelta(minutes=30), "zh-CN") == "还剩 30 分"
    assert left_words(NOON, NOON, "zh-CN") == "还剩 不到 1 分"
    assert left_words(NOON, NOON + second, "zh-CN") == "超时 不到 1 分"
    assert left_words(NOON, NOON + timedelta(minutes=47), "en") == "47 min overdue"


def test_a_margin_has_a_direction() -> None:
    assert margin_words(timedelta(minutes=80), "zh-CN") == "提前 1 小时 20 分"
    assert margin_words(-timedelta(hours=3), "zh-CN") == "晚 3 小时"
    assert margin_words(-timedelta(hours=3), "en") == "3 h late"


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_state_can_be_read_on_every_ground(verdict: Verdict) -> None:
    look = state_look(verdict)
    assert look.text
    for ground in ("#ffffff", "#f8fafc"):
        assert _contrast(look.light, ground) >= 4.5
    for ground in ("#131c2e", "#1a2539"):
        assert _contrast(look.dark, ground) >= 4.5


def test_no_two_states_share_colour_or_shape_and_red_is_for_overdue_alone() -> None:
    open_states = [v for v in Verdict if v not in (Verdict.WAIVED, Verdict.NOT_APPLICABLE)]
    looks = [state_look(verdict) for verdict in open_states]
    assert len({look.light for look in looks}) == len({look.shape for look in looks}) == len(looks)
    assert [v for v in Verdict if state_look(v).light == "#b91c1c"] == [Verdict.BREACHED_OPEN]


def _contrast(first: str, second: str) -> float:
    """The contrast ratio of WCAG 2.1."""
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

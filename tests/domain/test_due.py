"""When windows end: at 24:00 of the last day, moved off days on which nobody works."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.due import CALENDAR_DAYS, ELAPSED, WORKING_DAYS, Period, period_of
from monitor.domain.window import Window, parse_window
from monitor.domain.working_days import MissingYear
from monitor.wording.duty_words import due_words, window_words
from tests.domain.calendars import RULER, SHANGHAI, local, moment


@pytest.mark.parametrize(
    ("start", "window", "counting", "due"),
    [
        ("2026-03-02 14:30", "PT5H", ELAPSED, "2026-03-02 19:30"),
        ("2026-03-06 22:00", "PT48H", ELAPSED, "2026-03-08 22:00"),  # a weekend stops no hours
        ("2026-03-02 14:30", "P1WD", WORKING_DAYS, "2026-03-03 24:00"),
        ("2026-02-13 23:59", "P1WD", WORKING_DAYS, "2026-02-14 24:00"),
        ("2026-03-02 14:30", "P5WD", WORKING_DAYS, "2026-03-09 24:00"),
        ("2026-03-02 00:00", "P20WD", WORKING_DAYS, "2026-03-30 24:00"),
        ("2026-03-02 14:30", "P5D", CALENDAR_DAYS, "2026-03-09 24:00"),  # the 7th is a Saturday
        ("2026-03-04 14:30", "P5D", CALENDAR_DAYS, "2026-03-09 24:00"),
        ("2026-09-27 10:00", "P5D", CALENDAR_DAYS, "2026-10-08 24:00"),  # ends in the holidays
        ("2026-02-09 10:00", "P5D", CALENDAR_DAYS, "2026-02-14 24:00"),  # a Saturday that is worked
        ("2026-03-02 14:30", "P5D", ELAPSED, "2026-03-07 14:30"),
        ("2026-01-31 09:00", "P1M", ELAPSED, "2026-02-28 24:00"),  # no 31 February
        ("2024-01-31 09:00", "P1M", ELAPSED, "2024-02-29 24:00"),
        (
            "2026-01-31 09:00",
            "P1M",
            CALENDAR_DAYS,
            "2026-02-28 24:00",
        ),  # worked: a make-up Saturday
        (
            "2025-11-15 09:00",
            "P3M",
            CALENDAR_DAYS,
            "2026-02-24 24:00",
        ),  # the 15th is in the holidays
        ("2024-02-29 09:00", "P1Y", ELAPSED, "2025-02-28 24:00"),
    ],
)
def test_a_window_ends(start: str, window: str, counting: str, due: str) -> None:
    limit = RULER.limit(moment(start), parse_window(window), counting)
    assert due_words(limit.latest, SHANGHAI) == due
    assert limit.earliest == limit.latest


def test_a_start_known_by_its_day_alone_ends_on_one_day() -> None:
    limit = RULER.limit(moment("2026-03-02"), parse_window("P5WD"), WORKING_DAYS)
    assert limit.earliest == limit.latest == local("2026-03-10")


def test_a_vague_start_leaves_the_end_vague() -> None:
    limit = RULER.limit(moment("2026-03-02"), parse_window("PT5H"), ELAPSED)
    assert limit.latest - limit.earliest == timedelta(days=1)


@pytest.mark.parametrize(
    ("done", "kept", "missed"),
    [
        ("2026-03-09 23:59", True, False),
        ("2026-03-10 00:00", False, True),  # 24:00 is the next day's first instant
        ("2026-03-09", True, False),  # some time of the last day
        ("2026-03-10", False, True),
    ],
)
def test_the_last_day_ends_at_midnight(done: str, kept: bool, missed: bool) -> None:
    limit = RULER.limit(moment("2026-03-02"), parse_window("P5WD"), WORKING_DAYS)
    assert (limit.kept(moment(done)), limit.missed(moment(done))) == (kept, missed)
    assert limit.over(moment(done).earliest) is missed


def test_an_hour_limit_holds_its_last_instant() -> None:
    limit = RULER.limit(moment("2026-03-02 14:30"), parse_window("PT5H"), ELAPSED)
    assert limit.kept(moment("2026-03-02 19:30"))
    assert limit.missed(moment("2026-03-02 19:31"))
    assert not limit.over(local("2026-03-02 19:30"))


def test_a_calendar_window_into_an_unknown_year_is_an_error() -> None:
    with pytest.raises(MissingYear):
        RULER.limit(moment("2026-12-28 09:00"), parse_window("P5D"), CALENDAR_DAYS)


@pytest.mark.parametrize(
    ("day", "window", "name"),
    [
        ("2026-03-31", "P3M", "2026-Q1"),
        ("2026-04-01", "P3M", "2026-Q2"),
        ("2026-12-31", "P1Y", "2026"),
        ("2026-02-28", "P1M", "2026-02"),
        ("2026-07-01", "P6M", "2026-07/2026-12"),
        ("1999-12-31", "P1Y", "1999"),
    ],
)
def test_a_day_lies_in_its_calendar_period(day: str, window: str, name: str) -> None:
    assert period_of(date.fromisoformat(day), parse_window(window)).name == name


@given(
    st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.sampled_from(["P1M", "P3M", "P6M", "P1Y"])
)
def test_periods_follow_each_other_without_gap_or_overlap(day: date, window: str) -> None:
    period = period_of(day, parse_window(window))
    assert period.first <= day < period.after
    assert period_of(period.after, parse_window(window)).first == period.after
    assert period_of(period.first, parse_window(window)) == period
    assert period.first.day == 1


def test_a_window_without_months_is_no_period() -> None:
    with pytest.raises(ValueError, match="no calendar period"):
        period_of(date(2026, 3, 2), parse_window("P10D"))
    assert Period(date(2026, 1, 1), date(2026, 4, 1)).name == "2026-Q1"


@pytest.mark.parametrize(
    ("longer", "shorter", "expected"),
    [
        ("PT72H", "PT48H", True),
        ("PT48H", "PT48H", False),
        ("P2D", "PT48H", False),
        ("P10WD", "P5WD", True),
        ("P5WD", "P10WD", False),
        ("P5WD", "PT48H", True),
        ("PT48H", "P5WD", False),
        ("P5WD", "P7D", True),  # a holiday may lie between
        ("P1M", "P31D", False),
        ("P1M", "P30D", True),
        ("P1Y", "P3M", True),
        ("P12M", "P1Y", False),
        ("PT5H", "P1WD", False),
    ],
)
def test_windows_compare_by_the_longest_they_can_be(
    longer: str, shorter: str, expected: bool
) -> None:
    assert parse_window(longer).may_be_longer_than(parse_window(shorter)) is expected


WINDOWS = st.one_of(
    st.builds("PT{}H".format, st.integers(1, 200)),
    st.builds("P{}WD".format, st.integers(1, 40)),
    st.builds("P{}D".format, st.integers(1, 60)),
    st.builds("P{}M".format, st.integers(1, 6)),
)


@given(WINDOWS, WINDOWS, st.dates(date(2004, 2, 1), date(2026, 1, 31)))
def test_a_window_that_may_not_be_longer_never_ends_later(a: str, b: str, day: date) -> None:
    """Days of the same counting aside: an end that moves off a holiday is not the window's."""
    ours, theirs = parse_window(a), parse_window(b)

    def last(window: Window) -> date:
        if window.elapsed is not None:
            return day + timedelta(days=-(-window.elapsed // timedelta(days=1)))
        return RULER.last_day(day, window, moves=False)

    if not ours.may_be_longer_than(theirs):
        assert last(ours) <= last(theirs)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("PT0H", "longer than nothing"),
        ("P0D", "longer than nothing"),
        ("-PT5H", "not negative"),
        ("PT-5H", "not negative"),
        ("P5", "no time limit"),
        ("5 hours", "no time limit"),
        ("", "no time limit"),
        ("P", "no time limit"),
        ("P1Y5WD", "stand alone"),
        ("P101Y", "a century"),
        ("P99999999999999D", "no time limit"),
    ],
)
def test_what_is_no_window_is_refused_with_what_to_write(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=rf"{why}.*PT5H"):
        parse_window(text)


@pytest.mark.parametrize(
    ("window", "zh", "en"),
    [
        ("P5WD", "5个工作日", "5 working days"),
        ("P1WD", "1个工作日", "1 working day"),
        ("P1DT12H", "1天12小时", "1 day 12 hours"),
        ("P3M", "3个月", "3 months"),
    ],
)
def test_a_window_is_said_in_words(window: str, zh: str, en: str) -> None:
    assert window_words(parse_window(window)) == (zh, en)


@pytest.mark.parametrize(
    ("due", "words"),
    [("2026-04-01 00:00", "2026-03-31 24:00"), ("2026-03-31 23:59", "2026-03-31 23:59")],
)
def test_the_end_of_a_day_is_said_as_that_day(due: str, words: str) -> None:
    assert due_words(local(due), SHANGHAI) == words

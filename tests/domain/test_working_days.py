"""Working days: make-up Saturdays count, the day of receipt does not, a year must be known."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.working_days import MissingYear, WorkCalendar
from tests.domain.calendars import CALENDAR

DAY = timedelta(days=1)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "works"),
    [
        ("2026-03-02", True),  # a Monday
        ("2026-03-07", False),  # a Saturday
        ("2026-02-14", True),  # a Saturday worked for the Spring Festival
        ("2026-02-17", False),  # the first day of the year
        ("2026-10-01", False),
        ("2026-10-10", True),  # a Saturday worked for the National Day
        ("2024-02-09", True),  # New Year's Eve: not in that year's notice
        ("2025-01-28", False),  # New Year's Eve: a holiday since
    ],
)
def test_a_day_is_worked_as_the_yearly_notice_says(text: str, works: bool) -> None:
    assert CALENDAR.is_working(day(text)) is works


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        ("2026-03-02", 1, "2026-03-03"),  # received on Monday: Tuesday is the first day
        ("2026-03-06", 1, "2026-03-09"),  # over a weekend
        ("2026-03-07", 1, "2026-03-09"),  # received on a Saturday
        ("2026-02-13", 1, "2026-02-14"),  # the next day is a Saturday that is worked
        ("2026-02-14", 1, "2026-02-24"),  # over nine days of holiday
        ("2026-03-02", 5, "2026-03-09"),
        ("2025-12-31", 1, "2026-01-04"),  # over the year's end, to a Sunday that is worked
        ("2026-09-30", 20, "2026-11-03"),  # over the National Day, with one Saturday made up
    ],
)
def test_working_days_are_counted_from_the_day_after(start: str, count: int, expected: str) -> None:
    assert CALENDAR.working_day_after(day(start), count) == day(expected)


@pytest.mark.parametrize("year", [2003, 2027])
def test_a_year_without_its_notice_is_an_error_that_says_what_to_do(year: int) -> None:
    with pytest.raises(MissingYear, match=rf"{year}.*workdays\.toml"):
        CALENDAR.is_working(date(year, 6, 1))


def test_a_count_that_runs_into_a_missing_year_is_an_error_and_never_monday_to_friday() -> None:
    assert CALENDAR.working_day_after(day("2026-12-30"), 1) == day("2026-12-31")
    with pytest.raises(MissingYear):
        CALENDAR.working_day_after(day("2026-12-30"), 2)


def test_a_notice_replaces_its_year_whole_and_a_local_day_is_added() -> None:
    known = CALENDAR.with_year(2027, [day("2027-01-01")], [day("2027-01-02")])
    assert not known.is_working(day("2027-01-01"))
    assert known.is_working(day("2027-01-02"))
    assert known.is_working(day("2027-02-05"))
    local = known.with_local([day("2026-04-20")], [day("2026-10-01")])
    assert not local.is_working(day("2026-04-20"))
    assert local.is_working(day("2026-10-01"))
    assert not local.is_working(day("2026-10-02"))


DAYS = st.dates(date(2004, 1, 1), date(2026, 10, 31))


@given(DAYS, st.integers(1, 30))
def test_the_last_day_is_worked_and_so_many_days_lie_between(start: date, count: int) -> None:
    last = CALENDAR.working_day_after(start, count)
    between = [start + n * DAY for n in range(1, (last - start).days + 1)]
    assert CALENDAR.is_working(last)
    assert sum(map(CALENDAR.is_working, between)) == count


@given(DAYS, st.integers(1, 15), st.integers(1, 15))
def test_counting_on_is_counting_at_once(start: date, first: int, more: int) -> None:
    step = CALENDAR.working_day_after(start, first)
    assert CALENDAR.working_day_after(step, more) == CALENDAR.working_day_after(start, first + more)


@given(st.sets(st.dates(date(2030, 1, 1), date(2030, 12, 31))), DAYS)
def test_a_made_up_calendar_is_taken_as_it_is(off: set[date], other: date) -> None:
    calendar = WorkCalendar(frozenset({2030}), frozenset(off), frozenset())
    assert all(not calendar.is_working(day) for day in off)
    with pytest.raises(MissingYear):
        calendar.is_working(other)


@pytest.mark.shared_data
@pytest.mark.parametrize("count", [1, 5, 20])
def test_every_start_day_of_2004_to_2026_agrees_with_a_count_by_hand(
    shared_data: Path, count: int
) -> None:
    lines = (shared_data / "holidays_cn" / "days.jsonl").read_text(encoding="utf-8").splitlines()
    known = [json.loads(line) for line in lines]
    days = [date.fromisoformat(item["date"]) for item in known]
    worked = [item["is_workday"] for item in known]
    assert days[0] == date(2004, 1, 1)
    assert days[-1] == date(2026, 12, 31)
    told = unknown = 0
    for start in range(len(days)):
        left, at = count, start
        while left and at + 1 < len(days):
            at += 1
            left -= worked[at]
        if left:  # the count runs into 2027
            with pytest.raises(MissingYear, match="2027"):
                CALENDAR.working_day_after(days[start], count)
            unknown += 1
            continue
        assert CALENDAR.working_day_after(days[start], count) == days[at], days[start]
        told += 1
    assert told + unknown == 8401
    assert unknown < 40

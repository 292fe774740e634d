"""Who is on duty at an instant, and who stands in for whom."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.rota import Absence, Days, Rota, Rotation, Shift, StandIn, cycles, overlapping
from monitor.domain.working_days import WorkCalendar

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = WorkCalendar(
    years=frozenset({2026}),
    off=frozenset({date(2026, 10, day) for day in range(1, 8)}),
    work=frozenset({date(2026, 10, 10)}),  # a Saturday
)
PEOPLE = (("甲",), ("乙",), ("丙",))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def rota(*rosters: Shift | Rotation, away: tuple[Absence, ...] = ()) -> Rota:
    return Rota(ZONE, CALENDAR, rosters, away)


def by_turns(**other: object) -> Rotation:
    given_ = {"role": "duty", "people": PEOPLE, "starts": date(2026, 3, 2), "at": time(8, 30)}
    return Rotation(**(given_ | other))  # type: ignore[arg-type]  # a test's own table


@pytest.mark.parametrize(
    ("at", "who"),
    [
        ("2026-03-02T08:29", ""),
        ("2026-03-02T08:30", "甲"),
        ("2026-03-03T08:29", "甲"),
        ("2026-03-03T08:30", "乙"),
        ("2026-03-05T08:30", "甲"),
        ("2026-03-01T12:00", ""),
    ],
)
def test_turns_change_each_day_at_the_hour(at: str, who: str) -> None:
    assert rota(by_turns()).on_duty("duty", local(at)) == frozenset(who)


@pytest.mark.parametrize(
    ("at", "who"),
    [
        ("2026-03-08T23:00", "甲"),  # Sunday of the first week
        ("2026-03-09T08:29", "甲"),
        ("2026-03-09T08:30", "乙"),
        ("2026-03-23T08:30", "甲"),
    ],
)
def test_turns_of_a_week_change_every_week(at: str, who: str) -> None:
    assert rota(by_turns(weeks=1)).on_duty("duty", local(at)) == frozenset(who)


@pytest.mark.parametrize(
    ("at", "who"),
    [
        ("2026-09-30T09:00", "甲"),  # Wednesday, the last working day before the holidays
        ("2026-10-01T09:00", ""),
        ("2026-10-05T09:00", ""),
        ("2026-10-08T09:00", "乙"),  # the next working day, the next turn
        ("2026-10-09T09:00", "丙"),
        ("2026-10-10T09:00", "甲"),  # a Saturday that is worked
        ("2026-10-11T09:00", ""),
    ],
)
def test_a_roster_of_working_days_knows_holidays_and_make_up_days(at: str, who: str) -> None:
    working = by_turns(on=Days.WORKDAYS, starts=date(2026, 9, 30))
    assert rota(working).on_duty("duty", local(at)) == frozenset(who)
    rest = by_turns(on=Days.REST_DAYS, starts=date(2026, 9, 30))
    assert bool(rota(rest).on_duty("duty", local(at))) is not bool(who)


@pytest.mark.parametrize(
    ("until", "at", "on_duty"),
    [
        (time(17, 30), "2026-03-02T17:29", True),
        (time(17, 30), "2026-03-02T17:30", False),
        (time(6, 0), "2026-03-03T05:59", True),  # over midnight
        (time(6, 0), "2026-03-03T06:00", False),
    ],
)
def test_a_duty_day_can_end_before_the_next_begins(until: time, at: str, on_duty: bool) -> None:
    assert bool(rota(by_turns(until=until)).on_duty("duty", local(at))) is on_duty


def test_a_written_shift_holds_from_its_start_up_to_its_end() -> None:
    shift = Shift("duty", ("甲", "乙"), local("2026-03-02T08:30"), local("2026-03-02T20:30"))
    assert rota(shift).on_duty("duty", local("2026-03-02T08:30")) == {"甲", "乙"}
    assert rota(shift).on_duty("duty", local("2026-03-02T20:30")) == frozenset()
    assert rota(shift).on_duty("publicity", local("2026-03-02T09:00")) is None


def test_whoever_is_off_duty_is_not_told_and_without_anybody_on_shift_all_are() -> None:
    shift = Shift("duty", ("甲",), local("2026-03-02T08:30"), local("2026-03-02T20:30"))
    other = Shift("duty", ("乙",), local("2026-03-02T20:30"), local("2026-03-03T08:30"))
    found = rota(shift, other)
    assert found.off_duty("duty", local("2026-03-02T09:00")) == {"乙"}
    assert found.off_duty("duty", local("2026-03-02T21:00")) == {"甲"}
    assert found.off_duty("duty", local("2026-03-03T09:00")) == frozenset()


def test_a_year_whose_holidays_are_unknown_takes_nobody_off_duty() -> None:
    working = by_turns(on=Days.WORKDAYS)
    assert rota(working).on_duty("duty", local("2027-01-04T09:00")) is None
    assert rota(working).off_duty("duty", local("2027-01-04T09:00")) == frozenset()
    # The turns of the days before count too, whichever year they lie in.
    early = by_turns(on=Days.WORKDAYS, starts=date(2025, 12, 29))
    assert rota(early).on_duty("duty", local("2026-01-05T09:00")) is None


MONTH = (local("2026-03-01T00:00"), local("2026-04-01T00:00"))
WEEK = (local("2026-03-02T00:00"), local("2026-03-09T00:00"))


@pytest.mark.parametrize(
    ("away", "names", "told"),
    [
        ([], ["甲"], [("甲", ())]),
        ([("甲", "乙")], ["甲"], [("乙", ("甲",))]),
        ([("甲", "乙"), ("乙", "丙")], ["甲"], [("丙", ("甲",))]),
        ([("甲", "丙"), ("乙", "丙")], ["甲", "乙"], [("丙", ("甲", "乙"))]),
        ([("甲", "乙")], ["乙", "甲"], [("乙", ("甲",))]),
        ([("甲", "")], ["甲", "乙"], [("乙", ())]),
        ([("甲", "")], ["甲"], [("甲", ())]),  # nobody else: told all the same
        ([("甲", "乙"), ("乙", "甲")], ["甲"], [("甲", ())]),
    ],
)
def test_deputies_are_told_for_those_who_are_away(
    away: list[tuple[str, str]], names: list[str], told: list[tuple[str, tuple[str, ...]]]
) -> None:
    absences = tuple(Absence(who, *WEEK, deputy) for who, deputy in away)
    found = rota(away=absences).present(names, local("2026-03-04T12:00"))
    assert found == tuple(StandIn(name, instead) for name, instead in told)
    assert rota(away=absences).present(["甲"], WEEK[1]) == (StandIn("甲"),)


def test_rings_of_deputies_are_found_where_they_overlap_in_time_only() -> None:
    first, second = Absence("甲", *WEEK, "乙"), Absence("乙", *MONTH, "甲")
    (ring,) = cycles([first, second])
    assert set(ring) == {"甲", "乙"}
    later = Absence("乙", WEEK[1], MONTH[1], "甲")
    assert cycles([first, later]) == ()
    assert cycles([first, Absence("乙", *MONTH, "丙")]) == ()


def test_absences_of_one_person_that_overlap_are_found() -> None:
    one, two = Absence("甲", *WEEK, "乙"), Absence("甲", *MONTH, "丙")
    assert overlapping([one, two]) == ((two, one),)
    assert overlapping([one, Absence("甲", WEEK[1], MONTH[1])]) == ()


NAMES = st.sampled_from(["甲", "乙", "丙", "丁"])
DAYS = st.integers(0, 60).map(lambda n: datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=12 * n))
ABSENCES = st.lists(
    st.builds(
        lambda who, deputy, at, n: Absence(who, at, at + timedelta(days=n), deputy),
        NAMES,
        st.one_of(st.just(""), NAMES),
        DAYS,
        st.integers(1, 20),
    ),
    max_size=6,
)


@given(ABSENCES, st.lists(NAMES, min_size=1, max_size=4), DAYS)
def test_somebody_is_always_told_and_nobody_twice(
    absences: list[Absence], names: list[str], at: datetime
) -> None:
    told = rota(away=tuple(absences)).present(names, at)
    assert told
    assert len({one.name for one in told}) == len(told)
    there = {
        n
        for n in ("甲", "乙", "丙", "丁")
        if not any(a.who == n and a.covers(at) for a in absences)
    }
    assert {one.name for one in told} <= there | set(names)
    assert set(names) & there <= {one.name for one in told}

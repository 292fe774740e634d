"""The alert ladder: each step at its instant, to its people, once, whatever happened meanwhile."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.clock import Clock
from monitor.domain.ladder import (
    Known,
    Taken,
    asks_for_acknowledgement,
    duration_text,
    escalated,
    reminded,
    roles_up_to,
    wake_at,
    warned,
    warnings,
)
from monitor.domain.notices import NoticeReason, Told, last_call
from monitor.domain.policy import StartBasis
from monitor.domain.rungs import Ahead, Reminder, Rung, Step, Unacknowledged
from monitor.domain.verdict import Verdict
from monitor.domain.words import Words
from monitor.settings.policy_files import load_policy
from tests.domain.facts import HOUR, SECOND, START, between, exactly, incident, response
from tests.domain.ladders import House, with_ladder

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
DEFAULT = load_policy("national").escalation
D, H, B = ("duty",), ("duty", "department_head"), ("office_director",)
AT_RISK, BREACHED = NoticeReason.WINDOW_AT_RISK, NoticeReason.WINDOW_BREACHED
REMINDER, ESCALATED = NoticeReason.REMINDER, NoticeReason.ESCALATED


def clock(
    window: timedelta, verdict: Verdict = Verdict.RUNNING, vague: timedelta = timedelta()
) -> Clock:
    start = between(START, START + vague) if vague else exactly(START)
    return Clock("c", window, StartBasis.OCCURRED, start, verdict, Words("", ""))


def calls(house: House, clause: str = "") -> list[tuple[float, str, str]]:
    """(hours, how long nobody acknowledged, role) of every escalation."""
    return [
        (round(hours, 3), rung.partition(" ")[0], role)
        for hours, rung, role in house.told(ESCALATED, clause=clause)
    ]


def at(window: timedelta, ladder: tuple[Step, ...] = DEFAULT) -> list[tuple[float, str]]:
    return [((due.at - START) / HOUR, due.rung) for due in warnings(clock(window), ladder)]


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (48, [(24, "0.5"), (38.4, "0.8"), (46, "-PT2H"), (47, "-PT1H"), (47.75, "-PT15M")]),
        (24, [(12, "0.5"), (19.2, "0.8"), (22, "-PT2H"), (23, "-PT1H"), (23.75, "-PT15M")]),
        # 80 % of five hours is one hour before their end: told once, to the people of both.
        (5, [(2.5, "0.5"), (3, "-PT2H"), (4, "-PT1H"), (4.75, "-PT15M")]),
        # Two hours before the end of two hours is the start: nothing to warn of yet. 80 % and a
        # quarter of an hour before the end are nine minutes apart.
        (2, [(1, "-PT1H"), (1.75, "-PT15M")]),
        (0.25, [(0.2, "0.8")]),
    ],
)
def test_the_default_ladder_on_windows_of_every_length(
    hours: float, expected: list[tuple[float, str]]
) -> None:
    assert at(hours * HOUR) == expected


@pytest.mark.parametrize(
    ("minutes", "left"), [(9, ["-PT51M"]), (10, ["-PT50M"]), (11, ["-PT1H", "-PT49M"])]
)
def test_warnings_within_ten_minutes_are_one_at_the_later(minutes: int, left: list[str]) -> None:
    ladder = (Ahead(HOUR, D), Ahead(HOUR - minutes * MINUTE, B))
    found = warnings(clock(5 * HOUR), ladder)
    assert [due.rung for due in found] == left
    assert found[-1].roles == (D + B if len(left) == 1 else B)


def test_a_chain_of_close_warnings_delays_none_by_more_than_ten_minutes() -> None:
    ladder = tuple(Ahead(minutes * MINUTE, D) for minutes in (40, 32, 24, 16))
    assert [due.rung for due in warnings(clock(5 * HOUR), ladder)] == ["-PT32M", "-PT16M"]


def test_a_vague_start_is_warned_of_by_its_earliest_reading() -> None:
    found = warnings(clock(5 * HOUR, vague=2 * HOUR), (Rung(0.5, D), Ahead(HOUR, D)))
    assert [(due.at - START) / HOUR for due in found] == [2.5, 4]


@pytest.mark.parametrize(
    ("offset", "rung"), [(-SECOND, "-PT2H"), (0 * SECOND, "-PT1H"), (SECOND, "-PT1H")]
)
def test_a_warning_is_owed_from_its_instant_on(offset: timedelta, rung: str) -> None:
    found = warned(clock(5 * HOUR), DEFAULT, START + 4 * HOUR + offset)
    assert found[0].rung == rung


def test_warnings_that_passed_unseen_are_owed_once_a_role() -> None:
    ladder = (Rung(0.5, D), Rung(0.8, H), Ahead(15 * MINUTE, D))
    found = warned(clock(5 * HOUR), ladder, START + 4.9 * HOUR)
    assert [due.rung for due in found] == ["-PT15M", "0.8"]
    (only,) = warned(clock(5 * HOUR), ladder, START + 4.5 * HOUR)
    assert only.rung == "0.8"


def test_the_national_ladder_told_in_full() -> None:
    house = House(load_policy("national"))
    house.run(START, START + 60 * HOUR)
    duty = [(hours, rung) for hours, rung, role in house.told(AT_RISK) if role == "duty"]
    assert duty == at(48 * HOUR)
    breach = house.told(BREACHED)
    assert {role for _, _, role in breach} == {
        "duty",
        "department_head",
        "office_director",
        "publicity",
    }
    reminders = {hours for hours, _, _ in house.told(REMINDER)}
    assert reminders == {52, 56, 60}
    assert "publicity" not in {role for _, _, role in house.told(REMINDER)}


def test_reminders_end_where_the_policy_says_and_without_that_never() -> None:
    for until, last in ((DAY, 72.0), (None, 48 + 20 * 24.0)):
        house = House(with_ladder(Rung(1, D), Reminder(8 * HOUR, D, 8 * HOUR, until)))
        house.run(START, START + 48 * HOUR + 20 * DAY)
        assert [hours for hours, _, _ in house.told(REMINDER)][-1] == last


def test_the_head_hears_only_when_it_is_two_days_late() -> None:
    ladder = (Rung(1, D), Reminder(4 * HOUR, D, 4 * HOUR), Reminder(2 * DAY, B))
    house = House(with_ladder(*ladder))
    house.run(START, START + 48 * HOUR + 5 * DAY)
    assert [hours for hours, _, role in house.told(REMINDER) if role in B] == [96.0]


def test_a_share_above_one_is_told_once_after_the_deadline() -> None:
    house = House(with_ladder(Rung(1, D), Rung(1.5, B)))
    house.run(START, START + 48 * HOUR + 9 * DAY)
    assert [(hours, role) for hours, _, role in house.told(REMINDER)] == [(72.0, B[0])]


def test_after_long_downtime_everybody_gets_one_message() -> None:
    ladder = (Rung(1, D), Reminder(4 * HOUR, D, 4 * HOUR), Reminder(2 * DAY, B))
    house = House(with_ladder(*ladder))
    house.tick(START)
    house.tick(START + 48 * HOUR + 3 * DAY)  # everything was down since the first report
    assert [(mail.reason, mail.role) for mail in house.mails[1:]] == [
        (BREACHED, "duty"),
        (REMINDER, B[0]),
    ]
    house.run(START + 49 * HOUR + 3 * DAY, START + 53 * HOUR + 3 * DAY)
    assert [hours for hours, _, role in house.told(REMINDER) if role == "duty"] == [124.0]


def test_a_reminder_just_after_a_breach_was_told_late_is_left_out() -> None:
    house = House(with_ladder(Rung(1, D), Reminder(4 * HOUR, D, 4 * HOUR)))
    house.tick(START)
    house.run(START + 52 * HOUR - 5 * MINUTE, START + 56 * HOUR)
    assert [hours for hours, _, _ in house.told(REMINDER)] == [56.0]


def test_reminders_stop_for_an_acknowledgement_only_where_the_step_says_so() -> None:
    for stops, expected in ((True, [52.0]), (False, [52.0, 56.0, 60.0])):
        step = Reminder(4 * HOUR, D, 4 * HOUR, unless_acknowledged=stops)
        house = House(with_ladder(Rung(1, D), step))
        house.run(START, START + 53 * HOUR)
        house.acknowledge(START + 54 * HOUR)
        house.run(START + 54 * HOUR, START + 60 * HOUR)
        assert [hours for hours, _, _ in house.told(REMINDER)] == expected


def test_an_acknowledgement_from_before_the_breach_was_told_stops_nothing_after_it() -> None:
    step = Reminder(4 * HOUR, D, 4 * HOUR, unless_acknowledged=True)
    house = House(with_ladder(Rung(1, D), step, Unacknowledged(30 * MINUTE, B)))
    house.run(START, START + 47 * HOUR)
    house.acknowledge(START + 47 * HOUR)
    house.run(START + 47 * HOUR, START + 52 * HOUR)
    assert [hours for hours, _, _ in house.told(REMINDER)] == [52.0]
    assert calls(house, "nat-48h") == [(48.5, "PT30M", B[0])]


def test_a_second_breach_is_told_and_reminded_of_anew_whatever_was_acknowledged() -> None:
    step = Reminder(4 * HOUR, D, 4 * HOUR, unless_acknowledged=True)
    house = House(with_ladder(Rung(1, D), step, Unacknowledged(30 * MINUTE, B)))
    house.run(START, START + 49 * HOUR)
    house.acknowledge(START + 50 * HOUR)
    house.facts = incident(responses=(response(START + 50.5 * HOUR),))
    house.tick(START + 51 * HOUR)
    house.facts = incident()  # the answer was taken back: the same day, the second breach
    house.run(START + 51.5 * HOUR, START + 56 * HOUR)
    assert [hours for hours, _, _ in house.told(BREACHED)][1:] == [51.5]
    assert [hours for hours, _, _ in house.told(REMINDER)] == [52.0, 56.0]
    assert [hours for hours, _, _ in calls(house, "nat-48h")] == [48.5, 52.0]
    assert [mail.generation for mail in house.mails[-3:]] == [1, 1, 1]


def test_nobody_is_called_where_somebody_took_it_on_in_time() -> None:
    ladder = with_ladder(Rung(0.5, D), Rung(1, D), Unacknowledged(30 * MINUTE, B))
    house = House(ladder)
    house.run(START, START + 29 * MINUTE)
    house.acknowledge(START + 29 * MINUTE)
    house.run(START + 29 * MINUTE, START + 47 * HOUR)
    assert calls(house) == []
    late = House(ladder)
    late.run(START, START + 29 * MINUTE)
    late.run(START + 29 * MINUTE, START + HOUR)
    late.acknowledge(START + HOUR)
    late.run(START + HOUR, START + 47 * HOUR)
    assert calls(late) == [(0.5, "PT30M", B[0])]


def test_several_heads_are_called_one_after_the_other_and_each_once() -> None:
    ladder = (Rung(0.5, D), Unacknowledged(30 * MINUTE, H[1:]), Unacknowledged(2 * HOUR, B))
    house = House(with_ladder(*ladder))
    house.run(START, START + 40 * HOUR)
    assert calls(house) == [(0.5, "PT30M", "department_head"), (2.0, "PT2H", "office_director")]


def test_a_window_that_runs_anew_calls_anew_with_its_first_warning() -> None:
    house = House(with_ladder(Rung(0.5, D), Unacknowledged(30 * MINUTE, B)))
    house.run(START, START + HOUR)
    house.acknowledge(START + HOUR)
    house.facts = incident(responses=(response(START + 2 * HOUR),))
    house.tick(START + 2 * HOUR)
    house.facts = incident()
    house.run(START + 3 * HOUR, START + 40 * HOUR)
    assert calls(house) == [(0.5, "PT30M", B[0]), (24.5, "PT30M", B[0])]


def test_a_raised_grade_asks_anew_though_the_incident_was_taken_on_long_ago() -> None:
    known = Known(acknowledged=Taken(START + HOUR))
    opened = Told(NoticeReason.INCIDENT_OPENED, "", "", 0, START)
    raised = Told(NoticeReason.GRADE_RAISED, "", "3", 0, START + 30 * DAY)
    clocks = (clock(5 * HOUR),)
    assert last_call((opened,), known, clocks) == START
    assert last_call((raised, opened), known, clocks) == raised.at
    assert not known.took_on(0, raised.at)


def test_a_warning_calls_only_where_nothing_else_did() -> None:
    warning = Told(NoticeReason.WINDOW_AT_RISK, "c", "0.5", 0, START + HOUR)
    opened = Told(NoticeReason.INCIDENT_OPENED, "", "", 0, START)
    assert last_call((warning,), Known(), (clock(5 * HOUR),)) == warning.at
    assert last_call((opened, warning), Known(), (clock(5 * HOUR),)) == START
    assert last_call((warning,), Known(generation={"c": 1}), (clock(5 * HOUR),)) is None


@pytest.mark.parametrize(
    "verdict", [v for v in Verdict if v not in (Verdict.BREACHED_OPEN, Verdict.RUNNING)]
)
def test_only_an_open_breach_is_reminded_of(verdict: Verdict) -> None:
    ladder = (Reminder(HOUR, D, HOUR), Unacknowledged(HOUR, D))
    late, known = START + 100 * HOUR, Known(announced={"c": START + 5 * HOUR})
    assert reminded(clock(5 * HOUR, verdict), ladder, known, late) == ()
    assert escalated(clock(5 * HOUR, verdict), ladder, known, late) == ()


def test_an_acknowledgement_of_an_earlier_round_does_not_count() -> None:
    since = START + 5 * HOUR
    for generation, expected in ((0, ("PT1H",)), (1, ())):
        known = Known(
            generation={"c": 1},
            announced={"c": since},
            acknowledged=Taken(since + MINUTE, generation),
        )
        found = escalated(
            clock(5 * HOUR, Verdict.BREACHED_OPEN), (Unacknowledged(HOUR, D),), known, since + HOUR
        )
        assert tuple(due.rung.partition(" ")[0] for due in found) == expected


def test_the_roles_up_to_a_share_and_those_of_the_whole_window() -> None:
    ladder = (Rung(1, H), Ahead(HOUR, B), Rung(0.5, D), Reminder(HOUR, ("publicity",)))
    assert roles_up_to(ladder, 0.8) == D
    assert roles_up_to(ladder, 1) == ("duty", "department_head", "office_director")
    assert roles_up_to((), 1) == D


def test_a_ladder_knows_whether_it_needs_to_know_who_acknowledged() -> None:
    assert not asks_for_acknowledgement((Rung(1, D), Reminder(HOUR, D, HOUR)))
    assert asks_for_acknowledgement((Reminder(HOUR, D, HOUR, unless_acknowledged=True),))
    assert asks_for_acknowledgement((Unacknowledged(HOUR, D),))


@pytest.mark.parametrize(
    ("length", "text"),
    [(2 * HOUR, "PT2H"), (90 * MINUTE, "PT1H30M"), (2 * DAY, "PT48H"), (45 * SECOND, "PT45S")],
)
def test_lengths_are_named_in_one_way(length: timedelta, text: str) -> None:
    assert duration_text(length) == text


roles = st.sampled_from((D, H, B, ("department_head",)))
lengths = st.integers(min_value=10, max_value=4 * 24 * 60).map(lambda minutes: minutes * MINUTE)
steps = st.one_of(
    st.builds(Rung, st.sampled_from((0.1, 0.5, 0.79, 0.8, 1.0, 1.2)), roles),
    st.builds(Ahead, lengths, roles),
    st.builds(
        Reminder,
        lengths,
        roles,
        st.none() | st.sampled_from((HOUR, 4 * HOUR, DAY)),
        st.none() | st.sampled_from((DAY, 5 * DAY)),
        st.booleans(),
    ),
    st.builds(Unacknowledged, lengths, roles),
)
ladders = st.lists(steps, min_size=1, max_size=6).map(tuple)
instants = st.integers(min_value=0, max_value=5 * 24 * 60).map(lambda m: START + m * MINUTE)
END = START + 5 * DAY


@given(ladders, st.lists(instants, max_size=8), st.none() | instants)
def test_looking_more_often_changes_nothing(
    ladder: tuple[Step, ...], extra: list[datetime], taken: datetime | None
) -> None:
    """Woken only when a clock says so, or much more often: the same, at the same instants."""
    calm, busy = House(with_ladder(*ladder)), House(with_ladder(*ladder))
    busy_at = sorted({*extra, *([taken] if taken else [])})
    for house, looks in ((calm, [taken] if taken else []), (busy, busy_at)):
        now = START
        for look in looks:
            house.run(now, look)
            if look == taken:
                house.acknowledge(look)
            now = look
        house.run(now, END)
    assert calm.mails == busy.mails


@given(ladders, st.lists(instants, min_size=1, max_size=8, unique=True))
def test_whatever_the_downtime_nobody_is_told_twice_too_early_or_in_bursts(
    ladder: tuple[Step, ...], ticks: list[datetime]
) -> None:
    sparse, full = House(with_ladder(*ladder)), House(with_ladder(*ladder))
    for now in sorted(ticks):
        sparse.tick(now)
    full.run(START, max(ticks))
    told = [(m.clause, m.reason, m.role, m.rung) for m in sparse.mails]
    assert len(told) == len(set(told))
    burst = [(m.at, m.clause, m.reason, m.role) for m in sparse.mails]
    assert len(burst) == len(set(burst))
    in_time = {
        (m.clause, m.rung, m.role): m.at for m in full.mails if m.reason in (AT_RISK, REMINDER)
    }
    for mail in sparse.mails:
        if mail.reason in (AT_RISK, REMINDER) and (mail.clause, mail.rung, mail.role) in in_time:
            assert mail.at >= in_time[mail.clause, mail.rung, mail.role]


@given(ladders, instants, instants)
def test_an_answer_or_an_acknowledgement_ends_what_it_should_end(
    ladder: tuple[Step, ...], answered: datetime, taken: datetime
) -> None:
    house = House(with_ladder(*ladder))
    now = START
    for event in sorted((answered, taken)):
        house.run(now, event)
        if event == taken:
            house.acknowledge(event)
        if event == answered:
            house.facts = incident(responses=(response(answered),))
        house.tick(event)
        now = event
    before = len(house.mails)
    house.run(now, END)
    asking = {AT_RISK, BREACHED, REMINDER, ESCALATED}
    assert not asking & {mail.reason for mail in house.mails[before:]}
    for mail in house.mails:
        if mail.reason is ESCALATED and mail.at > taken:
            assert mail.clause  # only a breach that came after it
            assert house.noticed[mail.clause] > taken


@given(ladders, instants)
def test_a_waking_clock_never_sleeps_through_what_it_owes(
    ladder: tuple[Step, ...], now: datetime
) -> None:
    """Between `now` and the wake there is no instant at which something new is owed."""
    house = House(with_ladder(*ladder))
    house.run(START, now)
    due = house.next_due()
    if due is None or due > END:
        due = END
    told = list(house.mails)
    house.tick(now + (due - now) * 0.999)
    assert house.mails == told


def test_a_clock_wakes_for_its_next_step_and_for_nothing_when_all_is_said() -> None:
    breach = clock(5 * HOUR, Verdict.BREACHED_OPEN)
    known = Known(announced={"c": START + 5 * HOUR})
    ladder = (Reminder(HOUR, D, HOUR, until=2 * HOUR),)
    assert wake_at(breach, (breach,), ladder, known, START + 6 * HOUR) == START + 7 * HOUR
    assert wake_at(breach, (breach,), ladder, known, START + 7 * HOUR) is None

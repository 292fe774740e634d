"""What is overtaken while it waits is not sent; whoever may have read of a breach is told more."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.domain.notices import NoticeReason
from monitor.domain.standing_notice import ClockNow, Overtaken, Owed, Standing, overtaken
from monitor.domain.verdict import Verdict

OWED = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
NOW = OWED + timedelta(minutes=20)
DUE = OWED + timedelta(hours=1)
R, V, O = NoticeReason, Verdict, Overtaken  # noqa: E741  # a wide table of short names


def standing(verdict: Verdict, *, generation: int = 0, due_at: datetime = DUE) -> Standing:
    return Standing(clocks={"w": ClockNow(verdict, generation, due_at)})


@pytest.mark.parametrize(
    ("reason", "verdict", "why"),
    [
        (R.WINDOW_AT_RISK, V.RUNNING, None),
        (R.WINDOW_AT_RISK, V.DUE_SOON, None),
        (R.WINDOW_AT_RISK, V.MET, O.ANSWERED),
        (R.WINDOW_AT_RISK, V.WAIVED, O.EXCUSED),
        (R.WINDOW_AT_RISK, V.NOT_APPLICABLE, O.EXCUSED),
        (R.WINDOW_BREACHED, V.BREACHED_OPEN, None),
        (R.WINDOW_BREACHED, V.LATE_MET, O.ANSWERED),
        (R.WINDOW_BREACHED, V.MET, O.ANSWERED),
        (R.WINDOW_BREACHED, V.WAIVED, O.EXCUSED),
        (R.WINDOW_BREACHED, V.UNDETERMINED, O.STANDING_CHANGED),
        (R.WINDOW_BREACHED, V.RUNNING, O.STANDING_CHANGED),
        (R.REMINDER, V.BREACHED_OPEN, None),
        (R.REMINDER, V.LATE_MET, O.ANSWERED),
        (R.ESCALATED, V.BREACHED_OPEN, None),
        (R.ESCALATED, V.WAIVED, O.EXCUSED),
        (R.ANSWERED, V.MET, None),
        (R.ANSWERED, V.RUNNING, O.STANDING_CHANGED),
        (R.ANSWERED, V.LATE_MET, O.ANSWERED),
        (R.ANSWERED_LATE, V.LATE_MET, None),
        (R.ANSWERED_LATE, V.BREACHED_OPEN, O.STANDING_CHANGED),
        (R.CANNOT_SEE, V.UNDETERMINED, None),
        (R.CANNOT_SEE, V.BREACHED_OPEN, O.STANDING_CHANGED),
        (R.BREACH_LIFTED, V.WAIVED, None),
        (R.BREACH_LIFTED, V.NOT_APPLICABLE, None),
        (R.BREACH_LIFTED, V.BREACHED_OPEN, O.STANDING_CHANGED),
    ],
)
def test_a_message_about_a_window_holds_while_the_window_stands_so(
    reason: NoticeReason, verdict: Verdict, why: Overtaken | None
) -> None:
    assert overtaken(Owed(reason, OWED, "w"), standing(verdict), NOW) is why


@pytest.mark.parametrize(("late", "why"), [(timedelta(0), None), (timedelta(seconds=1), O.OVER)])
def test_a_reminder_ahead_of_a_limit_ends_with_it(late: timedelta, why: Overtaken | None) -> None:
    due = Owed(R.WINDOW_AT_RISK, OWED, "w", "0.8")
    assert overtaken(due, standing(V.DUE_SOON), DUE + late) is why


@pytest.mark.parametrize("reason", [R.WINDOW_AT_RISK, R.WINDOW_BREACHED, R.ANSWERED])
def test_what_was_said_of_an_earlier_round_no_longer_holds(reason: NoticeReason) -> None:
    again = standing(V.BREACHED_OPEN, generation=1)
    assert overtaken(Owed(reason, OWED, "w"), again, NOW) is O.REOPENED
    assert overtaken(Owed(R.WINDOW_BREACHED, OWED, "w", generation=1), again, NOW) is None


@pytest.mark.parametrize(("told", "why"), [(True, None), (None, None), (False, O.NEVER_TOLD)])
def test_a_breach_is_taken_back_before_whoever_may_have_read_of_it(
    told: bool | None, why: Overtaken | None
) -> None:
    lifted = Owed(R.BREACH_LIFTED, OWED, "w", told_overdue=told)
    assert overtaken(lifted, standing(V.WAIVED), NOW) is why
    assert overtaken(lifted, replace(standing(V.WAIVED), dismissed=True), NOW) is why


@pytest.mark.parametrize("reason", [r for r in NoticeReason if r is not R.BREACH_LIFTED])
def test_nothing_else_is_said_of_a_dismissed_incident(reason: NoticeReason) -> None:
    gone = replace(standing(V.RUNNING), dismissed=True)
    assert overtaken(Owed(reason, OWED, "w"), gone, NOW) is O.DISMISSED


@pytest.mark.parametrize(
    ("awaited", "verdict", "why"),
    [
        (True, V.RUNNING, None),
        (True, V.UNDETERMINED, None),
        (True, V.MET, O.ANSWERED),
        (False, V.MET, None),  # it was announced as one that is answered already
    ],
)
def test_news_of_an_incident_holds_while_it_awaits_an_answer(
    awaited: bool, verdict: Verdict, why: Overtaken | None
) -> None:
    opened = Owed(R.INCIDENT_OPENED, OWED, awaited=awaited)
    assert overtaken(opened, standing(verdict), NOW) is why


@pytest.mark.parametrize(("rank", "why"), [(4, None), (3, None), (2, O.STANDING_CHANGED)])
def test_a_raised_grade_holds_while_it_is_not_lowered(rank: int, why: Overtaken | None) -> None:
    raised = Owed(R.GRADE_RAISED, OWED, rung="3", awaited=True)
    now = replace(standing(V.RUNNING), grade_rank=rank)
    assert overtaken(raised, now, NOW) is why


@pytest.mark.parametrize(
    ("after", "why"),
    [(timedelta(minutes=5), O.ACKNOWLEDGED), (-timedelta(minutes=5), None)],
)
def test_a_call_for_somebody_to_take_it_on_ends_when_somebody_does(
    after: timedelta, why: Overtaken | None
) -> None:
    taken = replace(standing(V.BREACHED_OPEN), acknowledged_at=OWED + after)
    for clause in ("", "w"):
        assert overtaken(Owed(R.ESCALATED, OWED, clause, awaited=True), taken, NOW) is why


def test_what_is_about_no_incident_always_holds() -> None:
    assert overtaken(Owed(R.CHANNEL_BLIND, OWED), None, NOW) is None


def test_a_window_that_is_gone_is_said_nothing_of() -> None:
    assert overtaken(Owed(R.WINDOW_BREACHED, OWED, "gone"), standing(V.MET), NOW) is O.EXCUSED
    assert overtaken(Owed(R.BREACH_LIFTED, OWED, "gone"), standing(V.MET), NOW) is None

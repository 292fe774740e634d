"""An answer that came late is held against nobody where another may have been in time."""

from datetime import timedelta

import pytest

from monitor.domain.clock import Clock
from monitor.domain.incident import IncidentFacts
from monitor.domain.response import Link, Response
from monitor.domain.severity import EventGrade
from monitor.domain.timing import time_incident
from monitor.domain.verdict import Verdict
from monitor.settings.policy_files import load_policy
from tests.domain.facts import HOUR, SECOND, START, between, incident, response, watched

NOW = START + 100 * HOUR
DUE = START + 48 * HOUR
LATE = response(DUE + HOUR)


def window(facts: IncidentFacts, hours: int) -> Clock:
    clocks = time_incident(facts, load_policy("national"), (watched(NOW),), NOW)
    (found,) = [clock for clock in clocks if clock.window == timedelta(hours=hours)]
    return found


@pytest.mark.parametrize(
    ("other", "verdict"),
    [
        (response(DUE, link=Link.REVIEW), Verdict.UNDETERMINED),
        (response(DUE + SECOND, link=Link.REVIEW), Verdict.LATE_MET),
        (response(DUE, link=Link.REJECTED), Verdict.LATE_MET),
        (response(between(DUE, DUE + 3 * HOUR)), Verdict.UNDETERMINED),
        (response(between(DUE + SECOND, DUE + 3 * HOUR)), Verdict.LATE_MET),
        (response(DUE), Verdict.MET),
    ],
)
def test_late_is_said_only_where_nothing_else_may_have_been_in_time(
    other: Response, verdict: Verdict
) -> None:
    found = window(incident(responses=(LATE, other)), 48)
    assert found.verdict is verdict
    assert (found.breached_at is None) == (verdict is not Verdict.LATE_MET)


def test_late_is_not_said_on_a_grade_that_is_only_possible() -> None:
    facts = incident(possible=EventGrade.GRAVE, responses=(LATE,))
    found = window(facts, 5)
    assert (found.verdict, found.breached_at) == (Verdict.UNDETERMINED, None)
    assert "等级尚未确认" in found.words.zh
    assert window(incident(grade=EventGrade.GRAVE, responses=(LATE,)), 5).verdict is (
        Verdict.LATE_MET
    )

"""持续发布, 第一时间, 必要时: shown on incidents, never breached."""

from dataclasses import replace

import pytest

from monitor.domain.follow_ups import follow_ups
from monitor.domain.incident import IncidentFacts
from monitor.domain.policy import Binding, Policy
from monitor.domain.response import Link, ResponseKind
from monitor.domain.severity import EventGrade
from monitor.domain.standing import DutyState, Standing
from monitor.domain.timing import time_incident
from monitor.domain.words import Words
from monitor.settings.policy_files import load_policy
from tests.domain.facts import HOUR, START, exactly, incident, response, watched

NATIONAL = load_policy("national")


def stand(facts: IncidentFacts, hours: float, policy: Policy = NATIONAL) -> dict[str, Standing]:
    """What is shown so many hours after the start."""
    return {s.clause: s for s in follow_ups(facts, policy, START + hours * HOUR)}


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(2, "running"), (21, "due_soon"), (25, "due_soon"), (25.1, "advised"), (500, "advised")],
)
def test_follow_up_is_counted_from_the_last_answer_and_only_advised(
    hours: float, expected: str
) -> None:
    first = response(START + HOUR)
    assert stand(incident(responses=(first,)), hours)["nat-follow"].state.value == expected


def test_an_update_begins_the_gap_anew_and_a_rejected_answer_does_not() -> None:
    update = response(START + 20 * HOUR, ResponseKind.UPDATE)
    facts = incident(responses=(response(START + HOUR), update))
    assert stand(facts, 30)["nat-follow"].state is DutyState.RUNNING
    rejected = response(START + 20 * HOUR, link=Link.REJECTED)
    facts = incident(responses=(response(START + HOUR), rejected))
    assert stand(facts, 30)["nat-follow"].state is DutyState.ADVISED


def test_nothing_is_followed_before_the_first_answer_or_after_a_dismissal() -> None:
    assert "nat-follow" not in stand(incident(), 100)
    dismissed = incident(responses=(response(START),), dismissed=Words("演练", "a drill"))
    assert stand(dismissed, 100) == {}


def test_at_first_time_has_no_number_so_the_time_is_told_and_nothing_breached() -> None:
    policy = load_policy("beilun-2015")
    waiting = stand(incident(), 500, policy)["bl-first-time"]
    assert waiting.state is DutyState.SHOWN
    assert "500 小时" in waiting.words.zh
    answered = incident(responses=(response(START + 3 * HOUR, ResponseKind.MEDIA_INTERVIEW),))
    told = stand(answered, 500, policy)["bl-first-time"]
    assert told.state is DutyState.SHOWN
    assert "约 3 小时" in told.words.zh


def weaker(binding: Binding) -> Policy:
    """The national rule with a press conference that binds less."""
    (national,) = NATIONAL.lineage
    clauses = tuple(
        replace(c, binding=binding) if c.id == "nat-24h" else c for c in national.clauses
    )
    changed = replace(national, clauses=clauses)
    return Policy(changed, (changed,))


@pytest.mark.parametrize("binding", [Binding.CONDITIONAL, Binding.SOFT])
def test_a_press_conference_where_necessary_never_breaches_by_itself(binding: Binding) -> None:
    policy, grave = weaker(binding), incident(grade=EventGrade.GRAVE, occurred=exactly(START))
    clocks = time_incident(grave, policy, (watched(START + 200 * HOUR),), START + 100 * HOUR)
    assert "nat-24h" not in {clock.clause for clock in clocks}
    assert stand(grave, 2, policy)["nat-24h"].state is DutyState.RUNNING
    assert stand(grave, 100, policy)["nat-24h"].state is DutyState.NEEDS_ENTRY
    assert "nat-24h" not in stand(incident(), 100, policy)


def test_a_press_conference_where_necessary_that_was_held_is_shown_as_held() -> None:
    held = response(START + 3 * HOUR, ResponseKind.PRESS_CONFERENCE)
    grave = incident(grade=EventGrade.GRAVE, responses=(held,))
    assert stand(grave, 100, weaker(Binding.CONDITIONAL))["nat-24h"].state is DutyState.MET
    late = response(START + 30 * HOUR, ResponseKind.PRESS_CONFERENCE)
    grave = incident(grade=EventGrade.GRAVE, responses=(late,))
    assert stand(grave, 100, weaker(Binding.CONDITIONAL))["nat-24h"].state is DutyState.ADVISED

"""The verdict under each reading of the clock's start."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.incident import IncidentFacts
from monitor.domain.policy import OnUpgrade, Policy, StartBasis
from monitor.domain.readings import readings
from monitor.domain.response import Link, Response, ResponseKind
from monitor.domain.severity import EventGrade
from monitor.domain.sight import Watch
from monitor.domain.timing import time_incident
from monitor.domain.verdict import Verdict
from monitor.domain.when import When
from monitor.domain.words import Words
from monitor.settings.policy_files import load_policy, load_profiles
from tests.domain.facts import HOUR, START, between, exactly, incident, response, watched

NATIONAL = load_policy("national")
POLICIES = [load_policy(name) for name in sorted(load_profiles())]
FORGIVING = Policy(
    replace(NATIONAL.profile, on_upgrade=OnUpgrade.FROM_UPGRADE),
    (replace(NATIONAL.profile, on_upgrade=OnUpgrade.FROM_UPGRADE),),
)
LATER = START + 100 * HOUR


def verdicts(facts: IncidentFacts, clause: str) -> dict[str, str | None]:
    """The verdict of one clause by basis; None where the moment is not known."""
    found = readings(facts, NATIONAL, (watched(LATER),), LATER)[clause]
    return {r.basis.value: r.clock.verdict.value if r.clock else None for r in found}


def test_the_same_answer_is_late_from_the_occurrence_and_in_time_from_the_first_report() -> None:
    facts = incident(
        grade=EventGrade.GRAVE,
        occurred=exactly(START - 2 * HOUR),
        detected_at=START + HOUR,
        responses=(response(START + 4 * HOUR),),
    )
    assert verdicts(facts, "nat-5h") == {
        "occurred": "late_met",
        "first_seen_public": "met",
        "detected": "met",
        "assigned": None,
        "acknowledged": None,
    }
    in_force = [r.basis for r in readings(facts, NATIONAL, (), LATER)["nat-5h"] if r.in_force]
    assert in_force == [StartBasis.OCCURRED]


def test_a_moment_that_is_not_known_has_no_reading() -> None:
    facts = incident(grade=EventGrade.GRAVE, responses=(response(START + 4 * HOUR),))
    assert verdicts(facts, "nat-5h")["occurred"] is None


def test_each_reading_has_its_own_due_time() -> None:
    facts = incident(occurred=between(START - 10 * HOUR, START - 6 * HOUR))
    found = readings(facts, NATIONAL, (), START)["nat-48h"]
    dues = {r.basis: (r.clock.due_from, r.clock.due_at) for r in found if r.clock}
    assert dues[StartBasis.OCCURRED] == (START + 38 * HOUR, START + 42 * HOUR)
    assert dues[StartBasis.DETECTED] == (START + 48 * HOUR, START + 48 * HOUR)


def test_a_grade_that_rose_later_is_one_more_reading_of_the_windows_it_opened() -> None:
    facts = incident(
        grade=EventGrade.GRAVE,
        graded_at=START + 9 * HOUR,
        responses=(response(START + 12 * HOUR),),
    )
    assert verdicts(facts, "nat-5h") == {
        "occurred": None,
        "first_seen_public": "late_met",
        "detected": "late_met",
        "assigned": None,
        "acknowledged": None,
        "graded": "met",
    }
    assert "graded" not in verdicts(facts, "nat-48h")
    assert {r.basis for r in readings(facts, FORGIVING, (), LATER)["nat-5h"] if r.in_force} == {
        StartBasis.GRADED
    }


def test_an_assignment_and_an_acknowledgement_are_readings_once_they_are_entered() -> None:
    facts = incident(
        grade=EventGrade.GRAVE,
        assigned=between(START + HOUR, START + 5 * HOUR),
        acknowledged=exactly(START + 6 * HOUR),
        responses=(response(START + 8 * HOUR),),
    )
    found = verdicts(facts, "nat-5h")
    # From the assignment the window ends between 6 h and 10 h: at 8 h nobody can tell.
    assert (found["assigned"], found["acknowledged"]) == ("undetermined", "met")
    assert found["first_seen_public"] == "late_met"


def test_what_does_not_apply_does_not_apply_under_any_reading() -> None:
    facts = incident(
        occurred=exactly(START),
        assigned=exactly(START),
        acknowledged=exactly(START),
        dismissed=Words("演练", "a drill"),
    )
    assert set(verdicts(facts, "nat-48h").values()) == {Verdict.NOT_APPLICABLE.value}


hours = st.floats(-60, 60).map(lambda number: timedelta(hours=round(number, 2)))


@st.composite
def moments(draw: st.DrawFn) -> When:
    """An instant around START, exact or vague by up to two days."""
    start = START + draw(hours)
    vague = draw(st.sampled_from([0, 0, 1, 24, 48]))
    return When(start, start + vague * HOUR, "test")


answers = st.builds(
    lambda at, kind, link, number: Response(str(number), kind, at, "县消防", link),
    moments(),
    st.sampled_from(ResponseKind),
    st.sampled_from(Link),
    st.integers(1, 9),
)
histories = st.builds(
    lambda grade, occurred, first, detected, risen, handed, found, first_answer, court: incident(
        grade=grade,
        occurred=occurred,
        first_public=first,
        detected_at=START + detected,
        graded_at=START + risen if grade and risen is not None else None,
        assigned=handed,
        responses=tuple(found),
        answered_first=first_answer,
        court_first=court,
    ),
    st.sampled_from([None, *EventGrade]),
    st.none() | moments(),
    moments(),
    hours,
    st.none() | hours,
    st.none() | moments(),
    st.lists(answers, max_size=3),
    st.booleans(),
    st.booleans(),
)


@given(
    histories,
    st.sampled_from([*POLICIES, FORGIVING]),
    st.sampled_from([(), (watched(LATER),), (watched(START),)]),
    st.integers(-60, 200),
)
def test_the_reading_of_the_basis_in_force_is_the_clock_in_force(
    facts: IncidentFacts, policy: Policy, watches: tuple[Watch, ...], after: int
) -> None:
    now = START + after * HOUR
    found = readings(facts, policy, watches, now)
    clocks = time_incident(facts, policy, watches, now)
    assert set(found) == {clock.clause for clock in clocks}
    for clock in clocks:
        chosen = [reading for reading in found[clock.clause] if reading.in_force]
        assert [reading.clock for reading in chosen] == [clock]
        assert all(r.clock is None or r.clock.basis is r.basis for r in found[clock.clause])


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.profile.id)
def test_a_reading_changes_the_start_alone(policy: Policy) -> None:
    facts = incident(grade=EventGrade.GRAVE, occurred=exactly(START - HOUR))
    found = readings(facts, policy, (), START)
    for clause, each in found.items():
        assert {r.clock.clause for r in each if r.clock} == {clause}
        assert len({r.clock.window for r in each if r.clock}) == 1

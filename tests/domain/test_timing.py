"""Verdicts at their boundaries, for every profile and every reading of an uncertain time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.clock import Clock
from monitor.domain.incident import IncidentFacts
from monitor.domain.policy import OnUpgrade, StartBasis
from monitor.domain.response import Link, ResponseKind
from monitor.domain.severity import Category, EventGrade
from monitor.domain.sight import Watch
from monitor.domain.timing import time_incident
from monitor.domain.verdict import Verdict
from monitor.domain.words import Words
from monitor.settings.policy_files import load_policy, load_profiles
from tests.domain.facts import (
    HOUR,
    SECOND,
    START,
    between,
    exactly,
    incident,
    response,
    watched,
)

PROFILES = sorted(load_profiles())
NATIONAL = load_policy("national")
LATER = START + 100 * HOUR


def clock(
    facts: IncidentFacts,
    hours: int,
    now: datetime = LATER,
    profile: str = "national",
    watches: tuple[Watch, ...] | None = None,
) -> Clock:
    """The clock of the window that is so many hours long."""
    seen = (watched(now),) if watches is None else watches
    clocks = time_incident(facts, load_policy(profile), seen, now)
    (found,) = [c for c in clocks if c.window == hours * HOUR]
    return found


GRAVE = {5: ResponseKind.STATEMENT, 24: ResponseKind.PRESS_CONFERENCE}


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("hours", "grade", "kind"),
    [
        (5, EventGrade.GRAVE, ResponseKind.STATEMENT),
        (5, EventGrade.ESPECIALLY_GRAVE, ResponseKind.STATEMENT),
        (24, EventGrade.GRAVE, ResponseKind.PRESS_CONFERENCE),
        (48, None, ResponseKind.WEBSITE_REPLY),
        (48, EventGrade.LARGER, ResponseKind.STATEMENT),
    ],
)
@pytest.mark.parametrize(
    ("off", "verdict"),
    [(-SECOND, Verdict.MET), (timedelta(0), Verdict.MET), (SECOND, Verdict.LATE_MET)],
)
def test_an_answer_is_in_time_up_to_and_at_its_due_time(
    profile: str,
    hours: int,
    grade: EventGrade | None,
    kind: ResponseKind,
    off: timedelta,
    verdict: Verdict,
) -> None:
    due = START + hours * HOUR
    facts = incident(grade=grade, responses=(response(due + off, kind),))
    found = clock(facts, hours, profile=profile)
    assert found.verdict is verdict
    assert found.due_at == due
    assert found.breached_at == (due if verdict is Verdict.LATE_MET else None)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("hours", "grade"), [(5, EventGrade.GRAVE), (24, EventGrade.GRAVE), (48, None)]
)
@pytest.mark.parametrize(
    ("off", "verdict"),
    [
        (-SECOND, Verdict.DUE_SOON),
        (timedelta(0), Verdict.DUE_SOON),  # the due time itself is inside
        (SECOND, Verdict.BREACHED_OPEN),
    ],
)
def test_an_unanswered_window_is_overdue_only_after_its_due_time(
    profile: str, hours: int, grade: EventGrade | None, off: timedelta, verdict: Verdict
) -> None:
    due = START + hours * HOUR
    found = clock(incident(grade=grade), hours, now=due + off, profile=profile)
    assert found.verdict is verdict
    assert found.breached_at == (due if verdict is Verdict.BREACHED_OPEN else None)


def test_a_grave_emergency_runs_two_clocks_and_not_the_third() -> None:
    clocks = time_incident(incident(grade=EventGrade.GRAVE), NATIONAL, (watched(START),), START)
    assert {c.clause: c.verdict for c in clocks} == {
        "nat-5h": Verdict.RUNNING,
        "nat-24h": Verdict.RUNNING,
        "nat-48h": Verdict.NOT_APPLICABLE,
    }


def test_a_statement_does_not_stop_the_clock_of_the_press_conference() -> None:
    facts = incident(grade=EventGrade.GRAVE, responses=(response(START + HOUR),))
    assert clock(facts, 5).verdict is Verdict.MET
    assert clock(facts, 24).verdict is Verdict.BREACHED_OPEN


def test_an_announced_conference_is_not_a_conference_held() -> None:
    announced = response(START + HOUR, ResponseKind.PRESS_CONFERENCE_ANNOUNCED)
    found = clock(incident(grade=EventGrade.GRAVE, responses=(announced,)), 24)
    assert found.verdict is Verdict.BREACHED_OPEN


def test_an_interview_answers_an_ordinary_incident_but_gives_no_authoritative_information() -> None:
    interview = response(START + HOUR, ResponseKind.MEDIA_INTERVIEW)
    assert clock(incident(responses=(interview,)), 48).verdict is Verdict.MET
    grave = incident(grade=EventGrade.GRAVE, responses=(interview,))
    assert clock(grave, 5).verdict is Verdict.BREACHED_OPEN


def test_the_grave_windows_count_from_the_occurrence_where_it_is_known() -> None:
    facts = incident(grade=EventGrade.GRAVE, occurred=exactly(START - 2 * HOUR))
    found = clock(facts, 5, now=START)
    assert (found.basis, found.due_at) == (StartBasis.OCCURRED, START + 3 * HOUR)


@pytest.mark.parametrize(
    ("answered", "verdict"),
    [
        (START + 47 * HOUR, Verdict.MET),  # in time on every reading of the start
        (START + 60 * HOUR, Verdict.UNDETERMINED),  # late on one reading, in time on another
        (START + 73 * HOUR, Verdict.LATE_MET),  # late on every reading
    ],
)
def test_a_start_known_by_its_day_only_makes_the_verdict_three_valued(
    answered: datetime, verdict: Verdict
) -> None:
    day = between(START, START + 24 * HOUR)
    facts = incident(
        first_public=day,
        detected_at=START + 24 * HOUR,
        occurred=day,
        responses=(response(answered),),
    )
    clauses = {c.clause: c for c in time_incident(facts, NATIONAL, (watched(LATER),), LATER)}
    assert clauses["nat-48h"].basis is StartBasis.DETECTED  # detection is known to the second
    grave = incident(
        grade=EventGrade.GRAVE,
        first_public=day,
        occurred=day,
        responses=(response(answered - 24 * HOUR, ResponseKind.PRESS_CONFERENCE),),
    )
    assert clock(grave, 24).verdict is verdict


def test_an_answer_known_by_its_day_only_is_undetermined_across_the_due_time() -> None:
    vague = response(between(START + 40 * HOUR, START + 64 * HOUR))
    found = clock(incident(responses=(vague,)), 48)
    assert (found.verdict, found.breached_at) == (Verdict.UNDETERMINED, None)


def test_an_answer_that_may_just_touch_the_due_time_is_not_late_for_certain() -> None:
    due = START + 48 * HOUR
    touching = response(between(due, due + HOUR))
    assert clock(incident(responses=(touching,)), 48).verdict is Verdict.UNDETERMINED
    beyond = response(between(due + SECOND, due + HOUR))
    assert clock(incident(responses=(beyond,)), 48).verdict is Verdict.LATE_MET


def test_a_breach_is_dated_at_the_last_instant_the_limit_can_have_been() -> None:
    hour = between(START, START + HOUR)
    found = clock(incident(grade=EventGrade.GRAVE, occurred=hour), 5)
    assert found.verdict is Verdict.BREACHED_OPEN
    assert found.breached_at == START + 6 * HOUR


def test_nothing_is_called_overdue_where_no_official_channel_is_watched() -> None:
    assert clock(incident(), 48, watches=()).verdict is Verdict.UNDETERMINED


def test_nothing_is_called_overdue_where_the_answering_channel_was_down() -> None:
    down = Watch("fire", "县消防网", "fire", timedelta(minutes=30), ())
    facts = incident(units=("fire",))
    found = clock(facts, 48, watches=(watched(LATER), down))
    assert found.verdict is Verdict.UNDETERMINED
    assert {gap.channel for gap in found.gaps} == {"fire"}


def test_a_blind_channel_of_another_unit_does_not_excuse() -> None:
    down = Watch("school", "县教育局网", "education", timedelta(minutes=30), ())
    found = clock(incident(units=("fire",)), 48, watches=(watched(LATER), down))
    assert found.verdict is Verdict.BREACHED_OPEN


def test_the_last_look_is_awaited_before_anything_is_called_overdue() -> None:
    due = START + 48 * HOUR
    seen_before = watched(due - timedelta(minutes=5))
    found = clock(incident(), 48, now=due + SECOND, watches=(seen_before,))
    assert found.verdict is Verdict.DUE_SOON
    assert found.wake_at == due + 2 * SECOND
    seen_after = watched(due + SECOND)
    assert (
        clock(incident(), 48, now=due + SECOND, watches=(seen_after,)).verdict
        is Verdict.BREACHED_OPEN
    )


def test_a_late_answer_found_while_we_were_blind_is_not_called_late() -> None:
    down = Watch("fire", "县消防网", "fire", timedelta(minutes=30), ())
    facts = incident(units=("fire",), responses=(response(START + 60 * HOUR),))
    found = clock(facts, 48, watches=(watched(LATER), down))
    assert found.verdict is Verdict.UNDETERMINED


def test_a_possible_answer_that_waits_for_a_person_holds_back_the_verdict() -> None:
    candidate = response(START + HOUR, link=Link.REVIEW)
    assert clock(incident(responses=(candidate,)), 48).verdict is Verdict.UNDETERMINED
    too_late = response(START + 50 * HOUR, link=Link.REVIEW)
    assert clock(incident(responses=(too_late,)), 48).verdict is Verdict.BREACHED_OPEN
    rejected = response(START + HOUR, link=Link.REJECTED)
    assert clock(incident(responses=(rejected,)), 48).verdict is Verdict.BREACHED_OPEN


def test_a_grade_that_is_only_possible_starts_the_clock_but_breaches_nothing() -> None:
    facts = incident(possible=EventGrade.GRAVE)
    running = clock(facts, 5, now=START + HOUR)
    assert (running.verdict, running.provisional) == (Verdict.RUNNING, True)
    assert clock(facts, 5).verdict is Verdict.UNDETERMINED
    assert clock(facts, 48, now=START).verdict is Verdict.RUNNING


def test_a_grade_that_rises_after_its_windows_passed_says_so() -> None:
    facts = incident(grade=EventGrade.GRAVE, graded_at=START + 30 * HOUR)
    assert "升级时已超" in clock(facts, 5).words.zh
    assert "升级时已超" not in clock(incident(grade=EventGrade.GRAVE, graded_at=START), 5).words.zh


def test_what_was_over_before_the_grade_rose_is_labelled_with_its_other_due_time() -> None:
    facts = incident(grade=EventGrade.GRAVE, graded_at=START + 30 * HOUR)
    silent = clock(facts, 5)
    assert (silent.verdict, silent.late_on_upgrade) == (Verdict.BREACHED_OPEN, True)
    assert "自升级起算至3月4日 01:00" in silent.words.zh
    answer = response(START + 33 * HOUR)
    answered = clock(replace(facts, responses=(answer,)), 5)
    assert (answered.verdict, answered.late_on_upgrade) == (Verdict.LATE_MET, True)
    assert "自升级起算未超" in answered.words.zh
    known_in_time = incident(grade=EventGrade.GRAVE, graded_at=START + 5 * HOUR)
    assert not clock(known_in_time, 5).late_on_upgrade


def test_an_earlier_answer_satisfies_the_windows_of_a_grade_that_rose_later() -> None:
    facts = incident(
        grade=EventGrade.GRAVE, graded_at=START + 30 * HOUR, responses=(response(START + HOUR),)
    )
    assert clock(facts, 5).verdict is Verdict.MET
    assert clock(facts, 24).late_on_upgrade  # a statement is no press conference


FROM_UPGRADE = replace(
    NATIONAL,
    profile=replace(NATIONAL.profile, on_upgrade=OnUpgrade.FROM_UPGRADE),
    lineage=tuple(replace(p, on_upgrade=OnUpgrade.FROM_UPGRADE) for p in NATIONAL.lineage),
)


@pytest.mark.parametrize(
    ("now", "verdict"),
    [
        (START + 30 * HOUR, Verdict.RUNNING),
        (START + 35 * HOUR, Verdict.DUE_SOON),
        (START + 35 * HOUR + SECOND, Verdict.BREACHED_OPEN),
    ],
)
def test_a_profile_may_count_the_short_windows_from_the_rise_of_the_grade(
    now: datetime, verdict: Verdict
) -> None:
    facts = incident(
        grade=EventGrade.GRAVE, graded_at=START + 30 * HOUR, occurred=exactly(START - HOUR)
    )
    found = time_incident(facts, FROM_UPGRADE, (watched(now),), now)[0]
    assert (found.basis, found.due_at) == (StartBasis.GRADED, START + 35 * HOUR)
    assert (found.verdict, found.late_on_upgrade) == (verdict, False)


def test_a_grade_known_from_the_first_moves_no_start() -> None:
    facts = incident(grade=EventGrade.GRAVE, graded_at=START)
    found = time_incident(facts, FROM_UPGRADE, (watched(START),), START)[0]
    assert (found.basis, found.due_at) == (StartBasis.FIRST_SEEN_PUBLIC, START + 5 * HOUR)


def test_a_withdrawn_answer_stops_no_clock_and_is_named() -> None:
    gone = response(START + HOUR, withdrawn=True)
    found = clock(incident(responses=(gone,)), 48)
    assert found.verdict is Verdict.BREACHED_OPEN
    assert "已撤回" in found.words.zh


@pytest.mark.parametrize(
    ("unit", "units", "labelled"),
    [
        ("city", ("fire",), True),
        ("", ("fire",), True),  # known to be none of ours
        ("fire", ("fire", "water"), False),
        (None, ("fire",), False),  # not known who it was
        ("city", (), False),  # not known who has to answer
    ],
)
def test_an_answer_of_another_organ_counts_and_is_labelled(
    unit: str | None, units: tuple[str, ...], labelled: bool
) -> None:
    answer = response(START + HOUR, unit=unit)
    found = clock(incident(units=units, responses=(answer,)), 48)
    assert found.verdict is Verdict.MET
    assert ("由上级/条线发布" in found.words.zh) is labelled


def test_an_answer_given_before_we_noticed_the_matter_counts_from_the_start_and_says_so() -> None:
    facts = incident(
        grade=EventGrade.GRAVE,
        detected_at=START + 3 * HOUR,
        responses=(response(START + HOUR),),
    )
    found = clock(facts, 5)
    assert (found.verdict, found.margin) == (Verdict.MET, 4 * HOUR)
    assert "监测发现前已主动发布" in found.words.zh
    assert "主动发布" not in clock(replace(facts, detected_at=START), 5).words.zh


def test_a_grade_that_was_only_possible_ends_with_the_authoritys_own_rebuttal() -> None:
    denied = response(START + HOUR, ResponseKind.REBUTTAL)
    rumour = incident(possible=EventGrade.GRAVE, responses=(denied,))
    assert clock(rumour, 5).verdict is Verdict.NOT_APPLICABLE
    assert clock(rumour, 48).verdict is Verdict.MET
    relayed = incident(
        possible=EventGrade.GRAVE, responses=(response(START, ResponseKind.REBUTTAL, relayed=True),)
    )
    assert clock(relayed, 24, now=START + HOUR).verdict is Verdict.RUNNING
    confirmed = incident(grade=EventGrade.GRAVE, responses=(denied,))
    assert clock(confirmed, 24).verdict is Verdict.BREACHED_OPEN


def test_a_rebuttal_answers_an_ordinary_incident() -> None:
    rebuttal = response(START + 20 * HOUR, ResponseKind.REBUTTAL)
    assert clock(incident(category=Category.RUMOUR, responses=(rebuttal,)), 48).verdict is (
        Verdict.MET
    )


def test_a_notice_that_was_the_first_report_leaves_nothing_to_answer() -> None:
    facts = incident(answered_first=True, responses=(response(START),))
    assert clock(facts, 48).verdict is Verdict.NOT_APPLICABLE
    grave = incident(grade=EventGrade.GRAVE, answered_first=True, responses=(response(START),))
    assert clock(grave, 5).verdict is Verdict.UNDETERMINED


def test_an_answer_inside_the_first_report_is_no_answer_in_zero_hours() -> None:
    relayed = response(START, relayed=True)
    assert clock(incident(answered_first=True, responses=(relayed,)), 48).verdict is (
        Verdict.UNDETERMINED
    )


@pytest.mark.parametrize(
    ("hours_before", "verdict"), [(47, Verdict.MET), (49, Verdict.UNDETERMINED)]
)
def test_an_answer_that_came_first_is_in_time_where_it_is_so_from_the_occurrence(
    hours_before: float, verdict: Verdict
) -> None:
    facts = incident(
        answered_first=True,
        occurred=exactly(START - hours_before * HOUR),
        responses=(response(START, relayed=True),),
    )
    assert clock(facts, 48).verdict is verdict


def test_whether_a_courts_own_announcement_calls_for_an_answer_is_for_a_person_to_say() -> None:
    silent = incident(court_first=True)
    assert clock(silent, 48, now=START + HOUR).verdict is Verdict.RUNNING
    assert clock(silent, 48).verdict is Verdict.UNDETERMINED
    late = incident(court_first=True, responses=(response(START + 60 * HOUR),))
    said = clock(late, 48)
    assert (said.verdict, said.answered) == (Verdict.UNDETERMINED, exactly(START))
    timed = incident(grade=EventGrade.GRAVE, court_first=True, occurred=exactly(START))
    assert clock(timed, 5).verdict is Verdict.BREACHED_OPEN


def test_a_late_answer_is_late_whatever_came_before_the_first_report() -> None:
    conference = response(START + 30 * HOUR, ResponseKind.PRESS_CONFERENCE)
    facts = incident(grade=EventGrade.GRAVE, answered_first=True, responses=(conference,))
    assert clock(facts, 24).verdict is Verdict.LATE_MET


def test_a_dismissed_incident_and_a_waived_clause_run_no_clock() -> None:
    dismissed = incident(dismissed=Words("外地", "elsewhere"))
    assert clock(dismissed, 48).verdict is Verdict.NOT_APPLICABLE
    waived = incident(waived={"nat-48h": Words("不可抗力", "force majeure")})
    assert clock(waived, 48).verdict is Verdict.WAIVED


def test_an_incident_older_than_the_rule_has_no_clock() -> None:
    old = datetime.fromisoformat("2015-05-01T10:00+08:00")
    facts = incident(first_public=exactly(old), detected_at=old)
    assert time_incident(facts, NATIONAL, (), LATER) == ()


instants = st.integers(min_value=-10 * 3600, max_value=120 * 3600).map(
    lambda seconds: START + timedelta(seconds=seconds)
)


@given(instants, instants, instants, st.sampled_from([None, EventGrade.GRAVE]))
def test_no_verdict_claims_more_than_the_intervals_allow(
    a: datetime, b: datetime, now: datetime, grade: EventGrade | None
) -> None:
    at = between(min(a, b), max(a, b))
    facts = incident(grade=grade, responses=(response(at, ResponseKind.PRESS_CONFERENCE),))
    for found in time_incident(facts, NATIONAL, (watched(LATER),), max(now, at.latest)):
        if found.verdict is Verdict.MET:
            assert at.latest <= found.due_from
        if found.verdict is Verdict.LATE_MET:
            assert at.earliest > found.due_at


@given(st.lists(instants, max_size=6), st.randoms())
def test_the_order_in_which_responses_became_known_does_not_matter(
    times: list[datetime], shuffle: object
) -> None:
    answers = [response(at) for at in times]
    mixed = list(answers)
    shuffle.shuffle(mixed)  # type: ignore[attr-defined]  # random.Random
    one = time_incident(incident(responses=tuple(answers)), NATIONAL, (watched(LATER),), LATER)
    other = time_incident(incident(responses=tuple(mixed)), NATIONAL, (watched(LATER),), LATER)
    assert one == other


@given(instants)
def test_a_running_clock_always_knows_when_to_wake(now: datetime) -> None:
    for found in time_incident(incident(grade=EventGrade.GRAVE), NATIONAL, (watched(now),), now):
        if found.verdict in (Verdict.RUNNING, Verdict.DUE_SOON):
            assert found.wake_at is not None
            assert found.wake_at > now


class _Unread:
    """Looks that may be gone through only where a verdict rests on them."""

    def __iter__(self) -> Iterator[Watch]:
        raise LookupError


@pytest.mark.parametrize("hours", [1, 40, 48])
def test_looks_are_not_gone_through_before_a_limit_is_past(hours: int) -> None:
    assert time_incident(incident(), NATIONAL, _Unread(), START + hours * HOUR)


def test_looks_are_gone_through_once_a_limit_is_past() -> None:
    with pytest.raises(LookupError):
        time_incident(incident(), NATIONAL, _Unread(), START + 49 * HOUR)

"""Each window of each document by its own id: kept to the second, and missed one second later."""

from datetime import timedelta

import pytest

from monitor.domain.clock import Clock
from monitor.domain.incident import IncidentFacts
from monitor.domain.policy import StartBasis
from monitor.domain.response import ResponseKind
from monitor.domain.severity import EventGrade
from monitor.domain.timing import time_incident
from monitor.domain.verdict import Verdict
from monitor.settings.policy_files import load_policy, load_profiles
from tests.domain.facts import HOUR, SECOND, START, incident, response, watched

GRAVE, STATEMENT = EventGrade.GRAVE, ResponseKind.STATEMENT
CONFERENCE, REPLY = ResponseKind.PRESS_CONFERENCE, ResponseKind.WEBSITE_REPLY
WINDOWS = [
    ("nat-5h", "national", 5, GRAVE, STATEMENT),
    ("nat-24h", "national", 24, GRAVE, CONFERENCE),
    ("nat-48h", "national", 48, None, REPLY),
    ("sw-5h", "shanwei-2018", 5, GRAVE, STATEMENT),
    ("sw-24h", "shanwei-2018", 24, GRAVE, CONFERENCE),
    ("ql-5h", "qionglai-2023", 5, GRAVE, STATEMENT),
    ("ql-24h", "qionglai-2023", 24, GRAVE, CONFERENCE),
    ("ql-48h", "qionglai-2023", 48, None, REPLY),
]


def clock(facts: IncidentFacts, profile: str, clause: str) -> Clock:
    """The clock of that clause, long after."""
    now = START + 100 * HOUR
    clocks = time_incident(facts, load_policy(profile), (watched(now),), now)
    (found,) = [each for each in clocks if each.clause == clause]
    return found


@pytest.mark.parametrize(("clause", "profile", "hours", "grade", "kind"), WINDOWS)
def test_a_window_counts_to_the_second(
    clause: str, profile: str, hours: int, grade: EventGrade | None, kind: ResponseKind
) -> None:
    def answered(at: timedelta) -> IncidentFacts:
        return incident(grade=grade, responses=(response(START + at, kind),))

    due = hours * HOUR
    assert clock(answered(due), profile, clause).verdict is Verdict.MET
    assert clock(answered(due + SECOND), profile, clause).verdict is Verdict.LATE_MET
    missed = clock(incident(grade=grade), profile, clause)
    assert missed.verdict is Verdict.BREACHED_OPEN
    assert missed.breached_at == START + due
    bases = (StartBasis.FIRST_SEEN_PUBLIC, StartBasis.DETECTED)
    assert missed.basis in bases


def test_every_window_of_every_document_is_in_the_table() -> None:
    every = [clause for profile in load_profiles().values() for clause in profile.clauses]
    timed = {clause.id for clause in every if clause.times_incidents}
    assert timed == {clause for clause, *_ in WINDOWS}

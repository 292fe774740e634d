"""A person dismisses an incident, takes it up again, waives a clause of it, or sets its grade.

Each decision has a name and a reason, stands until the opposite one is taken, and is logged and
settled in its own transaction. The machine never overrides it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from monitor.domain.events import Event, EventKind
from monitor.domain.notices import NoticeReason
from monitor.domain.severity import EventGrade
from monitor.domain.words import Words
from monitor.store.rulings import machine_part, release_grade, rule_grade
from monitor.store.store import Store, Work
from monitor.store.tables import IncidentRow
from monitor.usecases.correct import Ruling
from monitor.usecases.office import Office
from monitor.usecases.settle import settle


class NoGrade(StrEnum):
    """What a person may say of the grade instead of naming one."""

    NONE = "none"
    """It reaches no grade."""
    UNTRUE = "untrue"
    """What was told is not true: no grade, and its figures count as 0."""


def dismiss_incident(store: Store, office: Office, incident_id: int, ruling: Ruling) -> None:
    """Stop timing an incident; articles that come later change nothing and are counted.

    Raises KeyError for an unknown incident, ValueError where a person dismissed it already.
    """
    with _decided(store, office, incident_id, ruling) as (work, row):
        if row.dismissed_by:
            raise ValueError(f"incident {incident_id} is dismissed already, by {row.dismissed_by}")
        why = Words(
            f"经人工认定不作舆情计时（{ruling.actor}：{ruling.reason}）",
            f"dismissed by {ruling.actor}: {ruling.reason}",
        )
        work.incidents.dismiss(incident_id, why, ruling.actor, ruling.now)
        _log(work, EventKind.INCIDENT_DISMISSED, row, ruling, {"why": why.zh})


def reopen_incident(store: Store, office: Office, incident_id: int, ruling: Ruling) -> None:
    """Time a dismissed incident again, from its old start.

    Raises KeyError for an unknown incident, ValueError for one that no person dismissed.
    """
    with _decided(store, office, incident_id, ruling) as (work, row):
        if not row.dismissed_by:
            raise ValueError(f"incident {incident_id} was not dismissed by a person")
        if not work.articles.findings(incident_id):
            raise ValueError(f"incident {incident_id} holds no article")
        data: dict[str, object] = {"why": row.dismissed_zh}
        work.incidents.dismiss(incident_id, None)
        _log(work, EventKind.INCIDENT_REVIVED, row, ruling, data)


def waive_clause(
    store: Store, office: Office, incident_id: int, clause: str, ruling: Ruling
) -> None:
    """Hold one clause not against the office on one incident.

    Raises KeyError for an unknown incident or clause, ValueError for a clause that runs no clock
    and for one that is waived already.
    """
    if not office.policy.clause(clause).times_incidents:
        raise ValueError(f"{clause} runs no clock on incidents; there is nothing to waive")
    with _decided(store, office, incident_id, ruling) as (work, row):
        if clause in row.waived:
            raise ValueError(f"{clause} is waived already: {row.waived[clause]['zh']}")
        said = {
            "zh": f"已豁免（{ruling.actor}：{ruling.reason}）",
            "en": f"waived by {ruling.actor}: {ruling.reason}",
        }
        row.waived = {**row.waived, clause: said}
        _log(work, EventKind.CLAUSE_WAIVED, row, ruling, {"clause": clause, "why": said["zh"]})


def reinstate_clause(
    store: Store, office: Office, incident_id: int, clause: str, ruling: Ruling
) -> None:
    """Take a waiver back. Raises KeyError for an unknown incident, ValueError for no waiver."""
    with _decided(store, office, incident_id, ruling) as (work, row):
        if clause not in row.waived:
            raise ValueError(f"{clause} is not waived on incident {incident_id}")
        data: dict[str, object] = {"clause": clause, "why": row.waived[clause]["zh"]}
        row.waived = {key: said for key, said in row.waived.items() if key != clause}
        _log(work, EventKind.CLAUSE_REINSTATED, row, ruling, data)


def set_grade(
    store: Store, office: Office, incident_id: int, grade: EventGrade | NoGrade, ruling: Ruling
) -> None:
    """Put a person's grade in force, above or below the machine's, until it is taken back.

    A grade with shorter windows is announced as a raised one. Raises KeyError for an unknown
    incident.
    """
    with store.write() as work:
        row = work.incidents.get(incident_id)
        before = row.grade_confirmed
        untrue = grade is NoGrade.UNTRUE
        ruled = grade if isinstance(grade, EventGrade) else None
        rule_grade(row, ruled, ruling.actor, ruling.reason, ruling.now, untrue=untrue)
        data: dict[str, object] = {
            "old": before,
            "new": row.grade_confirmed,
            "untrue": untrue,
            "machine": row.machine_grade["grade_confirmed"],
            "graded_at": row.graded_at.isoformat() if row.graded_at else None,
        }
        _log(work, EventKind.GRADE_RULED, row, ruling, data)
        settle(work, office, incident_id, ruling.now, _raised(before, row.grade_confirmed))


def release_to_machine(store: Store, office: Office, incident_id: int, ruling: Ruling) -> None:
    """Take a person's grade back: what the articles give is in force again.

    Raises KeyError for an unknown incident, ValueError where no person set its grade.
    """
    with store.write() as work:
        row = work.incidents.get(incident_id)
        if not row.grade_by:
            raise ValueError(f"no person set the grade of incident {incident_id}")
        before = row.grade_confirmed
        release_grade(row)
        data: dict[str, object] = {"old": before, "new": row.grade_confirmed}
        data["machine"] = machine_part(row)["grade_confirmed"]
        _log(work, EventKind.GRADE_RELEASED, row, ruling, data)
        settle(work, office, incident_id, ruling.now, _raised(before, row.grade_confirmed))


def _raised(before: str, after: str) -> NoticeReason | None:
    """Only a rise to a grade with shorter windows is announced."""
    graver = {grade.value for grade in EventGrade if grade.starts_short_windows}
    return NoticeReason.GRADE_RAISED if after in graver and before not in graver else None


@contextmanager
def _decided(
    store: Store, office: Office, incident_id: int, ruling: Ruling
) -> Iterator[tuple[Work, IncidentRow]]:
    """One transaction on one incident, settled at its end."""
    with store.write() as work:
        yield work, work.incidents.get(incident_id)
        settle(work, office, incident_id, ruling.now)


def _log(
    work: Work, kind: EventKind, row: IncidentRow, ruling: Ruling, data: dict[str, object]
) -> None:
    event = Event(kind, ruling.now, str(row.id), ruling.actor, ruling.reason, data)
    work.events.append(event)

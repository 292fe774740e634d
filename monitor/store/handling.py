"""Who took an incident on, in the database; and its responsible units as people assigned them.

While an assignment stands, the units column of the incident holds the units of the latest one, and
`machine_units` what the articles give; so every reader sees the units in force.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from sqlmodel import Session, col, func, select

from monitor.domain.handling import Acknowledgement, Assignment, Via
from monitor.domain.when import Precision, When, earliest_of
from monitor.store.handling_tables import AcknowledgementRow, AssignmentRow
from monitor.store.mapping import when_columns
from monitor.store.tables import ClockRow, IncidentRow

_Row = TypeVar("_Row", AssignmentRow, AcknowledgementRow)


@dataclass(frozen=True, slots=True)
class TakenOn:
    """When an incident was first assigned and first acknowledged, as far as anybody entered it."""

    assigned: When | None
    acknowledged: When | None


class Handling:
    """Assignments and acknowledgements inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def acknowledged(self, incident_id: int) -> Acknowledgement | None:
        """The acknowledgement that was entered last and stands; None where there is none.

        It stops reminders, never a clock: and only those of windows whose generation is not above
        its own, for what ran anew since was acknowledged by nobody.
        """
        found = self.acknowledgements(incident_id)
        return found[-1] if found else None

    def acknowledgements(self, incident_id: int) -> list[Acknowledgement]:
        """All that stand, in the order in which they were entered."""
        rows = _standing(self._session, AcknowledgementRow, incident_id)
        return [_acknowledgement(row) for row in rows]

    def by_notice(self, incident_id: int, notice: str) -> Acknowledgement | None:
        """The one that stands and was made by the link in the message of that key."""
        found = self.acknowledgements(incident_id)
        return next((entry for entry in found if entry.notice == notice), None)

    def assignments(self, incident_id: int) -> list[Assignment]:
        """All that stand, in the order in which they were entered."""
        return [
            Assignment(row.id or 0, tuple(row.units), _at(row), row.by, row.note, row.recorded_at)
            for row in _standing(self._session, AssignmentRow, incident_id)
        ]

    def assign(
        self,
        incident: IncidentRow,
        units: tuple[str, ...],
        at: When,
        *,
        by: str,
        note: str,
        now: datetime,
    ) -> int:
        """Keep an assignment; its units are responsible from now on. Returns its number."""
        row = AssignmentRow(
            incident_id=incident.id or 0,
            units=list(units),
            **when_columns("at", at),
            by=by,
            note=note,
            recorded_at=now,
        )
        number = self._keep(row)
        self._put_in_force(incident)
        return number

    def acknowledge(
        self,
        incident_id: int,
        at: When,
        *,
        by: str,
        via: Via,
        note: str,
        now: datetime,
        notice: str = "",
    ) -> Acknowledgement:
        """Keep an acknowledgement of all that runs now, and return it.

        `notice` is the key of the message by whose link it was made.
        """
        highest = select(func.max(ClockRow.generation)).where(ClockRow.incident_id == incident_id)
        row = AcknowledgementRow(
            incident_id=incident_id,
            **when_columns("at", at),
            by=by,
            via=via.value,
            note=note,
            notice=notice,
            generation=self._session.exec(highest).one() or 0,
            recorded_at=now,
        )
        self._keep(row)
        return _acknowledgement(row)

    def withdraw_assignment(
        self, incident: IncidentRow, number: int, *, by: str, reason: str, now: datetime
    ) -> None:
        """Let an assignment no longer count; raises KeyError where none of that number stands."""
        row = self._session.get(AssignmentRow, number)
        self._end(row, incident.id or 0, f"assignment {number}", by, reason, now)
        self._put_in_force(incident)

    def withdraw_acknowledgement(
        self, incident_id: int, number: int, *, by: str, reason: str, now: datetime
    ) -> None:
        """Let one no longer count; raises KeyError where none of that number stands."""
        row = self._session.get(AcknowledgementRow, number)
        self._end(row, incident_id, f"acknowledgement {number}", by, reason, now)

    def move_assignments(self, source: IncidentRow, target: IncidentRow) -> None:
        """What was handed over as one incident is handed over as the other it was merged into.

        Acknowledgements stay: nobody takes notice of more than he was shown.
        """
        for row in _standing(self._session, AssignmentRow, source.id or 0):
            row.incident_id = target.id or 0
            self._session.add(row)
        self._session.flush()
        for incident in (source, target):
            self._put_in_force(incident)

    def _put_in_force(self, incident: IncidentRow) -> None:
        """The units of the latest assignment, or of the articles where none stands."""
        assigned = self.assignments(incident.id or 0)
        machine = incident.machine_units
        if assigned:
            incident.machine_units = list(incident.units) if machine is None else machine
            incident.units = list(assigned[-1].units)
        elif machine is not None:
            incident.units, incident.machine_units = list(machine), None
        self._session.add(incident)
        self._session.flush()

    def _keep(self, row: AssignmentRow | AcknowledgementRow) -> int:
        self._session.add(row)
        self._session.flush()
        return row.id or 0

    def _end(
        self,
        row: AssignmentRow | AcknowledgementRow | None,
        incident_id: int,
        name: str,
        by: str,
        reason: str,
        now: datetime,
    ) -> None:
        if row is None or row.incident_id != incident_id or row.withdrawn_at is not None:
            raise KeyError(f"{name} on incident {incident_id}")
        row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = now, by, reason
        self._keep(row)


def taken_on(session: Session, incident_id: int) -> TakenOn:
    """The first assignment and the first acknowledgement that stand: what windows count from.

    Handing an incident on, or acknowledging it once more, starts nothing anew.
    """
    handling = Handling(session)
    return TakenOn(
        _first(entry.at for entry in handling.assignments(incident_id)),
        _first(entry.at for entry in handling.acknowledgements(incident_id)),
    )


def taken_on_all(session: Session, incidents: Sequence[int]) -> dict[int, TakenOn]:
    """`taken_on` of several incidents; those of which nobody entered anything are left out."""
    entered: set[int] = set()
    for table in (AssignmentRow, AcknowledgementRow):
        query = select(table.incident_id).where(col(table.incident_id).in_(incidents))
        entered.update(session.exec(query))
    return {number: taken_on(session, number) for number in entered}


def beneath_assignment(row: IncidentRow, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Joined `columns` as they are kept on a row: the machine's units out of a person's way."""
    if row.machine_units is None:
        return dict(columns)
    kept = {name: value for name, value in columns.items() if name != "units"}
    return {**kept, "machine_units": columns["units"]}


def _first(moments: Iterable[When]) -> When | None:
    """The first of several moments: where two overlap, either may have been it."""
    known = list(moments)
    first = earliest_of(*known)
    if first is None:
        return None
    return replace(first, earliest=min(moment.earliest for moment in known))


def _standing(session: Session, table: type[_Row], incident_id: int) -> list[_Row]:
    query = select(table).where(table.incident_id == incident_id)
    rows = session.exec(query.order_by(col(table.id))).all()
    return [row for row in rows if row.withdrawn_at is None]


def _acknowledgement(row: AcknowledgementRow) -> Acknowledgement:
    return Acknowledgement(
        id=row.id or 0,
        by=row.by,
        at=_at(row),
        generation=row.generation,
        via=Via(row.via),
        note=row.note,
        recorded_at=row.recorded_at,
        notice=row.notice,
    )


def _at(row: AssignmentRow | AcknowledgementRow) -> When:
    return When(row.at_earliest, row.at_latest, row.at_source, Precision(row.at_precision))

"""A person hands an incident to units (交办), or acknowledges it (签收), or takes that back.

An acknowledgement stops reminders, never a clock. Both are kept as people enter them: a profile may
count its windows from either (`clock_start`), and the machine never writes over them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.domain.events import Event, EventKind
from monitor.domain.handling import Acknowledgement, Via
from monitor.domain.notices import NoticeReason
from monitor.domain.when import When
from monitor.store.store import Store
from monitor.usecases.office import Office
from monitor.usecases.settle import settle

_TOLERANCE = timedelta(minutes=10)
"""How far a person's clock may run ahead of ours."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Who enters what, when: `at` is when it happened, `now` when it is entered.

    `notice` is the key of the message by whose link it is made. Raises ValueError where the name is
    missing or the act lies ahead.
    """

    by: str
    at: When
    now: datetime
    note: str = ""
    notice: str = ""

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise ValueError("an entry needs a name")
        if self.at.earliest > self.now + _TOLERANCE:
            raise ValueError("it lies ahead; enter it once it has happened")

    @property
    def data(self) -> dict[str, object]:
        """What the log says of the time."""
        return {"earliest": self.at.earliest.isoformat(), "latest": self.at.latest.isoformat()}


def assign(
    store: Store, office: Office, incident_id: int, units: tuple[str, ...], entry: Entry
) -> int:
    """Hand an incident to units, given by id: they are responsible from now on.

    Those of their people who were not told of it yet are told. Returns the entry's number. Raises
    KeyError for an unknown incident or unit, ValueError where no unit is named.
    """
    if not units:
        raise ValueError("an assignment names the unit that has to answer")
    for unit in units:
        if unit not in office.unit_names:
            raise KeyError(f"unit {unit}; known: {', '.join(office.unit_names)}")
    with store.write() as work:
        row = work.incidents.get(incident_id)
        number = work.handling.assign(
            row, units, entry.at, by=entry.by, note=entry.note, now=entry.now
        )
        names = "、".join(office.unit_name(unit) for unit in units)
        reason = f"{names}（{entry.note}）" if entry.note else names
        data: dict[str, object] = {"entry": number, "units": list(units), **entry.data}
        kind = EventKind.INCIDENT_ASSIGNED
        work.events.append(Event(kind, entry.now, str(incident_id), entry.by, reason, data))
        opened = None if row.dismissed_zh else NoticeReason.INCIDENT_OPENED
        settle(work, office, incident_id, entry.now, opened)
    return number


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What an acknowledgement came to; `again`: this link had been used before, by the same."""

    entry: Acknowledgement
    again: bool = False


def acknowledge(
    store: Store, office: Office, incident_id: int, entry: Entry, via: Via
) -> Acknowledged:
    """Take notice of an incident as it stands: reminders stop, clocks do not.

    A link in a message does so once. Raises KeyError for an unknown incident.
    """
    with store.write() as work:
        work.incidents.get(incident_id)
        earlier = work.handling.by_notice(incident_id, entry.notice) if entry.notice else None
        if earlier is not None:
            return Acknowledged(earlier, again=True)
        made = work.handling.acknowledge(
            incident_id,
            entry.at,
            by=entry.by,
            via=via,
            note=entry.note,
            now=entry.now,
            notice=entry.notice,
        )
        reason = "，".join(part for part in (via.words[0], entry.note) if part)
        data: dict[str, object] = {"entry": made.id, "via": via.value, **entry.data}
        kind = EventKind.INCIDENT_ACKNOWLEDGED
        work.events.append(Event(kind, entry.now, str(incident_id), entry.by, reason, data))
        settle(work, office, incident_id, entry.now)
    return Acknowledged(made)


def take_back(
    store: Store,
    office: Office,
    incident_id: int,
    kind: EventKind,
    number: int,
    *,
    by: str,
    reason: str,
    now: datetime,
) -> None:
    """Let an entry no longer count; it stays in the table and in the log.

    `kind` is ASSIGNMENT_WITHDRAWN or ACKNOWLEDGEMENT_WITHDRAWN. Raises KeyError for an unknown
    incident or entry, ValueError without a name and a reason.
    """
    if not by.strip() or not reason.strip():
        raise ValueError("taking an entry back needs a name and a reason")
    with store.write() as work:
        row = work.incidents.get(incident_id)
        if kind is EventKind.ASSIGNMENT_WITHDRAWN:
            work.handling.withdraw_assignment(row, number, by=by, reason=reason, now=now)
        else:
            work.handling.withdraw_acknowledgement(
                incident_id, number, by=by, reason=reason, now=now
            )
        work.events.append(Event(kind, now, str(incident_id), by, reason, {"entry": number}))
        settle(work, office, incident_id, now)

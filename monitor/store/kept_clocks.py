"""The stored clocks of several incidents: read at once, and written only where they changed.

A tick settles many incidents of which hardly any column changes. So rows are read as plain values,
compared with what the rules give now, and the differences written together. What changed of the
state is noted for the log here, since no flush sees it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, inspect, update
from sqlmodel import Session, col, select

from monitor.domain.clock import Clock
from monitor.store.mapping import StoredClock, clock_columns, former_breach, starts_anew
from monitor.store.state import note_change
from monitor.store.tables import ClockRow

_COLUMNS = inspect(ClockRow).columns
_CHANGE_ONE = update(ClockRow).where(col(ClockRow.id) == bindparam("number"))


class KeptClocks:
    """The clocks of some incidents inside one transaction.

    What `keep` finds changed is in the database after `write`, and in the session's next log entry
    at once.
    """

    def __init__(self, session: Session, incidents: Sequence[int]) -> None:
        self._session = session
        self._rows: dict[int, dict[str, Row[Any]]] = {number: {} for number in incidents}
        self._changes: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        query = select(*_COLUMNS).where(col(ClockRow.incident_id).in_(list(incidents)))
        for row in session.execute(query.order_by(col(ClockRow.id))):
            self._rows[row.incident_id][row.clause] = row

    def of(self, incident_id: int) -> Mapping[str, StoredClock]:
        """The clocks of an incident by clause, as they were stored before all `keep`."""
        return self._rows[incident_id]

    def keep(self, incident_id: int, profile: str, clock: Clock, now: datetime) -> None:
        """Keep a clock; one whose answer or breach no longer stands enters its next generation.

        `profile` is the profile that the clock's clause belongs to.
        """
        row = self._rows[incident_id].get(clock.clause)
        columns = {"profile": profile, **clock_columns(clock)}
        if row is None:
            noticed = now if clock.breached_at else None
            columns |= {"clause": clock.clause, "noticed_at": noticed}
            self._session.add(ClockRow(incident_id=incident_id, **columns))
            return
        columns |= _history(clock, row, now)
        changed = {name: new for name, new in columns.items() if getattr(row, name) != new}
        if changed:
            note_change(self._session, "clock", row.id, changed)
            self._changes[tuple(changed)].append({"number": row.id, **changed})

    def write(self) -> None:
        """Bring all that changed into the database."""
        self._session.flush()
        connection = self._session.connection()
        for rows in self._changes.values():
            connection.execute(_CHANGE_ONE, rows)
        self._changes.clear()


def _history(clock: Clock, row: StoredClock, now: datetime) -> dict[str, Any]:
    """What a row says of the past of its window."""
    anew = starts_anew(row, clock)
    noticed = clock.breached_at is not None and (anew or row.breached_at is None)
    return {
        "generation": row.generation + anew,
        "noticed_at": now if noticed else row.noticed_at,
        "former_breach_at": former_breach(clock, row),
    }

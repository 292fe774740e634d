"""The event log in the database: entries are only ever added, each chained to the last."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, func, select

from monitor.domain.chain_check import Entry, Head
from monitor.domain.events import GENESIS, Event, EventKind, chain
from monitor.store.log_tables import LogHeadRow
from monitor.store.state import has_changes, take_changes
from monitor.store.tables import EventRow

_CHAIN_LOCK = 5_24_48  # any number that nobody else locks by

_RAW = "SELECT id, at, kind, incident, actor, reason, data, state, hash FROM event ORDER BY id"


class EventLog:
    """The log inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def append(self, event: Event) -> None:
        """Add an entry at the end of the chain.

        It carries all that changed of the state since the entry before in this transaction.
        """
        self._wait_for_our_turn()
        state = take_changes(self._session)
        event = replace(event, state=state)
        head = self._session.get(LogHeadRow, 1)
        row = EventRow(
            at=event.at,
            kind=event.kind.value,
            incident=event.incident,
            actor=event.actor,
            reason=event.reason,
            data=dict(event.data),
            state=state,
            hash=chain(head.hash if head else self._last_hash(), event),
        )
        self._session.add(row)
        self._session.flush()
        if head is None:
            head = LogHeadRow(number=0, hash="", entries=0)
        head.number, head.hash, head.entries = row.id or 0, row.hash, head.entries + 1
        self._session.add(head)

    def append_rest(self, incident: str, now: datetime) -> None:
        """Add an entry for what changed of the state and no other entry tells of, if anything."""
        if has_changes(self._session):
            self.append(Event(EventKind.STATE_CHANGED, now, incident))

    def _last_hash(self) -> str:
        """The hash of the last entry, where no record of the end is kept."""
        query = select(EventRow.hash).order_by(col(EventRow.id).desc()).limit(1)
        return self._session.exec(query).first() or GENESIS

    def _wait_for_our_turn(self) -> None:
        """One writer at a time: two entries must never follow the same one.

        SQLite has one writer anyway; on PostgreSQL a lock lasts to the end of the transaction.
        """
        if self._session.get_bind().dialect.name == "postgresql":
            self._session.connection().execute(select(func.pg_advisory_xact_lock(_CHAIN_LOCK)))

    def stored(self) -> Iterator[Entry]:
        """All entries as they are stored, oldest first, however badly they were tampered with."""
        connection = self._session.connection()
        for row in connection.execute(text(_RAW), execution_options={"yield_per": 1000}):
            yield Entry(row.id, _read(row), str(row.hash))

    def head(self) -> Head | None:
        """What is kept beside the log of its end; None where nothing is."""
        row = self._session.get(LogHeadRow, 1)
        return Head(row.number, row.hash, row.entries) if row else None

    def count(self) -> int:
        """How many entries there are."""
        return self._session.exec(select(func.count()).select_from(EventRow)).one()

    def last(self) -> int:
        """The number of the last entry; 0 while there is none."""
        newest = select(EventRow.id).order_by(col(EventRow.id).desc()).limit(1)
        return self._session.exec(newest).first() or 0

    def moved_since(self, number: int) -> list[str]:
        """The incidents that articles were moved from or to after entry `number`, each once."""
        query = select(EventRow.incident).where(
            col(EventRow.id) > number, EventRow.kind == EventKind.ARTICLE_MOVED.value
        )
        return list(dict.fromkeys(self._session.exec(query.order_by(col(EventRow.id)))))

    def of_incident(self, incident: str) -> list[Event]:
        """The entries of one incident, oldest first."""
        query = select(EventRow).where(EventRow.incident == incident).order_by(col(EventRow.id))
        return [_event_of(row) for row in self._session.exec(query)]


def _event_of(row: EventRow) -> Event:
    kind = EventKind(row.kind)
    return Event(kind, row.at, row.incident, row.actor, row.reason, row.data, row.state)


def _read(row: Any) -> Event | None:
    """The entry of a raw row, or None where its columns hold what no entry can hold."""
    try:
        at = datetime.fromisoformat(row.at) if isinstance(row.at, str) else row.at
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
        data, state = _json(row.data), _json(row.state)
        if not isinstance(data, dict) or not _is_state(state):
            return None
        return Event(EventKind(row.kind), at, row.incident, row.actor, row.reason, data, state)
    except (ValueError, AttributeError, TypeError):
        return None


def _is_state(state: Any) -> bool:
    """Whether it has the shape of rows, or is none as in entries of an earlier release."""
    if state is None:
        return True
    return isinstance(state, dict) and all(
        isinstance(rows, dict)
        and all(n.isdecimal() and isinstance(columns, dict) for n, columns in rows.items())
        for rows in state.values()
    )


def _json(value: Any) -> Any:
    """SQLite gives text, PostgreSQL what the text says."""
    return json.loads(value) if isinstance(value, str) else value

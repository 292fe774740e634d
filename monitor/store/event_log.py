"""The event log in the database: entries are only ever added, each chained to the last."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, text, update
from sqlalchemy.event import listens_for
from sqlalchemy.orm import Session as AnySession
from sqlalchemy.orm import SessionTransaction
from sqlmodel import Session, col, func, select

from monitor.domain.chain_check import Entry, Head
from monitor.domain.events import GENESIS, Event, EventKind, chain
from monitor.store.log_tables import LogHeadRow
from monitor.store.state import has_changes, take_changes
from monitor.store.tables import EventRow

_CHAIN_LOCK = 5_24_48  # any number that nobody else locks by

_HEAD = select(LogHeadRow.number, LogHeadRow.hash, LogHeadRow.entries)
_RAW = "SELECT id, at, kind, incident, actor, reason, data, state, hash FROM event ORDER BY id"


_TAIL = "huiying_log_tail"


@dataclass(slots=True)
class _Tail:
    """The end of the log as one transaction sees it, and what it adds: written in one go."""

    hash: str
    entries: int
    head: bool  # whether the end is on record
    coming: list[dict[str, Any]] = field(default_factory=list)


class EventLog:
    """The log inside one transaction. Its entries are written with the commit, or when read."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def append(self, event: Event) -> None:
        """Add an entry at the end of the chain.

        It carries all that changed of the state since the entry before in this transaction.
        """
        tail = self._tail()
        event = replace(event, state=take_changes(self._session))
        tail.hash = chain(tail.hash, event)
        tail.entries += 1
        tail.coming.append(
            {
                "at": event.at,
                "kind": event.kind.value,
                "incident": event.incident,
                "actor": event.actor,
                "reason": event.reason,
                "data": event.data,
                "state": event.state,
                "hash": tail.hash,
            }
        )

    def append_all(self, events: Iterable[Event]) -> None:
        """Add entries in the order given; the first carries what changed."""
        for event in events:
            self.append(event)

    def append_rest(self, incident: str, now: datetime) -> None:
        """Add an entry for what changed of the state and no other entry tells of, if anything."""
        if has_changes(self._session):
            self.append(Event(EventKind.STATE_CHANGED, now, incident))

    def wait_for_our_turn(self) -> None:
        """One writer at a time: two entries must never follow the same one.

        Whoever derives state from what is stored asks for the turn before reading it. SQLite has
        one writer anyway; on PostgreSQL a lock lasts to the end of the transaction.
        """
        if _TAIL not in self._session.info and _is_postgresql(self._session):
            self._session.connection().execute(select(func.pg_advisory_xact_lock(_CHAIN_LOCK)))

    def _tail(self) -> _Tail:
        """The end of the log, read once: while it is our turn nobody else moves it."""
        known: _Tail | None = self._session.info.get(_TAIL)
        if known is not None:
            return known
        self.wait_for_our_turn()
        head = self.head()
        tail = _Tail(head.hash, head.entries, True) if head else _Tail(self._last_hash(), 0, False)
        self._session.info[_TAIL] = tail
        return tail

    def _last_hash(self) -> str:
        """The hash of the last entry, where no record of the end is kept."""
        query = select(EventRow.hash).order_by(col(EventRow.id).desc()).limit(1)
        return self._session.exec(query).first() or GENESIS

    def stored(self) -> Iterator[Entry]:
        """All entries as they are stored, oldest first, however badly they were tampered with."""
        connection = self._written().connection()
        for row in connection.execute(text(_RAW), execution_options={"yield_per": 1000}):
            yield Entry(row.id, _read(row), str(row.hash))

    def head(self) -> Head | None:
        """What is kept beside the log of its end; None where nothing is."""
        row = self._written().exec(_HEAD).first()
        return Head(*row) if row else None

    def count(self) -> int:
        """How many entries there are."""
        return self._written().exec(select(func.count()).select_from(EventRow)).one()

    def last(self) -> int:
        """The number of the last entry; 0 while there is none."""
        newest = select(EventRow.id).order_by(col(EventRow.id).desc()).limit(1)
        return self._written().exec(newest).first() or 0

    def moved_since(self, number: int) -> list[str]:
        """The incidents that articles were moved from or to after entry `number`, each once."""
        query = select(EventRow.incident).where(
            col(EventRow.id) > number, EventRow.kind == EventKind.ARTICLE_MOVED.value
        )
        return list(dict.fromkeys(self._written().exec(query.order_by(col(EventRow.id)))))

    def of_incident(self, incident: str) -> list[Event]:
        """The entries of one incident, oldest first."""
        query = select(EventRow).where(EventRow.incident == incident).order_by(col(EventRow.id))
        return [_event_of(row) for row in self._written().exec(query)]

    def _written(self) -> Session:
        """The session, once all that was added stands in the database."""
        _write_out(self._session)
        return self._session


@listens_for(Session, "before_commit")
def _write_out(session: AnySession) -> None:
    """Write the entries that wait, and where the log ends now."""
    tail: _Tail | None = session.info.get(_TAIL)
    if tail is None or not tail.coming:
        return
    connection = session.connection()
    connection.execute(insert(EventRow), tail.coming)
    number = connection.execute(select(func.max(EventRow.id))).scalar_one()
    end = {"number": number, "hash": tail.hash, "entries": tail.entries}
    if tail.head:
        connection.execute(update(LogHeadRow).where(col(LogHeadRow.id) == 1), end)
    else:
        connection.execute(insert(LogHeadRow), {"id": 1, **end})
    tail.head = True
    tail.coming.clear()


@listens_for(Session, "after_transaction_end")
def _forget_end(session: AnySession, transaction: SessionTransaction) -> None:
    """Whoever comes next may find the log longer."""
    if transaction.parent is None:
        session.info.pop(_TAIL, None)


def _is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


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

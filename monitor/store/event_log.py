"""The event log in the database: entries are only ever added, each chained to the last."""

from collections.abc import Iterator

from sqlmodel import Session, col, func, select

from monitor.domain.events import GENESIS, Event, EventKind, chain
from monitor.store.tables import EventRow

_CHAIN_LOCK = 5_24_48  # any number that nobody else locks by


class EventLog:
    """The log inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def append(self, event: Event) -> None:
        """Add an entry at the end of the chain."""
        self._wait_for_our_turn()
        last = self._session.exec(
            select(EventRow.hash).order_by(col(EventRow.id).desc()).limit(1)
        ).first()
        self._session.add(
            EventRow(
                at=event.at,
                kind=event.kind.value,
                incident=event.incident,
                actor=event.actor,
                reason=event.reason,
                data=dict(event.data),
                hash=chain(last or GENESIS, event),
            )
        )
        self._session.flush()

    def _wait_for_our_turn(self) -> None:
        """One writer at a time: two entries must never follow the same one.

        SQLite has one writer anyway; on PostgreSQL a lock lasts to the end of the transaction.
        """
        if self._session.get_bind().dialect.name == "postgresql":
            self._session.connection().execute(select(func.pg_advisory_xact_lock(_CHAIN_LOCK)))

    def entries(self) -> Iterator[tuple[Event, str]]:
        """All entries with their stored hashes, oldest first."""
        for row in self._session.exec(select(EventRow).order_by(col(EventRow.id))):
            yield _event_of(row), row.hash

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
    return Event(EventKind(row.kind), row.at, row.incident, row.actor, row.reason, row.data)

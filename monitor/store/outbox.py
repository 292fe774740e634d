"""The outbox: what is owed to whom, claimed under a lease, marked when it was accepted."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from monitor.store.tables import OutboxRow


class Outbox:
    """Queries on the outbox inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def unknown(self, keys: Sequence[str]) -> list[str]:
        """Those keys for which nothing is owed or was sent yet, in the order given."""
        query = select(OutboxRow.key).where(col(OutboxRow.key).in_(keys))
        known = set(self._session.exec(query))
        return [key for key in keys if key not in known]

    def owe(self, row: OutboxRow) -> None:
        """Add a message; its key is unique for ever, a second one fails the transaction."""
        self._session.add(row)
        self._session.flush()

    def claim(self, now: datetime, limit: int, lease: timedelta) -> Sequence[OutboxRow]:
        """Pending rows that are due, oldest first; for `lease` nobody else gets them."""
        query = (
            select(OutboxRow)
            .where(OutboxRow.state == "pending", col(OutboxRow.next_try_at) <= now)
            .order_by(col(OutboxRow.id))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        rows = self._session.exec(query).all()
        for row in rows:
            row.next_try_at, row.claimed_at = now + lease, now
            self._session.add(row)
        self._session.flush()
        return rows

    def reclaim(self, now: datetime) -> int:
        """Take back what a sender that is no more had claimed; returns how many messages.

        For the start of the one sender: what the last one did not mark goes out now, not when its
        lease ends.
        """
        query = select(OutboxRow).where(
            OutboxRow.state == "pending", col(OutboxRow.claimed_at).is_not(None)
        )
        rows = self._session.exec(query).all()
        for row in rows:
            row.next_try_at, row.claimed_at = now, None
            self._session.add(row)
        return len(rows)

    def by_key(self, key: str) -> OutboxRow:
        """The row of that key; raises KeyError where there is none."""
        row = self._session.exec(select(OutboxRow).where(OutboxRow.key == key)).first()
        if row is None:
            raise KeyError(key)
        return row

    def next_try_at(self) -> datetime | None:
        """When the next pending message wants sending."""
        query = (
            select(OutboxRow.next_try_at)
            .where(OutboxRow.state == "pending")
            .order_by(col(OutboxRow.next_try_at))
            .limit(1)
        )
        return self._session.exec(query).first()

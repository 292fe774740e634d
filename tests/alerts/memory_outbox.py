"""The outbox port over a list, with the rules of the real one: order, lease, retry."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alerts.outbox import Failure, Outgoing, RenderedMail


@dataclass
class Row:
    """One message and where it stands."""

    outgoing: Outgoing
    due_at: datetime
    sent: RenderedMail | None = None
    error: str = ""
    dead: bool = False
    doubtful: bool = False


class MemoryOutbox:
    """Rows in the order in which they were put in."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self.marks: list[int] = []

    def put(self, outgoing: Outgoing, now: datetime) -> None:
        """Owe a message from `now` on."""
        self.rows[outgoing.key] = Row(outgoing, now)

    def claim(self, now: datetime, limit: int, lease: timedelta) -> Sequence[Outgoing]:
        due = [r for r in self.rows.values() if not r.sent and not r.dead and r.due_at <= now]
        for row in due[:limit]:
            row.due_at = now + lease
        return [row.outgoing for row in due[:limit]]

    def mark_sent(self, sent: Sequence[tuple[Outgoing, RenderedMail]], now: datetime) -> None:
        self.marks.append(len(sent))
        for outgoing, mail in sent:
            self.rows[outgoing.key].sent = mail

    def mark_failed(self, failures: Sequence[Failure], now: datetime) -> None:
        for failure in failures:
            row = self.rows[failure.outgoing.key]
            row.error, row.doubtful = failure.error, failure.doubtful
            row.dead = failure.retry_at is None
            row.due_at = failure.retry_at or now
            row.outgoing = replace(row.outgoing, attempts=row.outgoing.attempts + 1)

    @property
    def next_due_at(self) -> datetime:
        """When the earliest waiting row comes due."""
        return min(row.due_at for row in self.rows.values() if not row.sent and not row.dead)

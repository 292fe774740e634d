"""The sender's door: hands out what is owed, and keeps what became of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from alerts.outbox import Outgoing, RenderedMail
from monitor.domain.briefing import from_json
from monitor.domain.events import Event, EventKind
from monitor.store.store import Store


class StoreOutbox:
    """Implements `alerts.outbox.OutboxPort` on the store. Each call is its own transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def claim(self, now: datetime, limit: int, lease: timedelta) -> Sequence[Outgoing]:
        """Messages that are due, in the order they were owed, leased to the caller."""
        with self._store.write() as work:
            return [
                Outgoing(
                    key=row.key,
                    recipient=row.recipient,
                    language=row.language,
                    briefing=from_json(row.briefing),
                    message_id=row.message_id,
                    thread_id=row.thread_id,
                    attempts=row.attempts,
                    generation=row.generation,
                )
                for row in work.outbox.claim(now, limit, lease)
            ]

    def mark_sent(self, key: str, now: datetime, rendered: RenderedMail) -> None:
        """Accepted by the transport; what it said is kept."""
        with self._store.write() as work:
            row = work.outbox.by_key(key)
            row.state, row.sent_at, row.claimed_at = "sent", now, None
            row.subject, row.text, row.html = rendered.subject, rendered.text, rendered.html
            data = {"clause": row.clause, "reason": row.reason, "message_id": row.message_id}
            work.events.append(Event(EventKind.NOTICE_SENT, now, str(row.incident_id), data=data))

    def mark_failed(self, key: str, now: datetime, error: str, retry_at: datetime | None) -> None:
        """Not accepted: due again at `retry_at`, or a dead letter that the board shows."""
        with self._store.write() as work:
            row = work.outbox.by_key(key)
            row.attempts += 1
            row.last_error, row.claimed_at = error[:1000], None
            if retry_at is not None:
                row.next_try_at = retry_at
                return
            row.state = "dead"
            data = {"clause": row.clause, "reason": row.reason, "error": row.last_error}
            work.events.append(Event(EventKind.NOTICE_FAILED, now, str(row.incident_id), data=data))

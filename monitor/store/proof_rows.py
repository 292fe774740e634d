"""What a proof pack holds of the tables: log entries with their chain, messages, looks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from monitor.domain.events import GENESIS
from monitor.domain.masking import mask_links
from monitor.store.outbox_tables import OutboxRow
from monitor.store.tables import EventRow, PollRow

Row = dict[str, Any]


class ProofRows:
    """Queries for proof packs inside one transaction; rows come as plain JSON values."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def entries(self, incident: str) -> list[Row]:
        """The log entries of an incident, oldest first, each with the hash of the one before."""
        before = aliased(EventRow)
        previous = (
            select(func.max(col(before.id)))
            .where(col(before.id) < col(EventRow.id))
            .correlate(EventRow)
            .scalar_subquery()
        )
        earlier = aliased(EventRow)
        query = (
            select(EventRow, earlier.hash)
            .join(earlier, col(earlier.id) == previous, isouter=True)
            .where(EventRow.incident == incident)
            .order_by(col(EventRow.id))
        )
        return [
            _entry(row, hash_before or GENESIS) for row, hash_before in self._session.exec(query)
        ]

    def messages(self, incident_id: int) -> list[Row]:
        """All messages about an incident, with what became of each."""
        query = (
            select(OutboxRow)
            .where(OutboxRow.incident_id == incident_id)
            .order_by(col(OutboxRow.id))
        )
        return [_message(row) for row in self._session.exec(query)]

    def looks(self, channels: Sequence[str], start: datetime, end: datetime) -> list[Row]:
        """All our looks at some channels that ended in [start, end]."""
        query = (
            select(PollRow)
            .where(
                col(PollRow.channel).in_(channels),
                col(PollRow.finished_at) >= start,
                col(PollRow.finished_at) <= end,
            )
            .order_by(col(PollRow.finished_at), col(PollRow.id))
        )
        return [_look(row) for row in self._session.exec(query)]


def _entry(row: EventRow, previous: str) -> Row:
    return {
        "number": row.id,
        "at": row.at.isoformat(),
        "kind": row.kind,
        "incident": row.incident,
        "actor": row.actor,
        "reason": row.reason,
        "data": row.data,
        "state": row.state,
        "previous": previous,
        "hash": row.hash,
    }


def _message(row: OutboxRow) -> Row:
    return {
        "key": row.key,
        "reason": row.reason,
        "clause": row.clause,
        "rung": row.rung,
        "recipient": row.recipient,
        "state": row.state,
        "message_id": row.message_id,
        "owed_at": row.created_at.isoformat(),
        "sent_at": row.sent_at.isoformat() if row.sent_at else None,
        "attempts": row.attempts,
        "last_error": row.last_error,
        "subject": row.subject,
        "text": mask_links(row.text),
    }


def _look(row: PollRow) -> Row:
    return {
        "channel": row.channel,
        "started_at": row.started_at.isoformat(),
        "finished_at": row.finished_at.isoformat(),
        "outcome": row.outcome,
        "detail": row.detail,
        "http_status": row.http_status,
        "items": row.items,
        "reaches_back": row.reaches_back,
    }

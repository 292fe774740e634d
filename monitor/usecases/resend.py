"""A person has a message sent again that was given up."""

from collections.abc import Iterable
from datetime import datetime

from monitor.domain.events import Event, EventKind
from monitor.store.outbox import DEAD, PENDING
from monitor.store.outbox_tables import OutboxRow
from monitor.store.store import Store, Work


def resend(store: Store, message: str | int, actor: str, now: datetime) -> None:
    """Owe a message again, named by its key or its number; its tries begin anew.

    It keeps its identifier. Raises KeyError for an unknown one, ValueError where it was not given
    up, or where nobody says who wants it.
    """
    with store.write() as work:
        row = work.outbox.find(message)
        if row.state != DEAD:
            raise ValueError(f"message {message} is {row.state}, not given up")
        _owe_again(work, [row], actor, now)


def resend_all_dead(store: Store, actor: str, now: datetime) -> int:
    """Owe all messages again that were given up; returns how many.

    Raises ValueError where nobody says who wants it.
    """
    with store.write() as work:
        rows = work.outbox.dead()
        _owe_again(work, rows, actor, now)
        return len(rows)


def _owe_again(work: Work, rows: Iterable[OutboxRow], actor: str, now: datetime) -> None:
    if not actor.strip():
        raise ValueError("say who wants it sent again")
    for row in rows:
        row.state, row.attempts, row.next_try_at, row.group_key = PENDING, 0, now, ""
        data = {"clause": row.clause, "reason": row.reason}
        event = Event(EventKind.NOTICE_RESENT, now, str(row.incident_id), actor, data=data)
        work.events.append(event)

"""The outbox: what is owed to whom, claimed under a lease, marked when it was accepted."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, text, update
from sqlmodel import Session, col, select

from monitor.domain.notices import Notice, NoticeReason
from monitor.domain.severity import EventGrade
from monitor.domain.standing_notice import ClockNow, Standing
from monitor.domain.verdict import Verdict
from monitor.store.handling_tables import AcknowledgementRow
from monitor.store.outbox_tables import SILENCED, OutboxRow
from monitor.store.owed_before import OwedBefore
from monitor.store.tables import ClockRow, IncidentRow

PENDING, SENT, DEAD, WITHDRAWN = "pending", "sent", "dead", "withdrawn"
"""The states of a message. What is pending is owed; nothing leaves this state unseen."""

_CLAIM_LOCK = 5_24_49  # beside that of the log


class Outbox:
    """Queries on the outbox inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._before: OwedBefore | None = None

    @contextmanager
    def recalled(self, incidents: Sequence[int]) -> Iterator[None]:
        """Within it, what was owed of these incidents is read once, and written once at its end.

        Whatever is owed of them in the meantime has to be owed through `owe`.
        """
        before = self._before = OwedBefore(self._session, incidents, WITHDRAWN)
        try:
            yield
        finally:
            self._before = None
        before.write()

    def _knows(self, incident: int | None) -> OwedBefore | None:
        before = self._before
        return before if before and incident is not None and before.knows(incident) else None

    def unknown(self, keys: Sequence[str], incident: int | None = None) -> list[str]:
        """Those keys for which nothing is owed or was sent yet, in the order given.

        A message that was withdrawn is unknown again: what it said may come true once more. The
        keys are all of `incident`, where one is named.
        """
        if before := self._knows(incident):
            return [key for key in keys if not before.stands(key)]
        query = select(OutboxRow.key).where(
            col(OutboxRow.key).in_(keys), OutboxRow.state != WITHDRAWN
        )
        known = set(self._session.exec(query))
        return [key for key in keys if key not in known]

    def told_of(self, notice: Notice) -> set[str]:
        """The addresses to which a notice is owed or was sent.

        Messages that were withdrawn or silenced do not count.
        """
        if before := self._knows(int(notice.incident or 0)):
            return before.told_of(notice)
        query = select(OutboxRow.recipient).where(
            OutboxRow.incident_id == int(notice.incident or 0),
            OutboxRow.clause == notice.clause,
            OutboxRow.reason == notice.reason.value,
            OutboxRow.rung == notice.rung,
            OutboxRow.generation == notice.generation,
            col(OutboxRow.state).not_in([WITHDRAWN, SILENCED]),
        )
        return set(self._session.exec(query))

    def owe(self, row: OutboxRow) -> None:
        """Add a message; its key is unique for ever, a second one fails the transaction.

        One that was withdrawn is owed anew in its old place, with what it says now.
        """
        before = self._knows(row.incident_id)
        if before and not before.was_withdrawn(row.key):
            before.add(row)
            return
        old = self._session.exec(
            select(OutboxRow).where(OutboxRow.key == row.key, OutboxRow.state == WITHDRAWN)
        ).first()
        if old is not None:
            row.id, row.doubtful = old.id, old.doubtful
            self._session.merge(row)
        else:
            self._session.add(row)
        self._session.flush()
        if before:
            before.note(row)

    def one_claim_at_a_time(self) -> None:
        """Let no other sender claim before this transaction ends, so that groups stay whole.

        SQLite has one writer anyway.
        """
        if self._session.get_bind().dialect.name == "postgresql":
            lock = text("SELECT pg_advisory_xact_lock(:number)")
            self._session.connection().execute(lock, {"number": _CLAIM_LOCK})

    def claim(self, now: datetime, limit: int, lease: timedelta) -> list[OutboxRow]:
        """Pending rows that are due, oldest first; for `lease` nobody else gets them."""
        return self._lease(self._due(now).limit(limit), now, lease)

    def claim_rest(
        self, now: datetime, lease: timedelta, recipients: Collection[str], groups: Collection[str]
    ) -> list[OutboxRow]:
        """What else is due to those recipients, or belongs to those groups, oldest first."""
        wanted = col(OutboxRow.recipient).in_(recipients) | col(OutboxRow.group_key).in_(groups)
        return self._lease(self._due(now).where(wanted).limit(_AT_ONCE), now, lease)

    def _due(self, now: datetime) -> Any:
        return (
            select(OutboxRow)
            .where(OutboxRow.state == PENDING, col(OutboxRow.next_try_at) <= now)
            .order_by(col(OutboxRow.id))
            .with_for_update(skip_locked=True)
        )

    def _lease(self, query: Any, now: datetime, lease: timedelta) -> list[OutboxRow]:
        rows: list[OutboxRow] = list(self._session.exec(query))
        for row in rows:
            # Whoever claimed it before and never said what became of it may have handed it over.
            row.doubtful = row.doubtful or row.claimed_at is not None
            row.next_try_at, row.claimed_at = now + lease, now
        self._session.flush()
        return rows

    def reclaim(self, now: datetime) -> int:
        """Take back what a sender that is no more had claimed; returns how many messages.

        For the start of the one sender: what the last one did not mark goes out now, not when its
        lease ends.
        """
        query = select(OutboxRow).where(
            OutboxRow.state == PENDING, col(OutboxRow.claimed_at).is_not(None)
        )
        rows = self._session.exec(query).all()
        for row in rows:
            row.next_try_at, row.claimed_at, row.doubtful = now, None, True
        return len(rows)

    def standings(self, incidents: Collection[int]) -> dict[int, Standing]:
        """How those incidents stand; one that does not exist is left out."""
        query = (
            select(
                col(IncidentRow.id),
                col(IncidentRow.dismissed_zh),
                col(IncidentRow.grade_confirmed),
                col(ClockRow.clause),
                col(ClockRow.verdict),
                col(ClockRow.generation),
                col(ClockRow.due_at),
            )  # type: ignore[call-overload]  # typed for four columns at most
            .outerjoin(ClockRow, col(ClockRow.incident_id) == IncidentRow.id)
            .where(col(IncidentRow.id).in_(incidents))
        )
        found: dict[int, tuple[bool, int, dict[str, ClockNow]]] = {}
        for number, dismissed, grade, clause, verdict, generation, due_at in self._session.exec(
            query
        ):
            rank = EventGrade(grade).rank if grade else 0
            _, _, clocks = found.setdefault(number, (bool(dismissed), rank, {}))
            if clause is not None:
                clocks[clause] = ClockNow(Verdict(verdict), generation, due_at)
        return {number: Standing(*values) for number, values in found.items()}

    def acknowledged(self, incidents: Collection[int]) -> dict[int, datetime]:
        """When each of those incidents was acknowledged last; left out where nobody did."""
        query = (
            select(AcknowledgementRow.incident_id, func.max(col(AcknowledgementRow.recorded_at)))
            .where(
                col(AcknowledgementRow.incident_id).in_(incidents),
                col(AcknowledgementRow.withdrawn_at).is_(None),
            )
            .group_by(col(AcknowledgementRow.incident_id))
        )
        return {number: at for number, at in self._session.exec(query) if at is not None}

    def told_overdue(
        self, incidents: Collection[int], in_hand: Collection[str]
    ) -> dict[tuple[int, str, str], bool]:
        """Whether a message that a window was overdue may have been read.

        By (incident, clause, recipient); left out where none was ever owed. The keys `in_hand`
        were claimed by the caller just now, which tells nothing yet.
        """
        query = select(
            OutboxRow.incident_id,
            OutboxRow.clause,
            OutboxRow.recipient,
            (col(OutboxRow.state) == SENT)
            | (col(OutboxRow.claimed_at).is_not(None) & col(OutboxRow.key).not_in(in_hand))
            | col(OutboxRow.doubtful),
        ).where(
            col(OutboxRow.incident_id).in_(incidents),
            OutboxRow.reason == NoticeReason.WINDOW_BREACHED.value,
        )
        told: dict[tuple[int, str, str], bool] = {}
        for incident, clause, recipient, may_be_read in self._session.exec(query):
            key = (incident, clause, recipient)
            told[key] = told.get(key, False) or bool(may_be_read)
        return told

    def change(self, changes: Sequence[Mapping[str, object]]) -> None:
        """Set columns of rows by `key`, in one statement; each change names the same columns."""
        if not changes:
            return
        columns = [name for name in changes[0] if name != "key"]
        statement = (
            update(OutboxRow)
            .where(col(OutboxRow.key) == bindparam("the_key"))
            .values({name: bindparam(f"new_{name}") for name in columns})
        )
        values = [
            {"the_key": change["key"], **{f"new_{name}": change[name] for name in columns}}
            for change in changes
        ]
        self._session.connection().execute(statement, values)

    def by_keys(self, keys: Collection[str]) -> list[OutboxRow]:
        """The rows of those keys, oldest first; unknown keys are left out."""
        query = select(OutboxRow).where(col(OutboxRow.key).in_(keys)).order_by(col(OutboxRow.id))
        return list(self._session.exec(query))

    def waiting(self) -> int:
        """How many messages are pending."""
        query = select(func.count()).select_from(OutboxRow).where(OutboxRow.state == PENDING)
        return self._session.exec(query).one()

    def find(self, message: str | int) -> OutboxRow:
        """The row of a key, or of a number; raises KeyError where there is none."""
        column = col(OutboxRow.id) if isinstance(message, int) else col(OutboxRow.key)
        row = self._session.exec(select(OutboxRow).where(column == message)).first()
        if row is None:
            raise KeyError(f"message {message}")
        return row

    def dead(self) -> list[OutboxRow]:
        """All messages that were given up, oldest first."""
        query = select(OutboxRow).where(OutboxRow.state == DEAD).order_by(col(OutboxRow.id))
        return list(self._session.exec(query))


_AT_ONCE = 1000
"""More than one mail carries is not fetched at a time."""

"""Silences in the database."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, select

from monitor.domain.silences import Silence
from monitor.store.silence_tables import SilenceRow


class Silences:
    """Silences inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: tuple[datetime, list[Silence]] | None = None

    def add(self, silence: Silence) -> Silence:
        """Keep a silence; returns it with its number."""
        row = SilenceRow(
            recipient=silence.recipient,
            unit=silence.unit,
            incident=silence.incident,
            since=silence.since,
            until=silence.until,
            by=silence.by,
            reason=silence.reason,
        )
        self._session.add(row)
        self._session.flush()
        self._known = None
        return replace(silence, number=row.id or 0)

    def end(self, number: int, *, by: str, reason: str, now: datetime) -> Silence:
        """End a silence before its time; it stays in the table. Returns it.

        Raises KeyError where there is none of that number in force.
        """
        row = self._session.get(SilenceRow, number)
        if row is None or not silence_of(row).in_force(now):
            raise KeyError(number)
        row.ended_at, row.ended_by, row.ended_reason = now, by, reason
        self._known = None
        return silence_of(row)

    def in_force(self, at: datetime) -> list[Silence]:
        """The silences that mute at `at`, oldest first; read once for all who ask at it."""
        if self._known is None or self._known[0] != at:
            self._known = at, silences_in_force(self._session, at)
        return self._known[1]

    def latest(self, limit: int) -> list[Silence]:
        """The latest silences, in force or over, the newest first."""
        query = select(SilenceRow).order_by(col(SilenceRow.id).desc()).limit(limit)
        return [silence_of(row) for row in self._session.exec(query)]


def silences_in_force(session: Session, at: datetime) -> list[Silence]:
    """The silences that mute at `at`, oldest first."""
    query = select(SilenceRow).where(
        col(SilenceRow.until) > at,
        col(SilenceRow.since) <= at,
        col(SilenceRow.ended_at).is_(None),
    )
    return [silence_of(row) for row in session.exec(query.order_by(col(SilenceRow.id)))]


def silence_of(row: SilenceRow) -> Silence:
    """A stored silence."""
    return Silence(
        since=row.since,
        until=row.until,
        by=row.by,
        reason=row.reason,
        recipient=row.recipient,
        unit=row.unit,
        incident=row.incident,
        number=row.id or 0,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        ended_reason=row.ended_reason,
    )

"""Outages that people were told of, and time in which nobody watched, in the database.

None of it is state of an incident: it says what was told, so that a restart repeats nothing.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select, update

from monitor.domain.channel import Channel, PollOutcome
from monitor.domain.notices import NoticeReason
from monitor.domain.outages import ChannelState
from monitor.domain.standing_notice import Overtaken
from monitor.domain.verdict import Verdict
from monitor.store.outage_tables import OutageRow, UnwatchedRow
from monitor.store.outbox import PENDING, WITHDRAWN
from monitor.store.outbox_tables import OutboxRow
from monitor.store.tables import ChannelRow, ClockRow, HeartbeatRow, IncidentRow, PollRow

_KEPT = (
    ChannelRow.name,
    ChannelRow.failures,
    ChannelRow.last_ok_at,
    ChannelRow.last_poll_at,
    ChannelRow.next_poll_at,
    ChannelRow.last_outcome,
    ChannelRow.last_detail,
)
"""Without the crawler's memory: this is read twice a minute."""


class Outages:
    """Outages inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def states(self, channels: Mapping[str, Channel]) -> tuple[ChannelState, ...]:
        """How each channel that is watched stands, by name."""
        query = (
            select(*_KEPT)  # type: ignore[call-overload]  # typed for four columns at most
            .where(col(ChannelRow.active))
            .order_by(col(ChannelRow.name))
        )
        rows = [row for row in self._session.exec(query) if row.name in channels]
        never = any(row.last_ok_at is None for row in rows)
        first = self._first_looks() if never else {}
        return tuple(_state(row, channels[row.name], first.get(row.name)) for row in rows)

    def _first_looks(self) -> dict[str, datetime]:
        """When each channel that was never seen was first looked at."""
        query = (
            select(PollRow.channel, func.min(PollRow.finished_at))
            .join(ChannelRow, col(ChannelRow.name) == col(PollRow.channel))
            .where(col(ChannelRow.last_ok_at).is_(None))
            .group_by(PollRow.channel)
        )
        return {name: at for name, at in self._session.exec(query) if at is not None}

    def seen_again(self) -> dict[str, datetime]:
        """When each channel that is out was first seen after that; those not seen are left out."""
        seeing = [outcome.value for outcome in PollOutcome if outcome.saw]
        query = (
            select(OutageRow.channel, func.min(PollRow.finished_at))
            .join(PollRow, col(PollRow.channel) == col(OutageRow.channel))
            .where(
                col(OutageRow.ended_at).is_(None),
                col(OutageRow.closed_at).is_(None),
                col(PollRow.finished_at) > col(OutageRow.started_at),
                col(PollRow.outcome).in_(seeing),
            )
            .group_by(OutageRow.channel)
        )
        return {channel: at for channel, at in self._session.exec(query) if at is not None}

    def unclosed(self) -> list[OutageRow]:
        """The outages of which something may still be to tell, oldest first."""
        query = select(OutageRow).where(col(OutageRow.closed_at).is_(None))
        return list(self._session.exec(query.order_by(col(OutageRow.id))))

    def open(self, starts: Mapping[str, datetime], now: datetime) -> list[OutageRow]:
        """New outages by channel and start; one that is known of that start is given again."""
        since = min(starts.values())
        query = select(OutageRow).where(col(OutageRow.started_at) >= since)
        rows = {
            row.channel: row
            for row in self._session.exec(query)
            if row.started_at == starts.get(row.channel)
        }
        for channel, start in starts.items():
            if channel not in rows:
                rows[channel] = OutageRow(channel=channel, started_at=start, noticed_at=now)
        self._session.add_all(rows.values())
        return [rows[channel] for channel in starts]

    def last_told_at(self) -> datetime | None:
        """When a message last told of a new outage."""
        return self._session.exec(select(func.max(OutageRow.told_at))).one()

    def withdraw_held(self, message: str) -> int:
        """Withdraw what still waits for somebody's morning of the message of that name.

        Returns to how many it was owed. What a sender has claimed or tried stays as it is.
        """
        query = (
            update(OutboxRow)
            .where(
                col(OutboxRow.reason) == NoticeReason.CHANNEL_BLIND.value,
                col(OutboxRow.rung) == message,
                col(OutboxRow.state) == PENDING,
                col(OutboxRow.held_until).is_not(None),
                col(OutboxRow.claimed_at).is_(None),
                col(OutboxRow.attempts) == 0,
            )
            .values(state=WITHDRAWN, last_error=Overtaken.OVER.value)
        )
        return int(self._session.exec(query).rowcount)

    def undecided(self, spans: Mapping[str, tuple[datetime, datetime]]) -> dict[int, str]:
        """The incidents, number and title, that channels' blindness leaves undecided.

        That is where a verdict rests on a gap of a channel that overlaps its span (start, end).
        """
        since = min(start for start, _ in spans.values())
        query = (
            select(ClockRow.incident_id, IncidentRow.title, ClockRow.gaps)
            .join(IncidentRow, col(IncidentRow.id) == col(ClockRow.incident_id))
            .where(ClockRow.verdict == Verdict.UNDETERMINED.value, col(ClockRow.due_at) >= since)
            .order_by(col(ClockRow.due_at))
        )
        return {
            number: title
            for number, title, gaps in self._session.exec(query)
            if any(
                gap["channel"] in spans and _overlaps(gap, *spans[gap["channel"]]) for gap in gaps
            )
        }

    def heartbeat(self, role: str) -> datetime | None:
        """When a process of that role last showed that it lives."""
        row = self._session.get(HeartbeatRow, role)
        return row.at if row else None

    def add_unwatched(self, start: datetime, end: datetime) -> None:
        """Keep a stretch in which no clock loop ran; one without length is where it all began."""
        self._session.add(UnwatchedRow(started_at=start, ended_at=end))

    def watching_since(self) -> datetime | None:
        """Since when the clock loop has run without a longer break; None where it never did."""
        return self._session.exec(select(func.max(UnwatchedRow.ended_at))).one()

    def due_between(self, start: datetime, end: datetime) -> list[tuple[int, str, datetime]]:
        """The open windows that ended in (start, end]: number and title of the incident, due time.

        The earliest first.
        """
        open_ = [verdict.value for verdict in Verdict if verdict.is_open]
        query = (
            select(ClockRow.incident_id, IncidentRow.title, ClockRow.due_at)
            .join(IncidentRow, col(IncidentRow.id) == col(ClockRow.incident_id))
            .where(
                col(ClockRow.due_at) > start,
                col(ClockRow.due_at) <= end,
                col(ClockRow.verdict).in_(open_),
            )
            .order_by(col(ClockRow.due_at))
        )
        return [(number, title, due) for number, title, due in self._session.exec(query)]


def _state(row: Any, channel: Channel, first_look_at: datetime | None) -> ChannelState:
    return ChannelState(
        name=row.name,
        title=channel.title,
        kind=channel.kind,
        every=channel.every,
        owner=channel.owner,
        failures=row.failures,
        first_look_at=first_look_at,
        last_ok_at=row.last_ok_at,
        last_look_at=row.last_poll_at,
        next_look_at=row.next_poll_at,
        outcome=PollOutcome(row.last_outcome) if row.last_outcome else None,
        detail=row.last_detail,
    )


def _overlaps(gap: Mapping[str, str], start: datetime, end: datetime) -> bool:
    begins, ends = (datetime.fromisoformat(gap[name]) for name in ("start", "end"))
    return begins < end and ends > start

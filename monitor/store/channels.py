"""Channels between looks, and the log of the looks themselves."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, delete, select, update

from monitor.domain.channel import Channel, ChannelKind, Poll, PollOutcome
from monitor.domain.sight import Look, Watch
from monitor.store.tables import ChannelRow, PollRow

_LONGEST_BACK_OFF = timedelta(hours=1)
_SEEING = [outcome.value for outcome in PollOutcome if outcome.saw]


class Channels:
    """Queries on channels inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def declare(self, channels: Iterable[Channel], now: datetime) -> None:
        """Take over the declared channels: new ones are due at once, others rest inactive."""
        declared = {channel.name: channel for channel in channels}
        kept = {row.name: row for row in self._session.exec(select(ChannelRow)).all()}
        for name, row in kept.items():
            row.active = name in declared
        for name, channel in declared.items():
            row = kept.get(name) or ChannelRow(
                name=name, title=channel.title, kind=channel.kind.value, next_poll_at=now
            )
            row.title, row.kind, row.owner = channel.title, channel.kind.value, channel.owner
            self._session.add(row)

    def all(self) -> list[ChannelRow]:
        """Every channel that was ever declared, by name."""
        return list(self._session.exec(select(ChannelRow).order_by(col(ChannelRow.name))).all())

    def any_due(self, now: datetime) -> bool:
        """Whether some channel's time has come."""
        query = select(ChannelRow.name).where(
            col(ChannelRow.active), col(ChannelRow.next_poll_at) <= now
        )
        return self._session.exec(query.limit(1)).first() is not None

    def claim_due(self, every: dict[str, timedelta], now: datetime) -> list[ChannelRow]:
        """The channels whose time has come, each put off by its interval in the same step.

        A crawler that dies with a claim loses one look, not the channel.
        """
        query = select(ChannelRow).where(
            col(ChannelRow.active), col(ChannelRow.next_poll_at) <= now
        )
        rows = [
            row for row in self._session.exec(query.order_by("next_poll_at")) if row.name in every
        ]
        for row in rows:
            row.next_poll_at = now + every[row.name]
        return rows

    def record(
        self, poll: Poll, memory: dict[str, Any], every: timedelta, retry_at: datetime | None
    ) -> None:
        """Keep a look in the log, and on the channel what it came to.

        `memory` is what the crawler wants to know next time, as JSON. A channel that fails is
        looked at less and less often, down to once an hour or its own interval, and not before
        `retry_at` where the server asked for that.
        """
        self._session.add(
            PollRow(
                channel=poll.channel,
                started_at=poll.started_at,
                finished_at=poll.finished_at,
                outcome=poll.outcome.value,
                detail=poll.detail[:500],
                http_status=poll.http_status,
                items=poll.items,
                new_items=poll.new_items,
                body_bytes=poll.body_bytes,
                reaches_back=poll.reaches_back,
            )
        )
        row = self._session.get(ChannelRow, poll.channel)
        if row is None:
            return
        row.last_poll_at = poll.finished_at
        row.last_outcome, row.last_detail = poll.outcome.value, poll.detail[:500]
        row.memory = memory
        if retry_at is not None:
            row.next_poll_at = max(row.next_poll_at, retry_at)
        if poll.outcome.saw:
            row.last_ok_at, row.failures = poll.finished_at, 0
            return
        row.failures += 1
        back_off = min(every * 2 ** min(row.failures - 1, 6), max(_LONGEST_BACK_OFF, every))
        row.next_poll_at = max(row.next_poll_at, poll.finished_at + back_off)

    def hurry(self, owners: Sequence[str], now: datetime) -> None:
        """Ask for a look at once at the official channels on which these units could answer."""
        query = update(ChannelRow).where(
            col(ChannelRow.active),
            col(ChannelRow.kind) == ChannelKind.OFFICIAL.value,
            col(ChannelRow.failures) == 0,
            col(ChannelRow.last_poll_at) < now,
            col(ChannelRow.next_poll_at) > now,
        )
        if owners:
            query = query.where(col(ChannelRow.owner).in_(["", *owners]))
        self._session.exec(query.values(next_poll_at=now))

    def watches(
        self, channels: Iterable[Channel], since: datetime, now: datetime
    ) -> tuple[Watch, ...]:
        """Our successful looks at the official channels from `since` on.

        The last look before `since` is among them: it says what was known at the start.
        """
        official = [c for c in channels if c.kind is ChannelKind.OFFICIAL]
        reach = max((c.patience for c in official), default=timedelta(0))
        query = (
            select(PollRow.channel, PollRow.finished_at, PollRow.reaches_back)
            .where(
                col(PollRow.channel).in_([c.name for c in official]),
                col(PollRow.finished_at) >= since - reach,
                col(PollRow.finished_at) <= now,
                col(PollRow.outcome).in_(_SEEING),
            )
            .order_by(col(PollRow.finished_at))
        )
        looks: dict[str, list[Look]] = {channel.name: [] for channel in official}
        for name, at, reaches_back in self._session.exec(query):
            looks[name].append(Look(at, reaches_back))
        return tuple(
            Watch(c.name, c.title, c.owner, c.patience, tuple(looks[c.name])) for c in official
        )

    def forget_polls_before(self, instant: datetime) -> int:
        """Drop looks older than `instant`; returns how many."""
        done = self._session.exec(delete(PollRow).where(col(PollRow.finished_at) < instant))
        return int(done.rowcount)

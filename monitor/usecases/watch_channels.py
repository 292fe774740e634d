"""Tell whoever is on duty of channels that cannot be seen, and when they can be seen again.

One message when they go out, one a day while it lasts, one when they are back. What was told is
kept in the store, so that a restart repeats nothing and loses nothing.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.events import Event, EventKind
from monitor.domain.ladder import DUTY
from monitor.domain.notices import NoticeReason
from monitor.domain.outages import ChannelState, OutageRules, all_out, common_cause, newly_out
from monitor.domain.standing_notice import Overtaken
from monitor.domain.words import NO_WORDS
from monitor.store.outage_tables import OutageRow
from monitor.store.store import Store, Work
from monitor.usecases.announce import Announcement, announce
from monitor.usecases.office import Office
from monitor.usecases.outage_words import (
    OURSELVES,
    back_line,
    back_title,
    blind_line,
    blind_title,
    still_out,
    touched_line,
)
from monitor.usecases.whom import Matter


def watch_channels(store: Store, office: Office, now: datetime) -> int:
    """Bring what was told of outages up to `now`; returns how many messages that makes owed.

    Where nothing has changed it only reads.
    """
    with store.read() as work:
        if not _Desk.at(work, office, now).has_work:
            return 0
    with store.write() as work:
        return _Desk.at(work, office, now).work_off()


@dataclass(slots=True)
class _Desk:
    """How the channels stand, and what was told of them so far."""

    work: Work
    office: Office
    now: datetime
    states: dict[str, ChannelState]
    kept: list[OutageRow]
    fresh: tuple[ChannelState, ...]

    @classmethod
    def at(cls, work: Work, office: Office, now: datetime) -> "_Desk":
        """The desk as it is at `now`."""
        states = work.outages.states(office.channels)
        kept = work.outages.unclosed()
        known = {row.channel for row in kept if row.ended_at is None}
        since = work.outages.watching_since()
        fresh = newly_out(states, known, office.outages, since, now)
        return cls(work, office, now, {s.name: s for s in states}, kept, fresh)

    @property
    def has_work(self) -> bool:
        """Whether something has changed, or something is to be told by now."""
        changed = self.fresh or any(self._is_over(row) for row in self._lasting())
        return bool(
            changed or self._retired() or self._untold() or self._to_remind() or self._ended()
        )

    def work_off(self) -> int:
        """Keep what changed, and tell what is to be told."""
        for row in self._retired():
            row.ended_at, row.closed_at = row.ended_at or self.now, self.now
        self.kept = [row for row in self.kept if row.closed_at is None]
        self._end_what_is_over()
        starts = {state.name: state.unseen_since or self.now for state in self.fresh}
        self.kept += self.work.outages.open(starts, self.now) if starts else []
        return self._tell_blind() + self._remind() + self._tell_back()

    @property
    def _rules(self) -> OutageRules:
        return self.office.outages

    def _retired(self) -> list[OutageRow]:
        """The outages of channels that are not watched any more: nothing is left to tell."""
        return [row for row in self.kept if row.channel not in self.states]

    def _lasting(self) -> list[OutageRow]:
        return [row for row in self.kept if row.ended_at is None]

    def _ended(self) -> list[OutageRow]:
        """The outages that are over and of which nobody heard so, where it is time."""
        over = [row for row in self.kept if row.ended_at is not None and row.closed_at is None]
        waiting = {row.told_in for row in self._lasting()}
        patience = self.now - self._rules.apart
        return [
            row
            for row in over
            if row.told_in not in waiting or (row.ended_at is not None and row.ended_at <= patience)
        ]

    def _untold(self) -> list[OutageRow]:
        """The outages to tell of, unless a message told of others just now."""
        last = self.work.outages.last_told_at()
        if last is not None and self.now - last < self._rules.apart:
            return []
        return [row for row in self._lasting() if row.told_at is None]

    def _to_remind(self) -> list[OutageRow]:
        """All outages that people know of, where one of them was last told of long ago."""
        told = [row for row in self._lasting() if row.told_at is not None]
        before = self.now - self._rules.remind_after
        return told if any((r.reminded_at or r.told_at or self.now) <= before for r in told) else []

    def _is_over(self, row: OutageRow) -> bool:
        state = self.states.get(row.channel)
        seen = state.last_ok_at if state is not None else None
        return seen is not None and seen > row.started_at

    def _end_what_is_over(self) -> None:
        over = [row for row in self._lasting() if self._is_over(row)]
        seen = self.work.outages.seen_again() if over else {}
        for row in over:
            row.ended_at = seen.get(row.channel, self.now)
            if row.told_at is None:
                row.closed_at = self.now  # nobody heard of it

    def _tell_blind(self) -> int:
        rows = self._untold()
        if not rows:
            return 0
        name = _name(rows)
        for row in rows:
            row.told_in, row.told_at = name, self.now
        return self._announce_blind(rows, name, name)

    def _remind(self) -> int:
        rows = self._to_remind()
        if not rows:
            return 0
        for row in rows:
            row.reminded_at, row.reminders = self.now, row.reminders + 1
        name = _name(rows)
        return self._announce_blind(
            rows, f"{name}:{max(r.reminders for r in rows)}", rows[0].told_in
        )

    def _announce_blind(self, rows: Sequence[OutageRow], rung: str, thread: str) -> int:
        lasting = self._lasting()
        everything = all_out(tuple(self.states.values()), {row.channel for row in lasting})
        listed = lasting if everything else rows
        ours = common_cause(tuple(self.states.values()), self.now)
        news = Announcement(
            self._matter(NoticeReason.CHANNEL_BLIND, listed, urgent=everything),
            rung,
            f"outage-{thread}",
            blind_title([self.states[row.channel] for row in listed], everything=everything),
            [
                blind_line(self.states[row.channel], row.started_at, self.office.zone, self.now)
                for row in listed
            ],
            note=OURSELVES if ours else NO_WORDS,
        )
        return announce(self.work, self.office, news, self.now)

    def _tell_back(self) -> int:
        rows = self._ended()
        if not rows:
            return 0
        for row in rows:
            row.closed_at = self.now
        self._withdraw({row.told_in for row in rows} - {row.told_in for row in self._lasting()})
        lines = [
            back_line(
                self.states[row.channel].title, row.started_at, row.ended_at, self.office.zone
            )
            for row in rows
            if row.ended_at is not None
        ]
        news = Announcement(
            self._matter(NoticeReason.CHANNEL_BACK, rows),
            _name(rows),
            f"outage-{rows[0].told_in}",
            back_title([self.states[row.channel] for row in rows]),
            [*lines, *(touched_line(*found) for found in self._touched(rows).items())],
            note=still_out(len(self._lasting())),
        )
        return announce(self.work, self.office, news, self.now)

    def _withdraw(self, messages: Collection[str]) -> None:
        """What nobody was woken for and is over by now need not be told in the morning."""
        for name in sorted(messages):
            count = self.work.outages.withdraw_held(name)
            if count:
                reason, why = NoticeReason.CHANNEL_BLIND.value, Overtaken.OVER.value
                data = {"clause": "", "rung": name, "reason": reason, "why": why, "to": count}
                self.work.events.append(Event(EventKind.NOTICE_WITHDRAWN, self.now, data=data))

    def _touched(self, rows: Sequence[OutageRow]) -> dict[int, str]:
        spans = {row.channel: (row.started_at, row.ended_at or self.now) for row in rows}
        return self.work.outages.undecided(spans)

    def _matter(
        self, reason: NoticeReason, rows: Collection[OutageRow], *, urgent: bool = False
    ) -> Matter:
        """Whom it concerns: the units that speak there, or all where one speaks for the whole."""
        owners = {self.states[row.channel].owner for row in rows}
        units = tuple(self.office.unit_names) if "" in owners else tuple(sorted(owners))
        return Matter(reason, (DUTY,), units, urgent=urgent)


def _name(rows: Sequence[OutageRow]) -> str:
    """A name of these outages that is the same whenever it is made."""
    parts = sorted(f"{row.channel}|{row.started_at.isoformat()}" for row in rows)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]

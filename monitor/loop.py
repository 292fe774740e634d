"""The loop's three steps: judge what arrived, advance the clocks, send what is owed.

A step never lets an error out: whatever is wrong (a locked database, a server that hangs), the
next tick tries again, and the error is in the log.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.sender import Sender
from monitor.judge.judge import Judge
from monitor.resting import Resting
from monitor.store.store import Store
from monitor.usecases.advance_clocks import advance_clocks
from monitor.usecases.digest_desk import DigestDesk
from monitor.usecases.judge_articles import judge_new_articles
from monitor.usecases.note_break import note_break
from monitor.usecases.office import Office
from monitor.usecases.recheck_answers import take_in_looks
from monitor.usecases.watch_channels import watch_channels

logger = logging.getLogger(__name__)

MEMORY = timedelta(days=60)
"""How far back the judge remembers: incidents live for weeks."""

LOOKS_KEPT = timedelta(days=120)
"""How long looks are kept. A verdict that rests on a gap keeps the gap itself."""

WATCH = "watch"


@dataclass(frozen=True, slots=True)
class Loop:
    """Everything the clock loop works with; each method takes the `now` of its tick."""

    store: Store
    judge: Judge
    office: Office
    sender: Sender
    resting: Resting
    desk: DigestDesk

    def take_over(self, now: datetime) -> None:
        """At the start: what an earlier process had claimed and not sent is ours to send now.

        Time in which none ran is kept and told.
        """
        self.note_break(now)
        with self.store.write() as work:
            left = work.outbox.reclaim(now)
        if left:
            logger.warning("%d messages were left unsent by an earlier process", left)

    def decide(self, now: datetime) -> int:
        """Judge what is new, take in second looks, settle every due clock; returns how many.

        A tick in a state that a whole tick found idle ends at once.
        """
        mark = self.resting.look()
        if self.resting.may_rest(mark, now):
            return 0
        judged = self._guarded("judging", self._judge_all, now)
        looked = self._guarded("second looks", self._take_in, now)
        settled = self._guarded("clocks", self._advance, now)
        if judged == looked == settled == 0:  # none did anything, and none failed
            self._guarded("resting", lambda _: self._rest(mark), now)
        return (judged or 0) + (looked or 0) + (settled or 0)

    def next_due(self) -> datetime | None:
        """The next instant at which a clock wants attention."""
        return self.resting.next_due(self.resting.look())

    def send(self, now: datetime) -> int:
        """Send what is owed, batch by batch, until nothing more can go out now."""
        return self._guarded("sending", self._drain, now) or 0

    def show_life(self, now: datetime) -> None:
        """Write the heartbeat that `/healthz` and the alert rules look at."""
        self._guarded("heartbeat", self._beat, now)

    def note_break(self, now: datetime) -> bool:
        """Before showing life again: was nobody there for a while? Tells of it, if so."""
        return bool(self._guarded("noting a break", self._note_break, now))

    def watch_channels(self, now: datetime) -> int:
        """Tell of channels that cannot be seen, or can again; returns how many messages."""
        return self._guarded("watching channels", self._watch_channels, now) or 0

    def write_digests(self, now: datetime) -> int:
        """Write the digests whose period is over; returns how many."""
        return self._guarded("digests", self.desk.write_due, now) or 0

    def forget(self, now: datetime) -> None:
        """Drop what is older than anything needs: the judge's memory, and the log of looks."""
        self.judge.forget_before(now - MEMORY)
        self._guarded("housekeeping", self._forget_looks, now)

    def _rest(self, mark: object) -> int:
        self.resting.found_nothing(mark)
        return 0

    def _judge_all(self, now: datetime) -> int:
        total = 0
        while done := judge_new_articles(self.store, self.judge, self.office, now):
            total += done
        return total

    def _take_in(self, now: datetime) -> int:
        return take_in_looks(self.store, self.office, now)

    def _advance(self, now: datetime) -> int:
        return advance_clocks(self.store, self.office, now)

    def _drain(self, now: datetime) -> int:
        total = 0
        while done := self.sender.drain(now).sent:
            total += done
        return total

    def _forget_looks(self, now: datetime) -> int:
        with self.store.write() as work:
            copies = work.page_copies.forget_before(now - self.office.pages_kept)
            return copies + work.channels.forget_polls_before(now - LOOKS_KEPT)

    def _beat(self, now: datetime) -> int:
        with self.store.write() as work:
            work.beat(WATCH, now)
        return 1

    def _note_break(self, now: datetime) -> int:
        return note_break(self.store, self.office, WATCH, now)

    def _watch_channels(self, now: datetime) -> int:
        return watch_channels(self.store, self.office, now)

    def _guarded(self, step: str, action: Callable[[datetime], int], now: datetime) -> int | None:
        """What a step did; None where it failed."""
        try:
            return action(now)
        except Exception:  # the loop outlives every error; the next tick tries again
            logger.exception("%s failed; it is tried again at the next tick", step)
            return None

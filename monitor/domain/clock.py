"""One window running for one incident: start, due time, verdict and why."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.domain.policy import StartBasis
from monitor.domain.sight import BlindInterval
from monitor.domain.verdict import Verdict
from monitor.domain.when import When
from monitor.domain.words import Words


@dataclass(frozen=True, slots=True)
class Clock:
    """The state of one window on one incident; a pure function of the facts and of `now`.

    Where the start is only known as an interval, so is the due time: before `due_from` nobody is
    late, after `due_at` everybody is. Both are inclusive. `provisional` clocks run on a grade that
    is possible but not confirmed and are never breached by themselves. `wake_at` is the next
    instant at which time alone can change the verdict; on a stored clock (`ladder.wake_at`) also
    the next at which a step of the ladder is owed: a warning, a reminder, an escalation.
    `late_on_upgrade` (升级时已超): the limit had passed before the grade that sets it was known.
    """

    clause: str
    window: timedelta
    basis: StartBasis
    start: When
    verdict: Verdict
    words: Words
    provisional: bool = False
    late_on_upgrade: bool = False
    answered_by: str | None = None
    answered: When | None = None
    gaps: tuple[BlindInterval, ...] = ()
    wake_at: datetime | None = None

    @property
    def waits(self) -> bool:
        """Whether the window is open and its deadline not yet called missed."""
        return self.verdict in (Verdict.RUNNING, Verdict.DUE_SOON)

    @property
    def due_from(self) -> datetime:
        """The earliest instant the window can have ended."""
        return self.start.earliest + self.window

    @property
    def due_at(self) -> datetime:
        """The instant after which the window has ended on every reading of the start."""
        return self.start.latest + self.window

    @property
    def breached_at(self) -> datetime | None:
        """A breach happened at its deadline, whenever it was noticed."""
        late = self.verdict in (Verdict.BREACHED_OPEN, Verdict.LATE_MET)
        return self.due_at if late else None

    @property
    def margin(self) -> timedelta | None:
        """Time left when the answer came (negative: late), at its least favourable reading."""
        return None if self.answered is None else self.due_from - self.answered.latest

    def share_passed(self, now: datetime) -> float:
        """How much of the window is over at `now`, counted from the earliest start."""
        return (now - self.start.earliest) / self.window

    def instant_of(self, share: float) -> datetime:
        """The instant at which that share of the window is over."""
        return self.start.earliest + share * self.window


def runs_anew(before: Clock, after: Clock) -> bool:
    """Whether a window enters its next generation: its answer, or its breach, no longer stands.

    What was said of it until now belongs to the round before: the next round says it again.
    """
    if after.answered_by is not None:
        return False
    lifted = before.breached_at is not None and after.breached_at is None
    return lifted or before.answered_by is not None

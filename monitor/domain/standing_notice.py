"""Does what a message says still hold? Asked just before it is sent.

A message may wait: for a server, for a quiet hour, for a process that was down. One that has been
overtaken meanwhile is withdrawn, never sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from monitor.domain.notices import NoticeReason
from monitor.domain.verdict import Verdict


class Overtaken(StrEnum):
    """Why a message no longer holds. The same word in the outbox, the log and on the board."""

    DISMISSED = "dismissed"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    EXCUSED = "excused"
    OVER = "over"
    STANDING_CHANGED = "standing_changed"
    REOPENED = "reopened"
    NEVER_TOLD = "never_told"
    REPEATED = "repeated"
    """A later step of the same ladder waits for the same person."""


@dataclass(frozen=True, slots=True)
class ClockNow:
    """What of a stored clock decides whether a message about it still holds."""

    verdict: Verdict
    generation: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How an incident stands now: whether it is timed at all, its grade's rank, its clocks.

    `acknowledged_at` is when somebody took it on last, where anybody did.
    """

    dismissed: bool = False
    grade_rank: int = 0
    clocks: Mapping[str, ClockNow] = field(default_factory=dict)
    acknowledged_at: datetime | None = None

    @property
    def awaits(self) -> bool:
        """Whether some window still awaits an answer, or cannot tell."""
        return any(_awaits(clock.verdict) for clock in self.clocks.values())


@dataclass(frozen=True, slots=True)
class Owed:
    """What of an owed message decides it.

    `owed_at` is when it was owed. `awaited`: an answer was awaited then. `told_overdue`: the
    recipient may have read that the window was overdue; None where no such message was owed.
    """

    reason: str
    owed_at: datetime
    clause: str = ""
    rung: str = ""
    generation: int = 0
    awaited: bool = False
    told_overdue: bool | None = None


_SAYS = {
    NoticeReason.WINDOW_BREACHED: Verdict.BREACHED_OPEN,
    NoticeReason.ANSWERED: Verdict.MET,
    NoticeReason.ANSWERED_LATE: Verdict.LATE_MET,
    NoticeReason.CANNOT_SEE: Verdict.UNDETERMINED,
}
"""The verdict that a message states."""

_BECAME = {
    Verdict.MET: Overtaken.ANSWERED,
    Verdict.LATE_MET: Overtaken.ANSWERED,
    Verdict.WAIVED: Overtaken.EXCUSED,
    Verdict.NOT_APPLICABLE: Overtaken.EXCUSED,
}


def overtaken(owed: Owed, standing: Standing | None, now: datetime) -> Overtaken | None:
    """Why a message must not go out at `now`, or None where it still holds.

    `standing` is None for a message about no incident, which always holds. Whoever may have read
    that a window was overdue is still told that it is not.
    """
    if standing is None:
        return None
    if owed.reason == NoticeReason.BREACH_LIFTED:
        return _lifted(owed, standing.clocks.get(owed.clause))
    if standing.dismissed:
        return Overtaken.DISMISSED
    if owed.reason == NoticeReason.ESCALATED and _taken_on(owed, standing):
        return Overtaken.ACKNOWLEDGED
    if owed.clause:
        clock = standing.clocks.get(owed.clause)
        return _about_a_window(owed, clock, now) if clock else Overtaken.EXCUSED
    return _about_the_incident(owed, standing)


def _lifted(owed: Owed, clock: ClockNow | None) -> Overtaken | None:
    if clock is not None and clock.verdict is Verdict.BREACHED_OPEN:
        return Overtaken.STANDING_CHANGED
    return Overtaken.NEVER_TOLD if owed.told_overdue is False else None


def _taken_on(owed: Owed, standing: Standing) -> bool:
    """Nobody had acknowledged it: that is why it was owed."""
    return standing.acknowledged_at is not None and standing.acknowledged_at >= owed.owed_at


def _about_a_window(owed: Owed, clock: ClockNow, now: datetime) -> Overtaken | None:
    if owed.generation < clock.generation:
        return Overtaken.REOPENED
    if owed.reason in _SAYS:
        if clock.verdict is _SAYS[NoticeReason(owed.reason)]:
            return None
        return _BECAME.get(clock.verdict, Overtaken.STANDING_CHANGED)
    if owed.reason == NoticeReason.WINDOW_AT_RISK and now > clock.due_at:
        return _BECAME.get(clock.verdict, Overtaken.OVER)
    # Whatever else is said of a window asks for an answer, so it holds while one is awaited.
    return None if _awaits(clock.verdict) else _BECAME[clock.verdict]


def _about_the_incident(owed: Owed, standing: Standing) -> Overtaken | None:
    raised = owed.reason == NoticeReason.GRADE_RAISED and owed.rung.isdecimal()
    if raised and standing.grade_rank < int(owed.rung):
        return Overtaken.STANDING_CHANGED
    settled = owed.awaited and standing.clocks and not standing.awaits
    return Overtaken.ANSWERED if settled else None


def _awaits(verdict: Verdict) -> bool:
    return verdict.is_open or verdict is Verdict.UNDETERMINED

"""What a verdict may claim, said a second time and as plainly as can be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.clock import Clock
from monitor.domain.incident import IncidentFacts
from monitor.domain.policy import Policy
from monitor.domain.response import Link, Response, satisfies
from monitor.domain.sight import Watch
from monitor.domain.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known when a verdict is claimed."""

    clock: Clock
    facts: IncidentFacts
    policy: Policy
    watches: tuple[Watch, ...]
    now: datetime

    @property
    def fitting(self) -> list[Response]:
        """The responses of a kind that the clause asks for."""
        asked = self.policy.clause(self.clock.clause).satisfied_by
        return [r for r in self.facts.responses if satisfies(r.kind, asked)]

    @property
    def counted(self) -> list[Response]:
        """Those that surely are answers."""
        return [r for r in self.fitting if r.counts]

    @property
    def maybe_in_time(self) -> bool:
        """Whether an answer, sure or waiting for a person, may have been in time."""
        open_ones = [r for r in self.fitting if r.counts or r.link is Link.REVIEW]
        return any(r.at.earliest <= self.clock.due_at for r in open_ones)


def overclaims(situation: Situation) -> Iterator[str]:
    """What the verdict of a clock says beyond the intervals, or leaves open that they settle."""
    check = _CHECKS.get(situation.clock.verdict)
    if check is not None:
        yield from check(situation)


def _met(situation: Situation) -> Iterator[str]:
    clock, facts = situation.clock, situation.facts
    due = clock.due_from
    if facts.answered_first and facts.occurred is not None:
        due = max(due, facts.occurred.earliest + clock.window)
    if not any(r.at.latest <= due for r in situation.counted):
        yield "in time, but no answer surely is"


def _late(situation: Situation) -> Iterator[str]:
    if not situation.counted:
        yield "late, but there is no answer"
    yield from _missed(situation)


def _overdue(situation: Situation) -> Iterator[str]:
    if situation.counted:
        yield "unanswered, but there is an answer"
    if situation.now <= situation.clock.due_at:
        yield "overdue before the limit"
    yield from _missed(situation)


def _missed(situation: Situation) -> Iterator[str]:
    """The limit applied, nothing may have been in time, and what was would have been seen."""
    if situation.clock.provisional:
        yield "missed on a grade that is only possible"
    if situation.maybe_in_time:
        yield "missed, but an answer may have been in time"
    yield from _unseen(situation.clock, situation.facts, situation.watches)


def _running(situation: Situation) -> Iterator[str]:
    if situation.now > situation.clock.due_at:
        yield "running after the limit"
    if situation.counted:
        yield "running, but there is an answer"


def _undetermined(situation: Situation) -> Iterator[str]:
    """Doubt, too, must have a ground: an answer that surely was in time leaves none."""
    facts = situation.facts
    start_known = not facts.answered_first and not facts.court_first
    if start_known and any(r.at.latest <= situation.clock.due_from for r in situation.counted):
        yield "cannot tell, but an answer surely was in time"


_CHECKS = {
    Verdict.UNDETERMINED: _undetermined,
    Verdict.MET: _met,
    Verdict.LATE_MET: _late,
    Verdict.BREACHED_OPEN: _overdue,
    Verdict.RUNNING: _running,
}


def _unseen(clock: Clock, facts: IncidentFacts, watches: tuple[Watch, ...]) -> Iterator[str]:
    """Late or overdue means that an answer in time would have been seen."""
    for watch in watches:
        if watch.owner and facts.units and watch.owner not in facts.units:
            continue
        looks = watch.looks
        if not looks or looks[-1].at < clock.due_at:
            yield f"late, but {watch.channel} was not looked at since"
        for position, look in enumerate(looks):
            before = looks[position - 1].at if position else None
            inside = look.at > clock.start.earliest and (before is None or before < clock.due_at)
            close = before is not None and look.at - before <= watch.patience
            if inside and not look.reaches_back and not close:
                yield f"late, but {watch.channel} was not seen before {look.at}"

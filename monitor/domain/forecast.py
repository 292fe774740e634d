"""What an incident will owe if nothing happens from now on: the loop's own rules, run ahead.

Nothing happens means: nobody answers or publishes, nobody acknowledges more than is acknowledged,
and the official channels can be read from now on.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.domain.clock import Clock, runs_anew
from monitor.domain.incident import IncidentFacts
from monitor.domain.ladder import Known, awakened
from monitor.domain.notices import Notice, Told, asks_now, due_notices, last_call
from monitor.domain.policy import Policy
from monitor.domain.sight import Look, Watch
from monitor.domain.timing import time_incident
from monitor.domain.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Coming:
    """Notices that will be owed at `at`, with the clocks as they will stand then."""

    at: datetime
    clocks: tuple[Clock, ...]
    notices: tuple[Notice, ...]


def forecast(
    facts: IncidentFacts,
    policy: Policy,
    watches: Sequence[Watch],
    kept: Mapping[str, Clock],
    known: Known,
    told: Iterable[Told],
    now: datetime,
) -> Iterator[Coming]:
    """What will be owed from `now` on, in time order; without end where reminders have none.

    `kept` are the clocks as stored, `known` and `told` what was said and done of them so far. What
    was told already is left out.
    """
    said = list(told)
    at: datetime | None = now
    while at is not None:
        clocks = time_incident(facts, policy, tuple(_seen(watches, at)), at)
        known = _moved_on(known, kept, clocks, said)
        notices = due_notices(facts.id, clocks, known, policy.escalation, at)
        names = {(one.reason, one.clause, one.rung, one.generation) for one in said}
        fresh = tuple(notice for notice in notices if _name(notice) not in names)
        if fresh:
            yield Coming(at, clocks, fresh)
        said += [Told(*_name(notice), at) for notice in fresh]
        asks = asks_now(fresh, known)
        clocks = awakened(clocks, policy.escalation, known, at, asks=asks)
        known = _noticed(known, clocks, at)
        kept = {clock.clause: clock for clock in clocks}
        # Where we could not see, only a look could tell more: time alone does not.
        wakes = (c.wake_at for c in clocks if c.verdict.is_open and c.wake_at is not None)
        at = min(wakes, default=None)


def _name(notice: Notice) -> tuple[str, str, str, int]:
    return notice.reason, notice.clause, notice.rung, notice.generation


def _seen(watches: Iterable[Watch], at: datetime) -> Iterator[Watch]:
    """The looks so far, and one at `at` that shows all that was published since."""
    for watch in watches:
        if watch.until_assumed is not None:
            yield replace(watch, until_assumed=at)
        else:
            yield replace(watch, looks=(*watch.looks, Look(at)))


def _moved_on(
    known: Known, kept: Mapping[str, Clock], clocks: Sequence[Clock], said: Sequence[Told]
) -> Known:
    """What is known beside clocks that follow on those kept."""
    anew = {c.clause for c in clocks if (old := kept.get(c.clause)) and runs_anew(old, c)}
    generation = {
        clause: known.number(clause) + (clause in anew) for clause in (*known.generation, *anew)
    }
    announced = {clause: at for clause, at in known.announced.items() if clause not in anew}
    before = {clause: clock.verdict for clause, clock in kept.items()}
    moved = replace(known, before=before, generation=generation, announced=announced)
    return replace(moved, called_at=last_call(said, moved, clocks))


def _noticed(known: Known, clocks: Sequence[Clock], at: datetime) -> Known:
    missed = {c.clause: at for c in clocks if c.verdict is Verdict.BREACHED_OPEN}
    return replace(known, announced={**missed, **known.announced})

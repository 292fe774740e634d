"""The alert ladder: steps of a policy become instants on a clock, each with who is told.

Every instant follows from the clock and from what is stored, never from when somebody looked:
whoever asks, and however often, after whatever downtime, gets the same steps. Steps that passed
while nobody looked are not made up for one by one: each role is owed its latest only.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from monitor.domain.clock import Clock
from monitor.domain.rungs import Ahead, Reminder, Rung, Step, Unacknowledged
from monitor.domain.verdict import Verdict

DUTY = "duty"

MERGED_WITHIN = timedelta(minutes=10)
"""Warnings this close together are one, at the instant of the later (our default)."""


@dataclass(frozen=True, slots=True)
class Due:
    """A step with its instant: these roles are owed it from `at` on. `rung` names it for good."""

    at: datetime
    rung: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """The latest acknowledgement: when it was entered, and the generation it was given for."""

    at: datetime
    generation: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """What was said and done about an incident so far, beside its clocks.

    By clause: the verdict as last stored, the generation of the clock, and when its breach was
    told. `called_at` is when somebody was last asked to take the incident on, None before.
    """

    before: Mapping[str, Verdict] = field(default_factory=dict)
    generation: Mapping[str, int] = field(default_factory=dict)
    announced: Mapping[str, datetime] = field(default_factory=dict)
    called_at: datetime | None = None
    acknowledged: Taken | None = None

    def number(self, clause: str) -> int:
        """The generation of a clock; 0 where it never ran anew."""
        return self.generation.get(clause, 0)

    def took_on(self, generation: int, since: datetime) -> bool:
        """Whether somebody acknowledged what has run since then, in this generation."""
        found = self.acknowledged
        return found is not None and found.generation >= generation and found.at >= since


def warnings(clock: Clock, ladder: Sequence[Step]) -> tuple[Due, ...]:
    """The steps before the deadline, in time order.

    They count from the earliest start, and back from the earliest end. One that would come at or
    before the start is left out; of those within ten minutes the latest stays and tells the people
    of all.
    """
    steps = [due for step in ladder for due in _warning(clock, step)]
    kept: list[Due] = []
    for due in sorted(steps, key=lambda due: due.at)[::-1]:
        if kept and kept[-1].at - due.at <= MERGED_WITHIN:
            kept[-1] = replace(kept[-1], roles=_together((due, kept[-1])))
        else:
            kept.append(due)
    return tuple(kept[::-1])


def _warning(clock: Clock, step: Step) -> Iterator[Due]:
    if isinstance(step, Rung) and step.at < 1:
        yield Due(clock.instant_of(step.at), f"{step.at:g}", step.roles)
    if isinstance(step, Ahead) and step.before < clock.window:
        yield Due(clock.due_from - step.before, f"-{duration_text(step.before)}", step.roles)


def warned(clock: Clock, ladder: Sequence[Step], now: datetime) -> tuple[Due, ...]:
    """The warnings that a waiting clock owes at `now`, the latest first."""
    if not clock.waits:
        return ()
    return _latest(due for due in warnings(clock, ladder) if due.at <= now)


def reminded(clock: Clock, ladder: Sequence[Step], known: Known, now: datetime) -> tuple[Due, ...]:
    """The reminders that an open breach owes at `now`, the latest first.

    What came before the breach was told, or within ten minutes of it, was said by that: it is owed
    only to whom the breach was not told.
    """
    told = frozenset(roles_up_to(ladder, 1))
    quiet_until = _announced(clock, known, now) + MERGED_WITHIN
    dues = []
    for series in _series(clock, ladder, known, now):
        latest = series.latest(now)
        if latest is None:
            continue
        later = latest > quiet_until
        roles = series.roles if later else tuple(r for r in series.roles if r not in told)
        if roles:
            dues.append(Due(latest, _instant_text(latest), roles))
    return _latest(_merged(dues))


def escalated(clock: Clock, ladder: Sequence[Step], known: Known, now: datetime) -> tuple[Due, ...]:
    """Whom an open breach is taken up to because nobody acknowledged it, the latest first."""
    if clock.verdict is not Verdict.BREACHED_OPEN:
        return ()
    since = _announced(clock, known, now)
    if known.took_on(known.number(clock.clause), since):
        return ()
    return _latest(due for due in _waits(ladder, since) if due.at <= now)


def called(
    clocks: Sequence[Clock], ladder: Sequence[Step], known: Known, now: datetime
) -> tuple[Due, ...]:
    """Whom an incident is taken up to whose alerts nobody acknowledged, the latest first.

    That is asked while some window waits; after its deadline each breach asks for itself.
    """
    since = _called(clocks, known)
    if since is None:
        return ()
    return _latest(due for due in _waits(ladder, since) if due.at <= now)


def awakened(
    clocks: Sequence[Clock], ladder: Sequence[Step], known: Known, now: datetime, *, asks: bool
) -> tuple[Clock, ...]:
    """The clocks with the next instant at which each wants attention, steps of the ladder included.

    `asks`: somebody may be asked at `now` to take the incident on, so that an acknowledgement is
    awaited from here too.
    """
    views = (known, replace(known, called_at=now)) if asks else (known,)
    wakes = {
        clock.clause: [wake_at(clock, clocks, ladder, view, now) for view in views]
        for clock in clocks
    }
    return tuple(replace(clock, wake_at=_earliest(wakes[clock.clause])) for clock in clocks)


def wake_at(
    clock: Clock, clocks: Sequence[Clock], ladder: Sequence[Step], known: Known, now: datetime
) -> datetime | None:
    """The next instant at which time alone changes this clock's verdict or owes a step of it.

    `clock` is one of `clocks`, all of one incident. None where time changes nothing any more.
    """
    steps: list[datetime | None] = [clock.wake_at]
    if clock.waits:
        since = _called(clocks, known)
        steps += [due.at for due in warnings(clock, ladder)]
        steps += [due.at for due in _waits(ladder, since)] if since else []
    if clock.verdict is Verdict.BREACHED_OPEN:
        since = _announced(clock, known, now)
        steps += [series.after(now) for series in _series(clock, ladder, known, now)]
        if not known.took_on(known.number(clock.clause), since):
            steps += [due.at for due in _waits(ladder, since)]
    return _earliest(step for step in steps if step is not None and step > now)


def roles_up_to(ladder: Sequence[Step], share: float) -> tuple[str, ...]:
    """All roles named up to that share of a window, in order of appearance.

    What is counted back from the deadline belongs to the whole window only.
    """
    rungs = [step for step in ladder if isinstance(step, Rung) and step.at <= share]
    named = [step.roles for step in sorted(rungs, key=lambda rung: rung.at)]
    if share >= 1:
        named += [step.roles for step in ladder if isinstance(step, Ahead)]
    return tuple(dict.fromkeys(role for roles in named for role in roles)) or (DUTY,)


def asks_for_acknowledgement(ladder: Iterable[Step]) -> bool:
    """Whether some step depends on whether anybody acknowledged."""
    return any(
        isinstance(step, Unacknowledged)
        or (isinstance(step, Reminder) and step.unless_acknowledged)
        for step in ladder
    )


def asks_for_calls(ladder: Iterable[Step]) -> bool:
    """Whether some step counts from when people were first told."""
    return any(isinstance(step, Unacknowledged) for step in ladder)


def duration_text(length: timedelta) -> str:
    """A length in ISO 8601, in hours and smaller: `PT2H`, `PT1H30M`."""
    seconds = round(length.total_seconds())
    parts = ((seconds // 3600, "H"), (seconds // 60 % 60, "M"), (seconds % 60, "S"))
    return "PT" + ("".join(f"{number}{unit}" for number, unit in parts if number) or "0S")


@dataclass(frozen=True, slots=True)
class _Series:
    """Instants of one step after a deadline: the first, and maybe more at equal distances."""

    first: datetime
    every: timedelta | None
    end: datetime | None
    roles: tuple[str, ...]

    def latest(self, now: datetime) -> datetime | None:
        """The last instant up to `now`."""
        last = now if self.end is None else min(now, self.end)
        if last < self.first:
            return None
        if self.every is None:
            return self.first
        return self.first + (last - self.first) // self.every * self.every

    def after(self, now: datetime) -> datetime | None:
        """The first instant after `now`."""
        if now < self.first:
            found = self.first
        elif self.every is None:
            return None
        else:
            found = self.first + ((now - self.first) // self.every + 1) * self.every
        return found if self.end is None or found <= self.end else None


def _series(clock: Clock, ladder: Sequence[Step], known: Known, now: datetime) -> Iterator[_Series]:
    """The steps after the deadline of an open breach, without those that were acknowledged."""
    if clock.verdict is not Verdict.BREACHED_OPEN:
        return
    due = clock.due_at
    taken = known.took_on(known.number(clock.clause), _announced(clock, known, now))
    for step in ladder:
        if isinstance(step, Rung) and step.at > 1:
            yield _Series(due + (step.at - 1) * clock.window, None, None, step.roles)
        if isinstance(step, Reminder) and not (taken and step.unless_acknowledged):
            end = None if step.until is None else due + step.until
            yield _Series(due + step.after, step.every, end, step.roles)


def _announced(clock: Clock, known: Known, now: datetime) -> datetime:
    """When the breach was told: at `now`, where it is told in this very moment."""
    return known.announced.get(clock.clause, now)


def _called(clocks: Sequence[Clock], known: Known) -> datetime | None:
    """Since when the incident waits for somebody to acknowledge it; None where it does not."""
    since = known.called_at
    if since is None or not any(clock.waits for clock in clocks):
        return None
    return None if known.took_on(0, since) else since  # each call asks anew, by its instant


def _waits(ladder: Sequence[Step], since: datetime) -> Iterator[Due]:
    for step in ladder:
        if isinstance(step, Unacknowledged):
            rung = f"{duration_text(step.wait)} {_instant_text(since)}"
            yield Due(since + step.wait, rung, step.roles)


def _latest(dues: Iterable[Due]) -> tuple[Due, ...]:
    """The latest first; a step is left out where later ones told all of its roles."""
    found: list[Due] = []
    covered: set[str] = set()
    for due in sorted(dues, key=lambda due: due.at, reverse=True):
        if not covered.issuperset(due.roles):
            found.append(due)
            covered.update(due.roles)
    return tuple(found)


def _merged(dues: Sequence[Due]) -> Iterator[Due]:
    """Steps of one name made one."""
    by_name: dict[str, list[Due]] = {}
    for due in dues:
        by_name.setdefault(due.rung, []).append(due)
    for same in by_name.values():
        yield replace(same[0], roles=_together(same))


def _earliest(instants: Iterable[datetime | None]) -> datetime | None:
    return min((instant for instant in instants if instant is not None), default=None)


def _together(dues: Iterable[Due]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(role for due in dues for role in due.roles))


def _instant_text(at: datetime) -> str:
    """An instant as part of a name, so that no other round has the same."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"

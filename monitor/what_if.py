"""What another profile would have made of the same incidents, beside the one in force.

Articles are judged once: policy decides nothing about which incident a report belongs to or what
answers it. So the facts of the finished replay are timed again under each profile, here and there
by the same function.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from monitor.domain.archive_policy import rules_awaited
from monitor.domain.clock import Clock
from monitor.domain.incident import IncidentFacts
from monitor.domain.policy import Clause, Policy
from monitor.domain.sight import Watch
from monitor.domain.timing import time_incident
from monitor.domain.verdict import Verdict

_A_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Side:
    """One profile: as it stands, and as an archive is timed under it."""

    stated: Policy
    timed: Policy

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the profile counts days."""
        return ZoneInfo(self.stated.profile.zone)

    def awaited(self, clause: str, facts: IncidentFacts) -> date | None:
        """The day a clause came into force, where that was after the incident began."""
        day = facts.began.earliest.astimezone(self.zone).date()
        return rules_awaited(self.stated, clause, day)


@dataclass(frozen=True, slots=True)
class Case:
    """An incident of the archive."""

    title: str
    facts: IncidentFacts


@dataclass(frozen=True, slots=True)
class Pair:
    """One window of one incident on both sides; None where a side does not run it."""

    case: Case
    here: Clock | None
    there: Clock | None

    @property
    def differs(self) -> bool:
        """Whether the other profile would have judged it otherwise, or by another limit."""
        if self.here is None or self.there is None:
            return True
        mine, theirs = self.here, self.there
        return (mine.verdict, mine.due_from, mine.due_at) != (
            theirs.verdict,
            theirs.due_from,
            theirs.due_at,
        )


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Two sides, every window that ran on one of them, and how many ended how on each."""

    here: Side
    there: Side
    pairs: tuple[Pair, ...]

    @property
    def differences(self) -> tuple[Pair, ...]:
        """The windows that the other profile would have changed."""
        return tuple(pair for pair in self.pairs if pair.differs)

    def counts(self) -> dict[tuple[str, str], tuple[Counter[Verdict], Counter[Verdict]]]:
        """How many windows ended how, here and there, by the clauses of each side ("": none)."""
        found: dict[tuple[str, str], tuple[Counter[Verdict], Counter[Verdict]]] = {}
        for pair in self.pairs:
            clocks = (pair.here, pair.there)
            here, there = (clock.clause if clock else "" for clock in clocks)
            counters = found.setdefault((here, there), (Counter(), Counter()))
            for counter, clock in zip(counters, clocks, strict=True):
                counter.update([clock.verdict] if clock else [])
        return found


def as_if_in_force(policy: Policy) -> Policy:
    """An archive's policy with the profile's own first windows in force from the beginning.

    `policy` is one for archives. To ask what a profile of 2023 would have made of 2015 is to
    suppose that it was in force; what it inherits keeps its days. Of a profile with several
    editions only the earliest is supposed, as an archive does with the baseline.
    """
    heads = policy.profile.inherits if policy.profile.joint else (policy.profile.id,)
    lineage = tuple(
        replace(profile, clauses=tuple(_supposed(profile.clauses)))
        if profile.id in heads
        else profile
        for profile in policy.lineage
    )
    own = next(profile for profile in lineage if profile.id == policy.profile.id)
    return Policy(own, lineage)


def _supposed(clauses: Sequence[Clause]) -> Iterator[Clause]:
    days = [clause.effective_from for clause in clauses if clause.times_incidents]
    # A window without a first day is in force from the beginning: nothing has to be supposed.
    first = None if None in days else min((day for day in days if day), default=None)
    for clause in clauses:
        early = clause.times_incidents and clause.effective_from == first
        yield replace(clause, effective_from=None) if early else clause


def compare(cases: Iterable[Case], here: Side, there: Side) -> WhatIf:
    """Time every incident on both sides, to the end of every window."""
    pairs = tuple(pair for case in cases for pair in _pairs(case, here, there))
    return WhatIf(here, there, pairs)


def _pairs(case: Case, here: Side, there: Side) -> Iterator[Pair]:
    mine, theirs = (
        {clock.clause: clock for clock in _settled(case.facts, side.timed)}
        for side in (here, there)
    )
    for clause, clock in mine.items():
        partner = _partner(clause, here.timed, theirs, there.timed)
        yield Pair(case, clock, theirs.pop(partner) if partner else None)
    for clock in theirs.values():
        yield Pair(case, None, clock)


def _settled(facts: IncidentFacts, policy: Policy) -> list[Clock]:
    """The windows that ran on an incident, when all is known and every limit has passed."""
    began = facts.began.earliest
    dues = [clock.due_at for clock in time_incident(facts, policy, (), began)]
    end = max([began, *dues, *(r.at.latest for r in facts.responses)]) + _A_MOMENT
    watch = Watch("archive", "档案", "", timedelta(0), (), until_assumed=end)
    clocks = time_incident(facts, policy, (watch,), end)
    return [clock for clock in clocks if clock.verdict is not Verdict.NOT_APPLICABLE]


def _partner(clause: str, here: Policy, theirs: dict[str, Clock], there: Policy) -> str | None:
    """The window there that stands for this one: itself, else one that goes back to the same."""
    if clause in theirs:
        return clause
    root = _root(clause, here)
    return next((other for other in theirs if _root(other, there) == root), None)


def _root(clause: str, policy: Policy) -> str:
    """The first clause in the line of those that each replace another."""
    known = {c.id: c for profile in policy.lineage for c in profile.clauses}
    seen = {clause}
    while (older := known[clause].replaces) in known and older not in seen:
        seen.add(older)
        clause = older
    return clause


def what_if_row(pair: Pair, what_if: WhatIf) -> dict[str, Any]:
    """One line of `what_if.jsonl`. `in_force` is false where the side had no such rule yet."""
    return {
        "incident": pair.case.facts.id,
        "title": pair.case.title,
        "profile": what_if.there.stated.profile.id,
        "here": _side_row(pair.here, pair, what_if.here),
        "there": _side_row(pair.there, pair, what_if.there),
    }


def _side_row(clock: Clock | None, pair: Pair, side: Side) -> dict[str, Any] | None:
    if clock is None:
        return None
    zone = side.zone
    return {
        "clause": clock.clause,
        "window": str(side.stated.clause(clock.clause).window),
        "basis": clock.basis.value,
        "started": [_instant(clock.start.earliest, zone), _instant(clock.start.latest, zone)],
        "due": [_instant(clock.due_from, zone), _instant(clock.due_at, zone)],
        "verdict": clock.verdict.value,
        "in_force": side.awaited(clock.clause, pair.case.facts) is None,
        "reason": clock.words.zh,
    }


def _instant(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat()

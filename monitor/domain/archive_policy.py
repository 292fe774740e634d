"""The policy as an archive is replayed under it.

Two things that a live office has are missing in an archive: the moment at which it noticed a
matter or handed it on, and for old reports a rule that was in force. A replay says what would have
been flagged, so it counts from publication, and times what is older than every rule by the first
edition of them; whoever prints the result must say which rules those were (`rules_awaited`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from monitor.domain.policy import DEFAULT_START, Clause, Policy, Profile, StartBasis
from monitor.domain.rungs import Reminder, Step, Unacknowledged

_REMINDED = timedelta(days=7)
"""Nobody ever waives or answers what an archive leaves open: reminders without an end get one."""

_LIVE_ONLY = (StartBasis.DETECTED, StartBasis.ASSIGNED, StartBasis.ACKNOWLEDGED)


def for_archive(policy: Policy) -> Policy:
    """The policy without starts that only a live office knows, its first windows always in force.

    Only the windows of the earliest day are dated back: an incident of 2015 meets the rules of
    2016, never those that were added later.
    """
    windows = [clause for profile in policy.lineage for clause in profile.clauses]
    days = [c.effective_from for c in windows if c.times_incidents and c.effective_from]
    first = min(days, default=None)
    lineage = tuple(_adapted(profile, first) for profile in policy.lineage)
    own = next(profile for profile in lineage if profile.id == policy.profile.id)
    return Policy(own, lineage)


def rules_awaited(policy: Policy, clause_id: str, day: date) -> date | None:
    """The day on which a clause came into force, where that was after `day`; else None."""
    start = policy.clause(clause_id).effective_from
    return start if start is not None and start > day else None


def _adapted(profile: Profile, first: date | None) -> Profile:
    return replace(
        profile,
        clauses=tuple(_clause(clause, first) for clause in profile.clauses),
        escalation=tuple(_steps(profile.escalation)),
    )


def _steps(ladder: Iterable[Step]) -> Iterator[Step]:
    """The steps without those that wait for an acknowledgement; and every reminder has an end."""
    for step in ladder:
        if isinstance(step, Reminder) and step.every and step.until is None:
            yield replace(step, until=step.after + _REMINDED)
        elif not isinstance(step, Unacknowledged):
            yield step


def _clause(clause: Clause, first: date | None) -> Clause:
    """Detection is no start where a better one stands; the first edition has no first day."""
    bases = tuple(b for b in clause.clock_start or DEFAULT_START if b not in _LIVE_ONLY)
    early = clause.times_incidents and clause.effective_from == first
    return replace(
        clause,
        clock_start=bases or clause.clock_start,
        effective_from=None if early else clause.effective_from,
    )

"""The verdict under each other reading of the clock's start, beside the one in force.

No text says what a window is counted from (5 h: from the occurrence, or from the first report?).
An office decides, and sees here what each other decision would have made of the same facts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.domain.clock import Clock
from monitor.domain.incident import IncidentFacts
from monitor.domain.policy import DEFAULT_START, OnUpgrade, Policy, Profile, StartBasis
from monitor.domain.sight import Watch
from monitor.domain.timing import time_incident

_BASES = (*DEFAULT_START, StartBasis.ASSIGNED, StartBasis.ACKNOWLEDGED, StartBasis.GRADED)


@dataclass(frozen=True, slots=True)
class Reading:
    """One window counted from one basis; `clock` is None where that moment is not known.

    `in_force` marks the basis from which the profile counts here.
    """

    basis: StartBasis
    clock: Clock | None
    in_force: bool


def readings(
    facts: IncidentFacts, policy: Policy, watches: Sequence[Watch], now: datetime
) -> Mapping[str, tuple[Reading, ...]]:
    """Every window of the incident's day under every basis, by clause id.

    The arguments are those of `time_incident`, which does all the timing here: only the moment that
    a clause counts from is another. The rise of the grade is a reading where there was one.
    """
    chosen = time_incident(facts, policy, watches, now)
    others = {
        basis: {
            clock.clause: clock
            for clock in time_incident(facts, _counting_from(basis, policy), watches, now)
            if clock.basis is basis  # timing falls back where a basis is not known: that tells
        }
        for basis in _BASES
    }
    return {
        clock.clause: tuple(
            Reading(basis, found.get(clock.clause), basis is clock.basis)
            for basis, found in others.items()
            if basis is not StartBasis.GRADED or clock.clause in found
        )
        for clock in chosen
    }


def _counting_from(basis: StartBasis, policy: Policy) -> Policy:
    """The policy with every window counted from one basis."""
    lineage = tuple(_profile_from(profile, basis) for profile in policy.lineage)
    own = next(profile for profile in lineage if profile.id == policy.profile.id)
    return Policy(own, lineage)


def _profile_from(profile: Profile, basis: StartBasis) -> Profile:
    if basis is StartBasis.GRADED:
        return replace(profile, on_upgrade=OnUpgrade.FROM_UPGRADE)
    clauses = tuple(
        replace(clause, clock_start=(basis,)) if clause.times_incidents else clause
        for clause in profile.clauses
    )
    return replace(profile, clauses=clauses, on_upgrade=OnUpgrade.STRICT)

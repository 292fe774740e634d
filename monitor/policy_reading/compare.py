"""A draft held against the rules in force: what is new, what changed its limit, what is gone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from monitor.domain.policy import BASELINE, Clause, ClauseKind, Policy, loosens
from monitor.policy_reading.likeness import likeness

_ALIKE = 0.5


class ChangeKind(StrEnum):
    """How a clause of the draft stands to the rules in force."""

    NEW = "new"
    CHANGED = "changed"
    LOOSER = "looser"
    SAME = "same"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `LOOSER`: it asks less than the hard one it restates, so that both stay."""

    kind: ChangeKind
    clause: Clause | None
    before: Clause | None


def compare(draft: Sequence[Clause], in_force: Policy) -> tuple[Change, ...]:
    """Each clause of the draft beside the one it restates, then the office's own that are gone.

    What an office inherits is never gone: a profile that is silent on it keeps it.
    """
    left = [clause for profile in in_force.lineage for clause in profile.clauses]
    changes = []
    for clause in draft:
        other = nearest(clause, left)
        if other is not None:
            left.remove(other)
        changes.append(Change(_change(clause, other), clause, other))
    head = in_force.profile
    own = head.inherits if head.joint else (head.id,)
    gone = (
        Change(ChangeKind.GONE, None, clause)
        for clause in left
        if clause.profile in own and clause.profile != BASELINE
    )
    return (*changes, *gone)


def nearest(clause: Clause, others: Iterable[Clause]) -> Clause | None:
    """The clause that asks for the same, whatever its limit; None where there is none."""
    scored = [(_nearness(clause, other), other) for other in others]
    best, found = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return found if best >= _ALIKE else None


def limit_of(clause: Clause) -> str:
    """The limit of a clause in one word, empty for a duty."""
    for key in ("due", "due_every_year", "min_ratio"):
        if clause.extra.get(key):
            return str(clause.extra[key])
    window = clause.window or clause.max_gap
    count = clause.extra.get("min_count")
    return f"{window or ''}{f' x{count}' if count and count != 1 else ''}"


def _nearness(clause: Clause, other: Clause) -> float:
    if clause.kind is not other.kind:
        return 0.0
    alike = likeness(clause.quote, other.quote)
    if clause.kind is ClauseKind.DEADLINE and clause.times_incidents != other.times_incidents:
        return 0.0
    if clause.times_incidents:
        same = set(clause.grades) == set(other.grades)
        answers = set(clause.satisfied_by) & set(other.satisfied_by)
        return (0.6 + 0.4 * alike) if same and answers else 0.0
    return alike


def _change(clause: Clause, other: Clause | None) -> ChangeKind:
    if other is None:
        return ChangeKind.NEW
    if _limits_agree(clause, other) and clause.binding is other.binding:
        return ChangeKind.SAME
    if clause.replaces and loosens(clause, other):
        return ChangeKind.LOOSER
    return ChangeKind.CHANGED


def _limits_agree(clause: Clause, other: Clause) -> bool:
    if clause.kind is ClauseKind.CONTINUATION and not (clause.max_gap and other.max_gap):
        return True  # a gap is an office's own choice where the text names none
    return limit_of(clause) == limit_of(other)

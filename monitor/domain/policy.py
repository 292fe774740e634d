"""Response policies: profiles of clauses, each with its source and quotation.

A profile is a written document turned into data. It inherits from others, and a clause that
`replaces` another hides it, from the day its own profile is in force and never before: an incident
keeps the rule of its day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from monitor.domain.severity import EventGrade
from monitor.domain.window import Window

BASELINE = "national"
OTHER_GRADES = "*other"  # 其他政务舆情: whatever the graded windows do not time
ALL_GRADES = "*"


class ClauseKind(StrEnum):
    """What a clause asks for."""

    DEADLINE = "deadline"
    CONTINUATION = "continuation"
    FREQUENCY = "frequency"
    MINIMUM_DURATION = "minimum_duration"
    FIXED_DATE = "fixed_date"
    RATIO = "ratio"
    DUTY = "duty"
    ROUTING = "routing"


class Binding(StrEnum):
    """How strictly a clause binds. Only a hard one can be breached."""

    HARD = "hard"
    CONDITIONAL = "conditional"
    SOFT = "soft"


class StartBasis(StrEnum):
    """The moments a window may be counted from; a clause orders them by preference."""

    OCCURRED = "occurred"
    FIRST_SEEN_PUBLIC = "first_seen_public"
    DETECTED = "detected"

    @property
    def words(self) -> tuple[str, str]:
        """How the basis is called, in Chinese and in English."""
        return {
            "occurred": ("事发时间", "occurrence"),
            "first_seen_public": ("首次公开时间", "first public report"),
            "detected": ("监测发现时间", "detection"),
        }[self.value]


DEFAULT_START = (StartBasis.OCCURRED, StartBasis.FIRST_SEEN_PUBLIC, StartBasis.DETECTED)


@dataclass(frozen=True, slots=True)
class Clause:
    """One obligation. What only some kinds carry is empty on the others; `extra` keeps the rest.

    `effective_from` and `effective_to` are days in the profile's zone, inclusive.
    """

    id: str
    profile: str
    kind: ClauseKind
    quote: str
    source: str
    binding: Binding = Binding.HARD
    grades: tuple[str, ...] = ()
    category: str = "any"
    window: Window | None = None
    max_gap: Window | None = None
    calendar: str = "elapsed"
    clock_start: tuple[StartBasis, ...] = ()
    satisfied_by: tuple[str, ...] = ()
    trigger: str = ""
    channels: tuple[str, ...] = ()
    responsible: str = ""
    observability: str = ""
    replaces: str = ""
    effective_from: date | None = None
    effective_to: date | None = None
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def times_incidents(self) -> bool:
        """True for the windows that run on an incident, False for an office's other duties."""
        return (
            self.kind is ClauseKind.DEADLINE
            and self.window is not None
            and self.window.elapsed is not None
            and bool(self.grades)
            and not self.trigger
            and not self.channels
        )

    @property
    def names_grades(self) -> frozenset[EventGrade]:
        """The event grades it names; empty for a clause on everything else."""
        return frozenset(EventGrade(grade) for grade in self.grades if not grade.startswith("*"))

    def in_force_on(self, day: date) -> bool:
        """Whether the clause binds an incident that started on `day`."""
        return (self.effective_from is None or self.effective_from <= day) and (
            self.effective_to is None or day <= self.effective_to
        )


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the alert ladder: at this share of a window, these roles are told."""

    at: float
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """A policy document, its own clauses and what it stands on."""

    id: str
    title: str
    zone: str
    inherits: tuple[str, ...]
    clauses: tuple[Clause, ...]
    escalation: tuple[Rung, ...] = ()
    effective_from: date | None = None
    notes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Policy:
    """The profile an office works under, with everything it inherits, oldest ancestor first."""

    profile: Profile
    lineage: tuple[Profile, ...]

    @property
    def escalation(self) -> tuple[Rung, ...]:
        """The nearest ladder up the line of inheritance."""
        ladders = (profile.escalation for profile in reversed(self.lineage) if profile.escalation)
        return next(ladders, ())

    def clauses_on(self, day: date) -> tuple[Clause, ...]:
        """The clauses that bind an incident that started on `day`.

        A clause whose window is longer than that of the hard clause it replaces does not loosen
        it: both stay (DOMAIN rule: never loosen silently).
        """
        in_force = [c for p in self.lineage for c in p.clauses if c.in_force_on(day)]
        by_id = {clause.id: clause for clause in in_force}
        hidden = {
            clause.replaces
            for clause in in_force
            if clause.replaces in by_id and not _loosens(clause, by_id[clause.replaces])
        }
        return tuple(clause for clause in in_force if clause.id not in hidden)

    def windows_on(self, day: date) -> tuple[Clause, ...]:
        """Those clauses of the day that run as clocks on an incident, shortest window first."""
        timed = [clause for clause in self.clauses_on(day) if clause.times_incidents]
        return tuple(sorted(timed, key=lambda c: (_length(c), c.id)))

    def clause(self, clause_id: str) -> Clause:
        """The clause of that id, in force or not; raises KeyError where the line has none."""
        for profile in self.lineage:
            for clause in profile.clauses:
                if clause.id == clause_id:
                    return clause
        raise KeyError(clause_id)


def _length(clause: Clause) -> float:
    elapsed = clause.window.elapsed if clause.window else None
    return elapsed.total_seconds() if elapsed else float("inf")


def _loosens(child: Clause, parent: Clause) -> bool:
    return parent.binding is Binding.HARD and _length(child) > _length(parent)


def resolve(profiles: Mapping[str, Profile], profile_id: str) -> Policy:
    """The policy of `profile_id` with all it inherits.

    Raises KeyError for an unknown profile or ancestor, ValueError for a circle of inheritance.
    """
    lineage: list[Profile] = []

    def visit(name: str, below: tuple[str, ...]) -> None:
        if name in below:
            raise ValueError(f"profiles inherit in a circle: {' > '.join((*below, name))}")
        profile = profiles[name]
        for parent in profile.inherits:
            visit(parent, (*below, name))
        if profile not in lineage:
            lineage.append(profile)

    visit(profile_id, ())
    return Policy(profiles[profile_id], tuple(lineage))


def graded_windows(clauses: Iterable[Clause]) -> frozenset[EventGrade]:
    """All grades that some window of `clauses` names; the rest fall to the `*other` windows."""
    return frozenset(grade for clause in clauses for grade in clause.names_grades)

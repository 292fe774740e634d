"""Response policies: profiles of clauses, each with its source and quotation.

A profile is a written document turned into data. It inherits from others, and a clause that
`replaces` another hides it, from the day its own profile is in force and never before: an incident
keeps the rule of its day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache

from monitor.domain.rungs import Step
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

    @property
    def words(self) -> tuple[str, str]:
        """How the kind is called, in Chinese and in English."""
        return {
            "deadline": ("时限", "time limit"),
            "continuation": ("持续发布", "continued publication"),
            "frequency": ("频次", "frequency"),
            "minimum_duration": ("最短期限", "least length"),
            "fixed_date": ("规定日期", "fixed day"),
            "ratio": ("比例", "share"),
            "duty": ("要求", "duty"),
            "routing": ("分工", "who answers"),
        }[self.value]


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
    ASSIGNED = "assigned"
    ACKNOWLEDGED = "acknowledged"
    GRADED = "graded"
    """When the grade became known: an upgrade rule counts from it, no clause may."""

    @property
    def words(self) -> tuple[str, str]:
        """How the basis is called, in Chinese and in English."""
        return {
            "occurred": ("事发时间", "occurrence"),
            "first_seen_public": ("首次公开时间", "first public report"),
            "detected": ("监测发现时间", "detection"),
            "assigned": ("交办时间", "assignment"),
            "acknowledged": ("签收时间", "acknowledgement"),
            "graded": ("等级升高时间", "rise of the grade"),
        }[self.value]


class OnUpgrade(StrEnum):
    """Whether a grade that rose later moves the start of its windows; the texts do not say."""

    STRICT = "strict"
    FROM_UPGRADE = "from_upgrade"


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
        """True for the hard windows that run as clocks on an incident."""
        return self._limits_incidents and self.binding is Binding.HARD

    @property
    def follows_incidents(self) -> bool:
        """True for what is shown on an incident and never breached: 持续发布, 第一时间, 必要时."""
        if self.kind is ClauseKind.DUTY:
            return bool(self.satisfied_by) and not self.trigger
        return self.kind is ClauseKind.CONTINUATION or (
            self._limits_incidents and self.binding is not Binding.HARD
        )

    @property
    def _limits_incidents(self) -> bool:
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
        return _named(self.grades)

    def in_force_on(self, day: date) -> bool:
        """Whether the clause binds an incident that started on `day`."""
        return (self.effective_from is None or self.effective_from <= day) and (
            self.effective_to is None or day <= self.effective_to
        )


@cache
def _named(grades: tuple[str, ...]) -> frozenset[EventGrade]:
    return frozenset(EventGrade(grade) for grade in grades if not grade.startswith("*"))


@dataclass(frozen=True, slots=True)
class Profile:
    """A policy document, its own clauses and what it stands on.

    `joint` marks what is no document but several that bind an office at once: those it inherits.
    """

    id: str
    title: str
    zone: str
    inherits: tuple[str, ...]
    clauses: tuple[Clause, ...]
    escalation: tuple[Step, ...] = ()
    effective_from: date | None = None
    notes: Mapping[str, object] = field(default_factory=dict)
    joint: bool = False
    on_upgrade: OnUpgrade | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """The profile an office works under, with everything it inherits, oldest ancestor first."""

    profile: Profile
    lineage: tuple[Profile, ...]

    @property
    def escalation(self) -> tuple[Step, ...]:
        """The nearest ladder up the line of inheritance."""
        ladders = (profile.escalation for profile in reversed(self.lineage) if profile.escalation)
        return next(ladders, ())

    @property
    def on_upgrade(self) -> OnUpgrade:
        """The nearest rule up the line; where several documents bind at once, the stricter."""
        if self.profile.joint:
            profiles = {profile.id: profile for profile in self.lineage}
            stated = [resolve(profiles, head).on_upgrade for head in self.profile.inherits]
            return OnUpgrade.STRICT if OnUpgrade.STRICT in stated else OnUpgrade.FROM_UPGRADE
        nearest = (profile.on_upgrade for profile in reversed(self.lineage))
        return next((rule for rule in nearest if rule), OnUpgrade.STRICT)

    def clauses_on(self, day: date) -> tuple[Clause, ...]:
        """The clauses that bind an incident that started on `day`.

        A clause that would loosen the hard one it replaces does not hide it: both stay (DOMAIN
        rule: never loosen silently). Where several documents bind at once, each hides only what it
        inherits itself: a clause stays as long as one of them leaves it standing.
        """
        if not self.profile.joint:
            return tuple(_standing(self.lineage, day))
        profiles = {profile.id: profile for profile in self.lineage}
        lines = [resolve(profiles, head).lineage for head in self.profile.inherits]
        kept = {clause.id for line in lines for clause in _standing(line, day)}
        return tuple(c for p in self.lineage for c in p.clauses if c.id in kept)

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


def _standing(line: Iterable[Profile], day: date) -> list[Clause]:
    """The clauses of one line that are in force on `day` and not hidden by a later one."""
    in_force = [c for profile in line for c in profile.clauses if c.in_force_on(day)]
    by_id = {clause.id: clause for clause in in_force}
    hidden = {
        clause.replaces
        for clause in in_force
        if clause.replaces in by_id and not loosens(clause, by_id[clause.replaces])
    }
    return [clause for clause in in_force if clause.id not in hidden]


def loosens(child: Clause, parent: Clause) -> bool:
    """Whether `child` in place of `parent` would ask less of somebody, in any respect.

    Whoever replaces a hard clause must bind as hard, ask for the same kind of thing, in no longer
    time, no later, no less often and for no smaller share, of all whom the parent names, and count
    nothing as an answer that the parent does not. Which moment the window starts from is an
    office's own decision (the texts do not say) and loosens nothing.
    """
    if parent.binding is not Binding.HARD:
        return False
    return (
        child.binding is not Binding.HARD
        or child.kind is not parent.kind
        or _longer(child.window, parent.window)
        or _longer(child.max_gap, parent.max_gap)
        or _asks_less(child, parent)
        or not _covers(child.grades, parent.grades)
        or child.category not in ("any", parent.category)
        or (bool(child.channels) and not _covers(child.channels, parent.channels))
        or not _asks_for_the_same(child.satisfied_by, parent.satisfied_by)
    )


def _longer(child: Window | None, parent: Window | None) -> bool:
    return parent is not None and (child is None or child.may_be_longer_than(parent))


def _covers(child: tuple[str, ...], parent: tuple[str, ...]) -> bool:
    """Whether whoever the parent names the child names too; an empty list names everyone."""
    if not parent:
        return not child
    return ALL_GRADES in child or set(parent) <= set(child)


def _asks_for_the_same(child: tuple[str, ...], parent: tuple[str, ...]) -> bool:
    """Whether nothing counts for the child that does not for the parent; empty: anything does."""
    return not parent or (bool(child) and set(child) <= set(parent))


def _asks_less(child: Clause, parent: Clause) -> bool:
    """Whether a number that the parent sets (how often, what share, which day) is lower or gone."""
    most = ("due", "due_every_year")
    least = ("min_count", "min_ratio")
    for key in (*most, *least):
        theirs, ours = parent.extra.get(key), child.extra.get(key)
        if theirs is None or ours == theirs:
            continue
        if ours is None or (key in most and str(ours) > str(theirs)):
            return True
        if key in least and float(str(ours)) < float(str(theirs)):
            return True
    return False


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


def resolve_together(profiles: Mapping[str, Profile], heads: Sequence[str]) -> Policy:
    """The policy of an office that several documents bind at once, such as a city's and a county's.

    Every incident is timed under each of them. One document alone is `resolve`. Raises as that,
    and ValueError where the documents keep different time zones.
    """
    if len(heads) == 1:
        return resolve(profiles, heads[0])
    bound = [profiles[head] for head in heads]
    if len({profile.zone for profile in bound}) > 1:
        raise ValueError("profiles that bind together must keep one time zone")
    joint = Profile(
        id="+".join(heads),
        title=" + ".join(profile.title for profile in bound),
        zone=bound[0].zone,
        inherits=tuple(heads),
        clauses=(),
        joint=True,
    )
    return resolve({**profiles, joint.id: joint}, joint.id)


def graded_windows(clauses: Iterable[Clause]) -> frozenset[EventGrade]:
    """All grades that some window of `clauses` names; the rest fall to the `*other` windows."""
    return frozenset(grade for clause in clauses for grade in clause.names_grades)

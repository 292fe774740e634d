"""What only shows when profiles are held against each other: names, circles, replacements."""

from collections.abc import Iterator, Mapping

from monitor.domain.policy import Profile
from monitor.settings.problems import Problem


def problems_between(
    profiles: Mapping[str, Profile], stands_in: Mapping[str, str]
) -> Iterator[Problem]:
    """Every problem between profiles; `stands_in` names the file of each."""
    yield from _unknown_parents(profiles, stands_in)
    yield from _circles(profiles, stands_in)
    yield from _repeated_clauses(profiles, stands_in)
    yield from _unknown_replaced(profiles, stands_in)


def _unknown_parents(
    profiles: Mapping[str, Profile], stands_in: Mapping[str, str]
) -> Iterator[Problem]:
    known = f"known profiles: {sorted(profiles)}"
    for name, profile in profiles.items():
        for parent in profile.inherits:
            if parent not in profiles:
                where = f"profile.{name}.inherits"
                yield Problem(stands_in[name], where, repr(parent), known)


def _circles(profiles: Mapping[str, Profile], stands_in: Mapping[str, str]) -> Iterator[Problem]:
    """Each circle of inheritance once, at the profile of it that comes first."""
    told: set[frozenset[str]] = set()
    for name in profiles:
        circle = _circle_through(name, profiles)
        if circle and frozenset(circle) not in told:
            told.add(frozenset(circle))
            chain = " > ".join((*circle, name))
            yield Problem(
                stands_in[name],
                f"profile.{name}.inherits",
                chain,
                "profiles inherit in a circle; break it",
            )


def _circle_through(name: str, profiles: Mapping[str, Profile]) -> tuple[str, ...]:
    """A path of inheritance from a profile back to itself, or nothing."""
    paths: list[tuple[str, ...]] = [(name,)]
    seen = {name}
    while paths:
        path = paths.pop()
        for parent in profiles[path[-1]].inherits:
            if parent == name:
                return path
            if parent in profiles and parent not in seen:
                seen.add(parent)
                paths.append((*path, parent))
    return ()


def _repeated_clauses(
    profiles: Mapping[str, Profile], stands_in: Mapping[str, str]
) -> Iterator[Problem]:
    """Clocks and entries are kept by clause id: no two clauses may share one."""
    owner: dict[str, str] = {}
    for name, profile in profiles.items():
        for clause in profile.clauses:
            if clause.id in owner:
                where = f"profile.{name}.clause[{clause.id}].id"
                remedy = f"profile {owner[clause.id]} has a clause of that id; give it another"
                yield Problem(stands_in[name], where, repr(clause.id), remedy)
            owner.setdefault(clause.id, name)


def _unknown_replaced(
    profiles: Mapping[str, Profile], stands_in: Mapping[str, str]
) -> Iterator[Problem]:
    """A clause can only replace one that its profile inherits."""
    for name, profile in profiles.items():
        inherited = {
            clause.id for parent in _ancestors(name, profiles) for clause in parent.clauses
        }
        for clause in profile.clauses:
            if clause.replaces and clause.replaces not in inherited:
                where = f"profile.{name}.clause[{clause.id}].replaces"
                remedy = f"no such clause is inherited; there are {sorted(inherited)}"
                yield Problem(stands_in[name], where, repr(clause.replaces), remedy)


def _ancestors(name: str, profiles: Mapping[str, Profile]) -> list[Profile]:
    seen: dict[str, Profile] = {}
    waiting = list(profiles[name].inherits)
    while waiting:
        parent = waiting.pop()
        if parent in profiles and parent not in seen:
            seen[parent] = profiles[parent]
            waiting += profiles[parent].inherits
    return list(seen.values())

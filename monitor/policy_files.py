"""Reads policy profiles from TOML: the ones that travel with the product and an office's own."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor.domain.policy import (
    Binding,
    Clause,
    ClauseKind,
    Policy,
    Profile,
    Rung,
    StartBasis,
    resolve,
)
from monitor.domain.severity import EventGrade
from monitor.domain.window import parse_window
from monitor.problems import ConfigurationError, Problem, unknown_key

T = TypeVar("T")

SHIPPED = Path(__file__).parent / "policies"

_PROFILE_KEYS = {"title", "timezone", "inherits", "effective_from", "clause", "escalation"}
_PROFILE_NOTES = {"must_answer", "routing", "accountability", "overrides_from"}
_CLAUSE_KEYS = {
    "id",
    "kind",
    "quote",
    "source",
    "binding",
    "grades",
    "category",
    "window",
    "max_gap",
    "calendar",
    "clock_start",
    "satisfied_by",
    "trigger",
    "channels",
    "responsible",
    "observability",
    "replaces",
    "effective_from",
    "effective_to",
}
_CLAUSE_EXTRAS = {
    "subject",
    "min_count",
    "min_ratio",
    "numerator",
    "denominator",
    "due",
    "due_every_year",
}
_GRADES = {"*", "*other", *(grade.value for grade in EventGrade)}


def load_profiles(*own: Path) -> dict[str, Profile]:
    """All shipped profiles, then those in an office's own files; a later one of the same id wins.

    Raises ConfigurationError with every problem found.
    """
    problems: list[Problem] = []
    profiles: dict[str, Profile] = {}
    for path in (*sorted(SHIPPED.glob("*.toml")), *own):
        profiles |= _read_file(path, problems)
    for profile in profiles.values():
        problems += [
            Problem(profile.id, "inherits", repr(parent), f"known profiles: {sorted(profiles)}")
            for parent in profile.inherits
            if parent not in profiles
        ]
    if problems:
        raise ConfigurationError(problems)
    return {name: _completed(profile, profiles) for name, profile in profiles.items()}


def load_policy(profile_id: str, *own: Path) -> Policy:
    """The policy an office works under. Raises ConfigurationError."""
    profiles = load_profiles(*own)
    if profile_id not in profiles:
        known = f"known profiles: {sorted(profiles)}"
        raise ConfigurationError([Problem("huiying.toml", "office.profile", profile_id, known)])
    try:
        return resolve(profiles, profile_id)
    except ValueError as circle:
        raise ConfigurationError(
            [Problem("policy.toml", f"profile.{profile_id}.inherits", str(circle), "break it")]
        ) from circle


def _read_file(path: Path, problems: list[Problem]) -> dict[str, Profile]:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problems.append(Problem(path.name, "(whole file)", str(error), "mend the TOML"))
        return {}
    problems += [
        unknown_key(path.name, "", key, {"profile"}) for key in document if key != "profile"
    ]
    profiles = {}
    tables = document.get("profile", {})
    if not isinstance(tables, dict):
        problems.append(Problem(path.name, "profile", repr(tables), "write [profile.NAME]"))
        return {}
    for name, body in tables.items():
        try:
            profiles[name] = _profile(path.name, name, body, problems)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            # A table where a list belongs, a word where a number does: the shape itself is wrong.
            remedy = "compare its shape with the profiles that travel with the product"
            problems.append(Problem(path.name, f"profile.{name}", repr(error), remedy))
    return profiles


def _profile(file: str, name: str, body: Mapping[str, Any], problems: list[Problem]) -> Profile:
    where = f"profile.{name}"
    known = _PROFILE_KEYS | _PROFILE_NOTES
    problems += [unknown_key(file, where, key, known) for key in body if key not in known]
    read = _Reader(file, where, body, problems)
    effective_from = read.one("effective_from", date.fromisoformat, "write a day: 2018-07-30")
    clauses = [
        _clause(file, name, number, raw, effective_from, problems)
        for number, raw in enumerate(body.get("clause", []), 1)
    ]
    return Profile(
        id=name,
        title=str(body.get("title", name)),
        zone=read.one("timezone", _zone_name, "write a zone: Asia/Shanghai") or "Asia/Shanghai",
        inherits=tuple(body.get("inherits", [])),
        clauses=tuple(clause for clause in clauses if clause is not None),
        escalation=tuple(
            Rung(float(rung["at"]), tuple(rung["notify"])) for rung in body.get("escalation", [])
        ),
        effective_from=effective_from,
        notes={key: body[key] for key in _PROFILE_NOTES if key in body},
    )


def _clause(
    file: str,
    profile: str,
    number: int,
    raw: Mapping[str, Any],
    effective_from: date | None,
    problems: list[Problem],
) -> Clause | None:
    """One clause; what it does not say of its first day is its profile's."""
    where = f"profile.{profile}.clause[{raw.get('id', number)}]"
    known = _CLAUSE_KEYS | _CLAUSE_EXTRAS
    before = len(problems)
    problems += [unknown_key(file, where, key, known) for key in raw if key not in known]
    problems += [
        Problem(file, f"{where}.{key}", "(missing)", "every clause needs it")
        for key in ("id", "kind", "quote", "source")
        if key not in raw
    ]
    typed = _typed_values(_Reader(file, where, raw, problems), effective_from)
    if len(problems) > before:
        return None
    plain = {
        key: raw.get(key, "")
        for key in ("id", "quote", "source", "trigger", "responsible", "observability", "replaces")
    }
    return Clause(
        profile=profile,
        **plain,
        **typed,
        category=raw.get("category", "any"),
        calendar=raw.get("calendar", "elapsed"),
        satisfied_by=tuple(raw.get("satisfied_by", [])),
        channels=tuple(raw.get("channels", [])),
        extra={key: raw[key] for key in _CLAUSE_EXTRAS if key in raw},
    )


def _typed_values(read: "_Reader", effective_from: date | None) -> dict[str, Any]:
    """The values of a clause that are more than words; what is wrong with one becomes a problem."""
    first_day = read.one("effective_from", date.fromisoformat, "write a day: 2018-07-30")
    binding = read.one("binding", Binding, f"one of {[b.value for b in Binding]}")
    return {
        "kind": read.one("kind", ClauseKind, f"one of {[k.value for k in ClauseKind]}"),
        "binding": binding or Binding.HARD,
        "window": read.one("window", parse_window, "write for example PT5H or P5WD"),
        "max_gap": read.one("max_gap", parse_window, "write for example PT24H"),
        "effective_from": first_day or effective_from,
        "effective_to": read.one("effective_to", date.fromisoformat, "write a day: 2018-07-30"),
        "clock_start": read.many("clock_start", StartBasis, f"of {[b.value for b in StartBasis]}"),
        "grades": read.many("grades", _grade, f"of {sorted(_GRADES)}"),
    }


class _Reader:
    """Converts single values of one table, noting a problem where one cannot be read."""

    def __init__(
        self, file: str, where: str, raw: Mapping[str, Any], problems: list[Problem]
    ) -> None:
        self._file, self._where, self._raw, self._problems = file, where, raw, problems

    def one(self, key: str, convert: Callable[[str], T], remedy: str) -> T | None:
        """The value at `key` converted, or None where it is absent or wrong."""
        if key not in self._raw:
            return None
        return self._convert(key, self._raw[key], convert, remedy)

    def many(self, key: str, convert: Callable[[str], T], remedy: str) -> tuple[T, ...]:
        """The list at `key`, item by item."""
        items = (self._convert(key, item, convert, remedy) for item in self._raw.get(key, []))
        return tuple(item for item in items if item is not None)

    def _convert(self, key: str, value: Any, convert: Callable[[str], T], remedy: str) -> T | None:
        try:
            return convert(str(value))
        except ValueError:
            self._problems.append(Problem(self._file, f"{self._where}.{key}", repr(value), remedy))
            return None


def _grade(text: str) -> str:
    if text not in _GRADES:
        raise ValueError(text)
    return text


def _zone_name(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except ZoneInfoNotFoundError as error:
        raise ValueError(text) from error


def _completed(profile: Profile, profiles: Mapping[str, Profile]) -> Profile:
    """A clause that replaces another takes over what it leaves unsaid of the clock's start."""
    every = {clause.id: clause for other in profiles.values() for clause in other.clauses}
    return replace(profile, clauses=tuple(_inheriting(c, every) for c in profile.clauses))


def _inheriting(clause: Clause, every: Mapping[str, Clause]) -> Clause:
    parent = every.get(clause.replaces)
    if parent is None or clause.clock_start:
        return clause
    return replace(clause, clock_start=parent.clock_start)

"""Reads policy profiles from TOML: the ones that travel with the product and an office's own."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from monitor.domain.policy import Clause, Policy, Profile, resolve_together
from monitor.settings.policy_checks import problems_between
from monitor.settings.policy_tables import read_profile
from monitor.settings.problems import ConfigurationError, Problem, unknown_key

SHIPPED = Path(__file__).parent.parent / "policies"

_BARE_DAY = re.compile(r"(=\s*)(\d{4}-\d{2}-\d{2})(\s*(?:#.*)?)$", re.MULTILINE)


def load_profiles(*own: Path) -> dict[str, Profile]:
    """All shipped profiles, then those in an office's own files; a later one of the same id wins.

    Raises ConfigurationError with every problem found.
    """
    problems: list[Problem] = []
    profiles: dict[str, Profile] = {}
    stands_in: dict[str, str] = {}
    for path in (*sorted(SHIPPED.glob("*.toml")), *own):
        found = _read_file(path, problems)
        profiles |= found
        stands_in |= dict.fromkeys(found, path.name)
    problems += problems_between(profiles, stands_in)
    if problems:
        raise ConfigurationError(problems)
    return {name: _completed(profile, profiles) for name, profile in profiles.items()}


def load_policy(profile_ids: str | Sequence[str], *own: Path) -> Policy:
    """The policy an office works under; several profiles bind it together.

    Raises ConfigurationError.
    """
    heads = [profile_ids] if isinstance(profile_ids, str) else list(dict.fromkeys(profile_ids))
    profiles = load_profiles(*own)
    known = f"known profiles: {sorted(profiles)}"
    problems = [
        Problem("huiying.toml", "office.profile", head, known)
        for head in heads
        if head not in profiles
    ]
    if not heads:
        problems = [Problem("huiying.toml", "office.profile", "[]", known)]
    if problems:
        raise ConfigurationError(problems)
    try:
        return resolve_together(profiles, heads)
    except ValueError as error:
        problem = Problem("huiying.toml", "office.profile", repr(heads), str(error))
        raise ConfigurationError([problem]) from error


def _read_file(path: Path, problems: list[Problem]) -> dict[str, Profile]:
    try:
        document = _document(path.read_text(encoding="utf-8"))
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
            profiles[name] = read_profile(path.name, name, body, problems)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            # A table where a list belongs, a word where a number does: the shape itself is wrong.
            remedy = "compare its shape with the profiles that travel with the product"
            problems.append(Problem(path.name, f"profile.{name}", repr(error), remedy))
    return profiles


def _document(text: str) -> dict[str, Any]:
    """The TOML of a file; a bare day that does not exist is left to be named at its key.

    Left to the TOML reader it would hide every other problem of the file.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return tomllib.loads(_BARE_DAY.sub(r'\1"\2"\3', text))


def _completed(profile: Profile, profiles: Mapping[str, Profile]) -> Profile:
    """A clause that replaces another takes over what it leaves unsaid of the clock's start."""
    every = {clause.id: clause for other in profiles.values() for clause in other.clauses}
    return replace(profile, clauses=tuple(_inheriting(c, every) for c in profile.clauses))


def _inheriting(clause: Clause, every: Mapping[str, Clause]) -> Clause:
    parent = every.get(clause.replaces)
    if parent is None or clause.clock_start:
        return clause
    return replace(clause, clock_start=parent.clock_start)

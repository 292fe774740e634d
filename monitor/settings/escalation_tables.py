"""One step of the alert ladder, as `[[profile.NAME.escalation]]` writes it, checked."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from monitor.domain.rungs import Ahead, Reminder, Rung, Step, Unacknowledged
from monitor.domain.window import parse_window
from monitor.settings.config_files import ROLES
from monitor.settings.problems import Problem, unknown_key
from monitor.settings.table_reader import TableReader, one_of

_WHEN = ("at", "before", "after", "unacknowledged_for")
_ONLY_AFTER = ("every", "until", "unless_acknowledged")
_KEYS = {*_WHEN, *_ONLY_AFTER, "notify"}
_LEAST = timedelta(minutes=10)
_LENGTH = "write a length in days, hours or minutes: PT2H"
_OFTEN = "write ten minutes or more: PT4H"


def read_step(
    file: str, where: str, raw: Mapping[str, Any], problems: list[Problem]
) -> Step | None:
    """The step of a table, or None where it is wrong; what is wrong is added to `problems`."""
    before = len(problems)
    problems += [unknown_key(file, where, key, _KEYS) for key in raw if key not in _KEYS]
    read = TableReader(file, where, raw, problems)
    read.require("notify")
    roles = read.many("notify", one_of(ROLES), f"of {list(ROLES)}")
    if raw.get("notify") == []:
        read.note("notify", "[]", f"name whom to tell, of {list(ROLES)}")
    for key, value, remedy in _contradictions(raw):
        read.note(key, value, remedy)
    step = _step(read, roles)
    return step if len(problems) == before else None


def _step(read: TableReader, roles: tuple[str, ...]) -> Step | None:
    share = read.one("at", _share_of_window, "write a share of the window: 0.8")
    before = read.one("before", _length, _LENGTH)
    after = read.one("after", _length, _LENGTH)
    every = read.one("every", _often, _OFTEN)
    until = read.one("until", _length, _LENGTH)
    wait = read.one("unacknowledged_for", _length, _LENGTH)
    if share is not None:
        return Rung(share, roles)
    if before is not None:
        return Ahead(before, roles)
    if wait is not None:
        return Unacknowledged(wait, roles)
    if after is None:
        return None
    if until is not None and until < after:
        read.note("until", repr(read.raw["until"]), "it ends before its first reminder")
    unless = read.raw.get("unless_acknowledged") is True
    return Reminder(after, roles, every, until, unless)


def _contradictions(raw: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What does not go together: key, value, remedy."""
    given = [key for key in _WHEN if key in raw]
    if not given:
        yield "at", "(missing)", f"say when: one of {list(_WHEN)}"
    for key in given[1:]:
        yield key, repr(raw[key]), f"{given[0]} stands here already; make it a step of its own"
    for key in _ONLY_AFTER:
        if key in raw and given and "after" not in raw:
            yield key, repr(raw[key]), "only a step with `after` has it"
    if "until" in raw and "every" not in raw and "after" in raw:
        yield "until", repr(raw["until"]), "without `every` there is nothing to end"
    if not isinstance(raw.get("unless_acknowledged", False), bool):
        yield "unless_acknowledged", repr(raw["unless_acknowledged"]), "write true or false"


def _share_of_window(text: str) -> float:
    if not 0 < float(text) <= 10:
        raise ValueError(text)
    return float(text)


def _length(text: str) -> timedelta:
    elapsed = parse_window(text).elapsed
    if elapsed is None:
        raise ValueError(text)
    return elapsed


def _often(text: str) -> timedelta:
    every = _length(text)
    if every < _LEAST:
        raise ValueError(text)
    return every

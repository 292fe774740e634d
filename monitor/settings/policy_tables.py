"""One profile's table into a `Profile`: every value checked, every mistake noted at its key."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor.domain.due import COUNTINGS, ELAPSED, WORKING_DAYS
from monitor.domain.policy import Binding, Clause, ClauseKind, OnUpgrade, Profile, StartBasis
from monitor.domain.response import ResponseKind
from monitor.domain.severity import Category, EventGrade
from monitor.domain.window import Window, parse_window
from monitor.settings.escalation_tables import read_step
from monitor.settings.problems import Problem, unknown_key
from monitor.settings.table_reader import TableReader, one_of

_PROFILE_KEYS = {
    "title",
    "timezone",
    "inherits",
    "effective_from",
    "on_upgrade",
    "clause",
    "escalation",
}
_PROFILE_NOTES = {"must_answer", "routing", "accountability", "overrides_from"}
_WORDS = ("id", "quote", "source", "trigger", "responsible", "observability", "replaces")
_CLAUSE_KEYS = {
    *_WORDS,
    "kind",
    "binding",
    "grades",
    "category",
    "window",
    "max_gap",
    "calendar",
    "clock_start",
    "satisfied_by",
    "channels",
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
_NEEDED = {
    ClauseKind.DEADLINE: ("window",),
    ClauseKind.FREQUENCY: ("window",),
    ClauseKind.MINIMUM_DURATION: ("window",),
    ClauseKind.CONTINUATION: ("max_gap",),
    ClauseKind.RATIO: ("min_ratio",),
}
_GRADES = {"*", "*other", *(grade.value for grade in EventGrade)}
_CATEGORIES = {"any", "emergency", *(category.value for category in Category)}
_BASES = [basis.value for basis in StartBasis if basis is not StartBasis.GRADED]
_A_DAY = "write a day that exists: 2018-07-30"
_ITS_OWN_WORDS = ""
"""The remedy that the conversion itself gives in its error."""


def read_profile(file: str, name: str, body: Mapping[str, Any], problems: list[Problem]) -> Profile:
    """The profile of a table; what is wrong is added to `problems`.

    Raises AttributeError, KeyError, TypeError or ValueError where the shape itself is wrong.
    """
    where = f"profile.{name}"
    known = _PROFILE_KEYS | _PROFILE_NOTES
    problems += [unknown_key(file, where, key, known) for key in body if key not in known]
    read = TableReader(file, where, body, problems)
    effective_from = read.one("effective_from", date.fromisoformat, _A_DAY)
    clauses = [
        _clause(file, name, number, raw, effective_from, problems)
        for number, raw in enumerate(body.get("clause", []), 1)
    ]
    return Profile(
        id=name,
        title=str(body.get("title", name)),
        zone=read.one("timezone", _zone_name, "write a zone: Asia/Shanghai") or "Asia/Shanghai",
        inherits=read.texts("inherits"),
        clauses=tuple(clause for clause in clauses if clause is not None),
        escalation=tuple(
            step
            for number, raw in enumerate(body.get("escalation", []), 1)
            if (step := read_step(file, f"{where}.escalation[{number}]", raw, problems))
        ),
        effective_from=effective_from,
        on_upgrade=read.one("on_upgrade", OnUpgrade, f"one of {[o.value for o in OnUpgrade]}"),
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
    read = TableReader(file, where, raw, problems)
    read.require("id", "kind", "quote", "source")
    words: dict[str, Any] = {key: read.text(key) for key in _WORDS}
    values = _typed_values(read, effective_from)
    extra = _extras(read)
    problems += [
        Problem(file, f"{where}.{key}", *rest) for key, *rest in _contradictions(raw, values)
    ]
    if len(problems) > before:
        return None
    return Clause(profile=profile, **words, **values, extra=extra)


def _typed_values(read: TableReader, effective_from: date | None) -> dict[str, Any]:
    """The values of a clause that are more than words; what is wrong with one becomes a problem."""
    window = read.one("window", parse_window, _ITS_OWN_WORDS)
    return {
        "kind": read.one("kind", ClauseKind, f"one of {[k.value for k in ClauseKind]}"),
        "binding": read.one("binding", Binding, f"one of {[b.value for b in Binding]}")
        or Binding.HARD,
        "window": window,
        "max_gap": read.one("max_gap", parse_window, _ITS_OWN_WORDS),
        "calendar": read.one("calendar", one_of(COUNTINGS), f"one of {list(COUNTINGS)}")
        or _counting_of(window),
        "category": read.one("category", one_of(_CATEGORIES), f"one of {sorted(_CATEGORIES)}")
        or "any",
        "effective_from": read.one("effective_from", date.fromisoformat, _A_DAY) or effective_from,
        "effective_to": read.one("effective_to", date.fromisoformat, _A_DAY),
        "clock_start": read.many("clock_start", _clause_basis, f"of {_BASES}"),
        "grades": read.many("grades", one_of(_GRADES), f"of {sorted(_GRADES)}"),
        "satisfied_by": read.texts("satisfied_by"),
        "channels": read.texts("channels"),
    }


def _extras(read: TableReader) -> dict[str, object]:
    """What only some kinds carry, as the domain wants it: days and shares as written, checked."""
    read.one("due", date.fromisoformat, _A_DAY)
    read.one("due_every_year", _month_and_day, "write a month and a day: 03-31")
    read.one("min_count", _count, "write how often: 1")
    read.one("min_ratio", _share, "write a share above 0 and up to 1: 0.5")
    return {key: read.raw[key] for key in sorted(_CLAUSE_EXTRAS) if key in read.raw}


def _contradictions(
    raw: Mapping[str, Any], values: Mapping[str, Any]
) -> Iterator[tuple[str, str, str]]:
    """What is missing for the kind, or does not go together: key, value, remedy."""
    kind, window, first, last = (
        values[key] for key in ("kind", "window", "effective_from", "effective_to")
    )
    for key in _NEEDED.get(kind, ()):
        if key not in raw:
            yield key, "(missing)", f"a {kind} clause needs it"
    if kind is ClauseKind.FIXED_DATE and ("due" in raw) == ("due_every_year" in raw):
        yield "due", "(missing or twice)", "give either due or due_every_year"
    if window is not None and (values["calendar"] == WORKING_DAYS) != bool(window.working_days):
        remedy = "working days are written PnWD, and only they are counted as working_days"
        yield "calendar", repr(raw.get("calendar", ELAPSED)), remedy
    if first is not None and last is not None and last < first:
        yield "effective_to", repr(str(last)), f"it ends before it begins on {first}"
    if kind is ClauseKind.DEADLINE and values["grades"]:
        kinds = [answer.value for answer in ResponseKind]
        for answer in values["satisfied_by"]:
            if answer not in kinds:
                yield "satisfied_by", repr(answer), f"of {kinds}"


def _counting_of(window: Window | None) -> str:
    return WORKING_DAYS if window is not None and window.working_days else ELAPSED


def _clause_basis(text: str) -> StartBasis:
    if text not in _BASES:
        raise ValueError(text)
    return StartBasis(text)


def _zone_name(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except ZoneInfoNotFoundError as error:
        raise ValueError(text) from error


def _month_and_day(text: str) -> str:
    date.fromisoformat(f"2000-{text}")  # a leap year: 29 February is a day
    return text


def _count(text: str) -> int:
    if int(text) < 1:
        raise ValueError(text)
    return int(text)


def _share(text: str) -> float:
    if not 0 < float(text) <= 1:
        raise ValueError(text)
    return float(text)

"""The working days of China, and an office's own `workdays.toml` beside them.

The days come from the chinesecalendar library, which follows the State Council's yearly notices.
A year that it does not hold yet, or a local holiday, stands in the office's file:

    [year.2027]                        # the notice for 2027, whole
    off = ["2027-01-01", "2027-02-05"] # days off besides ordinary weekends
    work = ["2027-02-07"]              # Saturdays and Sundays that are worked

    [local]                            # what a place adds, in any year
    off = ["2026-04-20"]
    work = []
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import chinese_calendar

from monitor.domain.working_days import WorkCalendar
from monitor.settings.problems import ConfigurationError, Problem, unknown_key

WORKDAYS_FILE = "workdays.toml"

_KEYS = {"off", "work"}
_NAME_A_YEAR = "name a year: [year.2027]"
_REMEDY = 'write days: off = ["2027-01-01"]'


def national_calendar() -> WorkCalendar:
    """The years that the library holds."""
    off, work = chinese_calendar.holidays, chinese_calendar.workdays
    years = {day.year for day in off}
    return WorkCalendar(
        frozenset(range(min(years), max(years) + 1)), frozenset(off), frozenset(work)
    )


def load_calendar(path: Path | None = None) -> WorkCalendar:
    """The national calendar, with the file at `path` laid over it where there is one.

    Raises ConfigurationError with every problem found.
    """
    calendar = national_calendar()
    if path is None or not path.exists():
        return calendar
    problems: list[Problem] = []
    document = _document(path, problems)
    problems += [
        unknown_key(path.name, "", key, {"year", "local"})
        for key in document
        if key not in ("year", "local")
    ]
    years = document.get("year", {})
    if not isinstance(years, Mapping):
        problems.append(Problem(path.name, "year", repr(years), _NAME_A_YEAR))
        years = {}
    for name, table in years.items():
        calendar = _with_year(calendar, path.name, name, table, problems)
    off, work = _days(path.name, "local", document.get("local", {}), None, problems)
    if problems:
        raise ConfigurationError(problems)
    return calendar.with_local(off, work)


def _document(path: Path, problems: list[Problem]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problems.append(Problem(path.name, "(whole file)", str(error), "mend the TOML"))
        return {}


def _with_year(
    calendar: WorkCalendar, file: str, name: str, table: object, problems: list[Problem]
) -> WorkCalendar:
    where = f"year.{name}"
    if not (name.isdecimal() and len(name) == 4):
        problems.append(Problem(file, where, repr(name), _NAME_A_YEAR))
        return calendar
    off, work = _days(file, where, table, int(name), problems)
    if isinstance(table, Mapping) and not table.get("off"):
        problems.append(Problem(file, f"{where}.off", "[]", "a year without holidays is no notice"))
    return calendar.with_year(int(name), off, work)


def _days(
    file: str, where: str, table: object, year: int | None, problems: list[Problem]
) -> tuple[set[date], set[date]]:
    if not isinstance(table, Mapping):
        problems.append(Problem(file, where, repr(table), _REMEDY))
        return set(), set()
    problems += [unknown_key(file, where, key, _KEYS) for key in table if key not in _KEYS]
    off, work = (
        set(_list(file, f"{where}.{key}", table.get(key, []), year, problems))
        for key in ("off", "work")
    )
    problems += [
        Problem(file, where, str(day), "off or worked, not both") for day in sorted(off & work)
    ]
    return off, work


def _list(
    file: str, where: str, value: object, year: int | None, problems: list[Problem]
) -> list[date]:
    if not isinstance(value, list):
        problems.append(Problem(file, where, repr(value), _REMEDY))
        return []
    days = []
    for item in value:
        try:
            day = date.fromisoformat(str(item))
        except ValueError:
            problems.append(Problem(file, where, repr(item), "no such day; write 2027-01-01"))
            continue
        if year is not None and day.year != year:
            problems.append(Problem(file, where, str(day), f"not a day of {year}"))
        days.append(day)
    return days

"""What a person ruled on an incident, kept beside what the machine makes of it.

While a person's grade stands, the grade columns of the row hold it and `machine_grade` holds what
the articles give; so every reader sees the grade in force, and taking it back loses nothing.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from monitor.domain.severity import EventGrade
from monitor.domain.words import Words
from monitor.store.tables import IncidentRow

_RULED = ("grade_confirmed", "grade_possible", "grade_reasons", "graded_at", "figures")


def rule_grade(
    row: IncidentRow,
    grade: EventGrade | None,
    actor: str,
    reason: str,
    now: datetime,
    *,
    untrue: bool = False,
) -> None:
    """Put a person's grade in force; None: below every grade. `untrue` also sets figures to 0.

    The grade is known since a person says so, or since the articles gave it, if they did before.
    """
    machine = row.machine_grade or machine_part(row)
    word = grade.value if grade else "不定级"
    said = "认定内容不实，数字按0计" if untrue else f"人工定级：{word}"
    ruled = grade.value if grade else ""
    row.grade_by, row.untrue = actor, untrue
    row.machine_grade = machine
    row.grade_confirmed = row.grade_possible = ruled
    row.graded_at = _known_since(grade, machine, now)
    row.grade_reasons = [f"{said}（{actor}：{reason}）", _machine_words(machine)]
    figures: Mapping[str, int] = machine["figures"]
    row.figures = dict.fromkeys(figures, 0) if untrue else dict(figures)


def release_grade(row: IncidentRow) -> None:
    """Take a person's grade back: what the articles give is in force again."""
    for name, value in row.machine_grade.items():
        instant = name == "graded_at" and value is not None
        setattr(row, name, datetime.fromisoformat(value) if instant else value)
    row.grade_by, row.untrue, row.machine_grade = "", False, {}


def beneath_ruling(row: IncidentRow, columns: Mapping[str, Any]) -> dict[str, Any]:
    """The joined `columns` as they are kept on a row: under a person's grade, out of its way."""
    if not row.grade_by:
        return dict(columns)
    kept = {name: value for name, value in columns.items() if name not in _RULED}
    machine = {name: _plain(columns[name]) for name in _RULED}
    figures = dict.fromkeys(columns["figures"], 0) if row.untrue else columns["figures"]
    reasons = [*row.grade_reasons[:1], _machine_words(machine)]
    return {**kept, "figures": figures, "grade_reasons": reasons, "machine_grade": machine}


def machine_part(row: IncidentRow) -> dict[str, Any]:
    """What the articles give of grade and figures, as plain JSON."""
    return {name: _plain(getattr(row, name)) for name in _RULED}


def dismissal_of(row: IncidentRow, arrived: int = 0) -> Words | None:
    """Why an incident is not timed; `arrived` counts what came in after a person said so."""
    if not row.dismissed_zh:
        return None
    if not arrived:
        return Words(row.dismissed_zh, row.dismissed_en)
    return Words(
        f"{row.dismissed_zh}；此后又有{arrived}篇相关文章，仍不计时",
        f"{row.dismissed_en}; {arrived} more articles since, still not timed",
    )


def waivers_of(row: IncidentRow) -> dict[str, Words]:
    """Why clauses are not held against the office, by clause id."""
    return {clause: Words(said["zh"], said["en"]) for clause, said in row.waived.items()}


def _known_since(
    grade: EventGrade | None, machine: Mapping[str, Any], now: datetime
) -> datetime | None:
    if grade is None:
        return None
    given, since = machine["grade_confirmed"], machine["graded_at"]
    if since and given and EventGrade(given).rank >= grade.rank:
        return min(datetime.fromisoformat(since), now)
    return now


def _machine_words(machine: Mapping[str, Any]) -> str:
    grade = str(machine["grade_confirmed"] or "未定级")
    why = "；".join(machine["grade_reasons"])
    return f"系统判定：{grade}" + (f"（{why}）" if why else "")


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value

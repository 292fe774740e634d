"""Citizens' letters from files: when each was sent, when its reply was published, and by whom."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from monitor.domain.letters import Letter
from monitor.domain.when import When
from monitor.jsonl import LineReport, read_lines
from monitor.text.dates import read_time
from monitor.text.letter_page import read_letter_page

UNNAMED = "（未注明）"
"""The unit of a letter whose line names none."""

_SENT = ("sent_at", "time")
_REPLIED = ("replied_at", "reply_time")


def read_letters(path: Path, report: LineReport, zone: ZoneInfo, now: datetime) -> list[Letter]:
    """The letters of a JSON Lines file in input order; bad lines go to the report.

    A line holds `id`, `sent_at` (or `time`), `replied_at` (or `reply_time`, may be missing),
    `reply` (its text, may be missing) and `unit` (may be missing). Times without an offset are in
    `zone`; relative ones count from `now`.
    """
    letters = []
    for number, record in read_lines(path, report):
        try:
            letters.append(letter_from(record, zone, now))
        except ValueError as error:
            report.complain(path, number, str(error))
    return letters


def read_letter_file(path: Path, report: LineReport, zone: ZoneInfo, now: datetime) -> list[Letter]:
    """The letter of a saved page; one that states no time of sending goes to the report."""
    page = read_letter_page(path.read_bytes(), zone, now)
    if page.sent is None:
        report.complain(path, 1, "the page states no time at which the letter was sent")
        return []
    answered = page.replied is not None
    return [Letter(path.name, page.unit or UNNAMED, page.sent, page.replied, answered)]


def letter_from(record: Mapping[str, Any], zone: ZoneInfo, now: datetime) -> Letter:
    """One letter; raises ValueError that says which field is wrong and what it holds."""
    sent = _time(record, _SENT, zone, now)
    if sent is None:
        raise ValueError(f"{_SENT[0]} is missing")
    replied = _time(record, _REPLIED, zone, now)
    return Letter(
        id=str(record.get("id", "")),
        unit=str(record.get("unit") or UNNAMED),
        sent=sent,
        replied=replied,
        answered=replied is not None or bool(record.get("reply")),
    )


def _time(
    record: Mapping[str, Any], names: tuple[str, ...], zone: ZoneInfo, now: datetime
) -> When | None:
    name = next((name for name in names if record.get(name)), None)
    if name is None:
        return None
    when = read_time(str(record[name]), zone, now, name)
    if when is None:
        raise ValueError(f"{name} is no time that can be believed: {record[name]!r}")
    return when

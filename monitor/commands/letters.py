"""`letters`: how many citizens' letters were answered in time, by their public dates."""

import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from monitor.archive import OFFICE_ZONE
from monitor.commands.reading import Files
from monitor.domain.due import Ruler
from monitor.domain.duty_totals import SMALL_NUMBER
from monitor.domain.letters import Letter, Rate, rates, total
from monitor.domain.window import Window, parse_window
from monitor.jsonl import LineReport, dump
from monitor.letter_files import read_letter_file, read_letters
from monitor.problems import ConfigurationError
from monitor.system_clock import utc_now
from monitor.workday_files import load_calendar

_WINDOWS = ("P5WD", "PT48H", "PT24H", "PT5H")
_PAGES = (".html", ".htm")
_PROXY = (
    "Counted from public dates, which lie outside those of the rule (收到转办通知, written "
    "report): on time is certain, late is at most so many."
)


def letters(
    files: Files,
    window: Annotated[
        list[str] | None, typer.Option(help="A window, such as P5WD; may be repeated.")
    ] = None,
    by_unit: Annotated[bool, typer.Option("--by-unit", help="Also each unit by itself.")] = False,
    workdays: Annotated[
        Path | None, typer.Option(help="A workdays.toml.", exists=True, dir_okay=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON Lines instead of a table.")] = False,
) -> None:
    """Measure how many letters were answered within a window, over all and by unit.

    A file is JSON Lines (id, sent_at, replied_at, unit) or, ending in .html or .htm, the saved
    page of one letter. Default windows: P5WD, PT48H, PT24H, PT5H.

    Example: huiying letters letters.jsonl --window P5WD --by-unit
    """
    windows = [_window(text) for text in window or _WINDOWS]
    report, now = LineReport(), utc_now()
    found = [letter for file in files for letter in _letters(file, report, now)]
    ruler = _ruler(workdays)
    measured = [(each, rates(found, each, now, ruler)) for each in windows]
    if as_json:
        for row in _rows(measured, by_unit=by_unit):
            sys.stdout.write(dump(row) + "\n")
    else:
        _print(measured, found, by_unit=by_unit)
    if report.bad:
        raise typer.Exit(1)


def _letters(file: Path, report: LineReport, now: datetime) -> list[Letter]:
    read = read_letter_file if file.suffix.lower() in _PAGES else read_letters
    return read(file, report, OFFICE_ZONE, now)


def _window(text: str) -> Window:
    try:
        return parse_window(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text}: {error}", param_hint="--window") from error


def _ruler(workdays: Path | None) -> Ruler:
    try:
        return Ruler(load_calendar(workdays), OFFICE_ZONE)
    except ConfigurationError as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(2) from error


def _rows(
    measured: Iterable[tuple[Window, tuple[Rate, ...]]], *, by_unit: bool
) -> Iterable[dict[str, Any]]:
    for window, of_units in measured:
        shown = (total(of_units), *of_units) if by_unit else (total(of_units),)
        for rate in shown:
            yield {"window": window.text, **asdict(rate), "rate": rate.share}


def _print(
    measured: Iterable[tuple[Window, tuple[Rate, ...]]], found: list[Letter], *, by_unit: bool
) -> None:
    console = Console()
    overall = _table("window", f"{len(found)} letters")
    for window, of_units in measured:
        overall.add_row(window.text, *_cells(total(of_units)))
    console.print(overall)
    for window, of_units in measured if by_unit else ():
        table = _table("unit", window.text)
        for rate in of_units:
            table.add_row(rate.unit, *_cells(rate))
        console.print(table)
    console.print(_PROXY, soft_wrap=True)


def _table(first: str, title: str) -> Table:
    table = Table(first, title=title)
    for heading in ("letters", "on time", "late", "unanswered", "waiting", "unknown", "rate", "of"):
        table.add_column(heading, justify="right")
    return table


def _cells(rate: Rate) -> tuple[str, ...]:
    share = "–" if rate.share is None else f"{100 * rate.share:.1f} %"
    few = " (few)" if rate.decided < SMALL_NUMBER else ""
    counts = (
        rate.letters,
        rate.on_time,
        rate.late,
        rate.unanswered,
        rate.waiting,
        rate.undetermined,
    )
    return (*map(str, counts), share, f"{rate.on_time}/{rate.decided}{few}")

"""`letters`: how many citizens' letters were answered in time, by their public dates.

From files, or from the store of an office that watches a mailbox.
"""

import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from monitor.archive import OFFICE_ZONE
from monitor.commands.letter_printing import PROXY, rate_cells, rate_table, tell_missing_years
from monitor.domain.due import Ruler
from monitor.domain.letters import Letter, Rate, rates, read_letter, total
from monitor.domain.window import Window, parse_window
from monitor.jsonl import LineReport, dump
from monitor.letter_files import read_letter_file, read_letters
from monitor.settings.problems import ConfigurationError
from monitor.settings.workday_files import load_calendar
from monitor.system_clock import utc_now

_WINDOWS = ("P5WD", "PT48H", "PT24H", "PT5H")
_PAGES = (".html", ".htm")


def letters(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Files to read.", exists=True, dir_okay=False)
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            "-c",
            help="A configuration directory: the letters of its mailboxes, from its store.",
            envvar="HUIYING_CONFIG",
        ),
    ] = None,
    window: Annotated[
        list[str] | None, typer.Option(help="A window, such as P5WD; may be repeated.")
    ] = None,
    by_unit: Annotated[bool, typer.Option("--by-unit", help="Also each unit by itself.")] = False,
    each: Annotated[
        bool, typer.Option("--each", help="With -c: also each letter, what waits or is late first.")
    ] = False,
    find: Annotated[
        str, typer.Option(help="With -c: only list the letters with these words in title or unit.")
    ] = "",
    workdays: Annotated[
        Path | None, typer.Option(help="A workdays.toml.", exists=True, dir_okay=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON Lines instead of a table.")] = False,
) -> None:
    """Measure how many letters were answered within a window, over all and by unit.

    A file is JSON Lines (id, sent_at, replied_at, unit) or, ending in .html or .htm, the saved
    page of one letter. Default windows: P5WD, PT48H, PT24H, PT5H. From a store each letter is
    held against the clause that binds it, unless a window is given.

    Example: huiying letters letters.jsonl --window P5WD --by-unit
    Example: huiying letters -c office --each
    """
    if files is None:
        # Files are read without loading the crawler and the board.
        from monitor.commands.letters_stored import tell_stored

        chosen = [_window(text) for text in window or ()]
        raise typer.Exit(tell_stored(config, chosen, each=each, find=find, as_json=as_json))
    windows = [_window(text) for text in window or _WINDOWS]
    report, now = LineReport(), utc_now()
    found = [letter for file in files for letter in _letters(file, report, now)]
    ruler = _ruler(workdays)
    measured = [(limit, rates(found, limit, now, ruler)) for limit in windows]
    if as_json:
        for row in _rows(measured, by_unit=by_unit):
            sys.stdout.write(dump(row) + "\n")
    else:
        _print(measured, found, by_unit=by_unit)
    missing = sorted(_missing_years(found, windows, now, ruler))
    tell_missing_years(missing)
    if report.bad or missing:
        raise typer.Exit(1)


def _missing_years(
    found: Iterable[Letter], windows: Iterable[Window], now: datetime, ruler: Ruler
) -> set[int]:
    """The years whose holidays some letter wants and nobody has given."""
    years = {
        read_letter(letter, window, now, ruler).missing_year
        for window in windows
        if window.working_days
        for letter in found
    }
    return {year for year in years if year is not None}


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
    overall = rate_table("window", f"{len(found)} letters")
    for window, of_units in measured:
        overall.add_row(window.text, *rate_cells(total(of_units)))
    console.print(overall)
    for window, of_units in measured if by_unit else ():
        table = rate_table("unit", window.text)
        for rate in of_units:
            table.add_row(rate.unit, *rate_cells(rate))
        console.print(table)
    console.print(PROXY, soft_wrap=True)

"""`letters -c`: the letters of an office's mailboxes, as tables or JSON Lines."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from monitor.commands.letter_printing import PROXY, rate_cells, rate_table, tell_missing_years
from monitor.commands.settings import settings_or_exit
from monitor.domain.duty_totals import SMALL_NUMBER
from monitor.domain.when import When
from monitor.domain.window import Window
from monitor.jsonl import dump
from monitor.system_clock import utc_now
from monitor.usecases.watch_letters import LetterLine, LettersRead, by_urgency, has_mailbox
from monitor.wiring import House
from monitor.wording.duty_words import due_words


def tell_stored(
    config: Path | None, windows: Sequence[Window], *, each: bool, find: str, as_json: bool
) -> int:
    """Print the letters of an office's store; the exit status: 1 where a year is missing.

    Each letter is held against the clause that binds it, or against each of `windows` instead.
    """
    if config is None:
        sys.stderr.write("give files of letters, or -c with a configuration directory\n")
        return 2
    settings = settings_or_exit(config)
    house = House(settings, utc_now)
    if not has_mailbox(settings.channels):
        sys.stderr.write('channels.toml holds no channel of kind = "mailbox"\n')
    now = utc_now()
    if find:
        _list(house, house.letters.find(find, now), as_json=as_json)
        return 0
    readings = [house.letters.read(now, window) for window in windows or (None,)]
    for reading in readings:
        if as_json:
            _write(_rate_rows(reading))
        else:
            _print_rates(reading)
    if each:
        _list(house, readings[0].lines, as_json=as_json)
    missing = readings[0].missing_years
    tell_missing_years(missing)
    return 1 if missing else 0


def _print_rates(reading: LettersRead) -> None:
    console = Console()
    rule = reading.clause.id if reading.clause else "no clause binds; compared only"
    table = rate_table("unit", f"{reading.window} ({rule})")
    for rate in reading.rates:
        table.add_row(rate.unit, *rate_cells(rate))
    table.add_section()
    table.add_row("(all)", *rate_cells(reading.total))
    console.print(table)
    if reading.unread:
        console.print(f"{reading.unread} more pages state no date of a letter.", soft_wrap=True)
    console.print(PROXY, soft_wrap=True)


def _rate_rows(reading: LettersRead) -> Iterator[dict[str, Any]]:
    clause = reading.clause.id if reading.clause else None
    for rate in (reading.total, *reading.rates):
        yield {
            "window": reading.window.text,
            "clause": clause,
            **asdict(rate),
            "rate": rate.share,
            "few": rate.decided < SMALL_NUMBER,
        }


def _list(house: House, lines: Iterable[LetterLine], *, as_json: bool) -> None:
    ordered = by_urgency(lines)
    if as_json:
        _write(_letter_row(line) for line in ordered)
        return
    zone = house.settings.zone
    table = Table("state", "unit", "title", "due", "why", "page")
    for line in ordered:
        limit = line.reading.limit
        table.add_row(
            line.reading.verdict.words[1],
            line.unit_name,
            line.title,
            due_words(limit.latest, zone) if limit else "–",
            line.reading.words.en,
            line.url,
        )
    Console().print(table)


def _letter_row(line: LetterLine) -> dict[str, Any]:
    reading = line.reading
    return {
        "url": line.url,
        "title": line.title,
        "channel": line.channel,
        "unit": line.unit_name,
        "clause": line.clause.id if line.clause else None,
        "sent": _bounds(reading.letter.sent),
        "replied": _bounds(reading.letter.replied),
        "answered": reading.letter.answered,
        "due": reading.limit.latest.isoformat() if reading.limit else None,
        "verdict": reading.verdict.value,
        "reason": reading.words.zh,
        "first_seen_at": line.first_seen_at.isoformat(),
        "seen_at": line.seen_at.isoformat(),
    }


def _bounds(when: When | None) -> list[str] | None:
    return [when.earliest.isoformat(), when.latest.isoformat()] if when else None


def _write(rows: Iterable[dict[str, Any]]) -> None:
    for row in rows:
        sys.stdout.write(dump(row) + "\n")

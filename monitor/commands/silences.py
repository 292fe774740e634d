"""`silence`: mute messages for a while, with an end, a name and a reason."""

import sys
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Table

from monitor.commands.instants import when_written
from monitor.commands.judging import By, Reason
from monitor.commands.refusing import in_one_line
from monitor.commands.running import Folder
from monitor.commands.settings import settings_or_exit
from monitor.domain.silences import Silence
from monitor.jsonl import dump
from monitor.system_clock import utc_now
from monitor.usecases.silence import add_silence, end_silence
from monitor.wiring import House
from monitor.wording.silence_json import silence_json

silence = typer.Typer(
    help="Mute messages for a while. No clock stops, and a breach still reaches somebody.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_LISTED = 50


@silence.command()
def add(
    config: Folder,
    until: Annotated[str, typer.Option(help="The end, in office time: 2026-03-02T18:00.")],
    recipient: Annotated[str, typer.Option(help="The name of a recipient.")] = "",
    unit: Annotated[str, typer.Option(help="A unit's id.")] = "",
    incident: Annotated[int, typer.Option(min=0, help="An incident's number.")] = 0,
    by: By = "",
    reason: Reason = "",
) -> None:
    """Mute what goes to a recipient, is about a unit or an incident; several narrow it down.

    At most 30 days. What is muted is kept in the outbox as silenced and shown on the board. A day
    as the end means to its end.

    Example: huiying silence add --incident 7 --until 2026-03-05 -c office --by 值班室 --reason 专班
    """
    house = House(settings_or_exit(config), utc_now)
    now = utc_now()
    end = _end(until, house, now)
    with in_one_line():
        asked = Silence(now, end, by, reason, recipient, unit, str(incident) if incident else "")
        kept = add_silence(house.store, house.office, asked)
    typer.echo(f"silence {kept.number}: {_what(kept)} until {_local(end, house.settings.zone)}")


@silence.command("list")
def list_(
    config: Folder,
    every: Annotated[bool, typer.Option("--all", help="Also those that are over.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON Lines instead of a table.")] = False,
) -> None:
    """Show the silences in force.

    Example: huiying silence list -c office
    """
    house = House(settings_or_exit(config), utc_now)
    now, zone = utc_now(), house.settings.zone
    with house.store.read() as work:
        found = work.silences.latest(_LISTED) if every else work.silences.in_force(now)
    if as_json:
        for one in found:
            sys.stdout.write(dump(silence_json(one, zone)) + "\n")
    elif found:
        Console().print(_table(found, zone))
    else:
        typer.echo("nothing is silenced")


@silence.command()
def end(
    number: Annotated[int, typer.Argument(help="The silence's number.")],
    config: Folder,
    by: By = "",
    reason: Reason = "",
) -> None:
    """End a silence before its time; it stays in the log.

    Example: huiying silence end 3 -c office --by 值班室 --reason 处置完毕
    """
    house = House(settings_or_exit(config), utc_now)
    with in_one_line():
        ended = end_silence(house.store, number, by=by, reason=reason, now=utc_now())
    typer.echo(f"silence {ended.number}: ended")


def _end(text: str, house: House, now: datetime) -> datetime:
    """The end as it was written; a day counts whole, today too."""
    written = when_written(text, house.ruler, now, "--until")
    if "T" in text or " " in text:
        return written.latest
    return house.ruler.whole_day(written.earliest.astimezone(house.ruler.zone).date(), "").latest


def _table(found: list[Silence], zone: ZoneInfo) -> Table:
    table = Table("number", "what", "until", "by", "reason", "ended")
    for one in found:
        over = f"{_local(one.ended_at, zone)} {one.ended_by}" if one.ended_at else ""
        until = _local(one.until, zone)
        table.add_row(str(one.number), _what(one), until, one.by, one.reason, over)
    return table


def _what(one: Silence) -> str:
    parts = (("recipient", one.recipient), ("unit", one.unit), ("incident", one.incident))
    return ", ".join(f"{name} {value}" for name, value in parts if value)


def _local(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat(sep=" ", timespec="minutes")

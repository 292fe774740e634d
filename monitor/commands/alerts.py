"""`alerts`: who would be told what, and when."""

import sys
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Table

from monitor.board.phrases import named
from monitor.commands.outbox import dead, resend
from monitor.commands.running import Folder
from monitor.commands.settings import settings_or_exit
from monitor.jsonl import dump
from monitor.system_clock import utc_now
from monitor.usecases.coming_alerts import ComingAlert, coming_alerts
from monitor.usecases.whom import Addressed
from monitor.wiring import House
from monitor.wording.alert_words import coming_json, person_of, step_words, way_of
from monitor.wording.phrasing import day_time_words

alerts = typer.Typer(
    help="Who would be told what, and when.", no_args_is_help=True, rich_markup_mode=None
)


@alerts.callback()
def _every_command_is_named() -> None:
    """With a callback, a single command still has to be named."""


@alerts.command()
def preview(
    config: Folder,
    many: Annotated[int, typer.Option("--next", min=1, max=500, help="How many.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="JSON Lines instead of a table.")] = False,
) -> None:
    """Show the next alerts if nobody answers or acknowledges and nothing new is published.

    The rota, deputies, silences and quiet hours are applied as they stand now. Nothing is sent.

    Example: huiying alerts preview --next 10 -c office
    """
    house = House(settings_or_exit(config), utc_now)
    found = coming_alerts(house.store, house.office, utc_now(), many)
    zone = house.settings.zone
    if as_json:
        for alert in found:
            sys.stdout.write(dump(coming_json(alert, zone)) + "\n")
    elif found:
        Console().print(_table(found, zone))
    else:
        typer.echo("nothing is about to be sent")


alerts.command()(dead)
alerts.command()(resend)


def _table(found: list[ComingAlert], zone: ZoneInfo) -> Table:
    table = Table()
    for heading in ("at", "incident", "window", "reason", "people", "way", "held until"):
        table.add_column(heading, overflow="fold", no_wrap=heading == "at")
    for alert in found:
        why = " ".join(
            part for part in (named("zh", "notice", alert.reason), step_words(alert, "zh")) if part
        )
        table.add_row(
            day_time_words(alert.at, zone, "zh"),
            f"{alert.incident_id} {alert.title}",
            alert.label.zh,
            why,
            "\n".join(_person(told) for told in alert.told),
            "\n".join(way_of(told.recipient.address) for told in alert.told),
            "\n".join(_held(told, zone) for told in alert.told),
        )
    return table


def _person(told: Addressed) -> str:
    note = told.recipient.note.zh
    return person_of(told) + (f"（{note}）" if note else "")


def _held(told: Addressed, zone: ZoneInfo) -> str:
    if told.silence is not None:
        return f"静默至 {day_time_words(told.silence.until, zone, 'zh')}"
    return day_time_words(told.held_until, zone, "zh") if told.held_until else ""

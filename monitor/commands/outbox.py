"""`alerts dead`, `alerts resend`: what could not be delivered, and sending it again."""

import sys
from typing import Annotated

import typer

from monitor.commands.judging import By
from monitor.commands.refusing import in_one_line
from monitor.commands.running import Folder
from monitor.commands.settings import settings_or_exit
from monitor.jsonl import dump
from monitor.system_clock import utc_now
from monitor.usecases.resend import resend as send_again
from monitor.usecases.resend import resend_all_dead
from monitor.wiring import House


def dead(config: Folder) -> None:
    """List what was given up, one JSON object a line: key, recipient, reason, error.

    Example: huiying alerts dead -c office
    """
    house = House(settings_or_exit(config), utc_now)
    with house.store.read() as work:
        for row in work.outbox.dead():
            names = ("key", "incident_id", "clause", "reason", "recipient", "attempts")
            said = {name: getattr(row, name) for name in names}
            sys.stdout.write(dump({**said, "error": row.last_error}) + "\n")


def resend(
    config: Folder,
    key: Annotated[str, typer.Argument(help="The key of a message that was given up.")] = "",
    all_dead: Annotated[bool, typer.Option("--all-dead", help="All that were given up.")] = False,
    by: By = "",
) -> None:
    """Send again what was given up: the same message under the same identifier, if it still holds.

    Example: huiying alerts resend --all-dead --by 值班室 -c office
    """
    if bool(key) == all_dead:
        raise typer.BadParameter("name one message by its key, or say --all-dead")
    house = House(settings_or_exit(config), utc_now)
    with in_one_line():
        count = 1
        if all_dead:
            count = resend_all_dead(house.store, by, utc_now())
        else:
            send_again(house.store, key, by, utc_now())
    typer.echo(f"{count} to be sent again")

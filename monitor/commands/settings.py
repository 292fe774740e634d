"""`init` and `check`: making a configuration, and seeing what it comes to."""

import shutil
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from monitor.commands.robots import robots_table
from monitor.domain.quiet_hours import QuietHours
from monitor.domain.working_days import MissingYear
from monitor.settings.config import Settings, load_settings
from monitor.settings.problems import ConfigurationError
from monitor.settings.rota_files import missing_years, quiet_hours_of
from monitor.settings.workday_files import WORKDAYS_FILE
from monitor.system_clock import utc_now

STARTER = Path(__file__).parent.parent / "starter"


def settings_or_exit(folder: Path) -> Settings:
    """The configuration, or every problem on stderr and exit status 2."""
    try:
        return load_settings(folder)
    except ConfigurationError as error:
        for problem in error.problems:
            sys.stderr.write(f"{problem}\n")
        raise typer.Exit(2) from error


def init(
    folder: Annotated[Path, typer.Argument(help="Where to write it; created if missing.")],
) -> None:
    """Write a commented starter configuration that `check` accepts.

    Example: huiying init /etc/huiying
    """
    folder.mkdir(parents=True, exist_ok=True)
    there = [path.name for path in STARTER.glob("*.toml") if (folder / path.name).exists()]
    if there:
        sys.stderr.write(
            f"{folder} already holds {', '.join(sorted(there))}; nothing was written\n"
        )
        raise typer.Exit(2)
    for path in sorted(STARTER.glob("*.toml")):
        shutil.copyfile(path, folder / path.name)
        typer.echo(f"wrote {folder / path.name}")
    typer.echo(f"next: edit them, then  huiying check -c {folder}")


def check(
    config: Annotated[Path, typer.Option("--config", "-c", help="The configuration directory.")] = (
        Path()
    ),
    online: Annotated[
        bool, typer.Option("--online", help="Also knock at channels, mail server, robots.")
    ] = False,
) -> None:
    """Show the effective configuration, or everything that is wrong with it.

    Example: huiying check -c /etc/huiying --online
    """
    settings = settings_or_exit(config)
    console = Console()
    console.print(_overview(settings))
    console.print(_channels(settings))
    console.print(_recipients(settings))
    if settings.robots:
        console.print(robots_table(settings.robots))
    now = utc_now()
    if settings.rota.rosters:
        console.print(_on_duty(settings, now))
    unknown = missing_years(settings.rota, _quiet_hours(settings), now)
    for year in unknown:
        sys.stderr.write(f"{WORKDAYS_FILE}: year.{year} = (missing): {MissingYear(year)}\n")
    if online:
        from monitor.commands.online import check_online

        raise typer.Exit(check_online(settings, console) or bool(unknown))
    raise typer.Exit(bool(unknown))


def _overview(settings: Settings) -> Table:
    file = settings.office
    table = Table("setting", "value", title=file.office.name)
    password = "given" if settings.mail_password else "none"  # never the secret itself
    rows = {
        "office.zone": file.office.zone,
        "office.language": file.office.language,
        "office.profile": f"{settings.policy.profile.id}: {settings.policy.profile.title}",
        "workdays": f"known for {min(settings.calendar.years)}-{max(settings.calendar.years)}",
        "store.url": settings.store_url,
        "board": f"{file.board.host}:{file.board.port}, {file.board.public_url}",
        "mail": f"{file.mail.host}:{file.mail.port} {file.mail.security}, from {file.mail.sender}",
        "mail.password": password,
        "crawl": f"{file.crawl.delay_s} s between pages, {file.crawl.timeout_s} s for each",
        "judge.relayed": file.judge.relayed.value,
        "places": "open: every place is ours" if settings.places.open else settings.places.name,
        "units": ", ".join(unit.id for unit in settings.units) or "none",
    }
    for name, value in rows.items():
        table.add_row(name, value)
    return table


def _channels(settings: Settings) -> Table:
    table = Table("channel", "kind", "reader", "every", "owner", "url", title="channels")
    for channel in settings.channels:
        minutes = f"{channel.every.total_seconds() / 60:g} min"
        table.add_row(
            channel.name, channel.kind, channel.reader, minutes, channel.owner, channel.url
        )
    return table


def _recipients(settings: Settings) -> Table:
    table = Table("recipient", "address", "roles", "units", "quiet", title="recipients")
    for entry in settings.office.recipients:
        quiet = ", ".join(part for part in (entry.quiet, *entry.quiet_days) if part)
        roles, units = ", ".join(entry.roles), ", ".join(entry.units)
        table.add_row(entry.name, entry.address, roles, units, quiet)
    return table


def _quiet_hours(settings: Settings) -> list[QuietHours]:
    found = (
        quiet_hours_of(entry.quiet, entry.quiet_days, settings.zone, settings.calendar)
        for entry in settings.office.recipients
    )
    return [hours for hours in found if hours is not None]


def _on_duty(settings: Settings, now: datetime) -> Table:
    rota = settings.rota
    table = Table("role", "on duty now", "told instead", title="rota")
    for role in dict.fromkeys(roster.role for roster in rota.rosters):
        names = sorted(rota.on_duty(role, now) or ())
        told = ", ".join(one.name for one in rota.present(names, now) if one.instead_of)
        table.add_row(role, ", ".join(names) or "nobody: all who hold the role are told", told)
    return table

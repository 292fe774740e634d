"""`export`: the ledger, the digest and the special report as files for the records."""

from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from monitor.commands.progress import over
from monitor.commands.settings import settings_or_exit
from monitor.domain.period import period_named
from monitor.papers.columns import Reading
from monitor.papers.digest_document import digest_docx
from monitor.papers.ledger_document import ledger_docx
from monitor.papers.special_report import special_docx
from monitor.papers.table_files import ledger_csv, ledger_xlsx
from monitor.system_clock import utc_now
from monitor.usecases.read_ledger import read_ledger
from monitor.usecases.write_digest import digest_facts
from monitor.wiring import House

Config = Annotated[Path, typer.Option("--config", "-c", help="The configuration directory.")]
Out = Annotated[Path | None, typer.Option(help="Write to this file; else a name of its own.")]

EVER = (datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC))

export = typer.Typer(no_args_is_help=True, help="Papers for the files.")


class Format(StrEnum):
    """What a ledger can be."""

    XLSX = "xlsx"
    CSV = "csv"
    DOCX = "docx"


@export.command()
def ledger(
    config: Config = Path(),
    file_format: Annotated[Format, typer.Option("--format")] = Format.XLSX,
    period: Annotated[
        str, typer.Option(help="2026-W47, 2026-11-22, 2026-11 or 2026-Q4; else everything.")
    ] = "",
    out: Out = None,
) -> None:
    """The ledger 台账: every window whose limit lies in a period, one row each.

    Example: huiying export ledger --format xlsx --period 2026-11 --out ledger.xlsx
    """
    house = House(settings_or_exit(config), utc_now)
    zone, office = house.settings.zone, house.office
    start, end = _span(period, house)
    reading = Reading(utc_now(), office.language)
    entries = list(read_ledger(house.store, office, start, end, partial(over, what="incidents")))
    name = f"ledger-{period or 'all'}.{file_format.value}"
    title = f"{office.name} {period}".strip()
    if file_format is Format.XLSX:
        content = ledger_xlsx(entries, reading, zone, title)
    elif file_format is Format.CSV:
        content = ledger_csv(entries, reading, zone).encode("utf-8-sig")
    else:
        content = ledger_docx(entries, reading, zone, office.name, period, house.settings.folder)
    _keep(out or Path(name), content, f"{len(entries)} windows")


@export.command()
def digest(
    period: Annotated[str, typer.Argument(help="2026-W47, 2026-11-22, 2026-11 or 2026-Q4.")],
    config: Config = Path(),
    out: Out = None,
) -> None:
    """The digest of a period as a Word document, as things stand now.

    Example: huiying export digest 2026-W47 --out week.docx
    """
    house = House(settings_or_exit(config), utc_now)
    now = utc_now()
    try:
        span = period_named(period, house.settings.zone)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="PERIOD") from error
    facts = digest_facts(house.store, house.office, span, now, house.duties.read(now))
    content = digest_docx(facts, house.office.language, house.settings.folder)
    _keep(out or Path(f"digest-{period}.docx"), content, period)


@export.command()
def special(
    incident: Annotated[int, typer.Argument(help="The incident's number.", min=1)],
    config: Config = Path(),
    out: Out = None,
) -> None:
    """The special report 舆情专报 on one incident, as a Word document.

    Example: huiying export special 12 --out report.docx
    """
    house = House(settings_or_exit(config), utc_now)
    now = utc_now()
    found = house.views.incident(incident, now)
    if found is None:
        typer.echo(f"there is no incident {incident}", err=True)
        raise typer.Exit(2)
    office, folder = house.office, house.settings.folder
    content = special_docx(found, office.policy, office.zone, office.name, now, folder)
    _keep(out or Path(f"special-{incident}.docx"), content, f"incident {incident}")


def _span(period: str, house: House) -> tuple[datetime, datetime]:
    if not period:
        return EVER
    try:
        span = period_named(period, house.settings.zone)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--period") from error
    return span.start, span.end


def _keep(path: Path, content: bytes, what: str) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        typer.echo(f"{path}: {error.strerror}", err=True)
        raise typer.Exit(2) from error
    typer.echo(f"wrote {path} ({what})")

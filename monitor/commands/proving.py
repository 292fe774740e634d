"""`proof`: the proof pack of an incident, and its check by whoever gets it."""

import getpass
from pathlib import Path
from typing import Annotated

import typer

from monitor.commands.settings import settings_or_exit
from monitor.proof.check import check_pack
from monitor.system_clock import utc_now
from monitor.usecases.prove import prove
from monitor.wiring import House

VERIFY = "verify"


def proof(
    incident: Annotated[str, typer.Argument(help="The incident's number, or the word verify.")],
    file: Annotated[Path | None, typer.Argument(help="With verify: the pack to check.")] = None,
    config: Annotated[Path, typer.Option("--config", "-c", help="The configuration directory.")] = (
        Path()
    ),
    out: Annotated[Path | None, typer.Option(help="Write to this file.")] = None,
    pages: Annotated[
        bool, typer.Option(help="With the pages as they were fetched, personal data and all.")
    ] = True,
    by: Annotated[str, typer.Option(help="Who has it made; else the user of this machine.")] = "",
) -> None:
    """Put all evidence on an incident into one archive, or check such an archive.

    The check needs nothing but the file, on any machine: it finds what was altered, left out or
    added, and log entries that do not follow from the one before.

    Example: huiying proof 12 -c office --out incident-12.zip; huiying proof verify incident-12.zip
    """
    if incident == VERIFY:
        if file is None:
            raise typer.BadParameter("which file? huiying proof verify FILE.zip")
        _verify(file)
        return
    if not incident.isdecimal() or file is not None:
        raise typer.BadParameter(f"{incident!r} is no incident's number")
    house = House(settings_or_exit(config), utc_now)
    number, path = int(incident), out or Path(f"incident-{incident}.zip")
    folder = house.settings.folder
    try:
        archive = prove(
            house.store,
            house.office,
            number,
            utc_now(),
            by or getpass.getuser(),
            folder,
            with_pages=pages,
        )
        path.write_bytes(archive)
    except KeyError:
        typer.echo(f"there is no incident {number}", err=True)
        raise typer.Exit(2) from None
    except OSError as error:
        typer.echo(f"{path}: {error.strerror}", err=True)
        raise typer.Exit(2) from error
    checked = check_pack(archive)
    typer.echo(f"wrote {path}: {checked.files} files, manifest {checked.manifest_sha256}")


def _verify(file: Path) -> None:
    try:
        checked = check_pack(file.read_bytes())
    except OSError as error:
        typer.echo(f"{file}: {error.strerror}", err=True)
        raise typer.Exit(2) from error
    for problem in checked.problems:
        typer.echo(f"{file.name}: {problem}", err=True)
    if checked.problems:
        raise typer.Exit(1)
    about = checked.about
    typer.echo(f"whole: incident {about['incident']} 「{about['title']}」 of {about['office']}")
    typer.echo(f"made {about['made_at']}, {checked.files} files, {checked.entries} log entries")
    typer.echo(f"manifest {checked.manifest_sha256}")
    typer.echo(f"log when made: entry {about['log']['entries']}, hash {about['log']['hash']}")

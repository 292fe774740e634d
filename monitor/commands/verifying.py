"""`verify`: is the log whole, and is the stored state what it says."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from monitor.commands.settings import settings_or_exit
from monitor.domain.chain_check import Entry
from monitor.domain.fold import canonical
from monitor.store.store import Store
from monitor.usecases.verify import Verification
from monitor.usecases.verify import verify as verify_log

_WORTH_A_BAR = 5000


def verify(
    config: Annotated[Path, typer.Option("--config", "-c", help="The configuration directory.")] = (
        Path()
    ),
    rebuild: Annotated[
        Path | None, typer.Option(help="Write the state that the log alone gives, as JSON.")
    ] = None,
    stored: Annotated[
        Path | None, typer.Option(help="Write the state that is stored, in the same form.")
    ] = None,
    seen: Annotated[
        str, typer.Option(help="A hash noted earlier, which must still stand in the log.")
    ] = "",
) -> None:
    """Find every altered, missing or reordered log entry, and any state the log does not give.

    Each in one line on stderr, and exit status 1. Note the number and hash it prints somewhere
    else: with --seen they prove later that the log up to there is still the same.

    Example: huiying verify -c office --rebuild state.json
    """
    settings = settings_or_exit(config)
    store = Store.open(settings.store_url)
    try:
        found = verify_log(store, _with_a_bar, seen)
    except ValueError as error:  # somebody wrote into the tables what no column can hold
        sys.stderr.write(f"the tables cannot be read: {error}\n")
        raise typer.Exit(1) from error
    finally:
        store.close()
    for path, rows in ((rebuild, found.by_log), (stored, found.stored)):
        if path is not None:
            path.write_text(canonical(rows) + "\n", encoding="utf-8")
    _report(found, seen)
    if not found.sound:
        raise typer.Exit(1)


def _report(found: Verification, seen: str) -> None:
    for fault in found.faults:
        sys.stderr.write(f"{fault}\n")
    for difference in found.differences:
        sys.stderr.write(f"{difference}\n")
    if not found.seen:
        sys.stderr.write(f"no entry has the hash {seen}\n")
    if found.stateless:
        typer.echo(
            f"{found.stateless} entries carry no state (older version): "
            "what only they tell of was not compared"
        )
    if found.sound:
        rows = sum(len(rows) for rows in found.stored.values())
        typer.echo(f"{found.entries} entries follow from each other; {rows} rows are as they say")
    if found.head is not None:
        typer.echo(f"the last entry is {found.head.number}, with the hash {found.head.hash}")


def _with_a_bar(entries: Iterable[Entry], count: int) -> Iterable[Entry]:
    """The entries, with a bar on stderr where somebody can see it."""
    if count < _WORTH_A_BAR or not sys.stderr.isatty():
        return entries
    console = Console(stderr=True)
    return track(entries, "entries", total=count, console=console, transient=True)

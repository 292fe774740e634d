"""`demo`: the main job on an embedded county."""

import logging
import signal
import socket
import sys
import threading
import time
import webbrowser
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from rich.console import Console
from rich.progress import Progress, TextColumn

from monitor.demo.run import MARKER, Demo
from monitor.demo.script import load_stories
from monitor.demo.table import outcomes, week_table
from monitor.demo.time import SimulatedTime
from monitor.demo.week import WEEK_END, WEEK_START
from monitor.store.archive_rows import archive_lines

DEFAULT_SPEED = 1800.0


def demo(
    folder: Annotated[Path, typer.Option("--dir", help="Where to keep its files.")] = Path(
        "huiying-demo"
    ),
    port: Annotated[int, typer.Option(help="The board's port.")] = 8600,
    speed: Annotated[
        float, typer.Option(help="Simulated seconds a second; 1800 plays the week in 6 minutes.")
    ] = DEFAULT_SPEED,
    once: Annotated[
        bool, typer.Option("--once", help="Play as fast as possible, show what happened, end.")
    ] = False,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the board in a browser.")
    ] = True,
) -> None:
    """A fictional county's week: its sites publish, the real crawler, loop and mail do the rest.

    Example: huiying demo --once
    """
    logging.basicConfig(stream=sys.stderr, level=logging.ERROR)
    _refuse_what_would_harm(folder, port)
    started = time.monotonic()
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    simulated = SimulatedTime(WEEK_START, None if once else speed)
    with Demo(folder, port, simulated) as running:
        console = Console()
        board = _serve_board(running, port)
        url = f"http://127.0.0.1:{port}/"
        console.print(f"[bold]临溪县（虚构）[/bold] board: {url}   site: {running.site.url}/")
        if browser and not once:
            webbrowser.open(url)
        try:
            _play(running, stop, console)
            simulated.stand_still()
            if not stop.is_set():
                _report(running, console, time.monotonic() - started)
            if not once and not stop.is_set():
                console.print(f"The week is over; the board stays at {url} until Ctrl-C.")
                stop.wait()
        except KeyboardInterrupt:
            stop.set()
        finally:
            board.should_exit = True


def _refuse_what_would_harm(folder: Path, port: int) -> None:
    """The demo starts from nothing: it must not do so in somebody's own configuration."""
    if folder.exists() and any(folder.iterdir()) and not (folder / MARKER).exists():
        raise typer.BadParameter(
            f"{folder} holds something else; name a new folder", param_hint="--dir"
        )
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise typer.BadParameter(
                f"{port} is in use ({error.strerror}); name another", param_hint="--port"
            ) from error


def _serve_board(running: Demo, port: int) -> uvicorn.Server:
    app = running.house.board(running.time.tell_pace)
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", lifespan="off")
    )
    threading.Thread(target=server.run, daemon=True, name="board").start()
    return server


def _play(running: Demo, stop: threading.Event, console: Console) -> None:
    columns = (*Progress.get_default_columns(), TextColumn("{task.fields[clock]}"))
    with Progress(*columns, console=console, transient=True) as progress:
        whole = (WEEK_END - WEEK_START).total_seconds()
        task = progress.add_task("simulated week", total=whole, clock="")

        def seen(instant: datetime) -> None:
            local = instant.astimezone(running.house.settings.zone)
            done = (instant - WEEK_START).total_seconds()
            progress.update(task, completed=done, clock=f"{local:%a %m-%d %H:%M}")

        running.play(stop, seen)


def _report(running: Demo, console: Console, seconds: float) -> None:
    """The table, and under it the week in one line."""
    articles, clocks, alerts = archive_lines(running.house.store.engine)
    found = outcomes(load_stories(), running.site, articles, clocks, alerts)
    wide = Console(width=max(console.width, 110))
    wide.print(week_table(found, running.house.office.policy, running.house.office.language))
    reprints = sum(line.duplicate_of is not None for line in articles)
    incidents = len({clock.incident for clock in clocks})
    wide.print(
        f"{len(articles)} articles ({reprints} reprints), {incidents} incidents, "
        f"{len(alerts)} alerts owed, {len(running.mailbox.letters)} mails received; "
        f"{sum(o.as_written for o in found)} of {len(found)} stories as written"
    )
    wide.print(f"digest: {running.folder / 'digest.html'}   {seconds:.1f} s", soft_wrap=True)

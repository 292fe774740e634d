"""`run`, `crawl`, `watch`, `serve`: the roles of the system."""

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from monitor.commands.settings import settings_or_exit
from monitor.scheduler import run_loop
from monitor.store.leading import AlreadyLed, leading
from monitor.supervisor import Supervisor
from monitor.system_clock import utc_now
from monitor.wiring import House
from spiders.crawl import run_crawler

Folder = Annotated[
    Path,
    typer.Option("--config", "-c", help="The configuration directory.", envvar="HUIYING_CONFIG"),
]

CRAWLER_LIFETIME = timedelta(hours=6)
"""A crawler ends after so long and is started afresh: it keeps robots.txt as long as it lives."""


def set_up_logging() -> None:
    """One line an event on stderr, with its role's process id."""
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO,
        format="%(asctime)s %(process)d %(name)s %(levelname)s %(message)s",
    )
    for chatty in ("apscheduler", "httpx", "readability", "scrapy.core", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


@contextmanager
def _alone(house: House) -> Iterator[Callable[[], bool]]:
    """The lock of the clock loop; ends the command with status 2 where another one has it."""
    try:
        with leading(house.store.engine, time.sleep) as leads:
            yield leads
    except AlreadyLed as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(2) from None


def run(config: Folder = Path()) -> None:
    """Run everything on this machine: crawler, clock loop and board, kept alive.

    Example: huiying run -c /etc/huiying
    """
    set_up_logging()
    settings = settings_or_exit(config)
    house = House(settings, utc_now)
    house.declare_channels()
    if house.store.engine.dialect.name == "sqlite":
        with _alone(house):  # said here once, and not by a child again and again
            pass
    house.store.close()
    board = settings.office.board
    typer.echo(f"board: http://{board.host}:{board.port}/", err=True)
    Supervisor(config).run()


def crawl(config: Folder = Path()) -> None:
    """Run the crawler alone. It ends after six hours, to be started again.

    Example: huiying crawl -c /etc/huiying
    """
    set_up_logging()
    house = House(settings_or_exit(config), utc_now)
    house.declare_channels()
    run_crawler(house.ingest, utc_now, house.crawler_settings(), CRAWLER_LIFETIME)


def watch(config: Folder = Path()) -> None:
    """Run the clock loop alone: judge articles, advance clocks, send alerts, write digests.

    One at a time: on SQLite a second one is refused, on PostgreSQL it stands by.

    Example: huiying watch -c /etc/huiying
    """
    set_up_logging()
    house = House(settings_or_exit(config), utc_now)
    with _alone(house) as leads:
        house.declare_channels()
        run_loop(house.loop(), utc_now, leads)


def serve(config: Folder = Path()) -> None:
    """Run the board alone, with /metrics and /healthz.

    Example: huiying serve -c /etc/huiying
    """
    set_up_logging()
    settings = settings_or_exit(config)
    board = settings.office.board
    app = House(settings, utc_now).board()
    uvicorn.run(app, host=board.host, port=board.port, log_level="warning")

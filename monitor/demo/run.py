"""Drives the demo: the simulated week, step by step, through the real crawler, loop and mail.

Nothing here is specific to the demo but time itself: the spiders fetch the local site over HTTP,
the loop judges and times, mails go out over SMTP. Between two steps every clock is looked at in
the very instant in which it falls due.
"""

import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from monitor.demo.mailbox import Mailbox
from monitor.demo.office_files import write_office
from monitor.demo.site import Site
from monitor.demo.time import SimulatedTime
from monitor.demo.week import WEEK_END, WEEK_START
from monitor.domain.period import PeriodKind
from monitor.loop import Loop
from monitor.settings.config import load_settings
from monitor.usecases.advance_clocks import next_due_at
from monitor.usecases.write_digest import write_last
from monitor.wiring import House
from spiders.crawl import CrawlStepper

STEP = timedelta(minutes=30)
DATABASE = "huiying.db"
MARKER = "this-is-a-demo.txt"


@dataclass
class Demo:
    """One run of the week. Use it as a context manager: it owns the site and the mailbox."""

    folder: Path
    board_port: int
    time: SimulatedTime

    def __enter__(self) -> Self:
        self._stack = ExitStack()
        self.site = self._stack.enter_context(Site())
        self.mailbox = self._stack.enter_context(Mailbox())
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / MARKER).write_text("Written by huiying demo; every run starts it anew.\n")
        for left_over in self.folder.glob(f"{DATABASE}*"):
            left_over.unlink()
        board = f"http://127.0.0.1:{self.board_port}"
        write_office(self.folder, self.site.url, self.mailbox.port, board)
        self.house = House(load_settings(self.folder, {}), self.time.now)
        self._stack.callback(self.house.store.close)
        self.house.declare_channels()
        self.loop = self.house.loop()
        self.crawler = self._stack.enter_context(
            CrawlStepper(self.house.ingest, self.time.now, self.house.crawler_settings())
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def play(self, stop: threading.Event, seen: Callable[[datetime], None]) -> None:
        """Play the week to its end, or until `stop` is set; `seen` is told of every step."""
        instant = WEEK_START
        while instant <= WEEK_END and not stop.is_set():
            self._due_before(instant, stop)
            self._step(instant, stop)
            seen(instant)
            instant += STEP
        if not stop.is_set():
            self._close_the_week()

    def _due_before(self, instant: datetime, stop: threading.Event) -> None:
        """Settle every clock that falls due before `instant`, each at its own instant."""
        while (due := next_due_at(self.house.store)) is not None and due < instant:
            self._step(max(due, self.time.now()), stop)

    def _step(self, instant: datetime, stop: threading.Event) -> None:
        self.time.reach(instant, stop)
        self.site.now = instant
        self.crawler.step()
        tick(self.loop, instant)

    def _close_the_week(self) -> None:
        """Freeze the digest, leave it as a file beside the configuration, and mail it."""
        _, html = write_last(self.house.store, self.house.office, PeriodKind.WEEK, WEEK_END)
        (self.folder / "digest.html").write_text(html, encoding="utf-8")
        self.loop.send(WEEK_END)


def tick(loop: Loop, now: datetime) -> None:
    """One tick of the clock loop."""
    loop.decide(now)
    loop.send(now)
    loop.show_life(now)

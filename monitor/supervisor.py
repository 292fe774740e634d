"""Keeps the three roles of one machine running as child processes: crawl, watch, serve.

A child that ends is started again: at once if it ended by itself after a while (the crawler
recycles), with a growing pause if it keeps dying. No child's death touches the others.
"""

import logging
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import FrameType

logger = logging.getLogger(__name__)

ROLES = ("crawl", "watch", "serve")
_LONGEST_PAUSE_S = 60.0
_HEALTHY_AFTER_S = 30.0
_CHECK_EVERY_S = 0.5
_GRACE = timedelta(seconds=20)


@dataclass(slots=True)
class _Child:
    """One role: its process, when it was started, and how often it died young in a row."""

    role: str
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    not_before: float = 0.0


def pause_after(deaths: int) -> float:
    """Seconds to wait before the next start, after so many young deaths in a row."""
    return 0.0 if deaths == 0 else float(min(2.0 ** (deaths - 1), _LONGEST_PAUSE_S))


class Supervisor:
    """Runs the roles on one configuration directory until it is told to stop."""

    def __init__(self, folder: Path, roles: Sequence[str] = ROLES) -> None:
        self._folder = folder
        self._children = [_Child(role) for role in roles]
        self._stop = threading.Event()

    def run(self) -> None:
        """Start and keep the children until SIGTERM or SIGINT; ends them all before it returns."""
        signal.signal(signal.SIGTERM, self._ask_to_stop)
        signal.signal(signal.SIGINT, self._ask_to_stop)
        try:
            while not self._stop.is_set():
                for child in self._children:
                    self._look_after(child, time.monotonic())
                self._stop.wait(_CHECK_EVERY_S)
        finally:
            self._end_all()

    def _ask_to_stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stop.set()

    def _look_after(self, child: _Child, at: float) -> None:
        if child.process is not None:
            status = child.process.poll()
            if status is None:
                return
            young = at - child.started < _HEALTHY_AFTER_S
            child.deaths = child.deaths + 1 if young or status != 0 else 0
            child.not_before = at + pause_after(child.deaths)
            child.process = None
            logger.warning("%s ended with status %s", child.role, status)
        if at >= child.not_before:
            child.process = self._start(child.role)
            child.started = at

    def _start(self, role: str) -> subprocess.Popen[bytes]:
        logger.info("starting %s", role)
        return subprocess.Popen(  # noqa: S603  # our own program with our own arguments
            [sys.executable, "-m", "monitor", role, "-c", str(self._folder)]
        )

    def _end_all(self) -> None:
        running = [c.process for c in self._children if c.process and c.process.poll() is None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + _GRACE.total_seconds()
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

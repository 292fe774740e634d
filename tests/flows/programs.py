"""Runs the product as its users do: as programs of its own, on loopback."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[2]
_EVERY_S = 0.1

T = TypeVar("T")


def command(*arguments: str) -> list[str]:
    """The command line of `huiying` on this checkout."""
    return [sys.executable, "-m", "monitor", *arguments]


def huiying(*arguments: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        command(*arguments), cwd=ROOT, capture_output=True, text=True, timeout=timeout, check=False
    )


@contextmanager
def running(log: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A command in the background; what is left of it when the block ends is killed."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with log.open("ab") as stream:
        process = subprocess.Popen(
            command(*arguments), cwd=ROOT, stdout=stream, stderr=stream, env=environment
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


def until(question: Callable[[], T | None], what: str, deadline_s: float = 60) -> T:
    """The first answer that is something; AssertionError says `what` never came."""
    pause = threading.Event()
    end = time.monotonic() + deadline_s
    while time.monotonic() < end:
        answer = question()
        if answer:
            return answer
        pause.wait(_EVERY_S)
    raise AssertionError(f"{what} did not come within {deadline_s} s")

"""Simulated time: it runs at a pace, or jumps from step to step as fast as the work allows."""

import threading
import time
from datetime import datetime, timedelta


class SimulatedTime:
    """A clock that shows simulated instants; read by several threads, moved by one.

    `pace` is simulated seconds a second; None jumps. Between two steps the shown time runs on at
    that pace, but never past the step that is being reached for.
    """

    def __init__(self, start: datetime, pace: float | None) -> None:
        self.pace = pace
        self._lock = threading.Lock()
        self._shown = start
        self._target = start
        self._since = time.monotonic()

    def now(self) -> datetime:
        """The instant it is; aware."""
        with self._lock:
            if self.pace is None:
                return self._shown
            elapsed = timedelta(seconds=(time.monotonic() - self._since) * self.pace)
            return min(self._shown + elapsed, self._target)

    def tell_pace(self) -> float:
        """Simulated seconds a second just now; 0 where time only jumps or stands still."""
        with self._lock:
            return self.pace or 0.0

    def stand_still(self) -> None:
        """Stop time where it is: the script is over."""
        with self._lock:
            self._shown, self.pace = self._target, None

    def reach(self, instant: datetime, stop: threading.Event) -> None:
        """Let time pass until it is `instant`; returns early where `stop` is set."""
        with self._lock:
            wait = (instant - self._shown).total_seconds()
            self._target = max(instant, self._shown)
            self._since = time.monotonic()
        if self.pace is not None and wait > 0:
            stop.wait(wait / self.pace)
        with self._lock:
            self._shown = max(instant, self._shown)
            self._since = time.monotonic()

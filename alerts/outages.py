"""Which servers are away, and when each is asked again."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from alerts.retry import LONGEST_OUTAGE_WAIT, next_try
from alerts.transport import DeliveryError, TryLater

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Outage:
    """A lane whose server is away: not asked again before `until`."""

    rounds: int
    until: datetime


class Outages:
    """Remembers outages by lane; `jitter` gives a number in [0, 1). Threads may share it."""

    def __init__(self, jitter: Callable[[], float]) -> None:
        self._jitter = jitter
        self._outages: dict[str, _Outage] = {}

    def until(self, lane: str, now: datetime) -> datetime | None:
        """When the lane's server is asked again, or None where it may be asked now."""
        outage = self._outages.get(lane)
        return outage.until if outage is not None and now < outage.until else None

    def note(self, lane: str, now: datetime, error: DeliveryError) -> datetime:
        """The server is away; returns when it is asked again. Each round in a row waits longer."""
        if isinstance(error, TryLater):
            self._outages[lane] = _Outage(-1, error.retry_at)
            logger.info("%s: nothing more until %s: %s", lane, error.retry_at.isoformat(), error)
            return error.retry_at
        known = self.until(lane, now)
        if known is not None:  # another thread met the same outage
            return known
        earlier = self._outages.get(lane)
        rounds = earlier.rounds + 1 if earlier else 0
        until = next_try(rounds, now, self._jitter(), LONGEST_OUTAGE_WAIT)
        self._outages[lane] = _Outage(rounds, until)
        logger.warning("%s: server away until %s at least: %s", lane, until.isoformat(), error)
        return until

    def over(self, lane: str) -> None:
        """The server took something, or refused it for what it was."""
        self._outages.pop(lane, None)

"""How fast a robot may be spoken to: tokens that come back after a while, and no waiting here."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.transport import TryLater


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `count` messages in any stretch of `period`."""

    count: int
    period: timedelta


def a_minute(count: int) -> Rate:
    """A service's limit for each minute.

    Counted over 65 s: a batch is dated at its beginning, and the service's clock is another one.
    """
    return Rate(count, timedelta(seconds=65))


class Pace:
    """A bucket of tokens for each robot; a spent one comes back after the rate's period.

    Kept in memory: after a restart the bucket is full, and it is the service that says no.
    """

    def __init__(self, rates: Sequence[Rate]) -> None:
        self._rates = rates
        self._spent: dict[str, deque[datetime]] = {}

    def take(self, robot: str, now: datetime) -> None:
        """Spend a token; raises TryLater, with the instant at which the next one is there."""
        spent = self._spent.setdefault(robot, deque())
        self._forget(spent, now)
        back = [
            spent[-rate.count] + rate.period for rate in self._rates if len(spent) >= rate.count
        ]
        if back and max(back) > now:
            raise TryLater(f"{robot} has had its messages for now", max(back))
        spent.append(now)

    def _forget(self, spent: deque[datetime], now: datetime) -> None:
        longest = max(rate.period for rate in self._rates)
        # What lies ahead of `now` was spent before somebody set the clock back.
        kept = [at for at in spent if now - longest < at <= now]
        spent.clear()
        spent.extend(kept)

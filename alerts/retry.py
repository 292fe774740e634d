"""When to try again: exponential back-off that never gives up on a temporary error."""

from datetime import datetime, timedelta

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
LONGEST_OUTAGE_WAIT = timedelta(minutes=5)
"""An outage is probed with a single connection, so that looking often costs nothing."""


def next_try(
    attempts: int, now: datetime, jitter: float, longest: timedelta = LONGEST_WAIT
) -> datetime:
    """When to try again after `attempts` earlier failures (0: this was the first).

    The wait doubles from 30 s up to `longest`; `jitter` in [0, 1) takes up to a tenth off it, so
    that many senders do not come back at the same instant.
    """
    doublings = min(max(attempts, 0), 20)  # far beyond `longest`, and far from overflow
    wait = min(FIRST_WAIT * (1 << doublings), longest)
    return now + wait * (1 - jitter / 10)

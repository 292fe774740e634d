"""What one drain came to, and giving back to the outbox what was not accepted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from alerts.outbox import Failure, OutboxPort, Outgoing
from alerts.retry import next_try
from alerts.transport import DeliveryError


@dataclass(frozen=True, slots=True)
class DrainReport:
    """What one drain came to. `held`: not tried, because the server was away or too slow."""

    sent: int = 0
    failed: int = 0
    dead: int = 0
    held: int = 0

    def __add__(self, other: "DrainReport") -> "DrainReport":
        return DrainReport(
            self.sent + other.sent,
            self.failed + other.failed,
            self.dead + other.dead,
            self.held + other.held,
        )


@dataclass(frozen=True, slots=True)
class Returns:
    """Gives messages back to the outbox at `now`; `jitter` gives numbers in [0, 1)."""

    outbox: OutboxPort
    now: datetime
    jitter: Callable[[], float]

    def failed(self, failures: Sequence[tuple[Outgoing, DeliveryError]]) -> DrainReport:
        """These were not accepted: due again after a while of their own, or given up."""
        if not failures:
            return DrainReport()
        marks = [
            Failure(
                row,
                str(error),
                None if error.permanent else next_try(row.attempts, self.now, self.jitter()),
                error.doubtful,
            )
            for row, error in failures
        ]
        self.outbox.mark_failed(marks, self.now)
        dead = sum(error.permanent for _, error in failures)
        return DrainReport(failed=len(failures) - dead, dead=dead)

    def hold(
        self, rows: Sequence[Outgoing], until: datetime, error: str, *, doubtful: bool = False
    ) -> DrainReport:
        """These were not even tried: due together at `until`, so that they keep their order."""
        if rows:
            marks = [Failure(row, error, until, doubtful) for row in rows]
            self.outbox.mark_failed(marks, self.now)
        return DrainReport(held=len(rows))

"""Handing the messages of one lane to its server, and telling a bad message from a bad server."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from alerts.marker import Marker
from alerts.outages import Outages
from alerts.outbox import Outgoing, RenderedMail
from alerts.returns import DrainReport, Returns
from alerts.transport import DeliveryError, ServerUnavailable, SessionLost, Transport

logger = logging.getLogger(__name__)

BROKEN_IN_A_ROW = 3
"""So many sessions lost one after the other are an outage and no longer a matter of one message."""

_TOO_SLOW = "the server is too slow for all of the batch"


class _Bug(DeliveryError):
    """Stands for an error of our own, before the message was accepted or after."""

    doubtful = True


@dataclass(slots=True)
class Lane:
    """One lane of one drain: messages to one server, handed over in order.

    A message that breaks its session costs itself a try, unless the next ones break theirs too:
    then it was the server.
    """

    name: str
    transport: Transport
    words: Callable[[Outgoing], RenderedMail]
    marker: Marker
    outages: Outages
    returns: Returns
    timer: Callable[[], float]
    # Messages under which the session broke wait until the next one shows whose fault it was.
    broken: list[tuple[Outgoing, DeliveryError]] = field(default_factory=list)

    def send(self, batch: Sequence[Outgoing], until: float) -> DrainReport:
        """Send a batch; what is not handed over before `until` on the timer is put back."""
        report = DrainReport()
        for position, row in enumerate(batch):
            if self.timer() > until:
                report += self._blame()
                return report + self.returns.hold(batch[position:], self.returns.now, _TOO_SLOW)
            error = self._send_one(row)
            if isinstance(error, ServerUnavailable):
                return report + self._give_way(batch[position:], error)
            if isinstance(error, SessionLost):
                self.broken.append((row, error))
                if len(self.broken) < BROKEN_IN_A_ROW:
                    continue
                again = self.outages.note(self.name, self.returns.now, error)
                report += self._blame()
                return report + self.returns.hold(batch[position + 1 :], again, str(error))
            self.outages.over(self.name)
            report += self._blame()
            if error is None:
                report += DrainReport(sent=1)
            else:
                report += self.returns.failed([(row, error)])
        return report + self._blame()

    def _blame(self) -> DrainReport:
        """The server takes others: what broke its session did so by itself."""
        failures, self.broken = self.broken, []
        return self.returns.failed(failures)

    def _give_way(self, rest: Sequence[Outgoing], error: DeliveryError) -> DrainReport:
        """The server is away, and was so already when the last sessions broke."""
        again = self.outages.note(self.name, self.returns.now, error)
        lost, self.broken = [row for row, _ in self.broken], []
        held = self.returns.hold(lost, again, str(error), doubtful=True)
        return held + self.returns.hold(rest, again, str(error))

    def _send_one(self, row: Outgoing) -> DeliveryError | None:
        """Send one row and have it marked; what went wrong, or None where it was accepted."""
        started = self.timer()
        mail = self.words(row)
        self.marker.make_room()
        error = self._hand_over(row, mail)
        if error is None:
            self.marker.add(row, mail)
        else:
            self.marker.give_back()
        self._log(row, _outcome(error), started, str(error or ""))
        return error

    def _hand_over(self, row: Outgoing, mail: RenderedMail) -> DeliveryError | None:
        try:
            self.transport.send(mail, row, self.returns.now)
        except DeliveryError as error:
            return error
        except Exception as error:
            # A bug may cost one message a delay, never the others their turn.
            logger.exception("message %s: failed unexpectedly", row.key)
            return _Bug(f"{type(error).__name__}: {error}")
        return None

    def _log(self, row: Outgoing, outcome: str, started: float, error: str) -> None:
        logger.info(
            "message %s: reason=%s incident=%s notices=%d outcome=%s attempt=%d seconds=%.3f%s",
            row.key,
            row.briefing.reason,
            row.briefing.incident,
            len(row.keys),
            outcome,
            row.attempts + 1,
            self.timer() - started,
            f" error={error}" if error else "",
        )


def _outcome(error: DeliveryError | None) -> str:
    if error is None:
        return "sent"
    if error.permanent:
        return "dead"
    return "held" if isinstance(error, ServerUnavailable) else "failed"

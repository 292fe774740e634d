"""Draining the outbox: claim, put into words, hand over, mark.

A message that fails costs only itself. Where the server itself is away, the batch stops and what
was not sent comes due again at one instant, so that after the outage everything goes out in the
order in which it was owed.
"""

import logging
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from alerts.fallback import plain_mail
from alerts.outbox import OutboxPort, Outgoing, RenderedMail
from alerts.retry import LONGEST_OUTAGE_WAIT, next_try
from alerts.transport import DeliveryError, ServerUnavailable, SessionLost, Transport
from monitor.domain.briefing import Briefing

logger = logging.getLogger(__name__)

Renderer = Callable[[Briefing, str, ZoneInfo], RenderedMail]
"""Puts a briefing into words: (briefing, language, office zone)."""

MAIL = "mail"
LEASE = timedelta(minutes=15)
BROKEN_IN_A_ROW = 3
"""So many sessions lost one after the other are an outage and no longer a matter of one message."""


@dataclass(frozen=True, slots=True)
class DrainReport:
    """What one drain came to. `held`: not tried, because the server was away."""

    sent: int = 0
    failed: int = 0
    dead: int = 0
    held: int = 0


@dataclass(slots=True)
class _Outage:
    """A transport whose server is away: not asked again before `until`."""

    rounds: int
    until: datetime


class Sender:
    """Sends what the outbox owes. One instance is used by one thread at a time.

    `transports` are named by the scheme of the address; plain addresses go to "mail". `timer`
    gives seconds for the log and is no clock.
    """

    def __init__(
        self,
        outbox: OutboxPort,
        transports: Mapping[str, Transport],
        renderer: Renderer,
        zone: ZoneInfo,
        *,
        jitter: Callable[[], float] = random.random,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._outbox = outbox
        self._transports = transports
        self._renderer = renderer
        self._zone = zone
        self._jitter = jitter
        self._timer = timer
        self._outages: dict[str, _Outage] = {}

    def drain(self, now: datetime, limit: int = 50, lease: timedelta = LEASE) -> DrainReport:
        """Send at most `limit` due messages, oldest first; `now` dates mails and retries.

        Nothing is claimed while every server is known to be away. Errors of the outbox itself are
        not caught: what was claimed comes due again when its lease ends.
        """
        if all(self._is_away(scheme, now) for scheme in self._transports):
            return DrainReport()
        report = DrainReport()
        batches: dict[str, list[Outgoing]] = {}
        for outgoing in self._outbox.claim(now, limit, lease):
            batches.setdefault(scheme_of(outgoing.recipient), []).append(outgoing)
        for scheme, batch in batches.items():
            report = self._send_batch(scheme, batch, now, report)
        return report

    def _is_away(self, scheme: str, now: datetime) -> bool:
        outage = self._outages.get(scheme)
        return outage is not None and now < outage.until

    def _send_batch(
        self, scheme: str, batch: Sequence[Outgoing], now: datetime, report: DrainReport
    ) -> DrainReport:
        transport = self._transports.get(scheme)
        if transport is None:
            error = DeliveryError(f"no transport is configured for {scheme!r}")
            return self._failed([(row, error) for row in batch], now, report)
        if self._is_away(scheme, now):
            return self._hold(batch, self._outages[scheme].until, now, report)
        try:
            return self._send_in_order(scheme, transport, batch, now, report)
        finally:
            transport.close()

    def _send_in_order(
        self,
        scheme: str,
        transport: Transport,
        batch: Sequence[Outgoing],
        now: datetime,
        report: DrainReport,
    ) -> DrainReport:
        # Messages under which the session broke wait until the next one shows whose fault it was.
        broken: list[tuple[Outgoing, DeliveryError]] = []
        for position, row in enumerate(batch):
            error = self._send_one(transport, row, now)
            if isinstance(error, ServerUnavailable):
                until = self._note_outage(scheme, now, error)
                waiting = [*(lost for lost, _ in broken), *batch[position:]]
                return self._hold(waiting, until, now, report, str(error))
            if isinstance(error, SessionLost):
                broken.append((row, error))
                if len(broken) < BROKEN_IN_A_ROW:
                    continue
                until = self._note_outage(scheme, now, error)
                report = self._failed(broken, now, report)
                return self._hold(batch[position + 1 :], until, now, report, str(error))
            self._outages.pop(scheme, None)
            report = self._failed(broken, now, report)
            broken = []
            if error is None:
                report = replace(report, sent=report.sent + 1)
            else:
                report = self._failed([(row, error)], now, report)
        return self._failed(broken, now, report)

    def _send_one(self, transport: Transport, row: Outgoing, now: datetime) -> DeliveryError | None:
        """Send and mark one row; what went wrong with it, or None where it was accepted."""
        started = self._timer()
        try:
            mail = self._render(row)
            transport.send(mail, row, now)
        except DeliveryError as error:
            self._log(row, _outcome(error), started, str(error))
            return error
        except Exception as error:
            # A bug may cost one message a delay, never the others their turn.
            logger.exception("message %s: failed unexpectedly", row.key)
            return DeliveryError(f"{type(error).__name__}: {error}")
        self._outbox.mark_sent(row.key, now, mail)
        self._log(row, "sent", started)
        return None

    def _render(self, row: Outgoing) -> RenderedMail:
        try:
            return self._renderer(row.briefing, row.language, self._zone)
        except Exception:
            # A broken template must not swallow an alert: the bare facts still go out.
            logger.exception("message %s: rendering failed, sending the plain form", row.key)
            return plain_mail(row.briefing, row.language, self._zone)

    def _failed(
        self,
        failures: Sequence[tuple[Outgoing, DeliveryError]],
        now: datetime,
        report: DrainReport,
    ) -> DrainReport:
        for row, error in failures:
            retry_at = None if error.permanent else next_try(row.attempts, now, self._jitter())
            self._outbox.mark_failed(row.key, now, str(error), retry_at)
        dead = sum(error.permanent for _, error in failures)
        alive = len(failures) - dead
        return replace(report, failed=report.failed + alive, dead=report.dead + dead)

    def _note_outage(self, scheme: str, now: datetime, error: DeliveryError) -> datetime:
        earlier = self._outages.get(scheme)
        rounds = earlier.rounds + 1 if earlier else 0
        until = next_try(rounds, now, self._jitter(), LONGEST_OUTAGE_WAIT)
        self._outages[scheme] = _Outage(rounds, until)
        logger.warning("%s: server away until %s at least: %s", scheme, until.isoformat(), error)
        return until

    def _hold(
        self,
        rows: Sequence[Outgoing],
        until: datetime,
        now: datetime,
        report: DrainReport,
        error: str = "the server is away",
    ) -> DrainReport:
        """Put rows back, due together at `until`, so that they keep their order."""
        for row in rows:
            self._outbox.mark_failed(row.key, now, error, until)
        return replace(report, held=report.held + len(rows))

    def _log(self, row: Outgoing, outcome: str, started: float, error: str = "") -> None:
        logger.info(
            "message %s: reason=%s incident=%s outcome=%s attempt=%d seconds=%.3f%s",
            row.key,
            row.briefing.reason,
            row.briefing.incident,
            outcome,
            row.attempts + 1,
            self._timer() - started,
            f" error={error}" if error else "",
        )


def scheme_of(recipient: str) -> str:
    """Which transport an address belongs to: what stands before a colon, "mail" without one."""
    scheme, colon, _ = recipient.partition(":")
    return scheme if colon and scheme.isalnum() else MAIL


def _outcome(error: DeliveryError) -> str:
    if error.permanent:
        return "dead"
    return "held" if isinstance(error, ServerUnavailable) else "failed"

"""Draining the outbox: claim, put into words, hand over, mark.

A message that fails costs only itself. Where the server itself is away, the batch stops and what
was not sent comes due again at one instant, so that after the outage everything goes out in the
order in which it was owed.
"""

import random
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from alerts.lane import Lane
from alerts.marker import Marker
from alerts.outages import Outages
from alerts.outbox import OutboxPort, Outgoing, RenderedMail
from alerts.returns import DrainReport, Returns
from alerts.streams import Stream, scheme_of, streams_of
from alerts.transport import DeliveryError, Transport
from alerts.wording import Wording

LEASE = timedelta(minutes=15)
LIMIT = 200
"""So many notices are claimed at a time, and looked at once more just before."""

PATIENCE = timedelta(minutes=5)
"""What a slow server has not taken by then is put back, long before its lease ends."""

_THREADS_AT_MOST = 8


@dataclass(slots=True)
class Sender:
    """Sends what the outbox owes. One instance is used by one thread at a time.

    `transports` are named by the scheme of the address; plain addresses go to "mail". `sessions`
    says to which of them several messages may be handed at a time; messages about one incident
    keep their order. `jitter` gives numbers in [0, 1); `timer` gives seconds and is no clock.
    """

    outbox: OutboxPort
    transports: Mapping[str, Transport]
    wording: Wording
    sessions: Mapping[str, int] = field(default_factory=dict)
    jitter: Callable[[], float] = random.random
    timer: Callable[[], float] = time.monotonic
    _outages: Outages = field(init=False)
    _unmarked: list[tuple[Outgoing, RenderedMail]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self._outages = Outages(self.jitter)

    def drain(self, now: datetime, limit: int = LIMIT, lease: timedelta = LEASE) -> DrainReport:
        """Send about `limit` due notices, oldest first; `now` dates mails and retries.

        Nothing is claimed while every server is known to be away. Errors of the outbox itself are
        not caught: what was claimed comes due again when its lease ends, and what was accepted
        and could not be marked is marked first of all next time.
        """
        if self._unmarked:
            self.outbox.mark_sent(self._unmarked, now)
            self._unmarked = []
        if all(self._outages.until(scheme, now) for scheme in self.transports):
            return DrainReport()
        claimed = self.outbox.claim(now, limit, lease)
        if not claimed:
            return DrainReport()
        streams = streams_of(claimed, self.sessions)
        marker = Marker(self.outbox, now)
        try:
            with marker, ThreadPoolExecutor(min(len(streams), _THREADS_AT_MOST)) as pool:
                reports = pool.map(lambda stream: self._run(stream, marker, now), streams)
                return sum(reports, DrainReport())
        finally:
            self._unmarked = marker.left
            for transport in self.transports.values():
                transport.close()

    def _run(self, stream: Stream, marker: Marker, now: datetime) -> DrainReport:
        """Send the lanes of one stream, one after the other."""
        returns = Returns(self.outbox, now, self.jitter)
        until = self.timer() + PATIENCE.total_seconds()
        report = DrainReport()
        for name, batch in stream.items():
            transport = self.transports.get(scheme_of(name))
            away = self._outages.until(name, now)
            if transport is None:
                error = DeliveryError(f"no transport is configured for {scheme_of(name)!r}")
                report += returns.failed([(row, error) for row in batch])
            elif away is not None:
                report += returns.hold(batch, away, "the server is away")
            else:
                words = partial(self.wording.of, scheme=scheme_of(name))
                lane = Lane(name, transport, words, marker, self._outages, returns, self.timer)
                report += lane.send(batch, until)
        return report

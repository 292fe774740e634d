"""Marking what was accepted, in a thread of its own, while the next mail is on its way.

A crash between acceptance and mark sends a mail a second time. So a mark waits for a few others
only, and only for a moment: one write for several mails costs what one for a single mail does.
"""

import threading
from datetime import datetime
from types import TracebackType
from typing import Self

from alerts.outbox import OutboxPort, Outgoing, RenderedMail

UNMARKED_AT_MOST = 10
"""So many accepted mails may be unmarked at any instant: what a crash can send twice."""

TOGETHER = 8
WAITS_S = 0.05
"""As soon as so many were accepted, or one waited so long, they are marked."""


class Marker:
    """Marks for one drain. `add` from any thread; leaving the block waits until all is marked.

    An error of the outbox comes out of `add` and of the block; what it kept from being marked
    stands in `left`.
    """

    def __init__(self, outbox: OutboxPort, now: datetime) -> None:
        self._outbox = outbox
        self._now = now
        self._room = threading.Semaphore(UNMARKED_AT_MOST)
        self._news = threading.Condition()
        self._accepted: list[tuple[Outgoing, RenderedMail]] = []
        self._ended = False
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run, name="marker")

    @property
    def left(self) -> list[tuple[Outgoing, RenderedMail]]:
        """What was accepted and could not be marked."""
        return self._accepted

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._news:
            self._ended = True
            self._news.notify()
        self._thread.join()
        if self._error is not None and error is None:
            raise self._error

    def make_room(self) -> None:
        """Wait until one more mail may be handed over; raises what kept earlier marks away."""
        self._room.acquire()
        if self._error is not None:
            self._room.release()
            raise self._error

    def give_back(self) -> None:
        """The mail that room was made for was not accepted."""
        self._room.release()

    def add(self, outgoing: Outgoing, mail: RenderedMail) -> None:
        """This was accepted, after room was made for it."""
        with self._news:
            self._accepted.append((outgoing, mail))
            if len(self._accepted) in (1, TOGETHER):  # the first sets the time, the last ends it
                self._news.notify()

    def _run(self) -> None:
        while batch := self._next():
            try:
                self._outbox.mark_sent(batch, self._now)
            except Exception as error:  # handed to whoever adds: nothing more is sent unmarked
                with self._news:
                    self._accepted[:0] = batch
                self._error = error
                self._room.release(UNMARKED_AT_MOST)
                return
            self._room.release(len(batch))

    def _next(self) -> list[tuple[Outgoing, RenderedMail]]:
        with self._news:
            self._news.wait_for(lambda: self._accepted or self._ended)
            self._news.wait_for(lambda: len(self._accepted) >= TOGETHER or self._ended, WAITS_S)
            batch = self._accepted[:]
            self._accepted.clear()
        return batch

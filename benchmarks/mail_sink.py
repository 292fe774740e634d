"""A mail server in a process of its own that keeps who got which message, and can misbehave."""

import asyncio
import logging
import multiprocessing
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

_IDENTIFIER = re.compile(rb"^Message-I[Dd]:\s*(\S+)", re.MULTILINE)

ACCEPT, DOWN, HANG, CLOSE, WRONG_LOGIN = "accept", "down", "hang", "close", "535"
"""How it can behave; anything else is the reply to every mail, such as "450 4.2.1 later"."""


@dataclass(slots=True)
class Arrived:
    """What was accepted: (recipient, identifier) in order, and when the last one was.

    `last_at` is in seconds of the monotonic clock, which all processes share.
    """

    mails: list[tuple[str, str]] = field(default_factory=list)
    last_at: float = 0.0


class Sink:
    """The running server, seen from outside."""

    def __init__(self, port: int, line: Connection) -> None:
        self.port = port
        self._line = line

    def count(self) -> tuple[int, float]:
        """How many mails were accepted so far, and when the last one was."""
        found: tuple[int, float] = self._ask("count")
        return found

    def arrived(self) -> Arrived:
        """All that was accepted so far."""
        found: Arrived = self._ask("arrived")
        return found

    def behave(self, how: str) -> None:
        """From now on; see the names above."""
        self._ask(how)

    def _ask(self, what: str) -> Any:
        self._line.send(what)
        return self._line.recv()


class _Handler:
    """Does as it was told last."""

    def __init__(self) -> None:
        self.arrived = Arrived()
        self.how = ACCEPT

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.how == HANG:
            await asyncio.sleep(3600)
        if self.how == CLOSE:
            server.transport.abort()
        if self.how not in (ACCEPT, CLOSE):
            return self.how
        if self.how == ACCEPT:
            found = _IDENTIFIER.search(envelope.original_content or b"")
            identifier = found.group(1).decode() if found else ""
            self.arrived.mails.append((envelope.rcpt_tos[0], identifier))
            self.arrived.last_at = time.monotonic()
        return "250 OK"

    def log_in(self, *_: object) -> AuthResult:
        refused = self.how == WRONG_LOGIN
        return AuthResult(success=not refused, handled=not refused)


@contextmanager
def mail_sink() -> Iterator[Sink]:
    """A server on loopback for as long as the block lasts."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield Sink(ours.recv(), ours)
    finally:
        process.kill()
        process.join()
        process.close()
        ours.close()
        theirs.close()


def _serve(line: Connection) -> None:
    logging.disable()  # it would warn at every log-in
    asyncio.run(_run(line))


class _Listener:
    """The socket, which is closed while the server plays dead."""

    def __init__(self, handler: _Handler) -> None:
        self._handler = handler
        self._server: asyncio.Server | None = None
        self._lines: set[asyncio.BaseTransport] = set()
        self.port = 0

    def _protocol(self) -> SMTP:
        protocol = SMTP(
            self._handler,
            hostname="sink.example",
            timeout=86_400,
            authenticator=self._handler.log_in,
            auth_require_tls=False,
        )
        made = protocol.connection_made

        def remember(transport: asyncio.BaseTransport) -> None:
            self._lines.add(transport)
            made(transport)

        protocol.connection_made = remember
        return protocol

    async def listen(self) -> None:
        if self._server is None:
            loop = asyncio.get_running_loop()
            self._server = await loop.create_server(
                self._protocol, "127.0.0.1", self.port, reuse_address=True
            )
            self.port = self._server.sockets[0].getsockname()[1]

    def shut(self) -> None:
        if self._server is not None:
            self._server.close()
        self._server = None
        while self._lines:
            self._lines.pop().abort()  # type: ignore[attr-defined]


async def _run(line: Connection) -> None:
    handler = _Handler()
    listener = _Listener(handler)
    await listener.listen()
    line.send(listener.port)
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(line.fileno(), told.set)
    while True:
        await told.wait()
        told.clear()
        while line.poll():
            line.send(await _obey(line.recv(), handler, listener))


async def _obey(what: str, handler: _Handler, listener: _Listener) -> object:
    if what == "count":
        return len(handler.arrived.mails), handler.arrived.last_at
    if what == "arrived":
        return handler.arrived
    handler.how = what
    if what == DOWN:
        listener.shut()
    else:
        await listener.listen()
    return None

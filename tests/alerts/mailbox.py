"""Real SMTP servers for the tests: a well-behaved one with a script, and one that breaks off."""

import asyncio
import contextlib
import socket
import socketserver
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "huiying", "correct horse"


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Mailbox:
    """Keeps what arrives; answers otherwise where the script says so, by recipient."""

    at_recipient: dict[str, str] = field(default_factory=dict)
    at_data: dict[str, str] = field(default_factory=dict)
    at_sender: str = ""
    received: list[EmailMessage] = field(default_factory=list)
    sessions: set[int] = field(default_factory=set)
    secured: list[bool] = field(default_factory=list)

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.at_sender:
            return self.at_sender
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.at_recipient:
            return self.at_recipient[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.sessions.add(id(session))
        reply = self.at_data.get(envelope.rcpt_tos[0])
        if reply:
            return reply
        self.secured.append(session.ssl is not None)
        content = envelope.original_content or b""
        self.received.append(message_from_bytes(content, _class=EmailMessage, policy=modern))
        return "250 OK"

    @property
    def ids(self) -> list[str]:
        """The message identifiers in order of arrival."""
        return [str(message["Message-ID"]) for message in self.received]


def authenticate(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
) -> AuthResult:
    """Lets one user in. `handled=False` makes the server itself answer 535."""
    known = isinstance(data, LoginPassword) and (
        (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    )
    return AuthResult(success=known, handled=known)


class _Protocol(SMTP):
    """Remembers its line, so that nothing stays open when the server stops."""

    lines: list[asyncio.Transport]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self.lines.append(transport)
        super().connection_made(transport)


class _Server(Controller):
    """A controller that ends the open lines before its loop goes away."""

    def factory(self) -> SMTP:
        protocol = _Protocol(self.handler, **self.SMTP_kwargs)
        protocol.lines = self.lines
        return protocol

    def start(self) -> None:
        self.lines: list[asyncio.Transport] = []
        super().start()

    def stop(self, no_assert: bool = False) -> None:
        asyncio.run_coroutine_threadsafe(self._end_lines(), self.loop).result(5)
        super().stop(no_assert)

    async def _end_lines(self) -> None:
        for line in self.lines:
            line.abort()
        for _ in range(3):  # one round for the secured line, one for the raw one below, one spare
            await asyncio.sleep(0)


@contextlib.contextmanager
def serving(
    mailbox: Mailbox,
    port: int,
    *,
    starttls: ssl.SSLContext | None = None,
    tls: ssl.SSLContext | None = None,
) -> Iterator[None]:
    """A server on loopback; with `starttls` it asks for a secured line and a log-in."""
    secured = {
        "tls_context": starttls,
        "require_starttls": True,
        "authenticator": authenticate,
        "auth_required": True,
    }
    controller = _Server(
        mailbox,
        hostname="127.0.0.1",
        port=port,
        ssl_context=tls,
        **(secured if starttls else {}),
    )
    controller.start()
    try:
        yield
    finally:
        controller.stop()


class _BreakingOff(socketserver.StreamRequestHandler):
    """Speaks SMTP up to a stage, then closes or falls silent until the client goes away."""

    server: "BreakingServer"

    def handle(self) -> None:
        if self.server.stage == "greeting":
            return self._break_off()
        self._say("220 ready")
        while line := self.rfile.readline():
            verb = line.split(None, 1)[0].upper() if line.split() else b""
            if verb == b"DATA":
                self._say("354 go on")
                self.rfile.readline()
                return self._break_off()
            self._say("250 OK")
        return None

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def _break_off(self) -> None:
        if self.server.act == "hang":
            with contextlib.suppress(OSError):
                while self.rfile.readline():
                    pass


class BreakingServer(socketserver.ThreadingTCPServer):
    """A server that breaks off at "greeting" or "data", by "close" or "hang"."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, stage: str, act: str) -> None:
        super().__init__(("127.0.0.1", 0), _BreakingOff)
        self.stage, self.act = stage, act
        self.port = int(self.server_address[1])

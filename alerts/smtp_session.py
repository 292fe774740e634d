"""One conversation with a mail server: secured and logged in as the settings say, or not at all."""

import select
import smtplib
import socket
import ssl
import time
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Literal

from alerts.message import is_address, sender_domain
from alerts.smtp_errors import connection_failure

Security = Literal["starttls", "tls", "none"]


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """How to reach the mail server.

    `sender` is an address, with a display name or without. An empty `username` means no log-in.
    `ca_file` names a PEM file of further trusted authorities, as an office's intranet may have.
    `timeout_s` bounds every single step of the conversation. Raises ValueError for a sender that
    is no address, so that a wrong setting is found at the start and not mail by mail.
    """

    host: str
    port: int
    sender: str
    security: Security = "starttls"
    username: str = ""
    password: str = ""
    timeout_s: float = 30.0
    ca_file: str = ""

    def __post_init__(self) -> None:
        if not self.sender.isprintable() or not is_address(parseaddr(self.sender)[1]):
            raise ValueError(
                f"{self.sender!r} is no sender; write for example 回应 <huiying@example.org>"
            )


_ASK_AFTER_S = 5.0
"""A line that was silent so long may be dead without having been closed."""


class SmtpSession:
    """A line to one server, opened when first wanted and again where it was closed."""

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings
        self._line: smtplib.SMTP | None = None
        self._used = 0.0

    def hand_over(self, sender: str, recipient: str, message: bytes) -> None:
        """Hand over one mail; raises SMTPException, OSError, or ServerUnavailable before it."""
        line = self.live()
        line.sendmail(sender, [recipient], message)
        self._used = time.monotonic()

    def live(self) -> smtplib.SMTP:
        """The open line if it still lives, or a new one; raises ServerUnavailable."""
        if self._line is not None:
            # Asking first keeps a connection that the server closed meanwhile from costing a
            # message its turn, and a mail is never sent twice to find out.
            if self._still_there(self._line):
                return self._line
            self.drop()
        try:
            self._line = self._connect()
        except (smtplib.SMTPException, OSError, ValueError) as error:
            host, port = self._settings.host, self._settings.port
            raise connection_failure(host, port, error) from error
        self._used = time.monotonic()
        return self._line

    def drop(self) -> None:
        """Let go of the line without a word."""
        if self._line is not None:
            self._line.close()
        self._line = None

    def close(self) -> None:
        """Say goodbye if the line is open; never raises."""
        if self._line is not None:
            try:
                self._line.quit()
            except (smtplib.SMTPException, OSError):
                self._line.close()
        self._line = None

    def _still_there(self, line: smtplib.SMTP) -> bool:
        try:
            recent = time.monotonic() - self._used < _ASK_AFTER_S
            silent = line.sock is not None and not _has_spoken(line.sock)
            return (recent and silent) or line.noop()[0] == 250
        except (smtplib.SMTPException, OSError, ValueError):
            return False

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        session = self._open()
        try:
            session.ehlo_or_helo_if_needed()
            if settings.security == "starttls":
                session.starttls(context=self._tls())
                session.ehlo()
            if settings.username:
                session.login(settings.username, settings.password)
        except (smtplib.SMTPException, OSError, ValueError):
            session.close()
            raise
        return session

    def _open(self) -> smtplib.SMTP:
        settings = self._settings
        # Naming ourselves spares smtplib a look-up that may hang where there is no DNS.
        if settings.security == "tls":
            return smtplib.SMTP_SSL(
                settings.host,
                settings.port,
                local_hostname=sender_domain(settings.sender),
                timeout=settings.timeout_s,
                context=self._tls(),
            )
        return smtplib.SMTP(
            settings.host,
            settings.port,
            local_hostname=sender_domain(settings.sender),
            timeout=settings.timeout_s,
        )

    def _tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self._settings.ca_file:
            context.load_verify_locations(self._settings.ca_file)
        return context


def _has_spoken(sock: socket.socket) -> bool:
    """Whether something is to be read that nobody asked for: a goodbye, or the end."""
    asked = select.poll()
    asked.register(sock, select.POLLIN | select.POLLHUP | select.POLLERR)
    return bool(asked.poll(0))

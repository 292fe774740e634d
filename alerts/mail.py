"""Mail over SMTP: one session for a batch, opened again where it broke."""

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from types import TracebackType
from typing import Literal, Self

from alerts.message import build_message, is_address, sender_domain
from alerts.outbox import Outgoing, RenderedMail
from alerts.smtp_errors import classify, connection_failure
from alerts.transport import DeliveryError, ServerUnavailable, SessionLost

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


class SmtpTransport:
    """Hands mails to one server and keeps the session open until `close`."""

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings
        self._session: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def send(self, mail: RenderedMail, outgoing: Outgoing, now: datetime) -> None:
        """Send one mail dated `now`; raises DeliveryError and its kinds."""
        try:
            message = build_message(mail, outgoing, self._settings.sender, now)
        except ValueError as error:
            raise DeliveryError(f"no valid address or header: {error}", permanent=True) from error
        session = self._live_session()
        try:
            session.send_message(message, parseaddr(self._settings.sender)[1], outgoing.recipient)
        except (smtplib.SMTPException, OSError) as error:
            failure = classify(error)
            if isinstance(failure, SessionLost | ServerUnavailable):
                self._drop()
            raise failure from error

    def check(self) -> None:
        """Connect, secure and log in, then leave; raises ServerUnavailable where that fails."""
        self._live_session()
        self.close()

    def close(self) -> None:
        """Say goodbye if a session is open; never raises."""
        if self._session is None:
            return
        try:
            self._session.quit()
        except (smtplib.SMTPException, OSError):
            self._session.close()
        self._session = None

    def _drop(self) -> None:
        if self._session is not None:
            self._session.close()
        self._session = None

    def _live_session(self) -> smtplib.SMTP:
        """The open session, asked whether it still lives, or a new one."""
        if self._session is not None:
            # Asking first keeps a connection that the server closed meanwhile from costing a
            # message its turn, and a mail is never sent twice to find out.
            if self._still_there(self._session):
                return self._session
            self._drop()
        try:
            self._session = self._connect()
        except (smtplib.SMTPException, OSError, ValueError) as error:
            host, port = self._settings.host, self._settings.port
            raise connection_failure(host, port, error) from error
        return self._session

    @staticmethod
    def _still_there(session: smtplib.SMTP) -> bool:
        try:
            return session.noop()[0] == 250
        except (smtplib.SMTPException, OSError):
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

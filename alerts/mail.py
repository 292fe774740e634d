"""Mail over SMTP: one session for a batch, opened again where it broke."""

import smtplib
import threading
from datetime import datetime
from email.utils import parseaddr
from types import TracebackType
from typing import Self

from alerts.message import build_message
from alerts.outbox import Outgoing, RenderedMail
from alerts.smtp_errors import classify
from alerts.smtp_session import SmtpSession, SmtpSettings
from alerts.transport import DeliveryError, ServerUnavailable, SessionLost


class SmtpTransport:
    """Hands mails to one server and keeps the session open until `close`.

    Each thread that sends has a session of its own.
    """

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings
        self._sessions: dict[int, SmtpSession] = {}
        self._sender = parseaddr(settings.sender)[1]

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
        me = threading.get_ident()
        session = self._sessions.setdefault(me, SmtpSession(self._settings))
        try:
            session.hand_over(self._sender, outgoing.recipient, message)
        except (smtplib.SMTPException, OSError) as error:
            failure = classify(error)
            if isinstance(failure, SessionLost | ServerUnavailable):
                session.drop()
            raise failure from error

    def check(self) -> None:
        """Connect, secure and log in, then leave; raises ServerUnavailable where that fails."""
        session = SmtpSession(self._settings)
        session.live()
        session.close()

    def close(self) -> None:
        """Say goodbye where a session is open; never raises. For when no thread sends any more."""
        while self._sessions:
            self._sessions.popitem()[1].close()

"""What a way of sending promises, and how it says that it could not.

DeliveryError           this message was not accepted
├── SessionLost         the connection broke while it was being sent
└── ServerUnavailable   nothing can be sent at present, this message or any other
    └── TryLater        and nothing before a known instant
"""

from datetime import datetime
from typing import Protocol

from alerts.outbox import Outgoing, RenderedMail


class DeliveryError(Exception):
    """Raised when a message was not accepted; `permanent` where trying again is useless.

    `doubtful`: it may have been accepted all the same.
    """

    doubtful = False

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent


class SessionLost(DeliveryError):
    """Raised when the connection broke under a message; whether it was accepted is unknown."""

    doubtful = True


class ServerUnavailable(DeliveryError):
    """Raised when the server cannot be reached or does not let us in: a matter for operators."""


class TryLater(ServerUnavailable):
    """Raised when nothing more is accepted before `retry_at`: a rate is used up."""

    def __init__(self, message: str, retry_at: datetime) -> None:
        super().__init__(message)
        self.retry_at = retry_at


class Transport(Protocol):
    """A way to hand over messages. Keeps what it needs open between `send` and `close`."""

    def send(self, mail: RenderedMail, outgoing: Outgoing, now: datetime) -> None:
        """Hand over one message, dated `now`; raises DeliveryError where it was not accepted."""
        ...

    def close(self) -> None:
        """End the session, if there is one; never raises. The next `send` opens a new one."""
        ...

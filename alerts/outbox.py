"""The outbox as the sender sees it: rows to send, and what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from monitor.domain.briefing import Briefing


@dataclass(frozen=True, slots=True)
class RenderedMail:
    """A message in words: subject, plain text and HTML (empty where there is only text)."""

    subject: str
    text: str
    html: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to one recipient, claimed from the outbox.

    `key` is the notice key, `recipient` an address (`name@host` is mail; other transports write
    `scheme:address`). `message_id` and `thread_id` are RFC 5322 message identifiers, with or
    without angle brackets and domain; an empty one is derived from the key and the incident.
    `attempts` counts the failures so far.
    """

    key: str
    recipient: str
    language: str
    briefing: Briefing
    message_id: str
    thread_id: str
    attempts: int
    generation: int


class OutboxPort(Protocol):
    """Where owed messages wait. All instants are aware UTC."""

    def claim(self, now: datetime, limit: int, lease: timedelta) -> Sequence[Outgoing]:
        """At most `limit` rows that are due at `now`, in the order in which they were owed.

        Nobody else gets them until `now + lease`; a row neither marked sent nor failed by then is
        due again.
        """
        ...

    def mark_sent(self, key: str, now: datetime, rendered: RenderedMail) -> None:
        """The message was accepted; `rendered` is kept as evidence of what it said."""
        ...

    def mark_failed(self, key: str, now: datetime, error: str, retry_at: datetime | None) -> None:
        """It was not accepted: due again at `retry_at`, or a dead letter where that is None."""
        ...

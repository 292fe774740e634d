"""The outbox as the sender sees it: messages to send, and what became of them."""

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

    Where one message stands for several notices, `members` holds their keys, `briefings` what
    they say in the same order, and `key` follows from those keys; `briefing` is the first of
    them. `caught_up`: they are told late because nobody was there to notice in time.
    """

    key: str
    recipient: str
    language: str
    briefing: Briefing
    message_id: str
    thread_id: str
    attempts: int
    generation: int
    members: tuple[str, ...] = ()
    briefings: tuple[Briefing, ...] = ()
    caught_up: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all notices that this message carries."""
        return self.members or (self.key,)

    @property
    def about(self) -> tuple[Briefing, ...]:
        """What all of them say."""
        return self.briefings or (self.briefing,)


@dataclass(frozen=True, slots=True)
class Failure:
    """A message that was not accepted.

    Due again at `retry_at`, or a dead letter where that is None. `doubtful`: the line broke, so
    that it may have been accepted all the same.
    """

    outgoing: Outgoing
    error: str
    retry_at: datetime | None
    doubtful: bool = False


class OutboxPort(Protocol):
    """Where owed messages wait. All instants are aware UTC."""

    def claim(self, now: datetime, limit: int, lease: timedelta) -> Sequence[Outgoing]:
        """About `limit` notices that are due at `now`, in the order in which they were owed.

        Nobody else gets them until `now + lease`; what is neither marked sent nor failed by then
        is due again. Empty only where nothing is due.
        """
        ...

    def mark_sent(self, sent: Sequence[tuple[Outgoing, RenderedMail]], now: datetime) -> None:
        """These were accepted; the words are kept as evidence of what they said."""
        ...

    def mark_failed(self, failures: Sequence[Failure], now: datetime) -> None:
        """These were not accepted."""
        ...

"""What the read side hands out: frozen records, so that no database object leaves the store.

Instants are aware and in UTC; where a time is only known between two bounds it is a `When`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from monitor.domain.channel import ChannelKind, PollOutcome
from monitor.domain.period import PeriodKind
from monitor.domain.policy import StartBasis
from monitor.domain.response import Link, ResponseKind
from monitor.domain.severity import Category, EventGrade
from monitor.domain.sight import BlindInterval
from monitor.domain.verdict import Verdict
from monitor.domain.when import When
from monitor.domain.words import Words

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a list; `number` counts from 1, `total` counts the whole list."""

    items: tuple[Item, ...]
    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last page; 1 for an empty list."""
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True, slots=True)
class ClockCard:
    """One clock with as much of its incident as a card shows."""

    id: int
    incident_id: int
    title: str
    place: str
    category: Category
    units: tuple[str, ...]
    grade_confirmed: EventGrade | None
    grade_possible: EventGrade | None
    clause: str
    profile: str
    window: timedelta
    basis: StartBasis
    start: When
    due_from: datetime
    due_at: datetime
    verdict: Verdict
    words: Words
    provisional: bool
    answered: When | None
    breached_at: datetime | None
    noticed_at: datetime | None
    gaps: tuple[BlindInterval, ...]

    def share_passed(self, now: datetime) -> float:
        """How much of the window is over, from 0 to 1; all of it once it is answered or past."""
        until = min(now, self.answered.latest) if self.answered else now
        return min(1.0, max(0.0, (until - self.start.earliest) / self.window))


@dataclass(frozen=True, slots=True)
class Counts:
    """The line of numbers above the board; channels count only where they are active."""

    open: int
    due_in_2h: int
    overdue: int
    blind_channels: int
    channels: int


@dataclass(frozen=True, slots=True)
class ArticleItem:
    """One publication with the first lines of its text."""

    id: int
    channel: str
    channel_title: str
    channel_kind: ChannelKind
    owner: str
    url: str
    title: str
    excerpt: str
    when: When
    first_seen_at: datetime
    source_line: str
    duplicate_of: int | None


@dataclass(frozen=True, slots=True)
class ResponseItem:
    """An answer, or what may be one, with the page it stands on."""

    id: int
    incident_id: int
    incident_title: str
    kind: ResponseKind
    issuer: str
    relayed: bool
    withdrawn_at: datetime | None
    at: When
    link: Link
    score: float
    reason: str
    linked_by: str
    linked_at: datetime
    url: str
    title: str
    excerpt: str
    channel: str
    channel_title: str


@dataclass(frozen=True, slots=True)
class EventItem:
    """One entry of the log."""

    id: int
    at: datetime
    kind: str
    actor: str
    reason: str
    data: Mapping[str, object]
    hash: str


@dataclass(frozen=True, slots=True)
class MailItem:
    """A message of the outbox as a list shows it; `state` is one of `monitor.store.outbox`.

    `held_until` is the end of its recipient's quiet hours, where it waits for that.
    """

    id: int
    incident_id: int
    clause: str
    reason: str
    recipient: str
    state: str
    attempts: int
    subject: str
    created_at: datetime
    sent_at: datetime | None
    next_try_at: datetime
    last_error: str
    held_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class MailView:
    """A message of the outbox as it was rendered; empty texts until its first attempt.

    `together`: so many notices went out in one mail with it, itself included.
    """

    item: MailItem
    message_id: str
    text: str
    html: str
    together: int = 1


@dataclass(frozen=True, slots=True)
class IncidentView:
    """An incident with everything its page shows.

    `articles` and `events` are the first of their list, `articles_total` and `events_total` count
    all. `blind` are the stretches in which a channel that could have answered was not seen,
    between the first trace and `band_end`.
    """

    id: int
    title: str
    place: str
    category: Category
    units: tuple[str, ...]
    figures: Mapping[str, int]
    grade_confirmed: EventGrade | None
    grade_possible: EventGrade | None
    grade_reasons: tuple[str, ...]
    graded_at: datetime | None
    detected_at: datetime
    first_public: When
    occurred: When | None
    answered_first: bool
    dismissed: Words | None
    clocks: tuple[ClockCard, ...]
    articles: tuple[ArticleItem, ...]
    articles_total: int
    responses: tuple[ResponseItem, ...]
    events: tuple[EventItem, ...]
    events_total: int
    mails: tuple[MailItem, ...]
    band_start: datetime
    band_end: datetime
    blind: tuple[BlindInterval, ...]


@dataclass(frozen=True, slots=True)
class ChannelHealth:
    """How well we see one channel. `looks` and `looks_ok` count the 24 hours before `now`.

    `blind` are the gaps of those 24 hours longer than the channel's patience, from our first look
    at it on; `is_blind`: nothing was seen for longer than that, up to now.
    """

    name: str
    title: str
    kind: ChannelKind
    owner: str
    active: bool
    last_poll_at: datetime | None
    last_ok_at: datetime | None
    outcome: PollOutcome | None
    detail: str
    failures: int
    next_poll_at: datetime
    looks: int
    looks_ok: int
    is_blind: bool
    blind: tuple[BlindInterval, ...]


@dataclass(frozen=True, slots=True)
class DigestItem:
    """A frozen digest, by the name of its period."""

    period: str
    kind: PeriodKind
    frozen_at: datetime


@dataclass(frozen=True, slots=True)
class Health:
    """What the store says of the house: can it be read, and when did a process last show life."""

    store_ok: bool
    heartbeats: Mapping[str, datetime]

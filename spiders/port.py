"""The one door between the crawler and the house: what it is told, and what it hands in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from monitor.domain.channel import Channel, Poll
from monitor.domain.page import ListedItem, Page
from monitor.domain.page_again import PageState
from monitor.domain.sighting import Sighting
from spiders.letter_port import LetterJob, LetterSeen

Clock = Callable[[], datetime]
"""Gives the present instant, aware and in UTC; the crawler knows no other time."""


@dataclass(frozen=True, slots=True)
class ChannelMemory:
    """What the next look at a channel must know of the looks before it; stored as it is.

    `etag` and `last_modified` come from the last list that was read whole and well, never from an
    error. `full_read_at` is when that was, `seen_at` when the list was last seen at all (304
    included). `waiting` names the listed URLs whose pages have not been read, with the number of
    tries each has had. `retry_at` is the earliest time the server asked us to come back, if it did.

    `complete` holds the last two looks, earlier first, at which the list was read fresh and whole;
    `news_at` how new its newest item was at the last; `sightings` when the unread pages were first
    listed: see `spiders/evidence.py`.
    """

    etag: str = ""
    last_modified: str = ""
    seen_at: datetime | None = None
    full_read_at: datetime | None = None
    waiting: Mapping[str, int] = field(default_factory=dict)
    retry_at: datetime | None = None
    complete: tuple[datetime, ...] = ()
    news_at: datetime | None = None
    sightings: Mapping[str, Sighting] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChannelJob:
    """A channel that is due, with what is remembered of it."""

    channel: Channel
    memory: ChannelMemory = field(default_factory=ChannelMemory)


@dataclass(frozen=True, slots=True)
class FetchedArticle:
    """One article page as it was fetched.

    `url` is the address as the channel lists it, by which the article is known; `page.url` is
    where the redirects ended, perhaps on another host. `sighting` is when the list was first seen
    with this URL, however long its page could not be read, and until when surely without it.
    `body` are the bytes of the answer, kept as evidence.
    """

    channel: Channel
    url: str
    page: Page
    listed: ListedItem
    fetched_at: datetime
    sighting: Sighting
    body_sha256: str
    http_status: int
    body: bytes = b""
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class PageJob:
    """A page that answered and is looked at again; `channel_url` is its channel's own address.

    `title` and `text` are what stood on it.
    """

    article: str
    url: str
    channel_url: str
    title: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class PageSeenAgain:
    """What one more look at a page came to; hash, title, text and bytes where it was seen."""

    article: str
    at: datetime
    state: PageState
    http_status: int | None = None
    detail: str = ""
    body_sha256: str = ""
    title: str = ""
    text: str = ""
    body: bytes = b""
    content_type: str = ""


class IngestPort(Protocol):
    """What the crawler asks of the house. Every call is short: it runs between two fetches."""

    def claim_due(self, now: datetime) -> Sequence[ChannelJob]:
        """The channels to look at now; each is handed out once until its poll is recorded.

        A claim must lapse by itself: a crawler that is killed records nothing.
        """

    def claim_pages(self, now: datetime) -> Sequence[PageJob | LetterJob]:
        """The pages and letters to look at again now; claims lapse by themselves here too."""

    def seen_again(self, look: PageSeenAgain) -> None:
        """Write down what one more look at a page came to."""

    def letter_seen(self, look: LetterSeen) -> None:
        """Write down what a look at a letter of a mailbox came to."""

    def unknown(self, urls: Sequence[str]) -> list[str]:
        """Those of `urls` that have never been stored, in the order given."""

    def store(self, article: FetchedArticle) -> None:
        """Keep an article; storing the same URL again changes nothing."""

    def record(self, poll: Poll, memory: ChannelMemory) -> None:
        """Write down one look, after its articles were stored, and what to remember for the next.

        `memory` replaces the channel's memory as a whole.
        """

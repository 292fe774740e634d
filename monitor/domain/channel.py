"""Channels (watched outlets) and what became of each look at them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class ChannelKind(StrEnum):
    """Who speaks on a channel: the press and the public, an office, or citizens who write to it."""

    NEWS = "news"
    OFFICIAL = "official"
    MAILBOX = "mailbox"  # letters with public dates; its pages are letters, never articles


class Reader(StrEnum):
    """How a channel's list of publications is read."""

    FEED = "feed"
    LIST = "list"
    SITEMAP = "sitemap"


class PollOutcome(StrEnum):
    """What one look at a channel came to. Only OK and NOT_MODIFIED mean that we saw it."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    EMPTY = "empty"  # it answered, but the reader found nothing in it: a blind look
    HTTP_ERROR = "http_error"
    BLOCKED = "blocked"  # 403, 412, 429 or a script challenge instead of a page
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    TOO_LARGE = "too_large"
    REDIRECT_LOOP = "redirect_loop"
    ROBOTS = "robots"  # robots.txt forbids it
    UNREADABLE = "unreadable"  # neither XML nor HTML that a reader understands

    @property
    def saw(self) -> bool:
        """True where the look showed us what the channel publishes."""
        return self in (PollOutcome.OK, PollOutcome.NOT_MODIFIED)


@dataclass(frozen=True, slots=True)
class Channel:
    """A watched outlet, as declared in `channels.toml`.

    `owner` is the unit that speaks there; an empty owner on an official channel means that it
    speaks for the whole office, as a government portal does. On a mailbox it is the unit that
    answers where a letter's page names none; a news channel has none. `account` marks a government
    new-media account (政务新媒体), which has to be kept fresh.
    """

    name: str
    title: str
    kind: ChannelKind
    reader: Reader
    url: str
    owner: str = ""
    every: timedelta = timedelta(minutes=10)
    item_selector: str = ""
    account: bool = False

    @property
    def patience(self) -> timedelta:
        """How long the channel may go unseen before we call ourselves blind to it."""
        return max(3 * self.every, timedelta(minutes=15))


@dataclass(frozen=True, slots=True)
class Poll:
    """One look at a channel. `reaches_back`: its list still held items known from before."""

    channel: str
    started_at: datetime
    finished_at: datetime
    outcome: PollOutcome
    detail: str = ""
    http_status: int | None = None
    items: int = 0
    new_items: int = 0
    body_bytes: int = 0
    reaches_back: bool = True

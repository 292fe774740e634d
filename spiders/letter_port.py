"""What goes through the port of a citizens' letter: which page to look at again, what was seen."""

from dataclasses import dataclass
from datetime import datetime

from monitor.domain.page_again import PageState
from monitor.text.letter_page import LetterPage


@dataclass(frozen=True, slots=True)
class LetterJob:
    """A letter's page that is looked at again; `channel_url` is its mailbox's own address."""

    url: str
    channel: str
    channel_url: str


@dataclass(frozen=True, slots=True)
class LetterSeen:
    """What one look at a letter's page came to.

    `url` is the address as the mailbox lists it, `landed` where the redirects ended. `listed` is
    true for the first look, which came from the list, whose title is `title`. `page` is empty
    unless the page was seen.
    """

    channel: str
    channel_url: str
    url: str
    at: datetime
    state: PageState
    listed: bool
    landed: str = ""
    http_status: int | None = None
    detail: str = ""
    title: str = ""
    page: LetterPage | None = None
    body_sha256: str = ""

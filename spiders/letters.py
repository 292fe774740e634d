"""From the answer to a request for a citizen's letter to what is handed in of it."""

import hashlib
import logging
from datetime import datetime
from zoneinfo import ZoneInfo

from scrapy.http import Response

from monitor.domain.channel import Channel
from monitor.domain.page import ListedItem
from monitor.domain.page_again import PageState
from monitor.text.letter_page import LetterPage, read_letter_page
from spiders import outcomes
from spiders.articles import header, is_markup
from spiders.challenge import is_challenge
from spiders.letter_port import LetterJob, LetterSeen

logger = logging.getLogger(__name__)

_OK = 200
_DENIED = frozenset({404, 410})


def letter_from(
    response: Response, listed: ListedItem, channel: Channel, fetched_at: datetime, zone: ZoneInfo
) -> LetterSeen | None:
    """The letter behind an entry of a mailbox's list; None where no page came. Never raises."""
    if response.status != _OK or is_challenge(response.body):
        return None
    return LetterSeen(
        channel=channel.name,
        channel_url=channel.url,
        url=listed.url,
        at=fetched_at,
        state=PageState.SEEN,
        listed=True,
        landed=response.url,
        http_status=response.status,
        title=listed.title,
        page=_page(response, fetched_at, zone),
        body_sha256=hashlib.sha256(response.body).hexdigest(),
    )


def letter_again(
    response: Response, job: LetterJob, fetched_at: datetime, zone: ZoneInfo
) -> LetterSeen:
    """What a letter's page is now. Only a plain 404 or 410 says that it is gone. Never raises."""
    status = response.status
    challenged = is_challenge(response.body)
    if status in _DENIED and not challenged:
        return unseen(job, fetched_at, PageState.GONE, "", status)
    if status != _OK or challenged:
        why = "a script challenge" if challenged else f"HTTP {status}"
        outcome = outcomes.of_status(status, response.body)
        return unseen(job, fetched_at, PageState.BLIND, str(outcome or why), status)
    return LetterSeen(
        channel=job.channel,
        channel_url=job.channel_url,
        url=job.url,
        at=fetched_at,
        state=PageState.SEEN,
        listed=False,
        landed=response.url,
        http_status=status,
        page=_page(response, fetched_at, zone),
        body_sha256=hashlib.sha256(response.body).hexdigest(),
    )


def unseen(
    job: LetterJob, at: datetime, state: PageState, detail: str, status: int | None = None
) -> LetterSeen:
    """A look at which the page was not to be read."""
    return LetterSeen(
        channel=job.channel,
        channel_url=job.channel_url,
        url=job.url,
        at=at,
        state=state,
        listed=False,
        http_status=status,
        detail=detail,
    )


def _page(response: Response, fetched_at: datetime, zone: ZoneInfo) -> LetterPage:
    if not is_markup(response):
        return LetterPage(None, None)
    try:
        return read_letter_page(response.body, zone, fetched_at, header(response, "Content-Type"))
    except Exception:
        # One hostile page must not cost the look the pages after it.
        logger.exception("the letter %s could not be read", response.url)
        return LetterPage(None, None)

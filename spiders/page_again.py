"""From the answer to a second request for a page to what became of the page."""

import hashlib
import logging
from datetime import datetime
from zoneinfo import ZoneInfo

from scrapy.http import Response

from monitor.domain.page_again import PageState, said_gone
from monitor.text.encoding import decode
from monitor.text.extract import extract
from spiders import outcomes
from spiders.articles import header, is_markup
from spiders.challenge import is_challenge
from spiders.port import PageJob, PageSeenAgain
from spiders.readers.reading import plain_text

logger = logging.getLogger(__name__)

_OK = 200
_DENIED = frozenset({404, 410})


def seen_again(
    response: Response, job: PageJob, fetched_at: datetime, zone: ZoneInfo
) -> PageSeenAgain:
    """What a page is now. Never raises.

    Only a plain 404 or 410 says that it is gone, or a page that says so itself and nothing else.
    """
    status = response.status
    challenged = is_challenge(response.body)
    if status in _DENIED and not challenged:
        return PageSeenAgain(job.article, fetched_at, PageState.GONE, status)
    if status != _OK or challenged:
        outcome = outcomes.of_status(status, response.body)
        why = "a script challenge" if challenged else str(outcome or f"HTTP {status}")
        return PageSeenAgain(job.article, fetched_at, PageState.BLIND, status, why)
    title, text = _text(response, fetched_at, zone) if is_markup(response) else ("", "")
    denied = _denied(response, job, f"{title}\n{text}") if is_markup(response) else None
    if denied is not None:
        why = "the page itself says so" if denied is PageState.GONE else "an error page"
        return PageSeenAgain(job.article, fetched_at, denied, status, why)
    if not text and is_markup(response):
        return PageSeenAgain(job.article, fetched_at, PageState.BLIND, status, "no text on it")
    return PageSeenAgain(
        job.article,
        fetched_at,
        PageState.SEEN,
        status,
        body_sha256=hashlib.sha256(response.body).hexdigest(),
        title=title,
        text=text,
        body=response.body,
        content_type=header(response, "Content-Type"),
    )


def _denied(response: Response, job: PageJob, article: str) -> PageState | None:
    """What a page says of itself; a denial may be too short to be found as its article."""
    whole = plain_text(decode(response.body).text)
    for said in (whole, article):
        state = said_gone(said, whole, job.title, job.text)
        if state is not None:
            return state
    return None


def _text(response: Response, fetched_at: datetime, zone: ZoneInfo) -> tuple[str, str]:
    try:
        page = extract(
            response.body, response.url, fetched_at, zone, header(response, "Content-Type")
        )
    except Exception:
        # One hostile page must not cost the others their look.
        logger.exception("the page %s could not be read again", response.url)
        return "", ""
    return page.title, page.text

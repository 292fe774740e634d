"""From the answer to an article request to the article that is handed in."""

import hashlib
import logging
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from scrapy.http import Response

from monitor.domain.page import ListedItem, Page
from monitor.text.extract import extract
from spiders.challenge import is_challenge
from spiders.looks import Look
from spiders.port import FetchedArticle

logger = logging.getLogger(__name__)

_OK = 200
_MARKUP_TYPES = frozenset({"", "text/html", "application/xhtml+xml", "text/xml", "application/xml"})


def header(response: Response, name: str) -> str:
    """A response header as text; empty where there is none."""
    value = response.headers.get(name)
    return value.decode("latin-1").strip() if value else ""


def is_markup(response: Response) -> bool:
    """Whether an answer is a page, by its own word; a PDF or a picture is none."""
    kind = header(response, "Content-Type").partition(";")[0].strip().lower()
    return kind in _MARKUP_TYPES


def article_from(
    response: Response, listed: ListedItem, look: Look, fetched_at: datetime, zone: ZoneInfo
) -> FetchedArticle | None:
    """The article a page holds, or None where the answer is no article. Never raises."""
    if response.status != _OK or is_challenge(response.body):
        return None
    page = _page(response, listed, fetched_at, zone)
    if page is None:
        return None
    return FetchedArticle(
        channel=look.job.channel,
        url=listed.url,
        page=page,
        listed=listed,
        fetched_at=fetched_at,
        sighting=look.sighting(listed.url),
        body_sha256=hashlib.sha256(response.body).hexdigest(),
        http_status=response.status,
        body=response.body,
        content_type=header(response, "Content-Type"),
    )


def _page(
    response: Response, listed: ListedItem, fetched_at: datetime, zone: ZoneInfo
) -> Page | None:
    content_type = header(response, "Content-Type")
    if not is_markup(response):
        return _from_listing(response.url, listed)
    try:
        page = extract(response.body, response.url, fetched_at, zone, content_type)
    except Exception:
        # One hostile page must not cost the look the pages after it.
        logger.exception("the page %s could not be read", response.url)
        return None
    if not (page.title or page.text):
        return None  # an empty answer; the next one may hold the page
    return page if page.title else replace(page, title=listed.title)


def _from_listing(url: str, listed: ListedItem) -> Page:
    """What is known of a document that is no page (a PDF, a picture): what the list said."""
    return Page(
        url=url,
        title=listed.title,
        text=listed.summary,
        published=listed.published,
        damage=("not_html",),
    )

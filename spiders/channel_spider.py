"""The one spider: it looks at the channels that are due and reads the pages that are new."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

import scrapy
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from monitor.domain.channel import ChannelKind, PollOutcome
from monitor.domain.page import ListedItem
from monitor.domain.page_again import PageState
from spiders import outcomes
from spiders.articles import article_from, header
from spiders.challenge import is_challenge
from spiders.letter_port import LetterJob, LetterSeen
from spiders.letters import letter_again, letter_from, unseen
from spiders.looks import Limits, Look, LookEnded, listed_pages
from spiders.middlewares import CHANNEL_URL, CONFIGURED_URL
from spiders.page_again import seen_again
from spiders.port import (
    ChannelJob,
    Clock,
    FetchedArticle,
    IngestPort,
    PageJob,
    PageSeenAgain,
)
from spiders.readers.read import read_list
from spiders.readers.reading import Reading

logger = logging.getLogger(__name__)

Claim = Callable[[], Sequence[ChannelJob]]
ClaimPages = Callable[[], Sequence[PageJob | LetterJob]]
Fetched = FetchedArticle | LetterSeen

Trouble = tuple[PollOutcome, str]
"""Why a list that came does not count as seen, with a detail for the poll log."""

_MOST_CHILDREN = 5
_DETAIL = 300
_NEW = timedelta(0)


class ChannelSpider(scrapy.Spider):
    """Looks at each claimed channel once and yields its new articles, then the ended look.

    It claims once, or, given a `lifetime`, again and again until that has passed on `clock`.
    Every claimed channel yields exactly one LookEnded, whatever became of it.
    """

    name = "channels"

    def __init__(
        self,
        *,
        port: IngestPort,
        clock: Clock,
        claim: Claim,
        claim_pages: ClaimPages,
        zone: ZoneInfo,
        limits: Limits,
        claim_every: timedelta = timedelta(seconds=5),
        lifetime: timedelta | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.port = port
        self._clock = clock
        self._claim = claim
        self._claim_pages = claim_pages
        self._zone = zone
        self._limits = limits
        self._claim_every = claim_every
        self._lifetime = lifetime

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Take the zone and the limits of a look from the settings."""
        settings = crawler.settings
        limits = Limits(
            pages=settings.getint("HUIYING_PAGES_PER_LOOK"),
            tries=settings.getint("HUIYING_PAGE_TRIES"),
            failures_in_a_row=settings.getint("HUIYING_FAILURES_IN_A_ROW"),
            trust_304=timedelta(seconds=settings.getfloat("HUIYING_TRUST_304")),
        )
        return super().from_crawler(
            crawler,
            *args,
            zone=ZoneInfo(settings["HUIYING_ZONE"]),
            limits=limits,
            claim_every=timedelta(seconds=settings.getfloat("HUIYING_CLAIM_EVERY")),
            **kwargs,
        )

    async def start(self) -> AsyncIterator[Request | LookEnded]:
        """Ask for the lists of due channels, for as long as the spider lives."""
        ends_at = self._clock() + self._lifetime if self._lifetime else None
        while True:
            for asked in self._due_lists():
                yield asked
            for page in self._due_pages():
                yield page
            if ends_at is None or self._clock() >= ends_at:
                return
            await asyncio.sleep(self._claim_every.total_seconds())

    def _due_lists(self) -> Iterator[Request | LookEnded]:
        try:
            jobs = self._claim()
        except Exception:
            # A store that is locked or away for a moment: the next round asks again.
            logger.exception("no channels could be claimed")
            return
        for job in jobs:
            yield self._list_request(Look(job, self._clock(), self._limits))

    def _due_pages(self) -> Iterator[Request]:
        """Pages that answered, and letters without a reply, looked at once more."""
        try:
            jobs = self._claim_pages()
        except Exception:
            logger.exception("no pages could be claimed")  # as above: the next round asks again
            return
        for job in jobs:
            yield Request(
                job.url,
                callback=self.read_page_again,
                errback=self.page_failed_again,
                cb_kwargs={"job": job},
                meta={CHANNEL_URL: job.channel_url},
                dont_filter=True,
            )

    def read_page_again(
        self, response: Response, job: PageJob | LetterJob
    ) -> Iterator[PageSeenAgain | LetterSeen]:
        """Say what a page that answered, or that showed a letter, looks like now."""
        if isinstance(job, LetterJob):
            yield letter_again(response, job, self._clock(), self._zone)
        else:
            yield seen_again(response, job, self._clock(), self._zone)

    def page_failed_again(self, failure: Failure) -> Iterator[PageSeenAgain | LetterSeen]:
        """A page that did not come was not seen; nothing follows from that."""
        error: BaseException = failure.value  # type: ignore[assignment]  # always set here
        job: PageJob | LetterJob = failure.request.cb_kwargs["job"]  # type: ignore[attr-defined]
        detail = outcomes.detail_of(error)
        if isinstance(job, LetterJob):
            yield unseen(job, self._clock(), PageState.BLIND, detail)
            return
        yield PageSeenAgain(job.article, self._clock(), PageState.BLIND, detail=detail)

    def _list_request(self, look: Look) -> Request | LookEnded:
        url = look.job.channel.url
        try:
            return Request(
                url,
                headers=look.validators(),
                callback=self.read_list,
                errback=self.list_failed,
                cb_kwargs={"look": look},
                meta={CONFIGURED_URL: url},
                dont_filter=True,
            )
        except ValueError as error:  # no URL at all
            return look.blind(self._clock(), PollOutcome.UNREACHABLE, outcomes.detail_of(error))

    async def read_list(self, response: Response, look: Look) -> AsyncIterator[Fetched | LookEnded]:
        """Read a list that came, then the pages on it that are new, then end the look."""
        fetched_at = self._clock()
        unseen = self._unseen(response, look, fetched_at)
        if unseen is not None:
            yield unseen
            return
        reading = self._read(response, look, fetched_at)
        trouble: Trouble | None = None
        if reading.children:
            reading, trouble = await self._read_children(reading, look)
        entries = listed_pages(reading.entries)
        unknown = self.port.unknown([entry.url for entry in entries])
        pages = look.plan(entries, unknown, fetched_at)
        async for article in self._articles(pages, look):
            yield article
        if not entries:
            trouble = trouble or self._nothing_listed(response, reading)
        yield self._ended(response, look, reading, trouble)

    async def list_failed(self, failure: Failure) -> AsyncIterator[LookEnded]:
        """End the look at a list that did not come."""
        error: BaseException = failure.value  # type: ignore[assignment]  # always set here
        look: Look = failure.request.cb_kwargs["look"]  # type: ignore[attr-defined]
        yield look.blind(self._clock(), outcomes.of_failure(error), outcomes.detail_of(error))

    def _unseen(self, response: Response, look: Look, now: datetime) -> LookEnded | None:
        """The end of a look whose status alone says that there is nothing to read."""
        outcome = outcomes.of_status(response.status, response.body)
        if outcome is None:
            return None
        if outcome is PollOutcome.NOT_MODIFIED:
            if look.validators():
                return look.not_modified(now, response.status)
            outcome = PollOutcome.HTTP_ERROR  # not modified since nothing we asked for
        return look.blind(
            now,
            outcome,
            f"HTTP {response.status}",
            status=response.status,
            size=len(response.body),
            retry_at=outcomes.retry_at(header(response, "Retry-After"), now),
        )

    def _read(self, response: Response, look: Look, fetched_at: datetime) -> Reading:
        content_type = header(response, "Content-Type")
        return read_list(
            look.job.channel, response.body, response.url, fetched_at, self._zone, content_type
        )

    def _nothing_listed(self, response: Response, reading: Reading) -> Trouble:
        if is_challenge(response.body):
            return PollOutcome.BLOCKED, "a script challenge instead of the list"
        if not reading.ok:
            return PollOutcome.UNREADABLE, reading.error
        return PollOutcome.EMPTY, "nothing is listed"

    def _ended(
        self, response: Response, look: Look, reading: Reading, trouble: Trouble | None
    ) -> LookEnded:
        status, size = response.status, len(response.body)
        if trouble is not None:
            outcome, detail = trouble
            detail = detail[:_DETAIL]
            return look.blind(self._clock(), outcome, detail, status=status, size=size)
        return look.seen(
            self._clock(),
            status=status,
            size=size,
            # An index may stay the same while the sitemaps under it change.
            etag="" if reading.children else header(response, "ETag"),
            last_modified="" if reading.children else header(response, "Last-Modified"),
            fresh=reading.ok and _age(response) <= look.job.channel.every,
        )

    async def _read_children(self, index: Reading, look: Look) -> tuple[Reading, Trouble | None]:
        """The newest sitemaps of an index as one list, and what went wrong with one of them."""
        found: list[ListedItem] = []
        trouble: Trouble | None = None
        for url in index.children[:_MOST_CHILDREN]:
            try:
                response = await self._download(url)
            except Exception as error:
                # Whatever one address does, the others are still worth asking.
                trouble = outcomes.of_failure(error), f"{url}: {outcomes.detail_of(error)}"
                continue
            outcome = outcomes.of_status(response.status, response.body)
            if outcome is not None:
                trouble = outcome, f"{url}: HTTP {response.status}"
                continue
            reading = self._read(response, look, self._clock())
            found += reading.entries
            if not reading.ok:
                trouble = PollOutcome.UNREADABLE, f"{url}: {reading.error}"
        return Reading(tuple(found), children=index.children), trouble

    async def _articles(self, pages: Sequence[ListedItem], look: Look) -> AsyncIterator[Fetched]:
        """What stands behind `pages`; stops early on a host that fails again and again."""
        failures = 0
        for listed in pages:
            stopping = not self.crawler.engine.running
            if stopping or failures >= self._limits.failures_in_a_row:
                return
            article = await self._article(listed, look)
            if article is None:
                failures += 1
                look.failed(listed.url)
            else:
                failures = 0
                look.read(listed.url)
                yield article

    async def _article(self, listed: ListedItem, look: Look) -> Fetched | None:
        try:
            response = await self._download(listed.url)
        except Exception as error:
            # A page that fails is no failure of its channel: it waits for the next look.
            logger.info("page %s did not come: %s", listed.url, outcomes.detail_of(error))
            return None
        now, channel = self._clock(), look.job.channel
        if channel.kind is ChannelKind.MAILBOX:
            return letter_from(response, listed, channel, now, self._zone)
        return article_from(response, listed, look, now, self._zone)

    async def _download(self, url: str) -> Response:
        return await self.crawler.engine.download_async(Request(url, dont_filter=True))


def _age(response: Response) -> timedelta:
    """How old a copy of the list is by the word of the caches on the way (RFC 9111 5.1)."""
    seconds = header(response, "Age")
    return (
        timedelta(seconds=int(seconds[:9])) if seconds.isascii() and seconds.isdecimal() else _NEW
    )

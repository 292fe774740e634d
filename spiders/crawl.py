"""Runs the spider: once, step by step under simulated time, or as a process of its own."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from types import TracebackType
from typing import Any, Self

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from twisted.internet import asyncioreactor

from spiders.channel_spider import ChannelSpider
from spiders.port import Clock, IngestPort


async def crawl_once(port: IngestPort, clock: Clock, settings: Mapping[str, Any]) -> None:
    """Look at every channel and page that is due now, and return when all looks are recorded.

    Runs inside a started asyncio reactor; see CrawlStepper for callers that have none. What the
    port raises while claiming reaches the caller.
    """
    jobs, pages = port.claim_due(clock()), port.claim_pages(clock())
    if jobs or pages:
        # A Crawler by itself: Scrapy's runners copy all settings twice more, half of a small step.
        crawler = Crawler(ChannelSpider, dict(settings))
        await crawler.crawl_async(
            port=port, clock=clock, claim=lambda: jobs, claim_pages=lambda: pages
        )


def run_crawler(
    port: IngestPort, clock: Clock, settings: Mapping[str, Any], lifetime: timedelta
) -> None:
    """Crawl as a process of its own until `lifetime` has passed on `clock`, then return.

    A supervisor starts the next one: robots.txt and name look-ups are kept as long as the process
    lives, and must not be kept for ever. SIGTERM and SIGINT end it after the pages under way, a
    second one at once. To be called in the main thread, once in a process.
    """
    process = AsyncCrawlerProcess(dict(settings))
    process.crawl(
        ChannelSpider,
        port=port,
        clock=clock,
        claim=lambda: port.claim_due(clock()),
        claim_pages=lambda: port.claim_pages(clock()),
        lifetime=lifetime,
    )
    process.start()


class CrawlStepper:
    """Runs single crawls from plain code in the main thread, any number of them.

    Twisted's reactor starts once in a process and never again. So it is started at the first
    entry and stays; each step runs its event loop until one crawl is over. `startRunning` is what
    makes the reactor deliver events while somebody else runs the loop: without it a crawl hangs.
    """

    def __init__(self, port: IngestPort, clock: Clock, settings: Mapping[str, Any]) -> None:
        self._port = port
        self._clock = clock
        self._settings = settings

    def __enter__(self) -> Self:
        _started_loop()
        return self

    def step(self) -> None:
        """Crawl what is due now, to its end."""
        _started_loop().run_until_complete(crawl_once(self._port, self._clock, self._settings))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        _end_threads()


@cache
def _started_loop() -> asyncio.AbstractEventLoop:
    """The event loop of this process's one reactor, which is started by the first call."""
    loop = asyncio.new_event_loop()
    asyncioreactor.install(eventloop=loop)  # type: ignore[no-untyped-call]
    _reactor().startRunning(installSignalHandlers=False)
    return loop


def _end_threads() -> None:
    """End the threads of Twisted's name look-ups, which would keep the process from ending."""
    pool = _reactor().threadpool
    if pool is not None:
        pool.stop()
        _reactor().threadpool = None


def _reactor() -> Any:
    """The installed reactor: importing it before one is installed would install the wrong one."""
    from twisted.internet import reactor

    return reactor

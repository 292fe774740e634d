"""The ingest pipeline: articles and ended looks go through the port, in this order."""

from collections import defaultdict
from dataclasses import replace
from typing import Any, Self

from scrapy.crawler import Crawler

from spiders.looks import LookEnded
from spiders.port import FetchedArticle, IngestPort, PageSeenAgain


class IngestPipeline:
    """Stores articles and records polls.

    An article that could not be stored is put back among the waiting pages of its channel, so
    that the next look reads it again; Scrapy logs and counts the failure.
    """

    def __init__(self, port: IngestPort) -> None:
        self._port = port
        self._not_stored: defaultdict[str, list[str]] = defaultdict(list)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the port that the spider was given."""
        return cls(crawler.spider.port)  # type: ignore[union-attr]

    def process_item(self, item: Any) -> Any:
        """Hand one item in."""
        if isinstance(item, FetchedArticle):
            self._store(item)
        elif isinstance(item, LookEnded):
            self._record(item)
        elif isinstance(item, PageSeenAgain):
            self._port.seen_again(item)
        return item

    def _store(self, article: FetchedArticle) -> None:
        try:
            self._port.store(article)
        except Exception:
            self._not_stored[article.channel.name].append(article.url)
            raise

    def _record(self, ended: LookEnded) -> None:
        lost = self._not_stored.pop(ended.poll.channel, [])
        waiting = {**ended.memory.waiting, **dict.fromkeys(lost, 0)}
        poll = replace(ended.poll, new_items=ended.poll.new_items - len(lost))
        self._port.record(poll, replace(ended.memory, waiting=waiting))

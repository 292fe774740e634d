"""The ingest pipeline: articles and ended looks go through the port, in this order."""

from collections import defaultdict
from dataclasses import replace
from typing import Any, Self

from scrapy.crawler import Crawler

from monitor.domain.sighting import Sighting
from spiders.letter_port import LetterSeen
from spiders.looks import LookEnded
from spiders.port import FetchedArticle, IngestPort, PageSeenAgain


class IngestPipeline:
    """Stores articles and records polls.

    An article or letter that could not be stored is put back among the waiting pages of its
    channel, so that the next look reads it again; Scrapy logs and counts the failure.
    """

    def __init__(self, port: IngestPort) -> None:
        self._port = port
        self._not_stored: defaultdict[str, dict[str, Sighting]] = defaultdict(dict)
        self._letters_not_stored: defaultdict[str, list[str]] = defaultdict(list)

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
        elif isinstance(item, LetterSeen):
            self._letter(item)
        return item

    def _store(self, article: FetchedArticle) -> None:
        try:
            self._port.store(article)
        except Exception:
            self._not_stored[article.channel.name][article.url] = article.sighting
            raise

    def _letter(self, seen: LetterSeen) -> None:
        try:
            self._port.letter_seen(seen)
        except Exception:
            if seen.listed:
                self._letters_not_stored[seen.channel].append(seen.url)
            raise

    def _record(self, ended: LookEnded) -> None:
        lost = self._not_stored.pop(ended.poll.channel, {})
        letters = self._letters_not_stored.pop(ended.poll.channel, [])
        waiting = {**ended.memory.waiting, **dict.fromkeys((*lost, *letters), 0)}
        sightings = {**ended.memory.sightings, **lost}
        poll = replace(ended.poll, new_items=ended.poll.new_items - len(lost) - len(letters))
        memory = replace(ended.memory, waiting=waiting, sightings=sightings)
        self._port.record(poll, memory)

"""The crawler's door: hands out channels that are due, takes in articles and looks."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from monitor.adapters.hosts import at_home
from monitor.adapters.letters import LetterIntake, UnitNamed, no_unit
from monitor.domain.channel import Channel, ChannelKind, Poll
from monitor.domain.page_again import PageState, text_sha256
from monitor.domain.sighting import Sighting
from monitor.domain.when import When
from monitor.store.check_tables import PageLookRow
from monitor.store.mapping import when_columns
from monitor.store.store import Store
from monitor.store.tables import ArticleRow
from spiders.letter_port import LetterJob, LetterSeen
from spiders.port import ChannelJob, ChannelMemory, FetchedArticle, PageJob, PageSeenAgain

CRAWL = "crawl"
_PAGES_AT_ONCE = 20
_HEARTBEAT = timedelta(seconds=15)


class StoreIngest:
    """Implements `spiders.port.IngestPort` on the store. Each call is its own transaction."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        unit_named: UnitNamed = no_unit,
    ) -> None:
        self._store = store
        self._channels = channels
        self._letters = LetterIntake(store, channels, unit_named)
        self._beat_at: datetime | None = None

    def claim_due(self, now: datetime) -> Sequence[ChannelJob]:
        """The channels to look at now; a claim lapses after the channel's interval.

        Asked every second: most of the time nothing is due, and then nothing is written.
        """
        self._show_life(now)
        every = {name: channel.every for name, channel in self._channels.items()}
        with self._store.read() as work:
            if not work.channels.any_due(now):
                return []
        with self._store.write() as work:
            return [
                ChannelJob(self._channels[row.name], _memory_of(row.memory))
                for row in work.channels.claim_due(every, now)
            ]

    def claim_pages(self, now: datetime) -> Sequence[PageJob | LetterJob]:
        """The pages that answered, and the letters, that are to be looked at again now."""
        return (*self._answers(now), *self._letters.claim(now))

    def _answers(self, now: datetime) -> Sequence[PageJob]:
        with self._store.read() as work:
            if not work.page_checks.any_due(now):
                return []
        with self._store.write() as work:
            return [
                PageJob(str(row.id), row.url, self._channels[row.channel].url, row.title, row.text)
                for row in work.page_checks.claim_due(now, _PAGES_AT_ONCE)
                if row.channel in self._channels
            ]

    def seen_again(self, look: PageSeenAgain) -> None:
        """Keep what one more look at a page came to; the clock loop takes it in."""
        seen = look.state is PageState.SEEN
        with self._store.write() as work:
            title = look.title or work.articles.get(int(look.article)).title
            row = PageLookRow(
                article_id=int(look.article),
                at=look.at,
                state=look.state.value,
                http_status=look.http_status,
                detail=look.detail,
                body_sha256=look.body_sha256,
                text_sha256=text_sha256(title, look.text) if seen else "",
                title=title if seen else "",
                text=look.text,
            )
            work.page_checks.keep(row)
            if look.body:
                work.page_copies.keep(look.body_sha256, look.body, look.content_type, look.at)

    def letter_seen(self, look: LetterSeen) -> None:
        """Keep what a look at a letter of a mailbox came to."""
        self._letters.seen(look)

    def _show_life(self, now: datetime) -> None:
        if self._beat_at is not None and now - self._beat_at < _HEARTBEAT:
            return
        with self._store.write() as work:
            work.beat(CRAWL, now)
        self._beat_at = now

    def unknown(self, urls: Sequence[str]) -> list[str]:
        """Those of `urls` that were never stored."""
        with self._store.read() as work:
            return work.letters.unknown(work.articles.unknown(urls))

    def store(self, article: FetchedArticle) -> None:
        """Keep an article with the bounds that the crawl itself puts on its time."""
        with self._store.write() as work:
            work.articles.add(_row(article))
            if article.body:
                copy = article.body_sha256, article.body, article.content_type
                work.page_copies.keep(*copy, article.fetched_at)

    def record(self, poll: Poll, memory: ChannelMemory) -> None:
        """Write down one look."""
        every = self._channels[poll.channel].every
        with self._store.write() as work:
            work.channels.record(poll, _memory_json(memory), every, memory.retry_at)


def _row(article: FetchedArticle) -> ArticleRow:
    page = article.page
    own = at_home(article.channel.url, page.url or article.url)
    return ArticleRow(
        channel=article.channel.name,
        channel_kind=article.channel.kind.value if own else ChannelKind.NEWS.value,
        owner=article.channel.owner if own else "",
        url=article.url,
        title=page.title or article.listed.title,
        text=page.text or article.listed.summary,
        **when_columns("published", published(article)),
        first_seen_at=article.fetched_at,
        listed_at=article.sighting.listed_at,
        absent_until=article.sighting.absent_until,
        source_line=page.source_line,
        document_number=page.document_number,
        encoding=page.encoding,
        damage=list(page.damage),
        body_sha256=article.body_sha256,
    )


def published(article: FetchedArticle) -> When | None:
    """When it was published: the page's word or else the list's, within what the crawl saw.

    The more exact of the two stands where they agree on the day. It was there when we fetched it;
    the looks at its list bound a time that is only known by its day.
    """
    claims = [when for when in (article.page.published, article.listed.published) if when]
    if not claims:
        return article.sighting.alone()
    best = claims[0]
    for other in claims[1:]:
        if best.earliest <= other.earliest and other.latest <= best.latest:
            best = other
    return article.sighting.within(best).no_later_than(article.fetched_at)


def _memory_json(memory: ChannelMemory) -> dict[str, Any]:
    return {
        "etag": memory.etag,
        "last_modified": memory.last_modified,
        "seen_at": memory.seen_at.isoformat() if memory.seen_at else None,
        "full_read_at": memory.full_read_at.isoformat() if memory.full_read_at else None,
        "waiting": dict(memory.waiting),
        "retry_at": memory.retry_at.isoformat() if memory.retry_at else None,
        "complete": [at.isoformat() for at in memory.complete],
        "news_at": memory.news_at.isoformat() if memory.news_at else None,
        "sightings": {url: _sighting_json(one) for url, one in memory.sightings.items()},
    }


def _memory_of(data: Mapping[str, Any]) -> ChannelMemory:
    if not data:
        return ChannelMemory()
    return ChannelMemory(
        etag=data["etag"],
        last_modified=data["last_modified"],
        seen_at=_instant(data["seen_at"]),
        full_read_at=_instant(data["full_read_at"]),
        waiting=data["waiting"],
        retry_at=_instant(data["retry_at"]),
        # an earlier release remembered none of these
        complete=tuple(datetime.fromisoformat(at) for at in data.get("complete", [])),
        news_at=_instant(data.get("news_at")),
        sightings={url: _sighting_of(one) for url, one in data.get("sightings", {}).items()},
    )


def _sighting_json(sighting: Sighting) -> list[str | None]:
    absent = sighting.absent_until
    return [sighting.listed_at.isoformat(), absent.isoformat() if absent else None]


def _sighting_of(data: Sequence[str | None]) -> Sighting:
    listed_at, absent_until = data
    return Sighting(datetime.fromisoformat(listed_at or ""), _instant(absent_until))


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None

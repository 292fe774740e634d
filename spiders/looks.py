"""One look at one channel: which pages to read, and what to remember afterwards. No I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from monitor.domain.channel import Poll, PollOutcome
from monitor.domain.page import ListedItem
from monitor.domain.sighting import Sighting
from spiders import evidence
from spiders.port import ChannelJob, ChannelMemory

_MOST_ITEMS = 1000
_LONGEST_VALIDATOR = 512


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one look may ask of a host; see the settings of the same names."""

    pages: int = 50
    tries: int = 5
    failures_in_a_row: int = 3
    trust_304: timedelta = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LookEnded:
    """A look that is over: its poll and what to remember, to be recorded together."""

    poll: Poll
    memory: ChannelMemory


@dataclass(slots=True)
class Look:
    """A look while it lasts.

    `waiting` starts as all the listed pages that are not stored, with the tries each has had;
    pages leave it as they are read. `sightings` are the pages listed for the first time, `newest`
    is how new the newest item of the list is.
    """

    job: ChannelJob
    started_at: datetime
    limits: Limits
    items: int = 0
    stored: int = 0
    reaches_back: bool = True
    waiting: dict[str, int] = field(default_factory=dict)
    sightings: dict[str, Sighting] = field(default_factory=dict)
    listed: frozenset[str] = frozenset()
    newest: datetime | None = None

    @property
    def first(self) -> bool:
        """True where the channel's list has never been seen before."""
        return self.job.memory.seen_at is None

    def validators(self) -> dict[str, str]:
        """The headers of a conditional request: the ETag where there is one, never both.

        None while pages wait to be read, because the list is needed to find them again, and none
        when the list has not been read whole for long: some servers answer 304 for ever.
        """
        memory = self.job.memory
        fresh = (
            memory.full_read_at is not None
            and self.started_at - memory.full_read_at < self.limits.trust_304
        )
        if not fresh or self._unread(memory.waiting):
            return {}
        if memory.etag:
            return {"If-None-Match": memory.etag}
        return {"If-Modified-Since": memory.last_modified} if memory.last_modified else {}

    def plan(
        self, entries: Sequence[ListedItem], unknown: Sequence[str], listed_at: datetime
    ) -> list[ListedItem]:
        """The pages to read now, of those listed and not stored; untried ones first.

        `listed_at` is when the list came.
        """
        memory = self.job.memory
        before = memory.waiting
        self.items = len(entries)
        self.listed = frozenset(entry.url for entry in entries)
        self.waiting = {url: before.get(url, 0) for url in unknown}
        known = {entry.url for entry in entries} - (self.waiting.keys() - before.keys())
        self.reaches_back = self.first or bool(known)
        channel = self.job.channel
        self.sightings = evidence.first_sightings(
            entries, self.waiting.keys(), channel, memory, listed_at
        )
        self.newest = evidence.news_at(entries, self.sightings, memory, listed_at)
        by_url = {entry.url: entry for entry in reversed(entries)}
        due = [url for url, tries in self.waiting.items() if tries < self.limits.tries]
        due.sort(key=lambda url: self.waiting[url])
        return [by_url[url] for url in due[: self.limits.pages]]

    def sighting(self, url: str) -> Sighting:
        """When a page was first listed, by this look or one before, and what shows that."""
        earlier = self.job.memory.sightings.get(url)
        return earlier or self.sightings.get(url) or Sighting(self.started_at)

    def read(self, url: str) -> None:
        """Note that a listed page was read and handed in."""
        del self.waiting[url]
        self.stored += 1

    def failed(self, url: str) -> None:
        """Note that a listed page could not be read this time."""
        self.waiting[url] += 1

    def seen(
        self,
        now: datetime,
        *,
        status: int,
        size: int,
        etag: str,
        last_modified: str,
        fresh: bool,
    ) -> LookEnded:
        """The end of a look that read the list; `fresh`: it was no old copy and lacked nothing."""
        before = self.job.memory
        complete = before.complete
        if fresh and self.reaches_back and evidence.is_alive(self.newest, before, self.started_at):
            complete = evidence.followed(complete, self.started_at, self.job.channel.every)
        memory = ChannelMemory(
            etag=_usable(etag),
            last_modified=_usable(last_modified),
            seen_at=self.started_at,
            full_read_at=self.started_at,
            waiting=self.waiting,
            complete=complete,
            news_at=self.newest,
            sightings=evidence.remembered(
                {**before.sightings, **self.sightings}, self.waiting, self.listed, self.started_at
            ),
        )
        left = f"{len(self.waiting)} listed pages not read" if self.waiting else ""
        poll = self._poll(now, PollOutcome.OK, left, http_status=status, body_bytes=size)
        return LookEnded(poll, memory)

    def not_modified(self, now: datetime, status: int) -> LookEnded:
        """The end of a look at a list that is as it was."""
        poll = self._poll(now, PollOutcome.NOT_MODIFIED, http_status=status)
        return LookEnded(poll, replace(self.job.memory, seen_at=self.started_at, retry_at=None))

    def blind(
        self,
        now: datetime,
        outcome: PollOutcome,
        detail: str,
        *,
        status: int | None = None,
        size: int = 0,
        retry_at: datetime | None = None,
    ) -> LookEnded:
        """The end of a look that showed nothing; what was known stays as it was."""
        poll = self._poll(now, outcome, detail, http_status=status, body_bytes=size)
        return LookEnded(poll, replace(self.job.memory, retry_at=retry_at))

    def _poll(
        self,
        now: datetime,
        outcome: PollOutcome,
        detail: str = "",
        *,
        http_status: int | None = None,
        body_bytes: int = 0,
    ) -> Poll:
        return Poll(
            channel=self.job.channel.name,
            started_at=self.started_at,
            finished_at=now,
            outcome=outcome,
            detail=detail,
            http_status=http_status,
            items=self.items,
            new_items=self.stored,
            body_bytes=body_bytes,
            reaches_back=self.reaches_back,
        )

    def _unread(self, waiting: Mapping[str, int]) -> bool:
        return any(tries < self.limits.tries for tries in waiting.values())


def listed_pages(entries: Sequence[ListedItem]) -> list[ListedItem]:
    """The entries that can be fetched, each address once, in the list's order, bounded."""
    once: dict[str, ListedItem] = {}
    for entry in entries:
        if entry.url.startswith(("http://", "https://")):
            once.setdefault(entry.url.partition("#")[0], entry)
    return [replace(entry, url=url) for url, entry in once.items()][:_MOST_ITEMS]


def _usable(validator: str) -> str:
    """A validator as it may be sent back; an overlong or unprintable one is not kept."""
    fits = len(validator) <= _LONGEST_VALIDATOR and validator.isprintable()
    return validator if fits else ""

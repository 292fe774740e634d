"""Which looks at a list show that a page was not published yet. No I/O.

A wrong bound accuses or excuses somebody, so a look counts only where all of this holds: the list
came fresh (status 200, no copy older than the channel's interval), was understood whole, reached
back to what was known, and was alive. Two such looks in a row must lack the page; the earlier of
them, less one interval, is the bound, because a list is cached and a page is listed minutes after
it is published. A 304 is only the server's word that nothing changed: it shows nothing here.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from monitor.domain.channel import Channel, Reader
from monitor.domain.page import ListedItem
from monitor.domain.sighting import Sighting
from spiders.port import ChannelMemory

_ALIVE = timedelta(days=7)
"""A list whose newest item is older may be a dead copy: from outside it looks like a quiet one.

A copy of a list is no older than its newest item, and most columns get something new every week.
"""

_IN_ORDER = 4  # of so many neighbours one may stand in the wrong order: an item pinned on top
_REMEMBERED = timedelta(days=14)  # a page that fell out of the list unread may come back
_MOST = 1000  # unread pages remembered


def news_at(
    entries: Iterable[ListedItem],
    first_listed: Collection[str],
    memory: ChannelMemory,
    at: datetime,
) -> datetime | None:
    """How new the newest item of a list is: by the dates it states, else by when one was new to us.

    Dates still to come at the look, `at`, are passed over.
    """
    stated = [entry.published.earliest for entry in entries if entry.published]
    past = [date for date in stated if date <= at]
    if past:
        return max(past)
    moved = bool(first_listed) and memory.seen_at is not None
    return at if moved else memory.news_at


def is_alive(newest: datetime | None, memory: ChannelMemory, at: datetime) -> bool:
    """Whether a list with that newest item is no old copy, as far as can be seen.

    One whose newest item is older than that of the look before has gone backwards.
    """
    if newest is None or newest < at - _ALIVE:
        return False
    return memory.news_at is None or newest >= memory.news_at


def followed(
    complete: tuple[datetime, ...], at: datetime, every: timedelta
) -> tuple[datetime, ...]:
    """The last two complete looks after one more, `at`.

    Of looks less than half an interval apart only one counts: both may have met the same copy.
    """
    if complete and at - complete[-1] < every / 2:
        return complete if len(complete) == 1 else (complete[0], at)
    return (*complete[-1:], at)


def first_sightings(
    entries: Sequence[ListedItem],
    unread: Collection[str],
    channel: Channel,
    memory: ChannelMemory,
    listed_at: datetime,
) -> dict[str, Sighting]:
    """The pages listed now for the first time, of those not stored (`unread`), and what shows it.

    A page among the last of a list may only have moved up when another was taken down, and lists
    that are not in the order of time show nothing. Where one new page is dated before the bound,
    the list may have come late: then there is none for its neighbours.
    """
    fresh = [
        entry
        for entry in entries
        if entry.url in unread
        and entry.url not in memory.waiting
        and entry.url not in memory.sightings
    ]
    bound = _bound(channel, memory)
    if bound is None or not _in_order(entries):
        return {entry.url: Sighting(listed_at) for entry in fresh}
    on_top = _on_top(entries, {entry.url for entry in fresh})
    late = {e.url for e in fresh if e.url in on_top and e.published and e.published.latest < bound}
    shown = late or on_top
    return {e.url: Sighting(listed_at, bound if e.url in shown else None) for e in fresh}


def remembered(
    sightings: Mapping[str, Sighting],
    waiting: Collection[str],
    listed: Collection[str],
    at: datetime,
) -> dict[str, Sighting]:
    """The sightings to keep: of pages that wait to be read, or that fell out of the list unread."""
    kept = [
        (url, sighting)
        for url, sighting in sightings.items()
        if url in waiting or (url not in listed and at - sighting.listed_at < _REMEMBERED)
    ]
    kept.sort(key=lambda pair: (pair[0] in waiting, pair[1].listed_at))
    return dict(kept[-_MOST:])


def _bound(channel: Channel, memory: ChannelMemory) -> datetime | None:
    """Until when a page that is listed for the first time was surely not published.

    A sitemap tells nothing of the kind: a page moves into its newest entries by being changed.
    """
    if channel.reader is Reader.SITEMAP or len(memory.complete) < 2:
        return None
    return memory.complete[0] - channel.every


def _in_order(entries: Sequence[ListedItem]) -> bool:
    """Whether the dates that a list states run from new to old, but for what is pinned."""
    dates = [entry.published for entry in entries if entry.published]
    pairs = list(pairwise(dates))
    rising = sum(one.earliest < other.earliest >= one.latest for one, other in pairs)
    return rising * _IN_ORDER <= len(pairs)


def _on_top(entries: Sequence[ListedItem], fresh: Collection[str]) -> set[str]:
    """The first-listed pages that stand above most of what was listed before."""
    known = sum(entry.url not in fresh for entry in entries)
    above = 0
    found = set()
    for entry in entries:
        if entry.url not in fresh:
            above += 1
        elif above * 2 < known:
            found.add(entry.url)
    return found

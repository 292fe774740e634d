"""Blindness: whether we could have seen an answer at all.

"No response seen" may only be said when the official channels that could have carried one were
readable. A channel was seen over a stretch if our looks at it succeeded without a gap longer than
its patience; a look that still lists what was there before a gap also shows what was published
inside it, and so mends the gap. The last stretch before a deadline counts as seen only once a
look at or after the deadline succeeded: an answer of the last minute is never overlooked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Look:
    """One successful look at a channel; `reaches_back` as in `Poll`."""

    at: datetime
    reaches_back: bool = True


@dataclass(frozen=True, slots=True)
class Watch:
    """All successful looks at one official channel, in time order, and its patience.

    `until_assumed` is set for archives, whose completeness is assumed up to that instant.
    """

    channel: str
    title: str
    owner: str
    patience: timedelta
    looks: tuple[Look, ...]
    until_assumed: datetime | None = None


@dataclass(frozen=True, slots=True)
class BlindInterval:
    """A stretch of time in which one channel could not be seen."""

    channel: str
    title: str
    start: datetime
    end: datetime


class Sight(StrEnum):
    """What may be said of an absent answer."""

    CLEAR = "clear"  # we could see, and there was none
    WAITING = "waiting"  # the last look after the deadline is still to come
    BLIND = "blind"  # we could not see


@dataclass(frozen=True, slots=True)
class SightReading:
    """Whether we could see between two instants, and where not."""

    sight: Sight
    gaps: tuple[BlindInterval, ...] = ()
    wait_until: datetime | None = None


def blind_intervals(
    watch: Watch, start: datetime, end: datetime, *, mended: bool = True
) -> tuple[BlindInterval, ...]:
    """The stretches of [start, end] in which `watch` shows nothing of the channel.

    With `mended` (the rule for verdicts) a gap closed by a look that reaches back does not count,
    and any other too long a gap counts whole: what appeared just after one look may have gone
    before the next. Without it (for drawing) a gap begins where the channel's patience ends.
    """
    if watch.until_assumed is not None:
        return _gap(watch, max(start, watch.until_assumed), end)
    gaps: list[BlindInterval] = []
    last = _Seen(start, start)
    for look in watch.looks:
        if look.at > start and not (mended and look.reaches_back) and look.at > last.to:
            since = last.at if mended else last.to
            gaps.extend(_gap(watch, max(since, start), min(look.at, end)))
        if look.at >= end:
            return tuple(gaps)
        last = _Seen(look.at, look.at + watch.patience)
    gaps.extend(_gap(watch, max(last.to, start), end))
    return tuple(gaps)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A look, and up to when its channel counts as seen if another look follows in time."""

    at: datetime
    to: datetime


def _gap(watch: Watch, start: datetime, end: datetime) -> tuple[BlindInterval, ...]:
    if start >= end:
        return ()
    return (BlindInterval(watch.channel, watch.title, start, end),)


def read_sight(
    watches: Sequence[Watch], start: datetime, due: datetime, now: datetime
) -> SightReading:
    """Whether the absence of an answer in [start, due] is knowledge, asked at `now` > `due`.

    `watches` are the channels that could have answered; with none of them there is no sight.
    """
    if not watches:
        return SightReading(Sight.BLIND)
    gaps: list[BlindInterval] = []
    wait_until: datetime | None = None
    for watch in watches:
        gaps.extend(blind_intervals(watch, start, due))
        if _looked_since(watch, due):
            continue
        patience_ends = due + watch.patience
        if now < patience_ends:
            wait_until = max(patience_ends, wait_until or patience_ends)
        else:
            last = watch.looks[-1].at if watch.looks else start
            gaps.extend(_gap(watch, max(last, start), now))
    if gaps:
        return SightReading(Sight.BLIND, tuple(gaps))
    if wait_until is not None:
        return SightReading(Sight.WAITING, wait_until=wait_until)
    return SightReading(Sight.CLEAR)


def _looked_since(watch: Watch, instant: datetime) -> bool:
    if watch.until_assumed is not None:
        return watch.until_assumed >= instant
    return bool(watch.looks) and watch.looks[-1].at >= instant


def could_answer(watches: Iterable[Watch], units: Sequence[str]) -> tuple[Watch, ...]:
    """The channels on which an answer of these units could stand.

    That is each unit's own channel and every channel that speaks for the whole office. Where the
    responsible unit is not known, any official channel could carry the answer.
    """
    if not units:
        return tuple(watches)
    return tuple(watch for watch in watches if not watch.owner or watch.owner in units)

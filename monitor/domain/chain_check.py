"""Walks the hash chain of the log and names every entry that does not follow from the last.

An entry holds no word of its predecessor but the hash that both together give. Where that fails,
either the entry was altered or another one stood before it; which, is found by trying the hashes
of the entries around.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from monitor.domain.events import GENESIS, Event, chain

_AROUND = 1000
"""How many entries to either side are tried as the predecessor of one that does not follow."""


class Entry(NamedTuple):
    """An entry as it is stored; `event` is None where its columns cannot be read."""

    number: int
    event: Event | None
    hash: str


class Head(NamedTuple):
    """What is kept beside the log of its end: the last number, its hash, how many there are."""

    number: int
    hash: str
    entries: int


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with the log, at the entry of that number."""

    number: int
    words: str

    def __str__(self) -> str:
        """`entry 12: altered`."""
        return f"entry {self.number}: {self.words}"


def faults(entries: Iterable[Entry], head: Head | None) -> Iterator[Fault]:
    """Every entry that is altered, stands in the wrong place or follows a missing one.

    Then what the head says of the end of the log. `head` is None where none is kept.
    """
    last, count = Entry(0, None, GENESIS), 0
    for entry, before, after in _with_neighbours(entries):
        if entry.event is None:
            yield Fault(entry.number, "altered: its columns hold what no entry can hold")
        elif chain(last.hash, entry.event) != entry.hash:
            yield Fault(entry.number, _why(entry, entry.event, last, before, after))
        last, count = entry, count + 1
    yield from _at_the_end(last, count, head)


def _why(
    entry: Entry, event: Event, last: Entry, before: Iterable[Entry], after: Iterable[Entry]
) -> str:
    for other in (*reversed(list(before)), *after, Entry(0, None, GENESIS)):
        if chain(other.hash, event) == entry.hash:
            where = f"after entry {other.number}" if other.number else "first"
            return f"reordered: it was written {where}, and stands after entry {last.number}"
    missing = entry.number - last.number - 1
    if missing == 1:
        return f"missing before it: entry {last.number + 1}"
    if missing:
        return f"missing before it: entries {last.number + 1} to {entry.number - 1}"
    return "altered: with the entry before it, it does not give the hash it was stored with"


def _at_the_end(last: Entry, count: int, head: Head | None) -> Iterator[Fault]:
    if head is None:
        if count:
            yield Fault(last.number, "the record of the end of the log is missing")
        return
    if head.number > last.number:
        yield Fault(
            last.number,
            f"the end is missing: {head.entries} entries were written, the last was {head.number}",
        )
    elif (head.number, head.hash) != (last.number, last.hash):
        yield Fault(last.number, f"the end does not fit its record, which tells of {head.number}")
    elif head.entries != count:
        yield Fault(last.number, f"{head.entries} entries were written, {count} are there")


def _with_neighbours(
    entries: Iterable[Entry],
) -> Iterator[tuple[Entry, deque[Entry], deque[Entry]]]:
    """Each entry with those that stand before and after it, without keeping the whole log."""
    before: deque[Entry] = deque(maxlen=_AROUND)
    after: deque[Entry] = deque()
    coming = iter(entries)
    after.extend(islice(coming, _AROUND))
    while after:
        entry = after.popleft()
        yield entry, before, after
        before.append(entry._replace(event=None))
        after.extend(islice(coming, 1))

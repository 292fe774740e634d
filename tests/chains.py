"""A log's hash chain, as the tests ask about it."""

from collections.abc import Iterable

from monitor.domain.chain_check import Entry, Head, faults
from monitor.domain.events import GENESIS, Event


def first_break(entries: Iterable[Entry | tuple[Event, str]]) -> int | None:
    """The position (from 0) of the first entry that does not follow, or None."""
    stored = [Entry(number, *entry[-2:]) for number, entry in enumerate(entries, 1)]
    end = stored[-1].hash if stored else GENESIS
    found = faults(stored, Head(len(stored), end, len(stored)))
    return next((fault.number - 1 for fault in found), None)

"""The log inside one transaction: written at its end, in order, and never without it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.domain.events import Event, EventKind
from monitor.store.store import Store, Work
from tests.chains import first_break

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def entry(number: int) -> Event:
    """Something that happened to the incident of that number."""
    return Event(EventKind.ARTICLE_MOVED, NOW, str(number), data={"文": number})


def test_many_entries_of_one_transaction_follow_each_other_and_those_before(store: Store) -> None:
    for start in (0, 30):
        with store.write() as work:
            for number in range(start, start + 30):
                work.events.append(entry(number))
    with store.read() as work:
        stored = list(work.events.stored())
        head = work.events.head()
    assert [each.event.incident for each in stored if each.event] == [str(n) for n in range(60)]
    assert first_break(stored) is None
    assert head == (stored[-1].number, stored[-1].hash, 60)


def test_a_transaction_reads_what_it_has_added(store: Store) -> None:
    with store.write() as work:
        work.events.append(entry(7))
        assert (work.events.count(), work.events.moved_since(0)) == (1, ["7"])
        work.events.append_all([entry(8), entry(9)])
        assert work.events.of_incident("9") == [replace(entry(9), state={})]
        last = work.events.last()
    with store.read() as work:
        assert (work.events.count(), work.events.last()) == (3, last)


def test_what_is_not_committed_was_never_added(store: Store) -> None:
    def failing(work: Work) -> None:
        work.events.append(entry(1))
        raise ConnectionError

    for _ in range(2):
        with pytest.raises(ConnectionError), store.write() as work:
            failing(work)
        with store.write() as work:
            work.events.append(entry(2))
    with store.read() as work:
        work.events.append(entry(3))
    with store.read() as work:
        assert work.events.count() == 2
        assert first_break(work.events.stored()) is None

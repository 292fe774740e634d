"""Whatever is done to a log, the walk over its chain notices it, and says where."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.chain_check import Entry, Head, faults
from monitor.domain.events import GENESIS, Event, EventKind, chain

START = datetime(2026, 3, 2, 1, tzinfo=UTC)
SIZE = 8


def log(size: int = SIZE) -> list[Entry]:
    entries, previous = [], GENESIS
    for number in range(1, size + 1):
        at = START + timedelta(minutes=number)
        event = Event(EventKind.ARTICLE_JOINED, at, "1", data={"n": number}, state={})
        previous = chain(previous, event)
        entries.append(Entry(number, event, previous))
    return entries


def head(entries: list[Entry]) -> Head:
    return Head(entries[-1].number, entries[-1].hash, len(entries))


def numbers(entries: list[Entry], end: Head | None) -> list[int]:
    return [fault.number for fault in faults(entries, end)]


@given(st.integers(min_value=0, max_value=7))
def test_a_whole_log_has_no_faults_however_short(size: int) -> None:
    entries = log(size)
    assert numbers(entries, head(entries) if entries else None) == []


@given(st.integers(0, SIZE - 1), st.sampled_from(["actor", "reason", "incident"]))
def test_one_altered_field_is_one_fault(place: int, column: str) -> None:
    entries = log()
    event = entries[place].event
    assert event is not None
    altered = replace(event, **{column: "?"})
    entries[place] = entries[place]._replace(event=altered)
    assert numbers(entries, head(log())) == [place + 1]


@given(st.integers(0, SIZE - 1))
def test_a_missing_entry_is_named_by_the_one_that_follows_or_by_the_end(place: int) -> None:
    entries = log()
    del entries[place]
    found = list(faults(entries, head(log())))
    assert found[0].number == (place + 2 if place < SIZE - 1 else SIZE - 1)
    assert "missing" in found[0].words


@given(st.sets(st.integers(0, SIZE - 1), min_size=2, max_size=2))
def test_two_entries_that_changed_places_are_both_named(places: set[int]) -> None:
    one, other = sorted(places)
    entries = log()
    entries[one], entries[other] = (
        entries[other]._replace(number=one + 1),
        entries[one]._replace(number=other + 1),
    )
    found = faults(entries, head(log()))
    moved = [fault.number for fault in found if fault.words.startswith("reordered")]
    assert {one + 1, other + 1} <= set(moved)


@given(st.permutations(range(SIZE)))
def test_no_order_but_the_true_one_passes(order: list[int]) -> None:
    entries = [log()[place]._replace(number=n) for n, place in enumerate(order, start=1)]
    assert (numbers(entries, head(log())) == []) == (order == sorted(order))


def test_an_entry_that_cannot_be_read_is_altered_and_the_rest_goes_on() -> None:
    entries = log()
    entries[3] = entries[3]._replace(event=None)
    assert numbers(entries, head(log())) == [4]


def test_a_log_without_a_record_of_its_end_says_so() -> None:
    assert numbers(log(), None) == [SIZE]
    assert numbers([], None) == []

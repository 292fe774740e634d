"""Instants with bounds, windows as written, and the chained event log."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.events import GENESIS, Event, EventKind, chain
from monitor.domain.when import When, earliest_of
from monitor.domain.window import parse_window
from tests.chains import first_break
from tests.domain.facts import HOUR, START, between, exactly

instants = st.integers(-(10**9), 10**9).map(lambda seconds: START + timedelta(seconds=seconds))


def test_a_when_needs_aware_bounds_in_order() -> None:
    with pytest.raises(ValueError, match="aware"):
        When(datetime(2026, 3, 2), datetime(2026, 3, 2), "test")  # noqa: DTZ001  # the mistake
    with pytest.raises(ValueError, match="order"):
        between(START + HOUR, START)


@given(instants, instants, instants)
def test_tightening_never_widens_and_never_crosses_its_bound(
    a: datetime, b: datetime, bound: datetime
) -> None:
    when = between(min(a, b), max(a, b))
    seen = when.no_later_than(bound)
    assert seen.latest <= bound
    assert seen.latest <= when.latest
    later = when.no_earlier_than(bound)
    assert when.earliest <= later.earliest <= later.latest == when.latest


def test_a_claim_from_the_future_is_clamped_and_says_so() -> None:
    clamped = exactly(START + HOUR).no_later_than(START)
    assert (clamped.earliest, clamped.source) == (START, "test, clamped")


def test_the_earliest_is_the_one_that_was_over_first() -> None:
    day = between(START, START + 24 * HOUR)
    assert earliest_of(day, None, exactly(START + HOUR)) == exactly(START + HOUR)
    assert earliest_of(None) is None


@pytest.mark.parametrize(
    ("text", "elapsed"),
    [
        ("PT5H", timedelta(hours=5)),
        ("PT24H", timedelta(hours=24)),
        ("PT90M", timedelta(minutes=90)),
        ("PT30S", timedelta(seconds=30)),
        ("P10D", timedelta(days=10)),
        ("P5WD", None),
        ("P3M", None),
        ("P1Y", None),
    ],
)
def test_windows_as_written(text: str, elapsed: timedelta | None) -> None:
    assert parse_window(text).elapsed == elapsed


@pytest.mark.parametrize("text", ["", "P", "PT", "5H", "PT5", "P0D", "PT-5H", "P1W", "五小时"])
def test_what_is_no_window_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="PT5H"):
        parse_window(text)


def chained(count: int) -> list[tuple[Event, str]]:
    entries = []
    previous = GENESIS
    for number in range(count):
        event = Event(EventKind.ARTICLE_JOINED, START, str(number), data={"文章": number})
        previous = chain(previous, event)
        entries.append((event, previous))
    return entries


def test_an_untouched_log_has_no_break() -> None:
    assert first_break(chained(5)) is None


def test_an_altered_missing_or_moved_entry_breaks_the_chain_where_it_stands() -> None:
    entries = chained(5)
    altered = Event(EventKind.ARTICLE_JOINED, START, "2", data={"文章": 99})
    assert first_break([*entries[:2], (altered, entries[2][1]), *entries[3:]]) == 2
    assert first_break([*entries[:2], *entries[3:]]) == 2
    assert first_break([entries[0], entries[2], entries[1], *entries[3:]]) == 1

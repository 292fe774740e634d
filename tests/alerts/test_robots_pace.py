"""A robot is never spoken to faster than its service allows, and never kept waiting for ever."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.robots_pace import Pace, Rate, a_minute
from alerts.transport import TryLater
from tests.alerts.samples import DUE

SECOND = timedelta(seconds=1)


@given(
    count=st.integers(1, 5),
    seconds=st.integers(1, 30),
    steps=st.lists(st.integers(0, 20), max_size=60),
)
def test_no_stretch_holds_more_than_the_rate(count: int, seconds: int, steps: list[int]) -> None:
    rate = Rate(count, seconds * SECOND)
    pace, now, sent = Pace([rate, Rate(2 * count, 3 * seconds * SECOND)]), DUE, []
    for step in steps:
        now += step * SECOND
        now = _taken(pace, now)
        sent.append(now)
    for at in sent:
        assert sum(at - rate.period < other <= at for other in sent) <= count


def _taken(pace: Pace, now: datetime) -> datetime:
    """When a token is had: whoever waits once, as long as told, is let in."""
    try:
        pace.take("group", now)
    except TryLater as error:
        pace.take("group", error.retry_at)
        return error.retry_at
    return now


def test_each_robot_has_a_bucket_of_its_own() -> None:
    pace = Pace([a_minute(1)])
    pace.take("one", DUE)
    pace.take("other", DUE)
    with pytest.raises(TryLater):
        pace.take("one", DUE)


def test_a_clock_that_is_set_back_blocks_nothing() -> None:
    pace = Pace([a_minute(1)])
    pace.take("group", DUE)
    pace.take("group", DUE - timedelta(days=1))

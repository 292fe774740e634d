"""The back-off: doubling, bounded, never giving up."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.retry import FIRST_WAIT, LONGEST_OUTAGE_WAIT, LONGEST_WAIT, next_try
from tests.alerts.samples import DUE


@pytest.mark.parametrize(
    ("attempts", "seconds"),
    [(0, 30), (1, 60), (2, 120), (6, 1920), (7, 3600), (8, 3600), (10_000, 3600), (-1, 30)],
)
def test_the_wait_doubles_up_to_an_hour(attempts: int, seconds: int) -> None:
    assert next_try(attempts, DUE, 0.0) == DUE + timedelta(seconds=seconds)


def test_an_outage_is_probed_every_five_minutes_at_least() -> None:
    assert next_try(50, DUE, 0.0, LONGEST_OUTAGE_WAIT) == DUE + timedelta(minutes=5)


@given(st.integers(0, 10**9), st.floats(0, 1, exclude_max=True))
def test_jitter_only_ever_shortens_by_a_tenth(attempts: int, jitter: float) -> None:
    wait = next_try(attempts, DUE, jitter) - DUE
    assert FIRST_WAIT * 0.9 <= wait <= LONGEST_WAIT
    assert wait >= (next_try(attempts, DUE, 0.0) - DUE) * 0.9 - timedelta(microseconds=1)

"""Periods of digests: their names, their edges, and that they leave no gap."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.period import PeriodKind, period_before, period_named, period_of

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("name", "start", "days"),
    [
        ("2026-W47", datetime(2026, 11, 15, 16, tzinfo=UTC), 7),
        ("2026-W01", datetime(2025, 12, 28, 16, tzinfo=UTC), 7),
        ("2026-W53", datetime(2026, 12, 27, 16, tzinfo=UTC), 7),
        ("2026-11-22", datetime(2026, 11, 21, 16, tzinfo=UTC), 1),
        ("2024-02", datetime(2024, 1, 31, 16, tzinfo=UTC), 29),
        ("2026-12", datetime(2026, 11, 30, 16, tzinfo=UTC), 31),
        ("2026-Q1", datetime(2025, 12, 31, 16, tzinfo=UTC), 90),
        ("2026-Q4", datetime(2026, 9, 30, 16, tzinfo=UTC), 92),
    ],
)
def test_a_period_runs_from_midnight_to_midnight_of_the_offices_zone(
    name: str, start: datetime, days: int
) -> None:
    period = period_named(name, ZONE)
    assert (period.start, period.end) == (start, start + timedelta(days=days))


@pytest.mark.parametrize(
    "name",
    [
        "",
        "2026",
        "2026-47",
        "2026-W00",
        "2026-W54",
        "2025-W53",
        "W47",
        "2026-W47\n",
        "٢٠٢٦-W47",
        "2026-13",
        "2026-00",
        "2026-02-30",
        "2026-Q0",
        "2026-Q5",
        "0000-01",
        "9999-Q4",
    ],
)
def test_what_is_no_period_is_said_so(name: str) -> None:
    with pytest.raises(ValueError, match=r"no such|names no"):
        period_named(name, ZONE)


@given(
    st.sampled_from(PeriodKind),
    st.integers(631_756_800, 4_102_444_800).map(lambda s: datetime.fromtimestamp(s, UTC)),
)
def test_every_instant_lies_in_its_period_and_periods_leave_no_gap(
    kind: PeriodKind, instant: datetime
) -> None:
    period = period_of(kind, instant, ZONE)
    assert period.start <= instant < period.end
    assert period_of(kind, period.end, ZONE).start == period.end
    assert period_before(period, ZONE).end == period.start
    assert period_before(period, ZONE).name < period.name

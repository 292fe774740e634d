"""The spans a digest is written for: a day, an ISO week, a month, a quarter, in the office's zone.

Each has a name that sorts in time order among its kind: `2026-11-22`, `2026-W47`, `2026-11`,
`2026-Q4`.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class PeriodKind(StrEnum):
    """How long a digest looks back."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True)
class Period:
    """One span: `start` is inclusive, `end` exclusive, both midnights of the zone, aware."""

    kind: PeriodKind
    name: str
    start: datetime
    end: datetime


_NAMES = {
    PeriodKind.DAY: re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})"),
    PeriodKind.WEEK: re.compile(r"([0-9]{4})-W([0-9]{2})"),
    PeriodKind.MONTH: re.compile(r"([0-9]{4})-([0-9]{2})"),
    PeriodKind.QUARTER: re.compile(r"([0-9]{4})-Q([1-4])"),
}
_EXAMPLES = "2026-11-22, 2026-W47, 2026-11 or 2026-Q4"


def period_named(name: str, zone: ZoneInfo) -> Period:
    """The period of that name in `zone`. Raises ValueError for what names none."""
    for kind, shape in _NAMES.items():
        match = shape.fullmatch(name)
        if match is None:
            continue
        try:
            first, after = _days(kind, *(int(part) for part in match.groups()))
        except (ValueError, OverflowError) as error:
            raise ValueError(f"{name!r}: there is no such {kind.value}") from error
        return Period(kind, name, _midnight(first, zone), _midnight(after, zone))
    raise ValueError(f"{name!r} names no day, week, month or quarter; write {_EXAMPLES}")


def period_of(kind: PeriodKind, instant: datetime, zone: ZoneInfo) -> Period:
    """The period of that kind in which an aware instant lies in `zone`."""
    day = instant.astimezone(zone).date()
    week = day.isocalendar()
    name = {
        PeriodKind.DAY: day.isoformat(),
        PeriodKind.WEEK: f"{week.year:04d}-W{week.week:02d}",
        PeriodKind.MONTH: f"{day.year:04d}-{day.month:02d}",
        PeriodKind.QUARTER: f"{day.year:04d}-Q{_quarter(day)}",
    }[kind]
    return period_named(name, zone)


def period_before(period: Period, zone: ZoneInfo) -> Period:
    """The period of the same kind that ended when this one began."""
    return period_of(period.kind, period.start - timedelta(hours=1), zone)


def _quarter(day: date) -> int:
    return (day.month + 2) // 3


def _days(kind: PeriodKind, year: int, *parts: int) -> tuple[date, date]:
    """The first day, and the first day after."""
    if kind is PeriodKind.DAY:
        first = date(year, *parts)
        return first, first + timedelta(days=1)
    if kind is PeriodKind.WEEK:
        first = date.fromisocalendar(year, parts[0], 1)
        return first, first + timedelta(days=7)
    if kind is PeriodKind.MONTH:
        return _months(year, parts[0], 1)
    return _months(year, 3 * parts[0] - 2, 3)


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    after = month - 1 + count
    return date(year, month, 1), date(year + after // 12, after % 12 + 1, 1)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)

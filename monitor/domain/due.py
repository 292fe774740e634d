"""When a window ends: by the hour, by the day, by the working day, by the month.

The rules of counting are those of 民法典 200–204, used by analogy: hours run from the moment
(201 ¶2); days do not count the day of receipt (201 ¶1); months and years end on the same day of
the last month, or on its last day (202); a last day that is a day off moves to the next working
day (203 ¶1); the last day ends at 24:00 local time (203 ¶2).
"""

import calendar as months_of
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.domain.when import Precision, When
from monitor.domain.window import Window
from monitor.domain.working_days import WorkCalendar

ELAPSED = "elapsed"
CALENDAR_DAYS = "calendar_days"
WORKING_DAYS = "working_days"
COUNTINGS = (ELAPSED, CALENDAR_DAYS, WORKING_DAYS)

_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """The end of a window whose start may be vague: before `earliest` nobody is late.

    A limit `by_day` is the 24:00 of its last day: what happens at that very instant happens on the
    next day. A limit by the hour includes its instant.
    """

    earliest: datetime
    latest: datetime
    by_day: bool

    def kept(self, done: When) -> bool:
        """Whether `done` is in time on every reading."""
        return done.latest <= self.earliest and not self._on_the_stroke(done, self.earliest)

    def missed(self, done: When) -> bool:
        """Whether `done` is late on every reading."""
        if self.by_day:
            return done.earliest >= self.latest
        return done.earliest > self.latest

    def over(self, now: datetime) -> bool:
        """Whether the window has ended on every reading of its start."""
        return now >= self.latest if self.by_day else now > self.latest

    def _on_the_stroke(self, done: When, end: datetime) -> bool:
        return self.by_day and done.earliest >= end


@dataclass(frozen=True, slots=True)
class Ruler:
    """Measures windows: an office's working days and its time zone."""

    days: WorkCalendar
    zone: ZoneInfo

    def day(self, instant: datetime) -> date:
        """The local day of an instant."""
        return instant.astimezone(self.zone).date()

    def last_day_of(self, when: When) -> date:
        """The latest local day that `when` can lie on; the 24:00 of a day belongs to it."""
        if when.is_exact:
            return self.day(when.latest)
        return self.day(when.latest - _INSTANT)

    def start_of(self, day: date) -> datetime:
        """The first instant of a local day."""
        return datetime.combine(day, time(), self.zone)

    def end_of(self, day: date) -> datetime:
        """The 24:00 of a local day."""
        return self.start_of(day + _DAY)

    def limit(self, start: When, window: Window, counting: str) -> Limit:
        """The end of a window that began at `start`. Raises MissingYear."""
        elapsed = window.elapsed
        if counting == ELAPSED and elapsed is not None:
            return Limit(start.earliest + elapsed, start.latest + elapsed, by_day=False)
        first = self.last_day(self.day(start.earliest), window, moves=counting != ELAPSED)
        last = self.last_day(self.last_day_of(start), window, moves=counting != ELAPSED)
        return Limit(self.end_of(first), self.end_of(last), by_day=True)

    def last_day(self, start: date, window: Window, *, moves: bool) -> date:
        """The last day of a window of days, months or years that began on `start`.

        With `moves` a last day on which nobody works moves to the next working day. Hours of the
        window do not count. Raises MissingYear.
        """
        if window.working_days:
            return self.days.working_day_after(start, window.working_days)
        day = _months_later(start, 12 * window.years + window.months) + window.days * _DAY
        return self.days.working_day_from(day) if moves else day

    def on_day(self, day: date) -> Limit:
        """The limit of something that is due on a day."""
        return Limit(self.end_of(day), self.end_of(day), by_day=True)

    def whole_day(self, day: date, source: str) -> When:
        """Some moment of a local day, which nobody states more exactly."""
        from_, to = self.start_of(day), self.end_of(day)
        return When(from_, to, source, Precision.DAY)


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar period, such as a quarter: `first` day, and the day `after` its last."""

    first: date
    after: date

    @property
    def name(self) -> str:
        """`2026`, `2026-Q1`, `2026-03`, else `2026-01/2026-06`: the same in every language."""
        months = 12 * (self.after.year - self.first.year) + self.after.month - self.first.month
        if months == 12:
            return f"{self.first.year}"
        if months == 3:
            return f"{self.first.year}-Q{(self.first.month + 2) // 3}"
        first, last = f"{self.first:%Y-%m}", f"{self.after - _DAY:%Y-%m}"
        return first if months == 1 else f"{first}/{last}"


def period_of(day: date, window: Window) -> Period:
    """The calendar period of the length of `window` (months, years) that holds `day`.

    Periods begin with the year 2000: a quarter in January, April, July or October.
    Raises ValueError for a window without months or years.
    """
    length = 12 * window.years + window.months
    if not length:
        raise ValueError(f"{window} is no calendar period")
    month = 12 * (day.year - 2000) + day.month - 1
    first = month // length * length
    return Period(_month(first), _month(first + length))


def _month(count: int) -> date:
    return date(2000 + count // 12, count % 12 + 1, 1)


def _months_later(day: date, count: int) -> date:
    """The same day of a later month, or its last day where it has no such day (民法典 202)."""
    years, month = divmod(day.month - 1 + count, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, months_of.monthrange(year, month + 1)[1]))

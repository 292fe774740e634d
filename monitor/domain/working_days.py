"""Working days: which days an office works, and the n-th working day after another.

Holidays and make-up Saturdays (调休) are set each year by a notice of the State Council; no rule
tells them in advance. A year without its notice is therefore an error, never Monday to Friday.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
_SATURDAY = 5


class MissingYear(LookupError):
    """Raised where a day is asked for whose year's holidays are not known."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(
            f"the holidays of {year} are not known: put the State Council's notice for {year} "
            "into workdays.toml"
        )


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The days of some years: `off` are holidays, `work` are days worked on a weekend.

    Every other day is a working day from Monday to Friday. `work` wins where a day stands in both.
    """

    years: frozenset[int]
    off: frozenset[date]
    work: frozenset[date]

    def is_working(self, day: date) -> bool:
        """Whether offices work on `day`. Raises MissingYear."""
        if day.year not in self.years:
            raise MissingYear(day.year)
        return day in self.work or (day.weekday() < _SATURDAY and day not in self.off)

    def working_day_after(self, start: date, count: int) -> date:
        """The `count`-th working day after `start`, which itself is not counted (民法典 201 ¶1).

        `count` is at least 1. Raises MissingYear.
        """
        day = start
        for _ in range(count):
            day += _DAY
            while not self.is_working(day):
                day += _DAY
        return day

    def working_day_from(self, day: date) -> date:
        """`day` itself where it is a working day, else the next one (民法典 203 ¶1)."""
        while not self.is_working(day):
            day += _DAY
        return day

    def with_year(self, year: int, off: Iterable[date], work: Iterable[date]) -> "WorkCalendar":
        """The calendar with one year's notice taken over whole."""
        return WorkCalendar(
            self.years | {year},
            frozenset(day for day in self.off if day.year != year) | frozenset(off),
            frozenset(day for day in self.work if day.year != year) | frozenset(work),
        )

    def with_local(self, off: Iterable[date], work: Iterable[date]) -> "WorkCalendar":
        """The calendar with single days of a place added (a local holiday); years stay as known."""
        off, work = frozenset(off), frozenset(work)
        return WorkCalendar(self.years, (self.off | off) - work, (self.work | work) - off)

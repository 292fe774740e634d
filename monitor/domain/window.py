"""Lengths of time as the policy files write them: ISO 8601, and `WD` for working days."""

import re
from dataclasses import dataclass
from datetime import timedelta

_SHAPE = re.compile(
    r"P(?:(?P<years>\d{1,9})Y)?(?:(?P<months>\d{1,9})M)?"
    r"(?:(?P<working_days>\d{1,9})WD|(?P<days>\d{1,9})D)?"
    r"(?:T(?:(?P<hours>\d{1,9})H)?(?:(?P<minutes>\d{1,9})M)?(?:(?P<seconds>\d{1,9})S)?)?"
)
_EXAMPLES = "write for example PT5H, P5WD, P10D, P3M, P1Y"
_LONGEST_DAYS = 36_600  # a century: whatever is longer is a slip of the pen
_DAYS_PER = {
    "years": 366.0,
    "months": 31.0,
    "working_days": 2.0,
    "days": 1.0,
    "hours": 1 / 24,
    "minutes": 1 / 1440,
    "seconds": 1 / 86400,
}


@dataclass(frozen=True, slots=True)
class Window:
    """A time limit as written: `PT5H`, `P5WD`, `P30D`, `P3M`, `P1Y`."""

    text: str
    years: int = 0
    months: int = 0
    working_days: int = 0
    days: int = 0
    hours: int = 0
    minutes: int = 0
    seconds: int = 0

    @property
    def elapsed(self) -> timedelta | None:
        """The length as plain elapsed time, or None where a calendar is needed to tell."""
        if self.years or self.months or self.working_days:
            return None
        return timedelta(
            days=self.days, hours=self.hours, minutes=self.minutes, seconds=self.seconds
        )

    def may_be_longer_than(self, other: "Window") -> bool:
        """Whether it can end later than `other`, begun at the same moment.

        Working days stretch over holidays and months differ, so that two windows of different
        units compare by the longest against the shortest they can be.
        """
        mine, theirs = self._shape, other._shape
        differing = sum(ours != others for ours, others in zip(mine, theirs, strict=True))
        return mine > theirs if differing <= 1 else self._longest > other._shortest

    @property
    def _shape(self) -> tuple[int, int, timedelta]:
        """Months, working days, and the rest."""
        rest = timedelta(
            days=self.days, hours=self.hours, minutes=self.minutes, seconds=self.seconds
        )
        return 12 * self.years + self.months, self.working_days, rest

    @property
    def _longest(self) -> timedelta:
        months, working, rest = self._shape
        # Five working days take a week; holidays, of nine days at most, take a day a week more.
        weeks = -(-working // 5)
        return timedelta(days=31 * months + (8 * weeks + 9 if working else 0)) + rest

    @property
    def _shortest(self) -> timedelta:
        months, working, rest = self._shape
        return timedelta(days=28 * months + working) + rest

    def __str__(self) -> str:
        return self.text


def parse_window(text: str) -> Window:
    """Read a window; raises ValueError that says what is wrong and shows the accepted shapes."""
    if "-" in text and _SHAPE.fullmatch(text.replace("-", "")):
        raise ValueError(f"a time limit is not negative; {_EXAMPLES}")
    match = _SHAPE.fullmatch(text)
    parts = {
        name: int(value) for name, value in (match.groupdict() if match else {}).items() if value
    }
    if not parts:
        raise ValueError(f"no time limit; {_EXAMPLES}")
    if not any(parts.values()):
        raise ValueError(f"a time limit is longer than nothing; {_EXAMPLES}")
    if parts.get("working_days") and sum(map(bool, parts.values())) > 1:
        raise ValueError(f"working days stand alone; {_EXAMPLES}")
    if sum(_DAYS_PER[name] * value for name, value in parts.items()) > _LONGEST_DAYS:
        raise ValueError(f"longer than a century; {_EXAMPLES}")
    return Window(text=text, **parts)

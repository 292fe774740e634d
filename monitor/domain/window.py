"""Lengths of time as the policy files write them: ISO 8601, and `WD` for working days."""

import re
from dataclasses import dataclass
from datetime import timedelta

_SHAPE = re.compile(
    r"^P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<working_days>\d+)WD|(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?$"
)


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

    def __str__(self) -> str:
        return self.text


def parse_window(text: str) -> Window:
    """Read a window; raises ValueError that shows the accepted shapes."""
    match = _SHAPE.match(text)
    parts = {
        name: int(value) for name, value in (match.groupdict() if match else {}).items() if value
    }
    if not match or not any(parts.values()):
        raise ValueError(f"{text!r} is no time limit; write for example PT5H, P5WD, P10D, P3M, P1Y")
    return Window(text=text, **parts)

"""The simulated week, and how the script files write an instant of it."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
WEEK_START = datetime(2026, 3, 2, tzinfo=ZONE).astimezone(UTC)
"""Monday 2026-03-02 00:00 in Asia/Shanghai."""
WEEK_END = WEEK_START + timedelta(days=7)
"""The following Monday, 00:00."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SHAPE = re.compile(
    rf"(?P<week>[-+]?)(?P<day>{'|'.join(_DAYS)}) (?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)"
)


def parse_offset(text: str) -> datetime:
    """The instant, in UTC, that `Tue 14:20` means; `-Fri 09:00` is of the week before, `+Mon`
    of the week after. Raises ValueError that shows the accepted shape.
    """
    match = _SHAPE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no instant of the week; write for example 'Tue 14:20'")
    weeks = {"-": -1, "": 0, "+": 1}[match["week"]]
    return WEEK_START + timedelta(
        weeks=weeks,
        days=_DAYS.index(match["day"]),
        hours=int(match["hour"]),
        minutes=int(match["minute"]),
    )

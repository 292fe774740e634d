"""Countdowns and vague times in the words of the board; plain instants come from `phrasing`."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.domain.when import Precision, When
from monitor.wording import phrasing

THIN = "\u2009"  # stands between figures and Chinese
_SECONDS_BELOW = timedelta(minutes=10)
_DAYS_ABOVE = timedelta(hours=72)
_NEARLY_A_DAY = timedelta(hours=23)
_UNITS = {
    "zh": {"d": "天", "h": "小时", "m": "分", "s": "秒"},
    "en": {"d": "d", "h": "h", "m": "min", "s": "s"},
}


def countdown(length: timedelta, language: str) -> str:
    """`3 小时 12 分`, `9 分 41 秒`, `4 天 2 小时`: seconds only in the last ten minutes.

    The sign is left to the words around it. `static/board.js` counts on by the same rule.
    """
    seconds = int(abs(length).total_seconds())
    if seconds < _SECONDS_BELOW.total_seconds():
        parts = [(seconds // 60, "m"), (seconds % 60, "s")]
    elif seconds <= _DAYS_ABOVE.total_seconds():
        parts = [(seconds // 3600, "h"), (seconds % 3600 // 60, "m")]
    else:
        parts = [(seconds // 86400, "d"), (seconds % 86400 // 3600, "h")]
    if parts[0][0] == 0:
        parts = parts[1:]
    elif parts[1] in ((0, "m"), (0, "h")):
        parts = parts[:1]
    units = _UNITS["en" if language == "en" else "zh"]
    return THIN.join(f"{number}{THIN}{units[unit]}" for number, unit in parts)


def exact(at: datetime, zone: ZoneInfo) -> str:
    """To the second, with the date: for logs and evidence."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}"


def when_words(value: When, now: datetime, zone: ZoneInfo, language: str) -> str:
    """A time as well as it is known: an instant, a day without a time, or between two instants."""
    if value.precision is not Precision.DAY or value.latest - value.earliest < _NEARLY_A_DAY:
        return phrasing.between_words(value.earliest, value.latest, now, zone, language)
    day = phrasing.day_words(value.earliest, zone, language)
    return f"{day} (time unknown)" if language == "en" else f"{day}（时刻不详）"

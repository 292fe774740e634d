"""Calendar days as documents name them: numbers in either script, ends of months and quarters."""

import calendar
from datetime import date

from monitor.text.numerals import han_to_int

_ZERO = str.maketrans("○Ｏ", "〇〇")
_HALF_YEARS = {"上": 6, "下": 12}
_PARTS_OF_MONTH = {"上旬": 10, "初": 10, "中旬": 20}
_YEARS = range(1949, 2100)


def read_han_year(text: str) -> int | None:
    """A number in digits or Han numerals (二〇二六, 十二, 8), or None."""
    text = text.translate(_ZERO).replace("O", "〇").strip()
    return int(text) if text.isdecimal() else han_to_int(text)


def day_of(year: int | None, month: int | None, day: int | None) -> date | None:
    """The day, or None where there is no such day (2026-02-30)."""
    if year is None or month is None or day is None or year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def end_of_month(year: int, month: int) -> date | None:
    """The last day of a month, or None for month 13."""
    if month not in range(1, 13) or year not in _YEARS:
        return None
    return date(year, month, calendar.monthrange(year, month)[1])


def end_of_part(year: int, month: int, part: str) -> date | None:
    """The last day of a part of a month: 上旬, 中旬, 下旬, 初, 底; other words mean all of it."""
    if part in _PARTS_OF_MONTH:
        return day_of(year, month, _PARTS_OF_MONTH[part])
    return end_of_month(year, month)


def end_of_quarter(year: int, quarter: int) -> date | None:
    """The last day of a quarter (1 to 4)."""
    return end_of_month(year, 3 * quarter) if 1 <= quarter <= 4 else None


def end_of_half(year: int, half: str) -> date | None:
    """The last day of 上 or 下半年."""
    return end_of_month(year, _HALF_YEARS[half])

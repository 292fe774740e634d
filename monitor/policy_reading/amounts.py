"""Lengths of time in words (5小时, 五个工作日, 半年, 两周) as windows of the policy language."""

import re
from dataclasses import dataclass
from typing import Final

from monitor.domain.due import CALENDAR_DAYS, ELAPSED, WORKING_DAYS
from monitor.policy_reading.days import read_han_year

_NUMBER: Final = r"(?:\d{1,4}(?:\.5)?|[一二两三四五六七八九十百]{1,4}|半)"
_RANGE: Final = rf"(?:{_NUMBER}\s*(?:个)?(?:工作日|日|天)?\s*(?:至|到|—|–|-|~|～)\s*)?"
UNIT: Final = (
    r"个?法?定?(?:工作日|自然日)|个?(?:半)?小时|[hH](?![A-Za-z])|个?钟头|分钟|个?季度|个半?月"
    r"|个?星期|周|年|日|天"
)
AMOUNT: Final = rf"(?<![\d.]){_RANGE}(?P<number>{_NUMBER})\s*(?P<unit>{UNIT})"
"""Pattern source with groups `number` and `unit`; of a range the longer end counts."""
AMOUNT_2: Final = AMOUNT.replace("<number>", "<number2>").replace("<unit>", "<unit2>")
"""The same with groups `number2` and `unit2`, for a second one in a pattern."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A window (`PT5H`) and the calendar it is counted by."""

    window: str
    calendar: str


def read_amount(number: str, unit: str) -> Amount | None:
    """The window of a number and a unit as `AMOUNT` finds them; None for none or nonsense.

    >>> read_amount("五", "个工作日")
    Amount(window='P5WD', calendar='working_days')
    """
    if number == "半":
        return _half(unit)
    if number.endswith(".5"):
        return _and_a_half(int(number[:-2]), unit)
    count = read_han_year(number)
    if not count:
        return None
    if "半" in unit:
        return _and_a_half(count, unit.replace("半", ""))
    return _whole(count, unit)


def _whole(count: int, unit: str) -> Amount | None:
    if "工作日" in unit:
        return Amount(f"P{count}WD", WORKING_DAYS)
    if "小时" in unit or "钟头" in unit or unit in "hH":
        return Amount(f"PT{count}H", ELAPSED)
    if "分钟" in unit:
        return Amount(f"PT{count}M", ELAPSED)
    if unit == "年":
        return Amount(f"P{count}Y", CALENDAR_DAYS) if count < 100 else None
    months = 3 if "季" in unit else 1 if "月" in unit else 0
    if months:
        return Amount(f"P{count * months}M", CALENDAR_DAYS)
    days = 7 if unit in ("周", "个星期", "星期") else 1
    return Amount(f"P{count * days}D", CALENDAR_DAYS)


def _half(unit: str) -> Amount | None:
    if "小时" in unit or "钟头" in unit:
        return Amount("PT30M", ELAPSED)
    if unit == "年":
        return Amount("P6M", CALENDAR_DAYS)
    return Amount("P15D", CALENDAR_DAYS) if "月" in unit else None


def _and_a_half(count: int, unit: str) -> Amount | None:
    if "小时" in unit or "钟头" in unit:
        return Amount(f"PT{count}H30M", ELAPSED)
    if unit == "年":
        return Amount(f"P{12 * count + 6}M", CALENDAR_DAYS)
    return None


_PERIODS: Final = {
    "工作日": Amount("P1WD", WORKING_DAYS),
    "天": Amount("P1D", CALENDAR_DAYS),
    "日": Amount("P1D", CALENDAR_DAYS),
    "周": Amount("P7D", CALENDAR_DAYS),
    "星期": Amount("P7D", CALENDAR_DAYS),
    "旬": Amount("P10D", CALENDAR_DAYS),
    "两周": Amount("P14D", CALENDAR_DAYS),
    "两月": Amount("P2M", CALENDAR_DAYS),
    "双周": Amount("P14D", CALENDAR_DAYS),
    "双月": Amount("P2M", CALENDAR_DAYS),
    "半月": Amount("P15D", CALENDAR_DAYS),
    "月": Amount("P1M", CALENDAR_DAYS),
    "季": Amount("P3M", CALENDAR_DAYS),
    "季度": Amount("P3M", CALENDAR_DAYS),
    "半年": Amount("P6M", CALENDAR_DAYS),
    "年": Amount("P1Y", CALENDAR_DAYS),
    "年度": Amount("P1Y", CALENDAR_DAYS),
    "小时": Amount("PT1H", ELAPSED),
}


def read_period(word: str) -> Amount | None:
    """The window of a period named without a number: 月, 季度, 半年."""
    return _PERIODS.get(re.sub(r"^个", "", word))

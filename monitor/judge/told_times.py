"""The times a text tells of: 5月8日, 8日晚, 昨天上午10时许, 当晚, 次日, each as an interval.

A time is read against the day of the report and the dates that stand before it in the text. One
that can be read in two ways, or lies too far back to belong to the matter, is none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from monitor.domain.when import When
from monitor.judge.spoken import CLOCK, PART, on_day

OLDEST: Final = timedelta(days=60)
"""How far before its article an answer may lie that the article tells of as one to its matter."""

_TIME: Final = re.compile(
    r"(?:(?P<year>\d{4}年|今年|去年|前年)?(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
    r"|(?<![\d月年第])(?P<bare>\d{1,2})日(?!前|后|内|起|游|均|龄)"
    r"|(?P<near>今天|今日|今(?=[早晨晚])|昨天|昨日|昨(?=[早晨晚夜])|前天)"
    r"|(?P<same>当天|当日|当(?=[晚夜])|同日|同一天)|(?P<next>次日|翌日|第二天)"
    r"|(?P<alone>(?<![\d日晚午晨上下早今昨当天夜小:])(?=\d{1,2}(?:时(?!候)|点(?:\d{1,2}分|[左许]))))"
    r")"
    rf"(?:\((?:(?P<named>\d{{1,2}})日|[^()]{{1,6}})\))?{PART}?(?P<clock>{CLOCK})?(?:许|左右|前后|分)*"
)
_START: Final = re.compile(r"[今昨前当同次翌第去]|(?<!\d)\d")
_MONTH: Final = re.compile(
    r"(?P<year>(?<!\d)(?:19|20)\d{2}年|今年|去年)(?:(?P<month>\d{1,2})月(?!\d))?"
)
# Words by which a report comes back to the present.
_OF_NOW: Final = re.compile(
    r"刚刚|今[天日早晨晚年]|昨[天日晚]|近日|日前|目前|最新|[电讯]\(|后来|庭审|休庭|开庭"
)
_DATELINE: Final = re.compile(r"(?:新媒体专|专)?[电讯]|消息\(")
_HOUR: Final = re.compile(r"^\d{1,2}")
_BACK: Final = {"今": 0, "昨": 1, "前": 2}
_RECENT: Final = timedelta(days=7)  # a day without its month is one everybody remembers
_THIS_YEAR: Final = timedelta(days=14)  # what is called 今年3月8日 is no news any more
_GOVERNS: Final = 150  # characters over which a date holds in a report's review of the case
_LONGEST_DATELINE_AGE: Final = timedelta(days=30)
_SAME_WITHIN, _YEAR_WITHIN, _MONTH_WITHIN = 200, 200, 300  # characters back to the date it leans on


@dataclass(frozen=True, slots=True)
class ToldTime:
    """Where a time stands in a text, and the interval it names."""

    start: int
    end: int
    when: When


def told_times(
    text: str, spans: list[tuple[int, int]], published: When, zone: ZoneInfo
) -> list[ToldTime]:
    """The believable times in some stretches of a text in matching form, in order.

    `spans` are the starts and ends of the stretches; what stands before them is read for the
    dates that theirs lean on. A day alone is the whole day in `zone`; no time reaches beyond
    `published`. Left out are datelines, times after publication or more than `OLDEST` before it,
    and ambiguous ones.
    """
    today = published.earliest.astimezone(zone).date()
    found = []
    for match, day in _days(text[: spans[-1][1]] if spans else "", today):
        start, end = match.span()
        if day < today - OLDEST or not any(first <= start < last for first, last in spans):
            continue
        when = on_day(day, match["part"] or "", match["clock"] or "", zone, published)
        if when is not None:
            found.append(ToldTime(start, end, replace(when, source="text")))
    return found


def recalled_day(text: str, at: int, published: When, zone: ZoneInfo) -> date | None:
    """The day that governs the place `at` of a text, where it is long past; else None.

    It is the last one named within `_GOVERNS` characters before: what a report recalls under the
    date of half a year ago was said then.
    """
    today = published.earliest.astimezone(zone).date()
    opening = text[max(0, at - _GOVERNS) : at]
    if _OF_NOW.search(opening):
        return None
    named = [(match.end(), day) for match, day in _days(opening, today)]
    named += [(match.end(), day) for match, day in _months(opening, today)]
    last = max(named, default=None)
    return last[1] if last is not None and last[1] < today - OLDEST else None


def _months(text: str, published: date) -> Iterator[tuple[re.Match[str], date]]:
    """Months named without a day (今年7月) and bare years (2004年), each by its last day."""
    for match in _MONTH.finditer(text):
        month, year = int(match["month"] or 12), published.year - (match["year"] == "去年")
        if not 1 <= month <= 12:
            continue
        if match["year"] and match["year"][0].isdigit():
            year = int(match["year"][:4])
        end = (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        if end <= published:
            yield match, end


def _days(text: str, published: date) -> Iterator[tuple[re.Match[str], date]]:
    context = _Context(published)
    for match in _matches(text):
        try:
            day = context.read(match, is_dateline=bool(_DATELINE.match(text, match.end())))
        except ValueError:  # the 31st of February
            continue
        if day is not None and day <= published:
            yield match, day


def _matches(text: str) -> Iterator[re.Match[str]]:
    """All times in a text; looked for only where one can start, which costs a tenth."""
    end = 0
    for start in _START.finditer(text):
        if start.start() >= end and (match := _TIME.match(text, start.start())):
            end = match.end()
            yield match


class _Context:
    """What the dates read so far say of the next one."""

    def __init__(self, published: date) -> None:
        self._published = published
        self._reported = published  # the day that 今天 names: the dateline's where there is one
        self._last: date | None = None
        self._last_at = self._year_at = 0
        self._year = published.year
        self._hour: int | None = None  # of the time of day last named

    def read(self, match: re.Match[str], *, is_dateline: bool) -> date | None:
        """The day of a match, or None; raises ValueError where there is no such day."""
        day = self._day(match)
        if is_dateline and day is not None:
            if day >= self._published - _LONGEST_DATELINE_AGE:
                self._reported = day
            return None
        self._last, self._last_at = day, match.end()
        self._hour = int(_HOUR.findall(match["clock"])[0]) if match["clock"] else None
        return day

    def _day(self, match: re.Match[str]) -> date | None:
        if match["month"]:
            return self._full(match)
        if match["named"] or match["bare"]:
            return self._bare(int(match["named"] or match["bare"]), match.start())
        if match["near"]:
            return self._reported - timedelta(days=_BACK[match["near"][0]])
        if self._last is None or match.start() - self._last_at > _SAME_WITHIN:
            return None
        if match["alone"] is not None and not self._goes_on(match["clock"] or ""):
            return None
        return self._last + timedelta(days=1 if match["next"] else 0)

    def _goes_on(self, clock: str) -> bool:
        """Whether a time of day without a day follows on one of the day last named: 9时…11时…."""
        return self._hour is not None and int(_HOUR.findall(clock)[0]) > self._hour

    def _full(self, match: re.Match[str]) -> date | None:
        """A day with its month; without a year the latest such day, unless another year is near."""
        month, day, year = int(match["month"]), int(match["day"]), match["year"] or ""
        if year[:1].isdigit():
            self._year, self._year_at = int(year[:4]), match.end()
            return date(self._year, month, day)
        if year in ("去年", "前年"):
            return None
        found = date(self._published.year, month, day)
        if found > self._published:
            found = date(self._published.year - 1, month, day)
        is_near = match.start() - self._year_at < _YEAR_WITHIN
        if is_near and self._year != found.year and found < self._published - _THIS_YEAR:
            return None
        old = year == "今年" and found < self._published - _THIS_YEAR
        return None if old else found

    def _bare(self, day: int, at: int) -> date | None:
        """A day without its month: a recent one, or one of the month last named, not of both."""
        month = self._reported
        if day > month.day:
            month = month.replace(day=1) - timedelta(days=1)
        recent = month.replace(day=day)
        near = self._last if at - self._last_at < _MONTH_WITHIN else None
        told = near.replace(day=day) if near is not None and day >= near.day else None
        if recent < self._reported - _RECENT:
            return told
        is_clear = told is None or told == recent or told < self._published - OLDEST
        return recent if is_clear else None

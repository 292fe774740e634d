"""Limits that are days of the calendar: by 31 March, before the end of August, within the year."""

import re
from collections.abc import Iterator
from datetime import date

from monitor.domain.due import CALENDAR_DAYS
from monitor.domain.policy import ClauseKind
from monitor.policy_reading.days import (
    day_of,
    end_of_half,
    end_of_month,
    end_of_part,
    end_of_quarter,
    read_han_year,
)
from monitor.policy_reading.limit import Limit

_HAN = "一二三四五六七八九十"
_YEAR = (
    r"(?:(?P<year>20[0-4]\d|二[〇零○][一二三四五][〇零○一二三四五六七八九])\s*年(?:度)?"
    r"|(?P<word>今年|明年|本年度?|当年|每年度?|次年|翌年))?(?:的)?"
)
_MONTH = rf"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[{_HAN[:9]}])月(?:份)?"
_DAY = rf"(?P<day>[12]\d|3[01]|0?[1-9]|[{_HAN}]{{1,3}})[日号]"
_PART = r"(?P<part>上旬|中旬|下旬|初|底|末|份)?"
_HOUR = r"(?:[（(]含[)）]|\d{1,2}[时点:]\d{0,2}分?)?"
_LIMITS = rf"{_HOUR}(?P<by>(?:之|以)?前|止|截止)"
_ACTS = (
    r"(?=(?:全面|集中|全部|组织|统一|基本|力争|要|将|须|应)?"
    r"(?:完成|实现|建成|上线|报送|提交|印发|出台|公布|公开|发布|开展|举办|启动|组织|达到|做到|形成|编制|修订|补齐|到位|清零|关停|整合|整改|挂牌|迁移|注销|升级|改造|建立|覆盖|落实|接入|通报|考核|评估|验收|更新|召开))"
)
_DATE = re.compile(
    rf"(?<![\d年]){_YEAR}{_MONTH}(?:{_DAY}|{_PART})(?:{_LIMITS}|(?P<doing>内|{_ACTS}))"
)
_NOT_LATER = re.compile(
    rf"(?:不晚于|不得晚于|最迟|至迟|最晚|不迟于|截至|截止到)(?:于|在|到)?{_YEAR}{_MONTH}(?:{_DAY}|{_PART})"
)
_NUMBERS = re.compile(
    rf"(?<![\d.-])(?P<year>20[0-4]\d)[-./](?P<month>\d{{1,2}})[-./](?P<day>\d{{1,2}})日?{_LIMITS}"
)
_YEAR_END = re.compile(
    rf"{_YEAR}(?:(?P<end>(?:年|(?<=年))(?:底|末|终))(?:{_LIMITS}|{_ACTS})|(?P<within>年?内)(?!容|部|外|设|涵))"
)
_QUARTER = re.compile(
    rf"{_YEAR}(?:第?(?P<quarter>[一二三四1-4])季度?|(?P<half>[上下])半年)(?:的)?(?:末|底)?(?:{_LIMITS}|(?P<doing>内|{_ACTS}))"
)
_MODAL_YEAR = {"明年": 1, "次年": 1, "翌年": 1}
_YEARLY = ("每年", "每年度", "次年", "翌年")


def due_days_in(sentence: str, year: int | None, written: date | None) -> Iterator[Limit]:
    """The days that a sentence sets as limits.

    `year` is the one that days without a year belong to; a day before `written` was past when the
    document was signed, and asks for nothing.
    """
    for shape in (_DATE, _NOT_LATER, _NUMBERS, _QUARTER, _YEAR_END):
        for match in shape.finditer(sentence):
            limit = _limit(match, year, written)
            if limit is not None:
                yield limit


def _limit(match: re.Match[str], year: int | None, written: date | None) -> Limit | None:
    part = match.groupdict()
    start, end = _bounds(match)
    if start == end:
        return None
    word = part.get("word") or ""
    stated = read_han_year(part["year"]) if part.get("year") else None
    due_year = stated or ((year + _MODAL_YEAR.get(word, 0)) if year else None)
    if word in _YEARLY:
        return _yearly(start, end, part)
    if part.get("within") and not (stated or word or _is_alone(match)):
        return None
    if due_year is None:
        return _undated(start, end, "the year is not stated anywhere")
    due = _day(part, due_year)
    if due is None:
        return _undated(start, end, "there is no such day")
    if written and due < written:
        if stated or _months_between(due, written) < 6:
            return None
        due = _day(part, due_year + 1) or due  # written in November, due in January
    loose = bool(part.get("doing") or part.get("within") or part.get("half"))
    sure = 0.95 - 0.05 * (not stated) - 0.12 * loose
    doubt = "" if stated else "the year is taken from the document"
    return Limit(start, end, ClauseKind.FIXED_DATE, sure, "", CALENDAR_DAYS, due, doubt=doubt)


def _bounds(match: re.Match[str]) -> tuple[int, int]:
    return match.start(), match.end()


def _is_alone(match: re.Match[str]) -> bool:
    """年内 as a word by itself, not the end of 三年内."""
    before = match.string[max(0, match.start() - 1) : match.start()]
    return match.group().startswith("年") and not re.match(
        r"[\d一二两三四五六七八九十几多数半]", before
    )


def _day(part: dict[str, str | None], year: int) -> date | None:
    if part.get("quarter"):
        return end_of_quarter(year, read_han_year(str(part["quarter"])) or 0)
    if part.get("half"):
        return end_of_half(year, str(part["half"]))
    if not part.get("month"):
        return day_of(year, 12, 31)
    month = read_han_year(str(part["month"])) or 0
    if part.get("day"):
        return day_of(year, month, read_han_year(str(part["day"])))
    if part.get("part") or not part.get("by"):
        return end_of_part(year, month, part.get("part") or "")
    first = day_of(year, month, 1)  # 9月前: before September begins
    return date.fromordinal(first.toordinal() - 1) if first else end_of_month(year, month)


def _yearly(start: int, end: int, part: dict[str, str | None]) -> Limit | None:
    due = _day(part, 2027)  # no leap year: 每年2月底 is the 28th
    if due is None:
        return _undated(start, end, "there is no such day")
    if part.get("within"):
        return None  # 每年内 sets no day; the frequency tells it
    return Limit(
        start, end, ClauseKind.FIXED_DATE, 0.95, "", CALENDAR_DAYS, every_year=f"{due:%m-%d}"
    )


def _undated(start: int, end: int, doubt: str) -> Limit:
    return Limit(start, end, ClauseKind.FIXED_DATE, 0.3, "", CALENDAR_DAYS, doubt=doubt)


def _months_between(early: date, late: date) -> int:
    return 12 * (late.year - early.year) + late.month - early.month

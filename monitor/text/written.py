"""成文日期: the day that a document gives as its own, apart from when it was published."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.text.dates import read_time

# 印发 is a third date, of the printing; it only stands in where no other is labelled.
_LABELS = tuple(
    re.compile(rf"(?:{words})(?:日期|时间|時間)[^\d\n一二]{{0,8}}")
    for words in ("成文", "签发|簽發|发文|發文|制发|制發", "印发|印發")
)
_ALONE = re.compile(r"[\d年月日〇零○一二三四五六七八九十\s]{8,16}")
_GLUED = re.compile(r"((?:19|20)\d\d)(\d{2,3})日?")
_OFFICE = re.compile(
    r"[\u4e00-\u9fff（）()、\s]{2,40}(?:政府|办公室|辦公室|办公厅|辦公廳|委员会|委員會|领导小组|領導小組|指挥部|指揮部"
    r"|局|厅|廳|委|办|辦|部|院|社|会|會|处|處|中心|公司|大队|支队|集团)"
)
_A_DAY = timedelta(days=1)
_LAST_LINES = 6
_LONGEST = 40
_LOOKED_AT = 5000


@dataclass(frozen=True, slots=True)
class Written:
    """The day a document was written; None where it states none, or more than one.

    `doubt` is empty, "glued_date" (its parts run together, but can be read in one way only) or
    "dates_ambiguous" (it can be read in several ways, or several days are signed).
    """

    day: date | None = None
    doubt: str = ""


def find_written(lines: Sequence[str], zone: ZoneInfo, fetched_at: datetime) -> Written:
    """The document's own date: the labelled one, else the one below its signature or at its end.

    `zone` is the office's, `fetched_at` (aware) the moment after which no date is believed.
    """
    kept = [line[:_LOOKED_AT].strip() for line in lines if line.strip()]
    for label in _LABELS:
        for line in kept:
            match = label.search(line)
            if match and (day := _read(line[match.end() : match.end() + 30], zone, fetched_at)):
                return Written(day)
    found = [_at(kept, number, zone, fetched_at) for number in range(len(kept))]
    days = {written.day for written in found if written and written.day}
    doubts = {written.doubt for written in found if written} - {""}
    if len(days) > 1 or (not days and doubts):
        return Written(None, "dates_ambiguous")
    return Written(days.pop(), max(doubts, default="")) if days else Written()


def _at(lines: Sequence[str], number: int, zone: ZoneInfo, fetched_at: datetime) -> Written | None:
    """The date that the line with this number is, where a document would be dated."""
    line = lines[number]
    if len(line) > _LONGEST or not line[:1].isprintable():
        return None
    signed = number > 0 and bool(_OFFICE.fullmatch(lines[number - 1][:_LONGEST]))
    if _GLUED.fullmatch(line):
        return read_glued(line, zone, fetched_at) if signed else None
    last = number >= len(lines) - _LAST_LINES
    if not (signed or last) or not _ALONE.fullmatch(line):
        return None
    day = _read(line, zone, fetched_at)
    return Written(day) if day else None


def read_glued(text: str, zone: ZoneInfo, fetched_at: datetime) -> Written | None:
    """2023816 is the 16th of August; 2023111 and 202311 can be read in two ways and are not."""
    match = _GLUED.fullmatch(text)
    if not match:
        return None
    year, rest = match.groups()
    ways = [(rest[:at], rest[at:]) for at in (1, 2) if rest[at:]]
    days = {
        day
        for month, of_month in ways
        if not month.startswith("0")
        and not of_month.startswith("0")
        and (day := _read(f"{year}-{month}-{of_month}", zone, fetched_at))
    }
    is_month = len(rest) == 2 and 10 <= int(rest) <= 12
    if len(days) == 1 and not is_month:
        return Written(days.pop(), "glued_date")
    return Written(None, "dates_ambiguous") if days or is_month else None


def _read(raw: str, zone: ZoneInfo, fetched_at: datetime) -> date | None:
    when = read_time(raw, zone, fetched_at, "document")
    if when is None or when.latest - when.earliest > _A_DAY:
        return None
    return when.earliest.astimezone(zone).date()

"""When the incident happened, as the text itself says it.

Only a time of the kind `7月20日14时许`, `昨天下午1点多`, `21时14分` counts, in the opening of the
article and beside a word that tells the incident (发生, 相撞, 接警). A year that is missing comes
from the publication; a result after publication is never given.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from monitor.domain.when import Precision, When
from monitor.text.numerals import han_to_int
from monitor.text.reading import Sentence, reading_form, sentences, without_dateline

_D: Final = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_PARTS: Final = {
    "凌晨": (0, 6), "清晨": (4, 8), "早晨": (5, 9), "早上": (5, 10), "上午": (6, 12),
    "中午": (11, 14), "午后": (12, 15), "下午": (12, 18), "傍晚": (16, 20), "晚间": (18, 24),
    "晚上": (18, 24), "深夜": (21, 24), "午夜": (22, 24), "夜间": (18, 24), "夜里": (18, 24),
    "晨": (0, 9), "晚": (18, 24), "早": (5, 10), "夜": (18, 24),
}  # fmt: skip
"""Hours that a part of the day spans, from and to."""

_PART: Final = "|".join(_PARTS)
_DAYS_BACK: Final = {
    "今天": 0, "今日": 0, "今": 0, "昨天": 1, "昨日": 1, "昨": 1, "前天": 2, "前日": 2, "前": 2,
}  # fmt: skip
_DAY: Final = (
    rf"(?:(?P<year>(?:19|20)\d{{2}}|[一二][零〇一二三四五六七八九]{{3}})年)?(?:(?P<month>{_D})月)?(?P<day>{_D})[日号]"
    r"|(?P<word>今天|今日|昨天|昨日|前天|前日|今(?=[晨晚早夜(])|昨(?=[晨晚夜(])|前(?=晚))"
    r"(?:\((?P<inner>\d{1,2})[日号]?\)[日天]?)?"
)
_CLOCK: Final = (
    rf"(?P<hour>{_D})(?:时|点(?!多钟?头)|:)(?:(?P<half>半)|(?P<minute>{_D})分?)?"
    r"(?P<vague>许|左右|前后|多|余|过)?"
)
_WHEN: Final = re.compile(
    rf"(?:{_DAY})(?:的|,)?(?:北京时间|当地时间)?(?P<part>{_PART})?(?:的|,)?(?:{_CLOCK})?"
)
_MAY_NAME_DAY: Final = re.compile(r"[日号今昨前]")
_MAY_NAME_HOUR: Final = re.compile(r"[时:]")
_CLOCK_ONLY: Final = re.compile(
    rf"(?<![\d日号天月])(?P<part>{_PART})?(?P<hour>{_D})(?:时|:)(?:(?P<half>半)|(?P<minute>{_D})分?)?"
    r"(?P<vague>许|左右|前后|多|余|过)?"
)
_AS_OF: Final = re.compile(r"截[至止]到?$|(?:至|到|直到|预计|将于|定于|记者|发稿)$")
# 局长21日宣布, 记者11日20时获悉: when someone spoke.
_SPOKEN: Final = re.compile(
    r"[^,。;\n]{0,6}(?:透露|介绍|获悉|表示|宣布|报道|通报|消息|证实|称|发布|指出|回应|从[^,。;\n]{2,20}(?:获悉|了解))"
)
_SPEAKER: Final = re.compile(r"(?:记者|发言人|负责人|媒体)[^,。;)\n]{0,4}$")
_HAPPENED: Final = re.compile(
    r"发生|相撞|追尾|爆炸|起火|着火|失火|坍塌|倒塌|滑坡|坠|侧翻|翻车|泄漏|遇袭|袭击|报警|接警|接到|接报|报案|"
    r"出现|撞|突发|受伤|死亡|身亡|中毒|被困|冲突|打人|落水|溺|晕倒|停水|停电|遭遇|砍|失踪|地震|遭到|爆发|发病|"
    r"发现|倾覆|脱轨|塌陷|决口|燃|震感|震动|摇晃|强震|冲出|行驶|行至|驾驶|乘坐"
)
_LOOK_AT: Final = 12  # sentences; later ones tell what became of it


@dataclass(frozen=True, slots=True)
class _Stated:
    """One time expression: the day it resolves to, and its interval within that day."""

    start: datetime
    end: datetime
    precision: Precision


@lru_cache(maxsize=2)  # an article is read and then remembered
def occurred(title: str, text: str, published: When | None, zone: ZoneInfo) -> When | None:
    """When the incident happened as the text states it, or None where it states no usable time.

    The result is an interval in UTC with source "text", as wide as the wording is vague, and never
    reaches beyond the publication. Without `published`, only dates with a year can be read.
    """
    anchor = published.latest.astimezone(zone) if published else None
    body = without_dateline(reading_form(text))
    first: _Stated | None = None
    for sentence in (*sentences(reading_form(title)), *sentences(body, _LOOK_AT)):
        for stated in _stated_in(sentence, anchor, zone, first):
            if first is None:
                first = stated
            elif _sharper(stated, first):
                return _as_when(stated, anchor)
        if first is not None and first.precision in (Precision.MINUTE, Precision.HOUR):
            break
    return None if first is None else _as_when(first, anchor)


def stated_times(sentence: Sentence, published: When, zone: ZoneInfo) -> list[When]:
    """Every time a sentence states, whatever of, in its own order; none after `published`."""
    anchor = published.latest.astimezone(zone)
    days = ((found, _day(found, anchor, zone)) for found in _times_in(sentence.text))
    times = (_as_when(_within(day, found, zone), anchor) for found, day in days if day)
    return [when for when in times if when is not None]


def _sharper(stated: _Stated, first: _Stated) -> bool:
    """Whether a later expression gives the hour of the day that the first one only named."""
    return first.start <= stated.start < first.end and stated.end - stated.start < (
        first.end - first.start
    )


def _as_when(stated: _Stated, anchor: datetime | None) -> When | None:
    when = When(stated.start.astimezone(UTC), stated.end.astimezone(UTC), "text", stated.precision)
    if anchor is None:
        return when
    if when.earliest > anchor:
        return None
    return when.no_later_than(anchor.astimezone(UTC))


def _stated_in(
    sentence: Sentence, anchor: datetime | None, zone: ZoneInfo, first: _Stated | None
) -> Iterator[_Stated]:
    """The times a sentence gives for what happened, in its own order."""
    if not _HAPPENED.search(sentence.text):
        return
    for found in _times_in(sentence.text):
        if _not_of_the_event(sentence.text, found):
            continue
        day = _day(found, anchor, zone)
        if day is None:
            continue
        yield _within(day, found, zone)
    if first is not None and _MAY_NAME_HOUR.search(sentence.text):
        for found in _CLOCK_ONLY.finditer(sentence.text):  # 21时14分: of the day named before
            if not _not_of_the_event(sentence.text, found):
                yield _within(first.start.date(), found, zone)


def _times_in(sentence: str) -> Iterator[re.Match[str]]:
    """Every expression of a day; most sentences hold none, which is soon known."""
    return _WHEN.finditer(sentence) if _MAY_NAME_DAY.search(sentence) else iter(())


def _not_of_the_event(sentence: str, found: re.Match[str]) -> bool:
    """Whether a time tells when figures were counted or when somebody spoke."""
    before = sentence[max(0, found.start() - 12) : found.start()]
    after = sentence[found.end() : found.end() + 30]
    return bool(_AS_OF.search(before) or _SPEAKER.search(before) or _SPOKEN.match(after))


def _number(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) if text.isdigit() else han_to_int(text)


def _day(found: re.Match[str], anchor: datetime | None, zone: ZoneInfo) -> date | None:
    """The calendar day of an expression; None where it cannot be one."""
    if found["word"]:
        return _day_of_word(found, anchor)
    year, month, day = (_number(found[name]) for name in ("year", "month", "day"))
    if day is None or (anchor is None and (year is None or month is None)):
        return None
    try:
        if year is not None and month is not None:
            return date(year, month, day)
        if anchor is None or year is not None:
            return None
        return _last_such_day(anchor.date(), month, day)
    except ValueError:
        return None


def _day_of_word(found: re.Match[str], anchor: datetime | None) -> date | None:
    if anchor is None:
        return None
    day = anchor.date() - timedelta(days=_DAYS_BACK[found["word"]])
    inner = _number(found["inner"])  # 今(30)日: the page's own number wins
    return day if inner is None else _last_such_day(anchor.date(), None, inner)


def _last_such_day(published: date, month: int | None, day: int) -> date | None:
    """The last day with this number (and month) that is not after publication."""
    if month is not None:
        that = date(published.year, month, day)
        return that if that <= published else date(published.year - 1, month, day)
    for back in (0, 1):
        first = (published.replace(day=1) - timedelta(days=back)).replace(day=1)
        that = first.replace(day=day)
        if that <= published:
            return that
    return None


def _within(day: date, found: re.Match[str], zone: ZoneInfo) -> _Stated:
    """The interval of the day that part and clock leave open."""
    midnight = datetime.combine(day, time(), zone)
    hour, part = _number(found["hour"]), found["part"]
    if hour is None or hour > 24:
        if part is None:
            return _Stated(midnight, midnight + timedelta(days=1, seconds=-1), Precision.DAY)
        low, high = _PARTS[part]
        return _Stated(
            midnight + timedelta(hours=low),
            midnight + timedelta(hours=high, seconds=-1),
            Precision.DAY,
        )
    at = midnight + timedelta(hours=_of_24(hour, part))
    minute = 30 if found["half"] else _number(found["minute"])
    if minute is None or minute > 59:
        return _Stated(at, at + timedelta(hours=1, seconds=-1), Precision.HOUR)
    at += timedelta(minutes=minute)
    if found["vague"]:
        return _Stated(at, at + timedelta(minutes=15), Precision.MINUTE)
    return _Stated(at, at, Precision.MINUTE)


def _of_24(hour: int, part: str | None) -> int:
    """下午1点 is 13; 凌晨12点 is midnight."""
    if part is None:
        return hour
    low, _ = _PARTS[part]
    if hour == 12 and low == 0:
        return 0
    return hour + 12 if hour < 12 and (low >= 12 or (part == "中午" and hour < 6)) else hour

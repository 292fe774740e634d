"""When an answer says it was given: 今天15时许通报, 9日晚发布, 7月17日上午召开新闻发布会."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.domain.when import Precision, When
from monitor.text.dates import read_time

PART = (
    r"(?P<part>凌晨|清晨|早上|早晨|早间|早|上午|中午|午间|下午|午后|傍晚|晚上|晚间|深夜|夜间|夜|晚)"
)
"""Parts of a day as news names them, for a pattern that reads times."""

CLOCK = r"\d{1,2}(?:[:：]\d{2}|[时点](?:\d{1,2}分?)?)"
"""A time of day, for a pattern that reads times: 10:43, 21点24分, 10时."""

_STATED = re.compile(
    r"(?P<date>(?:\d{4}年)?\d{1,2}月\d{1,2}日|今天|今日|昨天|昨日|前天"
    r"|(?<![\d月年])(?P<bare>\d{1,2})日)"
    rf"(?:[（(][^）)]{{1,8}}[）)])?{PART}?(?P<clock>{CLOCK})?"
)
# What a part of the day leaves open, in hours from midnight.
_HOURS = {
    "凌晨": (0, 6),
    "清晨": (4, 9),
    "早上": (4, 11),
    "早晨": (4, 11),
    "上午": (5, 12),
    "中午": (11, 14),
    "下午": (12, 19),
    "傍晚": (16, 20),
    "晚上": (17, 24),
    "晚间": (17, 24),
    "深夜": (21, 24),
    "晚": (17, 24),
    "早间": (4, 11),
    "早": (4, 11),
    "午间": (11, 14),
    "午后": (12, 19),
    "夜间": (18, 24),
    "夜": (18, 24),
}
# Parts that a time of day is not read with, and what they are called there.
_NAMED = {
    "早间": "早上",
    "早": "早上",
    "午间": "中午",
    "午后": "下午",
    "深夜": "晚",
    "夜间": "晚",
    "夜": "晚",
}
_HELD = re.compile(r"召开|举行|举办")
# Between a time and the verb: the time is then that of the event, not of the answer.
_HAPPENED = re.compile(r"发生|接报|接警|报警|起火|着火|爆炸|坠|撞|坍塌|死亡|遇难|受伤|[.。!?\n]")
_BACK = {"今": 0, "昨": 1, "前": 2}  # days from the report
# 某地3月6日电: the day of the report, which a reprint keeps.
_DATELINE = re.compile(
    r"(?<!\d)(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?:(?:新媒体专|专)?[电讯]|消息\()"
)
_NEAR = 40
_OLDEST = timedelta(days=30)
_OLDEST_BARE = timedelta(days=7)  # a day without its month is one everybody remembers


def held_at(words: str, published: When | None, zone: ZoneInfo) -> When | None:
    """When a conference was held by the words before 召开, or None where none can be believed.

    A day alone is the latest such day before publication, and a part of the day leaves its hours
    open. A time after publication, long before it, or of the event spoken of is not that of the
    conference.
    """
    verb = _HELD.search(words)
    if published is None or verb is None:
        return None
    before = words[max(0, verb.start() - _NEAR) : verb.start()]
    stated = list(_STATED.finditer(before))
    if not stated or _HAPPENED.search(before, stated[-1].end()):
        return None
    when = _read(stated[-1], published, zone)
    oldest = _OLDEST_BARE if stated[-1]["bare"] else _OLDEST
    if when is None or when.latest < published.earliest - oldest:
        return None
    return when.no_later_than(published.latest) if when.earliest <= published.latest else None


def on_day(day: date, part: str, clock: str, zone: ZoneInfo, published: When) -> When | None:
    """The interval that a day with a part of it and a time of day names, up to publication.

    `part` and `clock` are as `PART` and `CLOCK` find them, or empty. None where it is no time, or
    one after publication.
    """
    stated = f"{day.year}年{day.month}月{day.day}日"
    when = _within(stated, part, clock, zone, published)
    if when is None or when.earliest > published.latest:
        return None
    return when.no_later_than(published.latest)


def reported_on(opening: str, published: When | None, zone: ZoneInfo) -> date | None:
    """The day of a report printed again later, by its dateline (某地3月6日电), or None."""
    match = _DATELINE.search(opening)
    if match is None or published is None:
        return None
    today = published.earliest.astimezone(zone).date()
    try:
        day = today.replace(month=int(match["month"] or today.month), day=int(match["day"]))
    except ValueError:  # the 31st of February
        return None
    return day if today - _OLDEST < day < today else None


def _read(stated: re.Match[str], published: When, zone: ZoneInfo) -> When | None:
    named, part, clock = stated["date"], stated["part"] or "", stated["clock"] or ""
    if stated["bare"]:
        named = _latest_day(int(stated["bare"]), published.latest.astimezone(zone))
    elif named[0] in _BACK:
        today = published.earliest.astimezone(zone).date()
        day = today - timedelta(days=_BACK[named[0]])
        named = f"{day.year}年{day.month}月{day.day}日"
    return _within(named, part, clock, zone, published)


def _within(stated: str, part: str, clock: str, zone: ZoneInfo, published: When) -> When | None:
    """The time that a stated day names: its clock's, else the hours that the part leaves open."""
    raw = f"{stated}{_NAMED.get(part, part)}{clock}" if clock else stated
    when = read_time(raw, zone, published.latest, "text")
    if when is None or clock or when.precision is not Precision.DAY or part not in _HOURS:
        return when
    midnight, (first, last) = when.earliest, _HOURS[part]
    return replace(
        when,
        earliest=midnight + timedelta(hours=first),
        latest=midnight + timedelta(hours=last),
    )


def _latest_day(day: int, published: datetime) -> str:
    """The last such day of a month up to publication: 30日 in news of the 2nd is last month's."""
    month = published if day <= published.day else published.replace(day=1) - timedelta(days=1)
    return f"{month.year}年{month.month}月{day}日"

"""When an answer says it was given: 今天15时许通报, 9日晚发布, 7月17日上午召开新闻发布会."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.domain.when import Precision, When
from monitor.text.dates import read_time

_PART = r"(?P<part>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|深夜|晚)"
_CLOCK = r"\d{1,2}(?:[:：]\d{2}|[时点](?:\d{1,2}分)?)"
_STATED = re.compile(
    r"(?P<date>(?:\d{4}年)?\d{1,2}月\d{1,2}日|今天|今日|昨天|昨日|前天"
    r"|(?<![\d月年])(?P<bare>\d{1,2})日)"
    rf"(?:[（(][^）)]{{1,8}}[）)])?{_PART}?(?P<clock>{_CLOCK})?"
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
}
_GIVEN = re.compile(
    r"通报|发布|公布|公告|回应|表示|介绍|证实|获悉|了解到|透露|告诉|发文|微博|答复|称"
)
_HELD = re.compile(r"召开|举行|举办")
# Between a time and the verb: the time is then that of the event, not of the answer.
_HAPPENED = re.compile(r"发生|接报|接警|报警|起火|着火|爆炸|坠|撞|坍塌|死亡|遇难|受伤|[.。!?\n]")
_NEAR = 40
_OLDEST = timedelta(days=30)
_OLDEST_BARE = timedelta(days=7)  # a day without its month is one everybody remembers


def spoken_at(
    words: str, published: When | None, zone: ZoneInfo, *, held: bool = False
) -> When | None:
    """The time just before the verb of saying, or None where none can be believed.

    `held`: the time a conference was held. A day alone is the latest such day before publication,
    and a part of the day leaves its hours open. A time after publication, long before it, or of
    the event that is spoken of, is not the time of the answer.
    """
    verb = (_HELD if held else _GIVEN).search(words)
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


def _read(stated: re.Match[str], published: When, zone: ZoneInfo) -> When | None:
    date, part, clock = stated["date"], stated["part"] or "", stated["clock"] or ""
    if stated["bare"]:
        date = _latest_day(int(stated["bare"]), published.latest.astimezone(zone))
    when = read_time(f"{date}{part}{clock}" if clock else date, zone, published.latest, "text")
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

"""When an answer says it was given: 今天15时许通报, 7月17日上午召开新闻发布会."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

from monitor.domain.when import When
from monitor.text.dates import read_time

_CLOCK = (
    r"(?:上午|下午|晚上|晚间|晚|凌晨|清晨|早上|中午|傍晚)?"
    r"\d{1,2}(?:[:：]\d{2}|[时点](?:\d{1,2}分)?)"
)
_STATED = re.compile(
    r"(?:(?:\d{4}年)?\d{1,2}月\d{1,2}日|今天|今日|昨天|昨日|前天)"
    rf"(?:[（(][^）)]{{1,8}}[）)])?(?:{_CLOCK})?"
)
_GIVEN = re.compile(r"通报|发布|公布|公告|回应|表示|介绍|证实|获悉|答复|称")
_HELD = re.compile(r"召开|举行|举办")
# Between a time and the verb: the time is then that of the event, not of the answer.
_HAPPENED = re.compile(r"发生|接报|接警|报警|起火|着火|爆炸|坠|撞|坍塌|死亡|遇难|受伤|[.。!?\n]")
_NEAR = 40
_OLDEST = timedelta(days=30)


def spoken_at(
    words: str, published: When | None, zone: ZoneInfo, *, held: bool = False
) -> When | None:
    """The time just before the verb of saying, or None where none can be believed.

    `held`: the time a conference was held. A time after publication, long before it, or of the
    event that is spoken of, is not the time of the answer.
    """
    verb = (_HELD if held else _GIVEN).search(words)
    if published is None or verb is None:
        return None
    before = words[max(0, verb.start() - _NEAR) : verb.start()]
    stated = list(_STATED.finditer(before))
    if not stated or _HAPPENED.search(before, stated[-1].end()):
        return None
    when = read_time(stated[-1].group(), zone, published.latest, "text")
    if when is None or when.latest < published.earliest - _OLDEST:
        return None
    return when.no_later_than(published.latest) if when.earliest <= published.latest else None

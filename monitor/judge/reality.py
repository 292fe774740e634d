"""Whether an article tells of something that really happened, and happened now.

Drills, anniversaries, warnings, foiled plans and tales of old years are none; a drill at which
somebody was hurt is, and so is an old case that moves again.
"""

import re
from typing import Final

from monitor.domain.when import When
from monitor.judge.phrases import Hit, phrase_book
from monitor.judge.signals import names_complaint, names_event
from monitor.text.figure_context import SHANGHAI
from monitor.text.reading import lead_of

_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
# A span of months that is summed up, and what else such a sum is told with.
_PERIOD: Final = re.compile(
    r"(?<![\d.])\d{1,2}月?份?[-~至到]\d{1,2}月|前[\d一二三四五六七八九十]{1,2}个?月|[上下]半年|全年|季度"
    r"|今年以来|入[汛夏冬]以来|汛期以来|近[\d一二三四五六七八九十]{1,2}年"
    r"|(?:19|20)\d{2} ?年(?:度)?,? ?(?:全[国省市县区]|我[国省市县])"
)
_SUMMED: Final = re.compile(
    r"同比|环比|同期|均值|公报|年报|统计|(?:共|累计|总计|合计)(?:发生|造成|接报|报告|导致|有|计)|受灾人[次口]|人次|起数"
)
_LOSSES: Final = re.compile(
    r"(?:受灾|死亡|死者|遇难|失踪|受伤|转移|灾害|事故|火灾|警情)[^。;\n]{0,12}\d|\d[^,。;\n]{0,6}(?:受灾|死亡|失踪|受伤)"
)
_ONE_EVENT: Final = re.compile(
    r"(?:\d{1,2}[日号]|[今昨前][天日晚晨]|凌晨|时许|分许|\d时)[^。;\n]{0,40}?(?:发生|突发|遭遇|致|造成|相撞|起火)"
)
_ROUNDUP: Final = re.compile(
    r"(?:事故|空难|海难|矿难|火灾|地震|踩踏|爆炸|灾害|灾难|事件)[^,。]{0,4}(?:汇总|一览|盘点|大全)"
    r"|历史上[^,。]{0,12}(?:事故|空难|海难|矿难|火灾|地震|踩踏|爆炸|灾害|灾难)"
    r"|史上[^,。]{0,6}[大次起]|十大(?![^,。]{0,6}之一)|(?:历年|近年)来?[^,。]{0,14}(?:[屡频多]|事故)|屡有发生|频繁发生"
)
_LISTED: Final = re.compile(
    r"(?:汇总|盘点|列举|梳理|整理)[^。\n]{0,6}(?:如下|近年|历年|历史)|以下为历史上"
)
_LESSON: Final = re.compile(
    r"如何|怎么|怎样|自救|逃生|防范|预防|技能|常识|知识|指南|提示|提醒|注意|防护|应对"
)
_ADVICE: Final = re.compile(
    r"切勿|请勿|千万不要|务必|谨记|牢记|小贴士|应(?:立即|及时|尽快|尽量|保持|迅速)|拨打|捂住|远离|自救|逃生|预防"
    r"|要(?:及时|保持|立即|尽量|迅速|学会|注意)|定期检查|不(?:要|能|可)(?:慌|乘|使用|随意|盲目|私)"
)
_MUCH_ADVICE: Final = 5
# A story told at length of something that may be days old: with a day of its own it is news.
_HALF_BACK: Final = frozenset({"纪实", "追忆", "解密"})
_DAY: Final = re.compile(r"(?<!年)(?<!\d)\d{1,2}月\d{1,2}[日号]")
_MANY_DRILLS: Final = 4  # a text that says 演练 this often is about one
_LATEST: Final = 2000  # characters in which an old case would say that it moves again


def unreal(head: str, body: str, published: When | None, hurt: bool) -> str | None:
    """Why an article tells of nothing that really happened now, in Chinese; None where it does.

    `head` and `body` are in reading form; `hurt` tells whether somebody was hurt or killed.
    """
    lead = lead_of(body)
    if _is_roundup(head, lead):
        return "历次事件的汇总,并非某一事件"
    if _teaches(head, body, hurt):
        return "安全知识或提示,并非某一事件"
    if _is_drill(head, lead, body, hurt):
        return "演练或演习,并非真实事件"
    if _real("foiled", head):
        return "未遂或被制止,事件没有发生"
    fresh = hurt and _real("now", lead)
    back = _real("look_back", head)
    if back and back.text in _HALF_BACK and hurt and _DAY.search(lead):
        back = None
    moves = back and _real("moves_again", head) and "案例" not in back.text
    if back and not moves and not fresh:
        return f"回顾或纪念类内容:{back.text}"
    supposed = _supposed(head)
    if supposed and not fresh and not _complains(head, lead):
        return f"提示或假设类内容:{supposed.text}"
    if _sums_up(head, body):
        return "所述为一段时期的统计,并非某一事件"
    if _only_old_years(head, body, published):
        return "所述均为往年旧事"
    return None


def _supposed(head: str) -> Hit | None:
    opening = _real("supposed_start", head)
    return opening if opening and not opening.start else _real("supposed", head)


def _complains(head: str, lead: str) -> bool:
    """Whether somebody writes of his own trouble, which goes on however old or conditional."""
    return names_complaint(head) or _real("voice", lead) is not None


def _real(key: str, text: str) -> Hit | None:
    return phrase_book("relevance.toml", "real", "kind").first(f"real.{key}", text)


def _is_drill(head: str, lead: str, body: str, hurt: bool) -> bool:
    if _real("drill_is_news", head):
        return False
    if _real("drill", head):
        return True
    if hurt and not _real("drill_supposes", lead_of(body, 4)):
        return False
    held = _real("drill_held", lead) is not None
    if names_event(head) and not held:
        return False
    drills = phrase_book("relevance.toml", "real.drill")
    return held or len(drills.hits("real.drill", body)) >= _MANY_DRILLS


def _is_roundup(head: str, lead: str) -> bool:
    """Whether an article lists what happened at many times and places."""
    if not (_ROUNDUP.search(head) or _LISTED.search(lead)):
        return False
    return not _real("now", head)


def _teaches(head: str, body: str, hurt: bool) -> bool:
    """Whether an article teaches what to do in a danger, and tells no event of its own."""
    if (hurt or head) and not _LESSON.search(head):
        return False
    opening = lead_of(body, 3)
    if _ONE_EVENT.search(f"{head}\n{opening}") or _complains(head, opening):
        return False
    return len(_ADVICE.findall(body[:_LATEST])) >= _MUCH_ADVICE


def _sums_up(head: str, body: str) -> bool:
    """Whether the opening sums up a period (今年1-10月,洪涝灾害共造成…) and tells no one event."""
    opening = f"{head}\n{lead_of(body)}"
    if not (_PERIOD.search(opening) and _SUMMED.search(opening) and _LOSSES.search(opening)):
        return False
    if _complains(head, lead_of(body)):
        return False
    return all(_PERIOD.search(found.group()) for found in _ONE_EVENT.finditer(opening))


def _only_old_years(head: str, body: str, published: When | None) -> bool:
    """Whether every year named lies before the year of publication, and nothing says 'now'."""
    if published is None:
        return False
    year = published.latest.astimezone(SHANGHAI).year
    years = [int(found) for found in _YEAR.findall(f"{head}\n{body}")]
    first = lead_of(body, 3)
    return (
        bool(years)
        and max(years) < year - 1
        and bool(_YEAR.search(f"{head}\n{first}"))
        and not _real("now", first)
        and not _complains(head, first)
        and not _real("moves_again", f"{head}\n{body[:_LATEST]}")
    )

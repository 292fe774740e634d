"""Whether an article tells of something that really happened, and happened now.

Drills, anniversaries, warnings, rules, exercises, plots of films, foiled plans and tales of old
years are none; a drill at which somebody was hurt is, and so is an old case that moves again.
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
    r"如何|怎么|怎样|自救|逃生|防范|预防|技能|常识|知识|指南|急救|提示|提醒|注意|防护|应对"
)
_ADVICE: Final = re.compile(
    r"切勿|请勿|千万不要|务必|谨记|牢记|小贴士|应(?:立即|及时|尽快|尽量|保持|迅速)|拨打|捂住|远离|自救|逃生|预防"
    r"|要(?:及时|保持|立即|尽量|迅速|学会|注意)|定期检查|切不可|不(?:要|能|可)(?:慌|乘|使用|随意|盲目|私)"
)
_MUCH_ADVICE: Final = 5
_DEFINED: Final = re.compile(r"[^,。\n]{2,16}(?:是指|指的是)")
_LESSON_TITLE: Final = re.compile(r"(?:急救|自救|常识|知识|方法|措施|须知)$")
_ADVICE_ON_DEFINED: Final = 3  # what defines its subject first, teaches with less advice
# A drill told like news owns up in the end: 别担心,这是一场演练; 拉开了演练的序幕.
_DRILL_TOLD: Final = re.compile(
    r"(?:这|原来|其实|不过)(?:只|不过)?(?:是|为)(?!否)[^。!?\n未没]{0,40}(?:演练|演习)(?!中|时|期间|后|过)"
    r"|拉开[^。\n]{0,40}(?:演练|演习)[^。\n]{0,8}(?:序幕|帷幕)"
    r"|(?:演练|演习)的?(?:背景|情景|科目|剧本)[^。\n]{0,6}(?:假设|假定|模拟|设定)"
    r"|(?:以上|上述)[^。\n]{0,12}(?:演练|演习)[^。\n]{0,6}(?:一幕|场景|现场)"
    r"|(?:演练|演习)[^。\n]{0,6}的一幕"
)
_FICTION: Final = re.compile(
    r"(?:影片|电影|该片|本片|该剧|电视剧|小说|剧集)(?:《[^《》]{1,20}》)?[^,。\n]{0,8}(?:讲述|改编|描写|描绘|取材)"
)
_RULE_TITLE: Final = re.compile(
    r"(?:制度|办法|条例|规定|细则|标准|规程|等级划分|分级|定义)(?:\([^()]{0,20}\)|(?:全文|解读))?$"
)
_RULE: Final = re.compile(
    r"本(?:制度|办法|条例|规定|标准|预案|规程|细则)(?:所称|适用|由|自|规定)"
    r"|(?:特?制定|制订)本(?:制度|办法|条例|规定|标准|预案|规程|细则)"
    r"|分为(?:以下|下列|如下)?[一二三四五六七八九十\d]个?(?:级|等级|类)"
    r"|\d ?人以上[^,。;\n]{0,12}(?:死亡|重伤)|(?:死亡|重伤) ?\d{1,3} ?人(?:及|或)?以上"
    r"|第一条|元以上[^,。;]{0,12}(?:直接)?经济损失"
)
_EXERCISE: Final = re.compile(
    r"模拟(?:试?题|试卷|考题)(?![^。]{0,6}[泄外])|练习题|题目(?:及|和|与)?(?:参考)?答案|参考答案[:]|[判单多]断?选?题[:(]|案例分析题|"
    r"试题(?:及|和|与)(?:参考)?答案(?!泄)|课件(?:ppt|下载|模板|\d)?(?:$|\n)|教案(?:$|\n)|教学(?:目标|重点|难点|设计|过程)|"
    r"班会(?:课件|教案|主题|稿)|说课稿|国旗下(?:的)?讲话|情景模拟题|应急处置题|面试题"
)
_SEVERAL_YEARS: Final = re.compile(r"[都均]曾|屡屡|屡次|屡有|频频|接连|时有发生")
_YEARS_PASSED: Final = re.compile(
    r"(?:地震|事故|灾难|空难|矿难|海啸|洪水|火灾|爆炸|泥石流|灾害|那天|那一天)[^。!?\n]{0,10}"
    r"(?:已经?|整整|过去|过了|距今|至今){1,3}了?[^,。\d一二三四五六七八九十]{0,4}"
    r"[\d一二三四五六七八九十]{1,3}个?(?:年|周年|载)"
)
_UNSETTLED: Final = re.compile(r"仍未|至今(?:未|没有|无)|尚未|拖欠|赔偿|维权|讨说法")
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
    told = _no_event(head, lead, body, hurt)
    if told:
        return told
    fresh = hurt and _real("now", lead) is not None
    back = _looks_back(head, body, hurt)
    if back and not fresh:
        return f"回顾或纪念类内容:{back}"
    supposed = _supposed(head)
    if supposed and not fresh and not _complains(head, lead):
        return f"提示或假设类内容:{supposed.text}"
    if _sums_up(head, body):
        return "所述为一段时期的统计,并非某一事件"
    if _only_old_years(head, body, published):
        return "所述均为往年旧事"
    return None


def _no_event(head: str, lead: str, body: str, hurt: bool) -> str | None:
    """Why an article is of a kind that tells of no event at all, in Chinese."""
    if _is_roundup(head, lead):
        return "历次事件的汇总,并非某一事件"
    if _teaches(head, body, hurt):
        return "安全知识或提示,并非某一事件"
    if _is_rule(head, body, hurt):
        return "制度或标准的条文,并非某一事件"
    if _EXERCISE.search(f"{head}\n{lead}"):
        return "试题、教案一类的假设,并非真实事件"
    if _FICTION.search(lead) and not names_event(head):
        return "影视或小说的情节,并非真实事件"
    if _is_drill(head, lead, body, hurt):
        return "演练或演习,并非真实事件"
    if _real("foiled", head):
        return "未遂或被制止,事件没有发生"
    return "回顾或纪念类内容:往年旧事" if _is_memory(head, body) else None


def _looks_back(head: str, body: str, hurt: bool) -> str | None:
    """The word by which a title looks back on an old case, unless that case moves again."""
    back = _real("look_back", head)
    if back is None or (back.text in _HALF_BACK and hurt and _DAY.search(lead_of(body))):
        return None
    moves = _real("moves_again", head) and "案例" not in back.text
    return None if moves else back.text


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
    opening = lead_of(body, 5)
    if _real("drill", head) or ("演" in opening and _DRILL_TOLD.search(opening)):
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
    if len(set(_YEAR.findall(lead))) > 2 and _SEVERAL_YEARS.search(lead):
        return True
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
    plain = _DEFINED.match(body) or _LESSON_TITLE.search(head)
    least = _ADVICE_ON_DEFINED if plain else _MUCH_ADVICE
    return len(_ADVICE.findall(body[:_LATEST])) >= least


def _is_rule(head: str, body: str, hurt: bool) -> bool:
    """Whether an article is the text of a rule, or says by which rule events are graded."""
    named = bool(_RULE_TITLE.search(head.strip()))
    if hurt and not named:
        return False
    opening = lead_of(body, 8)
    if len(_RULE.findall(opening)) < (1 if named else 2):
        return False
    return not _ONE_EVENT.search(f"{head}\n{opening}")


def _is_memory(head: str, body: str) -> bool:
    """Whether somebody looks back over years (地震已经4年过去), and asks for nothing now."""
    first = f"{head}\n{lead_of(body, 1)}"
    if "年" not in first or not _YEARS_PASSED.search(first) or _UNSETTLED.search(first):
        return False
    return not _real("moves_again", head) and not names_complaint(head)


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

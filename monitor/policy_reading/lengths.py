"""Limits that are lengths of time: answer within, keep open at least, warn so long before."""

import re
from collections.abc import Iterator

from monitor.domain.due import CALENDAR_DAYS, WORKING_DAYS
from monitor.domain.policy import ClauseKind
from monitor.policy_reading.amounts import AMOUNT, AMOUNT_2, read_amount
from monitor.policy_reading.limit import Limit

_MODAL = r"(?:要|应当?|须|需|必须|应该|可|务必)?"
_CUE = (
    rf"(?P<cue>(?:最迟|最晚|至迟|最长){_MODAL}(?:不得?超过|不超出|不晚于|于|在)?|不得?(?:超过|晚于|迟于|长于)|至多|最多"
    r"|(?:时限|期限|时效|时间)(?:原则上|一般)?(?:要求)?(?:为|是|:)(?:不超过)?|限(?:于|在|时)?|控制在|压缩至|缩短至|缩短到|压缩到|延长(?:至|到))?"
)
_SPAN = re.compile(
    rf"{_CUE}\s*(?P<at>在|于|自)?\s*{AMOUNT}(?P<within>(?:时间|的时间|时限)?(?:之内|以内|内|里)|为限)?"
)
# 在5个工作日将情况报送: the 内 was left out.
_DOES = re.compile(
    r"(?:将|完成|办结|予以|给予|答复|回复|反馈|办理|报送|上报|书面|向|作出|公开|公布|发布)"
)
# 办理时限：咨询类3个工作日、投诉类7个工作日
_OF_A_LIST = re.compile(r"(?:类|件|事项|咨询|投诉|建议|求助|举报)(?:为|是|:|：)?$")
_LIST_OF_LIMITS = re.compile(r"时限|期限|时效|办结|办理|答复|回复")
_DONE = re.compile(r"(?:办结|答复|回复|反馈|完成|办理完毕|公开|上网)")
_NO_LIMIT_BEFORE = re.compile(
    r"(?:近|过去|最近|未来|(?<!之)前|这|那|头|有效期|任期|试用期|聘期|连续|历时|用时|平均|年满|满|超过|逾期"
    r"|第|以来的?|同比|7×|7\*|7x|全天候?|提前|有效期为|有效期限为|期满)$"
)
_NO_LIMIT_AFTER = re.compile(
    r"^(?:的?(?:热线|生活圈|便民圈|通勤|经济圈|交通圈|服务圈|健身圈|值守|值班|不打烊|在线|自助|行动|规划|计划|以上学历|工作制|来)|从业|以上|后的)"
)
_OPEN_FOR = re.compile(
    r"(?:(?P<least>不(?:得)?(?:少于|低于|短于)|至少(?:为|公示|公开|保留|保存|提前)?)"
    r"|(?P<noun>(?:公示|公告|征求意见|征集(?:意见)?|意见征集|反馈意见|展示|保存|留存|公开|听证公告)(?:的)?(?:期限|期|时间|时长|时限)|公示(?=\s*\d))"
    rf"(?:原则上|一般)?{_MODAL}(?:为|是|:)?)\s*{AMOUNT}"
)
_BEFORE = re.compile(
    rf"(?:(?P<ahead>提前(?:至少|不少于)?)\s*{AMOUNT}"
    rf"|{AMOUNT_2}(?:之|以)?前(?!完成率))"
)
_SAME_DAY = re.compile(
    r"(?P<same>当[天日](?:内|之内)?|即日)(?=[\u4e00-\u9fff]{0,6}(?:报|回复|答复|转|办|公开|公布|发布|处置|反馈|核实|办结|录入|交办|登记|受理|签收|响应|联系|更正|整改|修复|完成|解决|制发|上线))"
    r"|(?P<next>次[一日](?:个?工作日)?|次个?工作日|下一个?工作日|第二[天日]|翌日)"
    r"(?:(?:\d{1,2}[时点])?(?:之?前|内|之内)|(?=上线|公开|发布|答复|回复|反馈|转办|报送))"
)
_IS_A_DAY = re.compile(r"[月/.-]$|(?:每|本月|当月|次月|季度末)[^,，]{0,3}$")
_NOT_A_LENGTH = re.compile(r"[月/.-]$")


def lengths_in(sentence: str) -> Iterator[Limit]:
    """The lengths of time that a sentence sets as limits, in no particular order."""
    yield from _open_for(sentence)
    yield from _ahead(sentence)
    yield from _within(sentence)
    yield from _days_named(sentence)


def _within(sentence: str) -> Iterator[Limit]:
    for match in _SPAN.finditer(sentence):
        amount = read_amount(match["number"], match["unit"])
        before, after = sentence[: match.start()], sentence[match.end() :]
        said = match["within"] or match["cue"]
        left_out = amount and _is_left_out(match, after)
        if amount is None or not (said or left_out) or _is_no_limit(match, before, after):
            continue
        sure = 0.95 if match["within"] else 0.85 if match["cue"] else 0.75
        doubt = "" if said else "「内」 is missing in the text"
        yield Limit(
            match.start(),
            match.end(),
            ClauseKind.DEADLINE,
            sure,
            amount.window,
            amount.calendar,
            doubt=doubt,
        )


def _is_left_out(match: re.Match[str], after: str) -> bool:
    """Whether an act follows at once, so that only the 内 is missing."""
    if match["at"]:
        return bool(_DOES.match(after))
    before = match.string[: match.start()]
    if _OF_A_LIST.search(before) and _LIST_OF_LIMITS.search(before):
        return True
    return match["unit"] not in ("日", "天", "年") and bool(_DONE.match(after))


def _is_no_limit(match: re.Match[str], before: str, after: str) -> bool:
    if _NO_LIMIT_BEFORE.search(before) or _NO_LIMIT_AFTER.match(after):
        return True
    if match["unit"] in ("日", "年") and _NOT_A_LENGTH.search(before):
        return True  # 3月31日内 is a day, no length
    return match["unit"] == "年" and not match["within"]


def _open_for(sentence: str) -> Iterator[Limit]:
    for match in _OPEN_FOR.finditer(sentence):
        amount = read_amount(match["number"], match["unit"])
        before = sentence[max(0, match.start() - 12) : match.start()]
        if amount is None or re.search(r"[每][^,，]{0,8}$", before):
            continue  # 每年不少于2天 is a frequency
        kind = ClauseKind.MINIMUM_DURATION
        sure = 0.95 if match["least"] else 0.85
        if match["noun"] and re.match(r"(?:之内|以内|内)", sentence[match.end() :]):
            continue  # 公示期5日内: the length is named, the limit is another
        yield Limit(match.start(), match.end(), kind, sure, amount.window, amount.calendar)


def _ahead(sentence: str) -> Iterator[Limit]:
    for match in _BEFORE.finditer(sentence):
        number = match["number"] or match["number2"]
        unit = match["unit"] or match["unit2"]
        amount = read_amount(number, unit)
        before = sentence[: match.start()]
        if amount is None or unit == "年" or _IS_A_DAY.search(before):
            continue  # 3月31日前, 每月5日前: days of the calendar
        yield Limit(
            match.start(),
            match.end(),
            ClauseKind.DEADLINE,
            0.75 if match["ahead"] else 0.6,
            amount.window,
            amount.calendar,
            before=True,
            doubt="runs back from its event, which this language cannot time by itself",
        )


def _days_named(sentence: str) -> Iterator[Limit]:
    for match in _SAME_DAY.finditer(sentence):
        working = "工作日" in match.group()
        yield Limit(
            match.start(),
            match.end(),
            ClauseKind.DEADLINE,
            0.5 if match["same"] else 0.7,
            "P1WD" if working else "P1D",
            WORKING_DAYS if working else CALENDAR_DAYS,
            doubt="「当日」 means the very day; P1D ends with the next" if match["same"] else "",
        )

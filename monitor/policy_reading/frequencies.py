"""Limits that come back: every ten days, each quarter at least once, monthly."""

import re
from collections.abc import Iterator

from monitor.domain.due import CALENDAR_DAYS
from monitor.domain.policy import ClauseKind
from monitor.policy_reading.amounts import AMOUNT, AMOUNT_2, Amount, read_amount, read_period
from monitor.policy_reading.days import read_han_year
from monitor.policy_reading.limit import Limit

_PERIOD = r"(?:双月|双周|个?工作日|季度|半年|半个?月|年度|星期|小时|季|月|周|旬|年|日|天)"
_EVERY = re.compile(rf"每(?:隔|个|满)?(?:{AMOUNT}|(?P<period>{_PERIOD}))")
_EVERY_IN_NUMBERS = re.compile(
    r"(?:按|逐)(?P<by>月|季度?|周|日|旬|半年)(?=[度,、]?[\u4e00-\u9fff])(?!期|益|清|节|边)"
    r"|(?:(?<![十月第\d])一(?P<one>月|季度?|周|日|旬|年(?!一度))|(?<![每\d])(?P<half>半年|半月|两周|两月))一(?![日号])(?=[\u4e00-\u9fff])"
    r"|(?<![\u4e00-\u9fff\d])(?P<bare>月|季度?|周|半年|年度)(?=(?:调度|通报|巡查|抽查|会商|研判|例会|更新|评估)[^\u4e00-\u9fff]?)"
)
_IN_THE_YEAR = re.compile(
    r"(?:全年|年内|一年|(?:本|当)?年度(?:内)?|今年|20[0-4]\d年(?:度|全年|内)?)[^,，。;；\d]{0,24}?"
    r"(?:不少于|不低于|至少|最少)[^,，。;；\d一二两三四五六七八九十]{0,14}(?P<count>\d{1,4}|[一二两三四五六七八九十]{1,3})(?=[次场期轮件篇条个批])"
    r"|(?:全年|年内)[^,，。;；\d一二两三四五六七八九十]{0,20}(?P<times>\d{1,4}|[一二两三四五六七八九十]{1,3})(?=[次场期轮])"
)
_EACH_HALF = re.compile(r"上半年[、和及]下半年(?:要|应|须)?(?:各|分别)")
_AT_LEAST = re.compile(
    r"(?:不少于|不低于|至少|最少)[^,，。;；\d一二两三四五六七八九十]{0,10}(?P<count>\d{1,4}|[一二两三四五六七八九十]{1,3})(?=[次场期轮])"
)
_COUNT = re.compile(
    r"(?P<count>\d{1,4}|[一二两三四五六七八九十]{1,3})(?:[-—~至](?:\d{1,3}|[一二两三四五六七八九十]))?\s*(?:次|场|期|篇|条|轮|遍|批)"
)
_REPEATED_WITHIN = re.compile(
    r"^[^,，。;；]{0,12}?(?:至少|不少于|最少)[^,，。;；]{0,8}?(?:次|更新|场|期|条)"
    r"|^(?:至少)?(?:须|要|应当?|必须|需)?有(?:信息|内容|新)?(?:更新|发布|内容)"
    r"|^[^,，。;；]{0,4}(?:更新|发布)[^,，。;；]{0,6}(?:至少|不少于)"
)
_GAP = re.compile(
    rf"(?:(?:超过|连续|逾)?\s*{AMOUNT}(?:以上|内|之内|以内)?(?:内)?(?:均|都)?(?:未|无|没有|不)(?:及时)?(?:有)?(?:任何)?(?:内容|信息)?(?:更新|发布|维护|发声))"
    rf"|(?:(?:更新|发布|推送|发稿)(?:的)?(?:间隔|周期|频率|频次)|间隔|停更|断更)(?:时间)?[^,，。;；\d]{{0,6}}?(?:不(?:得)?(?:超过|高于|长于|大于)|为)\s*{AMOUNT_2}"
)
_BETWEEN_TWO = re.compile(r"[与和同][^,，。;；]{1,12}$")  # 解读与文件间隔不得超过3日: once
_DAY_OF_PERIOD = re.compile(
    r"^(?:的)?(?:[首末初]月?)?(?:底|末|初|\d{1,2}[日号]|[一二三四五六七八九十]{1,3}[日号]|前?\d{1,2}个工作日)(?:之)?(?:前|内)"
)
_NOT_EVERY = re.compile(r"^(?:新闻|经济|早|晚|人|度假|均|增长|递增)")


def frequencies_in(sentence: str) -> Iterator[Limit]:
    """The limits of a sentence that ask for something again and again."""
    yield from _gaps(sentence)
    yield from _every(sentence)
    yield from _by_period(sentence)
    yield from _in_a_year(sentence)
    yield from _repeated_within(sentence)


def _every(sentence: str) -> Iterator[Limit]:
    for match in _EVERY.finditer(sentence):
        after = sentence[match.end() :]
        amount = (
            read_period(match["period"])
            if match["period"]
            else read_amount(match["number"], match["unit"])
        )
        if amount is None or _NOT_EVERY.match(after):
            continue
        day = _DAY_OF_PERIOD.match(after)
        end = match.end() + (day.end() if day else 0)
        doubt = "the day within the period is in the quotation only" if day else ""
        yield _limit(sentence, match.start(), end, amount, 0.8 if day else 0.92, doubt)


def _by_period(sentence: str) -> Iterator[Limit]:
    for match in _EVERY_IN_NUMBERS.finditer(sentence):
        word = match["by"] or match["one"] or match["half"] or match["bare"]
        amount = read_period(word)
        if amount:
            yield _limit(sentence, match.start(), match.end(), amount, 0.75, "")


def _in_a_year(sentence: str) -> Iterator[Limit]:
    year = Amount("P1Y", CALENDAR_DAYS)
    for match in _IN_THE_YEAR.finditer(sentence):
        yield _limit(sentence, match.start(), match.end(), year, 0.85, "")
    for match in _EACH_HALF.finditer(sentence):
        half = Amount("P6M", CALENDAR_DAYS)
        yield _limit(sentence, match.start(), match.end(), half, 0.85, "")
    for match in _AT_LEAST.finditer(sentence):
        doubt = "no period is named; a year is assumed"
        yield _limit(sentence, match.start(), match.end(), year, 0.5, doubt)


def _repeated_within(sentence: str) -> Iterator[Limit]:
    """14日内至少更新一次: within a time, again and again."""
    for match in re.finditer(
        rf"{AMOUNT}(?:至少)?(?:(?:更新|发布|调度|通报|评估|检查|会商|培训|维护)?[一1]次|[一1](?:更新|调度|通报|评估))",
        sentence,
    ):
        amount = read_amount(match["number"], match["unit"])
        if amount and not sentence[: match.start()].endswith("每"):
            yield _limit(sentence, match.start(), match.end(), amount, 0.8, "")
    for match in re.finditer(rf"{AMOUNT}(?:之内|以内|内)", sentence):
        amount = read_amount(match["number"], match["unit"])
        if amount and _REPEATED_WITHIN.match(sentence[match.end() :]):
            yield _limit(sentence, match.start(), match.end(), amount, 0.85, "")


def _gaps(sentence: str) -> Iterator[Limit]:
    for match in _GAP.finditer(sentence):
        number, unit = match["number"] or match["number2"], match["unit"] or match["unit2"]
        amount = read_amount(number, unit)
        if amount and not _BETWEEN_TWO.search(sentence[: match.start()]):
            yield _limit(sentence, match.start(), match.end(), amount, 0.85, "")


def _limit(sentence: str, start: int, end: int, amount: Amount, sure: float, doubt: str) -> Limit:
    return Limit(
        start,
        end,
        ClauseKind.FREQUENCY,
        sure,
        amount.window,
        amount.calendar,
        min_count=_count(sentence, start, end),
        doubt=doubt,
    )


def _count(sentence: str, start: int, end: int) -> int:
    """How often in each period: the first number of times near the limit, 0 where none is."""
    following = re.split(r"[,，;；。]", sentence[start:])[0][:40]
    near = _COUNT.search(sentence[start : max(end, start + len(following))], 1)
    value = read_han_year(near["count"]) if near else None
    return value or 0

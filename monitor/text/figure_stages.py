"""How figures of an earlier stage are settled by what the text tells later.

Who was missing may have been found since, dead or alive; who was hurt may have died. The counts of
the earlier stage still stand in the text, often behind the result.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from monitor.text.casualty_words import DIED
from monitor.text.figure_context import Placed
from monitor.text.lexicon import Lexicon
from monitor.text.numerals import NUMBER, read_number
from monitor.text.reading import sentences

_WHO: Final = r"(?:失联|失踪|下落不明|失去联系)"
_OR_TRAPPED: Final = r"(?:失联|失踪|下落不明|失去联系|被困|被埋|遇险|落水|走失)"
_EACH: Final = r"(?:均|全部|都|悉数|全数|全都)"
_FOUND: Final = (
    r"(?:找到|寻获|寻回|获救|救出|搜救出|搜出|升井|出井|脱险|脱困|返回|取得联系|"
    r"联系上|平安|生还|打捞(?:上岸|出水|起)|误报)"
    rf"(?!了?{NUMBER}[名人位具])"
)
_NOT_SO: Final = r"未没尚待"
# 6名失联人员已全部找到; 失踪人员确认死亡; 最后一名遇难者遗体找到; 另外两名矿工相继被找到
_SETTLED: Final = re.compile(
    rf"{_WHO}(?:的)?(?:\d{{1,3}}[名人位])?[^\d,。;\n{_NOT_SO}]{{0,10}},?[^\d。;\n其另{_NOT_SO}]{{0,10}}"
    rf"{_EACH}[^\d,。;\n{_NOT_SO}]{{0,10}}(?:{_FOUND}|{DIED}|遗体)"
    rf"|{_WHO}(?:人员|者|人)(?:已|经|被)?(?:确认|证实)[^\d,。;\n{_NOT_SO}]{{0,4}}{DIED}"
    rf"|(?:全部|所有)(?:的)?{_WHO}[^\d,。;\n{_NOT_SO}]{{0,10}}(?:{_FOUND}|{DIED}|遗体)"
    rf"|最后(?:的)?{NUMBER}[名位具个批人][^。;\n{_NOT_SO}]{{0,24}}?(?:{_FOUND}|发现|遗体|{DIED})"
    rf"|(?:另外|其余|剩余|余下|其他)(?:的)?{NUMBER}[名位人][^\d,。;\n{_NOT_SO}]{{0,10}}(?:找到|寻获|救出|发现)"
    r"|失(?:联|踪)人(?:数|员)(?:归零|清零|为零|为0人?|降至0人?)"
)
# 搜救工作结束: nobody is sought any more, so what was counted before is out of date.
_SEARCH_OVER: Final = re.compile(
    rf"搜(?:救|寻|索)(?:救援)?(?:工作|行动)?[^\d,。;\n{_NOT_SO}]{{0,6}}(?:结束|完成|终止)"
    rf"|(?:救援|抢险|打捞)(?:救援)?(?:工作|行动|已)[^\d,。;\n{_NOT_SO}]{{0,4}}(?:结束|完成)"
)
# 5人失联〔,后全部〕找到, but not 五人失踪,一人死亡.
_GAP: Final = (
    rf"(?:[^\d,。;\n中其另{_NOT_SO}]{{0,12}}"
    rf"|[^\d,。;\n中{_NOT_SO}]{{0,8}},[^\d,。;\n其另{_NOT_SO}]{{0,6}}{_EACH}[^\d,。;\n{_NOT_SO}]{{0,8}})"
)
_SETTLED_COUNT: Final = re.compile(
    rf"(?P<n>{NUMBER})[名人位个]?的?{_OR_TRAPPED}{_GAP}(?:{_FOUND}|{DIED}|遗体)"
    rf"|(?P<p>{NUMBER})[名人位](?:均|都|全部|已|被|已经|悉数)[^\d,。;\n{_NOT_SO}]{{0,8}}{_FOUND}"
    rf"|{_OR_TRAPPED}的?(?P<m>{NUMBER})[名人位个]{_GAP}(?:{_FOUND}|{DIED}|遗体)"
)
# 4人失联,目前已发现两名遇难者遗体,正在搜寻其他人; 7人失踪,其中2人遗体已找到
_SOME_FOUND: Final = re.compile(
    rf"[^\n]{{0,30}}?其中的?(?P<k>{NUMBER})[名人位]的?[^,。;\n\d未没尚]{{0,10}}(?:找到|寻获|发现|打捞|遇难|死亡)"
    rf"|[^\n]{{0,30}}?已经?(?:发现|找到|寻获|搜寻到|打捞出)(?:了|其中)?(?P<l>{NUMBER})[名人位具]"
    r"[^\n]{0,30}?(?:其余|其他|其它|另外|剩余|剩下|余下)"
)
_SETTLING: Final = Lexicon(
    dict.fromkeys(
        ("找到", "寻", "获救", "救出", "搜出", "升井", "出井", "脱险", "脱困", "返回", "联系",
         "平安", "生还", "打捞", "误报", "遇难", "死亡", "生命", "遗体", "罹难", "身亡", "发现",
         "零", "0人", "结束", "完成", "终止"),
        True,
    )
)  # fmt: skip
# 初步核实5人失联, 事发时14人下落不明: a count of the first hours.
_OUT_OF_DATE: Final = re.compile(
    r"(?:初步(?:核实|统计|了解|排查)|初报|最初|起初|当时|事发时|事故发生时|事发后|此前|之前|接报|的时候|[发沉没翻沉落坠]时|一共有|上共?有)[^。;\n]{0,40}$"
)
# 此前失联的3人 are so no more.
_ONCE: Final = re.compile(r"(?:此前|之前|先前|早前|原先)(?:通报|公布|上报|报告)?的?(?:失联|失踪)")
_STILL: Final = re.compile(r"仍|尚|还有|目前|至今|依然|剩余|现有")
_DEAD: Final = re.compile(rf"{DIED}|遗体")
_HURT_DIED: Final = re.compile(
    r"(?<![名位人个])(?:伤员|伤者|受伤(?:人员|者))(?:均|全部|都|双双)?[^,。;\n\d未]{0,8},?"
    r"[^,。;\n\d未名位]{0,10}(?:无效|不治|伤重)[^,。;\n\d]{0,6}(?:死亡|身亡|离世|去世|遇难)"
)
_HURT_DIED_WORDS: Final = ("无效", "不治", "伤重")
_DIED_OF_WOUNDS: Final = re.compile(
    rf"{_EACH}[^,。;\n]{{0,8}}(?:无效|不治)|(?:无效|不治)[^,。;\n]{{0,6}}{_EACH}"
)


def settle(placed: Sequence[Placed], title: str, text: str) -> list[Placed]:
    """`placed` without what the text itself has settled since.

    Those missing who were found since are left out; where all were found dead and no number of
    dead is given, they are the dead.
    """
    missing = [one for one in placed if one.mention.field == "missing"]
    if not missing:
        return list(placed)
    settled: dict[int | None, tuple[int, bool]] = {}  # where last, and whether found dead
    for start, matter, count in _settlements(title, text):
        last, dead = settled.get(count, (start, False))
        settled[count] = max(last, start), dead or bool(_DEAD.search(matter))
    over = max(_ends_of_search(text), default=-1)
    found = max((one.mention.start for one in placed if _is_body_count(one)), default=-1)
    gone: set[Placed] = set()
    died: list[Placed] = []
    for one in missing:
        fitting = [settled[count] for count in (None, one.mention.value) if count in settled]
        ends = [dead for start, dead in fitting if not _still_so(one, start, title, text)]
        if any(ends):
            died.append(one)
        if ends or (not one.title and (one.mention.start < over or _first(one, found, text))):
            gone.add(one)
    kept = [_less_found(one, text) for one in placed if one not in gone]
    if died and not any(one.mention.field == "dead" for one in kept):
        largest = max(died, key=lambda one: one.mention.value or 0)
        kept.append(replace(largest, mention=replace(largest.mention, field="dead")))
    return kept


def _less_found(one: Placed, text: str) -> Placed:
    """The missing without those of them of whom the next words say that they were found."""
    value = one.mention.value
    if one.mention.field != "missing" or one.title or not value:
        return one
    found = _SOME_FOUND.match(text, one.mention.end)
    count = read_number(found["k"] or found["l"]) if found else None
    if count is None or not count.value or count.value >= value:
        return one
    return replace(one, mention=replace(one.mention, value=value - count.value))


def _is_body_count(one: Placed) -> bool:
    return one.mention.field == "dead" and not one.title


def _ends_of_search(text: str) -> Iterator[int]:
    """Where it is told that the search is over, and not that it once was said so."""
    for found in _SEARCH_OVER.finditer(text):
        if "曾" not in text[max(0, found.start() - 40) : found.start()]:
            yield found.start()


def _settlements(title: str, text: str) -> Iterator[tuple[int, str, int | None]]:
    """Where it is told that the missing were found, in which words, and how many (or all)."""
    for start, line in _lines_that_settle(title, text):
        for found in _SETTLED.finditer(line):
            yield start + found.start(), line[found.start() : found.end() + 20], None
        for found in _SETTLED_COUNT.finditer(line):
            numeral = read_number(found["n"] or found["p"] or found["m"])
            if numeral is not None and numeral.value is not None:
                yield start + found.start(), found.group(), numeral.value


def _lines_that_settle(title: str, text: str) -> Iterator[tuple[int, str]]:
    """Sentences that may settle something, with where they start (the title before all)."""
    if next(_SETTLING.every(title), None):
        yield -len(title), title
    hits = _SETTLING.every(text)
    hit = next(hits, None)
    for line in sentences(text) if hit else ():
        if hit is not None and hit[0] < line.end:
            yield line.start, line.text
        while hit is not None and hit[0] < line.end:
            hit = next(hits, None)


def _still_so(one: Placed, start: int, title: str, text: str) -> bool:
    """Whether a count of the missing is told as still so, in the title or behind `start`."""
    whole = title if one.title else text
    before = whole[max(0, one.mention.start - 20) : one.mention.end]
    later = one.title or one.mention.start > start
    return later and bool(_STILL.search(before))


def _first(one: Placed, found: int, text: str) -> bool:
    """Whether a count is the first one of the missing, and dead are told of in another sentence.

    `found` is where the last count of dead stands.
    """
    if _ONCE.search(text, max(0, one.mention.start - 6), one.mention.end):
        return True  # 此前失联的3人
    before = text[max(0, one.mention.start - 40) : one.mention.start]
    start = text.rfind("。", max(0, one.mention.start - 400), one.mention.start)
    stop = text.find("。", one.mention.end, one.mention.end + 400)
    elsewhere = found > stop > 0 or 0 <= found < start
    return elsewhere and _OUT_OF_DATE.search(before) is not None


def after_wounds(
    placed: Sequence[Placed], dead: Placed | None, hurt: Placed, text: str
) -> tuple[Placed | None, Placed | None]:
    """The dead and the hurt that stand where all first counted as hurt died since.

    3人死亡,1人受伤,后伤者不治身亡 tells of four dead and nobody hurt. Without such words both stay.
    """
    if dead is None or dead.mention.value is None or hurt.mention.value is None:
        return dead, hurt
    if dead.mention.value == hurt.mention.value and _DIED_OF_WOUNDS.search(dead.mention.quote):
        return dead, None  # 捅伤两人,两人均不治身亡: the same people
    died_since = any(word in text for word in _HURT_DIED_WORDS) and _HURT_DIED.search(text)
    if not died_since:
        return dead, hurt
    first = [
        one.mention.value or 0
        for one in placed
        if one.mention.field == "dead" and 0 <= hurt.mention.start - one.mention.end <= 3
    ]
    whole = max(first, default=0) + hurt.mention.value
    return replace(dead, mention=replace(dead.mention, value=max(dead.mention.value, whole))), None

"""The order of a document: which sentence stands in which section, and who answers for it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from monitor.policy_reading.source import Line
from monitor.policy_reading.unit_names import Unit, has_unit_label, is_unit_list, read_units

_HAN = "一二三四五六七八九十"
_LEVELS = (
    re.compile(rf"^(?P<mark>第[{_HAN}百]{{1,4}}章)"),
    re.compile(rf"^(?P<mark>第[{_HAN}百零]{{1,5}}条)"),
    re.compile(rf"^(?P<mark>[{_HAN}]{{1,3}})、"),
    re.compile(rf"^[（(](?P<mark>[{_HAN}]{{1,3}})[)）]"),
    re.compile(r"^(?P<mark>\d{1,2})\s*[.．、](?!\d)"),
    re.compile(r"^[（(](?P<mark>\d{1,2})[)）]"),
)
_ANNEX = re.compile(r"^附(?:件|表|录)\s*(?P<mark>\d{0,2})")
_BY_THE_WAY = re.compile(
    r"[（(](?P<units>[^（()）]{2,80}(?:[（(][^（()）]{0,12}[)）][^（()）]{0,80})?)[)）]"
)
_SENTENCE = re.compile(r"[^。；;！!？?]+[。；;！!？?]?[”』」）)]?")
# 48小时内予以回应加强信息发布: a full stop got lost between an act and the next call to act.
_LOST_STOP = re.compile(
    r"(?<=回应|公布|发布|公开|办结|答复|回复|完成|报送|更新|录入|备案|审核|查询|上报|反馈|整改|报告|汇报|发声|解读|检查|培训|评估|通报)"
    r"(?=(?:进一步|着力|切实|全面|积极|大力|深入)?(?:加强(?!版)|完善|健全|强化|深化|推进|落实|推动|规范(?!性)|严格|优化|建立|畅通|拓展|巩固|提升|围绕))"
)
_HEADLINE = 26
_REPORTS = re.compile(
    r"^(?:(?:20\d\d年(?:度)?|上半年|去年|今年以来|政务公开|政府信息公开|政务舆情回应|信息公开|全[市县区]"
    r"|主要|总体|基本|工作|落实|开展|完成|进展|的){1,6}(?:情况|回顾|成效|做法|成绩)|存在的?(?:主要|突出)?(?:问题|不足))"
    r"[。:：]?(?:$|[^\u4e00-\u9fff])"
)
_LONGEST = 1_200


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, where it stands, and whose it is.

    `headline`: it only names its section. `told`: its section reports what was done, and asks for
    nothing.
    """

    text: str
    line: int
    place: str
    units: tuple[Unit, ...] = ()
    headline: bool = False
    told: bool = False


def passages(lines: Sequence[Line]) -> tuple[Passage, ...]:
    """The sentences of the running text with their sections and units."""
    done: list[Passage] = []
    waiting: list[Passage] = []
    marks = [""] * len(_LEVELS)
    annex = ""
    told_from: int | None = None  # the level of the heading that opened a report
    for line in lines:
        if has_unit_label(line.text):
            units = read_units(line.text)
            done += [replace(p, units=(*p.units, *units)) for p in waiting]
            waiting = []
            continue
        found = _ANNEX.match(line.text)
        if found and len(line.text) < 60:
            annex, marks = f"附件{found['mark']}", [""] * len(_LEVELS)
        rest, level = _entered(line.text, marks)
        if level is not None:
            done += waiting
            waiting = []
            if told_from is None or level <= told_from:
                told_from = level if _REPORTS.search(rest[:_HEADLINE]) else None
        place = " ".join(filter(None, (annex, "".join(marks))))
        told = told_from is not None
        waiting += (replace(p, told=told) for p in _sentences(line, rest, place, level is not None))
    return (*done, *waiting)


def _entered(text: str, marks: list[str]) -> tuple[str, int | None]:
    """The line without its section number, which is noted in `marks`; the level it opens."""
    for level, shape in enumerate(_LEVELS):
        found = shape.match(text)
        if found is None:
            continue
        mark = found["mark"]
        marks[level] = f"({mark})" if level in (3, 5) else mark
        for below in range(level + 1, len(marks)):
            marks[below] = ""
        return text[found.end() :].strip(), level
    return text, None


def _sentences(line: Line, text: str, place: str, opens: bool) -> Iterator[Passage]:
    """The sentences of a line; units named behind them are theirs."""
    waiting: list[Passage] = []
    named: tuple[Unit, ...] = ()
    for number, piece in enumerate(_split(text[: 40 * _LONGEST])):
        if has_unit_label(piece) and waiting:
            named = (*named, *read_units(piece))
            continue
        if named:
            yield from (replace(p, units=named) for p in waiting)
            waiting, named = [], ()
        sentence, units = _without_aside(piece)
        if units:
            yield from (replace(p, units=units) for p in waiting)
            waiting = []
        if len(sentence.strip("。；; ")) < 2:
            continue
        headline = opens and number == 0 and len(sentence) <= _HEADLINE and "," not in sentence
        waiting.append(Passage(sentence[:_LONGEST], line.number, place, units, headline))
    yield from (replace(p, units=named or p.units) for p in waiting)


def _without_aside(sentence: str) -> tuple[str, tuple[Unit, ...]]:
    """A sentence without the units in its brackets, (县财政局牵头), and those units."""
    units: tuple[Unit, ...] = ()
    for aside in _BY_THE_WAY.finditer(sentence):
        if is_unit_list(aside["units"]) or has_unit_label(aside["units"]):
            units = read_units(aside["units"])
            sentence = sentence.replace(aside.group(), "")
    return sentence, units


def _split(text: str) -> Iterator[str]:
    """Sentences, a lost full stop behind a number's statement put back."""
    for match in _SENTENCE.finditer(text):
        start = 0
        whole = match.group().strip()
        for stop in _LOST_STOP.finditer(whole):
            if re.search(r"\d", whole[start : stop.start()]):
                yield whole[start : stop.start()]
                start = stop.start()
        yield whole[start:]

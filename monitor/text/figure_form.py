"""The form in which figures are read: the reading form without what typesetting puts into it.

Blanks between digits and words (死亡 21 人), lines broken inside a clause and pinyin in brackets
(當場(chǎng)死亡) part a count from its verb, and none of them means anything.
"""

import re
from functools import lru_cache
from typing import Final

from monitor.text.reading import reading_form

_HAN: Final = "\u4e00-\u9fff"
_PINYIN: Final = re.compile(
    rf"\((?<=[{_HAN}]\()[a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]{{1,7}}\)(?=[{_HAN}\d,。:;\n]|$)"
)
# A line that ends inside a clause goes on in the next one, which is no heading or list item.
_BROKEN: Final = re.compile(
    rf"(?<=[{_HAN}\d,、])\n(?=[{_HAN}\d])(?!相关|新闻|背景|延伸|链接|[\d一二三四五六七八九十]{{1,3}}[,.:)](?!\d))"
)
_SPACED: Final = re.compile(rf"(?<=[{_HAN}\d,、。;:()\"]) (?=[{_HAN}\d,、。;:()\"])")
# 一名男子(27岁)死亡, 李某(化名): who they are; what a bracket counts, it keeps.
_WHO: Final = re.compile(
    r"\((?:[^()\n\d死伤亡失踪联重轻其含共]{1,12}|[^()\n\d]{0,8}\d{1,3}岁[^()\n\d]{0,6})\)"
)
_LINE: Final = re.compile(r"[^\n]*\n?")
_STOP: Final = re.compile(r"[,。;]")
_APART: Final = re.compile(rf"(?<=[{_HAN}]) (?=[{_HAN}\d])(?!\d[\d.,]{{0,9}} ?[{_HAN}]? )")
_SHORT: Final = 40  # characters of a line too short to be broken: a heading, a name
_DIGIT_BLANK: Final = re.compile(rf"(?<=\d) (?=[{_HAN}])")


@lru_cache(maxsize=32)
def figure_form(text: str) -> str:
    """The reading form of an article's text with broken lines and blanks mended; no pinyin."""
    mended = _unspaced(_joined(_without_pinyin(reading_form(text))))
    return _WHO.sub("", mended) if "(" in mended else mended


def title_form(title: str) -> str:
    """The same of a title, where a blank between words parts two statements."""
    return _DIGIT_BLANK.sub("", _without_pinyin(reading_form(title)))


def _without_pinyin(text: str) -> str:
    return _PINYIN.sub("", text) if "(" in text else text


def _joined(text: str) -> str:
    """Text whose long lines that end inside a clause are joined to the next."""
    if "\n" not in text:
        return text
    return _BROKEN.sub(lambda found: "" if _goes_on(text, found.start()) else "\n", text)


def _goes_on(text: str, end: int) -> bool:
    """Whether the line that ends at `end` is no heading: long, or with a comma inside."""
    start = text.rfind("\n", max(0, end - _SHORT), end) + 1
    long_line = not start and end >= _SHORT
    return long_line or bool(_STOP.search(text, start, end))


def _unspaced(text: str) -> str:
    if " " not in text:
        return text
    return "".join(_without_blanks(line) for line in _LINE.findall(text))


def _without_blanks(line: str) -> str:
    """A line with its blanks gone, or made commas where it has blanks in their stead."""
    if " " not in line:
        return line
    if "。" not in line or len(_APART.findall(line)) > 2 * len(_STOP.findall(line)):
        line = _APART.sub(",", line)
    return _SPACED.sub("", line)

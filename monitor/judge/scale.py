"""Figures of scale that only the event grade asks for: how many gathered, whose water was cut.

They are no casualties, and a text tells them by estimate: a grade from them is only possible.
"""

import re
from typing import Final

from monitor.text.numerals import NUMBER, read_number

_N: Final = rf"(?<![\d.第])(?P<n>{NUMBER})"
_GATHERED: Final = r"(?:聚集|围堵|参与|上访|示威|游行|堵路|堵门|械斗|斗殴|打斗|冲击)"
_CROWD: Final = (
    re.compile(rf"{_N}(?:名|人|位)[^\d,。;\n]{{0,8}}?{_GATHERED}"),
    re.compile(
        rf"{_GATHERED}(?:人数|的?人员|的?群众|者)?(?:约|近|有|达|达到|为|了|共|已){{0,3}}{_N}(?:名|人|位)"
    ),
)
# Level of the place whose drinking water is cut off at the source: 3 a prefecture-level city, 2 a
# county-level one, 1 a town.
_CUT: Final = re.compile(
    r"(?:饮用水|水源|水厂)[^。;\n]{0,14}?取水(?:口)?[^。;\n]{0,6}?(?:中断|停止|暂停)|(?:停止|暂停|中断)取水"
)
_LEVELS: Final = (
    (3, re.compile(r"(?:地级市|设区市|设区的市|市区|全市|主城区)")),
    (2, re.compile(r"(?:县城|全县|县级市|城区)")),
    (1, re.compile(r"(?:乡镇|集镇|全镇|全乡|镇区)")),
)


def scale_of(figure: str, text: str) -> int | None:
    """The figure "crowd" or "water_cut" of a text in reading form; None where it tells none."""
    return _crowd(text) if figure == "crowd" else _water_cut(text)


def _crowd(text: str) -> int | None:
    """The largest number of people said to have gathered."""
    numerals = (read_number(found["n"]) for one in _CROWD for found in one.finditer(text))
    values = [numeral.value for numeral in numerals if numeral and numeral.value is not None]
    return max(values, default=None)


def _water_cut(text: str) -> int | None:
    found = _CUT.search(text)
    if found is None:
        return None
    near = text[max(0, found.start() - 40) : found.end() + 40]
    return next((level for level, words in _LEVELS if words.search(near)), None)

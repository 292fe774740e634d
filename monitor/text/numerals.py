"""Numbers as Chinese news writes them: 两, 十一, 三十余, 1.2亿, 10.5万, 百余, 近百.

Works on half-width Simplified text. A number is a lower bound where 余, 多 or 至少 stands by it; it
has no value at all where only its size is told (数十, 近百, 上千): those are never guessed.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_DIGITS: Final = {
    "零": 0, "〇": 0, "一": 1, "壹": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6,
    "七": 7, "八": 8, "九": 9,
}  # fmt: skip
_SMALL: Final = {"十": 10, "百": 100, "千": 1000}
_LARGE: Final = {"万": 10_000, "亿": 100_000_000}

_ARABIC: Final = r"(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,12})(?:\.\d{1,4})?"
_HAN: Final = r"[零〇一二两三四五六七八九十廿卅百千万亿]{1,12}(?:点[零〇一二三四五六七八九]{1,4})?"
_BEFORE: Final = (
    r"(?:至少|最少|不少于|不低于|超过|超|逾|突破|将近|接近|(?<![附最])近|大约|约|"
    # but neither 造成十三人 nor 死亡人数十三人
    r"(?:好几|(?<![人总])数|几|上(?!十)|(?<![造酿达])成(?!十))(?=[十百千万亿]))"
)

# 1万3400, 36万3000, 2亿3000万: digits on both sides of a large unit.
_MORE: Final = r"(?:万零?\d{3,4}(?!\d)|亿零?\d{1,4}万)"

NUMBER: Final = (
    rf"{_BEFORE}?(?:{_ARABIC}(?:{_MORE}|[余多]?[百千万亿]{{0,2}})|{_HAN})[余多来几]?[万亿]?"
)
"""Pattern source of a number with the marks that tell how exact it is; no groups inside."""
NUMBER_STARTS: Final = (
    r"(?=[至最不超逾突将接近大约好数几上成\d零〇一二两三四五六七八九十廿卅百千万亿])"
)
"""What every `NUMBER` begins with: put before it, a search is done with other places sooner."""

_SHAPE: Final = re.compile(
    rf"(?P<before>{_BEFORE})?(?P<core>{_ARABIC}{_MORE}?|{_HAN})(?P<mid>[余多来几]?)(?P<unit>[百千万亿]{{0,2}})"
    r"(?P<after>[余多来几]?)(?P<tail>[万亿]?)"
)
_VAGUE_BEFORE: Final = frozenset({"将近", "接近", "近", "数", "几", "上", "好几", "成"})
_LOWER_BEFORE: Final = frozenset({"至少", "最少", "不少于", "不低于", "超过", "超", "逾", "突破"})
_PARTS: Final = re.compile(r"(\d+(?:\.\d+)?)([万亿]?)")
_ROUND: Final = re.compile(r"[百千万亿]{1,2}")
# 三四人, 二三十人, 十五六人: two digits side by side give a range, unlike the digits of a year.
_RANGE: Final = re.compile(r"(?:^|[十百千万亿])[一二两三四五六七八九]{2}(?:$|[十百千万亿])")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as read: `value` is None where the text tells only its size (数十, 近百).

    `at_least`: the true number may be larger (余, 多, 至少, 逾). `approximate`: 约 or 来.
    """

    value: int | None
    at_least: bool = False
    approximate: bool = False


def han_to_int(text: str) -> int | None:
    """The integer that Han numerals write (十一 → 11, 二〇〇八 → 2008), or None for other text."""
    text = text.replace("廿", "二十").replace("卅", "三十")
    if not text or any(c not in _DIGITS and c not in _SMALL and c not in _LARGE for c in text):
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, section, digit = 0, 0, 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _SMALL:
            section += (digit or 1) * _SMALL[char]
            digit = 0
        else:
            total = (total + section + digit or 1) * _LARGE[char]
            section = digit = 0
    return total + section + digit


def read_number(text: str) -> Numeral | None:
    """Read one number with its marks; None where `text` is no number.

    >>> read_number("三十余")
    Numeral(value=30, at_least=True, approximate=False)
    """
    match = _SHAPE.fullmatch(text.replace(" ", ""))
    if match is None:
        return None
    before = match["before"] or ""
    core, units = match["core"], match["unit"] + match["tail"]
    marks = match["mid"] + match["after"]
    bare_size = _ROUND.fullmatch(core) and not marks and before not in _LOWER_BEFORE
    if before in _VAGUE_BEFORE or bare_size:
        return Numeral(None, approximate=True)  # 约百, 百名: the size, not a count
    value = _value(core)
    if value is None:
        return Numeral(None, approximate=True)
    for unit in units:
        value *= _SMALL.get(unit) or _LARGE[unit]
    return Numeral(
        value=int(value),
        at_least=before in _LOWER_BEFORE or any(mark in "余多" for mark in marks),
        approximate=before in ("约", "大约") or "来" in marks,
    )


def _value(core: str) -> Decimal | None:
    if core[0].isdigit():
        return _arabic_value(core.replace(",", ""))
    whole, _, decimals = core.partition("点")
    if not decimals and _RANGE.search(core):
        return None
    read = han_to_int(whole)
    if read is None or not decimals:
        return None if read is None else Decimal(read)
    return Decimal(f"{read}.{''.join(str(_DIGITS[digit]) for digit in decimals)}")


def _arabic_value(core: str) -> Decimal:
    """The value of 13400 or 1.5, and of 1万3400 or 2亿3000万."""
    value = Decimal(0)
    for digits, unit in _PARTS.findall(core):
        value += Decimal(digits) * _LARGE.get(unit, 1)
    return value

"""Mends the lines of a document: what sites, converters and printers did to its words.

The words stay the document's own: what is put back is only what the damage shows (the 年 of
`20238月底`), and Traditional script becomes Simplified, as all policy files are written.
"""

import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

import opencc

from monitor.policy_reading.source import Grid, Line
from monitor.text.normalise import is_residue, is_spam, repair_characters

_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u2800-\u28ff\u3000]+")
_HAN_GAP = re.compile(
    r"(?<=[\u4e00-\u9fff、，。；：,;:）)〕》”]) (?=[\u4e00-\u9fff0-9、，。；：,;:（(〔《“])"
    r"|(?<=\d) (?=[\u4e00-\u9fff%])"
)
_FULL_DIGITS = str.maketrans("０１２３４５６７８９％", "0123456789%")
# 20238月: the 年 got lost on the way. Of 202310月 only one reading is a month.
_GLUED_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(1[0-2]|0?[1-9])(?=月)")
# 50%2023年8月底前: a full stop got lost between two statements.
_GLUED_SHARE = re.compile(r"(?<=[%％])(?=20[0-4]\d年)")
# Before a numbered heading there was a line break.
_LOST_BREAK = re.compile(
    r"(?<=[。；;])\s*(?=[（(][一二三四五六七八九十]{1,3}[）)])"
    r"|(?<=。)\s*(?=(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十百]{1,5}条[\s\u4e00-\u9fff]))"
)
_DOWNLOAD = re.compile(
    r"原文下载|附件下载|Produced By|扫一扫|打印本页|关闭窗口|相关(?:链接|文档|解读)[:：]?"
)
_TRADITIONAL = 0.02

_HEAD = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、]"
    r"|第[一二三四五六七八九十百]{1,5}[章条节]|附件|责任单位|牵头单位|\d{1,3}$)"
)
_ENDS = re.compile(r"[。；;：:！!？?》)）]$")
_WRAP_LEAST, _WRAP_MOST = 18, 60


def clean_lines(lines: Sequence[Line], *, printed: bool) -> tuple[Line, ...]:
    """The lines as they were meant: repaired, in Simplified script, wrapped ones joined.

    `printed`: they may have been broken where the paper ended.
    """
    # Some damages show only on the whole text; none of the repairs touches a line break.
    mended = repair_characters("\n".join(line.text for line in lines)).text.split("\n")
    if len(mended) != len(lines):
        mended = [repair_characters(line.text).text for line in lines]
    pairs = [replace(line, text=_plain(text)) for line, text in zip(lines, mended, strict=True)]
    kept = [line for line in pairs if _says_something(line.text)]
    whole = _simplified(kept)
    return tuple(_broken_at_headings(_unwrapped(whole) if printed else whole))


def clean_grid(grid: Grid) -> Grid:
    """A table whose cells are mended as lines are."""
    rows = tuple(
        tuple(mend(to_simplified(cell)) if _is_traditional(cell) else mend(cell) for cell in row)
        for row in grid.rows
    )
    return replace(grid, rows=rows)


def mend(text: str) -> str:
    """One line or cell without damage that shows in it alone."""
    return _plain(repair_characters(text).text)


def to_simplified(text: str) -> str:
    """The text in Simplified script; punctuation and digits stay."""
    with _converting:
        return str(_converter().convert(text))


_converting = threading.Lock()


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _plain(text: str) -> str:
    text = _SPACES.sub(" ", text.translate(_FULL_DIGITS)).strip()
    text = _HAN_GAP.sub("", text)
    text = _GLUED_YEAR.sub(r"\1年\2", text)
    return _GLUED_SHARE.sub("。", text)


def _says_something(text: str) -> bool:
    return bool(text) and not (is_residue(text) or is_spam(text) or _DOWNLOAD.match(text))


def _is_traditional(text: str) -> bool:
    """Whether enough characters change for it to be Traditional script, and not one odd name."""
    changed = sum(a != b for a, b in zip(text, to_simplified(text), strict=False))
    return changed > _TRADITIONAL * len(text)


def _simplified(lines: Sequence[Line]) -> list[Line]:
    whole = "\n".join(line.text for line in lines)
    if not _is_traditional(whole):
        return list(lines)
    return [replace(line, text=to_simplified(line.text)) for line in lines]


def _unwrapped(lines: Sequence[Line]) -> Iterable[Line]:
    """Joins the lines of a page that was printed with a fixed width."""
    width = _wrap_width(lines)
    held: Line | None = None
    for line in lines:
        if held is not None and _goes_on(held.text, line.text, width):
            held = replace(held, text=held.text + line.text)
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held


def _wrap_width(lines: Sequence[Line]) -> int:
    """The width lines were broken at, or 0 where paragraphs are whole."""
    lengths = [len(line.text) for line in lines]
    width = max(lengths, default=0)
    full = sum(length >= width - 4 for length in lengths)
    wrapped = _WRAP_LEAST <= width <= _WRAP_MOST and full >= max(3, 0.25 * len(lengths))
    return width if wrapped else 0


def _goes_on(before: str, after: str, width: int) -> bool:
    """Whether a line went on in the next one: it is full (or joined already) and has no end."""
    return bool(
        width and len(before) >= width - 5 and not _ENDS.search(before) and not _HEAD.match(after)
    )


def _broken_at_headings(lines: Iterable[Line]) -> Iterable[Line]:
    for line in lines:
        for piece in _LOST_BREAK.split(line.text):
            if piece.strip():
                yield replace(line, text=piece.strip())

"""The two charts of a digest, drawn as SVG and turned into PNG with a font of their own.

A table on the same page says the same, for whoever cannot see the picture.
"""

import base64
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pylopdf_fonts_zh_cn import sans_path
from resvg_py import svg_to_bytes

from alerts.hygiene import cut
from monitor.digest.figures import Bar
from monitor.domain.verdict import Verdict
from monitor.wording.rendering import environment

WIDTH = 696
"""The charts' width in CSS pixels; the picture has twice as many, for sharp screens."""

MOST_BARS = 12
"""More units or towns than this stand in the table only."""

_HOUR = timedelta(hours=1)
_NAME_WIDTH = 150
_RATE_WIDTH = 120
_AXIS = (0.25, 200.0)  # hours, the ends of the logarithmic scale
_TICKS = (0.5, 1, 2, 5, 12, 24, 48, 96)
_LIMITS = (5, 24, 48)
_DOT = 5
_LONGEST_NAME = 10


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    rate: str
    y: int
    pieces: tuple[tuple[float, float, str, str], ...]
    """(x, width, look, count) of each piece."""


@dataclass(frozen=True, slots=True)
class _Dot:
    x: float
    y: float
    verdict: Verdict


def bars_chart(bars: Sequence[Bar], total: Bar, words: Mapping[str, Any]) -> str:
    """Stacked bars, one a row, as the address of a picture (`data:`); empty without bars.

    `total` holds them all together: its pieces are the legend.
    """
    shown = bars[:MOST_BARS]
    if not shown:
        return ""
    longest = max(bar.tally.total for bar in shown)
    scale = (WIDTH - _NAME_WIDTH - _RATE_WIDTH) / longest
    rows = [_row(bar, 20 + 34 * n, scale, words) for n, bar in enumerate(shown)]
    return _picture(
        "digest/bars.svg",
        width=WIDTH,
        height=34 * len(rows) + 52,
        rows=rows,
        legend=[(words["state"][piece.name], piece.look) for piece in total.parts],
        rate_x=WIDTH - 4,
        name_x=_NAME_WIDTH - 12,
    )


def _row(bar: Bar, y: int, scale: float, words: Mapping[str, Any]) -> _Row:
    pieces = []
    x = float(_NAME_WIDTH)
    for piece in bar.parts:
        width = piece.count * scale
        said = str(piece.count) if width > 7 * len(str(piece.count)) + 4 else ""
        pieces.append((x, width, piece.look.value, said))
        x += width
    name = cut(bar.name or words["phrase"]["unassigned"], _LONGEST_NAME)
    return _Row(name, str(bar.rate), y, tuple(pieces))


def answers_chart(
    answers: Sequence[tuple[timedelta, Verdict]],
    median: timedelta | None,
    words: Mapping[str, Any],
) -> str:
    """First answers as dots over the time they took, on a logarithmic scale of hours.

    The address of a picture (`data:`); empty without answers.
    """
    if not answers:
        return ""
    dots, tallest = _stacked(answers)
    base = 26 + tallest * (2 * _DOT + 2)
    return _picture(
        "digest/answers.svg",
        width=WIDTH,
        height=base + 58,
        base=base,
        dots=[_Dot(dot.x, base - dot.y, dot.verdict) for dot in dots],
        ticks=[(_x(hours), f"{hours:g}", hours in _LIMITS) for hours in _TICKS],
        limits=[(_x(hours), words["phrase"]["hours"].format(n=hours)) for hours in _LIMITS],
        median=None if median is None else _x(median / _HOUR),
        radius=_DOT,
        axis=words["phrase"]["strip_axis"],
        legend=[
            (words["state"][verdict.value], verdict)
            for verdict in (Verdict.MET, Verdict.LATE_MET, Verdict.UNDETERMINED)
            if any(found is verdict for _, found in answers)
        ],
    )


def _stacked(answers: Sequence[tuple[timedelta, Verdict]]) -> tuple[list[_Dot], int]:
    """Dots side by side where there is room, else one above the other; and the tallest pile."""
    piles: dict[int, int] = {}
    dots = []
    step = 2 * _DOT + 2
    for span, verdict in answers:
        column = round(_x(span / _HOUR) / step)
        height = piles[column] = piles.get(column, 0) + 1
        dots.append(_Dot(column * step, height * step - _DOT, verdict))
    return dots, min(max(piles.values()), 14)


def _x(hours: float) -> float:
    """Where so many hours stand, in pixels."""
    low, high = (math.log(end) for end in _AXIS)
    inside = min(max(hours, _AXIS[0]), _AXIS[1])
    return round(20 + (math.log(inside) - low) / (high - low) * (WIDTH - 40), 1)


def _picture(template: str, **drawn: Any) -> str:
    svg = environment().get_template(template).render(**drawn)
    png = svg_to_bytes(
        svg_string=svg,
        zoom=2,
        skip_system_fonts=True,
        font_files=[str(sans_path())],
        font_family="Noto Sans SC",
        sans_serif_family="Noto Sans SC",
        background="white",
    )
    return "data:image/png;base64," + base64.b64encode(png).decode()

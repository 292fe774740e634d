"""The figures of a digest: shares, bars and the strip of response times, from ledger lines."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from monitor.domain.corrections import Said
from monitor.domain.summary import (
    LedgerLine,
    Tally,
    is_late_on_upgrade,
    tally_by_place,
    tally_by_unit,
    tally_by_window,
)
from monitor.domain.verdict import Verdict

SMALL = 10
"""Below so many windows a percentage is marked: one more or less moves it by over ten points."""

_STEPS = tuple(timedelta(hours=hours) for hours in (1, 2, 5, 10, 24, 48, 96))
"""Upper bounds of the strip's columns, about even on a logarithmic scale; 5, 24, 48 are limits."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A share that never travels without its fraction."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """The whole per cent; 0 and 100 are said only where they are exact. None for no cases."""
        if self.whole == 0:
            return None
        if 0 < self.part < self.whole:
            return min(max(round(100 * self.part / self.whole), 1), 99)
        return 100 * self.part // self.whole

    @property
    def small(self) -> bool:
        """True where there are too few cases for a percentage to mean much."""
        return self.whole < SMALL

    def __str__(self) -> str:
        percent = self.percent
        return "—" if percent is None else f"{percent} % ({self.part}/{self.whole})"


LATE_ON_UPGRADE = "late_on_upgrade"
"""The name of the one group that is no verdict of its own: 升级时已超."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a bar: how many, their share in per cent, and the verdict whose look it has."""

    name: str
    look: Verdict
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a table with its tally: a window's length, a unit's or a town's name.

    An empty name stands for what has none.
    """

    name: str
    tally: Tally

    @property
    def rate(self) -> Rate:
        """On time, of those that can be told."""
        return Rate(self.tally.on_time, self.tally.judged)

    @property
    def parts(self) -> tuple[Piece, ...]:
        """The pieces of the bar, empty ones left out."""
        counts = (
            (Verdict.MET.value, Verdict.MET, self.tally.on_time),
            (Verdict.LATE_MET.value, Verdict.LATE_MET, self.tally.late),
            (Verdict.BREACHED_OPEN.value, Verdict.BREACHED_OPEN, self.tally.overdue),
            (LATE_ON_UPGRADE, Verdict.WAIVED, self.tally.late_on_upgrade),
            (Verdict.UNDETERMINED.value, Verdict.UNDETERMINED, self.tally.undetermined),
            (Verdict.RUNNING.value, Verdict.RUNNING, self.tally.running),
        )
        total = self.tally.total
        return tuple(
            Piece(name, look, n, round(100 * n / total, 2)) for name, look, n in counts if n
        )

    def length(self, beside: Iterable["Bar"]) -> int:
        """How long the bar is drawn beside others, in per cent of the longest of them."""
        longest = max((bar.tally.total for bar in beside), default=0)
        return max(round(100 * self.tally.total / max(longest, 1)), 2)


@dataclass(frozen=True, slots=True)
class StripCell:
    """First answers that took at most `upto` (None: longer than all), by their worst verdict."""

    upto: timedelta | None
    on_time: int
    late: int
    unclear: int

    @property
    def hours(self) -> int | None:
        """The upper bound in hours."""
        return None if self.upto is None else self.upto // timedelta(hours=1)

    @property
    def count(self) -> int:
        """All answers of the cell."""
        return self.on_time + self.late + self.unclear


def window_bars(lines: Sequence[LedgerLine]) -> list[Bar]:
    """One bar for each length of window that ran, shortest first, named by its hours."""
    return [
        Bar(f"{window / timedelta(hours=1):g}", counts)
        for window, counts in tally_by_window(lines).items()
        if counts.total
    ]


def unit_bars(lines: Sequence[LedgerLine]) -> list[Bar]:
    """Units with the most missed first; no ranking by percentage, which few cases distort."""
    return _ranked(tally_by_unit(lines))


def place_bars(lines: Sequence[LedgerLine]) -> list[Bar]:
    """Towns and streets, in the order of `unit_bars`."""
    return _ranked(tally_by_place(lines))


def _ranked(tallies: Mapping[str, Tally]) -> list[Bar]:
    bars = [Bar(name, counts) for name, counts in tallies.items() if counts.total]
    return sorted(bars, key=_most_missed_first)


def _most_missed_first(bar: Bar) -> tuple[int, int, str]:
    return -(bar.tally.late + bar.tally.overdue), -bar.tally.overdue, bar.name


_WORST_FIRST = (Verdict.LATE_MET, Verdict.UNDETERMINED, Verdict.MET)


def said_rate(said: Iterable[Said]) -> Rate:
    """The on-time rate that an earlier digest gave, of the windows it told of."""
    judged = [
        item.verdict
        for item in said
        if item.verdict in (Verdict.MET, Verdict.LATE_MET, Verdict.BREACHED_OPEN)
        and not is_late_on_upgrade(item.verdict, upgraded=item.late_on_upgrade)
    ]
    return Rate(judged.count(Verdict.MET), len(judged))


def first_answers(lines: Iterable[LedgerLine]) -> list[tuple[timedelta, Verdict]]:
    """For each answered incident the time to its first answer and its worst verdict.

    Counted from the earliest possible start, the least favourable reading. What the office
    published before that start took no time to answer and is left out.
    """
    first: dict[str, tuple[timedelta, Verdict]] = {}
    for line in lines:
        if line.answered_at is None or line.verdict not in _WORST_FIRST:
            continue
        span = line.answered_at - line.start_earliest
        if span < timedelta(0):
            continue
        known, worst = first.get(line.incident, (span, line.verdict))
        first[line.incident] = (min(known, span), min(worst, line.verdict, key=_WORST_FIRST.index))
    return sorted(first.values(), key=lambda item: item[0])


def strip(spans: Sequence[tuple[timedelta, Verdict]]) -> tuple[StripCell, ...]:
    """The first answers by the time they took; an answer at a limit stands before its line."""
    cells = []
    below = timedelta(-1)
    for upto in (*_STEPS, None):
        inside = [v for span, v in spans if below < span and (upto is None or span <= upto)]
        on_time, late = inside.count(Verdict.MET), inside.count(Verdict.LATE_MET)
        cells.append(StripCell(upto, on_time, late, len(inside) - on_time - late))
        below = upto or below
    return tuple(cells)


def quantile(spans: Sequence[timedelta], share: float) -> timedelta | None:
    """The nearest-rank quantile of sorted spans: always one that was measured."""
    if not spans:
        return None
    return spans[max(math.ceil(share * len(spans)), 1) - 1]

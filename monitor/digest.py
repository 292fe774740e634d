"""The weekly digest (周报): how many, how many on time, what was missed, what is coming.

`summarise` is a pure function of facts that were frozen with the week, so that a week's figures
come out the same whenever the digest is written again.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from alerts.hygiene import mask_personal, one_line, safe_url
from monitor.domain.channel import ChannelKind
from monitor.domain.summary import LedgerLine, Tally, tally, tally_by_unit, tally_by_window
from monitor.domain.verdict import Verdict
from monitor.rendering import environment, html_language, inline_styles, message_table

SMALL = 10
"""Below so many windows a percentage is marked: one more or less moves it by over ten points."""

_WEEK = re.compile(r"^(\d{4})-W(\d{2})$")
_WAITING = (Verdict.RUNNING, Verdict.DUE_SOON)
_STEPS = tuple(timedelta(hours=hours) for hours in (1, 2, 5, 10, 24, 48, 96))
"""Upper bounds of the strip's columns, about even on a logarithmic scale; 5, 24, 48 are limits."""


@dataclass(frozen=True, slots=True)
class Carried:
    """Windows open at the edges of a week: brought over from before, handed on to the next."""

    from_before: int = 0
    into_next: int = 0


@dataclass(frozen=True, slots=True)
class ChannelHealth:
    """How well one channel could be seen over the week. `last_ok_at` is aware, None for never."""

    title: str
    kind: ChannelKind
    looks: int
    looks_ok: int
    blind: timedelta
    last_ok_at: datetime | None


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """All that a week's digest says, as it stood at `frozen_at`; instants are aware.

    `start` is inclusive, `end` exclusive. `lines` are the windows that ended in the week or are
    still open at its end; `coming` those that fall due next, where they are not among `lines`.
    """

    office: str
    week: str
    start: datetime
    end: datetime
    frozen_at: datetime
    zone: ZoneInfo
    lines: tuple[LedgerLine, ...]
    coming: tuple[LedgerLine, ...] = ()
    carried: Carried = Carried()
    articles: int = 0
    channels: tuple[ChannelHealth, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a table with its tally: a window's length or a unit's name (empty: unassigned)."""

    name: str
    tally: Tally

    @property
    def rate(self) -> Rate:
        """On time, of those that can be told."""
        return Rate(self.tally.on_time, self.tally.judged)

    @property
    def parts(self) -> tuple[tuple[Verdict, int, float], ...]:
        """The pieces of the bar: (state, how many, share in per cent), empty ones left out."""
        counts = (
            (Verdict.MET, self.tally.on_time),
            (Verdict.LATE_MET, self.tally.late),
            (Verdict.BREACHED_OPEN, self.tally.overdue),
            (Verdict.UNDETERMINED, self.tally.undetermined),
            (Verdict.RUNNING, self.tally.running),
        )
        total = self.tally.total
        return tuple((state, n, round(100 * n / total, 2)) for state, n in counts if n)


@dataclass(frozen=True, slots=True)
class StripCell:
    """First answers that took at most `upto` (None: longer than all), by their worst verdict."""

    upto: timedelta | None
    on_time: int
    late: int
    unclear: int


@dataclass(frozen=True, slots=True)
class DigestView:
    """The digest in figures and ordered lists."""

    incidents: int
    new_incidents: int
    total: Bar
    by_window: tuple[Bar, ...]
    by_unit: tuple[Bar, ...]
    missed: tuple[LedgerLine, ...]
    undetermined: tuple[LedgerLine, ...]
    coming: tuple[LedgerLine, ...]
    strip: tuple[StripCell, ...]
    median: timedelta | None
    slowest_tenth: timedelta | None
    answered: int
    channels: tuple[ChannelHealth, ...]
    blind_channels: int


def summarise(facts: DigestFacts) -> DigestView:
    """The week in figures; a pure function of its facts. Crawled text comes out cleaned."""
    lines = [_cleaned(line) for line in facts.lines]
    opened = {line.incident: line.opened_at for line in lines}
    spans = _first_answers(lines)
    channels = [replace(row, title=one_line(row.title)) for row in facts.channels]
    return DigestView(
        incidents=len(opened),
        new_incidents=sum(facts.start <= at < facts.end for at in opened.values()),
        total=Bar("", tally(lines)),
        by_window=tuple(_window_bars(lines)),
        by_unit=tuple(_unit_bars(lines)),
        missed=_ordered(lines, Verdict.BREACHED_OPEN) + _ordered(lines, Verdict.LATE_MET),
        undetermined=_ordered(lines, Verdict.UNDETERMINED),
        coming=_coming(lines, [_cleaned(line) for line in facts.coming]),
        strip=_strip(spans),
        median=_quantile([span for span, _ in spans], 0.5),
        slowest_tenth=_quantile([span for span, _ in spans], 0.9),
        answered=len(spans),
        channels=tuple(sorted(channels, key=lambda row: (-row.blind, row.title))),
        blind_channels=sum(row.blind > timedelta(0) for row in channels),
    )


def _cleaned(line: LedgerLine) -> LedgerLine:
    return replace(
        line,
        title=mask_personal(one_line(line.title, 120)),
        words_zh=mask_personal(one_line(line.words_zh)),
        words_en=mask_personal(one_line(line.words_en)),
        units=tuple(one_line(unit) for unit in line.units),
        answer_url=safe_url(line.answer_url),
        incident_url=safe_url(line.incident_url),
    )


def _ordered(lines: Iterable[LedgerLine], verdict: Verdict) -> tuple[LedgerLine, ...]:
    found = (line for line in lines if line.verdict is verdict)
    return tuple(sorted(found, key=lambda line: (line.due_at, line.incident, line.clause)))


def _coming(lines: Iterable[LedgerLine], further: Iterable[LedgerLine]) -> tuple[LedgerLine, ...]:
    """What falls due next, soonest first, each window once."""
    waiting = {
        (line.incident, line.clause): line
        for line in (*lines, *further)
        if line.verdict in _WAITING
    }
    return tuple(sorted(waiting.values(), key=lambda line: (line.due_at, line.incident)))


def _window_bars(lines: Sequence[LedgerLine]) -> Iterable[Bar]:
    for window, counts in tally_by_window(lines).items():
        if counts.total:
            yield Bar(f"{window / timedelta(hours=1):g}", counts)


def _unit_bars(lines: Sequence[LedgerLine]) -> list[Bar]:
    """Units with the most missed first; no ranking by percentage, which few cases distort."""
    bars = [Bar(unit, counts) for unit, counts in tally_by_unit(lines).items() if counts.total]
    return sorted(bars, key=lambda bar: (-(bar.tally.late + bar.tally.overdue), bar.name))


_WORST_FIRST = (Verdict.LATE_MET, Verdict.UNDETERMINED, Verdict.MET)


def _first_answers(lines: Iterable[LedgerLine]) -> list[tuple[timedelta, Verdict]]:
    """For each answered incident the time to its first answer and its worst verdict.

    Counted from the earliest possible start, the least favourable reading. What the office
    published before that start took no time to answer and is left out (DOMAIN E4).
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


def _strip(spans: Sequence[tuple[timedelta, Verdict]]) -> tuple[StripCell, ...]:
    cells = []
    below = timedelta(-1)
    for upto in (*_STEPS, None):
        inside = [v for span, v in spans if below < span and (upto is None or span <= upto)]
        on_time, late = inside.count(Verdict.MET), inside.count(Verdict.LATE_MET)
        cells.append(StripCell(upto, on_time, late, len(inside) - on_time - late))
        below = upto or below
    return tuple(cells)


def _quantile(spans: Sequence[timedelta], share: float) -> timedelta | None:
    """The nearest-rank quantile of sorted spans: always one that was measured."""
    if not spans:
        return None
    return spans[max(math.ceil(share * len(spans)), 1) - 1]


def render_digest(facts: DigestFacts, language: str) -> str:
    """The digest as one HTML file without outside parts; `language` "en" or Chinese."""
    page = (
        environment()
        .get_template("digest/weekly.html")
        .render(
            facts=facts,
            view=summarise(facts),
            words=message_table("digest", language),
            language=html_language(language),
            zone=facts.zone,
        )
    )
    return inline_styles(page)


def iso_week_bounds(week: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Monday 00:00 and the next Monday 00:00 of "2026-W47" in `zone`, aware.

    Raises ValueError for anything that is no ISO week.
    """
    match = _WEEK.match(week)
    if match is None:
        raise ValueError(f"{week!r} is no week; write for example 2026-W47")
    year, number = int(match[1]), int(match[2])
    try:
        monday = date.fromisocalendar(year, number, 1)
        after = monday + timedelta(days=7)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{week!r}: the year {year} has no week {number}") from error
    return _midnight(monday, zone), _midnight(after, zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)


def week_of(instant: datetime, zone: ZoneInfo) -> str:
    """The ISO week in which an aware instant lies in `zone`: "2026-W47"."""
    calendar = instant.astimezone(zone).isocalendar()
    return f"{calendar.year:04d}-W{calendar.week:02d}"

"""The weekly digest (周报): how many, how many on time, what was missed, what is coming.

`summarise` is a pure function of facts that were frozen with the week, so that a week's figures
come out the same whenever the digest is written again.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from alerts.hygiene import mask_personal, one_line, safe_url
from monitor.digest_figures import (
    SMALL,
    Bar,
    Rate,
    StripCell,
    first_answers,
    quantile,
    strip,
    unit_bars,
    window_bars,
)
from monitor.domain.channel import ChannelKind
from monitor.domain.summary import LedgerLine, tally
from monitor.domain.verdict import Verdict
from monitor.rendering import environment, html_language, inline_styles, message_table

_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
_NOT_RUN = (Verdict.NOT_APPLICABLE, Verdict.WAIVED)
_WAITING = (Verdict.RUNNING, Verdict.DUE_SOON)


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

    @property
    def seen(self) -> Rate:
        """Looks that showed us the channel, of all looks."""
        return Rate(self.looks_ok, self.looks)

    @property
    def is_blind(self) -> bool:
        """True where some of the week could not be seen."""
        return self.blind > timedelta(0)


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
    small: int = SMALL

    def column_height(self, count: int) -> int:
        """How tall a piece of the strip stands, in pixels; the tallest column takes 72."""
        tallest = max((cell.count for cell in self.strip), default=0)
        return max(round(min(72 / max(tallest, 1), 14) * count), 3)


def summarise(facts: DigestFacts) -> DigestView:
    """The week in figures; a pure function of its facts. Crawled text comes out cleaned."""
    lines = [_cleaned(line) for line in facts.lines]
    opened = {line.incident: line.opened_at for line in lines if line.verdict not in _NOT_RUN}
    timed = first_answers(lines)
    spans = [span for span, _ in timed]
    channels = [replace(row, title=one_line(row.title)) for row in facts.channels]
    return DigestView(
        incidents=len(opened),
        new_incidents=sum(facts.start <= at < facts.end for at in opened.values()),
        total=Bar("", tally(lines)),
        by_window=tuple(window_bars(lines)),
        by_unit=tuple(unit_bars(lines)),
        missed=_ordered(lines, Verdict.BREACHED_OPEN) + _ordered(lines, Verdict.LATE_MET),
        undetermined=_ordered(lines, Verdict.UNDETERMINED),
        coming=_coming(lines, [_cleaned(line) for line in facts.coming]),
        strip=strip(timed),
        median=quantile(spans, 0.5),
        slowest_tenth=quantile(spans, 0.9),
        answered=len(spans),
        channels=tuple(sorted(channels, key=lambda row: (-row.blind, row.title))),
    )


def _cleaned(line: LedgerLine) -> LedgerLine:
    return replace(
        line,
        title=mask_personal(one_line(line.title, 120)),
        words_zh=mask_personal(one_line(line.words_zh)),
        words_en=mask_personal(one_line(line.words_en)),
        units=tuple(mask_personal(one_line(unit, 60)) for unit in line.units),
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
    match = _WEEK.fullmatch(week)
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

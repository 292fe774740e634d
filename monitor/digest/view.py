"""The period in figures and ordered lists: a pure function of the facts of a digest.

So a digest's figures come out the same whenever it is written again. Crawled text is cleaned here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from alerts.hygiene import one_line, safe_line, safe_url
from monitor.digest.facts import ChannelHealth, DigestFacts, DutyNote
from monitor.digest.figures import (
    SMALL,
    Bar,
    Rate,
    StripCell,
    first_answers,
    place_bars,
    quantile,
    said_rate,
    strip,
    unit_bars,
    window_bars,
)
from monitor.domain.corrections import Correction
from monitor.domain.summary import LedgerLine, is_late_on_upgrade, tally
from monitor.domain.verdict import Verdict

_NOT_RUN = (Verdict.NOT_APPLICABLE, Verdict.WAIVED)
_WAITING = (Verdict.RUNNING, Verdict.DUE_SOON)
_LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class DigestView:
    """The digest in figures and ordered lists. `answers` are (time taken, worst verdict)."""

    incidents: int
    new_incidents: int
    total: Bar
    before: Rate | None
    by_window: tuple[Bar, ...]
    by_unit: tuple[Bar, ...]
    by_place: tuple[Bar, ...]
    missed: tuple[LedgerLine, ...]
    upgraded: tuple[LedgerLine, ...]
    undetermined: tuple[LedgerLine, ...]
    coming: tuple[LedgerLine, ...]
    corrections: tuple[Correction, ...]
    duties: tuple[DutyNote, ...]
    answers: tuple[tuple[timedelta, Verdict], ...]
    strip: tuple[StripCell, ...]
    median: timedelta | None
    slowest_tenth: timedelta | None
    channels: tuple[ChannelHealth, ...]
    before_by_window: dict[str, Rate]
    small: int = SMALL

    @property
    def answered(self) -> int:
        """How many incidents had a first answer whose time can be told."""
        return len(self.answers)


def summarise(facts: DigestFacts) -> DigestView:
    """The period in figures. Crawled text comes out cleaned."""
    lines = [_cleaned(line) for line in facts.lines]
    opened = {line.incident: line.opened_at for line in lines if line.verdict not in _NOT_RUN}
    timed = first_answers(lines)
    spans = [span for span, _ in timed]
    channels = [replace(row, title=one_line(row.title)) for row in facts.channels]
    period = facts.period
    return DigestView(
        incidents=len(opened),
        new_incidents=sum(period.start <= at < period.end for at in opened.values()),
        total=Bar("", tally(lines)),
        before=None if facts.before is None else said_rate(facts.before),
        by_window=tuple(window_bars(lines)),
        by_unit=tuple(unit_bars(lines)),
        by_place=tuple(place_bars(lines)),
        missed=_ordered(lines, Verdict.BREACHED_OPEN) + _ordered(lines, Verdict.LATE_MET),
        upgraded=tuple(sorted(filter(_only_by_upgrade, lines), key=_by_limit)),
        undetermined=_ordered(lines, Verdict.UNDETERMINED),
        coming=_coming(lines, [_cleaned(line) for line in facts.coming]),
        corrections=tuple(_cleaned_correction(item) for item in facts.corrections),
        duties=tuple(replace(note, subject=one_line(note.subject, 60)) for note in facts.duties),
        answers=tuple(timed),
        strip=strip(timed),
        median=quantile(spans, 0.5),
        slowest_tenth=quantile(spans, 0.9),
        channels=tuple(sorted(channels, key=lambda row: (-row.blind, row.title))),
        before_by_window=_before_by_window(facts),
    )


def _before_by_window(facts: DigestFacts) -> dict[str, Rate]:
    said = facts.before or ()
    windows = {item.window for item in said}
    return {
        f"{window / timedelta(hours=1):g}": said_rate([s for s in said if s.window == window])
        for window in windows
    }


def _cleaned(line: LedgerLine) -> LedgerLine:
    return replace(
        line,
        title=_title(line.title),
        words_zh=safe_line(line.words_zh),
        words_en=safe_line(line.words_en),
        units=tuple(safe_line(unit, 60) for unit in line.units),
        place=safe_line(line.place, 60),
        answer_url=safe_url(line.answer_url),
        incident_url=safe_url(line.incident_url),
    )


def _cleaned_correction(item: Correction) -> Correction:
    said = replace(item.said, title=_title(item.said.title))
    return replace(item, said=said, now=_cleaned(item.now) if item.now else None)


def _title(title: str) -> str:
    return safe_line(title, _LONGEST_TITLE)


def _only_by_upgrade(line: LedgerLine) -> bool:
    return is_late_on_upgrade(line.verdict, upgraded=line.late_on_upgrade)


def _by_limit(line: LedgerLine) -> tuple[object, ...]:
    return line.due_at, line.incident, line.clause


def _ordered(lines: Iterable[LedgerLine], verdict: Verdict) -> tuple[LedgerLine, ...]:
    found = (line for line in lines if line.verdict is verdict and not _only_by_upgrade(line))
    return tuple(sorted(found, key=_by_limit))


def _coming(lines: Iterable[LedgerLine], further: Iterable[LedgerLine]) -> tuple[LedgerLine, ...]:
    """What falls due next, soonest first, each window once."""
    waiting = {
        (line.incident, line.clause): line
        for line in (*lines, *further)
        if line.verdict in _WAITING
    }
    return tuple(sorted(waiting.values(), key=lambda line: (line.due_at, line.incident)))

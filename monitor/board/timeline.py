"""The geometry of an incident's timeline; the template only draws what is computed here.

One horizontal band from the first trace on. All lengths are SVG user units, x grows with time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.board.times import when_words
from monitor.domain.channel import ChannelKind
from monitor.domain.response import Link
from monitor.domain.sight import BlindInterval
from monitor.domain.verdict import Verdict
from monitor.domain.when import When
from monitor.store.views_clocks import Labels
from monitor.store.views_records import ArticleItem, ClockCard, IncidentView, ResponseItem
from monitor.wording import phrasing

WIDTH = 1000
LEFT = 128  # the gutter in which the lanes are named
RIGHT = 984
_AXIS = 44
_NEWS_HEIGHT = 34
_LABEL_ROW = 20  # one row of response labels
_BAR_ROW = 30
_BLIND_ROW = 24
_NOW_LABEL = 44  # room for the word at the line of now
_GLYPH = 13  # width of one Chinese character of a label
_STEPS = tuple(timedelta(minutes=m) for m in (15, 30)) + tuple(
    timedelta(hours=h) for h in (1, 2, 3, 6, 12, 24, 48, 96, 168, 336, 720)
)
_MOST_TICKS = 10


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the hour grid; `day` is set where a new day begins on the axis."""

    x: float
    hour: str
    day: str


@dataclass(frozen=True, slots=True)
class Dot:
    """An article; `x2` > `x` where its time is uncertain, and it is a short bar."""

    x: float
    x2: float
    y: float
    title: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A response with its label, which runs to the left where `ends` is set."""

    x: float
    x2: float
    y: float
    label_x: float
    label_y: float
    ends: bool
    label: str
    title: str
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A window from start to due, filled to now or to its answer; bounds where they are vague."""

    y: float
    label: str
    verdict: Verdict
    start: float
    start_latest: float
    filled_to: float
    due_from: float
    due: float
    answered: float | None


@dataclass(frozen=True, slots=True)
class BlindRow:
    """A channel that was not seen all the time: (x, width, title) of each hatched stretch."""

    y: float
    label: str
    spans: tuple[tuple[float, float, str], ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything the template draws; `now_ends`: the label of `now` runs to the left."""

    height: float
    now: float | None
    now_ends: bool
    ticks: tuple[Tick, ...]
    news_y: float
    official_y: float
    news: tuple[Dot, ...]
    official: tuple[Dot, ...]
    marks: tuple[Mark, ...]
    bars: tuple[Bar, ...]
    blind: tuple[BlindRow, ...]


class _Scale:
    """Instants to x; what lies outside the band is drawn at its edge."""

    def __init__(self, start: datetime, end: datetime) -> None:
        self.start, self.end = start, end

    def x(self, at: datetime) -> float:
        share = (at - self.start) / (self.end - self.start)
        return round(LEFT + min(1.0, max(0.0, share)) * (RIGHT - LEFT), 1)


def draw(
    incident: IncidentView, labels: Labels, now: datetime, zone: ZoneInfo, language: str
) -> Timeline:
    """The timeline of an incident as of `now`, labelled in `language`, in the office's zone."""
    scale = _Scale(incident.band_start, incident.band_end)
    answers = [item for item in incident.responses if item.link is not Link.REJECTED]
    official_y = _AXIS + _NEWS_HEIGHT + 16
    marks, label_rows = _marks(answers, scale, official_y, (now, zone, language))
    bars_y = official_y + 14 + label_rows * _LABEL_ROW + 14
    timed = [clock for clock in incident.clocks if clock.verdict is not Verdict.NOT_APPLICABLE]
    bars = tuple(
        _bar(clock, bars_y + row * _BAR_ROW, scale, labels, now, language)
        for row, clock in enumerate(timed)
    )
    blind_y = bars_y + len(bars) * _BAR_ROW + 4
    blind = _blind(incident.blind, blind_y, scale, (now, zone, language))
    here = scale.x(now) if scale.start <= now <= scale.end else None
    news = [item for item in incident.articles if item.channel_kind is ChannelKind.NEWS]
    official = [item for item in incident.articles if item.channel_kind is ChannelKind.OFFICIAL]
    return Timeline(
        height=blind_y + len(blind) * _BLIND_ROW + 10,
        now=here,
        now_ends=here is not None and here > RIGHT - _NOW_LABEL,
        ticks=_ticks(scale, here, zone, language),
        news_y=_AXIS + 8,
        official_y=official_y,
        news=_dots(news, _AXIS + 8, scale),
        official=_dots(official, official_y, scale),
        marks=marks,
        bars=bars,
        blind=blind,
    )


def _ticks(scale: _Scale, here: float | None, zone: ZoneInfo, language: str) -> tuple[Tick, ...]:
    length = scale.end - scale.start
    step = next((s for s in _STEPS if length / s <= _MOST_TICKS), _STEPS[-1])
    local = scale.start.astimezone(zone)
    at = local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(scale.start.tzinfo)
    at += step * -(-(scale.start - at) // step)
    ticks: list[Tick] = []
    shown = ""
    while at <= scale.end:
        today = phrasing.day_words(at, zone, language)
        x = scale.x(at)
        room = x < RIGHT - _NOW_LABEL
        covered = here is not None and abs(x - here) < _NOW_LABEL
        hour = (
            ""
            if covered or not room or step >= timedelta(days=1)
            else f"{at.astimezone(zone):%H:%M}"
        )
        ticks.append(Tick(x, hour, today if room and today != shown else ""))
        shown = today
        at += step
    return tuple(ticks)


def _dots(items: Sequence[ArticleItem], top: float, scale: _Scale) -> tuple[Dot, ...]:
    """Dots that would cover each other are set in up to three rows."""
    dots: list[Dot] = []
    ends = [0.0, 0.0, 0.0]
    for item in sorted(items, key=lambda item: item.when.earliest):
        x, x2 = _bounds(item.when, scale)
        row = next((row for row, end in enumerate(ends) if end <= x), len(dots) % len(ends))
        ends[row] = x2 + 9
        dots.append(Dot(x, x2, top + row * 9, f"{item.title} · {item.channel_title}"))
    return tuple(dots)


def _bounds(when: When, scale: _Scale) -> tuple[float, float]:
    return scale.x(when.earliest), scale.x(when.latest)


_Manner = tuple[datetime, ZoneInfo, str]


def _marks(
    answers: Sequence[ResponseItem], scale: _Scale, y: float, manner: _Manner
) -> tuple[tuple[Mark, ...], int]:
    """The responses, each label in the first row where it covers no other; and the rows used."""
    now, zone, language = manner
    marks: list[Mark] = []
    rows: list[float] = []
    for answer in answers:
        x, x2 = _bounds(answer.at, scale)
        doubtful = answer.link in (Link.REVIEW, Link.OFFERED)
        zh, en = answer.kind.words
        time = when_words(answer.at, now, zone, language)
        label = (en if language == "en" else zh) + ("? " if doubtful else " ") + time
        width = sum(_GLYPH if ord(char) > 0x2E80 else _GLYPH * 0.56 for char in label)
        ends = x + width > RIGHT
        left = x - width if ends else x
        row = next((row for row, end in enumerate(rows) if end + 8 <= left), len(rows))
        rows[row : row + 1] = [left + width]
        title = f"{label} · {answer.channel_title} · {answer.title}"
        label_y = y + 26 + row * _LABEL_ROW
        marks.append(Mark(x, x2, y, x, label_y, ends, label, title, doubtful))
    return tuple(marks), max(1, len(rows))


def _bar(
    clock: ClockCard, y: float, scale: _Scale, labels: Labels, now: datetime, language: str
) -> Bar:
    answered = clock.answered.latest if clock.answered else None
    until = min(answered or now, now)
    if clock.verdict is not Verdict.LATE_MET:
        until = min(until, clock.due_at)
    return Bar(
        y=y,
        label=labels(clock.clause, clock.window).in_language(language),
        verdict=clock.verdict,
        start=scale.x(clock.start.earliest),
        start_latest=scale.x(clock.start.latest),
        filled_to=scale.x(max(until, clock.start.earliest)),
        due_from=scale.x(clock.due_from),
        due=scale.x(clock.due_at),
        answered=scale.x(answered) if answered else None,
    )


def _blind(
    gaps: Sequence[BlindInterval], top: float, scale: _Scale, manner: _Manner
) -> tuple[BlindRow, ...]:
    now, zone, language = manner
    by_title: dict[str, list[tuple[float, float, str]]] = {}
    for gap in gaps:
        between = When(gap.start, gap.end, "gap")
        x, x2 = _bounds(between, scale)
        title = f"{gap.title} · {when_words(between, now, zone, language)}"
        by_title.setdefault(gap.title, []).append((x, max(1.0, round(x2 - x, 1)), title))
    return tuple(
        BlindRow(top + row * _BLIND_ROW, title, tuple(spans))
        for row, (title, spans) in enumerate(by_title.items())
    )

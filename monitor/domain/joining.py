"""Joining what single articles say into what is known of their incident.

The result depends on the set of findings only, never on the order in which they arrived, so that
a late crawl or a replay ends at the same facts.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.domain.channel import ChannelKind
from monitor.domain.severity import Category, EventGrade, Figures, Grading, gravest
from monitor.domain.when import When, earliest_of

_OLDEST_EXPOSURE = timedelta(days=14)
"""What became public longer before our first report was another burst of talk."""

_OLDEST_OCCURRENCE = timedelta(days=30)
"""A time of occurrence further back than this is history the article recalls, not the event."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one article contributed; `authority` where an authority speaks in it.

    `exposed` is when the matter became public as the article tells it; `court_stage` where its
    headline is a step of a court or prosecutor.
    """

    article: str
    channel_kind: ChannelKind
    title: str
    when: When
    first_seen_at: datetime
    category: Category
    figures: Figures
    as_of: datetime | None
    grading: Grading
    occurred: When | None
    units: tuple[str, ...]
    place: str
    authority: bool
    duplicate: bool
    exposed: When | None = None
    court_stage: bool = False

    @property
    def speaks_at(self) -> datetime:
        """The instant its figures are for."""
        return self.as_of or self.when.latest


@dataclass(frozen=True, slots=True)
class Joined:
    """The facts of an incident, joined from its articles."""

    title: str
    category: Category
    figures: Figures
    grading: Grading
    graded_at: datetime | None
    occurred: When | None
    first_public: When
    detected_at: datetime
    units: tuple[str, ...]
    place: str
    answered_first: bool
    court_first: bool
    last_article_at: datetime


def join(findings: Iterable[Finding]) -> Joined:
    """Join the findings of one incident; raises ValueError where there is none."""
    ordered = sorted(findings, key=lambda f: (f.when.latest, f.when.earliest, f.article))
    if not ordered:
        raise ValueError("an incident has at least one article")
    first = ordered[0]
    told = _told(ordered)
    first_public = _first_public(ordered, told)
    grading, graded_at = _grading(ordered)
    category = _category(ordered)
    return Joined(
        title=_title(ordered, category),
        category=category,
        figures=_figures(ordered),
        grading=grading,
        graded_at=graded_at,
        occurred=_occurred(ordered, first_public),
        first_public=first_public,
        detected_at=min(finding.first_seen_at for finding in ordered),
        units=_units(ordered),
        place=_most_common(finding.place for finding in ordered),
        answered_first=first.authority and told is None,
        court_first=first.court_stage and told is None,
        last_article_at=max(finding.when.latest for finding in ordered),
    )


def _first_public(ordered: Sequence[Finding], told: When | None) -> When:
    """When the matter became public: by the first report at the latest, perhaps before.

    A report that is only known by its day may have come before one known to the minute. What an
    authority says is no sign of that, and nothing is public before it happened.
    """
    surely = earliest_of(told, *(finding.when for finding in ordered)) or ordered[0].when
    reports = [finding.when for finding in ordered if not finding.authority]
    perhaps = min(reports, key=lambda when: when.earliest, default=surely)
    if perhaps.earliest >= surely.earliest:
        return surely
    widened = replace(perhaps, latest=surely.latest)
    happened = _occurred(ordered, surely)
    return widened.no_earlier_than(happened.earliest) if happened else widened


def _told(ordered: Sequence[Finding]) -> When | None:
    """When the matter became public before our first report of it, where a later one tells."""
    first = ordered[0].when
    occurred = _occurred(ordered, first)
    since = first.earliest - _OLDEST_EXPOSURE
    if occurred is not None:
        since = max(since, occurred.earliest)
    told = [f.exposed for f in ordered if f.exposed is not None]
    return earliest_of(*(w for w in told if since <= w.latest < first.earliest))


def _title(ordered: Sequence[Finding], category: Category) -> str:
    """The headline of the first report that says what kind of matter it is.

    Else of the first report; what an office calls its own notice only where there is no other.
    """
    titled = [finding for finding in ordered if finding.title]
    reports = [finding for finding in titled if not finding.authority]
    telling = [finding for finding in reports if finding.category is category]
    return next((finding.title for finding in (*telling, *reports, *titled)), "")


def _category(ordered: Sequence[Finding]) -> Category:
    votes = Counter(f.category for f in ordered if f.category is not Category.OTHER)
    return max(votes, key=lambda c: (votes[c], c.is_emergency, c.value), default=Category.OTHER)


def _figures(ordered: Sequence[Finding]) -> Figures:
    """The latest authority's figures; without any, the latest reported ones."""
    stated = [finding for finding in ordered if finding.figures.stated()]
    spoken = [finding for finding in stated if finding.authority] or stated
    latest = max(spoken, key=lambda f: (f.speaks_at, f.article), default=None)
    return latest.figures if latest else Figures()


def _grading(ordered: Sequence[Finding]) -> tuple[Grading, datetime | None]:
    """The event grade, and since when it was known.

    An authority's latest statement confirms; without one, two independent reports do. What only
    one report says makes the grade possible.
    """
    graded = [finding for finding in ordered if finding.grading.confirmed is not None]
    spoken = [finding for finding in graded if finding.authority]
    possible = gravest(
        *(f.grading.possible for f in ordered), *(f.grading.confirmed for f in graded)
    )
    if spoken:
        latest = max(spoken, key=lambda f: (f.speaks_at, f.article))
        confirmed, reasons = latest.grading.confirmed, latest.grading.reasons
        possible = gravest(latest.grading.possible, confirmed)
    else:
        confirmed, reasons = _agreed(graded)
    known_by = _known_by(spoken, graded, confirmed)
    if confirmed is None and possible is not None:
        gravest_report = max(
            (f for f in ordered if possible in (f.grading.possible, f.grading.confirmed)),
            key=lambda f: f.article,
        )
        reasons = gravest_report.grading.reasons
    return Grading(confirmed, possible, reasons), known_by


def _agreed(graded: Sequence[Finding]) -> tuple[EventGrade | None, tuple[str, ...]]:
    """The gravest grade that two reports, not copies of each other, both reach."""
    independent = sorted(
        (f for f in graded if not f.duplicate),
        key=lambda f: (f.grading.confirmed.rank if f.grading.confirmed else 0, f.article),
        reverse=True,
    )
    if len(independent) < 2:
        return None, ()
    second = independent[1].grading
    return second.confirmed, second.reasons


def _known_by(
    spoken: Sequence[Finding], graded: Sequence[Finding], confirmed: EventGrade | None
) -> datetime | None:
    """When the grade was known: from an authority's word, or from two reports, if they came first.

    A rise from 重大 to 特别重大 starts no window anew: what counts is when the first was reached.
    """
    if confirmed is None:
        return None
    rank = min(confirmed.rank, EventGrade.GRAVE.rank)
    said = _seen_at_rank(spoken, rank)
    reported = _seen_at_rank([f for f in graded if not f.duplicate], rank)[1:]
    known = [*said[:1], *reported[:1]] or _seen_at_rank(graded, rank)[-1:]
    return min(known, default=None)


def _seen_at_rank(findings: Sequence[Finding], rank: int) -> list[datetime]:
    """When the findings of at least that grade had been seen, earliest first."""
    return sorted(
        f.first_seen_at
        for f in findings
        if f.grading.confirmed is not None and f.grading.confirmed.rank >= rank
    )


def _occurred(ordered: Sequence[Finding], first_public: When) -> When | None:
    """When it happened: an authority's word first, then the earliest report that says so."""
    told = [
        (finding, finding.occurred)
        for finding in ordered
        if finding.occurred is not None
        and finding.occurred.earliest <= first_public.latest
        and finding.occurred.earliest >= first_public.earliest - _OLDEST_OCCURRENCE
    ]
    ranked = sorted(
        told, key=lambda pair: (not pair[0].authority, pair[1].latest - pair[1].earliest)
    )
    if not ranked:
        return None
    return ranked[0][1].no_later_than(first_public.latest)


def _units(ordered: Sequence[Finding]) -> tuple[str, ...]:
    """The responsible units most articles point to; a unit named once beside many is dropped."""
    votes = Counter(unit for finding in ordered for unit in finding.units)
    if not votes:
        return ()
    bar = max(votes.values()) / 2
    return tuple(sorted((u for u in votes if votes[u] >= bar), key=lambda u: (-votes[u], u)))


def _most_common(values: Iterable[str]) -> str:
    votes = Counter(value for value in values if value)
    return max(votes, key=lambda v: (votes[v], v), default="")

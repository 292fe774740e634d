"""What is true in a made-up history: its articles, answers and looks, whoever learns of them when.

`Story.clocks` gives the verdicts of the same facts taken in the order of time, from nothing.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from monitor.domain.article import believed
from monitor.domain.channel import Channel, ChannelKind, Reader
from monitor.domain.clock import Clock
from monitor.domain.incident import IncidentFacts
from monitor.domain.joining import Finding, join
from monitor.domain.policy import Policy
from monitor.domain.response import Link, Response, ResponseKind
from monitor.domain.severity import Category, Figures, Grading
from monitor.domain.sight import Look, Watch
from monitor.domain.timing import time_incident
from monitor.domain.when import When
from monitor.domain.words import Words

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
EVERY = timedelta(minutes=80)  # patience: four hours

GOV = Channel("gov", "政府网", ChannelKind.OFFICIAL, Reader.LIST, "http://gov.example/", "", EVERY)
WATER = Channel(
    "water", "水务局", ChannelKind.OFFICIAL, Reader.LIST, "http://w.example/", "water", EVERY
)
NEWS = Channel("news", "新闻网", ChannelKind.NEWS, Reader.LIST, "http://news.example/")
CHANNELS = {channel.name: channel for channel in (GOV, WATER, NEWS)}


@dataclass(frozen=True, slots=True)
class Told:
    """One article: a report, or with `answers` an authority's answer; `sure` where it surely is."""

    number: int
    published: When
    seen: datetime
    occurred: When | None = None
    grading: Grading = field(default_factory=Grading)
    units: tuple[str, ...] = ()
    answers: ResponseKind | None = None
    sure: bool = True

    @property
    def finding(self) -> Finding:
        """What it contributes to its incident."""
        kind = ChannelKind.OFFICIAL if self.answers else ChannelKind.NEWS
        return Finding(
            article=str(self.number),
            channel_kind=kind,
            title=f"第{self.number}篇",
            when=believed(self.published, self.seen),
            first_seen_at=self.seen,
            category=Category.FIRE,
            figures=Figures(),
            as_of=None,
            grading=self.grading,
            occurred=self.occurred,
            units=self.units,
            place="",
            authority=self.answers is not None,
            duplicate=False,
        )


@dataclass(slots=True)
class Answer:
    """Which incident an article answers, and who says so."""

    incident: int
    link: Link


@dataclass
class Story:
    """The facts so far, and the moment it is."""

    policy: Policy
    now: datetime = START
    told: dict[int, Told] = field(default_factory=dict)
    filed: dict[int, int | None] = field(default_factory=dict)
    answers: dict[int, Answer] = field(default_factory=dict)
    looks: list[Look] = field(default_factory=list)
    kept: dict[int, IncidentFacts] = field(default_factory=dict)

    def articles(self, incident: int) -> list[Told]:
        """The articles of an incident in the order in which they were told."""
        return [told for number, told in self.told.items() if self.filed.get(number) == incident]

    def watches(self) -> tuple[Watch, ...]:
        """Our looks at the official channels."""
        return tuple(
            Watch(c.name, c.title, c.owner, c.patience, tuple(self.looks)) for c in (GOV, WATER)
        )

    def facts(self, incident: int, *, in_order: bool = True) -> IncidentFacts:
        """What is known of an incident; by default as if all had come in the order of time."""
        told = self.articles(incident)
        if in_order:
            told = sorted(told, key=lambda one: (one.published.latest, one.number))
        if not told:
            return self.kept[incident]  # as it was before it was left empty
        numbers = [n for n, answer in self.answers.items() if answer.incident == incident]
        if in_order:
            numbers.sort(key=lambda n: (self.told[n].published.latest, n))
        responses = tuple(self._response(number) for number in numbers)
        joined = join(one.finding for one in told)
        return IncidentFacts(
            id=str(incident),
            detected_at=joined.detected_at,
            first_public=joined.first_public,
            category=joined.category,
            grading=joined.grading,
            occurred=joined.occurred,
            graded_at=joined.graded_at,
            units=joined.units,
            responses=responses,
            answered_first=joined.answered_first,
            court_first=joined.court_first,
        )

    def _response(self, number: int) -> Response:
        told = self.told[number]
        kind = told.answers or ResponseKind.STATEMENT
        link = self.answers[number].link
        return Response(str(number), kind, told.finding.when, "县政府", link)

    def file(self, number: int, to: int | None) -> None:
        """A person files an article, and with it the answer it carries, under an incident."""
        before = self.filed[number]
        if before is not None and len(self.articles(before)) == 1:
            why = Words("已移出", "moved away")
            self.kept[before] = replace(self.facts(before), responses=(), dismissed=why)
        self.filed[number] = to
        answer = self.answers.get(number)
        if answer is not None and to is None:
            answer.link = Link.REJECTED
        elif answer is not None and to is not None:
            answer.incident = to

    def clocks(self, incident: int, *, in_order: bool = True) -> tuple[Clock, ...]:
        """The clocks of an incident, from nothing."""
        facts = self.facts(incident, in_order=in_order)
        return time_incident(facts, self.policy, self.watches(), self.now)

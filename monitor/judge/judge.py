"""The judge as the loop calls it: one reading of one article, and a memory of what was decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.domain.article import Article
from monitor.domain.channel import ChannelKind
from monitor.domain.judgement import Answering, Candidate, Judgement, ResponseReading
from monitor.domain.when import When
from monitor.judge.answer_terms import read_grams
from monitor.judge.grading import grade
from monitor.judge.grouping import Grouper, Placement
from monitor.judge.matching import Matcher
from monitor.judge.own_places import OwnPlaces
from monitor.judge.recognise import OFFICE_ZONE, is_court_stage, recognise
from monitor.judge.recounted import recounted
from monitor.judge.relevance import relevance
from monitor.judge.thresholds import Thresholds, measures
from monitor.judge.units import Unit, responsible_units
from monitor.text.categories import categorise
from monitor.text.exposure import exposed
from monitor.text.figures import read_figures
from monitor.text.occurrence import occurred
from monitor.text.places import Gazetteer


@dataclass(frozen=True, slots=True)
class JudgeSetup:
    """What an office configures: its places, its units, the zone in which its texts state time."""

    gazetteer: Gazetteer
    units: tuple[Unit, ...] = ()
    zone: ZoneInfo = OFFICE_ZONE
    thresholds: Thresholds = field(default_factory=Thresholds)


class Judge:
    """Reads articles against the incidents it remembers. Not safe for use by several threads.

    `read` changes nothing; the use case decides, stores, and tells the decision to `remember`.
    """

    def __init__(self, setup: JudgeSetup) -> None:
        self._setup = setup
        own = OwnPlaces.of(setup.gazetteer.jurisdiction)
        self._grouper = Grouper(setup.thresholds.belongs, own)
        self._matcher = Matcher(setup.zone, setup.thresholds.answers)
        self._measures = measures(setup.thresholds)
        self.heard = 0
        """The last entry of the event log whose corrections this memory holds."""

    def read(self, article: Article) -> Judgement:
        """Everything that can be said of an article, each part with its reasons."""
        title, text, zone = article.title, article.text, self._setup.zone
        official = article.channel_kind is ChannelKind.OFFICIAL
        category = categorise(title, text)
        figures = read_figures(title, text, article.published, zone)
        relevant = relevance(
            title,
            text,
            article.published,
            self._setup.gazetteer,
            category.category,
            figures=figures,
        )
        grading = grade(category.category, figures.figures, title, text, official=official)
        placement = self._grouper.place(article)
        response = recognise(article, zone)
        return Judgement(
            article=article.id,
            duplicate_of=placement.duplicate_of,
            relevance=relevant,
            category=category.category,
            figures=figures,
            grading=grading,
            occurred=occurred(title, text, article.published, zone),
            exposed=exposed(title, text, article.published, zone),
            court_stage=is_court_stage(title),
            recounted=() if placement.duplicate_of else recounted(article, zone),
            echoes=placement.echoes,
            units=responsible_units(title, text, category.category, self._setup.units),
            place=relevant.places[0] if relevant.places else "",
            belongs_to=_belongs(placement),
            response=response,
            answers=self._answers(article, response, placement),
            reasons=_reasons(
                (*relevant.reasons, *category.reasons, *grading.reasons, placement.reason), response
            ),
            category_reasons=category.reasons,
            runner_up=_runner_up(placement),
            measures=self._measures,
        )

    def remember(self, article: Article, incident: str | None) -> None:
        """Take over what was decided: the article is part of `incident`, or of none."""
        self._grouper.add(article, incident)
        if incident is None:
            if article.channel_kind is ChannelKind.OFFICIAL:
                self._matcher.learn(read_grams(article.title, article.text))
            return
        self._matcher.add(incident, article.title, article.text, self._began(article))

    def refile(self, incident: str, articles: Sequence[Article]) -> None:
        """Take over a correction: the incident consists of just these articles, oldest first."""
        self._grouper.refile(incident, articles)
        self._matcher.forget(incident)
        for article in articles:
            self._matcher.add(incident, article.title, article.text, self._began(article))

    def halves(self, incident: str) -> tuple[tuple[str, ...], ...]:
        """The articles of an incident in two clearly unlike halves, by id; empty where it is one.

        Costs a few milliseconds: ask when an incident has doubled, not at each article.
        """
        return self._grouper.parts(incident)

    def restore(self, pairs: Iterable[tuple[Article, str | None]]) -> None:
        """Rebuild the memory from the store, oldest first: articles with their incidents."""
        for article, incident in pairs:
            self.remember(article, incident)

    def forget_before(self, instant: datetime) -> None:
        """Drop what is older than `instant`. Costs a pass over the memory: call it daily."""
        self._grouper.forget_before(instant)
        self._matcher.forget_before(instant)

    def _began(self, article: Article) -> When:
        """From when on an answer may come: what an article tells happened before it was told."""
        told = article.when
        happened = occurred(article.title, article.text, article.published, self._setup.zone)
        if happened is None or happened.earliest >= told.earliest:
            return told
        return When(happened.earliest, told.latest, happened.source, happened.precision)

    def _answers(
        self, article: Article, response: ResponseReading | None, placement: Placement
    ) -> tuple[Candidate, ...]:
        """What a response may answer; the incident it belongs to counts for more."""
        if response is None:
            return ()
        found = self._matcher.candidates(article)
        own = placement.incident
        if own is None:
            return tuple(found)
        sure = placement.score >= self._setup.thresholds.surely_the_same
        for place, candidate in enumerate(found):
            if candidate.incident == own:
                found.insert(0, _confirmed(found.pop(place), placement, sure=sure))
                break
        return tuple(found)


def _confirmed(candidate: Candidate, placement: Placement, *, sure: bool) -> Candidate:
    """A candidate that grouping points at too."""
    verdict = Answering.AUTO if sure else max(
        candidate.verdict, Answering.REVIEW, key=_CERTAINTY.index
    )  # fmt: skip
    reason = f"{candidate.reason}；且归入该事件：{placement.reason}"
    return replace(candidate, verdict=verdict, reason=reason)


_CERTAINTY = (Answering.NONE, Answering.REVIEW, Answering.AUTO)


def _belongs(placement: Placement) -> Candidate | None:
    if placement.incident is None:
        return None
    return Candidate(
        placement.incident,
        round(placement.score, 4),
        Answering.AUTO,
        placement.reason,
        placement.measured,
    )


def _runner_up(placement: Placement) -> Candidate | None:
    """The best incident that was not joined; one to ask about where it fits as well."""
    if placement.rival is not None:
        other = placement.rival
        return Candidate(other.incident, round(other.score, 4), Answering.REVIEW, other.reason)
    if placement.incident is None and placement.nearest is not None:
        score = round(placement.score, 4)
        return Candidate(
            placement.nearest, score, Answering.NONE, placement.reason, placement.measured
        )
    return None


def _reasons(found: tuple[str, ...], response: ResponseReading | None) -> tuple[str, ...]:
    """All reasons in order, each once."""
    whole = (*found, response.reason) if response else found
    return tuple(dict.fromkeys(reason for reason in whole if reason))

"""The judge as the loop calls it: one reading of one article, and a memory of what was decided."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
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
from monitor.judge.recognise import OFFICE_ZONE, recognise
from monitor.judge.relevance import relevance
from monitor.judge.units import Unit, responsible_units
from monitor.text.categories import categorise
from monitor.text.figures import read_figures
from monitor.text.occurrence import occurred
from monitor.text.places import Gazetteer

_SURELY_THE_SAME = 0.75
"""From this grouping score on, an answer that belongs to an incident answers it without a card."""


@dataclass(frozen=True, slots=True)
class JudgeSetup:
    """What an office configures: its places, its units, the zone in which its texts state time."""

    gazetteer: Gazetteer
    units: tuple[Unit, ...] = ()
    zone: ZoneInfo = OFFICE_ZONE


class Judge:
    """Reads articles against the incidents it remembers. Not safe for use by several threads.

    `read` changes nothing; the use case decides, stores, and tells the decision to `remember`.
    """

    def __init__(self, setup: JudgeSetup) -> None:
        self._setup = setup
        self._grouper = Grouper()
        self._matcher = Matcher(setup.zone)

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
            units=responsible_units(title, text, category.category, self._setup.units),
            place=relevant.places[0] if relevant.places else "",
            belongs_to=_belongs(placement),
            response=response,
            answers=self._answers(article, response, placement),
            reasons=_reasons(
                (*relevant.reasons, *category.reasons, *grading.reasons, placement.reason), response
            ),
        )

    def remember(self, article: Article, incident: str | None) -> None:
        """Take over what was decided: the article is part of `incident`, or of none."""
        self._grouper.add(article, incident)
        if incident is None:
            if article.channel_kind is ChannelKind.OFFICIAL:
                self._matcher.learn(read_grams(article.title, article.text))
            return
        self._matcher.add(incident, article.title, article.text, self._began(article))

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
        sure = placement.score >= _SURELY_THE_SAME
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
        placement.incident, round(placement.score, 4), Answering.AUTO, placement.reason
    )


def _reasons(found: tuple[str, ...], response: ResponseReading | None) -> tuple[str, ...]:
    """All reasons in order, each once."""
    whole = (*found, response.reason) if response else found
    return tuple(dict.fromkeys(reason for reason in whole if reason))

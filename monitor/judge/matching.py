"""Which incident an official publication answers.

An answer is short, formal, and repeats the matter in the office's words: names, places, figures and
the questioner's own title are what it shares with the incident. Pairs and triples of characters
find them; time says which of several like matters is meant.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.domain.article import Article
from monitor.domain.judgement import Answering, Candidate
from monitor.domain.response import ResponseKind
from monitor.domain.when import When
from monitor.judge.answer_terms import AnswerTerms, Grams, bare, quotes, read_grams
from monitor.judge.neighbours import NeighbourIndex
from monitor.judge.recognise import recognise

_MOST = 10
_NEIGHBOURS = 400  # many of them began too late to be meant
_POSTINGS = 4096  # open matters are few, and every one must be found
_REMEMBERED_PER_INCIDENT = 6  # its first articles: what was said before anybody answered
_FADES_OVER = timedelta(days=60)
"""Answers come within days or weeks; of two like matters the younger is the likelier one."""
_QUOTED = 0.15  # added where the answer quotes the incident's own title
_AUTO = 0.15
_AUTO_ALONE = 0.7
"""By itself only where no other incident, and in a batch no other answer, comes nearer than this
share of the score."""
_REVIEW = 0.06


@dataclass(frozen=True, slots=True)
class _Known:
    incident: str
    bare_title: str
    at: When


@dataclass(frozen=True, slots=True)
class _Ranked:
    incident: str
    score: float
    quoted: bool


class Matcher:
    """Open incidents by what their first articles say; finds the one a publication answers."""

    def __init__(self) -> None:
        self._terms = AnswerTerms()
        self._index = NeighbourIndex(_POSTINGS)
        self._known: dict[str, _Known] = {}
        self._count: dict[str, int] = {}

    def learn(self, grams: Grams) -> None:
        """Take note of a text's words, so that what every answer says counts for little."""
        self._terms.learn(grams)

    def add(self, incident: str, title: str, text: str, at: When) -> None:
        """Remember an article of an incident; after the first few the rest adds nothing."""
        grams = read_grams(title, text)
        self._terms.learn(grams)
        self.remember(incident, title, grams, at)

    def remember(self, incident: str, title: str, grams: Grams, at: When) -> None:
        """As `add`, for an article whose words were learnt before."""
        number = self._count.get(incident, 0)
        if number >= _REMEMBERED_PER_INCIDENT:
            return
        self._count[incident] = number + 1
        name = f"{incident}\n{number}"
        self._known[name] = _Known(incident, bare(title[:200]), at)
        self._index.add(name, self._terms.vector(grams), at.latest)

    def candidates(self, response: Article) -> list[Candidate]:
        """The incidents a publication may answer, at most 10, best first."""
        grams = read_grams(response.title, response.text)
        return _with_verdicts(self.rank(response, grams))

    def rank(self, response: Article, grams: Grams) -> list[_Ranked]:
        """The incidents by score. One that began after the answer was published is left out."""
        at = response.when
        best: dict[str, _Ranked] = {}
        for neighbour in self._index.query(self._terms.vector(grams), _NEIGHBOURS, 0.002):
            known = self._known[neighbour.id]
            if at.latest < known.at.earliest:
                continue
            quoted = quotes(response.text, known.bare_title)
            age = max(at.latest - known.at.latest, timedelta(0))
            score = neighbour.cosine * math.exp(-age / _FADES_OVER) + _QUOTED * quoted
            if known.incident not in best or best[known.incident].score < score:
                best[known.incident] = _Ranked(known.incident, score, quoted)
        return sorted(best.values(), key=lambda ranked: -ranked.score)[:_MOST]

    def forget_before(self, instant: datetime) -> None:
        """Drop articles older than `instant`."""
        self._index.forget_before(instant)
        self._known = {
            name: known for name, known in self._known.items() if known.at.latest >= instant
        }
        alive = {known.incident for known in self._known.values()}
        self._count = {name: count for name, count in self._count.items() if name in alive}


def _with_verdicts(ranked: list[_Ranked], rival: float = 0.0) -> list[Candidate]:
    """`rival`: the best score any other answer of the batch has for the first incident."""
    second = ranked[1].score if len(ranked) > 1 else 0.0
    return [
        _candidate(one, max(second, rival) if place == 0 else math.inf)
        for place, one in enumerate(ranked)
    ]


def _candidate(ranked: _Ranked, rival: float) -> Candidate:
    grounds = "引用了原标题" if ranked.quoted else "名称、地点、用语相合"
    if ranked.score >= _AUTO and rival <= _AUTO_ALONE * ranked.score:
        verdict, reason = Answering.AUTO, f"{grounds}，且无相近的其他事件"
    elif ranked.score >= _REVIEW:
        doubt = "与其他事件也相近" if rival > _AUTO_ALONE * ranked.score else "把握不足"
        verdict, reason = Answering.REVIEW, f"{grounds}，{doubt}，请人工确认"
    else:
        verdict, reason = Answering.NONE, "相同之处太少"
    return Candidate(ranked.incident, round(ranked.score, 4), verdict, reason)


def match(
    incidents: Iterable[Article], responses: Iterable[Article]
) -> Iterator[dict[str, object]]:
    """Match a batch; one row a response, in input order, as the `match` command prints it.

    Letters to an office are answered one by one, so within a batch each letter goes to the answer
    that fits it best. Statements, conferences and the like may share an incident.
    """
    given = list(responses)
    ranked = _rank_all(list(incidents), given)
    kinds = [reading.kind if reading else None for reading in map(recognise, given)]
    letters = {
        place for place, kind in enumerate(kinds) if kind in (None, ResponseKind.WEBSITE_REPLY)
    }
    assigned = _one_to_one(ranked, letters)
    rivals = _rivals(ranked, letters)
    for place, (article, kind) in enumerate(zip(given, kinds, strict=True)):
        order = _first(ranked[place], assigned.get(place))
        rival = rivals[order[0].incident].other_than(place) if order and place in letters else 0.0
        yield {
            "id": article.id,
            "kind": kind.value if kind else None,
            "candidates": [_row(candidate) for candidate in _with_verdicts(order, rival)],
        }


def _rank_all(incidents: list[Article], responses: list[Article]) -> list[list[_Ranked]]:
    """Every response's ranking, after all texts of the batch have been learnt."""
    matcher = Matcher()
    asked = [read_grams(article.title, article.text) for article in incidents]
    answered = [read_grams(article.title, article.text) for article in responses]
    for grams in [*asked, *answered]:
        matcher.learn(grams)
    for article, grams in zip(incidents, asked, strict=True):
        matcher.remember(article.id, article.title, grams, article.when)
    return [
        matcher.rank(article, grams) for article, grams in zip(responses, answered, strict=True)
    ]


def _row(candidate: Candidate) -> dict[str, object]:
    return {
        "incident": candidate.incident,
        "score": candidate.score,
        "verdict": candidate.verdict.value,
        "reason": candidate.reason,
    }


def _one_to_one(ranked: list[list[_Ranked]], letters: set[int]) -> dict[int, str]:
    """For each answering letter its incident, the surest pairs first, each incident once."""
    pairs = sorted((-one.score, place, one.incident) for place in letters for one in ranked[place])
    assigned: dict[int, str] = {}
    taken: set[str] = set()
    for _, place, incident in pairs:
        if place not in assigned and incident not in taken:
            assigned[place] = incident
            taken.add(incident)
    return assigned


@dataclass(slots=True)
class _Rivals:
    """The two answers of a batch that fit one incident best."""

    first: int = -1
    best: float = 0.0
    second: float = 0.0

    def other_than(self, place: int) -> float:
        return self.second if place == self.first else self.best


def _rivals(ranked: list[list[_Ranked]], letters: set[int]) -> dict[str, _Rivals]:
    rivals: dict[str, _Rivals] = {}
    for place in sorted(letters):
        for one in ranked[place]:
            known = rivals.setdefault(one.incident, _Rivals())
            if one.score > known.best:
                known.first, known.best, known.second = place, one.score, known.best
            elif one.score > known.second:
                known.second = one.score
    return rivals


def _first(ranked: list[_Ranked], incident: str | None) -> list[_Ranked]:
    """The ranking with the assigned incident put first."""
    return sorted(ranked, key=lambda one: one.incident != incident) if incident else ranked

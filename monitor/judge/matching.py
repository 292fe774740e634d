"""Which incident an official publication answers.

An answer is short, formal, and repeats the matter in the office's words: names, places, figures and
the questioner's own title are what it shares with the incident. Pairs and triples of characters
find them; time says which of several like matters is meant, and so do the other answers of a batch.
"""

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.domain.article import Article
from monitor.domain.judgement import Answering, Candidate
from monitor.domain.response import ResponseKind
from monitor.domain.when import When
from monitor.judge.answer_terms import AnswerTerms, Grams, bare, quotes, read_grams
from monitor.judge.folding import folded
from monitor.judge.neighbours import NeighbourIndex
from monitor.judge.pairing import Fit, Signs, alone, bars, in_batch, one_to_one, strength
from monitor.judge.recognise import OFFICE_ZONE, recognise
from monitor.text.dates import find_dates, read_time

_MOST = 10
_NEIGHBOURS = 400  # many of them began too late to be meant
_RECENT = 60  # what was asked last before an answer: some answers name nothing
_COMPARED = 60  # of them all, those that the words are compared with in full
_POSTINGS = 4096  # open matters are few, and every one must be found
_REMEMBERED_PER_INCIDENT = 6  # its first articles: what was said before anybody answered
_LEAST_COSINE = 0.002
_CLOSING = 40  # characters at the end of an answer in which it is dated
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Known:
    incident: str
    bare_title: str
    grams: frozenset[str]
    at: When


@dataclass(frozen=True, slots=True)
class _Answer:
    """What is asked of every incident: the answer's words, and when it was given."""

    text: str
    rarity: dict[str, float]
    published: datetime
    given: datetime
    """The end of the day at the answer's foot: it may be put online much later."""


class Matcher:
    """Open incidents by what their first articles say; finds the one a publication answers."""

    def __init__(self, zone: ZoneInfo = OFFICE_ZONE) -> None:
        """`zone`: the one in which answers are dated."""
        self._zone = zone
        self._terms = AnswerTerms()
        self._index = NeighbourIndex(_POSTINGS)
        self._known: dict[str, _Known] = {}
        self._by_time: list[tuple[datetime, str]] = []
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
        self._known[name] = _Known(incident, bare(title[:200]), grams.all, at)
        self._index.add(name, self._terms.vector(grams), at.latest)
        insort(self._by_time, (at.latest, name))

    def candidates(self, response: Article) -> list[Candidate]:
        """The incidents a publication may answer, at most 10, best first."""
        fits = self.fits(response, read_grams(response.title, response.text))
        return _with_verdicts(list(zip(fits, alone(fits), strict=True)), bars().alone)

    def fits(self, response: Article, grams: Grams) -> list[Fit]:
        """The incidents that may be meant, strongest first: none begun after the publication."""
        best: dict[str, Fit] = {}
        for incident, signs in self.signs(response, grams):
            fit = Fit(incident, strength(signs), signs.quoted)
            if incident not in best or best[incident].strength < fit.strength:
                best[incident] = fit
        return sorted(best.values(), key=lambda fit: -fit.strength)

    def signs(self, response: Article, grams: Grams) -> list[tuple[str, Signs]]:
        """What speaks for each of the likeliest incidents, once for each article they have."""
        if not grams.all:
            return []
        answer = _Answer(
            response.text,
            self._terms.rarities(grams.all),
            response.when.latest,
            _given(response, self._zone),
        )
        found = [
            (known, _signs(known, answer, cosine)) for known, cosine in self._near(answer, grams)
        ]
        found.sort(key=lambda pair: -strength(pair[1]))  # by what is cheap to know
        return [
            (known.incident, _in_full(known, answer, signs)) for known, signs in found[:_COMPARED]
        ]

    def _near(self, answer: _Answer, grams: Grams) -> list[tuple[_Known, float]]:
        """The articles nearest by words or by time, with their cosines."""
        cosines = {
            near.id: near.cosine
            for near in self._index.query(self._terms.vector(grams), _NEIGHBOURS, _LEAST_COSINE)
        }
        for name in self._asked_before(answer.given):
            cosines.setdefault(name, 0.0)
        return [
            (self._known[name], cosine)
            for name, cosine in cosines.items()
            if self._known[name].at.earliest <= answer.published
        ]

    def _asked_before(self, instant: datetime) -> list[str]:
        end = bisect_right(self._by_time, instant, key=lambda entry: entry[0])
        return [name for _, name in self._by_time[max(0, end - _RECENT) : end]]

    def forget_before(self, instant: datetime) -> None:
        """Drop articles older than `instant`."""
        self._index.forget_before(instant)
        self._by_time = [entry for entry in self._by_time if entry[0] >= instant]
        self._known = {name: self._known[name] for _, name in self._by_time}
        alive = {known.incident for known in self._known.values()}
        self._count = {name: count for name, count in self._count.items() if name in alive}


def _given(response: Article, zone: ZoneInfo) -> datetime:
    """When an answer was given by the date at its foot, else when it was published."""
    published = response.when.latest
    foot = folded(response.text)[-_CLOSING:]
    for start, end in reversed(find_dates(foot)):
        dated = read_time(foot[start:end], zone, published, "signed")
        if dated is not None:
            return min(dated.latest, published)
    return published


def _signs(known: _Known, answer: _Answer, cosine: float) -> Signs:
    days = max(answer.given - known.at.latest, timedelta(0)) / _DAY
    return Signs(cosine, 0.0, False, days, answer.given < known.at.earliest)


def _in_full(known: _Known, answer: _Answer, signs: Signs) -> Signs:
    shared = sum(answer.rarity[gram] ** 2 for gram in known.grams & answer.rarity.keys())
    quoted = quotes(answer.text, known.bare_title)
    return Signs(signs.cosine, shared, quoted, signs.days, signs.signed_before)


def _with_verdicts(fits: Sequence[tuple[Fit, float]], bar: float) -> list[Candidate]:
    """Fits with their probabilities, in order; only the first may be taken without a person."""
    return [
        _candidate(fit, probability, sure=place == 0 and probability >= bar)
        for place, (fit, probability) in enumerate(fits[:_MOST])
    ]


def _candidate(fit: Fit, probability: float, *, sure: bool) -> Candidate:
    grounds = "引用了原标题" if fit.quoted else "名称、地点、用语相合"
    if sure:
        verdict, reason = Answering.AUTO, f"{grounds}，且无相近的其他事件"
    elif fit.strength >= bars().review:
        rivalled = probability < 1 / 2 < _by_itself(fit)
        doubt = "与其他事件也相近" if rivalled else "把握不足"
        verdict, reason = Answering.REVIEW, f"{grounds}，{doubt}，请人工确认"
    else:
        verdict, reason = Answering.NONE, "相同之处太少"
    return Candidate(fit.incident, round(probability, 4), verdict, reason)


def _by_itself(fit: Fit) -> float:
    """The probability there would be without any rival."""
    return alone([fit])[0]


def match(
    incidents: Iterable[Article], responses: Iterable[Article]
) -> Iterator[dict[str, object]]:
    """Match a batch; one row a response, in input order, as the `match` command prints it.

    Letters to an office are answered one by one, so within a batch each letter goes to the answer
    that fits it best. Statements, conferences and the like may share an incident.
    """
    given = list(responses)
    fits = _all_fits(list(incidents), given)
    kinds = [reading.kind if reading else None for reading in map(recognise, given)]
    letters = {
        place for place, kind in enumerate(kinds) if kind in (None, ResponseKind.WEBSITE_REPLY)
    }
    probabilities = in_batch(fits, letters)
    assigned = one_to_one(fits, probabilities, letters)
    for place, (article, kind) in enumerate(zip(given, kinds, strict=True)):
        pairs = zip(fits[place], probabilities[place], strict=True)
        order = _first(list(pairs), assigned.get(place))
        bar = bars().batch if place in letters else bars().alone
        yield {
            "id": article.id,
            "kind": kind.value if kind else None,
            "candidates": [_row(candidate) for candidate in _with_verdicts(order, bar)],
        }


def _all_fits(incidents: list[Article], responses: list[Article]) -> list[list[Fit]]:
    """Every response's fits, after all texts of the batch have been learnt."""
    matcher = Matcher()
    asked = [read_grams(article.title, article.text) for article in incidents]
    answered = [read_grams(article.title, article.text) for article in responses]
    for grams in [*asked, *answered]:
        matcher.learn(grams)
    for article, grams in zip(incidents, asked, strict=True):
        matcher.remember(article.id, article.title, grams, article.when)
    return [
        matcher.fits(article, grams) for article, grams in zip(responses, answered, strict=True)
    ]


def _row(candidate: Candidate) -> dict[str, object]:
    return {
        "incident": candidate.incident,
        "score": candidate.score,
        "verdict": candidate.verdict.value,
        "reason": candidate.reason,
    }


def _first(fits: list[tuple[Fit, float]], incident: str | None) -> list[tuple[Fit, float]]:
    """The likeliest first, and before it the incident that was assigned."""
    return sorted(fits, key=lambda pair: (pair[0].incident != incident, -pair[1]))

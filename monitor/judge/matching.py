"""Which incident an official publication answers.

An answer is short, formal, and repeats the matter in the office's words: names, places, figures and
the questioner's own title are what it shares with the incident. Pairs and triples of characters
find them; time says which of several like matters is meant, and so do the other answers of a batch.
"""

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from monitor.domain.article import Article
from monitor.domain.judgement import Answering, Candidate
from monitor.domain.response import ResponseKind
from monitor.domain.when import When
from monitor.judge.answer_terms import (
    AnswerTerms,
    Grams,
    bare,
    read_grams,
)
from monitor.judge.comparison import Asked, Comparison, Known, heaviest, likeliest
from monitor.judge.folding import folded
from monitor.judge.neighbours import NeighbourIndex
from monitor.judge.pairing import (
    Fit,
    Signs,
    alone,
    bars,
    in_batch,
    named_features,
    one_to_one,
    strength,
)
from monitor.judge.recognise import OFFICE_ZONE, recognise
from monitor.text.dates import find_dates, read_time

_MOST = 10
_NEIGHBOURS = 100  # many of them began too late to be meant
_RECENT = 40  # what was asked last before an answer: some answers name nothing
_COMPARED = 32  # of them all, those that the words are compared with in full
_POSTINGS = 4096  # open matters are few, and every one must be found
_INDEXED = 120  # the weightiest grams of an article, by which it is found
_ASKED = 100  # the weightiest grams of an answer, by which it finds
_LOOKED_UP = 20_000  # postings looked up for an answer, the weightiest grams' first
_KEPT = 700  # the weightiest grams of an article that are compared in full
_REMEMBERED_PER_INCIDENT = 6  # its first articles: what was said before anybody answered
_LEAST_COSINE = 0.002
_CLOSING = 40  # characters at the end of an answer in which it is dated


class Matcher:
    """Open incidents by what their first articles say; finds the one a publication answers.

    The cost of either grows neither with the incidents remembered nor with their articles.
    """

    def __init__(self, zone: ZoneInfo = OFFICE_ZONE, sure_from: float | None = None) -> None:
        """`zone`: the one in which answers are dated; `sure_from`: the probability from which an
        answer is taken without a person (that of `matching.toml` where it is not given)."""
        self._zone = zone
        self._sure_from = bars().alone if sure_from is None else sure_from
        self._terms = AnswerTerms()
        self._index = NeighbourIndex(_POSTINGS)
        self._known: dict[str, Known] = {}
        self._by_time: list[tuple[datetime, str]] = []
        self._names: dict[str, list[str]] = {}
        self._added = 0
        self._comparison = Comparison()

    def learn(self, grams: Grams) -> None:
        """Take note of a text's words, so that what every answer says counts for little."""
        self._terms.learn(grams)

    def add(self, incident: str, title: str, text: str, at: When) -> None:
        """Remember an article of an incident; after the first few the rest adds nothing.

        Nor are its words counted then: a great incident must not make its own name look common.
        """
        if len(self._names.get(incident, ())) >= _REMEMBERED_PER_INCIDENT:
            return
        grams = read_grams(title, text)
        self._terms.learn(grams)
        self.remember(incident, title, grams, at)

    def remember(self, incident: str, title: str, grams: Grams, at: When) -> None:
        """As `add`, for an article whose words were learnt before."""
        names = self._names.setdefault(incident, [])
        if len(names) >= _REMEMBERED_PER_INCIDENT:
            return
        self._added += 1
        name = str(self._added)
        names.append(name)
        weights = self._terms.weights(grams)
        numbers, weights = heaviest(grams.numbers, weights, _KEPT)
        self._known[name] = Known(
            incident,
            bare(title[:200]),
            numbers,
            weights.astype(np.float16),
            at.earliest.timestamp(),
            at.latest.timestamp(),
        )
        found_by, theirs = heaviest(numbers, weights, _INDEXED)
        vector = dict(zip(found_by.tolist(), theirs.tolist(), strict=True))
        self._index.add(name, vector, at.latest)
        insort(self._by_time, (at.latest, name))

    def candidates(self, response: Article) -> list[Candidate]:
        """The incidents a publication may answer, at most 10, best first."""
        fits = self.fits(response, read_grams(response.title, response.text))
        return _with_verdicts(list(zip(fits, alone(fits), strict=True)), self._sure_from)

    def fits(self, response: Article, grams: Grams) -> list[Fit]:
        """The incidents that may be meant, strongest first: none begun after the publication."""
        best: dict[str, Fit] = {}
        for incident, signs in self.signs(response, grams):
            fit = Fit(incident, strength(signs), signs.quoted, signs)
            if incident not in best or best[incident].strength < fit.strength:
                best[incident] = fit
        return sorted(best.values(), key=lambda fit: -fit.strength)

    def signs(self, response: Article, grams: Grams) -> list[tuple[str, Signs]]:
        """What speaks for each of the likeliest incidents, once for each article they have."""
        if not len(grams.numbers):
            return []
        answer = Asked(
            response.text,
            grams.numbers,
            self._terms.weights(grams),
            self._terms.rarities(grams.numbers),
            response.when.latest,
            _given(response, self._zone),
        )
        found, cosines = self._near(answer)
        if not found:
            return []
        likely = likeliest(found, cosines, answer)[:_COMPARED]
        return self._comparison.in_full([found[place] for place in likely], answer)

    def _near(self, answer: Asked) -> tuple[list[Known], list[float]]:
        """The articles nearest by words or by time, with their cosines as far as looked up."""
        cosines = {
            near.id: near.cosine
            for near in self._index.query(self._asked_for(answer), _NEIGHBOURS, _LEAST_COSINE)
        }
        for name in self._asked_before(answer.given):
            cosines.setdefault(name, 0.0)
        published = answer.published.timestamp()
        known = [(self._known.get(name), cosine) for name, cosine in cosines.items()]
        alive = [(one, cosine) for one, cosine in known if one and one.earliest <= published]
        return [one for one, _ in alive], [cosine for _, cosine in alive]

    def _asked_for(self, answer: Asked) -> dict[int, float]:
        """The grams to find incidents by: the weightiest, as long as few texts have them."""
        numbers, weights = heaviest(answer.numbers, answer.weights, _ASKED)
        order = np.argsort(-weights, kind="stable")
        postings = np.minimum(self._terms.seen(numbers[order]), _POSTINGS).cumsum()
        chosen = order[: max(1, int(np.searchsorted(postings, _LOOKED_UP)))]
        return dict(zip(numbers[chosen].tolist(), weights[chosen].tolist(), strict=True))

    def _asked_before(self, instant: datetime) -> list[str]:
        end = bisect_right(self._by_time, instant, key=lambda entry: entry[0])
        return [name for _, name in self._by_time[max(0, end - _RECENT) : end]]

    def forget(self, incident: str) -> None:
        """Drop an incident, which `add` then builds anew."""
        gone = set(self._names.pop(incident, ()))
        self._by_time = [entry for entry in self._by_time if entry[1] not in gone]
        for name in gone:
            self._known.pop(name, None)

    def forget_before(self, instant: datetime) -> None:
        """Drop articles older than `instant`."""
        self._index.forget_before(instant)
        self._by_time = [entry for entry in self._by_time if entry[0] >= instant]
        self._known = {name: self._known[name] for _, name in self._by_time}
        alive = {known.incident for known in self._known.values()}
        self._names = {
            incident: self._names[incident] for incident in self._names if incident in alive
        }


def _given(response: Article, zone: ZoneInfo) -> datetime:
    """When an answer was given by the date at its foot, else when it was published."""
    published = response.when.latest
    foot = folded(response.text)[-_CLOSING:]
    for start, end in reversed(find_dates(foot)):
        dated = read_time(foot[start:end], zone, published, "signed")
        if dated is not None:
            return min(dated.latest, published)
    return published


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
    seen = named_features(fit.signs) if fit.signs else {}
    return Candidate(fit.incident, round(probability, 4), verdict, reason, seen)


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

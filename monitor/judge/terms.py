"""What a text is about, as weighted character bigrams; and how rare each bigram is.

Chinese needs no tokeniser here: pairs of Han characters carry names, places and deeds alike, and
what splits a township's name wrongly in every tokeniser stays whole in its bigrams.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from operator import itemgetter

from monitor.judge.tables import table

Vector = dict[str, float]
"""Terms with their weights; of unit length where it says so."""

# A figure with the word it counts (14时, 7.8级, 103人), a run of Han characters, a Latin name.
_RUN = re.compile(
    r"\d{1,9}(?:\.\d{1,3})?[\u4e00-\u9fff]|[\u4e00-\u9fff]{2,200}|[a-z][a-z0-9]{1,15}"
)
LEAD = 250
"""Characters in which Chinese news states the whole matter."""
READ = 2000
"""Characters of a text that are looked at; what follows is background and other matters."""
_TITLE_WEIGHT = 4
_LEAD_WEIGHT = 2
_KEPT_TERMS = 150
_EXPECTED_INCIDENTS = 50  # keeps rarities sane while the memory is still nearly empty
# A column name or a site name behind the last bar or dash of a page title.
_TITLE_TAIL = re.compile(r"[|｜].*$|\s*[-_—–]+\s*[^-_—–]{2,12}$")


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one text: damped counts over the whole, and those of its title alone."""

    counts: Vector
    title: frozenset[str]


def read_terms(title: str, text: str) -> Terms:
    """The terms of a text; title and lead count for more, what stands far down not at all.

    `title` and `text` are in their matching form already.
    """
    counts: Counter[str] = Counter()
    named = list(_bigrams(_TITLE_TAIL.sub("", title[:200])))
    for term in named:
        counts[term] += _TITLE_WEIGHT
    for term in _bigrams(text[:LEAD]):
        counts[term] += _LEAD_WEIGHT
    counts.update(_bigrams(text[LEAD:READ]))
    damped = {term: 1 + math.log(count) for term, count in counts.items()}
    return Terms(damped, frozenset(named))


def terms_in(text: str) -> frozenset[str]:
    """The terms of a piece of text in matching form, without their counts."""
    return frozenset(_bigrams(text))


def _bigrams(text: str) -> Iterable[str]:
    grammar = grammatical()
    for run in _RUN.findall(text.lower()):
        if not _is_han(run[0]):
            yield run
            continue
        for at in range(len(run) - 1):
            if run[at] not in grammar and run[at + 1] not in grammar:
                yield run[at : at + 2]


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


@lru_cache(maxsize=1)
def grammatical() -> frozenset[str]:
    """Characters that hold sentences together: a bigram with one of them says nothing."""
    return frozenset("".join(table("common.toml")["grammatical"]))


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """Bigrams that any news text may carry, whatever it is about."""
    return frozenset(" ".join(table("common.toml")["bigrams"]).split())


class Rarity:
    """How rare a term is among incidents.

    Counted over incidents, not over articles: a great incident fills the window with its own
    name, and must not make that name look common.
    """

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()
        self._incidents = 0
        self._common = _common()

    def count(self, terms: list[str], *, new_incident: bool) -> None:
        """Note terms that an incident (or an article outside any) shows for the first time."""
        self._seen.update(terms)
        self._incidents += new_incident

    def vector(self, counts: Vector, kept: int = _KEPT_TERMS) -> Vector:
        """The `kept` weightiest terms, scaled to unit length."""
        weighted = self.weigh(counts)
        if len(weighted) > kept:
            weighted = dict(nlargest(kept, weighted.items(), key=itemgetter(1)))
        length = math.sqrt(sum(weight * weight for weight in weighted.values()))
        return {term: weight / length for term, weight in weighted.items()} if length else {}

    def weigh(self, counts: Vector) -> Vector:
        """Each count times its term's inverse incident frequency.

        Ordinary words of the trade count as often seen, however young the memory.
        """
        whole = self._incidents + _EXPECTED_INCIDENTS
        seen, log, common = self._seen, math.log, self._common
        ordinary = 0.1 * whole
        return {
            term: count
            * log(1 + whole / (seen.get(term, 0) + (ordinary if term in common else 0.5)))
            for term, count in counts.items()
        }


def cosine(one: Vector, other: Vector) -> float:
    """The likeness of two vectors of unit length, between 0 and 1."""
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[term] for term, weight in one.items() if term in other)

"""Pairs and triples of characters that an answer shares with what it answers."""

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from monitor.judge.folding import folded
from monitor.judge.tables import table
from monitor.judge.terms import Vector, grammatical

_READ = 1500
_TITLE_READ = 200
_KEPT = 500
_TITLE_WEIGHT = 3.0
_EXPECTED_TEXTS = 50
_RARITY_BENDS = 1.5  # what is rare says more of the matter than its bare frequency tells
_SHORTEST_QUOTE = 8
_RUN = re.compile(r"[\u4e00-\u9fffa-z0-9]{1,300}")
_NUMBERED = re.compile(r"[a-z]\d{1,6}|\d{1,9}(?:\.\d{1,3})?[\u4e00-\u9fff]?")  # k5, 12栋, 2.5万
_NO_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Grams:
    """How often each pair and triple stands in a text, and which stand in its title."""

    counts: dict[str, int]
    title: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        """The grams of title and text together."""
        return self.title.union(self.counts)


@lru_cache(maxsize=2)  # an article is matched and then learnt
def read_grams(title: str, text: str) -> Grams:
    """The grams of a text; a title is a summary, and is kept apart."""
    titled = _count(folded(title)[:_TITLE_READ])
    return Grams(_count(folded(text)[:_READ]), frozenset(titled))


def quotes(text: str, bare_title: str) -> bool:
    """Whether a text repeats a title word for word; the title is given as `bare` leaves it."""
    return len(bare_title) >= _SHORTEST_QUOTE and bare_title in bare(text)


@lru_cache(maxsize=4)  # one answer is compared with many incidents
def bare(text: str) -> str:
    """The letters and figures of a text's beginning, without anything between them."""
    return _NO_LETTERS.sub("", folded(text)[:_READ])


def _count(text: str) -> dict[str, int]:
    joints = grammatical()
    grams: list[str] = []
    for run in _RUN.findall(text.lower()):
        grams += _NUMBERED.findall(run)
        free = [character not in joints for character in run]
        pairs = [one and two for one, two in pairwise(free)]
        grams += [run[at : at + 2] for at, whole in enumerate(pairs) if whole]
        grams += [run[at : at + 3] for at, (one, two) in enumerate(pairwise(pairs)) if one and two]
    return Counter(grams)


class AnswerTerms:
    """How common each gram is among the texts seen, and vectors weighted by it."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()
        self._texts = 0
        self._formulas = _formulas()

    def learn(self, grams: Grams) -> None:
        """Count a text's grams."""
        self._seen.update(grams.all)
        self._texts += 1

    def vector(self, grams: Grams) -> Vector:
        """The weightiest grams of a text, of unit length."""
        rarity = self.rarities(grams.all)
        weights = {
            gram: (1 + math.log(count)) * rarity[gram] for gram, count in grams.counts.items()
        }
        for gram in grams.title:
            weights[gram] = weights.get(gram, 0.0) + _TITLE_WEIGHT * rarity[gram]
        kept = sorted(weights.items(), key=lambda item: -item[1])[:_KEPT]
        length = math.sqrt(sum(weight * weight for _, weight in kept))
        return {gram: weight / length for gram, weight in kept} if length else {}

    def rarities(self, grams: Iterable[str]) -> dict[str, float]:
        """How rare each gram is, between 0 (in every text) and 1 (in none seen so far)."""
        whole = self._texts + _EXPECTED_TEXTS
        seen, formulas, log, common = self._seen, self._formulas, math.log, 0.2 * whole
        rarest = log(1 + whole / 0.5)
        return {
            gram: (
                log(1 + whole / (seen.get(gram, 0) + (common if gram in formulas else 0.5)))
                / rarest
            )
            ** _RARITY_BENDS
            for gram in grams
        }


@lru_cache(maxsize=1)
def _formulas() -> frozenset[str]:
    return frozenset(" ".join(table("common.toml")["letters"]).split())

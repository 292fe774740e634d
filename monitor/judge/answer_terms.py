"""Pairs and triples of characters that an answer shares with what it answers."""

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from monitor.judge.tables import table
from monitor.judge.terms import Vector, grammatical
from monitor.text.normalise import matching_form

_READ = 1500
_KEPT = 500
_TITLE_WEIGHT = 3.0
_EXPECTED_TEXTS = 50
_SHORTEST_QUOTE = 8
_RUN = re.compile(r"[\u4e00-\u9fffa-z0-9]{1,300}")
_NUMBERED = re.compile(r"[a-z]\d{1,6}|\d{1,9}(?:\.\d{1,3})?[\u4e00-\u9fff]?")  # k5, 12栋, 2.5万
_NO_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Grams:
    """How often each pair and triple stands in a text, and which stand in its title."""

    counts: dict[str, int]
    title: frozenset[str]


def read_grams(title: str, text: str) -> Grams:
    """The grams of a text; a title is a summary, and is kept apart."""
    titled = _count(matching_form(title[:200]))
    return Grams(_count(matching_form(text[:_READ])), frozenset(titled))


def quotes(text: str, title: str) -> bool:
    """Whether a text repeats a title word for word."""
    wanted = _NO_LETTERS.sub("", matching_form(title[:200]))
    return len(wanted) >= _SHORTEST_QUOTE and wanted in _bare(text)


@lru_cache(maxsize=4)  # one answer is compared with many incidents
def _bare(text: str) -> str:
    return _NO_LETTERS.sub("", matching_form(text[:_READ]))


def _count(text: str) -> dict[str, int]:
    joints = grammatical()
    counts: Counter[str] = Counter()
    for run in _RUN.findall(text.lower()):
        counts.update(_NUMBERED.findall(run))
        for length in (2, 3):
            for at in range(len(run) - length + 1):
                gram = run[at : at + length]
                if joints.isdisjoint(gram):
                    counts[gram] += 1
    return counts


class AnswerTerms:
    """How common each gram is among the texts seen, and vectors weighted by it."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()
        self._texts = 0
        self._formulas = _formulas()

    def learn(self, grams: Grams) -> None:
        """Count a text's grams."""
        self._seen.update(grams.counts.keys() | grams.title)
        self._texts += 1

    def vector(self, grams: Grams) -> Vector:
        """The weightiest grams of a text, of unit length."""
        weights = {
            gram: (1 + math.log(count)) * self._rarity(gram) for gram, count in grams.counts.items()
        }
        for gram in grams.title:
            weights[gram] = weights.get(gram, 0.0) + _TITLE_WEIGHT * self._rarity(gram)
        kept = sorted(weights.items(), key=lambda item: -item[1])[:_KEPT]
        length = math.sqrt(sum(weight * weight for _, weight in kept))
        return {gram: weight / length for gram, weight in kept} if length else {}

    def _rarity(self, gram: str) -> float:
        whole = self._texts + _EXPECTED_TEXTS
        seen = self._seen.get(gram, 0) + (0.2 * whole if gram in self._formulas else 0.5)
        return math.log(1 + whole / seen)


@lru_cache(maxsize=1)
def _formulas() -> frozenset[str]:
    return frozenset(" ".join(table("common.toml")["letters"]).split())

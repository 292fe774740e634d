"""Pairs and triples of characters that an answer shares with what it answers.

Each is a number, so that a text is a short array and two texts are compared by looking numbers up.
"""

import re
import sys
import zlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from monitor.judge.folding import folded
from monitor.judge.tables import table
from monitor.judge.terms import beginnings, grammatical

GRAMS = 1 << 22
"""So many grams are told apart. Now and then two share a number and look a little more common
than they are; in return the memory has a bound."""

Numbers = NDArray[np.uint32]
Weights = NDArray[np.float32]

_READ = 1500
_TITLE_READ = 200
_KEPT = 500
_TITLE_WEIGHT = 3.0
_EXPECTED_TEXTS = 50
_RARITY_BENDS = 1.5  # what is rare says more of the matter than its bare frequency tells
_SHORTEST_QUOTE = 8
# k5, 12栋; it begins with one set of characters, so that the search skips all others.
_NUMBERED = re.compile(r"[\da-z](?:(?<=[a-z])\d{1,6}|(?<=\d)\d{0,8}[\u4e00-\u9fff]?)")
_NO_LETTERS = re.compile(r"[\W_]+")
_DAMPED = np.concatenate([[0.0], 1 + np.log(np.arange(1, _READ + 1))])
"""What a gram counts for that stands in a text so many times."""
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(64 - 22)


@dataclass(frozen=True, slots=True)
class Grams:
    """The grams of a title and a text together, each once, in ascending order.

    `counts` says how often each stands in the text, `titled` whether it stands in the title.
    """

    numbers: Numbers
    counts: NDArray[np.int64]
    titled: NDArray[np.bool_]


@lru_cache(maxsize=2)  # an article is matched and then learnt
def read_grams(title: str, text: str) -> Grams:
    """The grams of a text; a title is a summary, and is kept apart."""
    title, text = folded(title)[:_TITLE_READ], folded(text)[:_READ]
    numbers, places = _grams(f"{title}\n{text}")
    keys = numbers << np.uint32(1) | (places < len(title))
    keys.sort()
    numbers = keys >> np.uint32(1)
    if not len(keys):
        return Grams(numbers, np.empty(0, np.int64), np.empty(0, np.bool_))
    firsts = beginnings(numbers)
    titled = np.add.reduceat(keys & np.uint32(1), firsts).astype(np.int64)
    ends = np.append(firsts[1:], len(keys))
    return Grams(numbers[firsts], ends - firsts - titled, titled > 0)


def quotes(text: str, bare_title: str) -> bool:
    """Whether a text repeats a title word for word; the title is given as `bare` leaves it."""
    return len(bare_title) >= _SHORTEST_QUOTE and bare_title in bare(text)


@lru_cache(maxsize=4)  # one answer is compared with many incidents
def bare(text: str) -> str:
    """The letters and figures of a text's beginning, without anything between them."""
    return _NO_LETTERS.sub("", folded(text)[:_READ])


def _grams(text: str) -> tuple[Numbers, NDArray[np.int64]]:
    """The grams of a text in matching form, as often as they stand there, and where they begin.

    Pairs and triples of letters and figures without grammar between them, and numbers as a whole.
    """
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
    free = _speaking()[codes]
    pairs = free[:-1] & free[1:]
    triples = (pairs[:-1] & free[2:]).nonzero()[0]
    first = pairs.nonzero()[0]
    codes = codes.astype(np.uint64)
    paired = codes[:-1] << np.uint64(21) | codes[1:]
    numbered = list(_NUMBERED.finditer(text))
    keys = [
        paired[first],
        paired[triples] << np.uint64(21) | codes[triples + 2],
        np.array([zlib.crc32(one.group().encode()) for one in numbered], np.uint64),
    ]
    places = [first, triples, np.array([one.start() for one in numbered], np.int64)]
    numbers = ((np.concatenate(keys) * _SPREAD) >> _SHIFT).astype(np.uint32)
    return numbers, np.concatenate(places)


@lru_cache(maxsize=1)
def _speaking() -> NDArray[np.bool_]:
    """Which characters grams are made of: Han, letters, figures, but none that only joins."""
    speaking = np.zeros(sys.maxunicode + 1, np.bool_)
    speaking[0x4E00:0xA000] = True
    speaking[[ord(one) for one in "abcdefghijklmnopqrstuvwxyz0123456789"]] = True
    speaking[[ord(one) for one in grammatical()]] = False
    return speaking


class AnswerTerms:
    """How common each gram is among the texts seen, and weights by that."""

    def __init__(self) -> None:
        self._seen = np.zeros(GRAMS, np.uint32)
        self._texts = 0
        self._formulas = _formulas()

    def learn(self, grams: Grams) -> None:
        """Count a text's grams."""
        self._seen[grams.numbers] += np.uint32(1)
        self._texts += 1

    def weights(self, grams: Grams) -> Weights:
        """The weight of each gram, of unit length together; 0 beyond the weightiest."""
        rarity = self.rarities(grams.numbers)
        counted = _DAMPED[grams.counts] + _TITLE_WEIGHT * grams.titled
        weights = rarity * counted.astype(np.float32)
        if len(weights) > _KEPT:
            weights[weights < np.partition(weights, -_KEPT)[-_KEPT]] = 0
        length = np.float32(np.sqrt(weights @ weights))
        scaled: Weights = weights / length if length else weights
        return scaled

    def rarities(self, numbers: Numbers) -> Weights:
        """How rare each gram is, between 0 (in every text) and 1 (in none seen so far)."""
        whole = self._texts + _EXPECTED_TEXTS
        floor = np.where(self._formulas[numbers], np.float32(0.2 * whole), np.float32(0.5))
        rarity = np.log1p(np.float32(whole) / (self._seen[numbers] + floor))
        bent: Weights = np.power(rarity / np.log1p(whole / 0.5), _RARITY_BENDS, dtype=np.float32)
        return bent

    def seen(self, numbers: Numbers) -> Numbers:
        """In how many of the texts each gram stood."""
        return self._seen[numbers]


@lru_cache(maxsize=1)
def _formulas() -> NDArray[np.bool_]:
    """Which grams belong to the formulas of letters and answers, however young the memory."""
    known = np.zeros(GRAMS, np.bool_)
    for formula in " ".join(table("common.toml")["letters"]).split():
        known[_grams(formula)[0]] = True
    return known

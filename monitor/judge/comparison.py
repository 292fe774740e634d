"""Holding an answer's words and time against the articles of incidents, many at once."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from monitor.judge.answer_terms import Numbers, Weights, quotes
from monitor.judge.pairing import Signs, rough

_PLACES = 1 << 17
_DAY = 86_400.0  # seconds


@dataclass(frozen=True, slots=True)
class Known:
    """An article of an incident: its weightiest grams, and its bounds in seconds since 1970."""

    incident: str
    bare_title: str
    numbers: Numbers
    weights: Weights
    earliest: float
    latest: float


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of every incident: the answer's words, and when it was given."""

    text: str
    numbers: Numbers
    weights: Weights
    rarity: Weights
    published: datetime
    given: datetime
    """The end of the day at the answer's foot: it may be put online much later."""


class Comparison:
    """Compares answers with articles. Not safe for use by several threads."""

    def __init__(self) -> None:
        self._place = np.zeros(_PLACES, np.uint16)
        """Where a gram of that remainder stands in the answer asked about, from 1; else 0."""

    def in_full(self, found: list[Known], answer: Asked) -> list[tuple[str, Signs]]:
        """The signs of the articles found, with all their words compared."""
        numbers = np.concatenate([known.numbers for known in found])
        hits, mine = self._shared(numbers, answer.numbers)
        ends = np.cumsum([len(known.numbers) for known in found])
        owners = np.searchsorted(ends, hits, "right")
        theirs = np.concatenate([known.weights for known in found])[hits]
        cosines = np.bincount(owners, answer.weights[mine] * theirs, len(found)).tolist()
        shared = np.bincount(owners, answer.rarity[mine] ** 2, len(found)).tolist()
        given = answer.given.timestamp()
        return [
            (
                known.incident,
                Signs(
                    cosine,
                    together,
                    quotes(answer.text, known.bare_title),
                    max(given - known.latest, 0.0) / _DAY,
                    given < known.earliest,
                ),
            )
            for known, cosine, together in zip(found, cosines, shared, strict=True)
        ]

    def _shared(
        self, numbers: Numbers, asked: Numbers
    ) -> tuple[NDArray[np.int64], NDArray[np.uint16]]:
        """At which places of `numbers` a gram of `asked` stands, and at which of `asked`.

        A small table of remainders rules out nearly all, and stays in the processor's cache.
        """
        remainders = asked & np.uint32(_PLACES - 1)
        self._place[remainders] = np.arange(1, len(asked) + 1)
        places = self._place[numbers & np.uint32(_PLACES - 1)]
        self._place[remainders] = 0
        hits = np.flatnonzero(places)
        mine = places[hits] - np.uint16(1)
        same = asked[mine] == numbers[hits]
        return hits[same], mine[same]


def heaviest(numbers: Numbers, weights: Weights, kept: int) -> tuple[Numbers, Weights]:
    """The `kept` weightiest grams with their weights, in ascending order."""
    if len(numbers) <= kept:
        return numbers, weights
    chosen = weights.argpartition(-kept)[-kept:]
    chosen.sort()
    return numbers[chosen], weights[chosen]


def likeliest(found: list[Known], cosines: list[float], answer: Asked) -> list[int]:
    """The places of the articles found, the likeliest first, by what is cheap to know."""
    given = answer.given.timestamp()
    days = np.maximum(given - np.array([known.latest for known in found]), 0.0) / _DAY
    before = given < np.array([known.earliest for known in found])
    order: list[int] = np.argsort(-rough(np.array(cosines), days, before), kind="stable").tolist()
    return order

"""How rare a term is among incidents, and vectors of terms weighted by that."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from monitor.judge.own_places import NOWHERE, OwnPlaces
from monitor.judge.terms import TERMS, Numbers, common_terms, genre_terms, numbers_of

KEPT_TERMS = 150
"""The weightiest terms of an article; the rest says little of which matter it tells."""
_EXPECTED_INCIDENTS = 150  # keeps rarities sane while the memory is still nearly empty
_COMMON_SHARE = np.float32(0.1)  # of all incidents, for ordinary words of the trade
_COMMON = np.log1p(1 / _COMMON_SHARE)
_OWN_SHARE = np.float32(0.5)  # of an office's incidents, for the names of its places
_LANDMARK_SHARE = np.float32(0.05)  # for its landmarks, which can be a matter of their own
_UNSEEN = np.float32(0.5)


class Weighted(NamedTuple):
    """Terms in ascending order with their weights; of unit length where it says so."""

    numbers: Numbers
    weights: NDArray[np.float32]

    def items(self) -> dict[int, float]:
        """The weights by term."""
        return dict(zip(self.numbers.tolist(), self.weights.tolist(), strict=True))

    def heaviest(self, kept: int) -> "Weighted":
        """The `kept` weightiest terms."""
        if len(self.numbers) <= kept:
            return self
        chosen = self.weights.argpartition(-kept)[-kept:]
        chosen.sort()
        return Weighted(self.numbers[chosen], self.weights[chosen])

    def bounded(self, most: int) -> "Weighted":
        """As it is; but where there are more than `most`, the heavier half of those."""
        return self if len(self.numbers) <= most else self.heaviest(most // 2)

    def unit(self) -> "Weighted":
        """Scaled to unit length; nothing stays nothing."""
        length = float(np.sqrt(self.weights @ self.weights))
        return Weighted(self.numbers, self.weights / np.float32(length)) if length else self


class Rarity:
    """How rare a term is among incidents.

    Counted over incidents, not over articles: a great incident fills the window with its own
    name, and must not make that name look common.
    """

    def __init__(self, own: OwnPlaces = NOWHERE) -> None:
        """`own`: the office's places, whose names are ordinary words in what it reads."""
        self._seen = np.zeros(TERMS, np.float32)  # exact up to 2 ** 24 incidents
        self._supposed = np.zeros(TERMS, np.float32)
        """The share of all incidents that a term is taken to stand in, besides those seen."""
        self._supposed[numbers_of(own.landmarks)] = _LANDMARK_SHARE
        self._supposed[common_terms()] = _COMMON_SHARE
        if own.names:
            self._supposed[genre_terms()] = _COMMON_SHARE
        self._supposed[numbers_of(own.names)] = _OWN_SHARE
        self._incidents = 0

    def count(self, numbers: Numbers, *, new_incident: bool) -> None:
        """Note terms that an incident (or an article outside any) shows for the first time."""
        self._seen[numbers] += np.float32(1)
        self._incidents += new_incident

    def vector(
        self, numbers: Numbers, counts: NDArray[np.float32], kept: int = KEPT_TERMS
    ) -> Weighted:
        """The `kept` weightiest terms, scaled to unit length."""
        return self.weigh(numbers, counts).heaviest(kept).unit()

    def weigh(self, numbers: Numbers, counts: NDArray[np.float32]) -> Weighted:
        """Each count times its term's inverse incident frequency.

        Ordinary words of the trade count as often seen, however young the memory.
        """
        return Weighted(numbers, counts * self._rarities(numbers))

    def names(self, numbers: Numbers, counts: NDArray[np.float32]) -> Weighted:
        """Each count times what its term tells of this matter alone, in names seen once before.

        0 for what one incident in ten speaks of; about 1 for a name.
        """
        once = np.log1p(self._whole() / (1 + _UNSEEN)) - _COMMON
        told = (self._rarities(numbers) - _COMMON) / once
        return Weighted(numbers, counts * np.minimum(np.maximum(told, 0), 1))

    def _whole(self) -> np.float32:
        return np.float32(self._incidents + _EXPECTED_INCIDENTS)

    def _rarities(self, numbers: Numbers) -> NDArray[np.float32]:
        seen, whole = self._seen[numbers], self._whole()
        seen += np.maximum(self._supposed[numbers] * whole, _UNSEEN)
        rarities: NDArray[np.float32] = np.log1p(whole / seen)
        return rarities


def cosine(one: Weighted, other: Weighted) -> float:
    """The likeness of two vectors of unit length, between 0 and 1."""
    shared, mine, theirs = np.intersect1d(
        one.numbers, other.numbers, assume_unique=True, return_indices=True
    )
    return float(one.weights[mine] @ other.weights[theirs]) if len(shared) else 0.0

"""The most similar documents in the window: an inverted index whose cost does not grow with it."""

from array import array
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

NEWEST = 512
"""Postings looked at per term, newest first: what keeps the cost the same at any size. A rare
term (a name, a place) never reaches it; a common one says little beyond recent documents."""

Weights = Mapping[str, float] | Mapping[int, float]
"""Terms, as words or as numbers, with their weights; of unit length, so that scores are cosines."""

_BUCKETS = 1 << 16
"""Documents are summed up in so many buckets first, whatever their number; only those of the best
buckets are told apart."""
_NOTHING = array("Q")
_SLOT = np.uint64(32)
_MASK = np.uint64(0xFFFFFFFF)


class Neighbour(NamedTuple):
    """A document of the index and its cosine with the text that was asked for."""

    id: str
    cosine: float


class NeighbourIndex:
    """Documents by their terms. A posting is a document's slot above the bits of its weight."""

    def __init__(self, newest: int = NEWEST) -> None:
        """`newest`: how many documents a term leads to at most (at least half of that)."""
        self._newest = newest
        self._postings: dict[str | int, array[int]] = {}
        self._ids: list[str] = []
        self._times: list[datetime] = []

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, name: str, vector: Weights, at: datetime) -> None:
        """Add a document by its id; `at` decides when `forget_before` drops it."""
        bits = np.fromiter(vector.values(), np.float32, len(vector)).view(np.uint32)
        packed = (bits.astype(np.uint64) | np.uint64(len(self._ids) << 32)).tolist()
        self._ids.append(name)
        self._times.append(at)
        known, newest = self._postings, self._newest
        terms: Iterable[str | int] = vector
        for term, postings, posting in zip(terms, map(known.get, terms), packed, strict=True):
            if postings is None:
                known[term] = array("Q", (posting,))
                continue
            if len(postings) >= newest:
                del postings[: len(postings) - newest // 2]
            postings.append(posting)

    def query(self, vector: Weights, count: int, floor: float = 0.02) -> list[Neighbour]:
        """The `count` nearest documents with a cosine of at least `floor`, nearest first."""
        terms: Iterable[str | int] = vector
        lists = [self._postings.get(term, _NOTHING) for term in terms]
        packed = np.frombuffer(b"".join(lists), np.uint64)
        if not len(packed):
            return []
        slots = (packed >> _SLOT).astype(np.int64)
        asked = np.repeat(list(vector.values()), list(map(len, lists)))
        parts = (packed & _MASK).astype(np.uint32).view(np.float32) * asked
        near, scores = _best(slots, parts, count, floor)
        return [
            Neighbour(self._ids[slot], score)
            for slot, score in zip(near.tolist(), scores.tolist(), strict=True)
        ]

    def forget_before(self, instant: datetime) -> None:
        """Drop documents older than `instant`. Costs a pass over the index: call it daily."""
        kept = [slot for slot, at in enumerate(self._times) if at >= instant]
        if len(kept) == len(self._ids):
            return
        renumbered = np.full(len(self._ids), -1, np.int64)
        renumbered[kept] = np.arange(len(kept))
        for term in list(self._postings):
            packed = np.frombuffer(self._postings[term], np.uint64)
            slots = renumbered[(packed >> _SLOT).astype(np.int64)]
            alive = slots >= 0
            if not alive.any():
                del self._postings[term]
                continue
            left = (slots[alive].astype(np.uint64) << _SLOT) | (packed[alive] & _MASK)
            self._postings[term] = array("Q", left.tobytes())
        self._ids = [self._ids[slot] for slot in kept]
        self._times = [self._times[slot] for slot in kept]


def _best(
    slots: NDArray[np.int64], parts: NDArray[np.float64], count: int, floor: float
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The slots with the greatest sums of their parts, greatest first, and these sums."""
    buckets = slots & (_BUCKETS - 1)
    sums = np.bincount(buckets, parts)
    bar = floor
    promising = sums[sums >= floor]
    if len(promising) > 2 * count:
        bar = float(np.partition(promising, -2 * count)[-2 * count])
    kept = (sums >= bar)[buckets].nonzero()[0]
    near, where = np.unique(slots[kept], return_inverse=True)
    scores = np.bincount(where, parts[kept], len(near)).astype(np.float64)
    order = (-scores).argsort(kind="stable")[:count]
    order = order[scores[order] >= floor]
    return near[order], scores[order]

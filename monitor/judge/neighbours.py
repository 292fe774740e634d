"""The most similar documents in the window: an inverted index over numpy postings."""

from datetime import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from monitor.judge.terms import Vector

NEWEST = 512
"""Postings looked at per term, newest first: what keeps the cost the same at any size. A rare
term (a name, a place) never reaches it; a common one says little beyond recent documents."""


class Neighbour(NamedTuple):
    """A document of the index and its cosine with the text that was asked for."""

    id: str
    cosine: float


class _Postings:
    """Where one term stands: document slots and weights, in the order they were added."""

    __slots__ = ("size", "slots", "weights")

    def __init__(self) -> None:
        self.slots: NDArray[np.int32] = np.empty(2, np.int32)
        self.weights: NDArray[np.float32] = np.empty(2, np.float32)
        self.size = 0

    def append(self, slot: int, weight: float, newest: int) -> None:
        if self.size == len(self.slots):
            self._make_room(newest)
        self.slots[self.size] = slot
        self.weights[self.size] = weight
        self.size += 1

    def _make_room(self, newest: int) -> None:
        kept = self.size if self.size < newest else newest // 2
        room = max(2, 2 * kept)
        slots, weights = np.empty(room, np.int32), np.empty(room, np.float32)
        slots[:kept] = self.slots[self.size - kept : self.size]
        weights[:kept] = self.weights[self.size - kept : self.size]
        self.slots, self.weights, self.size = slots, weights, kept

    def all(self) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        return self.slots[: self.size], self.weights[: self.size]

    def renumber(self, renumbered: NDArray[np.int32]) -> None:
        """Apply new slot numbers; -1 means that the document has gone."""
        slots = renumbered[self.slots[: self.size]]
        alive = slots >= 0
        self.slots, self.weights = slots[alive], self.weights[: self.size][alive]
        self.size = len(self.slots)
        if not self.size:
            self.slots, self.weights = np.empty(2, np.int32), np.empty(2, np.float32)


class NeighbourIndex:
    """Documents by their terms. Vectors are of unit length, so scores are cosines."""

    def __init__(self, newest: int = NEWEST) -> None:
        """`newest`: how many documents a term leads to at most (at least half of that)."""
        self._newest = newest
        self._postings: dict[str, _Postings] = {}
        self._ids: list[str] = []
        self._times: list[datetime] = []

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, name: str, vector: Vector, at: datetime) -> None:
        """Add a document by its id; `at` decides when `forget_before` drops it."""
        slot = len(self._ids)
        self._ids.append(name)
        self._times.append(at)
        for term, weight in vector.items():
            postings = self._postings.get(term)
            if postings is None:
                postings = self._postings[term] = _Postings()
            postings.append(slot, weight, self._newest)

    def query(self, vector: Vector, count: int, floor: float = 0.02) -> list[Neighbour]:
        """The `count` nearest documents with a cosine of at least `floor`, nearest first."""
        slots, weights = [], []
        for term, weight in vector.items():
            postings = self._postings.get(term)
            if postings is not None:
                where, theirs = postings.all()
                slots.append(where)
                weights.append(theirs * np.float32(weight))
        if not slots:
            return []
        scores = np.bincount(np.concatenate(slots), np.concatenate(weights), len(self._ids))
        near = np.flatnonzero(scores >= floor)
        if len(near) > count:
            near = near[np.argpartition(scores[near], -count)[-count:]]
        ordered = near[np.argsort(-scores[near], kind="stable")]
        return [Neighbour(self._ids[slot], float(scores[slot])) for slot in ordered]

    def forget_before(self, instant: datetime) -> None:
        """Drop documents older than `instant`. Costs a pass over the index: call it daily."""
        kept = [slot for slot, at in enumerate(self._times) if at >= instant]
        if len(kept) == len(self._ids):
            return
        renumbered = np.full(len(self._ids), -1, np.int32)
        renumbered[kept] = np.arange(len(kept), dtype=np.int32)
        for term in list(self._postings):
            postings = self._postings[term]
            postings.renumber(renumbered)
            if not postings.size:
                del self._postings[term]
        self._ids = [self._ids[slot] for slot in kept]
        self._times = [self._times[slot] for slot in kept]

"""What the judge remembers of one incident: its terms, what it is called, where and when it was."""

from collections import Counter, deque
from collections.abc import Collection
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from monitor.judge.rarity import Rarity, Weighted
from monitor.judge.sketch import SITE_SHARE, Sketch
from monitor.judge.terms import Numbers

_NAME_TERMS = 8  # three or four words: what people call it
_LEAST_NAME = 1.5  # terms: who shares less than a name shares little
_NAME_SHARE = 0.12  # of the titles must use a term for it to be part of the name
_KEPT_TERMS = 6000
_COMPARED_TERMS = 600
_WHOLE_TERMS = 200
_KEPT_PLACES = 12
_KEPT_SITES = 64
_KEPT_MOMENTS = 24
_KEPT_MEMBERS = 64
_MEMBER_TERMS = 48


class Member(NamedTuple):
    """An article of an incident by its weightiest terms."""

    id: str
    terms: Weighted


class IncidentMemory:
    """The sum of an incident's articles. Its size is bounded, however many there are."""

    def __init__(self, at: datetime) -> None:
        self.last_at = at
        self.wide_area = False
        self.members: deque[Member] = deque(maxlen=_KEPT_MEMBERS)
        self._count = 0
        self._numbers: Numbers = np.empty(0, np.uint32)
        self._sums: NDArray[np.float32] = np.empty(0, np.float32)
        self._titles: Counter[int] = Counter()
        self._places: Counter[str] = Counter()
        self.divisions: set[str] = set()
        """The office's own counties and towns that its articles name."""
        self.troubles: set[str] = set()
        """What their titles tell that a whole town speaks of."""
        self._moments: Counter[int] = Counter()
        self._villages: Counter[str] = Counter()
        self._sites: Counter[str] = Counter()
        self._site_terms: Counter[int] = Counter()
        self._fresh_at = 0
        self._whole = Weighted(self._numbers, self._sums)
        self._name: dict[int, float] = {}

    def __len__(self) -> int:
        return self._count

    def add(self, id_: str, sketch: Sketch, vector: Weighted, at: datetime) -> Numbers:
        """Take an article in; gives back the terms that the incident shows for the first time."""
        terms = sketch.terms
        known, where = _find(self._numbers, terms.numbers)
        self._sums[where[known]] += terms.counts[known]
        new = terms.numbers[~known]
        self._take(new, terms.counts[~known], where[~known])
        self._places.update(sketch.places)
        self.divisions.update(sketch.divisions)
        self.troubles.update(sketch.titled_troubles)
        _count(self._titles, terms.title.tolist(), _COMPARED_TERMS)
        _count(self._villages, sketch.villages, _KEPT_SITES)
        _count(self._sites, sketch.sites, _KEPT_SITES)
        _count(self._site_terms, sketch.site_terms.tolist(), _COMPARED_TERMS)
        _count(self._moments, sketch.moments, _KEPT_MOMENTS)
        self.members.append(Member(id_, vector.heaviest(_MEMBER_TERMS)))
        self._count += 1
        self.wide_area = self.wide_area or sketch.wide_area
        self.last_at = max(self.last_at, at)
        return new

    def _take(self, new: Numbers, counts: NDArray[np.float32], where: NDArray[np.intp]) -> None:
        """Put new terms between those that are there, each before the place given."""
        slots = where + np.arange(len(new))
        size = len(self._numbers) + len(new)
        fresh = np.zeros(size, np.bool_)
        fresh[slots] = True
        kept = ~fresh
        numbers, sums = np.empty(size, np.uint32), np.empty(size, np.float32)
        numbers[slots], numbers[kept] = new, self._numbers
        sums[slots], sums[kept] = counts, self._sums
        self._numbers, self._sums = Weighted(numbers, sums).bounded(_KEPT_TERMS)

    @property
    def places(self) -> frozenset[str]:
        """The places most of its articles name."""
        if len(self._places) <= _KEPT_PLACES:
            return frozenset(self._places)
        return frozenset(name for name, _ in self._places.most_common(_KEPT_PLACES))

    @property
    def moments(self) -> Counter[int]:
        """The times of day its articles tell, in minutes after midnight, and how many do."""
        return self._moments

    @property
    def villages(self) -> AbstractSet[str]:
        """The villages that its articles name."""
        return self._villages.keys()

    @property
    def sites(self) -> AbstractSet[str]:
        """The estates, schools, roads and works that its articles name."""
        return self._sites.keys()

    @property
    def site_terms(self) -> AbstractSet[int]:
        """The terms of the sites that its articles name, with the seams beside them."""
        return self._site_terms.keys()

    def whole(self, rarity: Rarity) -> Weighted:
        """What its articles have in common, of unit length."""
        self._refresh(rarity)
        return self._whole

    def name(self, rarity: Rarity) -> dict[int, float]:
        """What the incident is called: terms of its titles, their weights sum up to 1."""
        self._refresh(rarity)
        return self._name

    def knows(self, title: Weighted) -> float:
        """How much of what an article's title names the incident has spoken of before, 0 to 1."""
        known, _ = _find(self._numbers, title.numbers)
        whole = max(float(title.weights.sum()), _LEAST_NAME)
        return float(title.weights[known].sum()) / whole

    def _refresh(self, rarity: Rarity) -> None:
        """Recompute the summary, for a large incident only as often as it still changes."""
        if self._count < self._fresh_at:
            return
        self._fresh_at = self._count + 1 + self._count // 20
        commonest = Weighted(self._numbers, self._sums).heaviest(_COMPARED_TERMS)
        self._whole = rarity.vector(*commonest, _WHOLE_TERMS)
        name = rarity.names(*self._titled()).heaviest(_NAME_TERMS)
        most = float(name.weights.max(initial=0))
        least = _LEAST_NAME * most
        whole = max(float(name.weights.sum()), least)
        self._name = {term: weight / whole for term, weight in name.items().items() if weight > 0}

    def _titled(self) -> Weighted:
        """The terms that many of its titles use, by how large a share; those of sites for less."""
        often = max(2 if self._count >= 4 else 1, _NAME_SHARE * self._count)
        terms = np.fromiter(self._titles, np.uint32, len(self._titles))
        counts = np.fromiter(self._titles.values(), np.int64, len(self._titles))
        used = (counts >= often).nonzero()[0]
        used = used[terms[used].argsort()]
        terms, shares = terms[used], (counts[used] / self._count).astype(np.float32)
        of_site = [term in self._site_terms for term in terms.tolist()]
        shares[np.array(of_site, np.bool_)] *= SITE_SHARE
        return Weighted(terms, shares)


def _find(numbers: Numbers, asked: Numbers) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    """Which of the terms asked for are among the numbers, and where they stand or would stand."""
    where = numbers.searchsorted(asked)
    if not len(numbers):
        return np.zeros(len(asked), np.bool_), where
    known: NDArray[np.bool_] = numbers[np.minimum(where, len(numbers) - 1)] == asked
    return known, where


def _count(counter: Counter[Any], seen: Collection[Any], most: int) -> None:
    """Count what was seen, and drop what is rarest where there is too much of it."""
    if not seen:
        return
    counter.update(seen)
    if len(counter) > 2 * most:
        kept = counter.most_common(most)
        counter.clear()
        counter.update(dict(kept))

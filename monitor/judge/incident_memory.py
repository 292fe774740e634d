"""What the judge remembers of one incident: its terms, what it is called, where it is."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from heapq import nlargest
from operator import itemgetter

from monitor.judge.folding import folded
from monitor.judge.tables import table
from monitor.judge.terms import LEAD, READ, Rarity, Terms, Vector, read_terms, terms_in

_PLACE = re.compile(r"[\u4e00-\u9fff]{2}(?:自治县|县|区|镇|乡|村|市|州|旗)")
_TITLE_READ = 200
_NAME_TERMS = 8  # three or four words: what people call it
_NAME_SHARE = 0.12  # of the titles must use a term for it to be part of the name
_KEPT_TERMS = 1500
_WHOLE_TERMS = 200
_KEPT_PLACES = 12


@dataclass(frozen=True, slots=True)
class Sketch:
    """One article as the grouper sees it."""

    terms: Terms
    lead: frozenset[str]
    places: frozenset[str]
    wide_area: bool


def read_sketch(title: str, text: str) -> Sketch:
    """Reduce an article to its terms, those of its title and lead, and the places named there."""
    title, text = folded(title)[:_TITLE_READ], folded(text)[:READ]
    terms = read_terms(title, text)
    opening = f"{title}\n{text[:LEAD]}"
    lead = terms.title | terms_in(text[:LEAD])
    return Sketch(terms, lead, read_places(opening), any(word in opening for word in _wide_area()))


def read_places(text: str) -> frozenset[str]:
    """Names of counties, towns and villages as they stand in a text, cut to three characters."""
    return frozenset(
        name
        for name in _PLACE.findall(text)
        if name not in _no_places() and name[1:] not in _no_places()
    )


class IncidentMemory:
    """The sum of an incident's articles. Its size is bounded, however many there are."""

    def __init__(self, at: datetime) -> None:
        self.last_at = at
        self._count = 0
        self._terms: Vector = {}
        self._titles: Vector = {}
        self._places: Counter[str] = Counter()
        self._seen: set[str] = set()
        self._fresh_at = 0
        self._whole: Vector = {}
        self._name: Vector = {}
        self.wide_area = False

    def add(self, sketch: Sketch, at: datetime) -> list[str]:
        """Take an article in; gives back the terms that the incident shows for the first time."""
        new = [term for term in sketch.terms.counts if term not in self._seen]
        self._seen.update(new)
        for term, count in sketch.terms.counts.items():
            self._terms[term] = self._terms.get(term, 0.0) + count
        for term in sketch.terms.title:
            self._titles[term] = self._titles.get(term, 0.0) + 1
        self._places.update(sketch.places)
        self._count += 1
        self.wide_area = self.wide_area or sketch.wide_area
        self.last_at = max(self.last_at, at)
        return new

    @property
    def places(self) -> frozenset[str]:
        """The places most of its articles name."""
        return frozenset(name for name, _ in self._places.most_common(_KEPT_PLACES))

    def whole(self, rarity: Rarity) -> Vector:
        """What its articles have in common, of unit length."""
        self._refresh(rarity)
        return self._whole

    def named_in(self, sketch: Sketch, rarity: Rarity) -> float:
        """How much of the incident's name stands in an article's title and lead, 0 to 1."""
        self._refresh(rarity)
        return sum(weight for term, weight in self._name.items() if term in sketch.lead)

    def knows_title(self, title: Vector) -> float:
        """How much of an article's title, by weight, the incident has spoken of before, 0 to 1."""
        whole = sum(title.values())
        known = sum(weight for term, weight in title.items() if term in self._seen)
        return known / whole if whole else 0.0

    def _refresh(self, rarity: Rarity) -> None:
        """Recompute the summary, for a large incident only as often as it still changes."""
        if self._count < self._fresh_at:
            return
        self._fresh_at = self._count + 1 + self._count // 20
        if len(self._terms) > _KEPT_TERMS:
            self._terms = _commonest(self._terms)
        if len(self._titles) > _KEPT_TERMS:
            self._titles = _commonest(self._titles)
        self._whole = rarity.vector(self._terms, _WHOLE_TERMS)
        often = max(2 if self._count >= 4 else 1, _NAME_SHARE * self._count)
        weights = rarity.weigh({t: n for t, n in self._titles.items() if n >= often})
        name = sorted(weights.items(), key=lambda item: -item[1])[:_NAME_TERMS]
        whole = sum(weight for _, weight in name)
        self._name = {term: weight / whole for term, weight in name}


def _commonest(counts: Vector) -> Vector:
    return dict(nlargest(_KEPT_TERMS, counts.items(), key=itemgetter(1)))


@lru_cache(maxsize=1)
def _wide_area() -> tuple[str, ...]:
    return tuple(table("common.toml")["wide_area"])


@lru_cache(maxsize=1)
def _no_places() -> frozenset[str]:
    return frozenset(table("common.toml")["no_places"])

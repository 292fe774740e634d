"""What speaks for an article belonging to an incident: few signs, each weighed in the open."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from monitor.judge.incident_memory import IncidentMemory
from monitor.judge.rarity import Rarity, Weighted
from monitor.judge.sketch import Sketch
from monitor.judge.tables import table

_FADES_OVER = timedelta(days=1)
_SAME_MOMENT = 5  # minutes: what strikes at 14:28 is told as 14:28 or "at about half past two"
_ALL_DAY = 24 * 60


class Evidence(NamedTuple):
    """What one article and one incident have in common, before any weight.

    `nearest`: cosine with the incident's most similar article. `whole`: cosine with what all its
    articles have in common. `name`: how much of what the incident is called stands in title and
    lead; `mention`: anywhere. `title`: how much of the article's title the incident has spoken of
    before. `same_day`: 1, fading over a day as the incident falls silent. `wide_area`: 1 where both
    tell of an earthquake or a typhoon within a day: many places, one event. `same_moment`: 1 where
    both tell the same minute of the day, within a day. `elsewhere`: 1 where both name places, and
    not one in common, unless `wide_area`.
    """

    nearest: float
    whole: float
    name: float
    mention: float
    title: float
    same_day: float
    wide_area: float
    same_moment: float
    elsewhere: float


@dataclass(frozen=True, slots=True)
class Asked:
    """An article with everything that is the same whichever incident it is held against."""

    sketch: Sketch
    vector: Weighted
    spread: NDArray[np.float32]
    """The weights of the vector at the numbers of its terms, 0 elsewhere."""
    title: Weighted
    at: datetime


def compare(asked: Asked, nearest: float, memory: IncidentMemory, rarity: Rarity) -> Evidence:
    """Hold an article against an incident; `nearest` is known from the index."""
    gap = abs(asked.at - memory.last_at)
    whole, sketch = memory.whole(rarity), asked.sketch
    places, theirs = sketch.places, memory.places
    alike = float(asked.spread[whole.numbers] @ whole.weights)
    near = gap <= _FADES_OVER
    wide = near and sketch.wide_area and memory.wide_area
    called = memory.name(rarity)
    return Evidence(
        nearest=nearest,
        whole=alike,
        name=sum(part for term, part in called.items() if term in sketch.opening),
        mention=sum(part for term, part in called.items() if term in sketch.everywhere),
        title=memory.knows(asked.title),
        same_day=math.exp(-gap / _FADES_OVER),
        wide_area=float(wide),
        same_moment=float(near and _meet(sketch.moments, memory.moments)),
        elsewhere=float(bool(places and theirs) and not places & theirs and not wide),
    )


def contributions(evidence: Evidence) -> dict[str, float]:
    """Each sign times its weight, and the `base`; their sum is the score."""
    measured = evidence._asdict()
    return {name: weight * measured.get(name, 1.0) for name, weight in weights().items()}


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """The weights in force by the names of the signs, and `base`, which is always added.

    They are fitted by `benchmarks/grouping.py`, whose scale is that an article joins from 0.5 on.
    """
    return {name: float(weight) for name, weight in table("grouping.toml").items()}


def _meet(moments: frozenset[int], theirs: Mapping[int, int]) -> bool:
    return any(
        (moment + late) % _ALL_DAY in theirs
        for moment in moments
        for late in range(-_SAME_MOMENT, _SAME_MOMENT + 1)
    )

"""What speaks for an article belonging to an incident: few signs, each weighed in the open."""

import math
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from monitor.judge.incident_memory import IncidentMemory
from monitor.judge.own_places import apart
from monitor.judge.rarity import Rarity, Weighted
from monitor.judge.sketch import Sketch
from monitor.judge.tables import table

_ONE_TROUBLE = timedelta(days=3)
_FADES_OVER = timedelta(days=1)
_SAME_MOMENT = 5  # minutes: what strikes at 14:28 is told as 14:28 or "at about half past two"
_ALL_DAY = 24 * 60
_NAMED = 0.4  # title and mention together: one word of a name is in common
_BASE = "base"


class Evidence(NamedTuple):
    """What one article and one incident have in common, before any weight.

    `nearest`: cosine with the incident's most similar article. `whole`: cosine with what all its
    articles have in common. `name`: how much of what the incident is called stands in title and
    lead; `mention`: anywhere. `title`: how much of the article's title the incident has spoken of
    before. `same_day`: 1, fading over a day as the incident falls silent. `wide_area`: 1 where both
    tell of an earthquake or a typhoon within a day: many places, one event. `same_moment`: 1 where
    both tell the same minute of the day, within a day. `elsewhere`: 1 where both name places, and
    not one in common, or villages of one town of the office's; never with `wide_area`.

    The others only an office with places of its own sees. `other_town`: 1 where both name its
    towns, or its counties, and not one in common, or where the title names a village of the same
    town and the incident only others. `same_trouble`: 1 where their titles tell of one town or
    site, within three days, what a whole town speaks of: that it has no water. `nameless`: 1 where
    nothing by which one knows a matter is in common, only where it was and the words of its kind;
    0 with the signs of sameness.
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
    other_town: float
    same_trouble: float
    nameless: float


@dataclass(frozen=True, slots=True)
class Asked:
    """An article with everything that is the same whichever incident it is held against."""

    sketch: Sketch
    opening: frozenset[int]
    """The terms of title and lead."""
    everywhere: frozenset[int]
    """The terms of all that was read."""
    around: frozenset[int]
    """The minutes of the day near those that are told."""
    spread: NDArray[np.float32]
    """The weights of its vector at the numbers of its terms, 0 elsewhere."""
    title: Weighted
    subject: Weighted
    """The title without the sites it names."""
    at: datetime


def compare(asked: Asked, nearest: float, memory: IncidentMemory, rarity: Rarity) -> Evidence:
    """Hold an article against an incident; `nearest` is known from the index."""
    gap = abs(asked.at - memory.last_at)
    whole, sketch = memory.whole(rarity), asked.sketch
    near = gap <= _FADES_OVER
    wide = near and sketch.wide_area and memory.wide_area
    same_moment = near and not asked.around.isdisjoint(memory.moments)
    same_trouble = gap <= _ONE_TROUBLE and _same_trouble(sketch, memory)
    called = memory.name(rarity)
    named = {term: part for term, part in called.items() if term in asked.everywhere}
    subject = sum(part for term, part in named.items() if term not in memory.site_terms)
    title = memory.knows(asked.title)
    names_no_site = asked.subject is asked.title
    subject += title if names_no_site else memory.knows(asked.subject)
    return Evidence(
        nearest=nearest,
        whole=float(asked.spread[whole.numbers] @ whole.weights),
        name=sum(part for term, part in called.items() if term in asked.opening),
        mention=sum(named.values()),
        title=title,
        same_day=math.exp(-gap / _FADES_OVER),
        wide_area=float(wide),
        same_moment=float(same_moment),
        elsewhere=float(not wide and elsewhere(sketch, memory)),
        other_town=float(not wide and in_other_town(sketch, memory)),
        same_trouble=float(same_trouble),
        nameless=float(sketch.local and not (wide or same_moment or same_trouble))
        * max(0.0, 1 - subject / _NAMED),
    )


def in_other_town(sketch: Sketch, memory: IncidentMemory) -> bool:
    """Whether an article is of another town of the office, or by its title of another village."""
    if apart(sketch.divisions, memory.divisions):
        return True
    if not sketch.divisions & memory.divisions:
        return False
    return _disjoint(sketch.titled_villages, memory.villages)


def elsewhere(sketch: Sketch, memory: IncidentMemory) -> bool:
    """Whether an article is of another place than an incident, as far as they name places.

    A town of the office's own says little of where; the villages in it say more.
    """
    if sketch.divisions & memory.divisions:
        return _disjoint(sketch.villages, memory.villages)
    return bool(sketch.places) and _disjoint(sketch.places, memory.places)


def _same_trouble(sketch: Sketch, memory: IncidentMemory) -> bool:
    """Whether titles tell the same trouble of one town; at one site the lead may tell it, too."""
    town, site = sketch.divisions & memory.divisions, sketch.sites & memory.sites
    told = sketch.troubles if site else sketch.titled_troubles
    if not (town or site) or memory.troubles.isdisjoint(told):
        return False
    return not _disjoint(sketch.villages, memory.villages)


def _disjoint(some: AbstractSet[str], others: AbstractSet[str]) -> bool:
    """Whether there are names on both sides, and not one in common."""
    return bool(some and others) and not some & others


def contributions(evidence: Evidence) -> dict[str, float]:
    """Each sign times its weight, and the `base`; their sum is the score."""
    measured = {_BASE: 1.0, **evidence._asdict()}
    return {name: weight * measured.get(name, 0.0) for name, weight in weights().items()}


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """The weights in force by the names of the signs, and `base`, which is always added.

    They are fitted by `benchmarks/grouping.py`, whose scale is that an article joins from 0.5 on.
    """
    return {name: float(weight) for name, weight in table("grouping.toml").items()}


def minutes_around(moments: frozenset[int]) -> frozenset[int]:
    """The minutes of the day that are taken for the same as one of the moments."""
    near = range(-_SAME_MOMENT, _SAME_MOMENT + 1)
    return frozenset([(moment + late) % _ALL_DAY for moment in moments for late in near])

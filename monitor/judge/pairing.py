"""How strongly an answer and an incident belong together, and who belongs to whom in a batch.

Each possible pair gets a strength: log odds, from a few weights that stand in `matching.toml`,
against the answer belonging to nothing that is known. Strengths become probabilities by comparison
with all an answer could belong to; in a batch of letters also with all that could answer a letter.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from monitor.judge.tables import table

_LEAST_COSINE = 0.003  # likeness below it is chance
_HIGHEST = 30.0  # log odds beyond this are certainty
_TURNS = 20
_SUPPOSED = 10  # answers, half of them belonging to nothing, that every batch is thought to hold
_FARTHEST = 8.0  # times more or less likely to belong to something than the weights take it


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for and against a pair.

    `cosine` and `shared` (weight of the grams in common) come from their words; `days` is the time
    from the incident to the answer, at least 0; `signed_before`: the date at the answer's end is
    before the incident.
    """

    cosine: float
    shared: float
    quoted: bool
    days: float
    signed_before: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """An incident that an answer may belong to, with the strength of it in log odds."""

    incident: str
    strength: float
    quoted: bool
    signs: Signs | None = None


@dataclass(frozen=True, slots=True)
class Bars:
    """The probabilities from which a pair is taken without a person, and the strength from which
    a person is asked."""

    alone: float
    batch: float
    review: float


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign counts for, as `matching.toml` explains."""

    likeness: float
    shared: float
    quoted: float
    delay: float
    delay_squared: float
    signed_before: float
    nothing: float


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The weights of `matching.toml`."""
    return Weights(**table("matching.toml")["weights"])


@lru_cache(maxsize=1)
def bars() -> Bars:
    """The bars of `matching.toml`."""
    read = table("matching.toml")
    return Bars(read["auto"]["alone"], read["auto"]["batch"], read["review"]["strength"])


FEATURES = ("likeness", "shared", "quoted", "delay", "delay_squared", "signed_before")


def features(signs: Signs) -> tuple[float, ...]:
    """The signs as the weights are applied to them, in the order of `matching.toml`."""
    delay = math.log1p(signs.days)
    return (
        math.log(signs.cosine + _LEAST_COSINE),
        math.log1p(signs.shared),
        float(signs.quoted),
        delay,
        delay * delay,
        float(signs.signed_before),
    )


def named_features(signs: Signs) -> dict[str, float]:
    """The features by name, as they are kept with a decision."""
    return dict(zip(FEATURES, features(signs), strict=True))


def strength(signs: Signs) -> float:
    """The log odds that a pair belongs together, against the answer belonging to nothing known."""
    each = weights()
    likeness, shared, quoted, delay, squared, before = features(signs)
    return (
        each.likeness * likeness
        + each.shared * shared
        + each.quoted * quoted
        + each.delay * delay
        + each.delay_squared * squared
        + each.signed_before * before
        - each.nothing
    )


def rough(
    cosines: NDArray[np.float64], days: NDArray[np.float64], before: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """The strengths of many pairs by likeness and time alone, to tell which to look at in full."""
    each, delay = weights(), np.log1p(days)
    likeness = each.likeness * np.log(cosines + _LEAST_COSINE)
    late = each.delay * delay + each.delay_squared * delay * delay
    strengths: NDArray[np.float64] = likeness + late + each.signed_before * before
    return strengths


def alone(fits: Sequence[Fit]) -> list[float]:
    """For each fit of one answer the probability that this is the one; they sum to at most 1."""
    odds = _odds([fit.strength for fit in fits])
    return [float(one) for one in odds / (1 + odds.sum())]


def in_batch(fits: Sequence[Sequence[Fit]], letters: Collection[int]) -> list[list[float]]:
    """As `alone`, for many answers at once.

    Letters are answered one by one: for the places in `letters` the probability is also that no
    other letter answers the incident. How many answers, and how many incidents, belong to nothing
    differs from batch to batch, and is estimated from the batch itself.
    """
    probabilities = [alone(row) for row in fits]
    pairs = [(place, at) for place in sorted(letters) for at in range(len(fits[place]))]
    if not pairs:
        return probabilities
    chosen = [fits[place][at] for place, at in pairs]
    odds = _odds([fit.strength for fit in chosen])
    of_answer = _shares(odds, _numbered([str(place) for place, _ in pairs]))
    of_incident = _shares(odds, _numbered([fit.incident for fit in chosen]))
    for (place, at), probability in zip(pairs, of_answer * of_incident, strict=True):
        probabilities[place][at] = float(probability)
    return probabilities


def _numbered(names: Sequence[str]) -> NDArray[np.int64]:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], np.int64)


def _shares(odds: NDArray[np.float64], groups: NDArray[np.int64]) -> NDArray[np.float64]:
    """Each pair's probability among those of its group, and of the group belonging to nothing.

    The weights take it that half belong to nothing. The share that does is found by turns (EM for
    a shifted prior, Saerens and others 2002) and kept within bounds; few groups say little of it.
    """
    sums = np.bincount(groups, odds)
    factor = 1.0
    for _ in range(_TURNS):
        nothing = (1 / (1 + factor * sums)).sum() + _SUPPOSED / 2
        share = nothing / (len(sums) + _SUPPOSED)
        factor = min(max((1 - share) / share, 1 / _FARTHEST), _FARTHEST)
    probabilities: NDArray[np.float64] = factor * odds / (1 + factor * sums[groups])
    return probabilities


def one_to_one(
    fits: Sequence[Sequence[Fit]],
    probabilities: Sequence[Sequence[float]],
    letters: Collection[int],
) -> dict[int, str]:
    """For each answering letter its incident, the surest pairs first, each incident once."""
    pairs = sorted(
        (-probability, place, fit.incident)
        for place in letters
        for fit, probability in zip(fits[place], probabilities[place], strict=True)
    )
    assigned: dict[int, str] = {}
    taken: set[str] = set()
    for _, place, incident in pairs:
        if place not in assigned and incident not in taken:
            assigned[place] = incident
            taken.add(incident)
    return assigned


def _odds(strengths: Sequence[float]) -> NDArray[np.float64]:
    return np.exp(np.minimum(np.array(strengths, np.float64), _HIGHEST))

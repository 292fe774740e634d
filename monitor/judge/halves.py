"""Whether the articles of an incident fall into two that have little in common."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from monitor.judge.incident_memory import Member

_LEAST_MEMBERS = 6
_LEAST_PART = 2
_UNLIKE = 0.25
"""So much of the likeness within the halves is left between them where they are two matters."""
_ROUNDS = 10


def halves(members: Sequence[Member]) -> tuple[tuple[str, ...], ...]:
    """The ids of two halves that are clearly unlike, the greater first; else nothing."""
    if len(members) < _LEAST_MEMBERS:
        return ()
    likeness = _likeness(members)
    first = _parted(likeness)
    sides = [np.flatnonzero(first), np.flatnonzero(~first)]
    if min(map(len, sides)) < _LEAST_PART:
        return ()
    within = min(_mean_within(likeness, side) for side in sides)
    between = float(likeness[np.ix_(*sides)].mean())
    if between > _UNLIKE * within:
        return ()
    sides.sort(key=len, reverse=True)
    return tuple(tuple(members[place].id for place in side.tolist()) for side in sides)


def _likeness(members: Sequence[Member]) -> NDArray[np.float64]:
    """The cosine of each article with each other one."""
    every = np.unique(np.concatenate([member.terms.numbers for member in members]))
    matrix = np.zeros((len(members), len(every)))
    for row, member in enumerate(members):
        terms = member.terms.unit()
        matrix[row, np.searchsorted(every, terms.numbers)] = terms.weights
    likeness: NDArray[np.float64] = matrix @ matrix.T
    return likeness


def _parted(likeness: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Two sides, begun from the two articles least alike, each article on the liker side."""
    one, other = np.unravel_index(int(likeness.argmin()), likeness.shape)
    first: NDArray[np.bool_] = likeness[one] >= likeness[other]
    for _ in range(_ROUNDS):
        if first.all() or not first.any():
            return first
        moved = likeness[first].mean(axis=0) >= likeness[~first].mean(axis=0)
        if (moved == first).all():
            return first
        first = moved
    return first


def _mean_within(likeness: NDArray[np.float64], side: NDArray[np.intp]) -> float:
    """The mean likeness of different articles of one side."""
    part = likeness[np.ix_(side, side)]
    size = len(side)
    return float((part.sum() - np.trace(part)) / (size * (size - 1)))

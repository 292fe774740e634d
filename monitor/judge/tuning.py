"""Fitting thresholds to what people said, and telling on other labels whether it helped.

Labels are parted by a hash of their article, so that the same label is always on the same side,
whatever comes later. A threshold is fitted to one part and judged by the other, held back.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from monitor.judge.thresholds import SPANS, Thresholds

NEEDED = 40
"""Labels from which on a threshold is fitted: fewer say more of chance than of the office."""

EACH_NEEDED = 8
"""Labels of either sort, right and wrong, that must be among them."""

_FITTED_TENTHS = 7
_COSTS = {"belongs": 3.0, "surely_the_same": 10.0, "answers": 10.0}
"""What a wrong yes costs, a wrong no being 1. A wrong merge hides a matter; a wrong split shows,
and a merge puts it right. A wrong answer stops a clock and hides a breach; a missed one asks a
person."""


@dataclass(frozen=True, slots=True)
class Label:
    """A score that the judge gave to an article, and whether yes would have been right."""

    article: str
    score: float
    right: bool

    @property
    def held_back(self) -> bool:
        """Whether the label is kept for judging: three articles in ten, always the same."""
        digest = hashlib.sha256(self.article.encode()).digest()
        return int.from_bytes(digest[:8], "big") % 10 >= _FITTED_TENTHS


@dataclass(frozen=True, slots=True)
class Measured:
    """How a threshold does on labels: how many it decides rightly, and what its errors cost.

    Precision is 1 where nothing is taken, recall 1 where nothing was to be taken.
    """

    labels: int
    right: int
    precision: float
    recall: float
    cost: float


@dataclass(frozen=True, slots=True)
class Result:
    """A threshold before and after, both measured on the labels held back."""

    name: str
    old: float
    new: float
    before: Measured
    after: Measured

    @property
    def worse(self) -> bool:
        """True where the fit does not hold on labels that it has not seen."""
        return self.after.cost > self.before.cost


@dataclass(frozen=True, slots=True)
class Tuned:
    """What a fit came to. `thresholds` are the old ones where any result is worse.

    `too_few` says of each threshold that was left alone how many labels there were.
    """

    thresholds: Thresholds
    results: tuple[Result, ...]
    too_few: Mapping[str, int]

    @property
    def worse(self) -> tuple[str, ...]:
        """The thresholds whose fit did not hold."""
        return tuple(result.name for result in self.results if result.worse)


def tune(labels: Mapping[str, Iterable[Label]], old: Thresholds) -> Tuned:
    """Fit each threshold that has labels enough; the same labels in any order give the same."""
    new, results, too_few = old, [], {}
    for name in SPANS:
        given = sorted(labels.get(name, ()), key=lambda label: (label.article, label.score))
        if not enough(given):
            too_few[name] = len(given)
            continue
        least, most = _bounds(name, new)
        before = getattr(old, name)
        start = min(max(before, least), most)
        fitted = fit([one for one in given if not one.held_back], start, least, most, _COSTS[name])
        held = [one for one in given if one.held_back]
        results.append(
            Result(
                name,
                before,
                fitted,
                measure(held, before, _COSTS[name]),
                measure(held, fitted, _COSTS[name]),
            )
        )
        new = replace(new, **{name: fitted})
    worse = any(result.worse for result in results)
    return Tuned(old if worse else new, tuple(results), too_few)


def enough(labels: Sequence[Label]) -> bool:
    """Whether labels say anything: enough of them, of either sort, and some on either side."""
    right = sum(label.right for label in labels)
    held = sum(label.held_back for label in labels)
    return (
        len(labels) >= NEEDED
        and min(right, len(labels) - right) >= EACH_NEEDED
        and 0 < held < len(labels)
    )


def fit(labels: Sequence[Label], old: float, least: float, most: float, cost: float) -> float:
    """The threshold in [least, most] whose errors cost least; of equals the nearest to `old`."""
    scores = sorted({label.score for label in labels})
    between = [(one + other) / 2 for one, other in pairwise(scores)]
    candidates = [old, *(round(score, 3) for score in between)]
    allowed = [score for score in candidates if least <= score <= most]
    return min(
        allowed, key=lambda score: (measure(labels, score, cost).cost, abs(score - old), score)
    )


def measure(labels: Sequence[Label], threshold: float, cost: float) -> Measured:
    """What a threshold makes of labels; `cost` is that of a wrong yes."""
    taken = [label for label in labels if label.score >= threshold]
    hits = sum(label.right for label in taken)
    wanted = sum(label.right for label in labels)
    wrong_yes, wrong_no = len(taken) - hits, wanted - hits
    return Measured(
        labels=len(labels),
        right=len(labels) - wrong_yes - wrong_no,
        precision=hits / len(taken) if taken else 1.0,
        recall=hits / wanted if wanted else 1.0,
        cost=wrong_yes * cost + wrong_no,
    )


def _bounds(name: str, new: Thresholds) -> tuple[float, float]:
    """Where a threshold may lie: `surely_the_same` never below `belongs`."""
    least, most = SPANS[name]
    if name == "belongs":
        return least, min(most, new.surely_the_same)
    if name == "surely_the_same":
        return max(least, new.belongs), most
    return least, most

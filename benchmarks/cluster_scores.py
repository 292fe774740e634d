"""Pair F1 and B-cubed of incidents that were found, against the true ones."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np


def matter(incident: str) -> str:
    """The incident without the number of its burst, which is left out with all its bursts."""
    return incident.rpartition("#")[0] or incident


@dataclass(frozen=True, slots=True)
class Score:
    """Pair precision, recall and F1, and B-cubed F1."""

    precision: float
    recall: float
    f1: float
    cubed: float

    def __str__(self) -> str:
        return f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}  B3 {self.cubed:.3f}"


def score(gold: Mapping[str, str], found: Mapping[str, str], only: str = "") -> Score:
    """How the incidents found compare with the true ones; `only`: the pairs of one matter."""
    ours = {id_ for id_, incident in gold.items() if not only or matter(incident) == only}
    true, said, both = (
        _pairs(gold, ours, lambda id_: gold[id_]),
        _pairs(gold, ours, lambda id_: found[id_]),
        _pairs(gold, ours, lambda id_: (gold[id_], found[id_])),
    )
    precision, recall = both / max(1, said), both / max(1, true)
    true_of, said_of = defaultdict(set), defaultdict(set)
    for id_, incident in gold.items():
        true_of[incident].add(id_)
        said_of[found[id_]].add(id_)
    shared = [(len(true_of[gold[i]] & said_of[found[i]]), i) for i in ours]
    cubed_p = float(np.mean([n / len(said_of[found[i]]) for n, i in shared]))
    cubed_r = float(np.mean([n / len(true_of[gold[i]]) for n, i in shared]))
    return Score(precision, recall, _f1(precision, recall), _f1(cubed_p, cubed_r))


def _pairs(gold: Mapping[str, str], ours: set[str], key: Callable[[str], object]) -> int:
    """Pairs of one key of which at least one article is ours."""
    whole = Counter(map(key, gold))
    foreign = Counter(key(id_) for id_ in gold if id_ not in ours)
    return sum(n * (n - 1) // 2 - foreign[k] * (foreign[k] - 1) // 2 for k, n in whole.items())


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0

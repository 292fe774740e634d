"""Fit the judge's thresholds to what people corrected in this office."""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from monitor.judge.thresholds import Thresholds, measures
from monitor.judge.tuning import EACH_NEEDED, NEEDED, Label, Result, tune
from monitor.store.decisions import weighed
from monitor.store.store import Store, Work
from monitor.store.tables import CorrectionRow

Labels = dict[str, list[Label]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the fit came to; `refusal` says why nothing may be written, and is empty otherwise."""

    thresholds: Thresholds
    results: tuple[Result, ...]
    refusal: str


def tune_judge(store: Store, old: Thresholds) -> Outcome:
    """Fit the thresholds to all corrections; changes nothing."""
    with store.read() as work:
        labels = labels_of(work)
    tuned = tune(labels, old)
    return Outcome(tuned.thresholds, tuned.results, _refusal(labels, tuned.worse, tuned.results))


def _refusal(labels: Labels, worse: tuple[str, ...], results: tuple[Result, ...]) -> str:
    if not results:
        had = ", ".join(
            f"{name} {len(labels[name])} ({sum(one.right for one in labels[name])} right)"
            for name in ("belongs", "surely_the_same", "answers")
        )
        return (
            f"too few labels: a threshold needs {NEEDED}, "
            f"with {EACH_NEEDED} right and {EACH_NEEDED} wrong; there are {had}"
        )
    if worse:
        return f"on the labels held back {', '.join(worse)} would do worse than before"
    return ""


def labels_of(work: Work) -> Labels:
    """The labels for each threshold.

    People correct what is wrong and pass over what is right; errors alone would only ever turn a
    threshold round. So what stands uncorrected in an incident that a person went through counts as
    a label too: its articles belong there, and not to their runners-up.
    """
    said = work.corrections.latest()
    labels: Labels = defaultdict(list)
    for row in said:
        _add_stated(work, labels, row)
    corrected = {(row.article_id, row.kind) for row in said}
    for incident_id in sorted({row.incident_id for row in said}):
        _add_unspoken(work, labels, incident_id, corrected)
    return labels


def _add_stated(work: Work, labels: Labels, row: CorrectionRow) -> None:
    number, decision = str(row.article_id), work.articles.get(row.article_id).decision
    score = _score(decision, row.kind, row.incident_id)
    if score is not None:
        labels[row.kind].append(Label(number, score, row.right))
    if row.kind == "answers":
        filed = _score(decision, "belongs", row.incident_id)
        if filed is not None:
            labels["surely_the_same"].append(Label(number, filed, row.right))


def _add_unspoken(
    work: Work, labels: Labels, incident_id: int, corrected: set[tuple[int, str]]
) -> None:
    for article in work.articles.of_incident(incident_id):
        number = article.id or 0
        if (number, "belongs") in corrected:
            continue
        own = _score(article.decision, "belongs", incident_id)
        if own is not None:
            labels["belongs"].append(Label(str(number), own, True))
        second = article.decision.get("runner_up")
        if second and int(second["incident"]) != incident_id:
            score = _score(article.decision, "belongs", int(second["incident"]))
            if score is not None:
                labels["belongs"].append(Label(str(number), score, False))


def _score(decision: Mapping[str, Any], kind: str, incident_id: int) -> float | None:
    """The score that an incident had, or would have by the weights of today; None if not known.

    A reprint has no features: it is filed by its text alone, and says nothing of thresholds. The
    probability of an answer depends on its rivals too, and counts only under unchanged weights.
    """
    candidate = weighed(decision, kind, incident_id)
    if candidate is None or not candidate.features:
        return None
    today = _weights(measures(Thresholds()), kind)
    if kind == "answers":
        return candidate.score if _weights(decision["measures"], kind) == today else None
    whole = (today.get(name, 0.0) * value for name, value in candidate.features.items())
    return round(math.fsum(whole) + today.get("base", 0.0), 4)


def _weights(values: Mapping[str, float], kind: str) -> dict[str, float]:
    """The weights of one kind among measures, as they are kept: rounded, without zeros."""
    return {
        name.removeprefix(f"{kind}."): round(value, 4)
        for name, value in values.items()
        if name.startswith(f"{kind}.") and round(value, 4)
    }

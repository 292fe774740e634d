"""Decisions of the judge as JSON: kept with the article, so that they can be explained later."""

from collections.abc import Mapping
from typing import Any

from monitor.domain.judgement import Answering, Candidate, Judgement

_ANSWERS_KEPT = 5


def decision_json(judgement: Judgement) -> dict[str, Any]:
    """What a judgement was made of: candidates with features, reasons, the measures in force."""
    relevance = judgement.relevance
    return {
        "relevance": {
            "ours": relevance.ours,
            "real": relevance.real,
            "matter": relevance.matter,
            "reasons": list(relevance.reasons),
        },
        "category": list(judgement.category_reasons),
        "quotes": list(judgement.figures.quotes),
        "belongs_to": _candidate_json(judgement.belongs_to),
        "runner_up": _candidate_json(judgement.runner_up),
        "answers": [_candidate_json(candidate) for candidate in judgement.answers[:_ANSWERS_KEPT]],
        "measures": _rounded(judgement.measures),
    }


def weighed(decision: Mapping[str, Any], kind: str, incident: int) -> Candidate | None:
    """What a decision had said of an incident: `kind` is belongs or answers; None if nothing."""
    names = ("belongs_to", "runner_up")
    found = (
        decision.get("answers") or []
        if kind == "answers"
        else [decision[name] for name in names if decision.get(name)]
    )
    for data in found:
        if data["incident"] == str(incident):
            return candidate_of(data)
    return None


def candidate_of(data: Mapping[str, Any]) -> Candidate:
    """The candidate that was kept."""
    return Candidate(
        data["incident"],
        data["score"],
        Answering(data["verdict"]),
        data["reason"],
        data.get("features", {}),
    )


def _candidate_json(candidate: Candidate | None) -> dict[str, Any] | None:
    if candidate is None:
        return None
    return {
        "incident": candidate.incident,
        "score": candidate.score,
        "verdict": candidate.verdict.value,
        "reason": candidate.reason,
        "features": _rounded(candidate.features),
    }


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    """Four digits tell a decision apart; what is 0 says nothing and takes no room."""
    return {name: round(float(value), 4) for name, value in values.items() if value}

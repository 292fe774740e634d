"""Why a clause does not bind an incident, and why a publication does not answer a window."""

from collections.abc import Iterable
from datetime import date

from monitor.domain.incident import IncidentFacts
from monitor.domain.policy import Clause, ClauseKind, Policy, loosens
from monitor.domain.response import Link, Response, ResponseKind, satisfies
from monitor.domain.words import Words


def why_not_binding(policy: Policy, day: date) -> dict[str, Words]:
    """Of the clauses that do not bind an incident which began on `day`: the reason, by id."""
    binding = {clause.id for clause in policy.clauses_on(day)}
    every = [clause for profile in policy.lineage for clause in profile.clauses]
    return {
        clause.id: _why_not_binding(clause, every, day)
        for clause in every
        if clause.id not in binding
    }


def _why_not_binding(clause: Clause, every: Iterable[Clause], day: date) -> Words:
    if clause.effective_from is not None and day < clause.effective_from:
        return Words(
            f"{clause.effective_from}起施行，事发时（{day}）尚无此规定",
            f"in force from {clause.effective_from}, after the incident began ({day})",
        )
    if clause.effective_to is not None and day > clause.effective_to:
        return Words(
            f"施行至{clause.effective_to}，事发时（{day}）已失效",
            f"in force until {clause.effective_to}, before the incident began ({day})",
        )
    hiding = [
        c.id
        for c in every
        if c.replaces == clause.id and c.in_force_on(day) and not loosens(c, clause)
    ]
    return Words(f"已由 {'、'.join(hiding)} 取代", f"replaced by {', '.join(hiding)}")


def why_no_follow_up(clause: Clause, facts: IncidentFacts) -> Words:
    """Why a clause without a clock is not counted on an incident on which it could be."""
    if facts.dismissed is not None:
        return facts.dismissed
    if clause.kind is ClauseKind.CONTINUATION:
        if clause.max_gap is None:
            return Words("未设提示间隔", "no gap is set")
        return Words("首次回应之后才开始", "begins with the first answer")
    return Words(
        f"只适用于{'、'.join(clause.grades)}", "the clause names grades that this incident lacks"
    )


def not_counted(
    responses: Iterable[Response], clause: Clause, answered_by: str | None
) -> tuple[tuple[Response, Words], ...]:
    """The publications that could answer a window and do not count for it, each with why.

    Later answers of a fitting kind are left out: they change nothing.
    """
    found = ((r, _why_not_counted(r, clause)) for r in responses if r.id != answered_by)
    return tuple((response, why) for response, why in found if why is not None)


def _why_not_counted(response: Response, clause: Clause) -> Words | None:
    if response.link is Link.REJECTED:
        return Words("人工否定", "rejected by a person")
    if not satisfies(response.kind, clause.satisfied_by):
        zh, en = _asked_for(clause)
        return Words(f"本条要求：{zh}", f"the clause asks for: {en}")
    if response.link in (Link.REVIEW, Link.OFFERED):
        return Words("待人工确认", "waits for a person")
    if response.withdrawn:
        return Words("已撤回", "withdrawn")
    return None


def _asked_for(clause: Clause) -> tuple[str, str]:
    kinds = [kind.words for kind in ResponseKind if kind.value in clause.satisfied_by]
    return "、".join(zh for zh, _ in kinds), ", ".join(en for _, en in kinds)

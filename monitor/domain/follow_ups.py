"""What a policy asks of an incident without a clock: 持续发布, 第一时间, 必要时. Never a breach.

持续发布 has no number in any document: the largest gap is the office's own. 第一时间 has none at
all: the time that passed is told. What binds only where necessary waits for a person to say so.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.domain.duty_limits import DUE_SOON_SHARE
from monitor.domain.incident import IncidentFacts
from monitor.domain.policy import DEFAULT_START, Clause, ClauseKind, Policy
from monitor.domain.response import Response, satisfies
from monitor.domain.standing import DutyState, Standing
from monitor.domain.when import When
from monitor.domain.words import Words


def follow_ups(facts: IncidentFacts, policy: Policy, now: datetime) -> tuple[Standing, ...]:
    """One standing for each such clause that was in force when the incident began.

    None for an incident that was dismissed; 持续发布 begins with the first answer.
    """
    if facts.dismissed is not None:
        return ()
    day = facts.began.earliest.astimezone(ZoneInfo(policy.profile.zone)).date()
    clauses = [clause for clause in policy.clauses_on(day) if clause.follows_incidents]
    found = (_follow_up(clause, facts, now) for clause in clauses)
    return tuple(standing for standing in found if standing is not None)


def _follow_up(clause: Clause, facts: IncidentFacts, now: datetime) -> Standing | None:
    if clause.kind is ClauseKind.CONTINUATION:
        return _continuation(clause, facts, now)
    if clause.kind is ClauseKind.DUTY:
        return _elapsed(clause, facts, now)
    named = clause.names_grades
    if named and facts.grading.confirmed not in named and facts.grading.possible not in named:
        return None
    return _not_binding(clause, facts, now)


def _continuation(clause: Clause, facts: IncidentFacts, now: datetime) -> Standing | None:
    """How long ago the last answer was, against the gap that the office set itself."""
    counted = [response for response in facts.responses if response.counts]
    gap = clause.max_gap.elapsed if clause.max_gap else None
    if not counted or gap is None:
        return None
    last = max((r.at for r in counted), key=lambda at: (at.latest, at.earliest))
    passed = now - last.latest
    if passed > gap:
        state = DutyState.ADVISED
    else:
        state = DutyState.DUE_SOON if passed >= DUE_SOON_SHARE * gap else DutyState.RUNNING
    words = Words(
        f"看到的最近一次回应在 {_hours(passed)} 小时前；"
        f"提示间隔 {_hours(gap)} 小时由本单位设定，条文没有数字",
        f"the last answer seen is {_hours(passed)} h old; the gap of {_hours(gap)} h is the "
        "office's own, the text has no number",
    )
    return Standing(
        clause.id,
        state,
        words,
        start=last,
        due_from=last.earliest + gap,
        due_at=last.latest + gap,
    )


def _elapsed(clause: Clause, facts: IncidentFacts, now: datetime) -> Standing:
    answer = _first_answer(facts.responses, clause)
    start = facts.began
    if answer is None:
        passed = _hours(now - start.earliest)
        words = Words(
            f"至今 {passed} 小时，尚未看到回应；条文没有数字，不判超时",
            f"{passed} h so far, no answer seen; the text has no number and nothing is breached",
        )
        return Standing(clause.id, DutyState.SHOWN, words, start=start)
    words = Words(
        f"首次回应用时约 {_hours(answer.latest - start.earliest)} 小时；条文没有数字，不判超时",
        f"first answered after about {_hours(answer.latest - start.earliest)} h; the text has no "
        "number and nothing is breached",
    )
    return Standing(clause.id, DutyState.SHOWN, words, start=start, done=answer)


def _not_binding(clause: Clause, facts: IncidentFacts, now: datetime) -> Standing:
    """A window that is soft, or binds only where necessary."""
    start, window = _start(clause, facts), clause.window.elapsed if clause.window else None
    if window is None:
        raise ValueError(f"clause {clause.id} has no elapsed window")
    answer = _first_answer(facts.responses, clause)
    due_from, due_at = start.earliest + window, start.latest + window
    if answer is not None:
        in_time = answer.latest <= due_from
        state = DutyState.MET if in_time else DutyState.ADVISED
        words = Words("已回应", "answered") if in_time else _unbound()
    elif now <= due_at:
        state, words = DutyState.RUNNING, Words("尚在时限之内", "still within the limit")
    else:
        state, words = DutyState.NEEDS_ENTRY, _unbound()
    return Standing(
        clause.id, state, words, start=start, due_from=due_from, due_at=due_at, done=answer
    )


def _unbound() -> Words:
    return Words(
        "时限已过；条文只在必要时适用或不具约束力，由人判断",
        "past the limit; the clause binds only where necessary or not at all: a person decides",
    )


def _start(clause: Clause, facts: IncidentFacts) -> When:
    known = facts.moments
    bases = clause.clock_start or DEFAULT_START
    return next((start for basis in bases if (start := known[basis])), facts.first_public)


def _first_answer(responses: Sequence[Response], clause: Clause) -> When | None:
    times = [r.at for r in responses if r.counts and satisfies(r.kind, clause.satisfied_by)]
    return min(times, key=lambda at: (at.latest, at.earliest), default=None)


def _hours(span: timedelta) -> int:
    return max(0, round(span.total_seconds() / 3600))

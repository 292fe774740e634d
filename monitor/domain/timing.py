"""Timing an incident: which windows apply, from when, and where each of them stands.

Everything here is a pure function of the facts, the policy, what we could see, and `now`; the same
facts give the same clocks in whatever order they became known.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.domain.clock import Clock
from monitor.domain.incident import IncidentFacts
from monitor.domain.policy import (
    DEFAULT_START,
    OTHER_GRADES,
    Clause,
    OnUpgrade,
    Policy,
    StartBasis,
    graded_windows,
)
from monitor.domain.response import Link, Response, ResponseKind, satisfies
from monitor.domain.sight import Sight, Watch, could_answer, read_sight
from monitor.domain.verdict import Verdict
from monitor.domain.when import When
from monitor.domain.words import Words

DUE_SOON_SHARE = 0.8
"""A window is 临近时限 from this share on (our default; no document fixes one)."""

_JUST_AFTER = timedelta(milliseconds=1)  # due times are inclusive: late begins after them
_UNSEEN_STARTS = (StartBasis.FIRST_SEEN_PUBLIC, StartBasis.DETECTED)
"""What is not known where the first trace already carried the answer."""
_LAST_LOOK_EVERY = timedelta(seconds=1)
_BLIND_RECHECK_EVERY = timedelta(minutes=5)


def time_incident(
    facts: IncidentFacts, policy: Policy, watches: Iterable[Watch], now: datetime
) -> tuple[Clock, ...]:
    """The clocks of an incident at `now`, shortest window first.

    `watches` are our looks at all official channels; those that could carry an answer of the
    responsible units are picked here. They are gone through once for each window whose verdict
    rests on what we saw, and not at all where none does: no generator will do.
    """
    day = facts.began.earliest.astimezone(ZoneInfo(policy.profile.zone)).date()
    clauses = policy.windows_on(day)
    graded = graded_windows(clauses)
    return tuple(_time_clause(facts, clause, graded, watches, policy, now) for clause in clauses)


def _time_clause(
    facts: IncidentFacts,
    clause: Clause,
    graded: frozenset[object],
    watches: Iterable[Watch],
    policy: Policy,
    now: datetime,
) -> Clock:
    window = clause.window.elapsed if clause.window else None
    if window is None:
        raise ValueError(f"clause {clause.id} has no elapsed window to time")
    basis, start = _start(facts, clause, policy)
    blank = Clock(clause.id, window, basis, start, Verdict.RUNNING, Words("", ""))
    excused = _excused(facts, clause, graded)
    if excused is not None:
        verdict, words = excused
        return replace(blank, verdict=verdict, words=words)
    provisional = bool(clause.names_grades) and facts.grading.confirmed not in clause.names_grades
    clock = _decide(replace(blank, provisional=provisional), facts, clause, watches, now)
    clock = _label_upgrade(clock, facts, clause, policy)
    return replace(clock, wake_at=_wake_at(clock, now))


def _start(facts: IncidentFacts, clause: Clause, policy: Policy) -> tuple[StartBasis, When]:
    """The first basis of the clause that is known; detection always is.

    A profile may count the windows of a grade that rose later from the moment it was known.
    """
    basis, start = _own_start(facts, clause)
    risen = facts.graded_at
    if policy.on_upgrade is OnUpgrade.STRICT or facts.grading.confirmed not in clause.names_grades:
        return basis, start
    if risen is None or risen <= max(facts.detected_at, start.latest):
        return basis, start
    return StartBasis.GRADED, When.at(risen, "graded")


def _own_start(facts: IncidentFacts, clause: Clause) -> tuple[StartBasis, When]:
    known = facts.moments
    for basis in (*(clause.clock_start or DEFAULT_START), StartBasis.DETECTED):
        start = known[basis]
        if start is not None:
            return basis, start
    raise AssertionError("detection is always known")


def _excused(
    facts: IncidentFacts, clause: Clause, graded: frozenset[object]
) -> tuple[Verdict, Words] | None:
    """Why a window does not run at all, or None where it does."""
    if facts.dismissed is not None:
        return Verdict.NOT_APPLICABLE, facts.dismissed
    if clause.id in facts.waived:
        return Verdict.WAIVED, facts.waived[clause.id]
    grading = facts.grading
    if clause.names_grades:
        if grading.confirmed in clause.names_grades:
            return None
        if grading.possible in clause.names_grades:
            return _REBUTTED if _is_rebutted(facts) else None
        stated = grading.confirmed.value if grading.confirmed else "未达到"
        english = grading.confirmed.english if grading.confirmed else "below"
        return Verdict.NOT_APPLICABLE, Words(
            f"事件等级：{stated}，本条只适用于{'、'.join(clause.grades)}",
            f"event grade: {english}; the clause names graver ones only",
        )
    if OTHER_GRADES in clause.grades and grading.confirmed and grading.confirmed in graded:
        return Verdict.NOT_APPLICABLE, Words(
            f"事件等级已确认为{grading.confirmed.value}，改按更短时限计时",
            f"confirmed as {grading.confirmed.english}: the shorter windows time it",
        )
    return None


_REBUTTED = (
    Verdict.NOT_APPLICABLE,
    Words("等级从未确认，官方已辟谣", "the grade was never confirmed, and the authority denied it"),
)


def _is_rebutted(facts: IncidentFacts) -> bool:
    """Whether an authority itself denied it, on its own page: what was only possible is not."""
    return any(
        r.kind is ResponseKind.REBUTTAL and r.counts and not r.relayed for r in facts.responses
    )


def _decide(
    clock: Clock, facts: IncidentFacts, clause: Clause, watches: Iterable[Watch], now: datetime
) -> Clock:
    answer = _answer(facts.responses, clause)
    if facts.court_first and clock.basis is not StartBasis.OCCURRED:
        if answer is not None or now > clock.due_at:
            return _court_came_first(clock, facts)
    elif answer is not None:
        return _unless_another_was(_answered(clock, facts, answer, watches, now), facts, clause)
    if now <= clock.due_at:
        return _running(clock, facts, clause, now)
    return _overdue(clock, facts, clause, watches, now)


def _answer(responses: Sequence[Response], clause: Clause) -> Response | None:
    """The earliest response that counts and is of a kind the clause asks for."""
    fitting = [r for r in responses if r.counts and satisfies(r.kind, clause.satisfied_by)]
    return min(fitting, key=lambda r: (r.at.latest, r.at.earliest, r.id), default=None)


def _awaiting_review(facts: IncidentFacts, clause: Clause, due: datetime) -> bool:
    """Whether a possible answer that would be in time waits for a person."""
    return any(
        r.link is Link.REVIEW and satisfies(r.kind, clause.satisfied_by) and r.at.earliest <= due
        for r in facts.responses
    )


def _answered(
    clock: Clock, facts: IncidentFacts, answer: Response, watches: Iterable[Watch], now: datetime
) -> Clock:
    kind_zh, kind_en = answer.kind.words
    clock = replace(clock, answered_by=answer.id, answered=answer.at)
    by_zh, by_en = (
        f"{answer.issuer or '官方'}{kind_zh}",
        f"{kind_en} by {answer.issuer or 'office'}",
    )
    if answer.relayed:
        by_zh, by_en = f"据媒体转述，{by_zh}", f"as reported by the press, {by_en}"
    if answer.by_another_than(facts.units):
        by_zh, by_en = f"{by_zh}（由上级/条线发布）", f"{by_en} (not the unit that has to answer)"
    start_unknown = facts.answered_first and clock.basis in _UNSEEN_STARTS
    if start_unknown and answer.at.earliest <= clock.due_at:
        return _answer_came_first(clock, facts, answer, by_zh, by_en)
    if answer.at.latest <= clock.due_from:
        if answer.at.latest < facts.detected_at:
            by_zh, by_en = f"{by_zh}，监测发现前已主动发布", f"{by_en}, unasked, before we noticed"
        return replace(
            clock, verdict=Verdict.MET, words=Words(f"{by_zh}，在时限之内", f"{by_en}, in time")
        )
    if answer.at.earliest <= clock.due_at:
        words = Words(
            f"{by_zh}，时刻不够精确，可能在时限前后", f"{by_en}, at a time known too vaguely"
        )
        return replace(clock, verdict=Verdict.UNDETERMINED, words=words)
    late = Words(f"{by_zh}，在时限之后", f"{by_en}, after the limit")
    witnesses = could_answer(watches, facts.units)
    return _if_we_could_see(clock, Verdict.LATE_MET, late, witnesses, now)


def _unless_another_was(clock: Clock, facts: IncidentFacts, clause: Clause) -> Clock:
    """Late only where nothing else may have been in time, and where the limit surely applied."""
    if clock.verdict is not Verdict.LATE_MET:
        return clock
    others = [r for r in facts.responses if r.counts and satisfies(r.kind, clause.satisfied_by)]
    if _awaiting_review(facts, clause, clock.due_at):
        zh, en = "，另有一份疑似按时的回应待人工确认", "; a possibly timely one waits for a person"
    elif any(r.at.earliest <= clock.due_at for r in others):
        zh, en = (
            "，另有一份时刻不够精确的回应，可能在时限之内",
            "; another, vaguer in time, may be in it",
        )
    elif clock.provisional:
        zh, en = "，但事件等级尚未确认", "; but the grade is not confirmed"
    else:
        return clock
    words = Words(f"{clock.words.zh}{zh}", f"{clock.words.en}{en}")
    return replace(clock, verdict=Verdict.UNDETERMINED, words=words)


def _answer_came_first(
    clock: Clock, facts: IncidentFacts, answer: Response, by_zh: str, by_en: str
) -> Clock:
    """The first trace already carried an answer: when the matter became public is not known.

    It is in time where it is so even counted from the occurrence, which comes before all else.
    Nothing was late towards the public where the authority itself spoke first.
    """
    if facts.occurred and answer.at.latest <= facts.occurred.earliest + clock.window:
        words = Words(
            f"{by_zh}，自事发起算也在时限之内", f"{by_en}, in time even from the occurrence"
        )
        return replace(clock, verdict=Verdict.MET, words=words)
    if clock.basis is StartBasis.DETECTED and not answer.relayed:
        words = Words(
            f"{by_zh}即为首次公开，无待回应的舆情", f"{by_en} was itself the first report"
        )
        return replace(clock, verdict=Verdict.NOT_APPLICABLE, words=words)
    words = Words(
        f"最早的报道已有{by_zh}，起算时间不明", f"{by_en} was in the first report: no start"
    )
    return replace(clock, verdict=Verdict.UNDETERMINED, words=words)


def _court_came_first(clock: Clock, facts: IncidentFacts) -> Clock:
    """A court made its own step public: whether anybody had to answer is for a person to say."""
    words = Words(
        "最早的报道是司法机关自行公开的办案进展，是否属于待回应的舆情由人工认定",
        "first known from a court's own announcement: a person decides whether it called for one",
    )
    return replace(clock, verdict=Verdict.UNDETERMINED, words=words, answered=facts.first_public)


def _running(clock: Clock, facts: IncidentFacts, clause: Clause, now: datetime) -> Clock:
    zh, en = "尚在时限之内，未见回应", "inside the limit, no response seen yet"
    if _awaiting_review(facts, clause, clock.due_at):
        zh, en = "有一份疑似回应待人工确认", "a possible answer waits for a person"
    elif now > clock.due_from:
        zh, en = "起算时刻不够精确，时限可能已过", "the start is vague: the limit may have passed"
    soon = clock.share_passed(now) >= DUE_SOON_SHARE
    return replace(
        clock, verdict=Verdict.DUE_SOON if soon else Verdict.RUNNING, words=Words(zh, en)
    )


def _overdue(
    clock: Clock, facts: IncidentFacts, clause: Clause, watches: Iterable[Watch], now: datetime
) -> Clock:
    if _awaiting_review(facts, clause, clock.due_at):
        words = Words(
            "时限已过，有一份疑似按时的回应待人工确认",
            "a possibly timely answer waits for a person",
        )
        return replace(clock, verdict=Verdict.UNDETERMINED, words=words)
    if clock.provisional:
        words = Words(
            "时限已过，但事件等级尚未确认", "the limit passed, but the grade is not confirmed"
        )
        return replace(clock, verdict=Verdict.UNDETERMINED, words=words)
    seen = Words("时限已过，在可见的官方渠道未见回应", "the limit passed and no response was seen")
    if any(r.withdrawn and r.link.counts for r in facts.responses):
        seen = Words("时限已过，曾发布的回应已撤回", "the limit passed; the answer was withdrawn")
    witnesses = could_answer(watches, facts.units)
    return _if_we_could_see(clock, Verdict.BREACHED_OPEN, seen, witnesses, now)


def _label_upgrade(clock: Clock, facts: IncidentFacts, clause: Clause, policy: Policy) -> Clock:
    """Mark what was over before the grade that sets the window was known: no plain breach."""
    risen = facts.graded_at
    if clock.breached_at is None or not clause.names_grades:
        return clock
    if risen is None or risen <= clock.due_at:
        return clock
    since = risen + clock.window
    at = since.astimezone(ZoneInfo(policy.profile.zone))
    in_time = clock.answered is not None and clock.answered.latest <= since
    zh, en = ("，自升级起算未超", ", in time counted from there") if in_time else ("", "")
    words = Words(
        f"升级时已超：等级升高之前时限已过（自升级起算至{at.month}月{at.day}日 {at:%H:%M}{zh}）",
        f"already past when the grade was raised (from there: {at:%d %B %H:%M}{en})",
    )
    return replace(clock, words=words, late_on_upgrade=True)


def _if_we_could_see(
    clock: Clock, verdict: Verdict, words: Words, watches: Sequence[Watch], now: datetime
) -> Clock:
    """The verdict where the channels were readable over the window, else an honest doubt."""
    reading = read_sight(watches, clock.start.earliest, clock.due_at, now)
    if reading.sight is Sight.CLEAR:
        return replace(clock, verdict=verdict, words=words)
    if reading.sight is Sight.WAITING:
        waiting = Words(
            "时限刚过，正在最后核对官方渠道", "the limit just passed; taking a last look"
        )
        return replace(clock, verdict=Verdict.DUE_SOON, words=waiting)
    titles = sorted({gap.title for gap in reading.gaps})
    blind = (
        Words(f"{'、'.join(titles)}有看不见的时段", f"we could not see all of: {', '.join(titles)}")
        if titles
        else Words(
            "没有监测任何可能回应的官方渠道", "no official channel that could answer is watched"
        )
    )
    return replace(clock, verdict=Verdict.UNDETERMINED, words=blind, gaps=reading.gaps)


def _wake_at(clock: Clock, now: datetime) -> datetime | None:
    """The next instant at which time alone may change the verdict; None once it is settled."""
    if clock.verdict in (Verdict.RUNNING, Verdict.DUE_SOON) and now <= clock.due_at:
        soon = clock.instant_of(DUE_SOON_SHARE)
        steps = (soon, clock.due_from + _JUST_AFTER, clock.due_at + _JUST_AFTER)
        return min(step for step in steps if step > now)
    if clock.verdict is Verdict.DUE_SOON:
        return now + _LAST_LOOK_EVERY
    if clock.verdict is Verdict.UNDETERMINED and clock.gaps:
        # The longer we have been blind, the less often it is worth asking again.
        return now + max(_BLIND_RECHECK_EVERY, (now - clock.due_at) / 20)
    return None

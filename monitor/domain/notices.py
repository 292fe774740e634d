"""Who must be told what, and why: notices are derived, keyed, and owed exactly once."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.domain.clock import Clock
from monitor.domain.ladder import (
    Due,
    Known,
    called,
    escalated,
    reminded,
    roles_up_to,
    warned,
)
from monitor.domain.rungs import Step
from monitor.domain.verdict import Verdict


class NoticeReason(StrEnum):
    """Why somebody is told. The same word in mail, metric, log and test."""

    INCIDENT_OPENED = "incident_opened"
    GRADE_RAISED = "grade_raised"
    WINDOW_AT_RISK = "window_at_risk"
    WINDOW_BREACHED = "window_breached"
    ANSWERED = "answered"
    ANSWERED_LATE = "answered_late"
    CANNOT_SEE = "cannot_see"
    BREACH_LIFTED = "breach_lifted"
    ANSWER_WITHDRAWN = "answer_withdrawn"
    REMINDER = "reminder"
    """An answer is still awaited, some time after the deadline."""
    ESCALATED = "escalated"
    """Nobody acknowledged an alert for as long as the policy waits."""
    CHANNEL_BLIND = "channel_blind"
    CHANNEL_BACK = "channel_back"
    UNWATCHED = "unwatched"
    """We ourselves were down: nobody watched for a while."""
    DIGEST = "digest"
    """A period is over, and this is what it came to."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell the holders of some roles.

    `rung` tells notices of one reason apart (the step of the ladder, a reminder by its instant);
    `generation` counts how often the clock was opened again, so that a second round is announced
    anew. `clause` is empty for what is about the incident and no single window.
    """

    reason: NoticeReason
    incident: str
    clause: str
    rung: str
    roles: tuple[str, ...]
    generation: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """A notice that was owed, to however many people; `at` is when it first was."""

    reason: str
    clause: str
    rung: str
    generation: int
    at: datetime


CALLS = frozenset(
    {NoticeReason.INCIDENT_OPENED, NoticeReason.GRADE_RAISED, NoticeReason.ANSWER_WITHDRAWN}
)
"""What is said of an incident and asks somebody to take it on, each of them anew."""


def notice_key(notice: Notice, recipient: str) -> str:
    """The idempotency key of one notice to one recipient: a hex digest, stable for ever."""
    parts = (
        notice.incident,
        notice.clause,
        f"{notice.reason}:{notice.rung}",
        recipient,
        str(notice.generation),
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def due_notices(
    incident: str, clocks: Sequence[Clock], known: Known, ladder: Sequence[Step], now: datetime
) -> tuple[Notice, ...]:
    """The notices that the clocks of an incident owe at `now`; of each ladder the latest first.

    `known` holds each clause's verdict as it was last stored. What was sent already is sorted out
    by the key, so that asking twice owes nothing twice. Steps that passed while nobody looked are
    not made up for one by one: whoever is owed several of one clock gets the latest of them.
    """
    notices = []
    for clock in clocks:
        number = known.number(clock.clause)
        for reason, rung, roles in _owed(clock, known, ladder, now):
            notices.append(Notice(reason, incident, clock.clause, rung, roles, number))
    calls = (
        Notice(NoticeReason.ESCALATED, incident, "", due.rung, due.roles)
        for due in called(clocks, ladder, known, now)
    )
    return (*notices, *calls)


def last_call(told: Iterable[Told], known: Known, clocks: Sequence[Clock]) -> datetime | None:
    """When somebody was last asked to take an incident on; None where nobody was.

    That is when it was opened, raised, or lost its answer; a window that runs anew without any of
    these asks with its first warning, and so does one whose incident was never announced.
    """
    told = tuple(told)
    calls = [each.at for each in told if each.reason in CALLS]
    rounds = {c.clause: known.number(c.clause) for c in clocks if c.waits}
    warned_at = [
        each.at
        for each in told
        if each.reason == NoticeReason.WINDOW_AT_RISK
        and each.generation == rounds.get(each.clause)
        and (each.generation or not calls)
    ]
    return max(calls + sorted(warned_at)[:1], default=None)


def asks_now(notices: Iterable[Notice], known: Known) -> bool:
    """Whether one of `notices` may be such a call, made in this very moment."""
    return any(
        notice.reason in CALLS
        or (
            notice.reason is NoticeReason.WINDOW_AT_RISK
            and (notice.generation > 0 or known.called_at is None)
        )
        for notice in notices
    )


_Owed = tuple[NoticeReason, str, tuple[str, ...]]

_ANNOUNCED = {
    Verdict.BREACHED_OPEN: NoticeReason.WINDOW_BREACHED,
    Verdict.MET: NoticeReason.ANSWERED,
    Verdict.LATE_MET: NoticeReason.ANSWERED_LATE,
    Verdict.UNDETERMINED: NoticeReason.CANNOT_SEE,
}


def _owed(clock: Clock, known: Known, ladder: Sequence[Step], now: datetime) -> Iterator[_Owed]:
    changed = _transition(clock, known.before.get(clock.clause), ladder)
    if changed is not None:
        yield changed
    yield from _each(NoticeReason.WINDOW_AT_RISK, warned(clock, ladder, now))
    yield from _each(NoticeReason.REMINDER, reminded(clock, ladder, known, now))
    yield from _each(NoticeReason.ESCALATED, escalated(clock, ladder, known, now))


def _each(reason: NoticeReason, dues: Sequence[Due]) -> Iterator[_Owed]:
    return ((reason, due.rung, due.roles) for due in dues)


def _transition(clock: Clock, before: Verdict | None, ladder: Sequence[Step]) -> _Owed | None:
    """What a change of verdict owes; an incident that opens already answered owes nothing."""
    late = (Verdict.BREACHED_OPEN, Verdict.LATE_MET)
    if before in late and clock.verdict in (Verdict.NOT_APPLICABLE, Verdict.WAIVED):
        return NoticeReason.BREACH_LIFTED, "", roles_up_to(ladder, 1)
    reason = _ANNOUNCED.get(clock.verdict)
    if reason is None or before is clock.verdict:
        return None
    if before is None and clock.answered is not None:
        return None
    everybody = roles_up_to(ladder, 1)
    if reason is NoticeReason.ANSWERED and before in (Verdict.RUNNING, Verdict.DUE_SOON):
        return reason, "", everybody[:1]
    # Whoever read that it was overdue must also read that it was not.
    return reason, "", everybody

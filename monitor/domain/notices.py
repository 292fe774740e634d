"""Who must be told what, and why: notices are derived, keyed, and owed exactly once."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.domain.clock import Clock
from monitor.domain.policy import Rung
from monitor.domain.verdict import Verdict

DUTY = "duty"


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


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell the holders of some roles.

    `rung` tells notices of one reason apart (the step of the ladder); `generation` counts how
    often the clock was opened again, so that a second round is announced anew.
    """

    reason: NoticeReason
    incident: str
    clause: str
    rung: str
    roles: tuple[str, ...]
    generation: int = 0


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
    incident: str,
    clocks: Sequence[Clock],
    before: Mapping[str, Verdict],
    ladder: Sequence[Rung],
    now: datetime,
    generation: Mapping[str, int],
) -> tuple[Notice, ...]:
    """The notices that the clocks owe at `now`.

    `before` holds each clause's verdict as it was last stored. What was sent already is sorted out
    by the key, so that asking twice owes nothing twice. Steps of the ladder that passed while
    nobody looked are not made up for one by one: only the highest is owed.
    """
    notices = []
    for clock in clocks:
        was = before.get(clock.clause)
        owed = _transition(clock, was, ladder) or _at_risk(clock, ladder, now)
        if owed is not None:
            reason, rung, roles = owed
            number = generation.get(clock.clause, 0)
            notices.append(Notice(reason, incident, clock.clause, rung, roles, number))
    return tuple(notices)


_Owed = tuple[NoticeReason, str, tuple[str, ...]]

_ANNOUNCED = {
    Verdict.BREACHED_OPEN: NoticeReason.WINDOW_BREACHED,
    Verdict.MET: NoticeReason.ANSWERED,
    Verdict.LATE_MET: NoticeReason.ANSWERED_LATE,
    Verdict.UNDETERMINED: NoticeReason.CANNOT_SEE,
}


def _transition(clock: Clock, before: Verdict | None, ladder: Sequence[Rung]) -> _Owed | None:
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


def _at_risk(clock: Clock, ladder: Sequence[Rung], now: datetime) -> _Owed | None:
    if clock.verdict not in (Verdict.RUNNING, Verdict.DUE_SOON):
        return None
    passed = [rung for rung in ladder if rung.at < 1 and clock.share_passed(now) >= rung.at]
    if not passed:
        return None
    highest = max(passed, key=lambda rung: rung.at)
    return NoticeReason.WINDOW_AT_RISK, f"{highest.at:g}", highest.roles


def roles_up_to(ladder: Sequence[Rung], share: float) -> tuple[str, ...]:
    """All roles named on the ladder up to that share, in order of appearance."""
    roles = [
        role
        for rung in sorted(ladder, key=lambda r: r.at)
        if rung.at <= share
        for role in rung.roles
    ]
    return tuple(dict.fromkeys(roles)) or (DUTY,)

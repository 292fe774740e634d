"""Settle an incident: derive its clocks anew, keep what changed, and owe the notices.

Every path ends here (a new article, a linked response, a deadline that passed), so that there is
one place where verdicts come from, and state, log and outbox change in one transaction.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from monitor.domain.clock import Clock
from monitor.domain.events import Event, EventKind
from monitor.domain.incident import IncidentFacts
from monitor.domain.notices import Notice, NoticeReason, due_notices, roles_up_to
from monitor.domain.sight import Watch
from monitor.domain.timing import time_incident
from monitor.domain.verdict import Verdict
from monitor.domain.words import Words
from monitor.store.mapping import former_breach
from monitor.store.store import Work
from monitor.store.tables import ClockRow
from monitor.usecases.office import Office
from monitor.usecases.owe import owe


def settle(
    work: Work,
    office: Office,
    incident_id: int,
    now: datetime,
    announce: NoticeReason | None = None,
) -> tuple[Clock, ...]:
    """Bring the clocks of an incident up to `now`; returns them, shortest window first.

    `announce` adds a notice about the incident itself (opened, grade raised). Raises KeyError for
    an unknown incident.
    """
    facts = work.incidents.facts(incident_id)
    clocks = time_incident(facts, office.policy, watches_over(work, office, facts, now), now)
    stored = work.incidents.clocks(incident_id)
    before = {clause: Verdict(row.verdict) for clause, row in stored.items()}
    clocks = tuple(_with_history(clock, stored.get(clock.clause), office) for clock in clocks)
    for clock in clocks:
        row = stored.get(clock.clause)
        work.incidents.save_clock(incident_id, office.policy.profile.id, clock, row, now)
        if before.get(clock.clause) is not clock.verdict:
            work.events.append(_verdict_event(facts.id, clock, before.get(clock.clause), now))
    work.events.append_rest(facts.id, now)
    _take_last_looks(work, facts, clocks, now)
    generation = {clause: row.generation for clause, row in stored.items()}
    ladder = office.policy.escalation
    notices = due_notices(facts.id, clocks, before, ladder, now, generation)
    if announce is not None:
        roles = roles_up_to(ladder, 0.8)
        notices = (Notice(announce, facts.id, "", _rung(announce, facts), roles), *notices)
    owe(work, office, facts, clocks, notices, now)
    return clocks


def _with_history(clock: Clock, row: ClockRow | None, office: Office) -> Clock:
    """A window that is excused now keeps saying that it had been missed."""
    missed = former_breach(clock, row)
    if missed is None or clock.verdict not in (Verdict.NOT_APPLICABLE, Verdict.WAIVED):
        return clock
    at = missed.astimezone(office.zone)
    words = Words(
        f"{clock.words.zh}；此前曾判为超时（{at.month}月{at.day}日 {at:%H:%M} 到期），记录保留",
        f"{clock.words.en}; it had been overdue (due {at:%d %B %H:%M}), which stays on record",
    )
    return replace(clock, words=words)


def _rung(announce: NoticeReason, facts: IncidentFacts) -> str:
    """Each grade is announced once, an opening once, each set of withdrawn answers once."""
    if announce is NoticeReason.GRADE_RAISED and facts.grading.confirmed:
        return str(facts.grading.confirmed.rank)
    if announce is NoticeReason.ANSWER_WITHDRAWN:
        return " ".join(answer.id for answer in facts.responses if answer.withdrawn)
    return ""


def watches_over(
    work: Work, office: Office, facts: IncidentFacts, now: datetime
) -> tuple[Watch, ...]:
    """Our looks at the official channels since the incident began."""
    if office.archive:
        return (Watch("archive", "档案", "", office.backlog, (), until_assumed=now),)
    since = min(facts.began.earliest, facts.detected_at)
    return work.channels.watches(office.channels.values(), since, now)


def _take_last_looks(
    work: Work, facts: IncidentFacts, clocks: Iterable[Clock], now: datetime
) -> None:
    """Where a limit has just passed, look at the channels that could answer before saying so."""
    if any(c.verdict is Verdict.DUE_SOON and now > c.due_at for c in clocks):
        latest_due = max(c.due_at for c in clocks if c.verdict is Verdict.DUE_SOON)
        work.channels.hurry(facts.units, min(now, latest_due))


def _verdict_event(incident: str, clock: Clock, old: Verdict | None, now: datetime) -> Event:
    return Event(
        EventKind.VERDICT_CHANGED,
        now,
        incident,
        reason=clock.words.zh,
        data={
            "clause": clock.clause,
            "old": old.value if old else None,
            "new": clock.verdict.value,
            "due_at": clock.due_at.isoformat(),
            "breached_at": clock.breached_at.isoformat() if clock.breached_at else None,
        },
    )

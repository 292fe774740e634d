"""Settle an incident: derive its clocks anew, keep what changed, and owe the notices.

Every path ends here (a new article, a linked response, a deadline that passed), so that there is
one place where verdicts come from, and state, log and outbox change in one transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.domain.clock import Clock
from monitor.domain.events import Event, EventKind
from monitor.domain.incident import IncidentFacts
from monitor.domain.ladder import awakened, roles_up_to
from monitor.domain.notices import Notice, NoticeReason, asks_now, due_notices
from monitor.domain.sight import Watch
from monitor.domain.timing import time_incident
from monitor.domain.verdict import Verdict
from monitor.domain.words import Words
from monitor.store.kept_clocks import KeptClocks
from monitor.store.mapping import StoredClock, former_breach
from monitor.store.store import Work
from monitor.usecases.known import what_is_known
from monitor.usecases.office import Office
from monitor.usecases.official_looks import OfficialLooks
from monitor.usecases.owe import owe


@dataclass(frozen=True, slots=True)
class _Case:
    """One incident: its facts, its clocks as they are now, the verdicts before, what it owes."""

    number: int
    facts: IncidentFacts
    clocks: tuple[Clock, ...]
    before: Mapping[str, Verdict]
    notices: tuple[Notice, ...]


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
    return settle_all(work, office, [incident_id], now, announce)[incident_id]


def settle_all(
    work: Work,
    office: Office,
    incidents: Sequence[int],
    now: datetime,
    announce: NoticeReason | None = None,
) -> dict[int, tuple[Clock, ...]]:
    """`settle` for several incidents, each named once, in one transaction: all of them, or none.

    What is stored of them is read and written together, which costs little more than one of them.
    """
    work.events.wait_for_our_turn()
    kept = work.incidents.kept_clocks(incidents)
    facts = work.incidents.facts_of_all(incidents)
    looks = OfficialLooks(work, office, facts.values(), now)
    cases = [
        _derive(work, office, known, looks, kept.of(number), announce, now)
        for number, known in facts.items()
    ]
    for case in cases:
        _keep(work, office, kept, case, now)
    kept.write()
    _take_last_looks(work, cases, now)
    owing = [case for case in cases if case.notices]
    with work.outbox.recalled([case.number for case in owing]):
        for case in owing:
            owe(work, office, case.facts, case.clocks, case.notices, now)
    return {case.number: case.clocks for case in cases}


def _derive(
    work: Work,
    office: Office,
    facts: IncidentFacts,
    looks: OfficialLooks,
    stored: Mapping[str, StoredClock],
    announce: NoticeReason | None,
    now: datetime,
) -> _Case:
    ladder = office.policy.escalation
    clocks = time_incident(facts, office.policy, looks.over(facts), now)
    clocks = tuple(_with_history(clock, stored.get(clock.clause), office) for clock in clocks)
    known = what_is_known(work, int(facts.id), clocks, stored, ladder)
    notices = due_notices(facts.id, clocks, known, ladder, now)
    if announce is not None:
        roles = roles_up_to(ladder, 0.8)
        notices = (Notice(announce, facts.id, "", _rung(announce, facts), roles), *notices)
    clocks = awakened(clocks, ladder, known, now, asks=asks_now(notices, known))
    return _Case(int(facts.id), facts, clocks, known.before, notices)


def _keep(work: Work, office: Office, kept: KeptClocks, case: _Case, now: datetime) -> None:
    """Keep the clocks of a case, with an entry in the log for each verdict that changed."""
    incident = case.facts.id
    for clock in case.clocks:
        kept.keep(case.number, office.policy.clause(clock.clause).profile, clock, now)
        before = case.before.get(clock.clause)
        if before is not clock.verdict:
            work.events.append(_verdict_event(incident, clock, before, now))
    work.events.append_rest(incident, now)


def _with_history(clock: Clock, row: StoredClock | None, office: Office) -> Clock:
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
    """Our looks since the incident began at the official channels that could answer it."""
    return OfficialLooks(work, office, [facts], now).since(facts)


def _take_last_looks(work: Work, cases: Iterable[_Case], now: datetime) -> None:
    """Where a limit has just passed, look at the channels that could answer before saying so."""
    wanted: set[tuple[tuple[str, ...], datetime]] = set()
    for case in cases:
        waiting = [c.due_at for c in case.clocks if c.verdict is Verdict.DUE_SOON]
        if waiting and now > min(waiting):
            wanted.add((case.facts.units, min(now, max(waiting))))
    for units, at in sorted(wanted):
        work.channels.hurry(units, at)


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

"""Who will be told what, and when, over all open incidents, if nothing happens from now on.

The same functions decide as in the loop: the clocks, the ladder, the rota, silences, quiet hours.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from monitor.domain.briefing import window_label
from monitor.domain.clock import Clock
from monitor.domain.forecast import Coming, forecast
from monitor.domain.incident import IncidentFacts
from monitor.domain.ladder import Known, Taken
from monitor.domain.notices import Notice, NoticeReason
from monitor.domain.words import NO_WORDS, Words
from monitor.store.mapping import clock_of
from monitor.store.store import Store, Work
from monitor.usecases.office import Office
from monitor.usecases.owe import addressed
from monitor.usecases.settle import watches_over
from monitor.usecases.whom import Addressed

FORESEEN = timedelta(days=14)
"""Nothing further ahead is foreseen: reminders without an end would fill any list."""


ReadComing = Callable[[datetime, int], Sequence["ComingAlert"]]
"""Reads so many of the next alerts as of a moment."""


@dataclass(frozen=True, slots=True)
class ComingAlert:
    """One notice to come: at `at` these people are owed it.

    `left` is the time to the deadline of its window then, negative after it; None where it is about
    no window. `label` is how the window is called, empty likewise.
    """

    at: datetime
    incident_id: int
    title: str
    clause: str
    label: Words
    reason: NoticeReason
    rung: str
    left: timedelta | None
    told: tuple[Addressed, ...]


def coming_alerts(store: Store, office: Office, now: datetime, limit: int) -> list[ComingAlert]:
    """The next `limit` notices from `now` on, earliest first.

    Incidents are looked at in the order in which they want attention, and no more of them than are
    needed.
    """
    found: list[ComingAlert] = []
    until = now + FORESEEN
    with store.read() as work, closing(work.incidents.in_order_of_waking()) as waking:
        for number, wakes in waking:
            if wakes > until:
                break
            found += islice(_of_incident(work, office, number, now, until), limit)
            found.sort(key=lambda alert: (alert.at, alert.incident_id))
            del found[limit:]
            if len(found) == limit:
                until = found[-1].at
    return found


def _of_incident(
    work: Work, office: Office, number: int, now: datetime, until: datetime
) -> Iterator[ComingAlert]:
    facts = work.incidents.facts(number)
    title = work.incidents.get(number).title
    for coming in _forecast(work, office, facts, now):
        if coming.at > until:
            return
        due = {clock.clause: clock for clock in coming.clocks}
        found = addressed(work, office, facts, coming.clocks, coming.notices, coming.at)
        for notice, _, told in found:
            if told:
                clock = due.get(notice.clause)
                yield _alert(office, number, title, coming.at, notice, clock, told)


def _forecast(work: Work, office: Office, facts: IncidentFacts, now: datetime) -> Iterator[Coming]:
    number = int(facts.id)
    rows = work.incidents.clocks(number)
    taken = work.handling.acknowledged(number)
    known = Known(
        generation={clause: row.generation for clause, row in rows.items()},
        announced={
            clause: row.noticed_at
            for clause, row in rows.items()
            if row.breached_at and row.noticed_at
        },
        acknowledged=Taken(taken.recorded_at, taken.generation) if taken else None,
    )
    kept = {clause: clock_of(row) for clause, row in rows.items()}
    told = work.told.of_incident(number)
    watches = watches_over(work, office, facts, now)
    return forecast(facts, office.policy, watches, kept, known, told, now)


def _alert(
    office: Office,
    number: int,
    title: str,
    at: datetime,
    notice: Notice,
    clock: Clock | None,
    told: tuple[Addressed, ...],
) -> ComingAlert:
    label = NO_WORDS
    if clock is not None:
        label = window_label(office.policy.clause(clock.clause), clock.window)
    return ComingAlert(
        at=at,
        incident_id=number,
        title=title,
        clause=notice.clause,
        label=label,
        reason=notice.reason,
        rung=notice.rung,
        left=_left(clock, at),
        told=told,
    )


def _left(clock: Clock | None, at: datetime) -> timedelta | None:
    """The time left on the reading that the warnings count by, and how late on that of breaches."""
    if clock is None:
        return None
    return (clock.due_from if clock.waits else clock.due_at) - at

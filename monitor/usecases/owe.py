"""Put notices into the outbox: in the transaction that made them owed, once for each recipient."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from monitor.domain.briefing import Briefing, to_json
from monitor.domain.clock import Clock
from monitor.domain.events import Event, EventKind
from monitor.domain.incident import IncidentFacts
from monitor.domain.notices import Notice, NoticeReason, notice_key
from monitor.domain.policy import Binding
from monitor.store.outbox_tables import OutboxRow
from monitor.store.store import Work
from monitor.usecases.brief import brief
from monitor.usecases.mail_links import Claim
from monitor.usecases.office import Office, Recipient
from monitor.usecases.whom import Addressed, Matter, whom, without_repeats


def owe(
    work: Work,
    office: Office,
    facts: IncidentFacts,
    clocks: tuple[Clock, ...],
    notices: Iterable[Notice],
    now: datetime,
) -> None:
    """Put notices into the outbox, one row a recipient; what is there already stays as it is."""
    for notice, matter, told in addressed(work, office, facts, clocks, notices, now):
        told = without_repeats(office, told, matter, work.outbox.told_of(notice))
        keys = {notice_key(notice, one.recipient.address): one for one in told}
        fresh = work.outbox.unknown(list(keys), int(facts.id))
        if not fresh:
            continue
        briefing = brief(work, office, facts, clocks, notice, now)
        for key in fresh:
            work.outbox.owe(_message(office, facts, notice, key, keys[key], briefing, now))
        work.events.append(
            Event(
                EventKind.NOTICE_QUEUED,
                now,
                facts.id,
                reason=notice.reason.value,
                data={"clause": notice.clause, "rung": notice.rung, "to": len(fresh)},
            )
        )


def addressed(
    work: Work,
    office: Office,
    facts: IncidentFacts,
    clocks: tuple[Clock, ...],
    notices: Iterable[Notice],
    now: datetime,
) -> Iterator[tuple[Notice, Matter, tuple[Addressed, ...]]]:
    """Each notice with whom it goes to at `now`, whether they were told of it before or not.

    Of one ladder the later steps come first, and nobody is told an earlier one beside them.
    """
    reached: set[tuple[NoticeReason, str, str]] = set()
    silences = work.silences.in_force(now)
    for notice in notices:
        matter = _matter(office, facts, clocks, notice)
        told = whom(office, silences, matter, now)
        places = [(notice.reason, notice.clause, one.recipient.address) for one in told]
        pairs = zip(told, places, strict=True)
        yield notice, matter, tuple(one for one, place in pairs if place not in reached)
        reached.update(places)


def _message(
    office: Office,
    facts: IncidentFacts,
    notice: Notice,
    key: str,
    told: Addressed,
    briefing: Briefing,
    now: datetime,
) -> OutboxRow:
    """One row of the outbox. All messages about an incident answer the same thread."""
    recipient = told.recipient
    return OutboxRow(
        key=key,
        incident_id=int(facts.id),
        clause=notice.clause,
        reason=notice.reason.value,
        rung=notice.rung,
        recipient=recipient.address,
        language=recipient.language,
        generation=notice.generation,
        briefing=to_json(_for(office, briefing, key, recipient, now)),
        message_id=f"<{key}@{office.mail_domain}>",
        thread_id=f"<incident-{facts.id}@{office.mail_domain}>",
        created_at=now,
        **told.columns(now),
    )


def _for(
    office: Office, briefing: Briefing, key: str, recipient: Recipient, now: datetime
) -> Briefing:
    """The briefing as this recipient gets it: why they are told, and links in their name."""
    own = replace(briefing, note=recipient.note)
    if office.links is None or not briefing.incident:
        return own
    name = recipient.name or recipient.address
    claim = Claim(key, int(briefing.incident), name, now)
    return replace(
        own,
        acknowledge_url=office.links.acknowledge_url(claim),
        answered_url=office.links.answered_url(claim),
    )


def _matter(
    office: Office, facts: IncidentFacts, clocks: tuple[Clock, ...], notice: Notice
) -> Matter:
    """The notice as whoever decides whom to tell sees it: by its own window, else the nearest."""
    own = [clock for clock in clocks if clock.clause == notice.clause]
    clock = min(
        own or [clock for clock in clocks if clock.verdict.is_open],
        key=lambda clock: clock.due_from,
        default=None,
    )
    return Matter(
        notice.reason,
        notice.roles,
        facts.units,
        facts.id,
        due_at=clock.due_from if clock else None,
        binding=office.policy.clause(clock.clause).binding if clock else Binding.HARD,
    )

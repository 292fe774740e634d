"""Put notices into the outbox: in the transaction that made them owed, once for each recipient."""

from collections.abc import Iterable
from datetime import datetime

from monitor.domain.briefing import to_json
from monitor.domain.clock import Clock
from monitor.domain.events import Event, EventKind
from monitor.domain.incident import IncidentFacts
from monitor.domain.notices import Notice, notice_key
from monitor.store.store import Work
from monitor.store.tables import OutboxRow
from monitor.usecases.brief import brief
from monitor.usecases.office import Office, Recipient


def owe(
    work: Work,
    office: Office,
    facts: IncidentFacts,
    clocks: tuple[Clock, ...],
    notices: Iterable[Notice],
    now: datetime,
) -> None:
    """Put notices into the outbox, one row a recipient; what is there already stays as it is."""
    for notice in notices:
        told = office.told(notice.roles, facts.units)
        keys = {notice_key(notice, recipient.address): recipient for recipient in told}
        fresh = work.outbox.unknown(list(keys))
        if not fresh:
            continue
        briefing = to_json(brief(work, office, facts, clocks, notice, now))
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


def _message(
    office: Office,
    facts: IncidentFacts,
    notice: Notice,
    key: str,
    recipient: Recipient,
    briefing: dict[str, object],
    now: datetime,
) -> OutboxRow:
    """One row of the outbox. All messages about an incident answer the same thread."""
    return OutboxRow(
        key=key,
        incident_id=int(facts.id),
        clause=notice.clause,
        reason=notice.reason.value,
        rung=notice.rung,
        recipient=recipient.address,
        language=recipient.language,
        generation=notice.generation,
        briefing=briefing,
        message_id=f"<{key}@{office.mail_domain}>",
        thread_id=f"<incident-{facts.id}@{office.mail_domain}>",
        created_at=now,
        next_try_at=now,
    )

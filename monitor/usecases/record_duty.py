"""A person enters what no public page shows of a duty, or takes such an entry back."""

from dataclasses import replace
from datetime import datetime, timedelta

from monitor.domain.events import Event, EventKind
from monitor.domain.policy import Binding, Clause, ClauseKind, Policy
from monitor.domain.records import ACCEPTED, Record, RecordKind
from monitor.store.store import Store

_TOLERANCE = timedelta(minutes=10)
"""How far a person's clock may run ahead of ours."""


def record_duty(store: Store, policy: Policy, record: Record) -> int:
    """Keep an entry and log it, in one transaction; returns its number.

    Raises KeyError for a clause that the policy does not hold, ValueError that says what does not
    fit: a kind of entry that means nothing on the clause, an act that lies ahead, a count without
    numbers, an entry without a name or a reason.
    """
    check_record(policy.clause(record.clause), record)
    with store.write() as work:
        number = work.duties.add(record)
        data = {
            "record": number,
            "clause": record.clause,
            "kind": record.kind.value,
            "subject": record.subject,
            "matter": record.matter,
            "earliest": record.at.earliest.isoformat(),
            "latest": record.at.latest.isoformat(),
            "count": record.count,
            "out_of": record.out_of,
            "url": record.url,
        }
        work.events.append(
            Event(
                EventKind.DUTY_RECORDED,
                record.recorded_at,
                actor=record.actor,
                reason=record.reason,
                data=data,
            )
        )
    return number


def withdraw_duty(store: Store, number: int, *, actor: str, reason: str, now: datetime) -> Record:
    """Take an entry out of the reckoning and log it; it stays in the table. Returns it.

    Raises KeyError for an unknown or withdrawn entry, ValueError without a name and a reason.
    """
    _require_signature(actor, reason)
    with store.write() as work:
        record = work.duties.withdraw(number, actor=actor, reason=reason, now=now)
        data = {"record": number, "clause": record.clause}
        work.events.append(
            Event(EventKind.DUTY_WITHDRAWN, now, actor=actor, reason=reason, data=data)
        )
    return replace(record, id=number)


def check_record(clause: Clause, record: Record) -> None:
    """Raises ValueError that says what does not fit."""
    _require_signature(record.actor, record.reason)
    accepted = [kind for kind in ACCEPTED[clause.kind] if _fits(kind, clause)]
    if clause.times_incidents or clause.follows_incidents:
        raise ValueError(f"{clause.id} runs on incidents; nothing is entered on it")
    if record.kind not in accepted:
        known = ", ".join(kind.value for kind in accepted)
        raise ValueError(f"on {clause.id} ({clause.kind.value}) one enters: {known}")
    announced = clause.kind is ClauseKind.MINIMUM_DURATION and record.kind is RecordKind.DONE
    if record.at.earliest > record.recorded_at + _TOLERANCE and not announced:
        raise ValueError("it lies ahead; enter it once it has happened")
    if record.kind is RecordKind.COUNT and not 0 <= record.count <= record.out_of:
        raise ValueError("a count is so many of so many, and no more than all of them")


def _fits(kind: RecordKind, clause: Clause) -> bool:
    return kind is not RecordKind.NEEDED or clause.binding is Binding.CONDITIONAL


def _require_signature(actor: str, reason: str) -> None:
    if not actor.strip() or not reason.strip():
        raise ValueError("an entry needs a name and a reason")

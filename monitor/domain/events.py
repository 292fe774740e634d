"""The event log: append-only, hash-chained; each entry says who, when, what and why."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

GENESIS = "0" * 64


class EventKind(StrEnum):
    """What can happen to an incident."""

    INCIDENT_OPENED = "incident_opened"
    ARTICLE_JOINED = "article_joined"
    FACTS_CHANGED = "facts_changed"
    GRADE_CHANGED = "grade_changed"
    RESPONSE_LINKED = "response_linked"
    RESPONSE_DECIDED = "response_decided"
    RESPONSE_EDITED = "response_edited"
    RESPONSE_WITHDRAWN = "response_withdrawn"
    RESPONSE_RESTORED = "response_restored"
    VERDICT_CHANGED = "verdict_changed"
    NOTICE_QUEUED = "notice_queued"
    NOTICE_SENT = "notice_sent"
    NOTICE_FAILED = "notice_failed"
    NOTICE_WITHDRAWN = "notice_withdrawn"
    NOTICE_RESENT = "notice_resent"
    DIGEST_FROZEN = "digest_frozen"
    PROOF_MADE = "proof_made"
    ARTICLE_MOVED = "article_moved"
    INCIDENT_DISMISSED = "incident_dismissed"
    INCIDENT_REVIVED = "incident_revived"
    CLAUSE_WAIVED = "clause_waived"
    CLAUSE_REINSTATED = "clause_reinstated"
    GRADE_RULED = "grade_ruled"
    GRADE_RELEASED = "grade_released"
    PROPOSAL_MADE = "proposal_made"
    PROPOSAL_DECIDED = "proposal_decided"
    INCIDENT_ASSIGNED = "incident_assigned"
    ASSIGNMENT_WITHDRAWN = "assignment_withdrawn"
    INCIDENT_ACKNOWLEDGED = "incident_acknowledged"
    ACKNOWLEDGEMENT_WITHDRAWN = "acknowledgement_withdrawn"
    DUTY_RECORDED = "duty_recorded"
    DUTY_WITHDRAWN = "duty_withdrawn"
    SILENCE_BEGUN = "silence_begun"
    SILENCE_ENDED = "silence_ended"
    STATE_CHANGED = "state_changed"


Rows = Mapping[str, Mapping[str, Mapping[str, object]]]
"""Rows of several tables: {table: {number: {column: value}}}, values in plain JSON."""

MACHINE = "huiying"
"""The actor of everything that no person did."""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry. `data` holds plain JSON values, old and new where something changed.

    `state` holds what the entry made of the stored state: {table: {number: {column: value}}}, in
    plain JSON values, all columns where a row is new. The log fills it in; None is an entry of an
    earlier release, which kept none.
    """

    kind: EventKind
    at: datetime
    incident: str = ""
    actor: str = MACHINE
    reason: str = ""
    data: Mapping[str, object] = field(default_factory=dict)
    state: Rows | None = None


def chain(previous: str, event: Event) -> str:
    """The hash of an entry that follows the one with hash `previous`."""
    body: dict[str, object] = {
        "kind": event.kind.value,
        "at": event.at.astimezone(UTC).isoformat(),
        "incident": event.incident,
        "actor": event.actor,
        "reason": event.reason,
        "data": event.data,
    }
    if event.state is not None:
        body["state"] = event.state
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}{canonical}".encode()).hexdigest()

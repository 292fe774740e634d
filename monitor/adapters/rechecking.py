"""Looking once more, just before sending, whether what is owed still holds."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.domain.events import Event, EventKind
from monitor.domain.notices import NoticeReason
from monitor.domain.standing_notice import Overtaken, Owed, overtaken
from monitor.domain.verdict import Verdict
from monitor.store.outbox import WITHDRAWN
from monitor.store.outbox_tables import OutboxRow
from monitor.store.store import Work

_STEPS = (NoticeReason.WINDOW_AT_RISK, NoticeReason.REMINDER)


_OPEN = frozenset(verdict.value for verdict in Verdict if verdict.is_open)


def withdraw_overtaken(work: Work, rows: Sequence[OutboxRow], now: datetime) -> list[OutboxRow]:
    """Withdraw what no longer holds; returns the rest in the order in which it was owed.

    A group that may have arrived already goes out again as it was while any part of it holds: the
    same words under the same identifier are known for what they are.
    """
    why = _overtaken(work, rows, now)
    kept = {row.group_key for row in rows if row.group_key and not why[row.key]}
    holding = []
    events = []
    for row in sorted(rows, key=lambda row: row.id or 0):
        reason = why[row.key]
        if reason is None or row.group_key in kept:
            holding.append(row)
            continue
        row.state, row.claimed_at, row.last_error = WITHDRAWN, None, reason.value
        data = {"clause": row.clause, "reason": row.reason, "why": reason.value}
        events.append(Event(EventKind.NOTICE_WITHDRAWN, now, str(row.incident_id or ""), data=data))
    work.events.append_all(events)
    return holding


def _overtaken(work: Work, rows: Sequence[OutboxRow], now: datetime) -> dict[str, Overtaken | None]:
    incidents = {row.incident_id for row in rows}
    standings = work.outbox.standings(incidents)
    escalated = {row.incident_id for row in rows if row.reason == NoticeReason.ESCALATED}
    for number, at in (work.outbox.acknowledged(escalated) if escalated else {}).items():
        standings[number] = replace(standings[number], acknowledged_at=at)
    lifted = {row.incident_id for row in rows if row.reason == NoticeReason.BREACH_LIFTED}
    told = work.outbox.told_overdue(lifted, {row.key for row in rows}) if lifted else {}
    why: dict[str, Overtaken | None] = {}
    for row in rows:
        place = (row.incident_id, row.clause, row.recipient)
        owed = Owed(
            row.reason,
            row.created_at,
            row.clause,
            row.rung,
            row.generation,
            awaited=_awaited(row),
            told_overdue=told.get(place),
        )
        why[row.key] = overtaken(owed, standings.get(row.incident_id), now)
    return why | _repeated(row for row in rows if why[row.key] is None)


def _repeated(rows: Iterable[OutboxRow]) -> dict[str, Overtaken]:
    """Steps of one ladder that waited together, for a morning or a server: only the last goes out.

    One that may have arrived already goes out again as it was.
    """
    steps: dict[tuple[object, ...], list[OutboxRow]] = {}
    for row in rows:
        if row.reason in _STEPS and not row.doubtful:
            place = (row.incident_id, row.clause, row.reason, row.recipient, row.generation)
            steps.setdefault(place, []).append(row)
    return {
        row.key: Overtaken.REPEATED
        for waiting in steps.values()
        for row in sorted(waiting, key=lambda row: row.id or 0)[:-1]
    }


def _awaited(row: OutboxRow) -> bool:
    """Whether some window awaited an answer when the message was owed."""
    clocks = row.briefing.get("clocks")
    return isinstance(clocks, list) and any(clock.get("verdict") in _OPEN for clock in clocks)

"""Alerts to come in words and as JSON: the command, the API and the board say the same."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from monitor.domain.notices import NoticeReason
from monitor.domain.window import parse_window
from monitor.usecases.coming_alerts import ComingAlert
from monitor.usecases.whom import Addressed
from monitor.wording.phrasing import left_words, span_words

_MAIL = "mail"


def way_of(address: str) -> str:
    """By which way a recipient is reached: `mail`, or the scheme that stands before the address."""
    scheme, colon, _ = address.partition(":")
    return scheme if colon else _MAIL


def person_of(told: Addressed) -> str:
    """Who is told: by name, else by address."""
    return told.recipient.name or told.recipient.address


def step_words(alert: ComingAlert, language: str) -> str:
    """Which step it is: `还剩 2 小时`, `超时 4 小时`, `30 分无人签收`; empty where it is none."""
    if alert.reason is NoticeReason.ESCALATED:
        elapsed = parse_window(alert.rung.partition(" ")[0]).elapsed
        waited = span_words(elapsed, language) if elapsed else ""
        return f"nobody acknowledged for {waited}" if language == "en" else f"{waited}无人签收"
    if alert.left is None or alert.reason is NoticeReason.WINDOW_BREACHED:
        return ""
    return left_words(alert.at + alert.left, alert.at, language)


def coming_json(alert: ComingAlert, zone: ZoneInfo) -> dict[str, Any]:
    """An alert to come as a JSON object; instants in ISO 8601 with the office's offset."""
    return {
        "at": _at(alert.at, zone),
        "incident": alert.incident_id,
        "title": alert.title,
        "clause": alert.clause or None,
        "window": {"zh": alert.label.zh, "en": alert.label.en} if alert.clause else None,
        "reason": alert.reason.value,
        "rung": alert.rung,
        "left_s": None if alert.left is None else alert.left.total_seconds(),
        "told": [_told_json(told, zone) for told in alert.told],
    }


def _told_json(told: Addressed, zone: ZoneInfo) -> dict[str, Any]:
    note = told.recipient.note
    return {
        "name": told.recipient.name,
        "address": told.recipient.address,
        "way": way_of(told.recipient.address),
        "held_until": _at(told.held_until, zone),
        "silenced_until": _at(told.silence.until if told.silence else None, zone),
        "note": {"zh": note.zh, "en": note.en} if note.zh else None,
    }


def _at(instant: datetime | None, zone: ZoneInfo) -> str | None:
    return None if instant is None else instant.astimezone(zone).isoformat()

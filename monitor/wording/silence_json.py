"""A silence as programs read it: the command's `--json` and the board's API say the same."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from monitor.domain.silences import Silence


def silence_json(silence: Silence, zone: ZoneInfo) -> dict[str, Any]:
    """The silence as a JSON object; instants in ISO 8601 with the office's offset."""
    return {
        "number": silence.number,
        "recipient": silence.recipient,
        "unit": silence.unit,
        "incident": silence.incident,
        "since": _at(silence.since, zone),
        "until": _at(silence.until, zone),
        "by": silence.by,
        "reason": silence.reason,
        "ended_at": _at(silence.ended_at, zone),
        "ended_by": silence.ended_by,
        "ended_reason": silence.ended_reason,
    }


def _at(instant: datetime | None, zone: ZoneInfo) -> str | None:
    return None if instant is None else instant.astimezone(zone).isoformat()

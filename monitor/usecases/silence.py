"""A person mutes messages for a while, or ends that before its time: with a name and a reason."""

from datetime import datetime

from monitor.domain.events import Event, EventKind
from monitor.domain.silences import Silence
from monitor.store.store import Store
from monitor.usecases.office import Office


def add_silence(store: Store, office: Office, silence: Silence) -> Silence:
    """Keep a silence and log it, in one transaction; returns it with its number.

    Raises KeyError for a recipient, a unit or an incident that there is not.
    """
    if silence.recipient and silence.recipient not in {r.name for r in office.recipients}:
        raise KeyError(f"recipient {silence.recipient!r}")
    if silence.unit and silence.unit not in office.unit_names:
        raise KeyError(f"unit {silence.unit!r}")
    with store.write() as work:
        if silence.incident:
            work.incidents.get(int(silence.incident))
        kept = work.silences.add(silence)
        work.events.append(
            Event(
                EventKind.SILENCE_BEGUN,
                silence.since,
                silence.incident,
                silence.by,
                silence.reason,
                {
                    "silence": kept.number,
                    "recipient": silence.recipient,
                    "unit": silence.unit,
                    "until": silence.until.isoformat(),
                },
            )
        )
    return kept


def end_silence(store: Store, number: int, *, by: str, reason: str, now: datetime) -> Silence:
    """End a silence before its time and log it; it stays in the table. Returns it.

    Raises KeyError where none of that number is in force, ValueError without a name and a reason.
    """
    if not by.strip() or not reason.strip():
        raise ValueError("to end a silence needs a name and a reason")
    with store.write() as work:
        try:
            ended = work.silences.end(number, by=by, reason=reason, now=now)
        except KeyError:
            raise KeyError(f"silence {number} in force") from None
        data = {"silence": number}
        work.events.append(Event(EventKind.SILENCE_ENDED, now, ended.incident, by, reason, data))
    return ended

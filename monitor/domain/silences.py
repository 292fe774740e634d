"""Silences: a person mutes messages for a while, with a name, a reason and an end.

A silence never touches a clock. It mutes who is told, and never everybody: a breach of a hard
window always reaches somebody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST = timedelta(days=30)
"""No silence outlasts this: what is still true by then is worth saying again."""


@dataclass(frozen=True, slots=True)
class Silence:
    """What is muted from `since` on, up to and without `until` (aware instants).

    Every part that is given narrows it: `recipient` (a recipient's name), `unit`, `incident` (its
    id); at least one is given. `number` is 0 before it is kept. `ended_at` is when a person ended
    it before its time.
    """

    since: datetime
    until: datetime
    by: str
    reason: str
    recipient: str = ""
    unit: str = ""
    incident: str = ""
    number: int = 0
    ended_at: datetime | None = None
    ended_by: str = ""
    ended_reason: str = ""

    def in_force(self, at: datetime) -> bool:
        """Whether it mutes at `at`."""
        over = self.until if self.ended_at is None else min(self.until, self.ended_at)
        return self.since <= at < over

    def __post_init__(self) -> None:
        """Raises ValueError that says what is missing or wrong."""
        if not (self.recipient or self.unit or self.incident):
            raise ValueError("say what is silenced: a recipient, a unit or an incident")
        if not self.by.strip() or not self.reason.strip():
            raise ValueError("a silence needs a name and a reason")
        if self.until <= self.since:
            raise ValueError("a silence ends after it begins")
        if self.until - self.since > LONGEST:
            raise ValueError(f"a silence lasts at most {LONGEST.days} days")


def silence_over(
    silences: Iterable[Silence],
    recipient: str,
    units: Sequence[str],
    incident: str,
    at: datetime,
) -> Silence | None:
    """The silence that mutes a message for `recipient` at `at`, or None.

    A message about several units is muted where each of them is.
    """
    mine = [
        silence
        for silence in silences
        if silence.in_force(at)
        and silence.recipient in ("", recipient)
        and silence.incident in ("", incident)
    ]
    whole = next((silence for silence in mine if not silence.unit), None)
    if whole is not None:
        return whole
    of_units = [silence for silence in mine if silence.unit in units]
    covered = {silence.unit for silence in of_units} >= set(units)
    return of_units[0] if of_units and covered else None

"""The steps of the alert ladder, as a policy writes them: when, counted from what, and who is told.

No public text fixes a ladder; every step is the office's own rule. `monitor.domain.ladder` turns
steps into instants.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Rung:
    """At this share of a window (`at = 0.5`), these roles are told.

    1 is the deadline itself; a share above 1 comes once, after the deadline.
    """

    at: float
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ahead:
    """So long before the deadline (`before = "PT2H"`), these roles are told."""

    before: timedelta
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reminder:
    """So long after a deadline that was missed (`after`), and then `every` so long if that is set.

    It goes on until an answer came or the window is excused, for `until` after the deadline at
    most; with `unless_acknowledged`, until somebody acknowledged the breach.
    """

    after: timedelta
    roles: tuple[str, ...]
    every: timedelta | None = None
    until: timedelta | None = None
    unless_acknowledged: bool = False


@dataclass(frozen=True, slots=True)
class Unacknowledged:
    """Nobody acknowledged an alert for so long (`unacknowledged_for`): these roles are told."""

    wait: timedelta
    roles: tuple[str, ...]


Step = Rung | Ahead | Reminder | Unacknowledged

"""When the loop has nothing to do: nothing was committed since it last looked, and no clock is due.

The loop ticks every second for years; nearly every tick finds nothing, and must cost nothing.
"""

from datetime import datetime

from monitor.store.store import Store
from monitor.usecases.advance_clocks import next_due_at


class Resting:
    """Remembers the state in which a tick found nothing to do."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._mark: object = object()
        self._due: datetime | None = None

    def look(self) -> object:
        """The state as it is now; take it before a tick does its work."""
        return self._store.changes.mark()

    def may_rest(self, mark: object, now: datetime) -> bool:
        """Whether a tick at `now` would find what the last idle tick found: nothing."""
        return mark == self._mark and (self._due is None or now < self._due)

    def found_nothing(self, mark: object) -> None:
        """A whole tick found nothing to do in the state `mark`."""
        self._due = next_due_at(self._store)
        self._mark = mark

    def next_due(self, mark: object) -> datetime | None:
        """The next instant at which a clock wants attention, asked for only where it may differ."""
        return self._due if mark == self._mark else next_due_at(self._store)

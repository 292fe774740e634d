"""Which owed messages go out as one: a storm to one recipient, and what was noticed too late."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from monitor.domain.briefing import Briefing
from monitor.domain.notices import NoticeReason
from monitor.store.outbox_tables import OutboxRow

_ALONE = "digest"
"""What never goes out together with anything: a paper of its own."""

NOTICED_LATE = timedelta(minutes=10)
"""A limit that passed so long before its message was owed passed while nobody looked."""

MOST_IN_ONE = 200
"""No mail carries more than this; what is left makes another one."""

_NEVER = 1_000_000


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row with what it says."""

    row: OutboxRow
    briefing: Briefing

    @property
    def caught_up(self) -> bool:
        """Whether its limit had long passed when we could first say so."""
        clock = self.briefing.clock
        if clock is None or self.row.reason != NoticeReason.WINDOW_BREACHED:
            return False
        return clock.due_at < self.row.created_at - NOTICED_LATE


def gather(claimed: Sequence[Claimed], above: int) -> list[tuple[Claimed, ...]]:
    """The messages as they go out together, in the order in which the first of each was owed.

    More than `above` to one recipient are one message, and so are two or more that were noticed
    late; 0 leaves every message its own. A group that was put together before stays as it is.
    """
    together: dict[tuple[object, ...], list[Claimed]] = {}
    for item in claimed:
        together.setdefault(_place(item), []).append(item)
    messages = [
        part for items in together.values() for part in _parts(items, _least(items[0], above))
    ]
    return sorted(messages, key=lambda part: part[0].row.id or 0)


def _place(item: Claimed) -> tuple[object, ...]:
    row = item.row
    late = item.caught_up and not row.group_key
    return row.group_key, row.recipient, row.language, late, row.reason == _ALONE


def _least(item: Claimed, above: int) -> int:
    """How many of its kind make one message."""
    if item.row.group_key:
        return 1
    if above <= 0 or item.row.reason == _ALONE:
        return _NEVER
    return 2 if item.caught_up else above + 1


def _parts(items: Sequence[Claimed], least: int) -> Iterator[tuple[Claimed, ...]]:
    if len(items) < least:
        yield from ((item,) for item in items)
        return
    for start in range(0, len(items), MOST_IN_ONE):
        yield tuple(items[start : start + MOST_IN_ONE])


def group_key(keys: Iterable[str]) -> str:
    """The key of the message that carries the notices of those keys: stable for ever."""
    return hashlib.sha256("\x1f".join(keys).encode()).hexdigest()[:32]

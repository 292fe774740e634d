"""Verify the log: that it is whole, and that the stored state is what it says."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from monitor.domain.chain_check import Entry, Fault, Head, faults
from monitor.domain.events import Rows
from monitor.domain.fold import State, differences
from monitor.store.store import Store

Progress = Callable[[Iterable[Entry], int], Iterable[Entry]]
"""Shows how far one is; gets the entries and how many there are."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found; all is well where `faults` and `differences` are empty and `seen` is true.

    `stateless` counts the entries of an earlier release, which carry no state. `seen` says whether
    the hash asked for stands in the log. `stored` is the state in the tables, `by_log` the same as
    the log alone gives it.
    """

    entries: int
    head: Head | None
    faults: tuple[Fault, ...]
    differences: tuple[str, ...]
    stateless: int
    seen: bool
    by_log: Rows
    stored: Rows

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return self.seen and not self.faults and not self.differences


def verify(store: Store, progress: Progress | None = None, seen: str = "") -> Verification:
    """Walk the whole log and compare the state with what it says, both as of one moment.

    `seen` is a hash that was noted earlier: it must still stand in the log.
    """
    state, hashes = State(), {""}
    with store.read() as work:
        work.hold_still()
        count, head = work.events.count(), work.events.head()
        entries: Iterable[Entry] = work.events.stored()
        if progress is not None:
            entries = progress(entries, count)
        wrong = tuple(faults(_taken_in(entries, state, hashes, seen), head))
        stored = work.state()
    return Verification(
        entries=count,
        head=head,
        faults=wrong,
        differences=tuple(differences(state, stored)),
        stateless=state.stateless,
        seen=seen in hashes,
        by_log=state.rows,
        stored=stored,
    )


def _taken_in(
    entries: Iterable[Entry], state: State, hashes: set[str], seen: str
) -> Iterator[Entry]:
    """The entries, each taken into the state on its way."""
    for entry in entries:
        if entry.event is not None:
            state.take(entry.event)
        if entry.hash == seen:
            hashes.add(seen)
        yield entry

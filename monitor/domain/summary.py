"""The week in numbers: what ended on time, late, or cannot be told, by window and by unit."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.domain.verdict import Verdict


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One window on one incident, as ledger and digest print it; instants are aware."""

    incident: str
    title: str
    clause: str
    label_zh: str
    label_en: str
    window: timedelta
    units: tuple[str, ...]
    opened_at: datetime
    start_earliest: datetime
    start_latest: datetime
    due_at: datetime
    verdict: Verdict
    words_zh: str
    words_en: str
    answered_at: datetime | None = None
    answer_url: str = ""
    answer_kind: str = ""
    incident_url: str = ""
    place: str = ""
    late_on_upgrade: bool = False

    @property
    def margin(self) -> timedelta | None:
        """Time left when the answer came; negative where it came late."""
        return None if self.answered_at is None else self.due_at - self.answered_at


@dataclass(frozen=True, slots=True)
class Tally:
    """How the windows of one group ended. `judged` is the denominator of the on-time rate.

    `late_on_upgrade` (升级时已超) stands apart: those limits had passed before the grade that sets
    them was known, which is no plain breach.
    """

    on_time: int = 0
    late: int = 0
    overdue: int = 0
    undetermined: int = 0
    running: int = 0
    late_on_upgrade: int = 0

    @property
    def judged(self) -> int:
        """Windows that can be told: on time, late, or still unanswered past the limit."""
        return self.on_time + self.late + self.overdue

    @property
    def total(self) -> int:
        """All windows of the group that ever ran."""
        return self.judged + self.undetermined + self.running + self.late_on_upgrade


@dataclass(frozen=True, slots=True)
class Flow:
    """Windows over a period: brought over from before, begun, answered, handed on."""

    from_before: int = 0
    begun: int = 0
    answered: int = 0
    into_next: int = 0


def tally(lines: Iterable[LedgerLine]) -> Tally:
    """Count verdicts; windows that did not apply or were waived do not appear."""
    counts = dict.fromkeys(Verdict, 0)
    upgraded = 0
    for line in lines:
        if is_late_on_upgrade(line.verdict, upgraded=line.late_on_upgrade):
            upgraded += 1
        else:
            counts[line.verdict] += 1
    return Tally(
        on_time=counts[Verdict.MET],
        late=counts[Verdict.LATE_MET],
        overdue=counts[Verdict.BREACHED_OPEN],
        undetermined=counts[Verdict.UNDETERMINED],
        running=counts[Verdict.RUNNING] + counts[Verdict.DUE_SOON],
        late_on_upgrade=upgraded,
    )


def is_late_on_upgrade(verdict: Verdict, *, upgraded: bool) -> bool:
    """Whether a miss is only 升级时已超: answered or not, it is told apart from a plain breach."""
    return upgraded and verdict in (Verdict.LATE_MET, Verdict.BREACHED_OPEN)


def tally_by_window(lines: Iterable[LedgerLine]) -> dict[timedelta, Tally]:
    """One tally for each length of window, shortest first."""
    groups: dict[timedelta, list[LedgerLine]] = {}
    for line in lines:
        groups.setdefault(line.window, []).append(line)
    return {window: tally(groups[window]) for window in sorted(groups)}


def tally_by_unit(lines: Iterable[LedgerLine]) -> dict[str, Tally]:
    """One tally for each responsible unit; a line of several units counts for each of them."""
    return _tally_by(lines, lambda line: line.units or ("",))


def tally_by_place(lines: Iterable[LedgerLine]) -> dict[str, Tally]:
    """One tally for each place (town or street); an empty name where none is known."""
    return _tally_by(lines, lambda line: (line.place,))


def _tally_by(
    lines: Iterable[LedgerLine], names: Callable[[LedgerLine], tuple[str, ...]]
) -> dict[str, Tally]:
    groups: dict[str, list[LedgerLine]] = {}
    for line in lines:
        for name in names(line):
            groups.setdefault(name, []).append(line)
    return {name: tally(groups[name]) for name in sorted(groups)}

"""What people enter of an office's duties: acts that no public page shows."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.domain.policy import ClauseKind
from monitor.domain.when import When


class RecordKind(StrEnum):
    """What an entry says."""

    START = "start"  # what the window counts from: received, decided, opened
    DONE = "done"  # what the clause asks for
    MISSED = "missed"  # a person confirms that it was not done
    COUNT = "count"  # so many of so many
    EXCUSED = "excused"  # not held against the office, with the reason
    NEEDED = "needed"  # a 必要时 clause: it was necessary

    @property
    def words(self) -> tuple[str, str]:
        """How it is called, in Chinese and in English."""
        return {
            "start": ("起点", "start"),
            "done": ("办结", "done"),
            "missed": ("确认未办", "confirmed as not done"),
            "count": ("数量", "count"),
            "excused": ("不计", "excused"),
            "needed": ("确有必要", "was necessary"),
        }[self.value]


@dataclass(frozen=True, slots=True)
class Record:
    """One entry. `at` is when the act happened, `recorded_at` when it was entered, by `actor`.

    `subject` is who had to act (a unit, an account), `matter` what about (an application, a
    letter, a draft); entries of the same clause, subject and matter belong together. A count holds
    `count` of `out_of`.
    """

    id: int
    clause: str
    kind: RecordKind
    at: When
    recorded_at: datetime
    actor: str
    reason: str
    subject: str = ""
    matter: str = ""
    count: int = 0
    out_of: int = 0
    url: str = ""


ACCEPTED: dict[ClauseKind, tuple[RecordKind, ...]] = {
    ClauseKind.DEADLINE: (
        RecordKind.START,
        RecordKind.DONE,
        RecordKind.MISSED,
        RecordKind.EXCUSED,
        RecordKind.NEEDED,
    ),
    ClauseKind.FREQUENCY: (RecordKind.DONE, RecordKind.MISSED, RecordKind.EXCUSED),
    ClauseKind.FIXED_DATE: (RecordKind.DONE, RecordKind.MISSED, RecordKind.EXCUSED),
    ClauseKind.MINIMUM_DURATION: (RecordKind.START, RecordKind.DONE, RecordKind.EXCUSED),
    ClauseKind.RATIO: (RecordKind.COUNT, RecordKind.EXCUSED),
    ClauseKind.DUTY: (RecordKind.DONE,),
    ClauseKind.ROUTING: (RecordKind.DONE,),
    ClauseKind.CONTINUATION: (),
}
"""Which entries mean something on a clause of each kind."""

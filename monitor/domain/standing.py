"""Where an office stands with a duty: what is known, and what only a person can enter."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.domain.sight import BlindInterval
from monitor.domain.when import When
from monitor.domain.words import Words


class DutyState(StrEnum):
    """The state of one duty. It never says that a duty was kept where nobody can know it."""

    SHOWN = "shown"  # the clause sets no limit: it is only shown
    NEEDS_ENTRY = "needs_entry"  # the web does not show it, and no person has entered it
    RUNNING = "running"
    DUE_SOON = "due_soon"
    MET = "met"
    LATE_MET = "late_met"
    BREACHED_OPEN = "breached_open"
    ADVISED = "advised"  # beyond a limit that does not bind
    UNDETERMINED = "undetermined"
    WAIVED = "waived"

    @property
    def words(self) -> tuple[str, str]:
        """The state in Chinese and English."""
        return {
            "shown": ("仅列明", "shown only"),
            "needs_entry": ("需人工登记", "needs a person's entry"),
            "running": ("进行中", "running"),
            "due_soon": ("临近时限", "due soon"),
            "met": ("已履行", "kept"),
            "late_met": ("逾期履行", "late"),
            "breached_open": ("已超时", "overdue"),
            "advised": ("仅提示", "advice only"),
            "undetermined": ("无法判定", "cannot tell"),
            "waived": ("不计", "excused"),
        }[self.value]


@dataclass(frozen=True, slots=True)
class Standing:
    """One duty of one subject in one matter (or period), with the reason in words.

    The due time lies between `due_from` and `due_at`, which differ where the start is vague.
    `records` are the numbers of the entries it rests on.
    """

    clause: str
    state: DutyState
    words: Words
    subject: str = ""
    matter: str = ""
    start: When | None = None
    due_from: datetime | None = None
    due_at: datetime | None = None
    done: When | None = None
    gaps: tuple[BlindInterval, ...] = ()
    records: tuple[int, ...] = ()

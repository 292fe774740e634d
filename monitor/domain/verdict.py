"""The verdict on one clock: in time, late, overdue, or honestly undetermined."""

from enum import StrEnum


class Verdict(StrEnum):
    """Where one window stands. The same word in database, metric label, template and API."""

    NOT_APPLICABLE = "not_applicable"
    RUNNING = "running"
    DUE_SOON = "due_soon"
    MET = "met"
    LATE_MET = "late_met"
    BREACHED_OPEN = "breached_open"
    UNDETERMINED = "undetermined"
    WAIVED = "waived"

    @property
    def is_open(self) -> bool:
        """True while an answer is still awaited, in time or not."""
        return self in (Verdict.RUNNING, Verdict.DUE_SOON, Verdict.BREACHED_OPEN)

    @property
    def words(self) -> tuple[str, str]:
        """The state in Chinese and English, as boards, mails and digests print it."""
        return _WORDS[self.value]


_WORDS = {
    "not_applicable": ("不适用", "n/a"),
    "running": ("计时中", "running"),
    "due_soon": ("临近时限", "due soon"),
    "met": ("按时回应", "on time"),
    "late_met": ("逾期回应", "late"),
    "breached_open": ("已超时", "overdue"),
    "undetermined": ("无法判定", "cannot tell"),
    "waived": ("豁免", "waived"),
}

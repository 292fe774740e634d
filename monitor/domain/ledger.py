"""The ledger 台账: one entry for each window on each incident, with what an office files of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.domain.policy import StartBasis
from monitor.domain.response import ResponseKind
from monitor.domain.severity import Category, EventGrade
from monitor.domain.verdict import Verdict
from monitor.domain.when import When


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One window on one incident; instants are aware.

    `first_*` tell of the earliest report we keep, `answer_*` of the publication that stopped the
    clock. `updates` counts every answer to the incident that counts, `last_answer_at` is when the
    latest of them came.
    """

    incident: int
    title: str
    category: Category
    grade_confirmed: EventGrade | None
    grade_possible: EventGrade | None
    place: str
    units: tuple[str, ...]
    first_public: When
    first_channel: str
    first_title: str
    first_url: str
    occurred: When | None
    detected_at: datetime
    assigned: When | None
    acknowledged: When | None
    clause: str
    label_zh: str
    label_en: str
    rule_quote: str
    rule_source: str
    basis: StartBasis
    start: When
    due_at: datetime
    verdict: Verdict
    late_on_upgrade: bool
    words_zh: str
    words_en: str
    answered: When | None
    answer_kind: ResponseKind | None
    answer_issuer: str
    answer_title: str
    answer_url: str
    updates: int
    last_answer_at: datetime | None
    figures: Mapping[str, int]
    url: str

    @property
    def took(self) -> timedelta | None:
        """From the earliest possible start to the answer; None without one, or where it led."""
        if self.answered is None:
            return None
        span = self.answered.latest - self.start.earliest
        return span if span >= timedelta(0) else None

    def overdue_by(self, now: datetime) -> timedelta | None:
        """How far past its limit: at a late answer, or at `now` where none was seen."""
        if self.verdict is Verdict.LATE_MET and self.answered is not None:
            return self.answered.earliest - self.due_at
        return now - self.due_at if self.verdict is Verdict.BREACHED_OPEN else None

"""What a digest said, and what it would say today: frozen figures stay, corrections come after.

A digest is never written again. Where a window that it told of stands differently now (an answer
was found, a person decided, incidents were merged), the next digest of its kind lists the change,
once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.domain.summary import LedgerLine
from monitor.domain.verdict import Verdict

Key = tuple[str, str]
"""A window: the incident and the clause."""


@dataclass(frozen=True, slots=True)
class Said:
    """A window as a digest told of it; `period` is the digest in which it was counted."""

    period: str
    incident: str
    clause: str
    title: str
    label_zh: str
    label_en: str
    window: timedelta
    due_at: datetime
    verdict: Verdict
    late_on_upgrade: bool = False

    @property
    def key(self) -> Key:
        """Which window it is."""
        return self.incident, self.clause


class Change(StrEnum):
    """Why a window is told of again."""

    ANSWERED = "answered"
    """It was open and overdue, and the answer came: no error, but news."""
    JUDGED_ANEW = "judged_anew"
    MOVED = "moved"
    """Its limit lies in another period now, which counts it."""
    GONE = "gone"
    """It is no window any more: merged, dismissed, not applicable."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A window told of before, as it stands now; `now` is None where it is gone."""

    said: Said
    change: Change
    now: LedgerLine | None

    @property
    def restated(self) -> Said:
        """What is said of it from here on."""
        if self.now is None:
            return replace(self.said, verdict=Verdict.NOT_APPLICABLE, late_on_upgrade=False)
        return replace(
            self.said,
            verdict=self.now.verdict,
            late_on_upgrade=self.now.late_on_upgrade,
            due_at=self.now.due_at,
        )


def said_of(period: str, line: LedgerLine) -> Said:
    """How a digest tells of a window."""
    return Said(
        period=period,
        incident=line.incident,
        clause=line.clause,
        title=line.title,
        label_zh=line.label_zh,
        label_en=line.label_en,
        window=line.window,
        due_at=line.due_at,
        verdict=line.verdict,
        late_on_upgrade=line.late_on_upgrade,
    )


def corrections(
    said: Iterable[Said], current: Mapping[Key, LedgerLine], start: datetime
) -> tuple[Correction, ...]:
    """What must be told again in the digest of a period that begins at `start`.

    `said` is everything earlier digests of the same kind told, the oldest first: the last word on
    a window is what a reader knows. `current` holds those windows as they are now.
    """
    known = {item.key: item for item in said}
    found = (_correction(item, current.get(key), start) for key, item in known.items())
    return tuple(
        sorted(
            (item for item in found if item is not None),
            key=lambda item: (item.said.due_at, item.said.key),
        )
    )


def _correction(said: Said, now: LedgerLine | None, start: datetime) -> Correction | None:
    out = (Verdict.NOT_APPLICABLE,)
    if now is None or now.verdict in out:
        return None if said.verdict in out else Correction(said, Change.GONE, now)
    if now.due_at >= start and said.due_at < start:
        return Correction(said, Change.MOVED, now)
    if (now.verdict, now.late_on_upgrade) == (said.verdict, said.late_on_upgrade):
        return None
    answered = said.verdict is Verdict.BREACHED_OPEN and now.verdict is Verdict.LATE_MET
    return Correction(said, Change.ANSWERED if answered else Change.JUDGED_ANEW, now)


def said_to_json(said: Said) -> dict[str, object]:
    """Plain JSON values, for keeping beside the frozen page."""
    return {
        "period": said.period,
        "incident": said.incident,
        "clause": said.clause,
        "title": said.title,
        "label_zh": said.label_zh,
        "label_en": said.label_en,
        "window_s": said.window.total_seconds(),
        "due_at": said.due_at.isoformat(),
        "verdict": said.verdict.value,
        "late_on_upgrade": said.late_on_upgrade,
    }


def said_from_json(data: Mapping[str, object]) -> Said:
    """What was kept; raises KeyError or ValueError where it is not one of ours."""
    return Said(
        period=str(data["period"]),
        incident=str(data["incident"]),
        clause=str(data["clause"]),
        title=str(data["title"]),
        label_zh=str(data["label_zh"]),
        label_en=str(data["label_en"]),
        window=timedelta(seconds=float(str(data["window_s"]))),
        due_at=datetime.fromisoformat(str(data["due_at"])),
        verdict=Verdict(str(data["verdict"])),
        late_on_upgrade=bool(data["late_on_upgrade"]),
    )

"""The frozen digests, and what a digest asks of the store besides the ledger."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, not_, or_
from sqlmodel import Session, col, func, select

from monitor.domain.channel import ChannelKind, PollOutcome
from monitor.domain.period import Period
from monitor.domain.sight import Look
from monitor.domain.summary import Flow
from monitor.domain.verdict import Verdict
from monitor.store.tables import ArticleRow, ChannelRow, ClockRow, DigestRow, PollRow

_NOT_RUN = (Verdict.NOT_APPLICABLE.value, Verdict.WAIVED.value)


@dataclass(frozen=True, slots=True)
class ChannelLooks:
    """All looks at one channel in a period: how many, and those that saw it, in time order."""

    name: str
    title: str
    kind: ChannelKind
    owner: str
    looks: int
    seen: tuple[Look, ...]


class Digests:
    """Queries on digests inside one transaction. Instants are aware; spans are [start, end)."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, period: str) -> DigestRow | None:
        """The frozen digest of a period (`2026-W47`), if there is one."""
        return self._session.get(DigestRow, period)

    def freeze(self, row: DigestRow) -> None:
        """Keep a digest for good."""
        self._session.add(row)

    def earlier(self, period: Period, limit: int) -> list[DigestRow]:
        """The frozen digests of the same kind before a period, at most `limit`, oldest first."""
        query = (
            select(DigestRow)
            .where(DigestRow.kind == period.kind.value, col(DigestRow.period) < period.name)
            .order_by(col(DigestRow.period).desc())
            .limit(limit)
        )
        return list(reversed(self._session.exec(query).all()))

    def articles(self, start: datetime, end: datetime) -> int:
        """How many articles were first seen."""
        query = select(func.count()).where(
            col(ArticleRow.first_seen_at) >= start, col(ArticleRow.first_seen_at) < end
        )
        return int(self._session.exec(query).one())

    def windows(self, start: datetime, end: datetime) -> list[ClockRow]:
        """The windows that apply and whose limit lies in the span, by incident, then by limit."""
        query = (
            select(ClockRow)
            .where(
                col(ClockRow.due_at) >= start,
                col(ClockRow.due_at) < end,
                col(ClockRow.verdict) != Verdict.NOT_APPLICABLE.value,
            )
            .order_by(col(ClockRow.incident_id), col(ClockRow.due_at), col(ClockRow.id))
        )
        return list(self._session.exec(query).all())

    def flow(self, start: datetime, end: datetime) -> Flow:
        """How many windows came into the span, began, were answered, and left it open."""
        begun, answered = col(ClockRow.start_earliest), col(ClockRow.answered_latest)
        return Flow(
            from_before=self._count(_open_at(start)),
            begun=self._count(and_(begun >= start, begun < end)),
            answered=self._count(and_(answered >= start, answered < end)),
            into_next=self._count(_open_at(end)),
        )

    def _count(self, wanted: ColumnElement[bool]) -> int:
        runs = col(ClockRow.verdict).not_in(_NOT_RUN)
        query = select(func.count()).select_from(ClockRow).where(runs, wanted)
        return int(self._session.exec(query).one())

    def channel_looks(self, start: datetime, end: datetime) -> list[ChannelLooks]:
        """The active channels with their looks, by name."""
        rows = self._session.exec(
            select(ChannelRow).where(col(ChannelRow.active)).order_by(col(ChannelRow.name))
        ).all()
        looks = self._session.exec(
            select(PollRow.channel, PollRow.finished_at, PollRow.reaches_back, PollRow.outcome)
            .where(col(PollRow.finished_at) >= start, col(PollRow.finished_at) < end)
            .order_by(col(PollRow.finished_at))
        ).all()
        counts = dict.fromkeys((row.name for row in rows), 0)
        seen: dict[str, list[Look]] = {row.name: [] for row in rows}
        for name, at, reaches_back, outcome in looks:
            if name in counts:
                counts[name] += 1
                if PollOutcome(outcome).saw:
                    seen[name].append(Look(at, reaches_back))
        return [
            ChannelLooks(
                r.name, r.title, ChannelKind(r.kind), r.owner, counts[r.name], tuple(seen[r.name])
            )
            for r in rows
        ]


def _open_at(at: datetime) -> ColumnElement[bool]:
    """Begun and not answered by then; what cannot be told is over once its limit has passed."""
    answered = col(ClockRow.answered_latest)
    given_up = and_(col(ClockRow.verdict) == Verdict.UNDETERMINED.value, col(ClockRow.due_at) < at)
    return and_(
        col(ClockRow.start_earliest) < at, or_(answered.is_(None), answered >= at), not_(given_up)
    )

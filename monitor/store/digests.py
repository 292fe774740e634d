"""What a weekly digest asks of the store besides the ledger."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from monitor.domain.channel import ChannelKind, PollOutcome
from monitor.domain.sight import Look
from monitor.store.tables import ArticleRow, ChannelRow, PollRow


@dataclass(frozen=True, slots=True)
class ChannelWeek:
    """All looks at one channel in a week: how many, and those that saw it, in time order."""

    name: str
    title: str
    kind: ChannelKind
    owner: str
    looks: int
    seen: tuple[Look, ...]


def channel_weeks(session: Session, start: datetime, end: datetime) -> list[ChannelWeek]:
    """The active channels with their looks in [start, end), by name."""
    rows = session.exec(
        select(ChannelRow).where(col(ChannelRow.active)).order_by(col(ChannelRow.name))
    ).all()
    looks = session.exec(
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
        ChannelWeek(
            r.name, r.title, ChannelKind(r.kind), r.owner, counts[r.name], tuple(seen[r.name])
        )
        for r in rows
    ]


def count_articles(session: Session, start: datetime, end: datetime) -> int:
    """How many articles were first seen in [start, end)."""
    query = select(func.count()).where(
        col(ArticleRow.first_seen_at) >= start, col(ArticleRow.first_seen_at) < end
    )
    return int(session.exec(query).one())

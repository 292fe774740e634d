"""How well we see each channel: looks, outcomes, blind intervals."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import case, func
from sqlmodel import Session, col, select

from monitor.domain.channel import Channel, ChannelKind, PollOutcome, Reader
from monitor.domain.sight import BlindInterval, Look, Watch, blind_intervals, could_answer
from monitor.store.tables import ChannelRow, PollRow
from monitor.store.views_records import ChannelHealth, Page

HEALTH_SPAN = timedelta(hours=24)

DEFAULT_PATIENCE = Channel("", "", ChannelKind.NEWS, Reader.FEED, "").patience
"""The patience of a channel that is polled at the default pace."""

_SAW = tuple(outcome.value for outcome in PollOutcome if outcome.saw)

Patience = Mapping[str, timedelta]
"""How long each channel may go unseen, by its name; the default for those not named."""


def _patience(patience: Patience, name: str) -> timedelta:
    return patience.get(name, DEFAULT_PATIENCE)


def _is_blind(row: ChannelRow, patience: Patience, now: datetime) -> bool:
    if not row.active:
        return False
    return row.last_ok_at is None or now - row.last_ok_at > _patience(patience, row.name)


def blind_counts(session: Session, now: datetime, patience: Patience) -> tuple[int, int]:
    """How many active channels we cannot see now, and how many are active."""
    rows = session.exec(select(ChannelRow).where(col(ChannelRow.active).is_(True))).all()
    return sum(_is_blind(row, patience, now) for row in rows), len(rows)


def channels(
    session: Session, now: datetime, number: int, size: int, patience: Patience
) -> Page[ChannelHealth]:
    """Active before retired, official before news, then by name."""
    total = session.exec(select(func.count()).select_from(ChannelRow)).one()
    official_first = case({ChannelKind.OFFICIAL.value: 0}, value=col(ChannelRow.kind), else_=1)
    query = (
        select(ChannelRow)
        .order_by(col(ChannelRow.active).desc(), official_first, col(ChannelRow.name))
        .offset((number - 1) * size)
        .limit(size)
    )
    rows = session.exec(query).all()
    names = [row.name for row in rows]
    looks = _look_counts(session, names, now)
    begun = _first_looks(session, names)
    watches = _watches(session, rows, now - HEALTH_SPAN, now, patience)
    items = []
    for row, watch in zip(rows, watches, strict=True):
        since = max(now - HEALTH_SPAN, begun.get(row.name, now))
        gaps = blind_intervals(watch, since, now, mended=False)
        items.append(_health(row, looks.get(row.name, (0, 0)), _is_blind(row, patience, now), gaps))
    return Page(tuple(items), number, size, total)


def _health(
    row: ChannelRow, looks: tuple[int, int], is_blind: bool, gaps: tuple[BlindInterval, ...]
) -> ChannelHealth:
    return ChannelHealth(
        name=row.name,
        title=row.title,
        kind=ChannelKind(row.kind),
        owner=row.owner,
        active=row.active,
        last_poll_at=row.last_poll_at,
        last_ok_at=row.last_ok_at,
        outcome=PollOutcome(row.last_outcome) if row.last_outcome else None,
        detail=row.last_detail,
        failures=row.failures,
        next_poll_at=row.next_poll_at,
        looks=looks[0],
        looks_ok=looks[1],
        is_blind=is_blind,
        blind=gaps if row.active else (),
    )


def _look_counts(
    session: Session, names: Sequence[str], now: datetime
) -> dict[str, tuple[int, int]]:
    saw = func.sum(case((col(PollRow.outcome).in_(_SAW), 1), else_=0))
    query = (
        select(PollRow.channel, func.count(), saw)
        .where(col(PollRow.channel).in_(names), col(PollRow.finished_at) > now - HEALTH_SPAN)
        .where(col(PollRow.finished_at) <= now)
        .group_by(PollRow.channel)
    )
    return {name: (looks, int(ok)) for name, looks, ok in session.exec(query)}


def _first_looks(session: Session, names: Sequence[str]) -> dict[str, datetime]:
    """When each channel was first looked at; the index answers it without a scan."""
    first = (
        select(func.min(PollRow.finished_at))
        .where(col(PollRow.channel) == col(ChannelRow.name))
        .correlate(ChannelRow)
        .scalar_subquery()
    )
    query = select(ChannelRow.name, first).where(col(ChannelRow.name).in_(names))
    return {name: at for name, at in session.exec(query) if at is not None}


def _watches(
    session: Session,
    rows: Sequence[ChannelRow],
    start: datetime,
    end: datetime,
    patience: Patience,
) -> tuple[Watch, ...]:
    """The successful looks of [start, end], and those before it that still reach into it."""
    margin = max((_patience(patience, row.name) for row in rows), default=DEFAULT_PATIENCE)
    query = (
        select(PollRow.channel, PollRow.finished_at, PollRow.reaches_back)
        .where(col(PollRow.channel).in_([row.name for row in rows]))
        .where(col(PollRow.finished_at) >= start - margin, col(PollRow.finished_at) <= end)
        .where(col(PollRow.outcome).in_(_SAW))
        .order_by(col(PollRow.finished_at))
    )
    looks: dict[str, list[Look]] = defaultdict(list)
    for name, at, reaches_back in session.exec(query):
        looks[name].append(Look(at, reaches_back))
    return tuple(
        Watch(row.name, row.title, row.owner, _patience(patience, row.name), tuple(looks[row.name]))
        for row in rows
    )


def blind_for(
    session: Session, units: Sequence[str], start: datetime, end: datetime, patience: Patience
) -> tuple[BlindInterval, ...]:
    """The stretches of [start, end] in which a channel that could answer these units was unseen.

    For drawing: a gap is a gap, even where a later look made up for it.
    """
    official = select(ChannelRow).where(
        col(ChannelRow.kind) == ChannelKind.OFFICIAL.value, col(ChannelRow.active).is_(True)
    )
    rows = session.exec(official.order_by(col(ChannelRow.name))).all()
    watches = could_answer([_bare(row) for row in rows], units)
    wanted = {watch.channel for watch in watches}
    full = _watches(session, [row for row in rows if row.name in wanted], start, end, patience)
    gaps = (blind_intervals(watch, start, end, mended=False) for watch in full)
    return tuple(gap for intervals in gaps for gap in intervals)


def _bare(row: ChannelRow) -> Watch:
    return Watch(row.name, row.title, row.owner, timedelta(), ())

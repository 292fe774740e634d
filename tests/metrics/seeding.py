"""A small fictional county in the store, for whoever reads figures from it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from monitor.domain.channel import Channel, ChannelKind, Reader
from monitor.store.outbox_tables import OutboxRow
from monitor.store.tables import (
    ArticleRow,
    ChannelRow,
    ClockRow,
    HeartbeatRow,
    IncidentRow,
    PollRow,
)

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)

PORTAL = Channel("portal", "临溪县人民政府", ChannelKind.OFFICIAL, Reader.LIST, "http://a.invalid/")
NEWS = Channel("news", "临溪新闻网", ChannelKind.NEWS, Reader.FEED, "http://b.invalid/")
CHANNELS = (PORTAL, NEWS)


def add(engine: Engine, *rows: SQLModel) -> None:
    """Write rows in one transaction."""
    with Session(engine) as session:
        session.add_all(rows)
        session.commit()


def incident(number: int, **changes: Any) -> IncidentRow:
    """An incident of the fictional county, detected now."""
    values: dict[str, Any] = {
        "id": number,
        "title": f"临溪县第{number}起",
        "category": "fire",
        "detected_at": NOW,
        "first_public_earliest": NOW,
        "first_public_latest": NOW,
        "first_public_source": "visible",
        "first_public_precision": "minute",
        "last_article_at": NOW,
    }
    return IncidentRow(**values | changes)


def clock(
    number: int,
    clause: str,
    verdict: str,
    *,
    due_in: timedelta = HOUR,
    took: timedelta | None = None,
    **changes: Any,
) -> ClockRow:
    """A clock that started 48 h before it is due; `took` is the time to its answer."""
    start = NOW + due_in - 48 * HOUR
    answered = None if took is None else start + took
    values: dict[str, Any] = {
        "incident_id": number,
        "clause": clause,
        "profile": "national",
        "window_s": 48 * 3600.0,
        "basis": "first_seen_public",
        "start_earliest": start,
        "start_latest": start,
        "start_source": "visible",
        "start_precision": "minute",
        "due_from": start + 48 * HOUR,
        "due_at": start + 48 * HOUR,
        "verdict": verdict,
        "words_zh": "",
        "words_en": "",
        "answered_earliest": answered,
        "answered_latest": answered,
    }
    return ClockRow(**values | changes)


def message(key: str, **changes: Any) -> OutboxRow:
    """A message owed a minute ago, due at once, not sent yet."""
    values: dict[str, Any] = {
        "key": key,
        "incident_id": 1,
        "reason": "window_breached",
        "recipient": "duty@linxi.invalid",
        "language": "zh",
        "message_id": f"<{key}@linxi.invalid>",
        "thread_id": "<1@linxi.invalid>",
        "created_at": NOW - timedelta(minutes=1),
        "next_try_at": NOW - timedelta(minutes=1),
    }
    return OutboxRow(**values | changes)


def sent(key: str, dwell: timedelta, **changes: Any) -> OutboxRow:
    """A message that was sent `dwell` after it was owed."""
    created = NOW - HOUR
    times = {"created_at": created, "next_try_at": created, "sent_at": created + dwell}
    return message(key, state="sent", attempts=1, **times | changes)


def poll(at: datetime, outcome: str = "ok") -> PollRow:
    """One look at the portal that ended at `at`."""
    return PollRow(channel="portal", started_at=at, finished_at=at, outcome=outcome)


def article(number: int, seen_at: datetime, kind: str = "news") -> ArticleRow:
    """One stored publication."""
    url = f"http://b.invalid/{number}.html"
    return ArticleRow(
        channel="news", channel_kind=kind, url=url, title="临溪县一仓库起火", first_seen_at=seen_at
    )


def channel_row(channel: Channel, last_ok_at: datetime | None) -> ChannelRow:
    """What the store remembers of a channel."""
    return ChannelRow(
        name=channel.name,
        title=channel.title,
        kind=channel.kind.value,
        next_poll_at=NOW,
        last_ok_at=last_ok_at,
    )


def seed_county(engine: Engine) -> None:
    """A county with something to show on every panel and in every alert."""
    add(
        engine,
        incident(1, grade_confirmed="重大"),
        incident(2),
        incident(3),
        clock(1, "nat-5h", "breached_open", due_in=-2 * HOUR),
        clock(1, "nat-24h", "running", due_in=10 * HOUR),
        clock(2, "nat-48h", "due_soon", due_in=HOUR),
        clock(3, "nat-48h", "met", took=5 * HOUR, due_in=-HOUR),
        message("waiting", attempts=2),
        sent("early", 4 * SECOND),
        message("given-up", state="dead"),
        poll(NOW - HOUR),
        poll(NOW - HOUR, "timeout"),
        article(1, NOW - HOUR),
        article(2, NOW - HOUR, "official"),
        channel_row(PORTAL, NOW),
        channel_row(NEWS, NOW - HOUR),
        HeartbeatRow(role="watch", at=NOW - 3 * SECOND),
    )

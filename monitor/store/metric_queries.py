"""What the metrics ask of the store: counts and sums made in SQL, never rows carried out.

Each table is read once per scrape. The two logs that grow without end, polls and articles, are
counted from a given id on, so that a scrape costs the same in the first week and in the tenth year.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Engine,
    Executable,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import col

from monitor.domain.verdict import Verdict
from monitor.store.outbox_tables import OutboxRow
from monitor.store.tables import (
    ArticleRow,
    ChannelRow,
    ClockRow,
    HeartbeatRow,
    IncidentRow,
    PollRow,
)

ANSWERED = (Verdict.MET, Verdict.LATE_MET, Verdict.UNDETERMINED)
"""The verdicts under which an answer counts as one; an excused window has none."""

_OPEN = tuple(verdict for verdict in Verdict if verdict.is_open)


class _Milliseconds(FunctionElement[int]):
    """Whole milliseconds from the first instant to the second, on either database."""

    type = BigInteger()
    inherit_cache = True


@compiles(_Milliseconds, "sqlite")
def _on_sqlite(element: _Milliseconds, compiler: SQLCompiler, **kw: Any) -> str:
    start, end = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"CAST(round((julianday({end}) - julianday({start})) * 86400000) AS INTEGER)"


@compiles(_Milliseconds, "postgresql")
def _on_postgresql(element: _Milliseconds, compiler: SQLCompiler, **kw: Any) -> str:
    start, end = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"CAST(extract(epoch FROM ({end} - {start})) * 1000 AS BIGINT)"


def _rounded_up(milliseconds: ColumnElement[int], unit_s: int) -> ColumnElement[int]:
    """Whole units that hold so many milliseconds: exactly 5 h is 5 hours, 1 ms more is 6."""
    unit = literal(unit_s * 1000, BigInteger())
    return (milliseconds + (unit - 1)) // unit


class Log(Enum):
    """The tables that only grow: their id, their label, and when a row was written."""

    POLLS = (PollRow.id, PollRow.outcome, PollRow.finished_at)
    ARTICLES = (ArticleRow.id, ArticleRow.channel_kind, ArticleRow.first_seen_at)


@dataclass(frozen=True, slots=True)
class ClockGroup:
    """Clocks of one clause, profile and verdict; `due_from` is the earliest among them."""

    clause: str
    profile: str
    verdict: str
    count: int
    due_from: datetime


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """Answered clocks whose answer took up to `hours` (rounded up); `seconds` is their sum."""

    clause: str
    verdict: str
    hours: int
    count: int
    seconds: float


@dataclass(frozen=True, slots=True)
class SentGroup:
    """Messages that left within `dwell_s` (rounded up) of being owed; `seconds` is their sum."""

    reason: str
    dwell_s: int
    count: int
    seconds: float


@dataclass(frozen=True, slots=True)
class OutboxState:
    """What waits and what was given up.

    `oldest` is when the longest waiting message was created. A message that waits on purpose for
    the end of quiet hours, never tried and not due yet, is pending but not late.
    """

    pending: int
    dead: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Reading:
    """The store as the metrics see it at one instant."""

    clocks: tuple[ClockGroup, ...]
    answers: tuple[AnswerGroup, ...]
    sent: tuple[SentGroup, ...]
    outbox: OutboxState
    open_incidents: Mapping[str, int]
    """By confirmed event grade; an empty word where none is confirmed."""
    last_ok: Mapping[str, datetime]
    """The last successful look, by channel; absent where there was none."""
    heartbeats: Mapping[str, datetime]


class MetricQueries:
    """Reads the figures behind `/metrics` through one engine; never writes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def read(self, now: datetime) -> Reading:
        """Everything but the logs, in one transaction; `now` decides which messages are late."""
        with self._engine.connect() as connection:
            return Reading(
                clocks=tuple(ClockGroup(*row) for row in connection.execute(_CLOCKS)),
                answers=tuple(
                    AnswerGroup(clause, verdict, int(hours), count, float(total) / 1000)
                    for clause, verdict, hours, count, total in connection.execute(_ANSWERS)
                ),
                sent=tuple(
                    SentGroup(reason, int(dwell), count, float(total) / 1000)
                    for reason, dwell, count, total in connection.execute(_SENT)
                ),
                outbox=_outbox(connection, now),
                open_incidents=_pairs(connection, _OPEN_INCIDENTS),
                last_ok=_pairs(connection, _LAST_OK),
                heartbeats=_pairs(connection, select(col(HeartbeatRow.role), col(HeartbeatRow.at))),
            )

    def last_id_before(self, log: Log, instant: datetime) -> int:
        """The newest row of a log that was written at or before `instant`; 0 where none was."""
        key, _, written_at = (col(column) for column in log.value)
        newest = select(key).where(written_at <= instant).order_by(key.desc()).limit(1)
        with self._engine.connect() as connection:
            return connection.scalar(newest) or 0

    def count_log(self, log: Log, after: int, up_to: int | None = None) -> Mapping[str, int]:
        """Rows of a log by label, with `after` < id, and id <= `up_to` where that is given."""
        key, label, _ = (col(column) for column in log.value)
        rows = select(label, func.count()).where(key > after).group_by(label)
        if up_to is not None:
            rows = rows.where(key <= up_to)
        with self._engine.connect() as connection:
            return _pairs(connection, rows)


_CLOCKS = select(
    col(ClockRow.clause),
    col(ClockRow.profile),
    col(ClockRow.verdict),
    func.count(),
    func.min(col(ClockRow.due_from)),
).group_by(col(ClockRow.clause), col(ClockRow.profile), col(ClockRow.verdict))

# The least favourable reading, as in Clock.margin: from the earliest start to the latest answer.
_ANSWER_MS = _Milliseconds(col(ClockRow.start_earliest), col(ClockRow.answered_latest))
_ANSWER_HOURS = _rounded_up(_ANSWER_MS, 3600)
_ANSWERS = (
    select(
        col(ClockRow.clause),
        col(ClockRow.verdict),
        _ANSWER_HOURS.label("hours"),
        func.count(),
        func.sum(_ANSWER_MS),
    )
    .where(
        col(ClockRow.verdict).in_(ANSWERED),
        col(ClockRow.answered_latest) >= col(ClockRow.start_earliest),
    )
    .group_by(col(ClockRow.clause), col(ClockRow.verdict), "hours")
)

_DWELL_MS = _Milliseconds(col(OutboxRow.created_at), col(OutboxRow.sent_at))
_SENT = (
    select(
        col(OutboxRow.reason),
        _rounded_up(_DWELL_MS, 1).label("dwell_s"),
        func.count(),
        func.sum(_DWELL_MS),
    )
    .where(col(OutboxRow.state) == "sent", col(OutboxRow.sent_at).is_not(None))
    .group_by(col(OutboxRow.reason), "dwell_s")
)

_OPEN_INCIDENTS = (
    select(col(IncidentRow.grade_confirmed), func.count())
    .where(
        col(IncidentRow.id).in_(
            select(col(ClockRow.incident_id)).where(col(ClockRow.verdict).in_(_OPEN))
        )
    )
    .group_by(col(IncidentRow.grade_confirmed))
)

_LAST_OK = select(col(ChannelRow.name), col(ChannelRow.last_ok_at)).where(
    col(ChannelRow.last_ok_at).is_not(None)
)


def _outbox(connection: Connection, now: datetime) -> OutboxState:
    late = or_(col(OutboxRow.attempts) > 0, col(OutboxRow.next_try_at) <= now)
    pending = col(OutboxRow.state) == literal("pending", literal_execute=True)
    waiting = select(func.count(), func.min(col(OutboxRow.created_at)).filter(late)).where(pending)
    count, oldest = connection.execute(waiting).one()
    dead = select(func.count()).where(col(OutboxRow.state) == "dead")
    return OutboxState(count, connection.scalar(dead) or 0, oldest)


def _pairs(connection: Connection, query: Executable) -> dict[str, Any]:
    return {str(key): value for key, value in connection.execute(query)}

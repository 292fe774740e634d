"""A store with very many open clocks, of which some can be made due: for `benchmarks.clocks`."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from rich.progress import track
from sqlalchemy import CTE, Connection, Table, insert, literal, select, text, true, update
from sqlmodel import SQLModel, col

from monitor.domain.channel import Channel, ChannelKind, Poll, PollOutcome, Reader
from monitor.domain.joining import Finding, join
from monitor.domain.severity import Category, Figures, Grading
from monitor.domain.when import When
from monitor.settings.policy_files import load_policy
from monitor.store.mapping import when_columns
from monitor.store.store import Store
from monitor.store.tables import ArticleRow, ClockRow, IncidentRow
from monitor.usecases.office import Office, Recipient
from monitor.usecases.settle import settle

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
DUE_TOGETHER = 50
ROUNDS = 20
_EACH = ROUNDS * DUE_TOGETHER
_FAR = START + timedelta(days=400)
_CHUNK = 10_000

_GOV = Channel("gov", "临溪县政府", ChannelKind.OFFICIAL, Reader.LIST, "http://gov.example/")
_WATER = replace(_GOV, name="water", url="http://water.example/", owner="water")
_TOLD = (
    Recipient("duty@linxi.example", ("duty",)),
    Recipient("water@linxi.example", ("department_head",), ("water",)),
    Recipient("director@linxi.example", ("office_director",)),
)


def office(*recipients: Recipient) -> Office:
    """A fictional office with two official channels that tells these recipients."""
    channels = {channel.name: channel for channel in (_GOV, _WATER)}
    zone, policy = ZoneInfo("Asia/Shanghai"), load_policy("national")
    return Office("临溪", zone, "zh", policy, channels, recipients, {}, "", "linxi.example")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fifty: which incidents, from when on they come due, and who would be told."""

    name: str
    first: int
    at: datetime
    office: Office

    def due_at(self, turn: int) -> datetime:
        """When those of a round come due."""
        return self.at + turn * MINUTE

    def make_due(self, store: Store, turn: int) -> None:
        """Let those of a round come due, and nobody else."""
        _set_due(store, self.first + turn * DUE_TOGETHER, DUE_TOGETHER, self.due_at(turn))

    def make_all_due(self, store: Store, at: datetime = _FAR) -> None:
        """Let all of the kind come due at one time, or far ahead."""
        _set_due(store, self.first, _EACH, at)


NOTHING_NEW = Kind("nothing new", 2, START + 25 * HOUR, office(*_TOLD))
KINDS = (
    NOTHING_NEW,
    Kind("due soon", 2 + _EACH, START + 40 * HOUR, office()),
    Kind("overdue, three mails each", 2 + 2 * _EACH, START + 48 * HOUR + MINUTE, office(*_TOLD)),
)
_BUSY = 1 + len(KINDS) * _EACH


def fill(store: Store, clocks: int) -> None:
    """So many incidents with an open clock each; those that will come due have all else they need.

    They are copies of one that is opened and settled as all are.
    """
    _first_incident(store)
    with store.engine.execution_options(huiying_writes=True).connect() as connection:
        for first in track(range(2, clocks + 1, _CHUNK), description="filling"):
            with connection.begin():
                _copy_incidents(connection, first, min(first + _CHUNK - 1, clocks))
        with connection.begin():
            url = {"url": ArticleRow.__table__.c.url}  # type: ignore[attr-defined]
            _copy(connection, ArticleRow, 2, _BUSY, "incident_id", url)
    _set_due(store, 1, 1, _FAR)
    if store.engine.dialect.name == "postgresql":
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))  # as its autovacuum would, some time


def _first_incident(store: Store) -> None:
    when = When.at(START, "benchmark")
    finding = Finding(
        "1", ChannelKind.NEWS, "柏湾镇自来水发黄", when, START, Category.OTHER, Figures(), None,
        Grading(), None, ("water",), "柏湾镇", authority=False, duplicate=False,
    )  # fmt: skip
    article = ArticleRow(
        channel="news", channel_kind="news", url="http://news.example/", title=finding.title,
        text="柏湾镇居民反映，家中自来水发黄。" * 30, first_seen_at=START, judged_at=START,
        incident_id=1, **when_columns("published", when),
    )  # fmt: skip
    with store.write() as work:
        work.channels.declare((_GOV, _WATER), START)
        work.articles.add(article)
        row = work.incidents.open(join([finding]))
        settle(work, office(), row.id or 0, START)
        for step in range(-6, 6 * 50):
            at = START + step * 10 * MINUTE
            for channel in (_GOV, _WATER):
                poll = Poll(channel.name, at, at, PollOutcome.OK, items=5)
                work.channels.record(poll, {}, channel.every, None)


def _copy_incidents(connection: Connection, first: int, last: int) -> None:
    """Copies of incident 1 and of its open clock; of those that will come due, of all clocks."""
    _copy(connection, IncidentRow, first, last, "id")
    open_clock = col(ClockRow.next_due_at).is_not(None)
    far = {"next_due_at": literal(_FAR + first * MINUTE, col(ClockRow.next_due_at).type)}
    _copy(connection, ClockRow, first, last, "incident_id", far, open_clock)
    if first <= _BUSY:
        _copy(connection, ClockRow, first, min(last, _BUSY), "incident_id", {}, ~open_clock)


def _copy(
    connection: Connection,
    row: type[SQLModel],
    first: int,
    last: int,
    numbered: str,
    given: dict[str, Any] | None = None,
    which: Any = True,
) -> None:
    """Copies of the rows of incident 1, one each for the numbers `first` to `last`.

    `numbered` is the column that holds the number; `given` what else differs. What must be unique
    besides has the number at its end.
    """
    table: Table = row.__table__  # type: ignore[attr-defined]
    numbers = _numbers(first, last)
    values = {column.name: column for column in table.c if column.name != "id"} | (given or {})
    if "url" in values:
        values["url"] = values["url"].concat(numbers.c.n)
    values[numbered] = numbers.c.n
    copies = select(*values.values()).select_from(table).join(numbers, true())
    copies = copies.where(table.c[numbered] == 1, which)
    connection.execute(insert(table).from_select(list(values), copies))


def _numbers(first: int, last: int) -> CTE:
    start = select(literal(first).label("n")).cte("numbers", recursive=True)
    return start.union_all(select(start.c.n + 1).where(start.c.n < last))


def _set_due(store: Store, first: int, count: int, at: datetime) -> None:
    change = update(ClockRow).values(next_due_at=at)
    mine = col(ClockRow.incident_id).between(first, first + count - 1)
    with store.engine.execution_options(huiying_writes=True).begin() as connection:
        connection.execute(change.where(mine, col(ClockRow.next_due_at).is_not(None)))

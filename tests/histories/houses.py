"""Two houses that live through a history: the real use cases on a store, and the bare rules."""

import sqlite3
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import StaticPool, create_engine, event

from monitor.domain.article import Article
from monitor.domain.channel import Poll, PollOutcome
from monitor.domain.clock import Clock
from monitor.domain.events import GENESIS, Event, EventKind, chain
from monitor.domain.fold import State, differences
from monitor.domain.judgement import (
    Answering,
    Candidate,
    FiguresReading,
    Judgement,
    Relevance,
    ResponseReading,
)
from monitor.domain.response import Link
from monitor.domain.severity import Category
from monitor.domain.sight import Look
from monitor.store.database import _begin_sqlite
from monitor.store.mapping import clock_columns, clock_of, when_columns
from monitor.store.migrate import migrate
from monitor.store.store import Store
from monitor.store.tables import ArticleRow
from monitor.usecases.advance_clocks import advance_clocks
from monitor.usecases.correct import Destination, Ruling, merge_incidents, move_articles
from monitor.usecases.decide_response import decide_response
from monitor.usecases.judge_articles import judge_new_articles
from monitor.usecases.office import Office, Recipient
from monitor.usecases.verify import verify
from tests.chains import first_break
from tests.histories.story import CHANNELS, GOV, NEWS, START, Story, Told


class House(Protocol):
    """What lives through a history; the story already holds what it is told."""

    def tell(self, told: Told, incident: int | None) -> None:
        """An article arrives; None opens an incident."""

    def decide(self, number: int, link: Link) -> None:
        """A person decides on the answer in an article."""

    def move(self, number: int, to: int | None) -> None:
        """A person moves an article to an incident, or (None) to none."""

    def merge(self, incident: int, into: int) -> None:
        """A person makes one incident of two."""

    def look(self, looks: Sequence[Look]) -> None:
        """The official channels were looked at."""

    def restart(self) -> None:
        """The process ends and starts again."""

    def verdicts(self, incident: int) -> dict[str, Clock]:
        """The clocks as they are kept, after all that is due now was done."""

    def quarrels(self) -> list[str]:
        """Where the log and what is kept disagree."""


class BareHouse:
    """The rules without a store: clocks derived in the order of arrival, and a log of them."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._rows: dict[str, dict[str, dict[str, object]]] = {"clock": {}}
        self._log: list[tuple[Event, str]] = []
        self._state = State()

    def tell(self, told: Told, incident: int | None) -> None:
        """Nothing to keep: the story holds it."""

    def decide(self, number: int, link: Link) -> None:
        """Nothing to keep."""

    def move(self, number: int, to: int | None) -> None:
        """Nothing to keep."""

    def merge(self, incident: int, into: int) -> None:
        """Nothing to keep."""

    def look(self, looks: Sequence[Look]) -> None:
        """Nothing to keep."""

    def restart(self) -> None:
        """The state is read back from the log alone."""
        assert first_break(self._log) is None
        self._state = State()
        for entry, _ in self._log:
            self._state.take(entry)
        self._rows = {"clock": dict(self._state.rows.get("clock", {}))}

    def verdicts(self, incident: int) -> dict[str, Clock]:
        """The clocks, derived from the facts in the order in which they came."""
        found = {}
        for place, clock in enumerate(self._story.clocks(incident, in_order=False)):
            found[clock.clause] = clock
            self._keep(incident, str(incident * 10 + place), clock)
        return found

    def _keep(self, incident: int, number: str, clock: Clock) -> None:
        columns = clock_columns(clock)
        row = {"incident_id": incident, "clause": clock.clause, "verdict": columns["verdict"]}
        row["due_at"] = clock.due_at.isoformat()
        old = self._rows["clock"].get(number, {})
        new = {name: value for name, value in row.items() if old.get(name) != value}
        if not new:
            return
        data = {"clause": clock.clause, "new": clock.verdict.value}
        state = {"clock": {number: new}}
        kind = EventKind.VERDICT_CHANGED if "verdict" in new else EventKind.STATE_CHANGED
        entry = Event(kind, self._story.now, str(incident), data=data, state=state)
        previous = self._log[-1][1] if self._log else GENESIS
        self._log.append((entry, chain(previous, entry)))
        self._state.take(entry)
        self._rows["clock"][number] = old | new

    def quarrels(self) -> list[str]:
        """Where the fold differs from the rows."""
        return list(differences(self._state, self._rows))


class _ToldJudge:
    """Knows of each article what the history says of it."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self.heard = 0
        self.belongs: dict[int, int | None] = {}

    def read(self, article: Article) -> Judgement:
        """What the history says."""
        told = self._story.told[int(article.id)]
        incident = self.belongs[told.number]
        filed = Candidate(str(incident), 1.0, Answering.AUTO, "同一事件")
        answer = Answering.AUTO if told.sure else Answering.REVIEW
        candidate = Candidate(str(incident), 1.0, answer, "回应")
        reading = (
            ResponseReading(told.answers, "县政府", relayed=False, at=None, reason="权威发布")
            if told.answers
            else None
        )
        return Judgement(
            article=article.id,
            duplicate_of=None,
            relevance=Relevance(ours=True, real=True, matter=True),
            category=Category.FIRE,
            figures=FiguresReading(),
            grading=told.grading,
            occurred=told.occurred,
            exposed=None,
            court_stage=False,
            units=told.units,
            place="",
            belongs_to=filed if incident and not told.answers else None,
            response=reading,
            answers=(candidate,) if told.answers else (),
            reasons=(),
        )

    def remember(self, article: Article, incident: str | None) -> None:
        """Nothing to remember."""

    def refile(self, incident: str, articles: Iterable[Article]) -> None:
        """Nothing to refile."""

    def halves(self, incident: str) -> list[list[str]]:
        """No incident is two."""
        return []


@cache
def _empty_database() -> bytes:
    """A database with all tables, made once."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    migrate(engine)
    raw = engine.raw_connection()
    made: bytes = raw.driver_connection.serialize()  # type: ignore[union-attr]
    raw.close()
    engine.dispose()
    return made


class StoreHouse:
    """The real use cases, on a store in memory."""

    def __init__(self, story: Story) -> None:
        self._story = story
        connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        connection.deserialize(_empty_database())
        self._engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
        event.listen(self._engine, "begin", _begin_sqlite)
        self._judge = _ToldJudge(story)
        self._store = Store(self._engine)
        self.office = Office(
            name="临溪县政务舆情监测室",
            zone=ZoneInfo("Asia/Shanghai"),
            language="zh",
            policy=story.policy,
            channels=CHANNELS,
            recipients=(Recipient("duty@linxi.example", ("duty",)),),
            unit_names={},
            public_url="http://127.0.0.1:8600",
            mail_domain="linxi.example",
        )
        with self._store.write() as work:
            work.channels.declare(CHANNELS.values(), START)

    def close(self) -> None:
        """Let the memory go."""
        self._store.close()

    def tell(self, told: Told, incident: int | None) -> None:
        """The article is stored, then judged."""
        channel = GOV if told.answers else NEWS
        self._judge.belongs[told.number] = incident
        row = ArticleRow(
            id=told.number,
            channel=channel.name,
            channel_kind=channel.kind.value,
            owner=channel.owner,
            url=f"{channel.url}{told.number}",
            title=told.finding.title,
            **when_columns("published", told.published),
            first_seen_at=told.seen,
        )
        with self._store.write() as work:
            work.articles.add(row)
        judge_new_articles(self._store, self._judge, self.office, self._story.now)  # type: ignore[arg-type]

    def decide(self, number: int, link: Link) -> None:
        """By the use case."""
        with self._store.read() as work:
            (row,) = work.incidents.links_by(number)
            response = row.id or 0
        decide_response(
            self._store,
            self.office,
            response,
            link,
            actor="值班室",
            reason="看过",
            now=self._story.now,
        )

    def move(self, number: int, to: int | None) -> None:
        """By the use case."""
        where = Destination.NONE if to is None else to
        move_articles(self._store, self.office, [str(number)], where, self._ruling())

    def merge(self, incident: int, into: int) -> None:
        """By the use case."""
        merge_incidents(self._store, self.office, incident, into, self._ruling())

    def _ruling(self) -> Ruling:
        return Ruling("值班室", "看过", self._story.now)

    def look(self, looks: Sequence[Look]) -> None:
        """The looks are logged for both channels."""
        with self._store.write() as work:
            for look in looks:
                for name in ("gov", "water"):
                    poll = Poll(
                        name, look.at, look.at, PollOutcome.OK, reaches_back=look.reaches_back
                    )
                    work.channels.record(poll, {}, CHANNELS[name].every, None)

    def restart(self) -> None:
        """Everything that was only in memory is gone."""
        belongs = self._judge.belongs
        self._store = Store(self._engine)
        self._judge = _ToldJudge(self._story)
        self._judge.belongs = belongs

    def verdicts(self, incident: int) -> dict[str, Clock]:
        """What is stored, once the clocks that are due were advanced."""
        advance_clocks(self._store, self.office, self._story.now)
        with self._store.read() as work:
            rows = work.incidents.clocks(incident)
            return {clause: clock_of(row) for clause, row in rows.items()}

    def quarrels(self) -> list[str]:
        """What `huiying verify` finds."""
        found = verify(self._store)
        return [*map(str, found.faults), *found.differences]

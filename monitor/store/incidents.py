"""Incidents with their clocks and responses."""

from collections.abc import Generator, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from monitor.domain.incident import IncidentFacts
from monitor.domain.joining import Joined
from monitor.domain.judgement import ResponseReading
from monitor.domain.response import Link, Response
from monitor.domain.when import When
from monitor.domain.words import Words
from monitor.store.handling import TakenOn, beneath_assignment, taken_on_all
from monitor.store.kept_clocks import KeptClocks
from monitor.store.mapping import facts_of, response_of, when_columns
from monitor.store.rulings import beneath_ruling
from monitor.store.tables import ArticleRow, ClockRow, IncidentRow, ResponseRow


class Incidents:
    """Queries on incidents inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._held: dict[int | None, IncidentRow] = {}  # so that `get` need not read them again

    def open(self, joined: Joined) -> IncidentRow:
        """A new incident with the facts its first article gives."""
        row = IncidentRow(**_columns(joined))
        self._session.add(row)
        self._session.flush()
        return row

    def update(self, row: IncidentRow, joined: Joined) -> dict[str, list[object]]:
        """Take over joined facts; returns what changed as {column: [old, new]}, in plain JSON."""
        changed: dict[str, list[object]] = {}
        columns = beneath_assignment(row, _columns(joined))
        for name, value in beneath_ruling(row, columns).items():
            old = getattr(row, name)
            if old != value:
                changed[name] = [_plain(old), _plain(value)]
                setattr(row, name, value)
        self._session.add(row)
        self._session.flush()
        return changed

    def get(self, incident_id: int) -> IncidentRow:
        """The row of that id; raises KeyError where there is none."""
        row = self._session.get(IncidentRow, incident_id)
        if row is None:
            raise KeyError(f"incident {incident_id}")
        return row

    def facts(self, incident_id: int) -> IncidentFacts:
        """What the clocks of an incident are derived from."""
        return self.facts_of_all([incident_id])[incident_id]

    def facts_of_all(self, incidents: Sequence[int]) -> dict[int, IncidentFacts]:
        """What the clocks of several incidents are derived from; KeyError where one is unknown."""
        query = select(IncidentRow).where(col(IncidentRow.id).in_(incidents))
        rows = {row.id: row for row in self._session.exec(query)}
        self._held.update(rows)
        if unknown := [number for number in incidents if number not in rows]:
            raise KeyError(f"incident {unknown[0]}")
        responses = self._responses_of_all(incidents)
        taken = taken_on_all(self._session, incidents)
        return {n: self._facts(rows[n], responses[n], taken.get(n)) for n in incidents}

    def _facts(
        self, row: IncidentRow, responses: Iterable[Response], taken: TakenOn | None
    ) -> IncidentFacts:
        arrived = arrived_since_dismissal(self._session, row)
        facts = facts_of(row, tuple(responses), arrived)
        if taken is None:
            return facts
        return replace(facts, assigned=taken.assigned, acknowledged=taken.acknowledged)

    def responses(self, incident_id: int) -> list[Response]:
        """All responses linked to an incident, in whatever way, earliest first."""
        return self._responses_of_all([incident_id])[incident_id]

    def _responses_of_all(self, incidents: Sequence[int]) -> dict[int, list[Response]]:
        query = (
            select(ResponseRow, ArticleRow.title, ArticleRow.url)
            .where(col(ResponseRow.incident_id).in_(incidents))
            .where(ResponseRow.article_id == ArticleRow.id)
            .order_by(col(ResponseRow.at_latest), col(ResponseRow.id))
        )
        found: dict[int, list[Response]] = {number: [] for number in incidents}
        for row, title, url in self._session.exec(query):
            found[row.incident_id].append(response_of(row, title, url))
        return found

    def link(
        self,
        incident_id: int,
        article: ArticleRow,
        reading: ResponseReading,
        at: When,
        link: Link,
        score: float,
        reason: str,
        actor: str,
        now: datetime,
        part: int = 0,
        unit: str | None = None,
    ) -> ResponseRow | None:
        """Link a publication, or an answer it tells of; None where that is linked already.

        What somebody only offered so far is linked as it is judged now.
        """
        query = select(ResponseRow).where(
            ResponseRow.incident_id == incident_id,
            ResponseRow.article_id == article.id,
            ResponseRow.part == part,
        )
        row = self._session.exec(query).first()
        if row is not None and row.link != Link.OFFERED.value:
            return None
        columns: dict[str, Any] = {
            "kind": reading.kind.value,
            "issuer": reading.issuer,
            "unit": unit,
            "relayed": reading.relayed,
            **when_columns("at", at),
            "link": link.value,
            "score": score,
            "reason": reason,
            "linked_by": actor,
            "linked_at": now,
        }
        if row is None:
            row = ResponseRow(
                incident_id=incident_id, article_id=article.id or 0, part=part, **columns
            )
        else:
            for name, value in columns.items():
                setattr(row, name, value)
        self._session.add(row)
        self._session.flush()
        return row

    def links_of(self, incident_id: int, article_id: int | None = None) -> list[ResponseRow]:
        """The rows that link publications, or one of them, to an incident as its answers."""
        query = select(ResponseRow).where(ResponseRow.incident_id == incident_id)
        if article_id is not None:
            query = query.where(ResponseRow.article_id == article_id)
        return list(self._session.exec(query.order_by(col(ResponseRow.id))).all())

    def links_by(self, article_id: int) -> list[ResponseRow]:
        """The rows that link one publication to the incidents it answers, or may."""
        query = select(ResponseRow).where(ResponseRow.article_id == article_id)
        return list(self._session.exec(query.order_by(col(ResponseRow.id))).all())

    def titles(self, incidents: Iterable[int]) -> dict[int, str]:
        """What incidents are called, by number; unknown ones are left out."""
        query = select(IncidentRow).where(col(IncidentRow.id).in_(list(incidents)))
        return {row.id or 0: row.title for row in self._session.exec(query)}

    def dismiss(
        self, incident_id: int, why: Words | None, by: str = "", now: datetime | None = None
    ) -> None:
        """Stop timing an incident and say why; None takes it up again. `by` names a person."""
        row = self.get(incident_id)
        row.dismissed_zh, row.dismissed_en = (why.zh, why.en) if why else ("", "")
        row.dismissed_by, row.dismissed_at = by, now
        self._session.add(row)
        self._session.flush()

    def response(self, response_id: int) -> ResponseRow:
        """The row of a response; raises KeyError where there is none."""
        row = self._session.get(ResponseRow, response_id)
        if row is None:
            raise KeyError(f"response {response_id}")
        self._session.add(row)
        return row

    def clocks(self, incident_id: int) -> dict[str, ClockRow]:
        """The stored clocks of an incident by clause."""
        query = select(ClockRow).where(ClockRow.incident_id == incident_id)
        fresh = query.execution_options(populate_existing=True)  # settling writes past the session
        return {row.clause: row for row in self._session.exec(fresh)}

    def kept_clocks(self, incidents: Sequence[int]) -> KeptClocks:
        """The stored clocks of several incidents, for settling them."""
        return KeptClocks(self._session, incidents)

    def due(self, now: datetime, limit: int) -> list[int]:
        """Incidents with a clock to look at, the longest waiting first."""
        query = (
            select(ClockRow.incident_id)
            .where(col(ClockRow.next_due_at) <= now)
            .order_by(col(ClockRow.next_due_at))
            .limit(limit)
        )
        return list(dict.fromkeys(self._session.exec(query)))

    def next_due_at(self) -> datetime | None:
        """The next instant at which some clock wants looking at."""
        query = (
            select(ClockRow.next_due_at)
            .where(col(ClockRow.next_due_at).is_not(None))
            .order_by(col(ClockRow.next_due_at))
            .limit(1)
        )
        return self._session.exec(query).first()

    def in_order_of_waking(self) -> Generator[tuple[int, datetime], None, None]:
        """Every incident with a clock that wants attention, and when first; the earliest first.

        Close it where it is not read to its end.
        """
        query = (
            select(ClockRow.incident_id, ClockRow.next_due_at)
            .where(col(ClockRow.next_due_at).is_not(None))
            .order_by(col(ClockRow.next_due_at), col(ClockRow.incident_id))
        )
        seen: set[int] = set()
        with self._session.exec(query.execution_options(yield_per=500)) as found:
            for number, wakes in found:
                if number not in seen and wakes is not None:
                    seen.add(number)
                    yield number, wakes

    def postpone(self, incident_id: int, until: datetime) -> None:
        """Put off an incident that cannot be timed, so that it does not stop the others."""
        for row in self.clocks(incident_id).values():
            if row.next_due_at is not None:
                row.next_due_at = until
                self._session.add(row)


def _columns(joined: Joined) -> dict[str, Any]:
    return {
        "title": joined.title,
        "place": joined.place,
        "category": joined.category.value,
        "units": list(joined.units),
        "figures": joined.figures.stated(),
        "grade_confirmed": joined.grading.confirmed.value if joined.grading.confirmed else "",
        "grade_possible": joined.grading.possible.value if joined.grading.possible else "",
        "grade_reasons": list(joined.grading.reasons),
        "graded_at": joined.graded_at,
        "detected_at": joined.detected_at,
        **when_columns("first_public", joined.first_public),
        **when_columns("occurred", joined.occurred),
        "answered_first": joined.answered_first,
        "court_first": joined.court_first,
        "last_article_at": joined.last_article_at,
    }


def arrived_since_dismissal(session: Session, row: IncidentRow) -> int:
    """How many articles were filed under an incident after a person had dismissed it."""
    if not row.dismissed_by or row.dismissed_at is None:
        return 0
    query = select(func.count()).where(
        ArticleRow.incident_id == row.id, col(ArticleRow.judged_at) > row.dismissed_at
    )
    return session.exec(query).one()


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value

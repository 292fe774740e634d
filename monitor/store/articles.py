"""Articles: stored once, judged once, and read back by incident."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import defer
from sqlmodel import Session, col, func, select

from monitor.domain.joining import Finding
from monitor.domain.judgement import Judgement
from monitor.store.decisions import decision_json
from monitor.store.mapping import answer_json, finding_json, finding_of
from monitor.store.tables import ArticleRow


class Articles:
    """Queries on articles inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def unknown(self, urls: Sequence[str]) -> list[str]:
        """Those URLs that were never stored, in the order given."""
        known: set[str] = set()
        for start in range(0, len(urls), 500):
            query = select(ArticleRow.url).where(col(ArticleRow.url).in_(urls[start : start + 500]))
            known.update(self._session.exec(query))
        return [url for url in dict.fromkeys(urls) if url not in known]

    def add(self, row: ArticleRow) -> bool:
        """Keep a publication unless its URL is known; True where it was new."""
        known = self._session.exec(select(ArticleRow.id).where(ArticleRow.url == row.url)).first()
        if known is not None:
            return False
        self._session.add(row)
        self._session.flush()
        return True

    def get(self, article_id: int) -> ArticleRow:
        """The row of that id; raises KeyError where there is none."""
        row = self._session.get(ArticleRow, article_id)
        if row is None:
            raise KeyError(f"article {article_id}")
        return row

    def named(self, name: str) -> ArticleRow:
        """The row of an id or an address; raises KeyError where there is none."""
        if name.isascii() and name.isdecimal() and len(name) < 19:
            return self.get(int(name))
        row = self._session.exec(select(ArticleRow).where(ArticleRow.url == name)).first()
        if row is None:
            raise KeyError(f"article {name}")
        return row

    def reprints(self, article_id: int, incident_id: int | None) -> list[ArticleRow]:
        """The reprints of an article that are filed under an incident."""
        query = select(ArticleRow).where(
            ArticleRow.duplicate_of == article_id, ArticleRow.incident_id == incident_id
        )
        return list(self._session.exec(query.order_by(col(ArticleRow.id))).all())

    def refile(self, row: ArticleRow, incident_id: int | None) -> None:
        """File a judged article under another incident, or under none."""
        row.incident_id = incident_id
        self._session.add(row)
        self._session.flush()

    def unjudged(self, limit: int) -> list[ArticleRow]:
        """Articles the judge has not read, in the order they were published as far as known."""
        query = select(ArticleRow).where(col(ArticleRow.judged_at).is_(None))
        rows = self._session.exec(query.order_by(col(ArticleRow.id)).limit(limit)).all()
        return sorted(
            rows, key=lambda row: (row.published_latest or row.first_seen_at, row.id or 0)
        )

    def mark_judged(
        self,
        row: ArticleRow,
        finding: Finding,
        judgement: Judgement,
        incident_id: int | None,
        now: datetime,
    ) -> None:
        """Keep what the judge found in an article, and where it was filed."""
        row.judged_at = now
        row.incident_id = incident_id
        row.duplicate_of = int(judgement.duplicate_of) if judgement.duplicate_of else None
        row.finding = finding_json(finding) | answer_json(judgement)
        row.decision = decision_json(judgement)
        row.reasons = list(judgement.reasons)
        self._session.add(row)
        self._session.flush()

    def findings(self, incident_id: int) -> list[Finding]:
        """What the articles of an incident contributed; their texts stay in the database."""
        query = select(ArticleRow).where(ArticleRow.incident_id == incident_id)
        unread = (defer(ArticleRow.text), defer(ArticleRow.decision))  # type: ignore[arg-type]
        query = query.options(*unread)
        return [finding_of(row) for row in self._session.exec(query)]

    def of_incident(self, incident_id: int) -> list[ArticleRow]:
        """The articles of an incident, oldest first, reprints last."""
        query = select(ArticleRow).where(ArticleRow.incident_id == incident_id)
        rows = self._session.exec(query).all()
        return sorted(
            rows,
            key=lambda r: (r.duplicate_of is not None, r.published_latest or r.first_seen_at, r.id),
        )

    def count(self, incident_id: int) -> int:
        """How many articles, reprints among them, an incident has."""
        query = select(func.count()).select_from(ArticleRow)
        return self._session.exec(query.where(ArticleRow.incident_id == incident_id)).one()

    def judged_since(self, instant: datetime) -> list[ArticleRow]:
        """All judged articles first seen since `instant`, to rebuild the judge's memory from."""
        query = select(ArticleRow).where(
            col(ArticleRow.judged_at).is_not(None), col(ArticleRow.first_seen_at) >= instant
        )
        return list(self._session.exec(query.order_by(col(ArticleRow.id))).all())

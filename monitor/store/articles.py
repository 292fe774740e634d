"""Articles: stored once, judged once, and read back by incident."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import defer
from sqlmodel import Session, col, func, select

from monitor.domain.channel import ChannelKind
from monitor.domain.joining import Finding
from monitor.domain.judgement import Judgement
from monitor.domain.response import ResponseKind
from monitor.store.decisions import decision_json
from monitor.store.mapping import answer_json, finding_json, finding_of
from monitor.store.tables import ArticleRow, ResponseRow

NOT_FETCHED = "not fetched"
"""In place of an encoding: somebody named the page, and nobody read it yet."""

_TAKEN_OVER = ("id", "url", "duplicate_of", "incident_id")
"""What a page that is read at last keeps."""


class Articles:
    """Queries on articles inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def unknown(self, urls: Sequence[str]) -> list[str]:
        """Those URLs that were never read, in the order given."""
        known: set[str] = set()
        for start in range(0, len(urls), 500):
            query = select(ArticleRow.url).where(
                col(ArticleRow.url).in_(urls[start : start + 500]),
                ArticleRow.encoding != NOT_FETCHED,
            )
            known.update(self._session.exec(query))
        return [url for url in dict.fromkeys(urls) if url not in known]

    def add(self, row: ArticleRow) -> bool:
        """Keep a publication unless its URL is known; True where it was new.

        One that was only named so far is filled in, and judged like any other.
        """
        known = self.at(row.url)
        if known is not None and known.encoding != NOT_FETCHED:
            return False
        if known is not None:
            for name in set(ArticleRow.model_fields).difference(_TAKEN_OVER):
                setattr(known, name, getattr(row, name))
        self._session.add(known or row)
        self._session.flush()
        return True

    def at(self, url: str) -> ArticleRow | None:
        """The row of an address, if there is one."""
        return self._session.exec(select(ArticleRow).where(ArticleRow.url == url)).first()

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
        row = self.at(name)
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

    def unlinked_rebuttals(self, since: datetime, limit: int) -> list[ArticleRow]:
        """Rebuttals on official channels, first seen since then, that answer nothing; newest first.

        What is filed under an incident is no longer among them.
        """
        linked = select(ResponseRow.id).where(ResponseRow.article_id == ArticleRow.id)
        kind = col(ArticleRow.finding)["response"]["kind"].as_string()
        query = select(ArticleRow).where(
            col(ArticleRow.first_seen_at) >= since,
            ArticleRow.channel_kind == ChannelKind.OFFICIAL.value,
            col(ArticleRow.judged_at).is_not(None),
            col(ArticleRow.incident_id).is_(None),
            kind == ResponseKind.REBUTTAL.value,
            ~linked.exists(),
        )
        return list(self._session.exec(query.order_by(col(ArticleRow.id).desc()).limit(limit)))

    def judged_since(self, instant: datetime) -> list[ArticleRow]:
        """All judged articles first seen since `instant`, to rebuild the judge's memory from."""
        query = select(ArticleRow).where(
            col(ArticleRow.judged_at).is_not(None),
            col(ArticleRow.first_seen_at) >= instant,
            ArticleRow.encoding != NOT_FETCHED,
        )
        return list(self._session.exec(query.order_by(col(ArticleRow.id))).all())

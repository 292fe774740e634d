"""What people corrected: labels, and what they say of single articles."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlmodel import Session, col, select

from monitor.store.decisions import weighed
from monitor.store.tables import ArticleRow, CorrectionRow

LabelKind = Literal["belongs", "answers"]


class Corrections:
    """Labels inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(
        self,
        article: ArticleRow,
        kind: LabelKind,
        incident_id: int,
        *,
        right: bool,
        actor: str,
        reason: str,
        now: datetime,
    ) -> None:
        """Keep that an article does (`right`) or does not belong to, or answer, an incident.

        Score and features are taken from the article's own decision, where it weighed that
        incident at all.
        """
        judged = weighed(article.decision, kind, incident_id)
        self._session.add(
            CorrectionRow(
                at=now,
                actor=actor,
                reason=reason,
                article_id=article.id or 0,
                kind=kind,
                incident_id=incident_id,
                right=right,
                score=judged.score if judged else None,
                features=dict(judged.features) if judged else {},
            )
        )
        self._session.flush()

    def of_article(self, article_id: int) -> Sequence[CorrectionRow]:
        """What people said of an article, oldest first."""
        query = select(CorrectionRow).where(CorrectionRow.article_id == article_id)
        return self._session.exec(query.order_by(col(CorrectionRow.id))).all()

    def latest(self) -> list[CorrectionRow]:
        """The last word on each article and incident: later corrections replace earlier ones."""
        last: dict[tuple[int, str, int], CorrectionRow] = {}
        for row in self._session.exec(select(CorrectionRow).order_by(col(CorrectionRow.id))):
            last[row.article_id, row.kind, row.incident_id] = row
        return list(last.values())

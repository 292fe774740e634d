"""Second looks at pages that answered: the queue the crawler asks, and what it saw."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from monitor.domain.page_again import planned_look, text_sha256
from monitor.store.check_tables import PageCheckRow, PageLookRow
from monitor.store.tables import ArticleRow

_LAPSES = timedelta(hours=1)
"""A claim that brought no look comes up again after this."""


class PageChecks:
    """Second looks inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def plan(self, article: ArticleRow, now: datetime) -> None:
        """Let a page be looked at again; one that is planned already stays as it is."""
        if self._session.get(PageCheckRow, article.id) is not None:
            return
        row = PageCheckRow(
            article_id=article.id or 0,
            next_at=planned_look(article.first_seen_at, 0, now),
            body_sha256=article.body_sha256,
            text_sha256=text_sha256(article.title, article.text),
        )
        self._session.add(row)

    def stop(self, article_id: int) -> None:
        """Look at a page no more: a person has said what counts."""
        row = self._session.get(PageCheckRow, article_id)
        if row is not None:
            row.next_at = None
            self._session.add(row)

    def any_due(self, now: datetime) -> bool:
        """Whether some page's time has come."""
        query = select(PageCheckRow.article_id).where(col(PageCheckRow.next_at) <= now)
        return self._session.exec(query.limit(1)).first() is not None

    def claim_due(self, now: datetime, limit: int) -> list[ArticleRow]:
        """The pages whose time has come, each put off until the claim lapses."""
        query = (
            select(PageCheckRow, ArticleRow)
            .where(col(PageCheckRow.next_at) <= now, PageCheckRow.article_id == ArticleRow.id)
            .order_by(col(PageCheckRow.next_at))
            .limit(limit)
        )
        claimed = []
        for check, article in self._session.exec(query).all():
            check.next_at = now + _LAPSES
            self._session.add(check)
            claimed.append(article)
        return claimed

    def keep(self, look: PageLookRow) -> None:
        """Keep what one look saw, to be taken in by the clock loop."""
        self._session.add(look)

    def new_looks(self, limit: int) -> list[PageLookRow]:
        """The looks that were not taken in yet, oldest first."""
        query = select(PageLookRow).where(col(PageLookRow.taken_in_at).is_(None))
        return list(self._session.exec(query.order_by(col(PageLookRow.id)).limit(limit)).all())

    def look(self, number: int) -> tuple[PageLookRow, PageCheckRow]:
        """A look and its page; raises KeyError where there is none."""
        look = self._session.get(PageLookRow, number)
        check = self._session.get(PageCheckRow, look.article_id) if look else None
        if look is None or check is None:
            raise KeyError(f"look {number}")
        self._session.add(look)
        self._session.add(check)
        return look, check

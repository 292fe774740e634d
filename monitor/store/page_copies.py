"""Copies of pages: kept when a page is fetched, and for good where it became evidence."""

import zlib
from datetime import datetime

from sqlmodel import Session, col, delete, select

from monitor.store.check_tables import PageLookRow
from monitor.store.copy_tables import PageCopyRow
from monitor.store.tables import ArticleRow, ResponseRow


class PageCopies:
    """Queries on page copies inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, sha256: str, body: bytes, content_type: str, now: datetime) -> None:
        """Keep a page as it was fetched; the same bytes are kept once."""
        if self._session.get(PageCopyRow, sha256) is None:
            self._session.add(
                PageCopyRow(
                    sha256=sha256,
                    fetched_at=now,
                    content_type=content_type[:100],
                    body=zlib.compress(body, 6),
                )
            )

    def get(self, sha256: str) -> bytes | None:
        """The bytes of a page, or None where no copy is kept."""
        row = self._session.get(PageCopyRow, sha256) if sha256 else None
        return None if row is None else zlib.decompress(row.body)

    def forget_before(self, instant: datetime) -> int:
        """Drop copies older than `instant` that became no evidence; returns how many.

        Evidence is what is filed under an incident, what answers one, and what a later look at
        such a page found.
        """
        filed = select(ArticleRow.body_sha256).where(col(ArticleRow.incident_id).is_not(None))
        answering = select(ArticleRow.body_sha256).where(
            col(ArticleRow.id) == col(ResponseRow.article_id)
        )
        seen_again = select(PageLookRow.body_sha256)
        done = self._session.exec(
            delete(PageCopyRow).where(
                col(PageCopyRow.fetched_at) < instant,
                col(PageCopyRow.sha256).not_in(filed),
                col(PageCopyRow.sha256).not_in(answering),
                col(PageCopyRow.sha256).not_in(seen_again),
            )
        )
        return int(done.rowcount)

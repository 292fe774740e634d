"""Citizens' letters inside one transaction: stored once, looked at again, read back."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, or_, select

from monitor.domain.letters import Letter, PageSight
from monitor.store.letter_tables import LetterRow
from monitor.store.mapping import when_of

_LAPSES = timedelta(hours=1)
"""A claim that brought no look comes up again after this."""


class Letters:
    """Queries on letters inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def unknown(self, urls: Sequence[str]) -> list[str]:
        """Those URLs that are no letter's, in the order given."""
        known: set[str] = set()
        for start in range(0, len(urls), 500):
            query = select(LetterRow.url).where(col(LetterRow.url).in_(urls[start : start + 500]))
            known.update(self._session.exec(query))
        return [url for url in urls if url not in known]

    def by_url(self, url: str) -> LetterRow | None:
        """The letter of that page, if it was seen before."""
        return self._session.exec(select(LetterRow).where(LetterRow.url == url)).first()

    def keep(self, row: LetterRow) -> None:
        """Keep a letter, or what changed of one."""
        self._session.add(row)

    def any_due(self, now: datetime) -> bool:
        """Whether some letter's page is to be looked at again."""
        query = select(LetterRow.id).where(col(LetterRow.next_at) <= now)
        return self._session.exec(query.limit(1)).first() is not None

    def claim_due(self, now: datetime, limit: int) -> list[LetterRow]:
        """The letters whose time has come, each put off until the claim lapses."""
        query = select(LetterRow).where(col(LetterRow.next_at) <= now)
        rows = self._session.exec(query.order_by(col(LetterRow.next_at)).limit(limit)).all()
        for row in rows:
            row.next_at = now + _LAPSES
            self._session.add(row)
        return list(rows)

    def sent_since(self, instant: datetime) -> list[LetterRow]:
        """The letters that can have been sent since then, as they were first seen."""
        query = select(LetterRow).where(col(LetterRow.sent_latest) >= instant)
        return list(self._session.exec(query.order_by(col(LetterRow.id))).all())

    def unread_since(self, instant: datetime) -> int:
        """How many pages first seen since then hold no letter that can be read."""
        query = select(func.count()).where(
            col(LetterRow.sent_latest).is_(None), col(LetterRow.first_seen_at) >= instant
        )
        return int(self._session.exec(query).one())

    def found(self, words: str, limit: int) -> list[LetterRow]:
        """The latest letters with these words in their title or in the name of their unit."""
        like = (
            col(LetterRow.title).contains(words, autoescape=True),
            col(LetterRow.unit_printed).contains(words, autoescape=True),
        )
        query = select(LetterRow).where(or_(*like), col(LetterRow.sent_latest).is_not(None))
        rows = self._session.exec(query.order_by(col(LetterRow.sent_latest).desc()).limit(limit))
        return list(rows.all())


def letter_of(row: LetterRow, unit: str) -> Letter | None:
    """The letter a row keeps, answered by `unit`; None where its page holds none."""
    sent = when_of(row.sent_earliest, row.sent_latest, row.sent_source, row.sent_precision)
    if sent is None:
        return None
    replied = when_of(
        row.replied_earliest, row.replied_latest, row.replied_source, row.replied_precision
    )
    sight = PageSight(row.seen_at, row.next_at, row.failures, row.gone_at)
    return Letter(str(row.id), unit, sent, replied, row.answered, sight)

"""Entries on duties in the database, and the posts of accounts that duties are read from."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select

from monitor.domain.article import believed
from monitor.domain.records import Record, RecordKind
from monitor.domain.when import Precision, When
from monitor.store.articles import NOT_FETCHED
from monitor.store.duty_tables import DutyRecordRow
from monitor.store.mapping import when_columns, when_of
from monitor.store.tables import ArticleRow, IncidentRow


class DutyRecords:
    """Entries inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, record: Record) -> int:
        """Keep an entry; returns its number, whatever `record.id` says."""
        row = DutyRecordRow(
            recorded_at=record.recorded_at,
            clause=record.clause,
            kind=record.kind.value,
            subject=record.subject,
            matter=record.matter,
            **when_columns("at", record.at),
            count=record.count,
            out_of=record.out_of,
            url=record.url,
            actor=record.actor,
            reason=record.reason,
        )
        self._session.add(row)
        self._session.flush()
        return row.id or 0

    def withdraw(self, number: int, *, actor: str, reason: str, now: datetime) -> Record:
        """Take an entry out of the reckoning; it stays in the table. Returns it.

        Raises KeyError where there is none of that number or it was withdrawn before.
        """
        row = self._session.get(DutyRecordRow, number)
        if row is None or row.withdrawn_at is not None:
            raise KeyError(number)
        row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = now, actor, reason
        return _record(row)

    def standing(self, clause: str = "") -> list[Record]:
        """The entries that were not withdrawn, oldest first; of one clause, or of all."""
        query = select(DutyRecordRow).where(col(DutyRecordRow.withdrawn_at).is_(None))
        if clause:
            query = query.where(DutyRecordRow.clause == clause)
        return [_record(row) for row in self._session.exec(query.order_by(col(DutyRecordRow.id)))]

    def lively(self, since: datetime) -> list[tuple[int, str]]:
        """The incidents that were told of since then and not dismissed: number and title."""
        query = (
            select(IncidentRow.id, IncidentRow.title)
            .where(col(IncidentRow.last_article_at) >= since, IncidentRow.dismissed_zh == "")
            .order_by(col(IncidentRow.last_article_at).desc())
        )
        return [(number, title) for number, title in self._session.exec(query) if number]

    def posts(self, channels: Sequence[str], since: datetime) -> dict[str, tuple[When, ...]]:
        """When each channel published what was first seen from `since` on, in order of time.

        Of a channel that shows nothing since then, the last publication before.
        """
        found = {}
        for channel in channels:
            newest = self._newest_before(channel, since)
            found[channel] = self._posts(channel, since) or self._posts(channel, newest)
        return found

    def _newest_before(self, channel: str, instant: datetime) -> datetime:
        query = select(func.max(ArticleRow.first_seen_at)).where(
            ArticleRow.channel == channel, col(ArticleRow.first_seen_at) < instant
        )
        return self._session.exec(query).one() or instant

    def _posts(self, channel: str, since: datetime) -> tuple[When, ...]:
        query = select(
            col(ArticleRow.published_earliest),
            col(ArticleRow.published_latest),
            col(ArticleRow.published_precision),
            col(ArticleRow.first_seen_at),
        ).where(
            ArticleRow.channel == channel,
            col(ArticleRow.first_seen_at) >= since,
            ArticleRow.encoding != NOT_FETCHED,
        )
        times = [_published(*row) for row in self._session.exec(query)]
        return tuple(sorted(times, key=lambda when: (when.latest, when.earliest)))


def _published(
    earliest: datetime | None, latest: datetime | None, precision: str, first_seen_at: datetime
) -> When:
    return believed(when_of(earliest, latest, "page", precision), first_seen_at)


def _record(row: DutyRecordRow) -> Record:
    return Record(
        id=row.id or 0,
        clause=row.clause,
        kind=RecordKind(row.kind),
        at=When(row.at_earliest, row.at_latest, row.at_source, Precision(row.at_precision)),
        recorded_at=row.recorded_at,
        actor=row.actor,
        reason=row.reason,
        subject=row.subject,
        matter=row.matter,
        count=row.count,
        out_of=row.out_of,
        url=row.url,
    )

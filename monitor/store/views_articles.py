"""Articles and responses as the board shows them."""

from datetime import datetime

from sqlalchemy import and_, exists, func, not_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from monitor.domain.channel import ChannelKind
from monitor.domain.masking import mask_personal
from monitor.domain.response import Link, ResponseKind
from monitor.domain.when import Precision, When
from monitor.store.mapping import when_of
from monitor.store.tables import ArticleRow, ChannelRow, IncidentRow, ResponseRow
from monitor.store.views_records import ArticleItem, ResponseItem

EXCERPT = 600
"""Characters of a text that the board shows; the rest stays in the database."""


_ARTICLE_COLUMNS = (
    ArticleRow.id,
    ArticleRow.channel,
    ChannelRow.title.label("channel_title"),  # type: ignore[attr-defined]  # a column
    ArticleRow.channel_kind,
    ArticleRow.owner,
    ArticleRow.url,
    ArticleRow.title,
    func.substr(ArticleRow.text, 1, EXCERPT).label("excerpt"),
    ArticleRow.published_earliest,
    ArticleRow.published_latest,
    ArticleRow.published_source,
    ArticleRow.published_precision,
    ArticleRow.first_seen_at,
    ArticleRow.source_line,
    ArticleRow.duplicate_of,
)


def incident_articles(session: Session, incident_id: int, limit: int) -> tuple[ArticleItem, ...]:
    """The first `limit` articles of an incident, in the order they were seen."""
    query = (
        select(*_ARTICLE_COLUMNS)  # type: ignore[call-overload]  # typed for four columns at most
        .join(ChannelRow, col(ChannelRow.name) == col(ArticleRow.channel), isouter=True)
        .where(col(ArticleRow.incident_id) == incident_id)
        .order_by(col(ArticleRow.first_seen_at), col(ArticleRow.id))
        .limit(limit)
    )
    return tuple(
        ArticleItem(
            id=row.id,
            channel=row.channel,
            channel_title=row.channel_title or row.channel,
            channel_kind=ChannelKind(row.channel_kind),
            owner=row.owner,
            url=row.url,
            title=mask_personal(row.title),
            excerpt=mask_personal(row.excerpt),
            when=_published(
                row.published_earliest,
                row.published_latest,
                row.published_source,
                row.published_precision,
                row.first_seen_at,
            ),
            first_seen_at=row.first_seen_at,
            source_line=row.source_line,
            duplicate_of=row.duplicate_of,
        )
        for row in session.exec(query)
    )


def _published(
    earliest: datetime | None,
    latest: datetime | None,
    source: str,
    precision: str,
    first_seen_at: datetime,
) -> When:
    """The rule of `Article.when`, on columns."""
    stated = when_of(earliest, latest, source, precision)
    if stated is None:
        return When.at(first_seen_at, "first_seen")
    return stated.no_later_than(first_seen_at)


def count_articles(session: Session, incident_id: int) -> int:
    """How many articles an incident has."""
    query = (
        select(func.count())
        .select_from(ArticleRow)
        .where(col(ArticleRow.incident_id) == incident_id)
    )
    return session.exec(query).one()


def incident_responses(session: Session, incident_id: int) -> tuple[ResponseItem, ...]:
    """All answers of one incident, and what may be one, earliest first."""
    return _responses(session, col(ResponseRow.incident_id) == incident_id, None)


def responses_to_review(session: Session, limit: int) -> tuple[ResponseItem, ...]:
    """Answers that wait for a person, the earliest found first.

    What the press relays of an answer that the authority itself has given needs nobody's decision;
    a press conference is only matched by a press conference.
    """
    given = aliased(ResponseRow)
    held = ResponseKind.PRESS_CONFERENCE.value
    answered = exists().where(
        col(given.incident_id) == col(ResponseRow.incident_id),
        col(given.link).in_([link.value for link in Link if link.counts]),
        col(given.relayed).is_(False),
        (col(given.kind) == held) == (col(ResponseRow.kind) == held),
    )
    waits = col(ResponseRow.link).in_([Link.REVIEW.value, Link.OFFERED.value])
    return _responses(session, and_(waits, not_(and_(col(ResponseRow.relayed), answered))), limit)


def _responses(session: Session, wanted: object, limit: int | None) -> tuple[ResponseItem, ...]:
    columns = (
        ResponseRow,
        IncidentRow.title.label("incident_title"),  # type: ignore[attr-defined]  # a column
        ArticleRow.url,
        ArticleRow.title,
        func.substr(ArticleRow.text, 1, EXCERPT).label("excerpt"),
        ArticleRow.channel,
        ChannelRow.title.label("channel_title"),  # type: ignore[attr-defined]  # a column
    )
    order = ResponseRow.at_earliest if limit is None else ResponseRow.linked_at
    query = (
        select(*columns)  # type: ignore[call-overload]  # typed for four columns at most
        .join(IncidentRow, col(IncidentRow.id) == col(ResponseRow.incident_id))
        .join(ArticleRow, col(ArticleRow.id) == col(ResponseRow.article_id))
        .join(ChannelRow, col(ChannelRow.name) == col(ArticleRow.channel), isouter=True)
        .where(wanted)
        .order_by(order, col(ResponseRow.id))
        .limit(limit)
    )
    return tuple(_response(*row) for row in session.exec(query))


def _response(
    row: ResponseRow,
    incident_title: str,
    url: str,
    title: str,
    excerpt: str,
    channel: str,
    channel_title: str | None,
) -> ResponseItem:
    return ResponseItem(
        id=row.id or 0,
        incident_id=row.incident_id,
        incident_title=mask_personal(incident_title),
        kind=ResponseKind(row.kind),
        issuer=row.issuer,
        relayed=row.relayed,
        withdrawn_at=row.withdrawn_at,
        at=When(row.at_earliest, row.at_latest, row.at_source, Precision(row.at_precision)),
        link=Link(row.link),
        score=row.score,
        reason=mask_personal(row.reason),
        linked_by=row.linked_by,
        linked_at=row.linked_at,
        url=url,
        title=mask_personal(title),
        excerpt=mask_personal(excerpt),
        channel=channel,
        channel_title=channel_title or channel,
    )

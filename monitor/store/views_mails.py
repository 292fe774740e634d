"""Messages of the outbox and frozen digests, as the board shows them."""

from sqlalchemy import func
from sqlmodel import Session, col, select

from monitor.domain.masking import mask_links
from monitor.domain.period import PeriodKind
from monitor.store.outbox import DEAD
from monitor.store.outbox_tables import OutboxRow
from monitor.store.tables import DigestRow
from monitor.store.views_records import DigestItem, MailItem, MailView, Page

_LISTED = (
    OutboxRow.id,
    OutboxRow.incident_id,
    OutboxRow.clause,
    OutboxRow.reason,
    OutboxRow.recipient,
    OutboxRow.state,
    OutboxRow.attempts,
    OutboxRow.subject,
    OutboxRow.created_at,
    OutboxRow.sent_at,
    OutboxRow.next_try_at,
    OutboxRow.last_error,
    OutboxRow.held_until,
)
_NEWEST = (col(OutboxRow.created_at).desc(), col(OutboxRow.id).desc())


def mails(session: Session, number: int, size: int) -> Page[MailItem]:
    """All messages, the newest first; their bodies stay in the database."""
    total = session.exec(select(func.count()).select_from(OutboxRow)).one()
    query = (
        select(*_LISTED)  # type: ignore[call-overload]  # typed for four columns at most
        .order_by(*_NEWEST)
        .offset((number - 1) * size)
        .limit(size)
    )
    return Page(tuple(MailItem(*row) for row in session.exec(query)), number, size, total)


def undelivered(session: Session, limit: int) -> tuple[MailItem, ...]:
    """The newest messages that were given up."""
    query = (
        select(*_LISTED)  # type: ignore[call-overload]  # typed for four columns at most
        .where(OutboxRow.state == DEAD)
        .order_by(*_NEWEST)
        .limit(limit)
    )
    return tuple(MailItem(*row) for row in session.exec(query))


def incident_mails(session: Session, incident_id: int, limit: int) -> tuple[MailItem, ...]:
    """The newest messages about one incident."""
    query = (
        select(*_LISTED)  # type: ignore[call-overload]  # typed for four columns at most
        .where(col(OutboxRow.incident_id) == incident_id)
        .order_by(*_NEWEST)
        .limit(limit)
    )
    return tuple(MailItem(*row) for row in session.exec(query))


def mail(session: Session, mail_id: int) -> MailView | None:
    """One message with its bodies, or None; without the links that are its recipient's alone."""
    row = session.get(OutboxRow, mail_id)
    if row is None:
        return None
    item = MailItem(
        id=mail_id,
        incident_id=row.incident_id,
        clause=row.clause,
        reason=row.reason,
        recipient=row.recipient,
        state=row.state,
        attempts=row.attempts,
        subject=row.subject,
        created_at=row.created_at,
        sent_at=row.sent_at,
        next_try_at=row.next_try_at,
        last_error=row.last_error,
        held_until=row.held_until,
    )
    if not row.group_key:
        return MailView(item, row.message_id, mask_links(row.text), mask_links(row.html))
    # What one mail said for several stands with the first of them only.
    query = select(OutboxRow).where(OutboxRow.group_key == row.group_key)
    group = session.exec(query.order_by(col(OutboxRow.id))).all()
    text, html = mask_links(group[0].text), mask_links(group[0].html)
    return MailView(item, row.message_id, text, html, len(group))


def digests(session: Session) -> tuple[DigestItem, ...]:
    """The frozen digests of every kind, the latest first."""
    query = select(DigestRow.period, DigestRow.kind, DigestRow.frozen_at).order_by(
        col(DigestRow.frozen_at).desc(), col(DigestRow.period).desc()
    )
    return tuple(
        DigestItem(period, PeriodKind(kind), frozen_at)
        for period, kind, frozen_at in session.exec(query)
    )


def digest_html(session: Session, period: str) -> str | None:
    """The digest of a period (`2026-W47`) as it was frozen, or None."""
    row = session.get(DigestRow, period)
    return None if row is None else row.html

"""Everything a store holds, line by line, as a replay writes it out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from monitor.domain.briefing import Briefing, from_json
from monitor.domain.verdict import Verdict
from monitor.store.outbox_tables import OutboxRow
from monitor.store.tables import ArticleRow, ClockRow, IncidentRow, ResponseRow


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """What came of one article. `link` says how sure the answer to `answers` is."""

    url: str
    published: datetime
    incident: str | None
    duplicate_of: int | None
    response: dict[str, Any] | None
    answers: str | None
    link: str
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One window that applied to one incident."""

    incident: str
    title: str
    clause: str
    basis: str
    start_earliest: datetime
    start_latest: datetime
    due_at: datetime
    verdict: str
    words: str
    answered_at: datetime | None
    response_url: str | None


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One message that was owed to one recipient."""

    at: datetime
    reason: str
    incident: str
    clause: str
    recipient: str
    language: str
    briefing: Briefing
    subject: str


def archive_lines(
    engine: Engine,
) -> tuple[list[ArticleLine], list[ClockLine], list[AlertLine]]:
    """All articles, all windows that applied, all alerts, each in the order they arose."""
    with Session(engine) as session:
        return _articles(session), _clocks(session), _alerts(session)


def _articles(session: Session) -> list[ArticleLine]:
    links = {
        row.article_id: row
        for row in session.exec(select(ResponseRow).where(ResponseRow.part == 0))
    }
    lines = []
    for row in session.exec(select(ArticleRow).order_by(col(ArticleRow.id))):
        link = links.get(row.id or 0)
        lines.append(
            ArticleLine(
                url=row.url,
                published=row.published_earliest or row.first_seen_at,
                incident=str(row.incident_id) if row.incident_id else None,
                duplicate_of=row.duplicate_of,
                response=row.finding.get("response"),
                answers=str(link.incident_id) if link else None,
                link={"auto": "auto", "review": "review"}.get(link.link, "none")
                if link
                else "none",
                reasons=row.reasons,
            )
        )
    return lines


def _clocks(session: Session) -> list[ClockLine]:
    urls: dict[int, str] = {
        response: url
        for response, url in session.exec(
            select(col(ResponseRow.id), ArticleRow.url).where(
                col(ResponseRow.article_id) == ArticleRow.id
            )
        )
        if response is not None
    }
    query = (
        select(ClockRow, IncidentRow)
        .where(ClockRow.incident_id == IncidentRow.id)
        .where(col(ClockRow.verdict) != Verdict.NOT_APPLICABLE.value)
        .order_by(col(ClockRow.incident_id), col(ClockRow.due_at))
    )
    return [
        ClockLine(
            incident=str(incident.id),
            title=incident.title,
            clause=row.clause,
            basis=row.basis,
            start_earliest=row.start_earliest,
            start_latest=row.start_latest,
            due_at=row.due_at,
            verdict=row.verdict,
            words=row.words_zh,
            answered_at=row.answered_latest,
            response_url=urls.get(row.answered_by) if row.answered_by else None,
        )
        for row, incident in session.exec(query)
    ]


def _alerts(session: Session) -> list[AlertLine]:
    return [
        AlertLine(
            at=row.created_at,
            reason=row.reason,
            incident=str(row.incident_id),
            clause=row.clause,
            recipient=row.recipient,
            language=row.language,
            briefing=from_json(row.briefing),
            subject=row.subject,
        )
        for row in session.exec(select(OutboxRow).order_by(col(OutboxRow.id)))
    ]

"""Take an article's facts into the incident it was filed under, and log what that changed."""

from datetime import datetime

from monitor.domain.article import Article
from monitor.domain.events import Event, EventKind
from monitor.domain.joining import join
from monitor.domain.notices import NoticeReason
from monitor.domain.severity import EventGrade
from monitor.store.store import Work
from monitor.store.tables import IncidentRow


def join_article(
    work: Work, article: Article, incident_id: int, why: str, now: datetime
) -> NoticeReason | None:
    """Join the facts anew now that the article is filed there; returns what there is to announce.

    An incident that had been left without articles is timed again.
    """
    incident = str(incident_id)
    row = work.incidents.get(incident_id)
    _revive(work, row, now)
    grade_before = row.grade_confirmed
    changed = work.incidents.update(row, join(work.articles.findings(incident_id)))
    work.events.append(filing_event(EventKind.ARTICLE_JOINED, incident, article, why, now))
    if changed.keys() - {"last_article_at"}:
        data = {name: change for name, change in changed.items() if name != "last_article_at"}
        kind = EventKind.GRADE_CHANGED if "grade_confirmed" in data else EventKind.FACTS_CHANGED
        work.events.append(Event(kind, now, incident, reason=article.title, data=data))
    return NoticeReason.GRADE_RAISED if _was_raised(grade_before, row) else None


def filing_event(
    kind: EventKind, incident: str, article: Article, why: str, now: datetime
) -> Event:
    """The log entry of an article that opened an incident or joined one."""
    data = {"article": article.id, "channel": article.channel, "url": article.url}
    return Event(kind, now, incident, reason=why, data=data)


def _revive(work: Work, row: IncidentRow, now: datetime) -> None:
    """Lift the dismissal of an incident that had no article left; a person's stands."""
    if not row.dismissed_zh or row.dismissed_by:
        return
    data: dict[str, object] = {"why": row.dismissed_zh}
    work.incidents.dismiss(row.id or 0, None)
    reason = "又有文章归入本事件，恢复计时"
    work.events.append(
        Event(EventKind.INCIDENT_REVIVED, now, str(row.id), reason=reason, data=data)
    )


def _was_raised(before: str, row: IncidentRow) -> bool:
    """Only a rise to a grade with shorter windows is announced."""
    graver = [grade.value for grade in EventGrade if grade.starts_short_windows]
    return row.grade_confirmed in graver and before not in graver

"""One incident with everything its page shows."""

from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from monitor.domain.masking import mask_personal
from monitor.domain.verdict import Verdict
from monitor.store.incidents import arrived_since_dismissal
from monitor.store.mapping import facts_of
from monitor.store.tables import EventRow, IncidentRow
from monitor.store.views_articles import count_articles, incident_articles, incident_responses
from monitor.store.views_channels import Patience, blind_for
from monitor.store.views_clocks import incident_clocks
from monitor.store.views_mails import incident_mails
from monitor.store.views_records import ArticleItem, ClockCard, EventItem, IncidentView

ARTICLES_SHOWN = 200
EVENTS_SHOWN = 300
MAILS_SHOWN = 50

_DOUBT_SHOWN = timedelta(hours=24)  # how much is shown after the due time of an undecided clock
_AFTERMATH = timedelta(hours=2)  # how much is shown after the last thing that happened


def incident(
    session: Session, incident_id: int, now: datetime, patience: Patience
) -> IncidentView | None:
    """The incident of that id as of `now`, or None."""
    row = session.get(IncidentRow, incident_id)
    if row is None:
        return None
    facts = facts_of(row, (), arrived_since_dismissal(session, row))
    clocks = incident_clocks(session, row)
    articles = incident_articles(session, incident_id, ARTICLES_SHOWN)
    responses = incident_responses(session, incident_id)
    start = _band_start(row, articles)
    last = max([row.last_article_at, start, *(item.at.latest for item in responses)])
    end = max(_band_end(clocks, last, now), start + timedelta(hours=1))
    events = _events(session, incident_id)
    return IncidentView(
        id=incident_id,
        title=mask_personal(row.title),
        place=row.place,
        category=facts.category,
        units=facts.units,
        figures=dict(row.figures),
        grade_confirmed=facts.grading.confirmed,
        grade_possible=facts.grading.possible,
        grade_reasons=tuple(row.grade_reasons),
        graded_at=row.graded_at,
        detected_at=row.detected_at,
        first_public=facts.first_public,
        occurred=facts.occurred,
        answered_first=row.answered_first,
        dismissed=facts.dismissed,
        clocks=clocks,
        articles=articles,
        articles_total=count_articles(session, incident_id),
        responses=responses,
        events=events,
        events_total=_count_events(session, incident_id),
        mails=incident_mails(session, incident_id, MAILS_SHOWN),
        band_start=start,
        band_end=end,
        blind=blind_for(session, row.units, start, min(end, now), patience),
    )


def _band_start(row: IncidentRow, articles: tuple[ArticleItem, ...]) -> datetime:
    known = [row.first_public_earliest, row.detected_at]
    known += [row.occurred_earliest] if row.occurred_earliest else []
    known += [item.when.earliest for item in articles]
    return min(known)


def _band_end(clocks: tuple[ClockCard, ...], last: datetime, now: datetime) -> datetime:
    """Now, and all of a window that still runs; for a closed incident, soon after its end."""
    timed = [clock for clock in clocks if clock.verdict is not Verdict.NOT_APPLICABLE]
    ends = [clock.due_at for clock in timed]
    if any(clock.verdict.is_open for clock in timed):
        return max([now, *ends])
    ends += [
        min(now, clock.due_at + _DOUBT_SHOWN)
        for clock in timed
        if clock.verdict is Verdict.UNDETERMINED
    ]
    return max(min(now, last + _AFTERMATH), *ends, last)


def _events(session: Session, incident_id: int) -> tuple[EventItem, ...]:
    query = (
        select(EventRow)
        .where(col(EventRow.incident) == str(incident_id))
        .order_by(col(EventRow.id).desc())
        .limit(EVENTS_SHOWN)
    )
    return tuple(_event(row) for row in session.exec(query))


def _event(row: EventRow) -> EventItem:
    reason = mask_personal(row.reason)
    return EventItem(row.id or 0, row.at, row.kind, row.actor, reason, row.data, row.hash)


def _count_events(session: Session, incident_id: int) -> int:
    query = (
        select(func.count()).select_from(EventRow).where(col(EventRow.incident) == str(incident_id))
    )
    return session.exec(query).one()

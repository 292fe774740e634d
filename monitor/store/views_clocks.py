"""Clocks as the board lists them, counts of them, and the ledger."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_
from sqlmodel import Session, col, select

from monitor.domain.briefing import window_label
from monitor.domain.masking import mask_personal
from monitor.domain.policy import Policy
from monitor.domain.severity import Category, EventGrade
from monitor.domain.summary import LedgerLine
from monitor.domain.verdict import Verdict
from monitor.domain.words import Words
from monitor.store.mapping import clock_of
from monitor.store.tables import ArticleRow, ClockRow, IncidentRow, ResponseRow
from monitor.store.views_records import ClockCard, Page

Labels = Callable[[str, timedelta], Words]
"""How a window is called, from its clause id and its length."""

DOUBT_STAYS = timedelta(days=7)
"""How long after its due time an undetermined clock stays on the board's open list."""

_COUNTING = (Verdict.BREACHED_OPEN.value, Verdict.DUE_SOON.value, Verdict.RUNNING.value)
_ENDED = (Verdict.MET.value, Verdict.LATE_MET.value, Verdict.WAIVED.value)
_URGENCY = case(
    {"breached_open": 0, "due_soon": 1, "undetermined": 2}, value=col(ClockRow.verdict), else_=3
)


def labels_of(policy: Policy) -> Labels:
    """The labels of a policy's windows; a clause it no longer knows is named by length alone."""

    def label(clause_id: str, window: timedelta) -> Words:
        try:
            return window_label(policy.clause(clause_id), window)
        except KeyError:
            hours = f"{window / timedelta(hours=1):g}"
            return Words(f"{hours}小时 时限", f"{hours} h window")

    return label


def grade(value: str) -> EventGrade | None:
    """The grade that a column holds, empty meaning none."""
    return EventGrade(value) if value else None


def card(row: ClockRow, incident: IncidentRow) -> ClockCard:
    """One clock row with its incident, as a record."""
    clock = clock_of(row)
    return ClockCard(
        id=row.id or 0,
        incident_id=row.incident_id,
        title=mask_personal(incident.title),
        place=incident.place,
        category=Category(incident.category),
        units=tuple(incident.units),
        grade_confirmed=grade(incident.grade_confirmed),
        grade_possible=grade(incident.grade_possible),
        clause=row.clause,
        profile=row.profile,
        window=clock.window,
        basis=clock.basis,
        start=clock.start,
        due_from=row.due_from,
        due_at=row.due_at,
        verdict=clock.verdict,
        words=clock.words,
        provisional=clock.provisional,
        answered=clock.answered,
        breached_at=row.breached_at,
        noticed_at=row.noticed_at,
        gaps=clock.gaps,
    )


def _still_open(now: datetime) -> ColumnElement[bool]:
    recent_doubt = and_(
        col(ClockRow.verdict) == Verdict.UNDETERMINED.value,
        col(ClockRow.due_at) >= now - DOUBT_STAYS,
    )
    return or_(col(ClockRow.verdict).in_(_COUNTING), recent_doubt)


def _done(now: datetime) -> ColumnElement[bool]:
    old_doubt = and_(
        col(ClockRow.verdict) == Verdict.UNDETERMINED.value,
        col(ClockRow.due_at) < now - DOUBT_STAYS,
    )
    return or_(col(ClockRow.verdict).in_(_ENDED), old_doubt)


def open_clocks(session: Session, now: datetime, number: int, size: int) -> Page[ClockCard]:
    """Overdue first, then due soon, cannot tell, running; in each the least time left first."""
    return _page(session, _still_open(now), (_URGENCY, col(ClockRow.due_at)), number, size)


def done_clocks(session: Session, now: datetime, number: int, size: int) -> Page[ClockCard]:
    """Answered, waived and long undecided clocks, the latest due time first."""
    return _page(session, _done(now), (col(ClockRow.due_at).desc(),), number, size)


def _page(
    session: Session, wanted: ColumnElement[bool], order: Sequence[Any], number: int, size: int
) -> Page[ClockCard]:
    total = session.exec(select(func.count()).select_from(ClockRow).where(wanted)).one()
    # Sorting only ids keeps a hundred thousand open clocks cheap; the few shown are read after.
    ids = session.exec(
        select(ClockRow.id)
        .where(wanted)
        .order_by(*order, col(ClockRow.id))
        .offset((number - 1) * size)
        .limit(size)
    ).all()
    query = (
        select(ClockRow, IncidentRow)
        .join(IncidentRow, col(IncidentRow.id) == col(ClockRow.incident_id))
        .where(col(ClockRow.id).in_(ids))
    )
    cards = {row.id: card(row, incident) for row, incident in session.exec(query)}
    return Page(tuple(cards[key] for key in ids if key in cards), number, size, total)


def incident_clocks(session: Session, incident: IncidentRow) -> tuple[ClockCard, ...]:
    """All clocks of one incident, shortest window first."""
    query = (
        select(ClockRow)
        .where(col(ClockRow.incident_id) == incident.id)
        .order_by(col(ClockRow.window_s), col(ClockRow.id))
    )
    return tuple(card(row, incident) for row in session.exec(query))


def clock_counts(session: Session, now: datetime) -> tuple[int, int, int]:
    """How many are open, how many of them fall due within 2 hours, how many are overdue."""
    verdict, due = col(ClockRow.verdict), col(ClockRow.due_at)
    soon = and_(
        verdict.in_((Verdict.RUNNING.value, Verdict.DUE_SOON.value)),
        due >= now,
        due <= now + timedelta(hours=2),
    )
    overdue = verdict == Verdict.BREACHED_OPEN.value
    query = select(
        func.count(),
        func.coalesce(func.sum(case((soon, 1), else_=0)), 0),
        func.coalesce(func.sum(case((overdue, 1), else_=0)), 0),
    ).where(verdict.in_(_COUNTING))
    opened, due_soon, late = session.exec(query).one()
    return int(opened), int(due_soon), int(late)


def ledger(
    session: Session, start: datetime, end: datetime, labels: Labels, base_url: str
) -> tuple[LedgerLine, ...]:
    """The windows whose due time lies in [start, end), in that order.

    A window belongs to the span in which its limit fell, so that every window is counted once and
    is decided, as far as it ever will be, when the span is over. Windows that did not apply and
    those of dismissed incidents are left out.
    """
    wanted = (
        col(ClockRow.due_at) >= start,
        col(ClockRow.due_at) < end,
        col(ClockRow.verdict) != Verdict.NOT_APPLICABLE.value,
    )
    return _lines(session, wanted, labels, base_url)


def ledger_of(
    session: Session, incidents: Sequence[int], labels: Labels, base_url: str
) -> tuple[LedgerLine, ...]:
    """All windows of some incidents, those that do not apply too, by due time."""
    return _lines(session, (col(ClockRow.incident_id).in_(incidents),), labels, base_url)


def _lines(
    session: Session, wanted: Sequence[ColumnElement[bool]], labels: Labels, base_url: str
) -> tuple[LedgerLine, ...]:
    query = (
        select(ClockRow, IncidentRow, ResponseRow.kind, ArticleRow.url)
        .join(IncidentRow, col(IncidentRow.id) == col(ClockRow.incident_id))
        .join(ResponseRow, col(ResponseRow.id) == col(ClockRow.answered_by), isouter=True)
        .join(ArticleRow, col(ArticleRow.id) == col(ResponseRow.article_id), isouter=True)
        .where(*wanted)
        .order_by(col(ClockRow.due_at), col(ClockRow.id))
    )
    lines = []
    for clock, incident, kind, url in session.exec(query):
        label = labels(clock.clause, timedelta(seconds=clock.window_s))
        line = LedgerLine(
            incident=str(clock.incident_id),
            title=mask_personal(incident.title),
            clause=clock.clause,
            label_zh=label.zh,
            label_en=label.en,
            window=timedelta(seconds=clock.window_s),
            units=tuple(incident.units),
            opened_at=incident.detected_at,
            start_earliest=clock.start_earliest,
            start_latest=clock.start_latest,
            due_at=clock.due_at,
            verdict=Verdict(clock.verdict),
            words_zh=clock.words_zh,
            words_en=clock.words_en,
            answered_at=clock.answered_latest,
            answer_url=url or "",
            answer_kind=kind or "",
            incident_url=f"{base_url}/incidents/{clock.incident_id}" if base_url else "",
            place=incident.place,
            late_on_upgrade=clock.late_on_upgrade,
        )
        lines.append(line)
    return tuple(lines)

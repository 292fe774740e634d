"""A person says where an article belongs; that stands, is logged, and is a label to learn from.

Everything of one correction is one transaction: the articles, the answers they carry, the facts
and the clocks of every incident they were moved from or to, the labels and the log.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.domain.events import Event, EventKind
from monitor.domain.joining import join
from monitor.domain.notices import NoticeReason
from monitor.domain.response import Link
from monitor.domain.severity import EventGrade
from monitor.domain.words import Words
from monitor.store.mapping import finding_of
from monitor.store.proposals import ProposalKind
from monitor.store.store import Store, Work
from monitor.store.tables import ArticleRow, ResponseRow
from monitor.usecases.office import Office
from monitor.usecases.settle import settle


class Destination(StrEnum):
    """Where an article goes that belongs to no known incident."""

    NEW = "new"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Ruling:
    """Who decides, why, and when; raises ValueError where a name or a reason is missing."""

    actor: str
    reason: str
    now: datetime

    def __post_init__(self) -> None:
        if not self.actor.strip() or not self.reason.strip():
            raise ValueError("a decision needs a name and a reason")


def move_articles(
    store: Store, office: Office, names: Sequence[str], to: int | Destination, ruling: Ruling
) -> int | None:
    """Move articles, given by id or address, with their reprints; returns where they are now.

    `to` is an incident's number, NEW (all of them become one new incident) or NONE. Raises KeyError
    for an unknown article or incident, ValueError for a move that changes nothing.
    """
    with store.write() as work:
        rows = _with_reprints(work, [work.articles.named(name) for name in names])
        target = _target(work, rows, to, ruling)
        moved = [row for row in rows if row.incident_id != target]
        if not moved:
            raise ValueError("nothing to move: that is where they are filed")
        left = _move(work, moved, target, ruling, labelled=True)
        for incident_id in left:
            if to is Destination.NEW:
                work.proposals.settle(ProposalKind.SPLIT, (incident_id,), ruling.actor, ruling.now)
            _rejoin(work, office, incident_id, ruling)
        if target is not None:
            opened = NoticeReason.INCIDENT_OPENED if to is Destination.NEW else None
            _rejoin(work, office, target, ruling, opened)
    return target


def merge_incidents(
    store: Store, office: Office, incident_id: int, into: int, ruling: Ruling
) -> int:
    """Make two incidents one: everything of the first goes to `into`; returns how many articles.

    The emptied incident is dismissed with the reason, never deleted. Raises KeyError for an
    unknown incident, ValueError for one that is merged into itself or holds nothing.
    """
    if incident_id == into:
        raise ValueError("an incident cannot be merged into itself")
    with store.write() as work:
        work.incidents.get(incident_id)
        work.incidents.get(into)
        rows = work.articles.of_incident(incident_id)
        if not rows:
            raise ValueError(f"incident {incident_id} holds no article")
        _move(work, rows, into, ruling, labelled=False)
        for row in rows:
            _label(work, row, into, ruling, right=True)
        for link in work.incidents.links_of(incident_id):
            _move_link(work, link, into, ruling)
        work.handling.move_assignments(work.incidents.get(incident_id), work.incidents.get(into))
        work.proposals.settle(ProposalKind.MERGE, (incident_id, into), ruling.actor, ruling.now)
        why = Words(
            f"已并入事件{into}（{ruling.actor}：{ruling.reason}）",
            f"merged into incident {into} ({ruling.actor}: {ruling.reason})",
        )
        _rejoin(work, office, incident_id, ruling, emptied=why)
        _rejoin(work, office, into, ruling)
        return len(rows)


def _with_reprints(work: Work, rows: Iterable[ArticleRow]) -> list[ArticleRow]:
    """The rows and, with each, those of its reprints that are filed where it is."""
    found: dict[int | None, ArticleRow] = {}
    for row in rows:
        if row.judged_at is None or not row.finding:
            raise ValueError(f"article {row.id} has not been judged yet")
        found[row.id] = row
        if row.incident_id is not None:
            for reprint in work.articles.reprints(row.id or 0, row.incident_id):
                found.setdefault(reprint.id, reprint)
    return list(found.values())


def _target(
    work: Work, rows: Sequence[ArticleRow], to: int | Destination, ruling: Ruling
) -> int | None:
    if to is Destination.NONE:
        return None
    if to is not Destination.NEW:
        return work.incidents.get(to).id
    before = {row.incident_id for row in rows}
    for incident_id in before - {None}:
        if len(before) == 1 and len(work.articles.of_incident(incident_id or 0)) == len(rows):
            raise ValueError(f"these are all articles of incident {incident_id}")
    opened = work.incidents.open(join([finding_of(row) for row in rows])).id or 0
    work.events.append(
        Event(EventKind.INCIDENT_OPENED, ruling.now, str(opened), ruling.actor, ruling.reason)
    )
    return opened


def _move(
    work: Work, rows: Sequence[ArticleRow], target: int | None, ruling: Ruling, *, labelled: bool
) -> list[int]:
    """File the rows anew and log it on both sides; returns the incidents they were taken from."""
    left: list[int] = []
    for row in rows:
        before = row.incident_id
        if labelled and before is not None:
            _label(work, row, before, ruling, right=False)
        if labelled and target is not None:
            _label(work, row, target, ruling, right=True)
        work.articles.refile(row, target)
        if before is not None:
            left.append(before)
            for link in work.incidents.links_of(before, row.id):
                _move_link(work, link, target, ruling)
        data = {"article": str(row.id), "url": row.url, "from": before, "to": target}
        for side in {before, target} - {None}:
            work.events.append(
                Event(
                    EventKind.ARTICLE_MOVED,
                    ruling.now,
                    str(side),
                    ruling.actor,
                    ruling.reason,
                    data,
                )
            )
    return list(dict.fromkeys(left))


def _label(work: Work, row: ArticleRow, incident_id: int, ruling: Ruling, *, right: bool) -> None:
    work.corrections.add(
        row,
        "belongs",
        incident_id,
        right=right,
        actor=ruling.actor,
        reason=ruling.reason,
        now=ruling.now,
    )


def _move_link(work: Work, link: ResponseRow, target: int | None, ruling: Ruling) -> None:
    """An answer goes with its article; where the target has it already, the surer link stays."""
    there = work.incidents.links_of(target, link.article_id) if target is not None else []
    same = next((other for other in there if other.part == link.part), None)
    if target is not None and same is None:
        link.incident_id = target
        return
    if same is not None and Link(link.link).counts and same.link == Link.REVIEW.value:
        same.link, same.linked_by = link.link, link.linked_by
    link.link, link.linked_by, link.linked_at = Link.REJECTED.value, ruling.actor, ruling.now


def _rejoin(
    work: Work,
    office: Office,
    incident_id: int,
    ruling: Ruling,
    announce: NoticeReason | None = None,
    emptied: Words | None = None,
) -> None:
    """Join an incident's facts anew from the articles it now has, and settle it."""
    row = work.incidents.get(incident_id)
    findings = work.articles.findings(incident_id)
    if not findings:
        why = emptied or Words(
            f"所含文章已全部移出（{ruling.actor}：{ruling.reason}）",
            f"all its articles were moved away ({ruling.actor}: {ruling.reason})",
        )
        if not row.dismissed_by:  # a person's dismissal stands
            work.incidents.dismiss(incident_id, why)
        _log(work, EventKind.INCIDENT_DISMISSED, incident_id, ruling, {"why": why.zh})
        settle(work, office, incident_id, ruling.now)
        return
    if row.dismissed_zh and not row.dismissed_by:
        data: dict[str, object] = {"why": row.dismissed_zh}
        work.incidents.dismiss(incident_id, None)
        _log(work, EventKind.INCIDENT_REVIVED, incident_id, ruling, data)
    before = row.grade_confirmed
    changed = work.incidents.update(row, join(findings))
    if changed:
        _log(work, EventKind.FACTS_CHANGED, incident_id, ruling, dict(changed))
    graver = {grade.value for grade in EventGrade if grade.starts_short_windows}
    if announce is None and row.grade_confirmed in graver and before not in graver:
        announce = NoticeReason.GRADE_RAISED
    settle(work, office, incident_id, ruling.now, announce)


def _log(
    work: Work, kind: EventKind, incident_id: int, ruling: Ruling, data: dict[str, object]
) -> None:
    event = Event(kind, ruling.now, str(incident_id), ruling.actor, ruling.reason, data)
    work.events.append(event)

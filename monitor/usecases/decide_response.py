"""A person says whether a publication is the answer; that stands, whatever the machine thinks."""

from datetime import datetime

from monitor.domain.events import Event, EventKind
from monitor.domain.response import Link
from monitor.store.store import Store
from monitor.usecases.office import Office
from monitor.usecases.settle import settle


def decide_response(
    store: Store,
    office: Office,
    response_id: int,
    link: Link,
    *,
    actor: str,
    reason: str,
    now: datetime,
) -> None:
    """Confirm or reject a response and settle its incident, in one transaction.

    Confirming one that was withdrawn makes it count again.

    Raises KeyError for an unknown response, ValueError for a decision only the machine takes or
    one without a name and a reason.
    """
    if link not in (Link.CONFIRMED, Link.REJECTED):
        raise ValueError(f"a person confirms or rejects; got {link.value!r}")
    if not actor.strip() or not reason.strip():
        raise ValueError("a decision needs a name and a reason")
    with store.write() as work:
        row = work.incidents.response(response_id)
        before, row.link = row.link, link.value
        row.linked_by, row.linked_at = actor, now
        if row.withdrawn_at is not None:  # a person knows that it is gone, and what it counts for
            row.withdrawn_at = None
            work.page_checks.stop(row.article_id)
        elif link is Link.CONFIRMED and not row.relayed and not row.part and not office.archive:
            work.page_checks.plan(work.articles.get(row.article_id), now)
        incident = str(row.incident_id)
        data = {"response": response_id, "old": before, "new": link.value}
        work.events.append(Event(EventKind.RESPONSE_DECIDED, now, incident, actor, reason, data))
        work.corrections.add(
            work.articles.get(row.article_id),
            "answers",
            row.incident_id,
            right=link is Link.CONFIRMED,
            actor=actor,
            reason=reason,
            now=now,
        )
        settle(work, office, row.incident_id, now)

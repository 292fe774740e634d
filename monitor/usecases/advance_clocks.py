"""Advance the clocks: settle every incident for which time itself has changed something."""

import logging
from datetime import datetime, timedelta

from monitor.store.store import Store
from monitor.usecases.office import Office
from monitor.usecases.settle import settle

logger = logging.getLogger(__name__)

_BATCH = 500
_POSTPONED = timedelta(minutes=10)


def advance_clocks(store: Store, office: Office, now: datetime) -> int:
    """Settle one batch of incidents with a clock due at `now`; returns how many.

    Each incident is one transaction. One that cannot be settled is put off for ten minutes and
    logged: a bad row neither stops the others nor spins the loop.
    """
    with store.read() as work:
        due = work.incidents.due(now, _BATCH)
    for incident_id in due:
        try:
            with store.write() as work:
                settle(work, office, incident_id, now)
        except Exception:  # whatever is wrong with one incident, the others' clocks go on
            logger.exception("incident %s could not be settled", incident_id)
            with store.write() as work:
                work.incidents.postpone(incident_id, now + _POSTPONED)
    return len(due)


def next_due_at(store: Store) -> datetime | None:
    """The next instant at which a clock wants attention."""
    with store.read() as work:
        return work.incidents.next_due_at()

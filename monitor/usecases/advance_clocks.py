"""Advance the clocks: settle every incident for which time itself has changed something."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.store.store import Store
from monitor.usecases.office import Office
from monitor.usecases.settle import settle, settle_all

logger = logging.getLogger(__name__)

_BATCH = 500
_TOGETHER = 50
_POSTPONED = timedelta(minutes=10)


def advance_clocks(store: Store, office: Office, now: datetime) -> int:
    """Settle one batch of incidents with a clock due at `now`; returns how many.

    Fifty share a transaction. Where one of them cannot be settled, each is settled in one of its
    own, and that one is put off for ten minutes and logged: a bad row neither stops the others nor
    spins the loop.
    """
    with store.read() as work:
        due = work.incidents.due(now, _BATCH)
    for start in range(0, len(due), _TOGETHER):
        together = due[start : start + _TOGETHER]
        try:
            with store.write() as work:
                settle_all(work, office, together, now)
        except Exception:  # one of them, most likely: which, shows when each is settled alone
            logger.warning("%d incidents are settled one by one", len(together), exc_info=True)
            _settle_each(store, office, together, now)
    return len(due)


def _settle_each(store: Store, office: Office, incidents: Sequence[int], now: datetime) -> None:
    for incident_id in incidents:
        try:
            with store.write() as work:
                settle(work, office, incident_id, now)
        except Exception:  # whatever is wrong with one incident, the others' clocks go on
            logger.exception("incident %s could not be settled", incident_id)
            with store.write() as work:
                work.incidents.postpone(incident_id, now + _POSTPONED)


def next_due_at(store: Store) -> datetime | None:
    """The next instant at which a clock wants attention."""
    with store.read() as work:
        return work.incidents.next_due_at()

"""What the ladder of alerts must know of an incident beside its clocks, read from the store."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from monitor.domain.clock import Clock
from monitor.domain.ladder import Known, Taken, asks_for_acknowledgement, asks_for_calls
from monitor.domain.notices import last_call
from monitor.domain.rungs import Step
from monitor.domain.verdict import Verdict
from monitor.store.mapping import StoredClock, starts_anew
from monitor.store.store import Work


def what_is_known(
    work: Work,
    incident_id: int,
    clocks: Sequence[Clock],
    stored: Mapping[str, StoredClock],
    ladder: Sequence[Step],
) -> Known:
    """What was said and done so far, as the ladder needs it to go on from `clocks`.

    `stored` are the rows as they stand before `clocks` are kept. What only some ladders ask for is
    read only for those.
    """
    anew = {
        clock.clause: starts_anew(stored[clock.clause], clock)
        for clock in clocks
        if clock.clause in stored
    }
    known = Known(
        before={clause: Verdict(row.verdict) for clause, row in stored.items()},
        generation={clause: row.generation + anew.get(clause, 0) for clause, row in stored.items()},
        announced={
            clause: row.noticed_at
            for clause, row in stored.items()
            if row.breached_at and row.noticed_at and not anew.get(clause)
        },
    )
    if not _is_asked_for(ladder, clocks, known):
        return known
    found = work.handling.acknowledged(incident_id)
    taken = Taken(found.recorded_at, found.generation) if found else None
    called_at = None
    if asks_for_calls(ladder):
        called_at = last_call(work.told.of_incident(incident_id), known, clocks)
    return replace(known, acknowledged=taken, called_at=called_at)


def _is_asked_for(ladder: Sequence[Step], clocks: Sequence[Clock], known: Known) -> bool:
    """What was acknowledged matters once somebody was told; a breach is told at first sight."""
    if any(clock.clause in known.announced for clock in clocks if clock.breached_at):
        return asks_for_acknowledgement(ladder)
    return asks_for_calls(ladder) and any(clock.waits for clock in clocks)

"""Merges and splits: proposed where they show, shown to people, never done by the machine."""

from datetime import datetime

from monitor.domain.events import MACHINE, Event, EventKind
from monitor.domain.judgement import Answering, Judgement
from monitor.judge.judge import Judge
from monitor.store.proposals import ProposalKind
from monitor.store.store import Store, Work
from monitor.store.tables import ProposalRow
from monitor.usecases.correct import Ruling

_SMALLEST_SPLIT = 8


def propose_merge(work: Work, judgement: Judgement, incident_id: int, now: datetime) -> bool:
    """Propose to merge where the article fits another incident as well as its own."""
    other = judgement.runner_up
    if other is None or other.verdict is not Answering.REVIEW or int(other.incident) == incident_id:
        return False
    row = ProposalRow(
        at=now,
        kind=ProposalKind.MERGE.value,
        incident_id=incident_id,
        other_id=int(other.incident),
        articles=[int(judgement.article)],
        score=other.score,
        reason=other.reason,
    )
    return _propose(work, row, now)


def propose_split(store: Store, judge: Judge, incident: str, now: datetime) -> bool:
    """Propose to split an incident that has just doubled, where it shows two unlike halves.

    What is taken out is the half without the first report.
    """
    with store.read() as work:
        size = work.articles.count(int(incident))
    if size < _SMALLEST_SPLIT or size & (size - 1):
        return False
    halves = sorted(judge.halves(incident), key=lambda half: min(map(int, half)))
    if len(halves) < 2:
        return False
    row = ProposalRow(
        at=now,
        kind=ProposalKind.SPLIT.value,
        incident_id=int(incident),
        articles=sorted(map(int, halves[1])),
        reason="所含报道分为两半，内容明显不同，可能是两起事件",
    )
    with store.write() as work:
        return _propose(work, row, now)


def _propose(work: Work, row: ProposalRow, now: datetime) -> bool:
    if not work.proposals.propose(row):
        return False
    data = {"proposal": row.id, "kind": row.kind, "other": row.other_id, "articles": row.articles}
    for incident_id in {row.incident_id, row.other_id} - {0}:
        work.events.append(
            Event(EventKind.PROPOSAL_MADE, now, str(incident_id), MACHINE, row.reason, data)
        )
    return True


def decline_proposal(store: Store, proposal_id: int, ruling: Ruling) -> None:
    """A person says that nothing is to be done; it is not proposed again.

    Raises KeyError for an unknown proposal, ValueError for one that was decided before.
    """
    with store.write() as work:
        row = work.proposals.get(proposal_id)
        if row.decided_at is not None:
            raise ValueError(f"proposal {proposal_id} was decided by {row.decided_by}")
        row.decided_at, row.decided_by = ruling.now, ruling.actor
        for incident_id in {row.incident_id, row.other_id} - {0}:
            work.events.append(
                Event(
                    EventKind.PROPOSAL_DECIDED,
                    ruling.now,
                    str(incident_id),
                    ruling.actor,
                    ruling.reason,
                    {"proposal": row.id, "accepted": False},
                )
            )

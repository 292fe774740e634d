"""Merges and splits that the judge proposes; only people act on them."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from monitor.store.tables import ProposalRow


class ProposalKind(StrEnum):
    """What may be done: two incidents made one, or a part of one taken out."""

    MERGE = "merge"
    SPLIT = "split"


class Proposals:
    """Proposals inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def propose(self, row: ProposalRow) -> bool:
        """Keep a proposal; False where the same was proposed before, whatever became of it.

        A split is the same where it takes out the same first article.
        """
        for known in self._session.exec(self._of(ProposalKind(row.kind), row.incident_id)):
            if row.kind == ProposalKind.SPLIT:
                if known.articles[:1] == row.articles[:1]:
                    return False
            elif {known.incident_id, known.other_id} == {row.incident_id, row.other_id}:
                return False
        self._session.add(row)
        self._session.flush()
        return True

    def get(self, proposal_id: int) -> ProposalRow:
        """The row of that id; raises KeyError where there is none."""
        row = self._session.get(ProposalRow, proposal_id)
        if row is None:
            raise KeyError(f"proposal {proposal_id}")
        self._session.add(row)
        return row

    def waiting(self, limit: int) -> Sequence[ProposalRow]:
        """What waits for a person, the oldest first."""
        query = select(ProposalRow).where(col(ProposalRow.decided_at).is_(None))
        return self._session.exec(query.order_by(col(ProposalRow.id)).limit(limit)).all()

    def settle(
        self, kind: ProposalKind, incidents: tuple[int, ...], actor: str, now: datetime
    ) -> None:
        """Mark as accepted what waits and was just done: this merge, or a split of this one."""
        for row in self._session.exec(self._of(kind, incidents[0])):
            named = {row.incident_id, row.other_id} - {0}
            if row.decided_at is None and named == set(incidents):
                row.accepted, row.decided_at, row.decided_by = True, now, actor
                self._session.add(row)

    def _of(self, kind: ProposalKind, incident_id: int) -> SelectOfScalar[ProposalRow]:
        named = or_(
            col(ProposalRow.incident_id) == incident_id, col(ProposalRow.other_id) == incident_id
        )
        return select(ProposalRow).where(and_(col(ProposalRow.kind) == kind.value, named))

"""What was told of an incident so far: the ladder goes by it, and the forecast leaves it out."""

from sqlalchemy import func, select
from sqlmodel import Session, col

from monitor.domain.notices import Told
from monitor.store.outbox import WITHDRAWN
from monitor.store.outbox_tables import OutboxRow


class ToldSoFar:
    """Queries on what was owed, inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_incident(self, incident_id: int) -> list[Told]:
        """Every notice of an incident, in the order in which they were first owed.

        What was withdrawn before it was sent was never told.
        """
        row = OutboxRow
        query = (
            select(
                col(row.reason),
                col(row.clause),
                col(row.rung),
                col(row.generation),
                func.min(row.created_at),
            )
            .where(col(row.incident_id) == incident_id, col(row.state) != WITHDRAWN)
            .group_by(col(row.reason), col(row.clause), col(row.rung), col(row.generation))
            .order_by(func.min(row.created_at))
        )
        return [Told(*found) for found in self._session.execute(query)]

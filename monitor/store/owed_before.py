"""What was owed of some incidents: read at once, so that nobody need ask notice by notice."""

from collections.abc import Sequence

from sqlalchemy import insert, inspect
from sqlmodel import Session, col, select

from monitor.domain.notices import Notice
from monitor.store.outbox_tables import SILENCED, OutboxRow

_Of = tuple[str, str, str, int]


class OwedBefore:
    """The messages of some incidents as they are stored, and those that are owed since."""

    def __init__(self, session: Session, incidents: Sequence[int], withdrawn: str) -> None:
        self._session = session
        self._incidents = frozenset(incidents)
        self._withdrawn = withdrawn
        self._fresh: list[OutboxRow] = []
        self._states: dict[str, str] = {}
        self._told: dict[tuple[int, _Of], set[str]] = {}
        query = select(OutboxRow).where(col(OutboxRow.incident_id).in_(list(incidents)))
        columns = query.with_only_columns(*_COLUMNS)
        for row in session.execute(columns):
            self._keep(*row)

    def knows(self, incident: int) -> bool:
        """Whether it holds all that was owed of an incident."""
        return incident in self._incidents

    def add(self, row: OutboxRow) -> None:
        """Take in a new message that is owed now; `write` brings it into the database."""
        self._fresh.append(row)
        self.note(row)

    def note(self, row: OutboxRow) -> None:
        """Know of a message that is owed now."""
        of = (row.clause, row.reason, row.rung, row.generation)
        self._keep(row.key, row.state, row.recipient, row.incident_id, *of)

    def write(self) -> None:
        """Write what was added, in its order."""
        rows = [{name: getattr(row, name) for name in _WRITTEN} for row in self._fresh]
        if rows:
            self._session.connection().execute(insert(OutboxRow), rows)
        self._fresh.clear()

    def stands(self, key: str) -> bool:
        """Whether a message of that key is owed or was sent, and not withdrawn."""
        return self._states.get(key, self._withdrawn) != self._withdrawn

    def was_withdrawn(self, key: str) -> bool:
        """Whether a message of that key was owed and is not any more."""
        return self._states.get(key) == self._withdrawn

    def told_of(self, notice: Notice) -> set[str]:
        """The addresses to which a notice of a known incident is owed or was sent."""
        of = (notice.clause, notice.reason.value, notice.rung, notice.generation)
        return set(self._told.get((int(notice.incident), of), ()))

    def _keep(
        self, key: str, state: str, recipient: str, incident: int, *of: *tuple[str, str, str, int]
    ) -> None:
        self._states[key] = state
        if state not in (self._withdrawn, SILENCED):
            self._told.setdefault((incident, of), set()).add(recipient)


_WRITTEN = tuple(column.key for column in inspect(OutboxRow).columns if column.key != "id")
_COLUMNS = (
    col(OutboxRow.key),
    col(OutboxRow.state),
    col(OutboxRow.recipient),
    col(OutboxRow.incident_id),
    col(OutboxRow.clause),
    col(OutboxRow.reason),
    col(OutboxRow.rung),
    col(OutboxRow.generation),
)

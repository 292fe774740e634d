"""What of the tables is the state, and what a transaction has changed of it.

The state is all that the log must give again: incidents, what is filed under them, their answers
and clocks, proposals, and what people enter: of duties, of who took an incident on, and of whom
not to tell. Every flush notes which of it changed; the next log entry of the same transaction
carries it. So no use case can forget to say what it did.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Float, event, inspect
from sqlalchemy.orm import PassiveFlag, UOWTransaction, attributes
from sqlalchemy.orm import Session as AnySession
from sqlmodel import Session, SQLModel, select

from monitor.domain.events import Rows
from monitor.store.duty_tables import DutyRecordRow
from monitor.store.handling_tables import AcknowledgementRow, AssignmentRow
from monitor.store.silence_tables import SilenceRow
from monitor.store.tables import ArticleRow, ClockRow, IncidentRow, ProposalRow, ResponseRow

TABLES: dict[str, type[SQLModel]] = {
    "incident": IncidentRow,
    "article": ArticleRow,
    "response": ResponseRow,
    "clock": ClockRow,
    "proposal": ProposalRow,
    "duty_record": DutyRecordRow,
    "assignment": AssignmentRow,
    "acknowledgement": AcknowledgementRow,
    "silence": SilenceRow,
}
"""The tables that hold state, by the name entries call them."""

_ONLY = {"article": ("incident_id",)}
"""Of an article, only where it is filed: the rest is what a page said, and is no decision."""

_NEVER = {"clock": ("next_due_at",)}
"""When to look again is the scheduler's note to itself; it changes nothing that is so."""

_NOTED = "huiying_state_changed"


def _columns_of(table: str) -> tuple[tuple[str, bool], ...]:
    """The columns of a table that are state, and whether each holds a float."""
    mapper = inspect(TABLES[table])
    wanted = _ONLY.get(table, tuple(mapper.columns.keys()))
    never = ("id", *_NEVER.get(table, ()))
    return tuple(
        (name, isinstance(mapper.columns[name].type, Float)) for name in wanted if name not in never
    )


_NAMES = {row: table for table, row in TABLES.items()}
_COLUMNS = {table: _columns_of(table) for table in TABLES}
_STATE = {table: dict(columns) for table, columns in _COLUMNS.items()}


def stored_rows(session: Session) -> Rows:
    """The state as the tables hold it now."""
    found: dict[str, dict[str, dict[str, object]]] = {}
    for table, row in TABLES.items():
        columns = _COLUMNS[table]
        query = select(*(getattr(row, name) for name in ("id", *(name for name, _ in columns))))
        if table in _ONLY:
            query = query.where(getattr(row, columns[0][0]).is_not(None))
        found[table] = {
            str(number): {
                name: _plain(value, is_float)
                for (name, is_float), value in zip(columns, values, strict=True)
            }
            for number, *values in session.execute(query)
        }
    return found


def take_changes(session: Session) -> dict[str, Any]:
    """What changed of the state since the last call in this transaction; flushes first."""
    session.flush()
    taken: dict[str, Any] = session.info.pop(_NOTED, {})
    return taken


def has_changes(session: Session) -> bool:
    """Whether something of the state changed that no entry carries yet; flushes first."""
    session.flush()
    return bool(session.info.get(_NOTED))


@event.listens_for(Session, "after_flush")
def _note(session: AnySession, _context: UOWTransaction) -> None:
    """Note the rows of the state that this flush has written."""
    noted = session.info.setdefault(_NOTED, {})
    for row in session.new:
        _add(noted, row, dict(_whole(row)))
    for row in session.dirty:
        _add(noted, row, dict(_changed(row)))


def note_change(session: Session, table: str, number: int, columns: Mapping[str, object]) -> None:
    """Note what was changed of a row of the state otherwise than through a flush.

    `columns` are all that differ; those that are no state are left out. The caller writes them.
    """
    state = _STATE[table]
    plain = {name: _plain(new, state[name]) for name, new in columns.items() if name in state}
    if plain:
        noted = session.info.setdefault(_NOTED, {})
        noted.setdefault(table, {}).setdefault(str(number), {}).update(plain)


def _add(noted: dict[str, Any], row: Any, columns: dict[str, object]) -> None:
    if columns:
        table = _NAMES[type(row)]
        noted.setdefault(table, {}).setdefault(str(row.id), {}).update(columns)


def _whole(row: Any) -> Iterator[tuple[str, object]]:
    table = _NAMES.get(type(row))
    for name, is_float in _COLUMNS[table] if table else ():
        value = _plain(getattr(row, name), is_float)
        if value is not None:
            yield name, value


def _changed(row: Any) -> Iterator[tuple[str, object]]:
    table = _NAMES.get(type(row))
    for name, is_float in _COLUMNS[table] if table else ():
        history = attributes.get_history(row, name, PassiveFlag.PASSIVE_NO_INITIALIZE)
        if history.added or history.deleted:
            yield name, _plain(getattr(row, name), is_float)


def _plain(value: Any, is_float: bool) -> object:
    """A column's value in plain JSON, the same before it was stored and after."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return float(value) if is_float and value is not None else value

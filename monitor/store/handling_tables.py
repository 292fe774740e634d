"""The tables of who took an incident on. Entries are never changed: a wrong one is withdrawn."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Integer
from sqlmodel import Field, SQLModel

from monitor.store.types import UtcDateTime

_SERIAL = BigInteger().with_variant(Integer(), "sqlite")


def _serial() -> Any:
    return Field(default=None, sa_column=Column(_SERIAL, primary_key=True, autoincrement=True))


def _incident() -> Any:
    return Field(sa_column=Column(_SERIAL, nullable=False, index=True))


def _instant(*, nullable: bool = False) -> Any:
    default = None if nullable else ...
    return Field(default=default, sa_column=Column(UtcDateTime(), nullable=nullable))


class AssignmentRow(SQLModel, table=True):
    """An incident was handed to units (交办)."""

    __tablename__ = "assignment"

    id: int | None = _serial()
    incident_id: int = _incident()
    units: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    at_earliest: datetime = _instant()
    at_latest: datetime = _instant()
    at_source: str
    at_precision: str
    by: str
    note: str = ""
    recorded_at: datetime = _instant()
    withdrawn_at: datetime | None = _instant(nullable=True)
    withdrawn_by: str = ""
    withdrawn_reason: str = ""


class AcknowledgementRow(SQLModel, table=True):
    """Somebody took notice of an incident (签收)."""

    __tablename__ = "acknowledgement"

    id: int | None = _serial()
    incident_id: int = _incident()
    at_earliest: datetime = _instant()
    at_latest: datetime = _instant()
    at_source: str
    at_precision: str
    by: str
    via: str
    note: str = ""
    notice: str = ""  # the key of the message by whose link it was made
    generation: int = 0
    recorded_at: datetime = _instant()
    withdrawn_at: datetime | None = _instant(nullable=True)
    withdrawn_by: str = ""
    withdrawn_reason: str = ""

"""The table of silences. An entry is never removed: one that is not wanted any more is ended."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Integer
from sqlmodel import Field, SQLModel

from monitor.store.types import UtcDateTime

_SERIAL = BigInteger().with_variant(Integer(), "sqlite")


def _instant(*, nullable: bool = False, index: bool = False) -> Any:
    default = None if nullable else ...
    return Field(default=default, sa_column=Column(UtcDateTime(), nullable=nullable, index=index))


class SilenceRow(SQLModel, table=True):
    """One silence; what it does not narrow is an empty word."""

    __tablename__ = "silence"

    id: int | None = Field(
        default=None, sa_column=Column(_SERIAL, primary_key=True, autoincrement=True)
    )
    recipient: str = ""
    unit: str = ""
    incident: str = ""
    since: datetime = _instant()
    until: datetime = _instant(index=True)
    by: str
    reason: str
    ended_at: datetime | None = _instant(nullable=True)
    ended_by: str = ""
    ended_reason: str = ""

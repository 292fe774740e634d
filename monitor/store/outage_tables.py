"""The tables of what people were told of our own blindness: outages, and time nobody watched."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, text
from sqlmodel import Field, SQLModel

from monitor.store.types import UtcDateTime

_SERIAL = BigInteger().with_variant(Integer(), "sqlite")


def _serial() -> Any:
    return Field(default=None, sa_column=Column(_SERIAL, primary_key=True, autoincrement=True))


def _instant(*, nullable: bool = False) -> Any:
    default = None if nullable else ...
    return Field(default=default, sa_column=Column(UtcDateTime(), nullable=nullable))


class OutageRow(SQLModel, table=True):
    """One outage of one channel. `closed_at` is set once nothing more is to be told of it.

    `started_at` is when the channel was last seen before; `told_in` names the message that told of
    it first, `reminders` counts the ones since then.
    """

    __tablename__ = "channel_outage"
    __table_args__ = (
        Index("ux_channel_outage_start", "channel", "started_at", unique=True),
        Index(
            "ix_channel_outage_open",
            "id",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: int | None = _serial()
    channel: str
    started_at: datetime = _instant()
    noticed_at: datetime = _instant()
    told_in: str = ""
    told_at: datetime | None = _instant(nullable=True)
    reminded_at: datetime | None = _instant(nullable=True)
    reminders: int = 0
    ended_at: datetime | None = _instant(nullable=True)
    closed_at: datetime | None = _instant(nullable=True)


class UnwatchedRow(SQLModel, table=True):
    """A stretch of time in which no clock loop ran. The first row, without length, is the start."""

    __tablename__ = "unwatched"

    id: int | None = _serial()
    started_at: datetime = _instant()
    ended_at: datetime = _instant()

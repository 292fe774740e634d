"""The table of messages: what is owed to whom, and what became of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, Text, text
from sqlmodel import Field, SQLModel

from monitor.store.types import UtcDateTime

_SERIAL = BigInteger().with_variant(Integer(), "sqlite")


SILENCED = "silenced"
"""The state of a message that is owed to somebody who is silenced: kept, shown, never sent."""


class OutboxRow(SQLModel, table=True):
    """A message owed to one recipient, written in the transaction that made it owed."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_state", "state", "reason", "created_at", "sent_at"),
        Index(
            "ix_outbox_pending",
            "next_try_at",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index(
            "ix_outbox_group",
            "group_key",
            sqlite_where=text("group_key <> ''"),
            postgresql_where=text("group_key <> ''"),
        ),
    )

    id: int | None = Field(
        default=None, sa_column=Column(_SERIAL, primary_key=True, autoincrement=True)
    )
    key: str = Field(unique=True)
    incident_id: int = Field(sa_column=Column(_SERIAL, nullable=False, index=True))
    clause: str = ""
    reason: str
    rung: str = ""
    recipient: str
    language: str
    generation: int = 0
    briefing: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    message_id: str
    thread_id: str
    state: str = "pending"  # pending, sent, dead, withdrawn, silenced
    group_key: str = ""  # equal for messages that one mail carries
    doubtful: bool = False  # may have been accepted although nobody marked it
    attempts: int = 0
    created_at: datetime = Field(sa_column=Column(UtcDateTime(), nullable=False, index=True))
    next_try_at: datetime = Field(sa_column=Column(UtcDateTime(), nullable=False))
    held_until: datetime | None = Field(  # the end of its recipient's quiet hours
        default=None, sa_column=Column(UtcDateTime(), nullable=True)
    )
    silence_id: int | None = Field(default=None, sa_column=Column(_SERIAL, nullable=True))
    claimed_at: datetime | None = Field(
        default=None, sa_column=Column(UtcDateTime(), nullable=True)
    )
    sent_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime(), nullable=True))
    last_error: str = ""
    subject: str = ""
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    html: str = Field(default="", sa_column=Column(Text, nullable=False))

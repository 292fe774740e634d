"""The table of what people enter of an office's duties."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Integer
from sqlmodel import Field, SQLModel

from monitor.store.types import UtcDateTime


class DutyRecordRow(SQLModel, table=True):
    """One entry of a person. It is never changed: one that is wrong is withdrawn and stays."""

    __tablename__ = "duty_record"

    id: int | None = Field(
        default=None,
        sa_column=Column(
            BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=True
        ),
    )
    recorded_at: datetime = Field(sa_column=Column(UtcDateTime(), nullable=False))
    clause: str = Field(index=True)
    kind: str
    subject: str = ""
    matter: str = ""
    at_earliest: datetime = Field(sa_column=Column(UtcDateTime(), nullable=False))
    at_latest: datetime = Field(sa_column=Column(UtcDateTime(), nullable=False))
    at_source: str
    at_precision: str
    count: int = 0
    out_of: int = 0
    url: str = ""
    actor: str
    reason: str
    withdrawn_at: datetime | None = Field(
        default=None, sa_column=Column(UtcDateTime(), nullable=True)
    )
    withdrawn_by: str = ""
    withdrawn_reason: str = ""

"""The table of what is kept beside the log: its end, so that a log cut short is noticed."""

from sqlalchemy import BigInteger, Column, Integer
from sqlmodel import Field, SQLModel

_SERIAL = BigInteger().with_variant(Integer(), "sqlite")


class LogHeadRow(SQLModel, table=True):
    """The end of the log: one row, number 1, written with every entry."""

    __tablename__ = "log_head"

    id: int = Field(default=1, sa_column=Column(_SERIAL, primary_key=True, autoincrement=False))
    number: int = Field(sa_column=Column(_SERIAL, nullable=False))
    hash: str
    entries: int = Field(sa_column=Column(_SERIAL, nullable=False))

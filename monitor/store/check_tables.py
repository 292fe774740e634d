"""The tables of second looks at pages that answered: what is planned, and what was seen."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, Integer, Text, text
from sqlmodel import Field, SQLModel

from monitor.store.types import UtcDateTime

_SERIAL = BigInteger().with_variant(Integer(), "sqlite")


class PageCheckRow(SQLModel, table=True):
    """One page that is looked at again. `next_at` is empty once all looks are done.

    `stage` counts the planned looks behind it, `failures` the blind ones since the last that saw.
    `gone_at` is the first of the looks at which it was gone; the hashes are those of the version
    last seen.
    """

    __tablename__ = "page_check"
    __table_args__ = (
        Index(
            "ix_page_check_next_at",
            "next_at",
            sqlite_where=text("next_at IS NOT NULL"),
            postgresql_where=text("next_at IS NOT NULL"),
        ),
    )

    article_id: int = Field(sa_column=Column(_SERIAL, primary_key=True, autoincrement=False))
    next_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime(), nullable=True))
    stage: int = 0
    failures: int = 0
    gone_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime(), nullable=True))
    body_sha256: str = ""
    text_sha256: str = ""


class PageLookRow(SQLModel, table=True):
    """One such look, as evidence. Title and text are kept where they are a new version."""

    __tablename__ = "page_look"
    __table_args__ = (
        Index(
            "ix_page_look_new",
            "id",
            sqlite_where=text("taken_in_at IS NULL"),
            postgresql_where=text("taken_in_at IS NULL"),
        ),
    )

    id: int | None = Field(
        default=None, sa_column=Column(_SERIAL, primary_key=True, autoincrement=True)
    )
    article_id: int = Field(sa_column=Column(_SERIAL, nullable=False, index=True))
    at: datetime = Field(sa_column=Column(UtcDateTime(), nullable=False))
    state: str
    http_status: int | None = None
    detail: str = ""
    body_sha256: str = ""
    text_sha256: str = ""
    title: str = ""
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    taken_in_at: datetime | None = Field(
        default=None, sa_column=Column(UtcDateTime(), nullable=True)
    )

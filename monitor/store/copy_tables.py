"""The table of page copies: pages as they were fetched, byte for byte."""

from datetime import datetime

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel

from monitor.store.types import UtcDateTime


class PageCopyRow(SQLModel, table=True):
    """One page by the hash of its bytes; `body` holds them deflated."""

    __tablename__ = "page_copy"

    sha256: str = Field(primary_key=True)
    fetched_at: datetime = Field(sa_column=Column(UtcDateTime(), nullable=False, index=True))
    content_type: str = ""
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))

"""The table of citizens' letters: what their pages state, and what we saw of the pages."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, text
from sqlmodel import Field, SQLModel

from monitor.store.types import UtcDateTime

_SERIAL = BigInteger().with_variant(Integer(), "sqlite")


def _instant(*, nullable: bool = True, index: bool = False) -> Any:
    default = None if nullable else ...
    return Field(default=default, sa_column=Column(UtcDateTime(), nullable=nullable, index=index))


class LetterRow(SQLModel, table=True):
    """One letter of a mailbox channel, by its page. Of its text only the masked title is kept.

    A page that holds no letter we can read has no `sent` time. `unit` is the id of the unit that
    answers (empty: none of ours), `unit_printed` what the page calls it. `seen_at` is the last
    look that read the letter, `unanswered_at` the last that found no reply, `answered_seen_at` the
    first that found one; `gone_at` is since when the server denies the page. `next_at` is the next
    planned look; empty once there is a reply or the looks are over.
    """

    __tablename__ = "letter"
    __table_args__ = (
        Index(
            "ix_letter_next_at",
            "next_at",
            sqlite_where=text("next_at IS NOT NULL"),
            postgresql_where=text("next_at IS NOT NULL"),
        ),
    )

    id: int | None = Field(
        default=None, sa_column=Column(_SERIAL, primary_key=True, autoincrement=True)
    )
    channel: str = Field(index=True)
    url: str = Field(unique=True)
    title: str = ""
    unit: str = ""
    unit_printed: str = ""
    sent_earliest: datetime | None = _instant()
    sent_latest: datetime | None = _instant(index=True)
    sent_source: str = ""
    sent_precision: str = ""
    replied_earliest: datetime | None = _instant()
    replied_latest: datetime | None = _instant()
    replied_source: str = ""
    replied_precision: str = ""
    answered: bool = False
    first_seen_at: datetime = _instant(nullable=False, index=True)
    seen_at: datetime = _instant(nullable=False)
    unanswered_at: datetime | None = _instant()
    answered_seen_at: datetime | None = _instant()
    gone_at: datetime | None = _instant()
    next_at: datetime | None = _instant()
    failures: int = 0
    detail: str = ""
    body_sha256: str = ""

"""Silences, and outages of channels that people were told of.

Revision 0010, after 0009.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import monitor.store.types

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    instant = monitor.store.types.UtcDateTime(timezone=True)
    words = sqlmodel.sql.sqltypes.AutoString()
    op.add_column("outbox", sa.Column("held_until", instant, nullable=True))
    op.add_column("outbox", sa.Column("silence_id", _SERIAL, nullable=True))
    op.create_table(
        "silence",
        sa.Column("id", _SERIAL, autoincrement=True, nullable=False),
        *(sa.Column(name, words, nullable=False) for name in ("recipient", "unit", "incident")),
        sa.Column("since", instant, nullable=False),
        sa.Column("until", instant, nullable=False),
        *(sa.Column(name, words, nullable=False) for name in ("by", "reason")),
        sa.Column("ended_at", instant, nullable=True),
        *(sa.Column(name, words, nullable=False) for name in ("ended_by", "ended_reason")),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_silence_until", "silence", ["until"])
    _blindness(instant, words)


def _blindness(instant: sa.types.TypeEngine, words: sa.types.TypeEngine) -> None:
    op.create_table(
        "channel_outage",
        sa.Column("id", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("channel", words, nullable=False),
        sa.Column("started_at", instant, nullable=False),
        sa.Column("noticed_at", instant, nullable=False),
        sa.Column("told_in", words, nullable=False),
        sa.Column("told_at", instant, nullable=True),
        sa.Column("reminded_at", instant, nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("ended_at", instant, nullable=True),
        sa.Column("closed_at", instant, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ux_channel_outage_start", "channel_outage", ["channel", "started_at"], unique=True
    )
    op.create_index(
        "ix_channel_outage_open",
        "channel_outage",
        ["id"],
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "unwatched",
        sa.Column("id", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("started_at", instant, nullable=False),
        sa.Column("ended_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("unwatched")
    op.drop_table("channel_outage")
    op.drop_table("silence")
    op.drop_column("outbox", "silence_id")
    op.drop_column("outbox", "held_until")

"""Letters of citizens as the mailbox channels show them.

Revision 0007, after 0006.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import monitor.store.types


revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    instant = monitor.store.types.UtcDateTime(timezone=True)
    words = sqlmodel.sql.sqltypes.AutoString()
    op.create_table(
        "letter",
        sa.Column("id", _SERIAL, autoincrement=True, nullable=False),
        *(sa.Column(name, words, nullable=False) for name in ("channel", "url")),
        *(
            sa.Column(name, words, nullable=False, server_default="")
            for name in ("title", "unit", "unit_printed")
        ),
        *_when("sent", instant, words),
        *_when("replied", instant, words),
        sa.Column("answered", sa.Boolean(), nullable=False, server_default=sa.false()),
        *(sa.Column(name, instant, nullable=False) for name in ("first_seen_at", "seen_at")),
        *(
            sa.Column(name, instant, nullable=True)
            for name in ("unanswered_at", "answered_seen_at", "gone_at", "next_at")
        ),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        *(
            sa.Column(name, words, nullable=False, server_default="")
            for name in ("detail", "body_sha256")
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("url"),
    )
    for name in ("channel", "sent_latest", "first_seen_at"):
        op.create_index(f"ix_letter_{name}", "letter", [name])
    op.create_index(
        "ix_letter_next_at",
        "letter",
        ["next_at"],
        sqlite_where=sa.text("next_at IS NOT NULL"),
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )


def _when(prefix: str, instant: sa.types.TypeEngine, words: sa.types.TypeEngine) -> list[sa.Column]:
    return [
        sa.Column(f"{prefix}_earliest", instant, nullable=True),
        sa.Column(f"{prefix}_latest", instant, nullable=True),
        sa.Column(f"{prefix}_source", words, nullable=False, server_default=""),
        sa.Column(f"{prefix}_precision", words, nullable=False, server_default=""),
    ]


def downgrade() -> None:
    """Undo."""
    op.drop_table("letter")

"""Copies of pages, as evidence.

Revision 0013, after 0012.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import monitor.store.types


revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    words = sqlmodel.sql.sqltypes.AutoString()
    op.create_table(
        "page_copy",
        sa.Column("sha256", words, nullable=False),
        sa.Column("fetched_at", monitor.store.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("content_type", words, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_index("ix_page_copy_fetched_at", "page_copy", ["fetched_at"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("page_copy")

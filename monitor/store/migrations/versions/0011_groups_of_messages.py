"""Messages that go out together, and whether one may have arrived although nobody marked it.

Revision 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("outbox", sa.Column("group_key", sa.String(), nullable=False, server_default=""))
    op.add_column(
        "outbox", sa.Column("doubtful", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index(
        "ix_outbox_group",
        "outbox",
        ["group_key"],
        sqlite_where=sa.text("group_key <> ''"),
        postgresql_where=sa.text("group_key <> ''"),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_index("ix_outbox_group", table_name="outbox")
    op.drop_column("outbox", "doubtful")
    op.drop_column("outbox", "group_key")

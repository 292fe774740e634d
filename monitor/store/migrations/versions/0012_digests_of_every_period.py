"""Digests of days, months and quarters, and what each told, for the corrections of later ones.

Revision 0012, after 0011.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    words = sqlmodel.sql.sqltypes.AutoString()
    with op.batch_alter_table("digest", schema=None) as batch_op:
        batch_op.alter_column("week", new_column_name="period")
        batch_op.add_column(sa.Column("kind", words, nullable=False, server_default="week"))
        batch_op.add_column(sa.Column("said", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.create_index("ix_digest_kind", ["kind"])


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("digest", schema=None) as batch_op:
        batch_op.drop_index("ix_digest_kind")
        batch_op.drop_column("said")
        batch_op.drop_column("kind")
        batch_op.alter_column("period", new_column_name="week")

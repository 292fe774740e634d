"""What entries of the log carry of the state, and a record of where the log ends.

Revision 0005, after 0004.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply; the log of an earlier release ends where it ends now."""
    op.create_table(
        "log_head",
        sa.Column("id", _SERIAL, autoincrement=False, nullable=False),
        sa.Column("number", _SERIAL, nullable=False),
        sa.Column("hash", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entries", _SERIAL, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("state", sa.JSON(), nullable=True))
    op.execute(
        "INSERT INTO log_head (id, number, hash, entries) "
        "SELECT 1, id, hash, (SELECT count(*) FROM event) FROM event ORDER BY id DESC LIMIT 1"
    )


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_column("state")
    op.drop_table("log_head")

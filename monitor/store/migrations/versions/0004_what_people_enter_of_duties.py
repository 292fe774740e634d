"""What people enter of an office's duties.

Revision 0004, after 0003.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import monitor.store.types


revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    instant = monitor.store.types.UtcDateTime(timezone=True)
    words = sqlmodel.sql.sqltypes.AutoString()
    op.create_table(
        "duty_record",
        sa.Column("id", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("recorded_at", instant, nullable=False),
        sa.Column("clause", words, nullable=False),
        sa.Column("kind", words, nullable=False),
        sa.Column("subject", words, nullable=False),
        sa.Column("matter", words, nullable=False),
        sa.Column("at_earliest", instant, nullable=False),
        sa.Column("at_latest", instant, nullable=False),
        sa.Column("at_source", words, nullable=False),
        sa.Column("at_precision", words, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("out_of", sa.Integer(), nullable=False),
        sa.Column("url", words, nullable=False),
        sa.Column("actor", words, nullable=False),
        sa.Column("reason", words, nullable=False),
        sa.Column("withdrawn_at", instant, nullable=True),
        sa.Column("withdrawn_by", words, nullable=False),
        sa.Column("withdrawn_reason", words, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("duty_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duty_record_clause"), ["clause"], unique=False)


def downgrade() -> None:
    """Undo."""
    op.drop_table("duty_record")

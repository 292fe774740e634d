"""Who took an incident on, and when.

Revision 0009, after 0008.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import monitor.store.types

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.add_column(sa.Column("machine_units", sa.JSON(none_as_null=True), nullable=True))
    words = sqlmodel.sql.sqltypes.AutoString()
    _table("assignment", sa.Column("units", sa.JSON(), nullable=False))
    _table(
        "acknowledgement",
        sa.Column("via", words, nullable=False),
        sa.Column("notice", words, nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
    )


def _table(name: str, *own: sa.Column) -> None:
    instant = monitor.store.types.UtcDateTime(timezone=True)
    words = sqlmodel.sql.sqltypes.AutoString()
    op.create_table(
        name,
        sa.Column("id", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("incident_id", _SERIAL, nullable=False),
        sa.Column("at_earliest", instant, nullable=False),
        sa.Column("at_latest", instant, nullable=False),
        sa.Column("at_source", words, nullable=False),
        sa.Column("at_precision", words, nullable=False),
        sa.Column("by", words, nullable=False),
        sa.Column("note", words, nullable=False),
        sa.Column("recorded_at", instant, nullable=False),
        sa.Column("withdrawn_at", instant, nullable=True),
        sa.Column("withdrawn_by", words, nullable=False),
        sa.Column("withdrawn_reason", words, nullable=False),
        *own,
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(f"ix_{name}_incident_id", name, ["incident_id"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("acknowledgement")
    op.drop_table("assignment")
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_column("machine_units")

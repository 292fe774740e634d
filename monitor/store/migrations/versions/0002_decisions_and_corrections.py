"""What a decision was made of, what people corrected, and what is proposed to them.

Revision 0002, after 0001.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import monitor.store.types


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("article", schema=None) as batch_op:
        # Articles judged before have no decision to show: an empty one.
        batch_op.add_column(
            sa.Column("decision", sa.JSON(), nullable=False, server_default=sa.text("'{}'"))
        )
    op.create_table(
        "correction",
        sa.Column("id", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("at", monitor.store.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("article_id", _SERIAL, nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("incident_id", _SERIAL, nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("features", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_article_id"), ["article_id"], unique=False)
    op.create_table(
        "proposal",
        sa.Column("id", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("at", monitor.store.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("incident_id", _SERIAL, nullable=False),
        sa.Column("other_id", _SERIAL, nullable=False),
        sa.Column("articles", sa.JSON(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("decided_at", monitor.store.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index("ix_proposal_incident_id", ["incident_id"], unique=False)


def downgrade() -> None:
    """Undo."""
    op.drop_table("proposal")
    op.drop_table("correction")
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.drop_column("decision")

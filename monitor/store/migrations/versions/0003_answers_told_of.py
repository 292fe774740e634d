"""Earlier answers that an article tells of, and incidents that a court made public itself.

Revision 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op


revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("court_first", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.add_column(sa.Column("part", sa.Integer(), nullable=False, server_default="0"))
        batch_op.drop_index("ux_response_incident_article")
        batch_op.create_index(
            "ux_response_incident_article", ["incident_id", "article_id", "part"], unique=True
        )


def downgrade() -> None:
    """Undo."""
    op.execute("DELETE FROM response WHERE part > 0")
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.drop_index("ux_response_incident_article")
        batch_op.create_index(
            "ux_response_incident_article", ["incident_id", "article_id"], unique=True
        )
        batch_op.drop_column("part")
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_column("court_first")

"""When an article was first listed, and until when it surely was not.

Revision 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op

import monitor.store.types

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_COLUMNS = ("listed_at", "absent_until")


def upgrade() -> None:
    """Apply."""
    instant = monitor.store.types.UtcDateTime(timezone=True)
    with op.batch_alter_table("article", schema=None) as batch_op:
        for name in _COLUMNS:
            batch_op.add_column(sa.Column(name, instant, nullable=True))


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("article", schema=None) as batch_op:
        for name in reversed(_COLUMNS):
            batch_op.drop_column(name)

"""What people decide of incidents, and what became of an answer after it was published.

Revision 0006, after 0005.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import monitor.store.types


revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    instant = monitor.store.types.UtcDateTime(timezone=True)
    words = sqlmodel.sql.sqltypes.AutoString()
    with op.batch_alter_table("incident", schema=None) as batch_op:
        for name in ("dismissed_by", "grade_by"):
            batch_op.add_column(sa.Column(name, words, nullable=False, server_default=""))
        batch_op.add_column(sa.Column("dismissed_at", instant, nullable=True))
        for name in ("waived", "machine_grade"):
            batch_op.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(
            sa.Column("untrue", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("clock", schema=None) as batch_op:
        batch_op.add_column(sa.Column("former_breach_at", instant, nullable=True))
        batch_op.add_column(
            sa.Column("late_on_upgrade", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unit", words, nullable=True))
        batch_op.add_column(sa.Column("withdrawn_at", instant, nullable=True))
    _second_looks(instant, words)


def _second_looks(instant: sa.types.TypeEngine, words: sa.types.TypeEngine) -> None:
    op.create_table(
        "page_check",
        sa.Column("article_id", _SERIAL, autoincrement=False, nullable=False),
        sa.Column("next_at", instant, nullable=True),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("gone_at", instant, nullable=True),
        sa.Column("body_sha256", words, nullable=False),
        sa.Column("text_sha256", words, nullable=False),
        sa.PrimaryKeyConstraint("article_id"),
    )
    op.create_index(
        "ix_page_check_next_at",
        "page_check",
        ["next_at"],
        sqlite_where=sa.text("next_at IS NOT NULL"),
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.create_table(
        "page_look",
        sa.Column("id", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("article_id", _SERIAL, nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("state", words, nullable=False),
        sa.Column("http_status", sa.Integer(), nullable=True),
        sa.Column("detail", words, nullable=False),
        sa.Column("body_sha256", words, nullable=False),
        sa.Column("text_sha256", words, nullable=False),
        sa.Column("title", words, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("taken_in_at", instant, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_page_look_article_id", "page_look", ["article_id"])
    op.create_index(
        "ix_page_look_new",
        "page_look",
        ["id"],
        sqlite_where=sa.text("taken_in_at IS NULL"),
        postgresql_where=sa.text("taken_in_at IS NULL"),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("page_look")
    op.drop_table("page_check")
    with op.batch_alter_table("response", schema=None) as batch_op:
        for name in ("withdrawn_at", "unit"):
            batch_op.drop_column(name)
    with op.batch_alter_table("clock", schema=None) as batch_op:
        for name in ("late_on_upgrade", "former_breach_at"):
            batch_op.drop_column(name)
    with op.batch_alter_table("incident", schema=None) as batch_op:
        for name in (
            "untrue",
            "machine_grade",
            "waived",
            "dismissed_at",
            "grade_by",
            "dismissed_by",
        ):
            batch_op.drop_column(name)

"""Alembic's entry: runs migrations on the connection that `monitor.store.migrate` hands in."""

from alembic import context
from sqlmodel import SQLModel

import monitor.store.check_tables
import monitor.store.copy_tables
import monitor.store.duty_tables
import monitor.store.handling_tables
import monitor.store.letter_tables
import monitor.store.log_tables
import monitor.store.outage_tables
import monitor.store.outbox_tables
import monitor.store.silence_tables
import monitor.store.tables  # noqa: F401  # fill the metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()

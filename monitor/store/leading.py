"""One clock loop at a time: who holds the lock leads, and a crash lets go of it.

Two loops would do no harm: a message is owed once by its key, and claimed by one sender at a time.
But they would do everything twice, so a second one is refused, or stands by.
"""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

logger = logging.getLogger(__name__)

Held = Callable[[], bool]
"""Says whether the lock is still ours."""

_WATCH_LOCK = 5_24_50  # beside those of the log and of the outbox
_ASK_EVERY_S = 1.0


class AlreadyLed(RuntimeError):
    """Raised when another clock loop works on the same SQLite file."""


@contextmanager
def leading(engine: Engine, wait: Callable[[float], object]) -> Iterator[Held]:
    """Lead for as long as the block lasts.

    On SQLite a second one raises AlreadyLed. On PostgreSQL it stands by and calls `wait` with
    seconds until the leader is gone; a leader that loses its connection has lost the lock.
    """
    if engine.dialect.name == "sqlite":
        with _locked_file(str(engine.url.database)):
            yield lambda: True
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        _stand_by(connection, wait)
        try:
            yield lambda: _is_alive(connection)
        finally:
            connection.invalidate()  # closed for good: the lock must not go back into the pool


@contextmanager
def _locked_file(database: str) -> Iterator[None]:
    """An exclusive transaction on an empty database beside: the system ends it with the process."""
    beside = f"{database}-leader"
    with closing(sqlite3.connect(beside, timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise AlreadyLed(
                f"another clock loop works on {database}; end it first, or use PostgreSQL, where "
                "further ones stand by"
            ) from error
        yield


def _stand_by(connection: Connection, wait: Callable[[float], object]) -> None:
    ask = text("SELECT pg_try_advisory_lock(:number)")
    told = False
    while not connection.execute(ask, {"number": _WATCH_LOCK}).scalar_one():
        if not told:
            logger.info("another clock loop leads; standing by")
            told = True
        wait(_ASK_EVERY_S)


def _is_alive(connection: Connection) -> bool:
    try:
        connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True

"""Has anything been committed since we last looked? Asked every second, so it must cost nothing.

SQLite counts the commits of other connections; PostgreSQL moves its write-ahead position. Either
may move without a change that matters. On PostgreSQL a commit is written a moment before it can be
read; what a tick missed in that moment it finds after the next commit, the heartbeat's at latest.
"""

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.pool import PoolProxiedConnection

_QUESTIONS = {
    "sqlite": "PRAGMA data_version",
    "postgresql": "SELECT pg_current_wal_insert_lsn()::text",
}


class Changes:
    """Tells by a mark whether the database has changed. Keeps one connection of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._question = _QUESTIONS[engine.dialect.name]
        self._held: PoolProxiedConnection | None = None

    def mark(self) -> object:
        """A mark that is equal to an earlier one only if nothing was committed in between.

        Where the database cannot be asked, every mark differs from every other.
        """
        try:
            return self._driver().execute(self._question).fetchone()
        except Exception:  # each driver raises errors of its own; all mean: look for yourself
            self.close()
            return object()

    def close(self) -> None:
        """Give the connection back."""
        if self._held is not None:
            self._held.close()
            self._held = None

    def _driver(self) -> Any:
        """The bare connection: what SQLAlchemy puts around one costs ten times the question."""
        if self._held is None:
            self._held = self._engine.raw_connection()
            self._held.detach()
            if self._engine.dialect.name == "postgresql":
                self._held.dbapi_connection.autocommit = True  # type: ignore[union-attr]
        return self._held.dbapi_connection

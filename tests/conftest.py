"""What every room's tests share: the real texts, and the real programs some tests need."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from monitor.store.store import Store
from tests.databases import NewDatabase, name_of, postgresql_server

# How long one example takes says nothing on a machine that does other things as well.
settings.register_profile("huiying", deadline=None)
settings.load_profile("huiying")

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
PROGRAMS = ("prometheus", "promtool", "prometheus-alertmanager", "chromium", "exim4")
REQUIRE_ALL = os.environ.get("HUIYING_REQUIRE_ALL") == "1"


@pytest.fixture
def shared_data() -> Path:
    """The folder of real texts that a few tests measure with."""
    return SHARED_DATA


@pytest.fixture(scope="session")
def new_postgresql() -> Iterator[NewDatabase]:
    """Makes empty databases on one PostgreSQL that serves the whole run."""
    with postgresql_server() as new_database:
        yield new_database


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite store that its migrations brought up to date, to be copied."""
    file = tmp_path_factory.mktemp("migrated") / "huiying.db"
    Store.open(f"sqlite:///{file}").close()
    return file


@pytest.fixture(scope="session")
def migrated_database(new_postgresql: NewDatabase) -> str:
    """The name of a PostgreSQL database that was brought up to date, to be copied."""
    address = new_postgresql()
    Store.open(address).close()
    return name_of(address)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A fresh store as its migrations make one: once on each kind of database."""
    if request.param == "sqlite":
        file = shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "huiying.db")
        url = f"sqlite:///{file}"
    else:
        new_database = request.getfixturevalue("new_postgresql")
        url = new_database(request.getfixturevalue("migrated_database"))
    opened = Store.open(url)
    yield opened
    opened.close()


def _what_is_missing(item: pytest.Item) -> str:
    """Why a test cannot run here, or nothing where it can."""
    if item.get_closest_marker("shared_data") and not SHARED_DATA.is_dir():
        # The texts belong to their publishers and do not travel with the project.
        return "the real texts are not at hand"
    needed = [name for mark in item.iter_markers("needs") for name in mark.args]
    missing = [name for name in needed if shutil.which(name) is None]
    if missing and not REQUIRE_ALL:
        return f"{', '.join(missing)} cannot be found; tests/run installs it where apt can"
    return ""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, by name and with the reason, what cannot run on this machine.

    With HUIYING_REQUIRE_ALL=1 a missing program fails its test instead.
    """
    left_out = {item: reason for item in items if (reason := _what_is_missing(item))}
    if not left_out:
        return
    terminal = config.get_terminal_writer()
    for item, reason in left_out.items():
        terminal.line(f"left out: {item.nodeid}: {reason}")
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]

"""A county on a fresh store."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.store.store import Store
from tests.usecases.county import County


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A fresh store in a file, brought up to date by its migrations."""
    opened = Store.open(f"sqlite:///{tmp_path / 'huiying.db'}")
    yield opened
    opened.close()


@pytest.fixture
def county(store: Store) -> County:
    """The fictional county."""
    return County(store)

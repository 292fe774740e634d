"""A county on a fresh store."""

import pytest

from monitor.store.store import Store
from tests.usecases.county import County


@pytest.fixture
def county(store: Store) -> County:
    """The fictional county."""
    return County(store)

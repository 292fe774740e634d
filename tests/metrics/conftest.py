"""An empty store and its metrics, at a fixed instant."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import Engine
from sqlmodel import SQLModel

from monitor.metrics import build_registry
from monitor.store.database import open_engine
from monitor.store.metric_queries import MetricQueries
from tests.metrics.seeding import CHANNELS, NOW

Value = Callable[..., float | None]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A store with its tables and nothing in it."""
    engine = open_engine(f"sqlite:///{tmp_path / 'store.db'}")
    SQLModel.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def registry(engine: Engine) -> CollectorRegistry:
    """The metrics of that store, for a county with two channels, as of NOW."""
    return build_registry(MetricQueries(engine), fixed_now, CHANNELS)


@pytest.fixture
def value(registry: CollectorRegistry) -> Value:
    """Asks for one sample: `value("huiying_clocks", clause="nat-5h", …)`, None where absent."""

    def ask(name: str, **labels: str) -> float | None:
        return registry.get_sample_value(name, labels)

    return ask


def fixed_now() -> datetime:
    """The instant at which every scrape of these tests happens."""
    return NOW

"""PostgreSQL gives the same figures as SQLite, to the millisecond."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import SQLModel

from monitor.metrics import build_registry, metrics_page
from monitor.store.database import open_engine
from monitor.store.metric_queries import MetricQueries
from tests.databases import NewDatabase
from tests.metrics.seeding import CHANNELS, HOUR, NOW, SECOND, add, clock, seed_county, sent


@pytest.fixture
def postgresql(new_postgresql: NewDatabase) -> Iterator[Engine]:
    """An empty store on a real PostgreSQL."""
    engine = open_engine(new_postgresql())
    SQLModel.metadata.create_all(engine)
    yield engine
    engine.dispose()


def test_both_databases_give_the_same_page(engine: Engine, postgresql: Engine) -> None:
    for store in (engine, postgresql):
        seed_county(store)
        add(
            store,
            clock(50, "nat-5h", "met", took=5 * HOUR),
            clock(51, "nat-5h", "met", took=5 * HOUR + SECOND / 1000),
            clock(52, "nat-5h", "late_met", took=0 * HOUR),
            sent("just-over", 5 * SECOND + SECOND / 1000),
            sent("back-in-time", -HOUR),
        )
    pages = [
        metrics_page(build_registry(MetricQueries(store), lambda: NOW, CHANNELS)).decode()
        for store in (engine, postgresql)
    ]
    assert sorted(pages[0].splitlines()) == sorted(pages[1].splitlines())

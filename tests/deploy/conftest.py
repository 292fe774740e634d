"""A Prometheus to point at any target, and a county to point it at."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import Engine
from sqlmodel import SQLModel

from monitor.metrics import CONTENT_TYPE, build_registry, metrics_page
from monitor.store.database import open_engine
from monitor.store.metric_queries import MetricQueries
from tests.deploy.prometheus_server import RunningPrometheus, running_prometheus
from tests.metrics.seeding import CHANNELS, NOW, seed_county

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"

StartPrometheus = Callable[[str], RunningPrometheus]


@pytest.fixture
def start_prometheus(tmp_path: Path) -> Iterator[StartPrometheus]:
    """Starts a Prometheus that scrapes the given `host:port`; it ends with the test."""
    with ExitStack() as stack:
        yield lambda target: stack.enter_context(running_prometheus(target, tmp_path))


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Engine]:
    """A store with the fictional county in it."""
    engine = open_engine(f"sqlite:///{tmp_path / 'store.db'}")
    SQLModel.metadata.create_all(engine)
    seed_county(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def county_registry(county: Engine) -> CollectorRegistry:
    """The metrics of the county."""
    return build_registry(MetricQueries(county), lambda: NOW, CHANNELS)


@pytest.fixture
def county_address(county_registry: CollectorRegistry) -> Iterator[str]:
    """The `host:port` at which the county's metrics are served over HTTP."""

    def page(_environ: object, start_response: Callable[..., object]) -> list[bytes]:
        body = metrics_page(county_registry)
        start_response("200 OK", [("Content-Type", CONTENT_TYPE)])
        return [body]

    with make_server("127.0.0.1", 0, page, WSGIServer, _QuietHandler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


class _QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base's name
        """A test reads its answers, not a log."""

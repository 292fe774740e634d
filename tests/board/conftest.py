"""A seeded store on disk, and the real application over it on a loopback port."""

import socket
import threading
from collections.abc import Iterator
from functools import partial
from zoneinfo import ZoneInfo

import httpx
import pytest
import uvicorn
from sqlalchemy import Engine

from monitor.board.app import create_app
from monitor.domain.channel import Channel, ChannelKind, Reader
from monitor.domain.policy import Policy
from monitor.policy_files import load_policy
from monitor.store.database import open_engine
from monitor.store.store import Store
from monitor.store.views import Views
from monitor.usecases.explain_incident import explain_incident
from monitor.usecases.office import Office
from tests.board.seeding import NOW, UNITS, seed

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The seeded store; the board only reads, so that all tests may share it."""
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('board') / 'huiying.db'}")
    seed(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def national() -> Policy:
    """The national baseline."""
    return load_policy("national")


@pytest.fixture(scope="session")
def views(engine: Engine) -> Views:
    """The read side over the seeded store."""
    return Views(engine)


@pytest.fixture(scope="session")
def office(national: Policy) -> Office:
    """The office whose store it is; three of its channels are official."""
    official = {
        "gov-portal": ("临溪县人民政府", ""),
        "gov-emergency": ("县应急管理局网站", "emergency"),
        "gov-edu": ("县教育局网站", "education"),
    }
    return Office(
        name="临溪县委宣传部",
        zone=SHANGHAI,
        language="zh",
        policy=national,
        channels={
            name: Channel(
                name, title, ChannelKind.OFFICIAL, Reader.LIST, f"http://{name}/", owner=owner
            )
            for name, (title, owner) in official.items()
        },
        recipients=(),
        unit_names=UNITS,
        public_url="",
        mail_domain="",
    )


@pytest.fixture(scope="session")
def address(views: Views, national: Policy, engine: Engine, office: Office) -> Iterator[str]:
    """The board on loopback, at a standstill: its clock shows `NOW`, its pace is 0."""
    app = create_app(
        views,
        clock=lambda: NOW,
        zone=SHANGHAI,
        policy=national,
        office="临溪县委宣传部",
        language="zh",
        tell_pace=lambda: 0,
        metrics=lambda: b"huiying_open_clocks 5\n",
        unit_name=lambda unit: UNITS.get(unit, unit),
        explain=partial(explain_incident, Store(engine), office),
    )
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_level="warning", lifespan="off", ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    """A visitor with cookies of its own."""
    with httpx.Client(base_url=address, trust_env=False) as client:
        yield client

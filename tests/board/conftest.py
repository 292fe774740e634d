"""A seeded store on disk, and the real application over it on a loopback port."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
import uvicorn
from sqlalchemy import Engine

from monitor.board.app import create_app
from monitor.domain.channel import Channel, ChannelKind, Reader
from monitor.domain.policy import Policy
from monitor.settings.policy_files import load_policy
from monitor.store.database import open_engine
from monitor.store.letter_tables import LetterRow
from monitor.store.store import Store
from monitor.store.views import Views
from monitor.usecases.explain_incident import explain_incident
from monitor.usecases.office import Office
from monitor.usecases.watch_letters import LetterBook
from tests.board.letter_seeding import LETTERS
from tests.board.seeding import NOW, UNITS, seed
from tests.domain.calendars import RULER

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The seeded store; the board only reads, so that all tests may share it."""
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('board') / 'huiying.db'}")
    seed(engine)
    with Store(engine).write() as work:
        for letter in LETTERS:
            work.letters.keep(LetterRow(**letter.model_dump()))
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


@contextmanager
def served(views: Views, policy: Policy, **parts: Any) -> Iterator[str]:
    """A board on loopback, at a standstill: its clock shows `NOW`, its pace is 0."""
    app = create_app(
        views,
        clock=lambda: NOW,
        zone=SHANGHAI,
        policy=policy,
        office="临溪县委宣传部",
        language="zh",
        tell_pace=lambda: 0,
        metrics=lambda: b"huiying_open_clocks 5\n",
        unit_name=lambda unit: UNITS.get(unit, unit),
        **parts,
    )
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(
            app, log_level="warning", lifespan="off", ws="none", timeout_graceful_shutdown=2
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def address(views: Views, national: Policy, engine: Engine, office: Office) -> Iterator[str]:
    """The board that only reads."""
    store = Store(engine)
    with served(
        views,
        national,
        explain=partial(explain_incident, store, office),
        letters=LetterBook(store, national, RULER, lambda unit: UNITS.get(unit, unit)),
    ) as there:
        yield there


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    """A visitor with cookies of its own."""
    with httpx.Client(base_url=address, trust_env=False) as client:
        yield client

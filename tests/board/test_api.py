"""What programs ask: clocks, incidents, channels, health, metrics."""

import asyncio
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import Session, SQLModel

from monitor.board.app import create_app
from monitor.domain.policy import Policy
from monitor.store.database import open_engine
from monitor.store.tables import HeartbeatRow
from monitor.store.views import Views
from tests.board.seeding import NOW


def test_clocks_come_in_the_order_of_the_board_with_offsets(client: httpx.Client) -> None:
    answer = client.get("/api/clocks").json()
    assert answer["now"] == "2026-11-20T13:20:00+08:00"
    assert answer["counts"] == {
        "open": 5,
        "due_in_2h": 1,
        "overdue": 1,
        "blind_channels": 1,
        "channels": 6,
    }
    assert (answer["page"], answer["pages"], answer["total"]) == (1, 1, 6)
    first = answer["clocks"][0]
    assert first["verdict"] == "breached_open"
    assert first["due_at"] == first["breached_at"] == "2026-11-20T12:33:00+08:00"
    assert first["label"] == {"zh": "5小时 权威信息", "en": "5 h authoritative information"}
    assert first["window_s"] == 18000.0


def test_a_time_known_as_an_interval_is_given_as_one(client: httpx.Client) -> None:
    vague = client.get("/api/clocks").json()["clocks"][-1]
    assert vague["due_from"] < vague["due_at"]
    assert vague["start"]["precision"] == "day"


def test_an_incident_comes_with_all_that_hangs_on_it(client: httpx.Client) -> None:
    found = client.get("/api/incidents/1").json()
    assert [clock["verdict"] for clock in found["clocks"]] == ["met", "due_soon", "not_applicable"]
    assert found["figures"] == {"dead": 10, "injured": 3}
    assert len(found["articles"]) == found["articles_total"] == 15
    assert [answer["kind"] for answer in found["responses"]] == [
        "statement",
        "press_conference_announced",
    ]
    assert [gap["channel"] for gap in found["blind"]] == ["gov-portal"]


def test_channels_come_with_looks_and_blind_intervals(client: httpx.Client) -> None:
    found = {item["name"]: item for item in client.get("/api/channels").json()["channels"]}
    down = found["gov-edu"]
    assert (down["is_blind"], down["outcome"], down["looks_24h"]) == (True, "unreachable", 144)
    assert down["looks_ok_24h"] == 0
    assert found["gov-portal"]["blind"][0]["end"] == "2026-11-20T05:15:00+08:00"


def test_an_unknown_incident_is_an_object_with_an_error(client: httpx.Client) -> None:
    answer = client.get("/api/incidents/999")
    assert (answer.status_code, answer.json()) == (404, {"error": "Not Found"})


def test_metrics_are_passed_on_as_they_are(client: httpx.Client) -> None:
    answer = client.get("/metrics")
    assert answer.content == b"huiying_open_clocks 5\n"
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")


def test_healthz_is_fine_while_store_and_loop_are(client: httpx.Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["heartbeat_age_s"] == 12.0


def board(database: Path, policy: Policy, pace: float = 1.0) -> FastAPI:
    return create_app(
        Views(open_engine(f"sqlite:///{database}")),
        clock=lambda: NOW,
        zone=ZoneInfo("Asia/Shanghai"),
        policy=policy,
        office="",
        tell_pace=lambda: pace,
    )


async def ask(app: FastAPI, path: str) -> httpx.Response:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://board") as client:
        return await client.get(path)


@pytest.mark.parametrize(
    ("age_s", "pace", "status"),
    [
        (120, 1, 200),  # two minutes are allowed, to the second
        (121, 1, 503),
        (121, 60, 200),  # in a simulated hour a minute, two real minutes are two hours
        (7201, 60, 503),
        (None, 1, 503),  # the loop never showed life
    ],
)
def test_healthz_fails_once_the_loop_is_silent_for_two_minutes(
    tmp_path: Path, national: Policy, age_s: int | None, pace: float, status: int
) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'store.db'}")
    SQLModel.metadata.create_all(engine)
    if age_s is not None:
        with Session(engine) as session:
            session.add(HeartbeatRow(role="watch", at=NOW - timedelta(seconds=age_s)))
            session.commit()
    engine.dispose()
    answer = asyncio.run(ask(board(tmp_path / "store.db", national, pace), "/healthz"))
    assert answer.status_code == status
    assert answer.json()["loop"] == ("ok" if status == 200 else "silent")


def test_healthz_fails_where_the_store_cannot_be_read(tmp_path: Path, national: Policy) -> None:
    answer = asyncio.run(ask(board(tmp_path / "empty.db", national), "/healthz"))
    assert (answer.status_code, answer.json()["store"]) == (503, "unreachable")


def test_without_metrics_there_is_no_such_page(tmp_path: Path, national: Policy) -> None:
    answer = asyncio.run(ask(board(tmp_path / "empty.db", national), "/metrics"))
    assert answer.status_code == 404

"""Silences and messages that wait for the morning, as the board and programs see them."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse

from monitor.board.app import create_app, real_time
from monitor.board.screen import Screen, Setting
from monitor.domain.quiet_hours import QuietHours
from monitor.domain.silences import Silence
from monitor.settings.workday_files import national_calendar
from monitor.store.store import Store
from monitor.store.views import Views
from monitor.usecases.office import Recipient
from monitor.usecases.silence import add_silence
from tests.usecases.county import BBS, OFFICE, YELLOW_WATER, ZONE, County

NIGHT = datetime(2026, 3, 2, 15, tzinfo=UTC)  # 23:00 in Shanghai
QUIET = QuietHours(ZONE, national_calendar(), time(22), time(7))
STAFF = (
    Recipient("zhang@linxi.example", ("duty",), name="张三", quiet=QUIET),
    Recipient("li@linxi.example", ("duty",), name="李四"),
)


class Visitor:
    """Asks the application for pages, without a server between."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    def get(self, path: str) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(transport=transport, base_url="http://board") as client:
                return await client.get(path)

        return asyncio.run(ask())


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Visitor]:
    """A board at night: one officer sleeps, the other is silenced."""
    store = Store.open(f"sqlite:///{tmp_path / 'huiying.db'}")
    office = replace(OFFICE, recipients=STAFF)
    county = County(store, office)
    for what in ({"recipient": "李四"}, {"unit": "emergency"}):
        asked = Silence(NIGHT, NIGHT + timedelta(days=1), "王主任", "<b>学习</b>", **what)
        add_silence(store, office, asked)
    county.publish(YELLOW_WATER, NIGHT, BBS)
    county.tick(NIGHT + timedelta(minutes=15))
    views = Views(store.engine)
    setting = Setting(
        views, lambda: NIGHT, ZONE, office.policy, office.name, "zh", real_time, office.unit_name
    )
    part = APIRouter()

    @part.get("/part")
    def silences(request: Request) -> HTMLResponse:
        screen = Screen(setting, request)
        return screen.render("silences.html", {"silences": views.silences(screen.now)})

    app = create_app(
        views,
        clock=lambda: NIGHT + timedelta(minutes=20),
        zone=ZONE,
        policy=office.policy,
        office=office.name,
        extra_routers=(part,),
    )
    yield Visitor(app)
    store.close()


def test_programs_read_the_silences_in_force(client: Visitor) -> None:
    found = client.get("/api/silences").json()["silences"]
    assert [(one["recipient"], one["unit"]) for one in found] == [("李四", ""), ("", "emergency")]
    assert found[0]["until"] == "2026-03-03T23:00:00+08:00"
    assert (found[0]["by"], found[0]["ended_at"]) == ("王主任", None)


def test_the_part_for_pages_says_who_until_when_and_why(client: Visitor) -> None:
    page = client.get("/part").text
    assert "收件人 李四" in page
    assert "单位 县应急管理局" in page
    assert "到 明天 23:00" in page
    assert "&lt;b&gt;学习" in page
    assert "Silences" in client.get("/part?lang=en").text


def test_the_list_of_messages_says_what_is_held_and_what_is_silenced(client: Visitor) -> None:
    page = client.get("/mails").text
    assert "免打扰，留到 明天 07:00" in page
    assert "静默中，未发送" in page

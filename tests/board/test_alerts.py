"""The page of alerts to come, and the same for programs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from functools import partial
from pathlib import Path

import pytest

from monitor.board.app import create_app
from monitor.domain.quiet_hours import QuietHours
from monitor.domain.silences import Silence
from monitor.settings.workday_files import national_calendar
from monitor.store.store import Store
from monitor.store.views import Views
from monitor.usecases.coming_alerts import coming_alerts
from monitor.usecases.office import Recipient
from monitor.usecases.silence import add_silence
from tests.board.visiting import Visitor
from tests.usecases.county import BBS, MORNING, OFFICE, YELLOW_WATER, ZONE, County

NOON = MORNING + timedelta(hours=3)
STAFF = (
    Recipient("zhang@linxi.example", ("duty",), name="<b>张三</b>"),
    Recipient(
        "li@linxi.example",
        ("department_head",),
        name="李四",
        quiet=QuietHours(ZONE, national_calendar(), time(20), time(8)),
    ),
    Recipient("wecom:leaders", ("office_director",), name="领导群"),
)


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Visitor]:
    """A board three hours into an incident; one message of it could not be delivered."""
    store = Store.open(f"sqlite:///{tmp_path / 'huiying.db'}")
    office = replace(OFFICE, recipients=STAFF, archive=True)
    county = County(store, office)
    county.publish(YELLOW_WATER, MORNING, BBS)
    county.tick(MORNING + timedelta(minutes=10))
    asked = Silence(NOON, NOON + timedelta(days=3), "王主任", "外出", "领导群")
    add_silence(store, office, asked)
    with store.write() as work:
        (row, *_) = work.outbox.claim(NOON, 1, timedelta(0))
        row.state, row.attempts, row.last_error = "dead", 9, "550 <i>unknown</i>"
    app = create_app(
        Views(store.engine),
        clock=lambda: NOON,
        zone=ZONE,
        policy=office.policy,
        office=office.name,
        coming=partial(coming_alerts, store, office),
    )
    yield Visitor(app)
    store.close()


def test_the_page_says_who_is_told_what_when_and_how(board: Visitor) -> None:
    page = board.get("/alerts").text
    assert "接下来通知谁" in page
    for words in ("明天 09:10", "还剩 24 小时", "时限临近", "超时再提醒", "超时 4 小时"):
        assert words in page
    assert "静默至" in page
    assert "免打扰，留到" in page
    assert "wecom" in page
    assert "&lt;b&gt;张三&lt;/b&gt;" in page


def test_the_page_speaks_english(board: Visitor) -> None:
    page = board.get("/alerts?lang=en").text
    assert "Who is told next" in page
    assert "24 h left" in page


def test_what_could_not_be_delivered_stands_below(board: Visitor) -> None:
    page = board.get("/alerts").text
    assert page.index("没有送达的") > page.index("接下来通知谁")
    assert "尝试 9 次后放弃 · 550 &lt;i&gt;unknown&lt;/i&gt;" in page


def test_programs_read_the_same(board: Visitor) -> None:
    answer = board.get("/api/alerts/next?next=2").json()
    first, _ = answer["alerts"]
    assert first["at"] == "2026-03-03T09:10:00+08:00"
    assert (first["reason"], first["rung"], first["left_s"]) == ("window_at_risk", "0.5", 86400)
    (told,) = first["told"]
    assert (told["address"], told["way"], told["held_until"]) == (
        "zhang@linxi.example",
        "mail",
        None,
    )
    assert board.get("/api/alerts/next?next=0").status_code == 404


def test_a_board_that_cannot_look_ahead_says_that_nothing_comes(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'huiying.db'}")
    app = create_app(
        Views(store.engine), clock=lambda: NOON, zone=ZONE, policy=OFFICE.policy, office="x"
    )
    assert "现在没有将要发出的通知。" in Visitor(app).get("/alerts").text
    store.close()

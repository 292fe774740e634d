"""What was given up stands on the board with its error, and a person can send it again."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from alerts.outbox import Failure, RenderedMail
from benchmarks.breaches import NOW, open_overdue
from monitor.adapters.outbox import StoreOutbox
from monitor.board.app import create_app
from monitor.settings.policy_files import load_policy
from monitor.store.store import Store
from monitor.store.views import Views
from monitor.usecases.resend import resend
from tests.board.visiting import Visitor

LEASE = timedelta(minutes=15)
WHO = {"name": "值班员甲"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path / 'huiying.db'}")
    yield opened
    opened.close()


@pytest.fixture
def browser(store: Store) -> Visitor:
    app = create_app(
        Views(store.engine),
        clock=lambda: NOW,
        zone=ZoneInfo("Asia/Shanghai"),
        policy=load_policy("national"),
        office="临溪县政务舆情监测室",
        send_again=partial(resend, store),
    )
    return Visitor(app)


@pytest.fixture
def dead(store: Store) -> Store:
    """One message that was given up."""
    with store.write() as work:
        open_overdue(work, 1, NOW, "gone@linxi.example")
    outbox = StoreOutbox(store)
    for outgoing in outbox.claim(NOW, 10, LEASE):
        outbox.mark_failed([Failure(outgoing, "550 5.1.1 no such user", None)], NOW)
    return store


def test_a_dead_letter_shows_its_error_and_the_button(dead: Store, browser: Visitor) -> None:
    listed = browser.get("/mails").text
    assert "550 5.1.1 no such user" in listed
    assert 'href="/mails/1#resend"' in listed
    assert 'action="/mails/1/resend"' in browser.get("/mails/1").text


def test_the_button_owes_it_again_in_somebodys_name(dead: Store, browser: Visitor) -> None:
    done = browser.post("/mails/1/resend", data=WHO)
    assert (done.status_code, done.headers["location"]) == (303, "/mails/1")
    with dead.read() as work:
        last = work.events.of_incident("1")[-1]
    assert (last.kind, last.actor) == ("notice_resent", "值班员甲")
    assert 'action="/mails/1/resend"' not in browser.get("/mails/1").text
    assert browser.post("/mails/1/resend", data=WHO).status_code == 400  # it waits already


@pytest.mark.parametrize(
    ("path", "data", "headers", "status"),
    [
        ("/mails/1/resend", {"name": ""}, {}, 400),
        ("/mails/9/resend", WHO, {}, 404),
        ("/mails/1/resend", WHO, {"sec-fetch-site": "cross-site"}, 403),
        ("/mails/1/resend", WHO, {"origin": "http://evil.example"}, 403),
    ],
)
def test_nobody_and_no_other_site_can_press_it(
    dead: Store,
    browser: Visitor,
    path: str,
    data: dict[str, str],
    headers: dict[str, str],
    status: int,
) -> None:
    assert browser.post(path, data=data, headers=headers).status_code == status
    with dead.read() as work:
        assert len(work.outbox.dead()) == 1


def test_what_was_withdrawn_says_why_in_words(store: Store, browser: Visitor) -> None:
    with store.write() as work:
        open_overdue(work, 1, NOW, "zhiban@linxi.example")
        work._session.connection().execute(text("UPDATE clock SET verdict = 'late_met'"))
    assert StoreOutbox(store).claim(NOW, 10, LEASE) == []
    for page in ("/mails", "/mails/1"):
        shown = browser.get(page).text
        assert "已撤销，未发送" in shown
        assert "已有回应" in shown


def test_each_of_several_shows_the_mail_that_carried_them(store: Store, browser: Visitor) -> None:
    with store.write() as work:
        for number in (1, 2, 3):
            open_overdue(work, number, NOW, "zhiban@linxi.example")
    outbox = StoreOutbox(store, group_above=2)
    [group] = outbox.claim(NOW, 10, LEASE)
    outbox.mark_sent([(group, RenderedMail("[3 条提醒]", "请逐条核对"))], NOW)
    shown = browser.get("/mails/3").text
    assert "请逐条核对" in shown
    assert "与其他提醒合为一封发出 (3)" in shown

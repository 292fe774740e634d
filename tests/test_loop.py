"""The loop outlives what breaks in it, and its scheduler forgets no late tick."""

import logging
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from alerts.mail import SmtpTransport
from alerts.sender import Sender
from alerts.smtp_session import SmtpSettings
from alerts.wording import Wording
from monitor.adapters.outbox import StoreOutbox
from monitor.domain.channel import Poll, PollOutcome
from monitor.loop import WATCH, Loop
from monitor.resting import Resting
from monitor.scheduler import build_scheduler
from monitor.store.store import Store
from monitor.store.views import Views
from monitor.supervisor import pause_after
from monitor.usecases.digest_desk import DigestDesk, DigestPlan
from monitor.usecases.watch_duties import DutyReading
from monitor.wording.rendering import render_mail
from tests.alerts.mailbox import Mailbox, free_port, serving
from tests.usecases.county import BBS, GOV, MORNING, NEWS, OFFICE, YELLOW_WATER, County

ZONE = ZoneInfo("Asia/Shanghai")
SOON = timedelta(minutes=15)


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def county(tmp_path: Path) -> Iterator[County]:
    store = Store.open(f"sqlite:///{tmp_path / 'huiying.db'}")
    yield County(store)
    store.close()


@pytest.fixture
def loop(county: County, port: int) -> Loop:
    settings = SmtpSettings("127.0.0.1", port, "huiying@linxi.example", "none", timeout_s=5)
    transport = SmtpTransport(settings)
    sender = Sender(StoreOutbox(county.store), {"mail": transport}, Wording(render_mail, ZONE))
    desk = DigestDesk(county.store, OFFICE, lambda _: DutyReading(), DigestPlan())
    return Loop(county.store, county.judge, OFFICE, sender, Resting(county.store), desk)


def test_mails_wait_while_the_server_is_down_and_go_out_in_order(
    county: County, loop: Loop, port: int
) -> None:
    county.publish(YELLOW_WATER, MORNING, BBS)
    loop.decide(MORNING + SOON)
    half = MORNING + timedelta(hours=25)
    loop.decide(half)
    assert loop.send(half) == 0  # nobody listens
    box = Mailbox()
    with serving(box, port):
        assert loop.send(half + timedelta(hours=1)) == 3
    assert [str(m["Subject"]).partition("]")[0] for m in box.received] == [
        "[新事件",
        "[新事件",
        "[时限提醒",
    ]
    assert len({str(m["References"]) for m in box.received}) == 1


def test_what_was_sent_can_be_read_and_is_in_the_log(county: County, loop: Loop, port: int) -> None:
    county.publish(YELLOW_WATER, MORNING, BBS)
    with serving(Mailbox(), port):
        loop.decide(MORNING + SOON)
        loop.send(MORNING + SOON)
    mails = Views(county.store.engine).mails()
    assert {mail.state for mail in mails.items} == {"sent"}
    with county.store.read() as work:
        kinds = [event.kind.value for event in work.events.of_incident("1")]
    assert kinds.count("notice_sent") == 2


def test_a_step_that_breaks_is_logged_and_stops_neither_the_others_nor_the_loop(
    county: County, loop: Loop, port: int, caplog: pytest.LogCaptureFixture
) -> None:
    with county.store.engine.begin() as connection:
        connection.execute(text("DROP TABLE clock"))
    with caplog.at_level(logging.ERROR), serving(Mailbox(), port):
        assert loop.decide(MORNING) == 0
        assert loop.send(MORNING) == 0
        loop.show_life(MORNING)
    assert "clocks failed; it is tried again at the next tick" in caplog.text
    assert Views(county.store.engine).health().heartbeats == {WATCH: MORNING}


def test_late_ticks_run_however_late_and_never_beside_themselves(loop: Loop) -> None:
    """APScheduler's own default drops a job that is one second late."""
    scheduler = build_scheduler(loop, lambda: datetime.now(UTC))  # noqa: TID251  # an entry point
    runner = threading.Thread(target=scheduler.start)
    runner.start()
    try:
        jobs = {job.id: job for job in scheduler.get_jobs()}
    finally:
        scheduler.shutdown()
        runner.join()
    assert {"decide", "send", "life", "channels", "forget", "digest"} <= jobs.keys()
    for job in jobs.values():
        assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (None, True, 1)
    assert jobs["send"].executor != jobs["decide"].executor


@pytest.mark.parametrize(("deaths", "seconds"), [(0, 0), (1, 1), (2, 2), (4, 8), (7, 60), (99, 60)])
def test_a_role_that_keeps_dying_is_started_less_and_less_often(
    deaths: int, seconds: float
) -> None:
    assert pause_after(deaths) == seconds


def test_an_idle_tick_costs_no_query_and_a_commit_of_another_process_ends_the_rest(
    county: County, loop: Loop, caplog: pytest.LogCaptureFixture
) -> None:
    county.publish(YELLOW_WATER, MORNING, BBS)
    assert loop.decide(MORNING + SOON) > 0
    assert loop.decide(MORNING + SOON) == 0  # finds nothing, and remembers that
    with caplog.at_level(logging.INFO, "sqlalchemy.engine"):
        assert loop.decide(MORNING + 2 * SOON) == 0
        assert loop.next_due() is not None
    assert caplog.records == []
    other = Store.open(str(county.store.engine.url))
    County(other).publish(YELLOW_WATER, MORNING + timedelta(hours=1), NEWS)
    other.close()
    assert loop.decide(MORNING + timedelta(hours=2)) == 1


def test_a_clock_that_falls_due_ends_the_rest(county: County, loop: Loop) -> None:
    county.publish(YELLOW_WATER, MORNING, BBS)
    loop.decide(MORNING + SOON)
    loop.decide(MORNING + SOON)
    due = loop.next_due()
    assert due is not None
    assert loop.decide(due - timedelta(seconds=1)) == 0
    assert loop.decide(due) == 1


def test_a_tick_in_which_a_step_failed_is_no_idle_tick(county: County, loop: Loop) -> None:
    with county.store.engine.begin() as connection:
        connection.execute(text("ALTER TABLE article RENAME TO away"))
    assert loop.decide(MORNING) == 0
    with county.store.engine.begin() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO article"))
    loop.decide(MORNING)
    mark = loop.resting.look()
    assert loop.resting.may_rest(mark, MORNING)


def test_time_in_which_no_loop_ran_is_told_once_at_the_start(county: County, loop: Loop) -> None:
    loop.take_over(MORNING)
    loop.show_life(MORNING)
    for at in (MORNING + timedelta(hours=9), MORNING + timedelta(hours=9, minutes=1)):
        loop.take_over(at)
        loop.show_life(at)
    assert [reason for reason, _, _ in county.owed()] == ["unwatched"]


def test_channels_that_cannot_be_seen_are_told_by_the_loop(county: County, loop: Loop) -> None:
    for minutes in (0, 10, 20):
        at = MORNING + timedelta(minutes=minutes)
        with county.store.write() as work:
            work.channels.record(Poll(GOV.name, at, at, PollOutcome.TIMEOUT), {}, GOV.every, None)
        assert loop.watch_channels(at) == (minutes == 20)
    assert [reason for reason, _, _ in county.owed()] == ["channel_blind"]

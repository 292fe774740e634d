"""Whoever is on duty hears of channels that cannot be seen: once, daily, and when they are back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from monitor.domain.briefing import from_json
from monitor.domain.channel import Channel, Poll, PollOutcome
from monitor.domain.quiet_hours import QuietHours
from monitor.domain.silences import Silence
from monitor.settings.workday_files import national_calendar
from monitor.store.outbox_tables import OutboxRow
from monitor.store.store import Store
from monitor.store.views import Views
from monitor.usecases.note_break import note_break
from monitor.usecases.office import Office, Recipient
from monitor.usecases.watch_channels import watch_channels
from monitor.wording.rendering import render_mail
from tests.usecases.county import BBS, GOV, MORNING, NEWS, OFFICE, WATER, YELLOW_WATER, ZONE, County

MINUTE = timedelta(minutes=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
THIRD = replace(GOV, name="fire", title="临溪县消防救援大队", url="http://fire.example/")
ALL = (GOV, WATER, THIRD, NEWS, BBS)
WIDE = replace(OFFICE, channels={channel.name: channel for channel in ALL})


class Desk:
    """A county whose channels are looked at every ten minutes, and watched after each look."""

    def __init__(self, store: Store, office: Office = WIDE) -> None:
        self.store = store
        self.office = office
        self.at = MORNING
        with store.write() as work:
            work.channels.declare(ALL, MORNING)
        self.look()

    def look(
        self, *failing: Channel, outcome: PollOutcome = PollOutcome.BLOCKED, reaches: bool = True
    ) -> None:
        """One look at every channel, those named without success."""
        every = {channel.name: channel.every for channel in ALL}
        with self.store.write() as work:
            work.channels.claim_due(every, self.at)
            for channel in ALL:
                failed = channel in failing
                poll = Poll(
                    channel.name,
                    self.at,
                    self.at,
                    outcome if failed else PollOutcome.OK,
                    "HTTP 412" if failed else "",
                    reaches_back=reaches,
                )
                work.channels.record(poll, {}, channel.every, None)

    def run(self, length: timedelta, *failing: Channel, step: timedelta = 10 * MINUTE) -> int:
        """Time passes; returns how many messages that made owed."""
        end = self.at + length
        owed = 0
        while self.at < end:
            self.at += step
            self.look(*failing)
            owed += watch_channels(self.store, self.office, self.at)
        return owed

    def rows(self) -> list[OutboxRow]:
        """Everything owed so far and not silenced, oldest first."""
        with Session(self.store.engine) as session:
            query = (
                select(OutboxRow).where(OutboxRow.state == "pending").order_by(col(OutboxRow.id))
            )
            return list(session.exec(query))

    def told(self) -> list[tuple[str, str]]:
        """Reason and title of everything owed."""
        return [(row.reason, row.briefing["title"]) for row in self.rows()]


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path / 'huiying.db'}")
    yield store
    store.close()


@pytest.fixture
def desk(fresh: Store) -> Desk:
    return Desk(fresh)


def test_one_outage_is_one_message_a_daily_reminder_and_an_all_clear(store: Store) -> None:
    desk = Desk(store)
    assert desk.run(20 * MINUTE, GOV) == 0
    assert desk.run(10 * MINUTE, GOV) == 1
    assert desk.run(23 * HOUR, GOV, step=HOUR) == 0
    assert desk.run(50 * MINUTE, GOV) == 0
    assert desk.run(10 * MINUTE, GOV) == 1
    assert desk.run(4 * HOUR, GOV, step=HOUR) == 0
    assert desk.run(HOUR) == 1
    reasons = [reason for reason, _ in desk.told()]
    assert reasons == ["channel_blind", "channel_blind", "channel_back"]
    assert desk.told()[0] == ("channel_blind", "临溪县人民政府 看不见")
    first, reminder, clear = desk.rows()
    assert len({first.thread_id, reminder.thread_id, clear.thread_id}) == 1
    assert first.briefing["gaps"] == [
        "临溪县人民政府：3月2日 09:00 起，最近 3 次都没有看到，被反爬验证挡住（HTTP 412）"
    ]
    assert clear.briefing["gaps"] == [
        "临溪县人民政府：3月2日 09:00 至 3月3日 13:40 看不见（28 小时 40 分）"
    ]


def test_a_restart_repeats_nothing_and_loses_nothing(desk: Desk) -> None:
    assert desk.run(30 * MINUTE, GOV) == 1
    url = desk.store.engine.url.render_as_string(hide_password=False)
    again = Store.open(url)
    assert watch_channels(again, WIDE, desk.at + MINUTE) == 0
    desk.at += 10 * MINUTE
    desk.look()
    assert watch_channels(again, WIDE, desk.at + MINUTE) == 1
    again.close()
    assert desk.run(HOUR) == 0


def test_many_at_once_are_one_message_that_says_whose_fault_it_may_be(desk: Desk) -> None:
    desk.run(20 * MINUTE, GOV)
    assert desk.run(10 * MINUTE, *ALL) == 1  # the others fail for the first time
    assert desk.run(HOUR, *ALL) == 0
    (row,) = desk.rows()
    assert row.briefing["title"] == "全部 3 个官方渠道看不见"
    assert len(row.briefing["gaps"]) == 3
    assert "本机网络" in row.briefing["note"]["zh"]
    assert desk.run(HOUR) == 1
    assert desk.told()[1] == ("channel_back", "3 个官方渠道恢复可见")


def test_nobody_looks_any_more_is_said_as_such(desk: Desk) -> None:
    assert watch_channels(desk.store, WIDE, MORNING + 25 * MINUTE) == 0
    assert watch_channels(desk.store, WIDE, MORNING + 31 * MINUTE) == 1
    assert "采集程序没有去看" in desk.rows()[0].briefing["gaps"][0]


def test_what_goes_out_shortly_after_waits_for_the_next_message(desk: Desk) -> None:
    office = replace(WIDE, outages=replace(WIDE.outages, apart=30 * MINUTE))
    desk.office = office
    desk.run(10 * MINUTE, GOV)
    assert desk.run(20 * MINUTE, GOV, WATER) == 1
    assert desk.run(20 * MINUTE, GOV, WATER) == 0
    assert desk.run(10 * MINUTE, GOV, WATER) == 1
    assert desk.told()[1] == ("channel_blind", "临溪县水务局 看不见")
    assert desk.run(10 * MINUTE, WATER) == 1
    assert desk.rows()[2].briefing["note"]["zh"] == "仍有 1 个渠道看不见"


def test_a_look_that_fails_now_and_then_is_no_outage(desk: Desk) -> None:
    assert sum(desk.run(20 * MINUTE, GOV) + desk.run(10 * MINUTE) for _ in range(20)) == 0


def test_an_outage_that_ended_before_anybody_heard_of_it_is_not_told(desk: Desk) -> None:
    desk.office = replace(WIDE, outages=replace(WIDE.outages, apart=3 * HOUR))
    desk.run(10 * MINUTE, GOV)
    assert desk.run(40 * MINUTE, GOV, WATER) == 1
    assert desk.run(5 * HOUR, GOV) == 0
    assert len(desk.rows()) == 1


def test_the_all_clear_names_the_incidents_it_leaves_undecided(store: Store) -> None:
    county = County(store)
    desk = Desk(store)
    county.publish(YELLOW_WATER, MORNING)
    county.tick(MORNING + 15 * MINUTE)
    desk.run(60 * HOUR, GOV, WATER, step=2 * HOUR)
    county.tick(desk.at)
    assert county.verdicts()["nat-48h"] == "undetermined"
    desk.at += MINUTE
    desk.look(reaches=False)
    assert watch_channels(store, WIDE, desk.at) == 1
    (row,) = (row for row in desk.rows() if row.reason == "channel_back")
    lines = row.briefing["gaps"]
    assert lines[-1].startswith("事件 1「柏湾镇自来水连续三天发黄，居民不敢用」有时限因此无法判定")


def test_a_channel_that_is_not_watched_any_more_is_forgotten(desk: Desk) -> None:
    assert desk.run(30 * MINUTE, GOV) == 1
    with desk.store.write() as work:
        work.channels.declare((WATER, THIRD, NEWS, BBS), desk.at)
    assert desk.run(25 * HOUR, GOV, step=HOUR) == 0
    with desk.store.read() as work:
        assert work.outages.unclosed() == []


NIGHT = QuietHours(ZONE, national_calendar(), time(22), time(7))


def test_one_channel_waits_for_the_morning_and_all_of_them_do_not(fresh: Store) -> None:
    asleep = Recipient("duty@linxi.example", ("duty",), name="值班室", quiet=NIGHT)
    desk = Desk(fresh, replace(WIDE, recipients=(asleep,)))
    assert desk.run(14 * HOUR, step=HOUR) == 0
    assert desk.run(30 * MINUTE, GOV) == 1
    assert desk.run(30 * MINUTE, GOV, WATER, THIRD) == 1
    one, every = desk.rows()
    assert one.held_until == one.next_try_at == MORNING + 22 * HOUR  # 07:00
    assert (every.held_until, every.next_try_at) == (None, every.created_at)
    assert desk.run(HOUR) == 1
    # What is over before the morning is told as over only; who was woken hears that too.
    morning = [(row.reason, row.held_until is not None) for row in desk.rows()]
    assert morning == [("channel_blind", False), ("channel_back", True)]
    assert every.briefing["title"] == "全部 3 个官方渠道看不见"


def test_a_silence_mutes_an_outage_and_leaves_it_in_the_outbox(desk: Desk) -> None:
    named = tuple(replace(r, name=r.address.partition("@")[0]) for r in WIDE.recipients)
    desk.office = replace(WIDE, recipients=named)
    with desk.store.write() as work:
        work.silences.add(Silence(MORNING, MORNING + DAY, "李值班", "割接", recipient="duty"))
    assert desk.run(30 * MINUTE, GOV) == 1
    assert desk.rows() == []
    (mail,) = Views(desk.store.engine).mails().items
    assert mail.state == "silenced"


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_mail_says_what_to_check_and_names_no_incident(desk: Desk, language: str) -> None:
    desk.run(30 * MINUTE, GOV, WATER, THIRD)
    mail = render_mail(from_json(desk.rows()[0].briefing), language, ZONE)
    state = "channels unseen" if language == "en" else "渠道看不见"
    assert mail.subject.startswith(f"[{state}] ")
    assert "http://127.0.0.1:8600/channels" in mail.text
    assert "HTTP 412" in mail.html
    for word in ("事件等级", "计时中", "未定", "Unit", "running"):
        assert word not in mail.text


def test_downtime_is_told_once_with_what_fell_due_meanwhile(fresh: Store) -> None:
    county = County(fresh)
    assert not note_break(fresh, OFFICE, "watch", MORNING)  # the very beginning
    county.publish(YELLOW_WATER, MORNING)
    county.tick(MORNING + 15 * MINUTE)
    last = MORNING + HOUR
    with fresh.write() as work:
        work.beat("watch", last)
    assert not note_break(fresh, OFFICE, "watch", last + 10 * MINUTE)
    assert note_break(fresh, OFFICE, "watch", last + 60 * HOUR)
    assert not note_break(fresh, OFFICE, "watch", last + 60 * HOUR + MINUTE)
    with fresh.read() as work:
        assert work.outages.watching_since() == last + 60 * HOUR
        assert work.outages.heartbeat("crawl") is None
    (row,) = (row for row in Desk(fresh).rows() if row.reason == "unwatched")
    assert row.briefing["title"] == "监测中断 60 小时"
    assert row.briefing["gaps"][0] == "3月2日 10:00 至 3月4日 22:00 无人监测（60 小时）"
    assert "有时限于 3月4日 09:10 到期" in row.briefing["gaps"][1]

"""Duties from entries and channels to standings, on either database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.domain.channel import Channel, ChannelKind, Poll, PollOutcome, Reader
from monitor.domain.events import EventKind
from monitor.domain.policy import Policy
from monitor.domain.records import Record, RecordKind
from monitor.domain.when import When
from monitor.settings.policy_files import load_policy
from monitor.store.store import Store
from monitor.usecases.record_duty import record_duty, withdraw_duty
from monitor.usecases.watch_duties import DutyBook
from tests.chains import first_break
from tests.domain.calendars import RULER, local, moment
from tests.usecases.county import GOV, YELLOW_WATER, YELLOW_WATER_ANSWER, County

SHANWEI = load_policy("shanwei-2018")
QIONGLAI = load_policy("qionglai-2023")
WEIBO = Channel(
    "weibo",
    "临溪发布",
    ChannelKind.OFFICIAL,
    Reader.FEED,
    "http://weibo.example/rss",
    every=timedelta(hours=6),
    account=True,
)
DAY = timedelta(days=1)


def entry(clause: str, kind: RecordKind, at: str, **more: object) -> Record:
    fields: dict[str, object] = {"actor": "督办科", "reason": "转办单", **more}
    now = local("2026-03-31").astimezone(UTC)
    return Record(0, clause, kind, moment(at), now, **fields)  # type: ignore[arg-type]  # keyword shorthand


def states(store: Store, policy: Policy, clause: str, now: str, *channels: Channel) -> list[str]:
    book = DutyBook(store, policy, channels, RULER)
    (line,) = [each for each in book.read(local(now)).lines if each.clause.id == clause]
    return [standing.state.value for standing in line.standings]


def test_an_entry_is_kept_logged_and_counted_until_it_is_withdrawn(store: Store) -> None:
    assert states(store, SHANWEI, "sw-5wd", "2026-03-03") == ["needs_entry"]
    start = entry("sw-5wd", RecordKind.START, "2026-03-02", matter="12", subject="住建局")
    number = record_duty(store, SHANWEI, start)
    assert states(store, SHANWEI, "sw-5wd", "2026-03-03") == ["running"]
    with store.read() as work:
        assert work.duties.standing("sw-5wd") == [replace(start, id=number)]
        assert work.duties.standing("sw-annual") == []
    now = local("2026-03-04").astimezone(UTC)
    withdraw_duty(store, number, actor="督办科", reason="登记错了", now=now)
    assert states(store, SHANWEI, "sw-5wd", "2026-03-05") == ["needs_entry"]
    with store.read() as work:
        log = [(event, made) for _, event, made in work.events.stored() if event]
    assert [event.kind for event, _ in log] == [
        EventKind.DUTY_RECORDED,
        EventKind.DUTY_WITHDRAWN,
    ]
    assert first_break(log) is None
    assert log[0][0].data["clause"] == "sw-5wd"
    assert (log[1][0].actor, log[1][0].reason) == ("督办科", "登记错了")


def test_an_entry_can_be_withdrawn_once(store: Store) -> None:
    number = record_duty(store, SHANWEI, entry("sw-annual", RecordKind.DONE, "2026-03-30"))
    now = local("2026-03-31").astimezone(UTC)
    withdraw_duty(store, number, actor="甲", reason="乙", now=now)
    with pytest.raises(KeyError):
        withdraw_duty(store, number, actor="甲", reason="乙", now=now)
    with pytest.raises(KeyError):
        withdraw_duty(store, 99, actor="甲", reason="乙", now=now)
    with pytest.raises(ValueError, match="a name and a reason"):
        withdraw_duty(store, 99, actor="", reason="乙", now=now)


@pytest.mark.parametrize(
    ("record", "says"),
    [
        (entry("sw-5wd", RecordKind.COUNT, "2026-03-02"), "on sw-5wd .* one enters: start, done"),
        (entry("sw-5wd", RecordKind.NEEDED, "2026-03-02"), "one enters"),  # a hard clause
        (entry("sw-5h", RecordKind.DONE, "2026-03-02"), "runs on incidents"),
        (entry("nat-follow", RecordKind.DONE, "2026-03-02"), "runs on incidents"),
        (entry("sw-annual", RecordKind.DONE, "2026-04-02"), "lies ahead"),
        (entry("sw-annual", RecordKind.DONE, "2026-03-02", actor=" "), "a name and a reason"),
        (entry("sw-annual", RecordKind.DONE, "2026-03-02", reason=""), "a name and a reason"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(
    store: Store, record: Record, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        record_duty(store, SHANWEI, record)
    with store.read() as work:
        assert work.duties.standing() == []
        assert list(work.events.stored()) == []


def test_a_clause_that_the_policy_does_not_hold_and_a_share_of_more_than_all_are_refused(
    store: Store,
) -> None:
    with pytest.raises(KeyError):
        record_duty(store, SHANWEI, entry("ql-10d", RecordKind.DONE, "2026-03-02"))
    many = entry("ql-50pct", RecordKind.COUNT, "2026-03-02", count=5, out_of=4)
    with pytest.raises(ValueError, match="no more than all"):
        record_duty(store, QIONGLAI, many)


def test_an_announced_end_of_a_consultation_may_lie_ahead(store: Store) -> None:
    jiaozhou = load_policy("jiaozhou-2020")
    record_duty(store, jiaozhou, entry("jz-2", RecordKind.START, "2026-03-02", matter="草案"))
    record_duty(store, jiaozhou, entry("jz-2", RecordKind.DONE, "2026-04-20", matter="草案"))
    assert states(store, jiaozhou, "jz-2", "2026-03-10") == ["running"]
    assert states(store, jiaozhou, "jz-2", "2026-04-21") == ["met"]


class Account:
    """A county with an account that is read twice a day."""

    def __init__(self, store: Store) -> None:
        self.county = County(store)
        self.store = store
        with store.write() as work:
            work.channels.declare([WEIBO], local("2026-03-01"))

    def look(self, start: str, end: str) -> None:
        at = local(start)
        with self.store.write() as work:
            while at <= local(end):
                poll = Poll("weibo", at, at, PollOutcome.OK, items=5, reaches_back=False)
                work.channels.record(poll, {}, WEIBO.every, None)
                at += timedelta(hours=12)

    def post(self, at: str) -> None:
        self.county.publish(("一周天气", "晴。"), local(at).astimezone(UTC), WEIBO)

    def states(self, now: str) -> list[str]:
        return states(self.store, QIONGLAI, "ql-10d", now, WEIBO, GOV)


@pytest.fixture
def account(store: Store) -> Account:
    return Account(store)


def test_an_account_is_watched_by_its_own_posts(account: Account) -> None:
    assert account.states("2026-03-01") == ["undetermined"]  # not looked at yet
    account.look("2026-03-01", "2026-04-10")
    account.post("2026-03-02 12:00")
    assert account.states("2026-03-05") == ["met"]
    assert account.states("2026-03-12") == ["due_soon"]
    assert account.states("2026-03-14") == ["breached_open"]
    account.post("2026-03-20 12:00")
    assert account.states("2026-03-21") == ["late_met", "met"]


def test_a_silence_in_which_the_account_could_not_be_read_is_not_held_against_it(
    account: Account,
) -> None:
    account.look("2026-03-01", "2026-03-05")
    account.look("2026-03-08", "2026-04-10")
    account.post("2026-03-02 12:00")
    assert account.states("2026-03-14") == ["undetermined"]


def test_an_account_that_fell_silent_long_ago_is_still_told_by_its_last_post(
    account: Account,
) -> None:
    account.post("2025-01-02 12:00")
    account.look("2026-02-02 13:00", "2026-06-10")  # older looks are forgotten
    assert account.states("2026-06-10") == ["breached_open"]


def test_channels_that_are_no_accounts_are_not_watched(store: Store) -> None:
    assert states(store, QIONGLAI, "ql-10d", "2026-03-14", GOV) == ["needs_entry"]


def test_incidents_that_are_told_of_are_followed_from_their_last_answer(store: Store) -> None:
    county = County(store)
    county.publish(YELLOW_WATER, local("2026-03-02 09:00").astimezone(UTC))
    county.tick(local("2026-03-02 09:30").astimezone(UTC))
    county.publish(YELLOW_WATER_ANSWER, local("2026-03-02 15:00").astimezone(UTC), GOV)
    county.tick(local("2026-03-02 15:30").astimezone(UTC))
    book = DutyBook(store, load_policy("national"), (), RULER)
    (item,) = book.read(local("2026-03-04 15:00")).follow_ups
    assert item.title == YELLOW_WATER[0]
    assert [(s.clause, s.state.value) for s in item.standings] == [("nat-follow", "advised")]
    assert book.read(local("2026-03-20")).follow_ups == ()


def test_the_duties_are_those_of_the_day(store: Store) -> None:
    book = DutyBook(store, QIONGLAI, (), RULER)
    assert book.read(local("2023-08-15")).lines == ()
    clauses = [line.clause.id for line in book.read(local("2023-08-16")).lines]
    assert clauses == [
        "ql-evaluate",
        "ql-first-responsible",
        "ql-10d",
        "ql-50pct",
        "ql-library",
        "ql-secrecy",
    ]


def test_a_when_of_the_far_past_is_kept_as_it_is(store: Store) -> None:
    old = When.at(datetime(1990, 7, 1, tzinfo=UTC), "person")
    record = replace(entry("sw-annual", RecordKind.DONE, "2026-03-02"), at=old)
    record_duty(store, SHANWEI, record)
    with store.read() as work:
        assert work.duties.standing()[0].at == old
    assert date(1990, 7, 1) == old.earliest.date()

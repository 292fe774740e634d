"""The sender's door on both kinds of database: what is handed out, together with what, and why."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import text

from alerts.outbox import Failure, Outgoing, RenderedMail
from benchmarks.breaches import CLAUSE, DUE, NOW, open_overdue, overdue_row
from monitor.adapters.outbox import StoreOutbox
from monitor.domain.notices import NoticeReason
from monitor.store.outbox_tables import OutboxRow
from monitor.store.store import Store
from monitor.usecases.resend import resend, resend_all_dead
from monitor.usecases.verify import verify

LEASE = timedelta(minutes=15)
SOON = timedelta(minutes=1)
DUTY, HEAD = "zhiban@linxi.example", "ju@linxi.example"
SAID = RenderedMail("[超时]", "请尽快回应。\n", "<p>请尽快回应。</p>")


@pytest.fixture
def outbox(store: Store) -> StoreOutbox:
    return StoreOutbox(store, group_above=3)


def open_incidents(store: Store, numbers: Sequence[int], recipient: str = DUTY) -> None:
    with store.write() as work:
        for number in numbers:
            open_overdue(work, number, NOW, recipient)


def add(store: Store, reason: NoticeReason, incident: int = 1, **columns: object) -> str:
    """Owe one more message about an incident; returns its key."""
    key = f"{reason.value}-{incident}"
    values = {"clause": CLAUSE, "reason": reason.value, **columns}
    with store.write() as work:
        work.outbox.owe(overdue_row(incident, key, DUTY, NOW, **values))
    return key


def set_clock(store: Store, **columns: object) -> None:
    """Change the clocks behind the outbox's back, as a settled incident would."""
    settings = ", ".join(f"{name} = :{name}" for name in columns)
    with store.write() as work:
        work._session.connection().execute(text(f"UPDATE clock SET {settings}"), columns)  # noqa: S608


def rows(store: Store) -> dict[str, OutboxRow]:
    with store.read() as work:
        found = work._session.connection().execute(text("SELECT key FROM outbox")).scalars()
        return {row.key: row for row in work.outbox.by_keys(list(found))}


def claim(outbox: StoreOutbox, at: timedelta = SOON) -> list[Outgoing]:
    return list(outbox.claim(NOW + at, 10, LEASE))


def kinds(store: Store, incident: str = "1") -> list[str]:
    with store.read() as work:
        return [event.kind.value for event in work.events.of_incident(incident)]


def test_an_answered_breach_is_withdrawn_and_the_log_says_why(
    store: Store, outbox: StoreOutbox
) -> None:
    open_incidents(store, [1])
    set_clock(store, verdict="late_met")
    assert claim(outbox) == []
    [row] = rows(store).values()
    assert (row.state, row.last_error, row.sent_at) == ("withdrawn", "answered", None)
    with store.read() as work:
        last = work.events.of_incident("1")[-1]
    assert (last.kind, last.data["why"]) == ("notice_withdrawn", "answered")


def test_what_still_holds_behind_what_was_withdrawn_goes_out(
    store: Store, outbox: StoreOutbox
) -> None:
    outbox = StoreOutbox(store, group_above=0)
    open_incidents(store, range(1, 26))
    with store.write() as work:
        work._session.connection().execute(
            text("UPDATE clock SET verdict = 'waived' WHERE incident_id < 25")
        )
    assert [o.briefing.incident for o in claim(outbox)] == ["25"]


def test_what_was_withdrawn_is_owed_anew_when_it_comes_true_again(
    store: Store, outbox: StoreOutbox
) -> None:
    open_incidents(store, [1])
    set_clock(store, verdict="met")
    assert claim(outbox) == []
    set_clock(store, verdict="breached_open")
    [key] = rows(store)
    with store.write() as work:
        assert work.outbox.unknown([key]) == [key]
        work.outbox.owe(overdue_row(1, key, DUTY, NOW + SOON))
    assert [o.key for o in claim(outbox)] == [key]
    [row] = rows(store).values()
    assert row.last_error == ""


@pytest.mark.parametrize("told", [True, False])
def test_only_who_may_have_read_of_a_breach_reads_that_it_was_lifted(
    store: Store, outbox: StoreOutbox, told: bool
) -> None:
    open_incidents(store, [1])
    if told:
        outbox.mark_sent([(o, SAID) for o in claim(outbox)], NOW)
    lifted = add(store, NoticeReason.BREACH_LIFTED)
    set_clock(store, verdict="waived")
    assert [o.key for o in claim(outbox)] == ([lifted] if told else [])
    assert rows(store)[lifted].last_error == ("" if told else "never_told")


def test_a_breach_that_a_dead_sender_may_have_sent_is_taken_back(
    store: Store, outbox: StoreOutbox
) -> None:
    open_incidents(store, [1])
    claim(outbox)  # and then it was killed
    lifted = add(store, NoticeReason.BREACH_LIFTED)
    set_clock(store, verdict="waived")
    assert [o.key for o in claim(outbox, SOON + LEASE)] == [lifted]
    assert sorted(row.state for row in rows(store).values()) == ["pending", "withdrawn"]


def test_a_breach_on_its_way_with_another_sender_is_taken_back_too(
    store: Store, outbox: StoreOutbox
) -> None:
    open_incidents(store, [1])
    claim(outbox)
    lifted = add(store, NoticeReason.BREACH_LIFTED)
    set_clock(store, verdict="waived")
    assert [o.key for o in claim(outbox)] == [lifted]


def test_more_than_a_few_to_one_recipient_are_one_message(
    store: Store, outbox: StoreOutbox
) -> None:
    open_incidents(store, [1, 2, 3, 4])
    open_incidents(store, [5, 6, 7], HEAD)
    first, *others = claim(outbox)
    assert [b.incident for b in first.about] == ["1", "2", "3", "4"]
    assert first.message_id == f"<{first.key}@linxi.example>"
    assert first.thread_id == ""
    assert [o.briefing.incident for o in others] == ["5", "6", "7"]
    outbox.mark_sent([(first, SAID)], NOW)
    stored = [row for row in rows(store).values() if row.recipient == DUTY]
    assert {(row.state, row.subject) for row in stored} == {("sent", SAID.subject)}
    assert [row.html for row in stored] == [SAID.html, "", "", ""]  # kept once
    assert [kinds(store, str(n)).count("notice_sent") for n in range(1, 5)] == [1, 1, 1, 1]


def test_a_storm_is_one_message_however_little_is_claimed_at_a_time(
    store: Store, outbox: StoreOutbox
) -> None:
    open_incidents(store, range(1, 30))
    [all_of_them] = claim(outbox)
    assert len(all_of_them.keys) == 29


def test_a_group_that_may_have_arrived_goes_out_again_as_it_was(
    store: Store, outbox: StoreOutbox
) -> None:
    open_incidents(store, [1, 2, 3, 4])
    [before] = claim(outbox)
    with store.write() as work:  # its sender was killed, and more has happened since
        assert work.outbox.reclaim(NOW + SOON) == 4
        work._session.connection().execute(
            text("UPDATE clock SET verdict = 'met' WHERE incident_id = 2")
        )
    open_incidents(store, [5, 6])
    again, *others = claim(outbox)
    assert (again.key, again.message_id, again.about) == (
        before.key,
        before.message_id,
        before.about,
    )
    assert [o.briefing.incident for o in others] == ["5", "6"]


def test_a_group_that_was_refused_is_put_together_anew(store: Store, outbox: StoreOutbox) -> None:
    open_incidents(store, [1, 2, 3, 4])
    [group] = claim(outbox)
    outbox.mark_failed([Failure(group, "450 later", NOW + SOON)], NOW)
    set_clock(store, verdict="met")
    assert claim(outbox) == []
    assert {row.state for row in rows(store).values()} == {"withdrawn"}


def test_a_group_under_which_the_line_broke_stays_as_it_is(
    store: Store, outbox: StoreOutbox
) -> None:
    open_incidents(store, [1, 2, 3, 4])
    [group] = claim(outbox)
    outbox.mark_failed([Failure(group, "connection lost", NOW + SOON, doubtful=True)], NOW)
    open_incidents(store, [5])
    again, single = claim(outbox)
    assert again.key == group.key
    assert single.briefing.incident == "5"


def test_what_was_noticed_late_is_one_message_with_the_real_times(
    store: Store, outbox: StoreOutbox
) -> None:
    hours = timedelta(hours=9)
    with store.write() as work:
        for number in (1, 2):
            open_overdue(work, number, NOW + hours, DUTY)
    [both] = claim(outbox, hours + SOON)
    assert both.caught_up
    assert [b.clock.due_at for b in both.about if b.clock] == [DUE, DUE]


def test_grouping_can_be_switched_off(store: Store) -> None:
    open_incidents(store, range(1, 9))
    assert [len(o.keys) for o in claim(StoreOutbox(store, group_above=0))] == [1] * 8


@pytest.mark.parametrize("everything", [True, False])
def test_a_dead_letter_is_sent_again_by_a_person(
    store: Store, outbox: StoreOutbox, everything: bool
) -> None:
    open_incidents(store, [1])
    [outgoing] = claim(outbox)
    outbox.mark_failed([Failure(outgoing, "550 5.1.1 no such user", None)], NOW)
    assert claim(outbox, SOON + LEASE) == []
    if everything:
        assert resend_all_dead(store, "值班员甲", NOW + SOON) == 1
    else:
        resend(store, outgoing.key, "值班员甲", NOW + SOON)
    [again] = claim(outbox)
    assert (again.message_id, again.attempts) == (outgoing.message_id, 0)
    assert kinds(store)[-2:] == ["notice_failed", "notice_resent"]
    with pytest.raises(ValueError, match="pending, not given up"):
        resend(store, outgoing.key, "值班员甲", NOW + SOON)
    with pytest.raises(KeyError):
        resend(store, "nothing", "值班员甲", NOW + SOON)


def test_a_row_that_nobody_can_read_is_given_up_and_stops_no_other(
    store: Store, outbox: StoreOutbox
) -> None:
    open_incidents(store, [1])
    bad = add(store, NoticeReason.REMINDER, briefing={"reason": "no such thing"})
    assert [o.briefing.incident for o in claim(outbox)] == ["1"]
    assert rows(store)[bad].state == "dead"
    assert rows(store)[bad].last_error.startswith("unreadable")


def test_a_digest_goes_alone(store: Store, outbox: StoreOutbox) -> None:
    open_incidents(store, [1, 2, 3, 4])
    for number in (5, 6):
        add(store, NoticeReason.DIGEST, number, incident_id=0)
    assert [len(o.keys) for o in claim(outbox)] == [4, 1, 1]


def test_the_log_stays_whole_through_all_of_it(store: Store, outbox: StoreOutbox) -> None:
    open_incidents(store, range(1, 6))
    [group] = claim(outbox)
    outbox.mark_sent([(group, SAID)], NOW)
    open_incidents(store, [6])
    outbox.mark_failed([Failure(o, "550 no", None) for o in claim(outbox)], NOW)
    assert verify(store).sound


def test_two_senders_never_get_the_same_message(store: Store) -> None:
    open_incidents(store, range(1, 21))
    one, other = (StoreOutbox(store, group_above=0) for _ in range(2))
    first, second = claim(one), claim(other)
    assert not {o.key for o in first} & {o.key for o in second}
    assert len(first) + len(second) == 20


def test_of_reminders_that_waited_together_only_the_last_goes_out(
    store: Store, outbox: StoreOutbox
) -> None:
    open_incidents(store, [1])
    with store.write() as work:
        for rung in ("a", "b", "c"):
            row = overdue_row(1, f"reminder-{rung}", DUTY, NOW, clause=CLAUSE, reason="reminder")
            row.rung = rung
            work.outbox.owe(row)
    sent = {key for outgoing in claim(outbox) for key in outgoing.keys}
    assert {"reminder-a", "reminder-b", "reminder-c"} & sent == {"reminder-c"}
    stored = rows(store)
    assert [stored[f"reminder-{rung}"].last_error for rung in "ab"] == ["repeated", "repeated"]

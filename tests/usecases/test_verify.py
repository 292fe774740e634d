"""What was done to the log or behind its back is found; what the use cases do is in it."""

from functools import partial
from itertools import pairwise

import pytest
from sqlalchemy import text

from monitor.domain.chain_check import Fault
from monitor.domain.events import GENESIS, Event, EventKind, chain
from monitor.domain.fold import canonical, fold
from monitor.domain.records import Record, RecordKind
from monitor.domain.response import Link
from monitor.domain.when import When
from monitor.settings.policy_files import load_policy
from monitor.store.log_tables import LogHeadRow
from monitor.store.store import Store
from monitor.store.tables import EventRow
from monitor.usecases.correct import Destination, Ruling, merge_incidents, move_articles
from monitor.usecases.decide_incident import (
    NoGrade,
    dismiss_incident,
    release_to_machine,
    reopen_incident,
    set_grade,
    waive_clause,
)
from monitor.usecases.decide_response import decide_response
from monitor.usecases.record_duty import record_duty, withdraw_duty
from monitor.usecases.verify import Verification, verify
from tests.usecases.county import (
    EXPLOSION,
    EXPLOSION_AGAIN,
    EXPLOSION_NOTICE,
    GOV,
    HOUR,
    MORNING,
    YELLOW_WATER,
    YELLOW_WATER_ANSWER,
    County,
)

BY = "值班室"


def sql(store: Store, *statements: str, **values: object) -> None:
    """Somebody works on the database behind the log's back."""
    with store.engine.execution_options(huiying_writes=True).begin() as connection:
        for statement in statements:
            connection.execute(text(statement), values)


def lived_in(county: County) -> County:
    """A county in which everything has happened that changes the state."""
    county.publish(EXPLOSION, MORNING)
    county.tick(MORNING + HOUR)
    county.publish(EXPLOSION_AGAIN, MORNING + HOUR)
    county.publish(YELLOW_WATER, MORNING + HOUR)
    county.tick(MORNING + 2 * HOUR)
    county.publish(EXPLOSION_NOTICE, MORNING + 2 * HOUR, GOV)
    county.publish(YELLOW_WATER_ANSWER, MORNING + 3 * HOUR)
    county.tick(MORNING + 4 * HOUR)
    county.look(MORNING, MORNING + 12 * HOUR)
    county.tick(MORNING + 12 * HOUR)
    return county


def found(store: Store) -> Verification:
    """What `verify` finds; where it finds nothing, the state can be rebuilt bit for bit."""
    verification = verify(store)
    if verification.sound:
        assert canonical(verification.by_log) == canonical(verification.stored)
    return verification


def test_a_busy_day_is_in_the_log_whole(county: County) -> None:
    verification = found(lived_in(county).store)
    assert verification.sound
    assert verification.stateless == 0
    assert verification.stored["clock"]
    assert verification.stored["response"]


def test_what_people_decide_is_in_the_log_whole(county: County) -> None:
    store, office = lived_in(county).store, county.office
    ruling = Ruling(BY, "看过原文", MORNING + 13 * HOUR)
    move_articles(store, office, ["2"], Destination.NEW, ruling)
    assert found(store).sound
    with store.read() as work:
        moved = work.articles.get(2).incident_id
    assert moved is not None
    merge_incidents(store, office, moved, 1, ruling)
    assert found(store).sound
    decide_response(
        store, office, 1, Link.REJECTED, actor=BY, reason="另一件事", now=MORNING + 14 * HOUR
    )
    assert found(store).sound


def test_what_people_rule_is_in_the_log_whole(county: County) -> None:
    store, office = lived_in(county).store, county.office
    ruling = Ruling(BY, "核实过", MORNING + 13 * HOUR)
    for rule in (
        partial(set_grade, grade=NoGrade.UNTRUE),
        partial(waive_clause, clause="nat-48h"),
        release_to_machine,
        dismiss_incident,
        reopen_incident,
    ):
        rule(store, office, 1, ruling=ruling)
        assert found(store).sound


def test_what_people_enter_of_duties_is_in_the_log_whole(store: Store) -> None:
    at = When.at(MORNING, "entry")
    record = Record(0, "sw-5wd", RecordKind.DONE, at, MORNING, BY, "已回复")
    number = record_duty(store, load_policy("shanwei-2018"), record)
    assert found(store).stored["duty_record"][str(number)]["clause"] == "sw-5wd"
    withdraw_duty(store, number, actor=BY, reason="登记有误", now=MORNING + HOUR)
    assert found(store).sound


ALTERED = {
    "another time": "UPDATE event SET at = '2026-03-01 00:00:00+00:00' WHERE id = 4",
    "another kind": "UPDATE event SET kind = 'notice_sent' WHERE id = 4",
    "a kind that is none": "UPDATE event SET kind = '?' WHERE id = 4",
    "another incident": "UPDATE event SET incident = '9' WHERE id = 4",
    "another actor": "UPDATE event SET actor = '局长' WHERE id = 4",
    "another reason": "UPDATE event SET reason = '' WHERE id = 4",
    "other data": 'UPDATE event SET data = \'{"clause": "x"}\' WHERE id = 4',
    "data that are none": "UPDATE event SET data = '[]' WHERE id = 4",
    "state that is none": 'UPDATE event SET state = \'{"clock": {"x": 1}}\' WHERE id = 4',
    "no state": "UPDATE event SET state = NULL WHERE id = 4",
}


@pytest.mark.parametrize("statement", ALTERED.values(), ids=ALTERED.keys())
def test_an_altered_entry_is_named(county: County, statement: str) -> None:
    store = lived_in(county).store
    sql(store, statement)
    (fault,) = found(store).faults
    assert fault.number == 4
    assert "altered" in fault.words


def test_an_altered_hash_is_named_with_the_entry_that_follows(county: County) -> None:
    store = lived_in(county).store
    sql(store, "UPDATE event SET hash = :hash WHERE id = 4", hash="f" * 64)
    assert [fault.number for fault in found(store).faults] == [4, 5]


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        (range(1, 2), "missing before it: entry 1"),
        (range(4, 5), "missing before it: entry 4"),
        (range(4, 7), "missing before it: entries 4 to 6"),
    ],
)
def test_missing_entries_are_named(county: County, gone: range, words: str) -> None:
    store = lived_in(county).store
    sql(store, "DELETE FROM event WHERE id BETWEEN :a AND :b", a=gone[0], b=gone[-1])
    first, *rest = found(store).faults
    assert first.words == words
    assert [fault for fault in rest if "written" not in fault.words] == []


def test_entries_that_changed_places_are_named(county: County) -> None:
    store = lived_in(county).store
    sql(
        store,
        "UPDATE event SET id = 1000 WHERE id = 4",
        "UPDATE event SET id = 4 WHERE id = 5",
        "UPDATE event SET id = 5 WHERE id = 1000",
    )
    assert found(store).faults == (
        Fault(4, "reordered: it was written after entry 5, and stands after entry 3"),
        Fault(5, "reordered: it was written after entry 3, and stands after entry 4"),
        Fault(6, "reordered: it was written after entry 4, and stands after entry 5"),
    )


def test_a_log_cut_short_is_noticed_and_stays_so(county: County) -> None:
    store = lived_in(county).store
    with store.read() as work:
        last = work.events.last()
    sql(store, "DELETE FROM event WHERE id > :kept", kept=last - 2)
    (fault,) = found(store).faults
    assert f"the last was {last}" in fault.words
    with store.write() as work:
        work.events.append(Event(EventKind.NOTICE_SENT, MORNING + 20 * HOUR, "1"))
    first, *_ = found(store).faults
    assert "missing" in first.words or "altered" in first.words
    sql(store, "DELETE FROM log_head")
    assert "the record of the end of the log is missing" in found(store).faults[-1].words


def test_a_log_written_anew_shows_where_its_end_was_noted(county: County) -> None:
    store = lived_in(county).store
    noted = verify(store).head
    assert noted is not None
    assert verify(store, seen=noted.hash).sound
    assert not verify(store, seen="0" * 64).sound


BEHIND = {
    "a verdict": ("UPDATE clock SET verdict = 'waived' WHERE id = 1", "clock 1: verdict"),
    "a due time": (
        "UPDATE clock SET due_at = '2026-04-01 00:00:00+00:00' WHERE id = 1",
        "clock 1: due_at",
    ),
    "a link": ("UPDATE response SET link = 'rejected' WHERE id = 1", "response 1: link"),
    "a title": ("UPDATE incident SET title = '无事' WHERE id = 1", "incident 1: title"),
    "a filing": ("UPDATE article SET incident_id = 2 WHERE id = 1", "article 1: incident_id"),
    "a row less": ("DELETE FROM clock WHERE id = 1", "clock 1: the log tells of it"),
}


@pytest.mark.parametrize(("statement", "words"), BEHIND.values(), ids=BEHIND.keys())
def test_state_changed_behind_the_log_is_named(county: County, statement: str, words: str) -> None:
    store = lived_in(county).store
    sql(store, statement)
    verification = found(store)
    assert verification.faults == ()
    assert verification.differences[0].startswith(words)


def test_a_row_that_no_entry_tells_of_is_named(county: County) -> None:
    store = lived_in(county).store
    with store.write() as work:
        row = work.incidents.clocks(1)
        next(iter(row.values())).verdict = "waived"
    assert any("the log last named" in line for line in found(store).differences)


def test_a_log_of_an_earlier_release_is_still_sound(county: County) -> None:
    """Its entries carry no state: what only they tell of is not compared, all else is."""
    store = county.store
    with store.write() as work:
        for number in range(3):
            old = Event(EventKind.ARTICLE_JOINED, MORNING, str(number))
            work.events.append(old)
    _as_before_state_was_kept(store)
    lived_in(county)
    verification = found(store)
    assert verification.sound
    assert verification.stateless == 3
    sql(store, "UPDATE clock SET words_zh = '无' WHERE id = 1")
    assert len(found(store).differences) == 1


def _as_before_state_was_kept(store: Store) -> None:
    """Write the chain as it was before entries carried state."""
    with store.write() as work:
        previous, session = GENESIS, work.events._session
        for _, event, _ in list(work.events.stored()):
            row = session.get(EventRow, int(event.incident) + 1)
            head = session.get(LogHeadRow, 1)
            assert row is not None
            assert head is not None
            plain = Event(event.kind, event.at, event.incident)
            row.state, row.hash = None, chain(previous, plain)
            previous = head.hash = row.hash


def test_the_log_alone_gives_every_state_there_was(county: County) -> None:
    """Folded up to any entry, the state only grows from what it was one entry before."""
    store = lived_in(county).store
    with store.read() as work:
        events = [event for _, event, _ in work.events.stored()]
    states = [canonical(fold(events[:end]).rows) for end in range(len(events) + 1)]
    assert states[-1] == canonical(verify(store).stored)
    for (before, after), event in zip(pairwise(states), events, strict=True):
        assert (before == after) == (not event.state)

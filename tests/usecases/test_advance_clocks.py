"""Many incidents come due at once: one transaction for all, and none that spoils it for others."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from monitor.domain.channel import ChannelKind, Poll, PollOutcome
from monitor.domain.joining import Finding, join
from monitor.domain.severity import Category, EventGrade, Figures, Grading
from monitor.domain.when import When
from monitor.settings.policy_files import load_policy
from monitor.store.store import Store
from monitor.usecases.advance_clocks import advance_clocks
from monitor.usecases.office import Office
from monitor.usecases.official_looks import OfficialLooks
from monitor.usecases.settle import settle, settle_all, watches_over
from monitor.usecases.verify import verify
from tests.usecases.county import CHANNELS, GOV, HOUR, MORNING, OFFICE, WATER

MANY = 7
END = MORNING + 50 * HOUR


def opened(store: Store, office: Office = OFFICE, grade: EventGrade | None = None) -> None:
    """Several incidents, an hour apart, and the official channels looked at without a gap."""
    with store.write() as work:
        work.channels.declare(CHANNELS.values(), MORNING)
        for number in range(MANY):
            at = MORNING + number * HOUR
            finding = Finding(
                str(number), ChannelKind.NEWS, f"柏湾镇第{number}村停水", When.at(at, "test"), at,
                Category.OTHER, Figures(), None, Grading(grade), None, ("water",)[: number % 2],
                "柏湾镇", authority=False, duplicate=False,
            )  # fmt: skip
            row = work.incidents.open(join([finding]))
            settle(work, office, row.id or 0, at)
        at = MORNING - HOUR
        while at <= END + 7 * HOUR:
            for channel in (GOV, WATER):
                poll = Poll(channel.name, at, at, PollOutcome.OK, items=5)
                work.channels.record(poll, {}, channel.every, None)
            at += timedelta(minutes=30)


def verdicts(store: Store) -> dict[int, str]:
    """Where the 48 hours of each incident stand."""
    with store.read() as work:
        return {n: work.incidents.clocks(n)["nat-48h"].verdict for n in range(1, MANY + 1)}


def owed(store: Store) -> list[tuple[int, str, str, str]]:
    """Everything in the outbox, in its order."""
    with store.engine.connect() as connection:
        query = "SELECT incident_id, reason, clause, recipient FROM outbox ORDER BY id"
        return [tuple(row) for row in connection.execute(text(query))]


def test_what_is_settled_together_is_as_if_each_were_settled_alone(
    store: Store, tmp_path: Path
) -> None:
    alone = Store.open(f"sqlite:///{tmp_path / 'alone.db'}")
    opened(store)
    opened(alone)
    for hours in (25, 39, 50):
        now = MORNING + hours * HOUR
        with store.write() as work:
            settle_all(work, OFFICE, range(1, MANY + 1), now)
        for number in range(1, MANY + 1):
            with alone.write() as work:
                settle(work, OFFICE, number, now)
    with store.read() as work, alone.read() as other:
        assert work.state() == other.state()
    assert owed(store) == owed(alone)
    assert set(verdicts(store).values()) == {"breached_open", "due_soon"}
    assert verify(store).sound
    alone.close()


def test_one_that_cannot_be_settled_is_put_off_and_stops_no_other(store: Store) -> None:
    opened(store)
    with store.engine.execution_options(huiying_writes=True).begin() as connection:
        connection.execute(text("UPDATE incident SET category = '?' WHERE id = 3"))
    assert advance_clocks(store, OFFICE, END + 6 * HOUR) == MANY
    found = verdicts(store)
    assert found.pop(3) == "running"
    assert set(found.values()) == {"breached_open"}
    messages = owed(store)
    assert len(messages) == len(set(messages))
    with store.read() as work:
        assert work.incidents.due(END + 6 * HOUR, 10) == []
        assert work.incidents.due(END + 6 * HOUR + timedelta(minutes=10), 10) == [3]
    assert verify(store).faults == ()


def test_a_transaction_that_fails_leaves_nothing_of_any_of_them(store: Store) -> None:
    opened(store)
    before = owed(store), verdicts(store), verify(store).entries

    def settled_and_lost() -> None:
        with store.write() as work:
            settle_all(work, OFFICE, range(1, MANY + 1), END)
            raise ConnectionError

    with pytest.raises(ConnectionError):
        settled_and_lost()
    assert (owed(store), verdicts(store), verify(store).entries) == before
    assert verify(store).sound


def test_an_unknown_incident_is_named(store: Store) -> None:
    opened(store)
    with store.write() as work, pytest.raises(KeyError, match="incident 99"):
        settle_all(work, OFFICE, [1, 99], END)


def test_a_clock_is_kept_under_the_profile_of_its_clause(store: Store) -> None:
    policy = load_policy(["shanwei-2018", "wenzhou-2020"])
    assert "+" in policy.profile.id
    opened(store, replace(OFFICE, policy=policy), EventGrade.GRAVE)
    with store.read() as work:
        kept = {row.clause: row.profile for row in work.incidents.clocks(1).values()}
    assert kept == {clause: policy.clause(clause).profile for clause in kept}
    assert len(set(kept.values())) > 1


def test_looks_that_are_read_for_several_are_those_of_each(store: Store) -> None:
    opened(store)
    now = END
    with store.read() as work:
        facts = work.incidents.facts_of_all(range(1, MANY + 1))
        looks = OfficialLooks(work, OFFICE, facts.values(), now)
        for known in facts.values():
            alone = watches_over(work, OFFICE, known, now)
            assert tuple(looks.over(known)) == alone
            assert [watch.channel for watch in alone] == ["gov", "water"]
            first = min(look.at for watch in alone for look in watch.looks)
            assert first == max(known.detected_at - GOV.patience, MORNING - HOUR)

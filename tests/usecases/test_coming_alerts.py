"""The ladder on a real store: what is foreseen is what the loop then does, whatever happens."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from monitor.domain.handling import Via
from monitor.domain.notices import NoticeReason
from monitor.domain.policy import Policy
from monitor.domain.quiet_hours import QuietHours
from monitor.domain.rungs import Ahead, Reminder, Rung, Unacknowledged
from monitor.domain.when import When
from monitor.store.outbox_tables import OutboxRow
from monitor.store.store import Store
from monitor.usecases.advance_clocks import advance_clocks, next_due_at
from monitor.usecases.coming_alerts import ComingAlert, coming_alerts
from monitor.usecases.correct import Ruling
from monitor.usecases.decide_incident import waive_clause
from monitor.usecases.handle_incident import Entry, acknowledge
from monitor.usecases.office import Office, Recipient
from tests.domain.calendars import CALENDAR
from tests.usecases.county import BBS, EXPLOSION, HOUR, MORNING, OFFICE, YELLOW_WATER, ZONE, County

SEEN = MORNING + timedelta(minutes=10)
"""When the first report is judged; the windows count from its publication, MORNING."""

D, B = ("duty",), ("office_director",)


def office(*steps: Rung | Ahead | Reminder | Unacknowledged, **changes: object) -> Office:
    """The county's office, which sees all, with another ladder."""
    profile = replace(OFFICE.policy.profile, escalation=steps)
    policy = Policy(profile, (profile,)) if steps else OFFICE.policy
    return replace(OFFICE, archive=True, policy=policy, **changes)  # type: ignore[arg-type]  # keyword shorthand


def opened(store: Store, of: Office) -> County:
    """A county in which one incident was just opened."""
    county = County(store, of)
    county.publish(YELLOW_WATER, MORNING, BBS)
    county.tick(SEEN)
    return county


def run(county: County, end: datetime) -> None:
    """Settle each clock at the very instant it falls due."""
    while (due := next_due_at(county.store)) is not None and due <= end:
        advance_clocks(county.store, county.office, due)


Told = tuple[datetime, str, str, str, str]


def sent(county: County) -> list[Told]:
    """(when, reason, clause, rung, to whom) of everything in the outbox."""
    with county.store.write() as work:
        rows = work.outbox.claim(MORNING + timedelta(days=400), 5000, timedelta(0))
        return sorted(_told(row) for row in rows)


def _told(row: OutboxRow) -> Told:
    return row.created_at, row.reason, row.clause, row.rung, row.recipient


def foreseen(alerts: list[ComingAlert]) -> list[Told]:
    return sorted(
        (alert.at, alert.reason.value, alert.clause, alert.rung, told.recipient.address)
        for alert in alerts
        for told in alert.told
    )


LADDERS = [
    (),
    (
        Rung(0.5, D),
        Ahead(2 * HOUR, (*D, "department_head")),
        Rung(1, (*D, *B)),
        Reminder(4 * HOUR, D, 4 * HOUR, timedelta(days=2)),
        Reminder(timedelta(days=2), B),
        Unacknowledged(timedelta(minutes=30), B),
    ),
]


@pytest.mark.parametrize("steps", LADDERS)
@pytest.mark.parametrize("after", [timedelta(0), 30 * HOUR, 50 * HOUR])
def test_what_is_foreseen_is_what_the_loop_then_does(
    store: Store, steps: tuple[Rung, ...], after: timedelta
) -> None:
    county = opened(store, office(*steps))
    run(county, SEEN + after)
    before = sent(county)
    now, end = SEEN + after, MORNING + timedelta(days=10)
    expected = foreseen(coming_alerts(store, county.office, now, 500))
    run(county, end)
    assert [told for told in sent(county) if told not in before] == expected
    assert len(expected) > 5


def test_an_acknowledgement_is_foreseen_and_kept_and_a_restart_changes_nothing(
    store: Store,
) -> None:
    step = Reminder(4 * HOUR, D, 4 * HOUR, unless_acknowledged=True)
    county = opened(store, office(Rung(1, D), step, Unacknowledged(timedelta(minutes=30), B)))
    run(county, MORNING + 53 * HOUR)
    at = MORNING + 53 * HOUR
    entry = Entry("值班员甲", When.at(at, "person"), at)
    acknowledge(store, county.office, 1, entry, Via.BOARD)
    assert coming_alerts(store, county.office, at, 10) == []
    again = County(store, county.office)  # another process, the same store
    run(again, MORNING + timedelta(days=9))
    reasons = [reason for _, reason, _, _, _ in sent(again)]
    assert reasons.count("reminder") == 1
    assert reasons.count("escalated") == 2  # nobody took it on, first before, then after the limit


def test_a_waived_window_has_nothing_to_come(store: Store) -> None:
    county = opened(store, office())
    run(county, MORNING + 49 * HOUR)
    ruling = Ruling("主任", "经上级同意", MORNING + 49 * HOUR)
    waive_clause(store, county.office, 1, "nat-48h", ruling)
    assert coming_alerts(store, county.office, MORNING + 49 * HOUR, 10) == []


def test_the_next_ones_of_several_incidents_are_the_earliest_of_all(store: Store) -> None:
    county = opened(store, office())
    county.publish(EXPLOSION, MORNING + HOUR)
    county.tick(MORNING + 2 * HOUR)
    now = MORNING + 2 * HOUR
    every = coming_alerts(store, county.office, now, 500)
    assert {alert.incident_id for alert in every} == {1, 2}
    assert [alert.at for alert in every] == sorted(alert.at for alert in every)
    for many in (1, 3, 7):
        assert coming_alerts(store, county.office, now, many) == every[:many]


def test_quiet_hours_and_downtime_leave_one_reminder_a_person(store: Store) -> None:
    quiet = QuietHours(ZONE, CALENDAR, time(22), time(8))
    head = Recipient("head@linxi.example", ("duty", *B), name="甲", quiet=quiet)
    of = office(Rung(1, D), Reminder(4 * HOUR, D, 4 * HOUR), Reminder(8 * HOUR, B))
    county = opened(store, replace(of, recipients=(head,)))
    advance_clocks(store, county.office, MORNING + 70 * HOUR)
    reasons = [(reason, rung) for _, reason, _, rung, _ in sent(county)]
    assert [reason for reason, _ in reasons].count("reminder") == 1


def test_a_held_reminder_says_until_when(store: Store) -> None:
    quiet = QuietHours(ZONE, CALENDAR, time(12), time(18))  # the deadline is at nine in the morning
    head = Recipient("head@linxi.example", D, name="甲", quiet=quiet)
    county = opened(store, replace(office(Rung(1, D), Reminder(4 * HOUR, D)), recipients=(head,)))
    breach, reminder = coming_alerts(store, county.office, SEEN, 10)
    assert breach.reason is NoticeReason.WINDOW_BREACHED
    assert breach.told[0].held_until is None
    assert reminder.left == -4 * HOUR
    assert reminder.told[0].held_until == MORNING + 57 * HOUR

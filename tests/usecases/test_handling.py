"""Who took an incident on: kept as entered, counted from where a profile says so, never a stop."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.domain.events import EventKind
from monitor.domain.handling import Via
from monitor.domain.policy import Policy, StartBasis
from monitor.domain.when import Precision, When
from monitor.store.store import Store
from monitor.store.tables import IncidentRow
from monitor.usecases.correct import Ruling, merge_incidents
from monitor.usecases.explain_incident import explain_incident
from monitor.usecases.handle_incident import Entry, acknowledge, assign, take_back
from monitor.usecases.office import Office
from monitor.usecases.verify import verify
from tests.usecases.county import (
    BBS,
    EXPLOSION,
    HOUR,
    MORNING,
    OFFICE,
    WATER,
    YELLOW_WATER,
    YELLOW_WATER_ANSWER,
    County,
)

SOON = timedelta(minutes=15)


def counting_from(*bases: StartBasis) -> Office:
    """The county's office under a profile that counts its windows from these moments."""
    profile = OFFICE.policy.profile
    clauses = tuple(
        replace(clause, clock_start=bases) if clause.times_incidents else clause
        for clause in profile.clauses
    )
    own = replace(profile, clauses=clauses)
    lineage = tuple(own if p.id == own.id else p for p in OFFICE.policy.lineage)
    return replace(OFFICE, policy=Policy(own, lineage))


def entry(hours: float = 3, at: When | None = None, by: str = "值班员甲") -> Entry:
    now = MORNING + hours * HOUR
    return Entry(by, at or When.at(now, "person"), now, "交办单12号")


def complain(county: County) -> None:
    county.publish(YELLOW_WATER, MORNING, BBS)
    county.tick(MORNING + SOON)


def kept(county: County, incident: int = 1) -> IncidentRow:
    with county.store.read() as work:
        return IncidentRow(**work.incidents.get(incident).model_dump())


def due(county: County, clause: str = "nat-48h") -> tuple[datetime, datetime]:
    with county.store.read() as work:
        row = work.incidents.clocks(1)[clause]
        return row.due_from, row.due_at


def test_a_window_counts_from_the_assignment_where_the_profile_says_so(store: Store) -> None:
    county = County(store, counting_from(StartBasis.ASSIGNED, StartBasis.FIRST_SEEN_PUBLIC))
    complain(county)
    assert due(county) == (MORNING + 48 * HOUR, MORNING + 48 * HOUR)
    day = When(MORNING + 1 * HOUR, MORNING + 3 * HOUR, "person", Precision.DAY)
    assign(store, county.office, 1, ("water",), entry(at=day))
    assert due(county) == (MORNING + 49 * HOUR, MORNING + 51 * HOUR)
    # Handing it on starts nothing anew.
    assign(store, county.office, 1, ("emergency",), entry(20))
    assert due(county) == (MORNING + 49 * HOUR, MORNING + 51 * HOUR)
    assert verify(store).sound


def test_an_earlier_assignment_that_is_entered_later_moves_the_start_back(store: Store) -> None:
    county = County(store, counting_from(StartBasis.ASSIGNED))
    complain(county)
    assign(store, county.office, 1, ("water",), entry(5))
    vague = When(MORNING + 4 * HOUR, MORNING + 28 * HOUR, "person", Precision.DAY)
    assign(store, county.office, 1, ("water",), entry(30, at=vague))
    # The second may have been the first: its day begins earlier.
    assert due(county) == (MORNING + 52 * HOUR, MORNING + 53 * HOUR)


def test_an_acknowledgement_stops_no_clock_and_counts_only_where_the_profile_says_so(
    county: County,
) -> None:
    complain(county)
    before = due(county)
    acknowledge(county.store, county.office, 1, entry(2), Via.BOARD)
    assert due(county) == before
    county.tick(MORNING + 40 * HOUR)
    assert (due(county), county.verdicts()["nat-48h"]) == (before, "due_soon")
    office = counting_from(StartBasis.ACKNOWLEDGED)
    found = explain_incident(county.store, office, 1, MORNING + 50 * HOUR)
    (window,) = [r.window for r in found.rules if r.clause.id == "nat-48h" and r.window]
    assert [r.basis for r in window.readings if r.in_force] == [StartBasis.ACKNOWLEDGED]


def test_the_latest_acknowledgement_is_given_with_the_generation_it_was_made_at(
    county: County,
) -> None:
    complain(county)
    with county.store.read() as work:
        assert work.handling.acknowledged(1) is None
    acknowledge(county.store, county.office, 1, entry(2, by="甲"), Via.MAIL)
    with county.store.write() as work:
        work.incidents.clocks(1)["nat-48h"].generation = 2
        work.events.append_rest("1", MORNING + 3 * HOUR)
    acknowledge(county.store, county.office, 1, entry(4, by="乙"), Via.BOARD)
    with county.store.read() as work:
        first, last = work.handling.acknowledgements(1)
        found = work.handling.acknowledged(1)
    assert found == last
    assert (first.by, first.generation, first.via) == ("甲", 0, Via.MAIL)
    assert (last.by, last.generation, last.via) == ("乙", 2, Via.BOARD)
    assert last.at == When.at(MORNING + 4 * HOUR, "person")
    assert verify(county.store).sound


def test_the_assigned_unit_is_responsible_and_told_and_the_machine_leaves_it_so(
    county: County,
) -> None:
    complain(county)
    told = [who for reason, _, who in county.owed() if reason == "incident_opened"]
    machine = kept(county).units
    assign(county.store, county.office, 1, ("emergency",), entry())
    assert kept(county).units == ["emergency"]
    title, text = YELLOW_WATER
    county.publish((title, f"据临溪论坛消息：{text}"), MORNING + 5 * HOUR)
    county.tick(MORNING + 5 * HOUR + SOON)
    assert (kept(county).units, kept(county).machine_units) == (["emergency"], machine)
    assign(county.store, county.office, 1, ("water",), entry(6))
    again = [who for reason, _, who in county.owed() if reason == "incident_opened"]
    assert len(again) == len(set(again))  # whoever was told already is not told again
    assert set(told) <= set(again)
    with county.store.read() as work:
        numbers = [assignment.id for assignment in work.handling.assignments(1)]
    for number in numbers:
        take_back(
            county.store,
            county.office,
            1,
            EventKind.ASSIGNMENT_WITHDRAWN,
            number,
            by="值班员甲",
            reason="登记错了事件",
            now=MORNING + 7 * HOUR,
        )
    assert (kept(county).units, kept(county).machine_units) == (machine, None)
    assert verify(county.store).sound


def test_a_merged_incident_takes_its_assignment_along_but_no_acknowledgement(
    county: County,
) -> None:
    complain(county)
    county.publish(EXPLOSION, MORNING + HOUR)
    county.tick(MORNING + HOUR + SOON)
    assign(county.store, county.office, 2, ("emergency",), entry())
    acknowledge(county.store, county.office, 2, entry(), Via.COMMAND)
    ruling = Ruling("值班员甲", "同一事件", MORNING + 4 * HOUR)
    merge_incidents(county.store, county.office, 2, 1, ruling)
    with county.store.read() as work:
        facts = work.incidents.facts(1)
        assert facts.assigned == When.at(MORNING + 3 * HOUR, "person")
        assert facts.acknowledged is None
        assert work.handling.assignments(2) == []
    assert kept(county).units == ["emergency"]
    assert verify(county.store).sound


def test_both_are_logged_with_name_time_and_note(county: County) -> None:
    complain(county)
    assign(county.store, county.office, 1, ("water", "emergency"), entry())
    acknowledge(county.store, county.office, 1, entry(4), Via.MAIL)
    with county.store.read() as work:
        found = {event.kind: event for event in work.events.of_incident("1")}
    handed = found[EventKind.INCIDENT_ASSIGNED]
    assert (handed.actor, handed.reason) == ("值班员甲", "县水务局、县应急管理局（交办单12号）")
    assert handed.data["units"] == ["water", "emergency"]
    taken = found[EventKind.INCIDENT_ACKNOWLEDGED]
    assert (taken.actor, taken.reason) == ("值班员甲", "邮件链接，交办单12号")
    assert taken.data["latest"] == (MORNING + 4 * HOUR).isoformat()


def test_an_answer_before_the_assignment_is_in_time(store: Store) -> None:
    county = County(store, counting_from(StartBasis.ASSIGNED))
    complain(county)
    county.publish(YELLOW_WATER_ANSWER, MORNING + 2 * HOUR, WATER)
    county.tick(MORNING + 3 * HOUR)
    assign(store, county.office, 1, ("water",), entry(5))
    assert county.verdicts()["nat-48h"] == "met"


REFUSED: list[tuple[Callable[[County], object], str]] = [
    (lambda c: assign(c.store, c.office, 9, ("water",), entry()), "incident 9"),
    (lambda c: assign(c.store, c.office, 1, ("police",), entry()), "unit police"),
    (lambda c: assign(c.store, c.office, 1, (), entry()), "names the unit"),
    (lambda c: acknowledge(c.store, c.office, 9, entry(), Via.BOARD), "incident 9"),
    (lambda c: entry(by=" "), "needs a name"),
    (lambda c: entry(3, at=When.at(MORNING + 4 * HOUR, "person")), "lies ahead"),
    (
        lambda c: take_back(
            c.store,
            c.office,
            1,
            EventKind.ACKNOWLEDGEMENT_WITHDRAWN,
            5,
            by="甲",
            reason="错",
            now=MORNING + HOUR,
        ),
        "acknowledgement 5",
    ),
]


def test_what_cannot_be_entered_changes_nothing(county: County) -> None:
    complain(county)
    for call, said in REFUSED:
        with pytest.raises((KeyError, ValueError), match=said):
            call(county)
    with county.store.read() as work:
        assert work.handling.assignments(1) == []
        assert work.handling.acknowledgements(1) == []

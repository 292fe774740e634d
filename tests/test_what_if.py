"""What another profile would have made of the same facts."""

from dataclasses import replace
from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.archive_policy import for_archive
from monitor.domain.policy import resolve_together
from monitor.domain.severity import EventGrade
from monitor.settings.policy_files import load_policy, load_profiles
from monitor.what_if import Case, Side, as_if_in_force, compare
from tests.domain.facts import HOUR, START, exactly, incident, response

NATIONAL = load_policy("national")
HERE = Side(NATIONAL, for_archive(NATIONAL))
LONG_AGO = START.replace(year=2010)


def side(profile: str) -> Side:
    policy = load_policy(profile)
    return Side(policy, as_if_in_force(for_archive(policy)))


BESIDE = side("national")


@given(
    st.sampled_from([None, *EventGrade]),
    st.integers(-100, 200),
    st.sampled_from([START, LONG_AGO]),
)
def test_a_profile_beside_itself_differs_nowhere(
    grade: EventGrade | None, hours: int, began: datetime
) -> None:
    facts = incident(
        grade=grade,
        first_public=exactly(began),
        detected_at=began,
        responses=(response(began + hours * HOUR),),
    )
    assert compare([Case("x", facts)], HERE, BESIDE).differences == ()


def test_windows_are_paired_by_the_clause_they_both_go_back_to() -> None:
    what_if = compare([Case("x", incident(grade=EventGrade.GRAVE))], HERE, side("qionglai-2023"))
    assert [
        (pair.here.clause, pair.there.clause) for pair in what_if.pairs if pair.here and pair.there
    ] == [("nat-5h", "ql-5h"), ("nat-24h", "ql-24h")]
    assert what_if.differences == ()
    assert set(what_if.counts()) == {("nat-5h", "ql-5h"), ("nat-24h", "ql-24h")}


def test_only_the_first_edition_of_a_profile_is_supposed() -> None:
    profiles = load_profiles()
    shanwei = profiles["shanwei-2018"]
    later = replace(
        next(c for c in shanwei.clauses if c.id == "sw-5h"),
        id="sw-3h",
        replaces="sw-5h",
        effective_from=date(2024, 1, 1),
    )
    profiles["shanwei-2018"] = replace(shanwei, clauses=(*shanwei.clauses, later))
    policy = as_if_in_force(for_archive(resolve_together(profiles, ["shanwei-2018"])))
    day = date(2010, 1, 1)
    assert [c.id for c in policy.windows_on(day)] == ["sw-5h", "sw-24h", "nat-48h"]
    assert policy.windows_on(date(2024, 5, 1))[0].id == "sw-3h"


def test_several_profiles_that_bind_together_are_each_supposed() -> None:
    joint = resolve_together(load_profiles(), ["shanwei-2018", "qionglai-2023"])
    policy = as_if_in_force(for_archive(joint))
    windows = {c.id for c in policy.windows_on(date(2010, 1, 1))}
    assert {"sw-5h", "ql-5h", "ql-48h", "nat-48h"} <= windows


def test_what_runs_on_one_side_only_is_a_difference() -> None:
    facts = incident(grade=EventGrade.GRAVE, first_public=exactly(LONG_AGO), detected_at=LONG_AGO)
    what_if = compare([Case("x", facts)], HERE, side("shanwei-2018"))
    (pair,) = what_if.differences
    assert pair.here is None
    assert pair.there is not None
    assert pair.there.clause == "sw-5h"
    assert what_if.there.awaited("sw-5h", facts) == date(2018, 7, 30)

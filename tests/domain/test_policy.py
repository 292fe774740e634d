"""Child clauses override and never loosen silently; several documents can bind at once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from monitor.domain.policy import (
    Binding,
    Clause,
    ClauseKind,
    OnUpgrade,
    Policy,
    Profile,
    StartBasis,
    loosens,
    resolve,
    resolve_together,
)
from monitor.domain.response import ResponseKind
from monitor.domain.severity import EventGrade
from monitor.domain.timing import time_incident
from monitor.domain.verdict import Verdict
from monitor.domain.window import parse_window
from monitor.settings.policy_files import load_policy, load_profiles
from tests.domain.facts import HOUR, START, exactly, incident, response, watched

DAY = date(2026, 3, 2)
PARENT = Clause(
    "parent",
    "city",
    ClauseKind.DEADLINE,
    "最迟24小时",
    "虚构",
    grades=("特别重大", "重大"),
    category="emergency",
    window=parse_window("PT24H"),
    satisfied_by=("statement", "press_conference"),
    clock_start=(StartBasis.OCCURRED,),
)
CHILD = replace(PARENT, id="child", profile="county", replaces="parent")


def policy(child: Clause, parent: Clause = PARENT) -> Policy:
    city = Profile("city", "临溪市 (虚构)", "Asia/Shanghai", (), (parent,))
    county = Profile("county", "临溪县 (虚构)", "Asia/Shanghai", ("city",), (child,))
    return resolve({"city": city, "county": county}, "county")


def ids(found: Policy, day: date = DAY) -> list[str]:
    return [clause.id for clause in found.clauses_on(day)]


STRICTER_OR_EQUAL: list[dict[str, object]] = [
    {},
    {"window": parse_window("PT12H")},
    {"window": parse_window("P1D")},
    {"grades": ("特别重大", "重大", "较大")},
    {"grades": ("*",)},
    {"category": "any"},
    {"satisfied_by": ("press_conference",)},
    {"clock_start": (StartBasis.DETECTED,)},  # where to start from is the office's own decision
]
LOOSER: list[dict[str, object]] = [
    {"window": parse_window("PT25H")},
    {"window": parse_window("P1WD"), "calendar": "working_days"},
    {"window": None, "kind": ClauseKind.DUTY},
    {"grades": ("特别重大",)},
    {"grades": ()},
    {"category": "fire"},
    {"satisfied_by": ("statement", "press_conference", "weibo")},
    {"satisfied_by": ()},
    {"binding": Binding.SOFT},
    {"binding": Binding.CONDITIONAL},
    {"channels": ("mayor_mailbox",)},
    {"kind": ClauseKind.FREQUENCY},
]


@pytest.mark.parametrize("changes", STRICTER_OR_EQUAL, ids=str)
def test_a_clause_at_least_as_strict_hides_what_it_replaces(changes: dict[str, object]) -> None:
    assert ids(policy(replace(CHILD, **changes))) == ["child"]  # type: ignore[arg-type]  # one field each


@pytest.mark.parametrize("changes", LOOSER, ids=str)
def test_a_looser_clause_stands_beside_what_it_would_loosen(changes: dict[str, object]) -> None:
    assert ids(policy(replace(CHILD, **changes))) == ["parent", "child"]  # type: ignore[arg-type]  # one field each


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        ({"min_count": 2}, {"min_count": 2}, False),
        ({"min_count": 2}, {"min_count": 3}, False),
        ({"min_count": 2}, {"min_count": 1}, True),
        ({"min_count": 2}, {}, True),
        ({"min_ratio": 0.5}, {"min_ratio": 0.6}, False),
        ({"min_ratio": 0.5}, {"min_ratio": 0.4}, True),
        ({"due": "2026-06-30"}, {"due": "2026-05-31"}, False),
        ({"due": "2026-06-30"}, {"due": "2026-07-31"}, True),
        ({"due_every_year": "03-31"}, {"due_every_year": "01-31"}, False),
        ({"due_every_year": "03-31"}, {"due_every_year": "04-30"}, True),
    ],
)
def test_less_often_a_smaller_share_or_a_later_day_loosens(
    theirs: dict[str, object], ours: dict[str, object], expected: bool
) -> None:
    assert loosens(replace(CHILD, extra=ours), replace(PARENT, extra=theirs)) is expected


@pytest.mark.parametrize(("theirs", "ours"), [("PT24H", "PT48H"), ("PT24H", None)])
def test_a_longer_gap_between_updates_loosens(theirs: str, ours: str | None) -> None:
    gap = parse_window(ours) if ours else None
    assert loosens(replace(CHILD, max_gap=gap), replace(PARENT, max_gap=parse_window(theirs)))


def test_what_never_bound_may_be_replaced_by_anything() -> None:
    soft = replace(PARENT, binding=Binding.SOFT)
    assert ids(policy(replace(CHILD, window=parse_window("PT99H")), soft)) == ["child"]


def test_a_longer_count_of_working_days_does_not_hide_a_shorter_one() -> None:
    parent = replace(PARENT, window=parse_window("P5WD"), calendar="working_days")
    assert ids(policy(replace(CHILD, window=parse_window("P10WD")), parent)) == ["parent", "child"]
    assert ids(policy(replace(CHILD, window=parse_window("P3WD")), parent)) == ["child"]


def test_a_clause_hides_another_only_while_it_is_in_force_itself() -> None:
    child = replace(
        CHILD,
        effective_from=date(2020, 1, 1),
        effective_to=date(2022, 12, 31),
        window=parse_window("PT12H"),
    )
    found = policy(child, replace(PARENT, effective_from=date(2018, 1, 1)))
    assert ids(found, date(2017, 12, 31)) == []
    assert ids(found, date(2018, 1, 1)) == ["parent"]
    assert ids(found, date(2020, 1, 1)) == ["child"]
    assert ids(found, date(2022, 12, 31)) == ["child"]
    assert ids(found, date(2023, 1, 1)) == ["parent"]


def test_an_incident_of_2015_has_no_hours_in_any_profile() -> None:
    for name in load_profiles():
        assert load_policy(name).windows_on(date(2015, 8, 1)) == ()


BOTH = ("qionglai-2023", "shanwei-2018")


def test_two_documents_bind_at_once_each_with_all_its_windows_the_shortest_first() -> None:
    found = load_policy(BOTH)
    assert found.profile.id == "qionglai-2023+shanwei-2018"
    assert [clause.id for clause in found.windows_on(DAY)] == [
        "ql-5h",
        "sw-5h",
        "ql-24h",
        "sw-24h",
        "nat-48h",  # by shanwei, which does not replace it
        "ql-48h",
    ]
    assert found.escalation == load_policy("national").escalation


def test_two_documents_bind_from_their_own_days_on() -> None:
    found = load_policy(BOTH)
    before = found.profile.zone, [c.id for c in found.windows_on(date(2018, 7, 29))]
    assert before == ("Asia/Shanghai", ["nat-5h", "nat-24h", "nat-48h"])
    between = [c.id for c in found.windows_on(date(2020, 1, 1))]
    # Under the later document the national windows still stand; under the earlier its own.
    assert between == ["nat-5h", "sw-5h", "nat-24h", "sw-24h", "nat-48h"]


def test_one_incident_is_timed_under_both_and_the_verdicts_are_told_apart() -> None:
    short = replace(CHILD, window=parse_window("PT12H"))
    profiles = {
        "city": Profile("city", "临溪市 (虚构)", "Asia/Shanghai", (), (PARENT,)),
        "county": Profile(
            "county", "临溪县 (虚构)", "Asia/Shanghai", (), (replace(short, replaces=""),)
        ),
    }
    found = resolve_together(profiles, ["city", "county"])
    facts = incident(
        grade=EventGrade.GRAVE,
        occurred=exactly(START),
        responses=(response(START + 15 * HOUR, ResponseKind.STATEMENT),),
    )
    clocks = time_incident(facts, found, (watched(START + 60 * HOUR),), START + 50 * HOUR)
    assert [(clock.clause, clock.verdict) for clock in clocks] == [
        ("child", Verdict.LATE_MET),
        ("parent", Verdict.MET),
    ]
    assert [found.clause(clock.clause).profile for clock in clocks] == ["county", "city"]


def test_documents_of_two_time_zones_cannot_bind_together() -> None:
    profiles = {
        "a": Profile("a", "a", "Asia/Shanghai", (), ()),
        "b": Profile("b", "b", "Asia/Urumqi", (), ()),
    }
    with pytest.raises(ValueError, match="one time zone"):
        resolve_together(profiles, ["a", "b"])


def test_a_window_is_as_long_as_it_says_under_every_profile() -> None:
    for name in load_profiles():
        lengths = [c.window.elapsed for c in load_policy(name).windows_on(DAY) if c.window]
        assert lengths == [timedelta(hours=hours) for hours in (5, 24, 48)]


def test_the_nearest_document_says_from_when_a_risen_grade_counts() -> None:
    county = Profile("county", "临溪县", "Asia/Shanghai", ("city",), ())
    city = Profile("city", "云岭市", "Asia/Shanghai", (), (), on_upgrade=OnUpgrade.FROM_UPGRADE)
    strict = replace(county, id="strict", inherits=(), on_upgrade=OnUpgrade.STRICT)
    profiles = {p.id: p for p in (county, city, strict)}
    assert resolve(profiles, "county").on_upgrade is OnUpgrade.FROM_UPGRADE
    silent = replace(strict, on_upgrade=None)
    assert resolve({"strict": silent}, "strict").on_upgrade is OnUpgrade.STRICT
    together = resolve_together(profiles, ["county", "strict"])
    assert together.on_upgrade is OnUpgrade.STRICT
    assert resolve_together(profiles, ["county", "city"]).on_upgrade is OnUpgrade.FROM_UPGRADE

"""Each clause that runs on no incident, from what a person entered to where the office stands."""

from datetime import UTC, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.duties import duties_on, standings
from monitor.domain.policy import Binding, Clause, ClauseKind
from monitor.domain.records import ACCEPTED, Record, RecordKind
from monitor.domain.standing import DutyState, Standing
from monitor.domain.when import When
from monitor.domain.window import parse_window
from monitor.settings.policy_files import load_policy, load_profiles
from tests.domain.calendars import RULER, Entries, clause, local

S = DutyState


def stand(clause_id: str, entries: Entries | None, now: str) -> tuple[Standing, ...]:
    """Where the office stands with a clause."""
    records = entries.made if entries else []
    return standings(clause(clause_id), records, (), local(now), RULER)


def state(clause_id: str, entries: Entries | None, now: str) -> list[str]:
    return [standing.state.value for standing in stand(clause_id, entries, now)]


DEADLINES = ["jz-32", "bl-penalty", "sw-5wd", "sw-1wd-guide", "sw-5d-gazette"]
LAST_DAYS = {  # the last day of what began on Monday 2 March 2026
    "jz-32": "2026-03-03",
    "bl-penalty": "2026-03-30",
    "sw-5wd": "2026-03-09",
    "sw-1wd-guide": "2026-03-03",
    "sw-5d-gazette": "2026-03-09",  # five days end on a Saturday
}


@pytest.mark.parametrize("name", DEADLINES)
def test_a_time_limit_runs_from_what_a_person_entered(name: str) -> None:
    last = LAST_DAYS[name]
    after = f"{RULER.day(local(last)) + timedelta(days=1)}"
    begun = Entries(name).add("start", "2026-03-02", matter="12")
    assert state(name, begun, "2026-03-02 18:00") == ["running"]
    assert state(name, begun, f"{last} 23:00") == ["due_soon"]
    assert state(name, begun, f"{after} 00:00") == ["needs_entry"]
    in_time = Entries(name).add("start", "2026-03-02").add("done", last)
    assert state(name, in_time, "2026-06-01") == ["met"]
    late = Entries(name).add("start", "2026-03-02").add("done", after)
    assert state(name, late, "2026-06-01") == ["late_met"]
    undone = Entries(name).add("start", "2026-03-02").add("missed", after)
    assert state(name, undone, "2026-06-01") == ["breached_open"]
    excused = Entries(name).add("start", "2026-03-02").add("excused", last, reason="停电")
    assert state(name, excused, "2026-06-01") == ["waived"]


@pytest.mark.parametrize("name", DEADLINES)
def test_a_time_limit_without_its_start_needs_a_persons_entry(name: str) -> None:
    assert state(name, None, "2026-06-01") == ["needs_entry"]
    assert state(name, Entries(name).add("done", "2026-03-02"), "2026-06-01") == ["needs_entry"]


def test_each_matter_stands_for_itself_and_a_later_entry_for_an_earlier_one() -> None:
    entries = Entries("sw-5wd").add("start", "2026-03-02", matter="12", subject="住建局")
    entries.add("start", "2026-03-02", matter="13").add("done", "2026-03-20", matter="13")
    entries.add("done", "2026-03-04", matter="13")
    found = stand("sw-5wd", entries, "2026-03-05")
    assert [(s.subject, s.matter, s.state.value) for s in found] == [
        ("住建局", "12", "running"),
        ("", "13", "met"),
    ]


def test_vague_times_leave_a_limit_undetermined_and_a_contradiction_says_so() -> None:
    vague = When(local("2026-03-09 08:00"), local("2026-03-10 08:00"), "person")
    entries = Entries("sw-5wd").add("start", "2026-03-02").made
    entries.append(Record(2, "sw-5wd", RecordKind.DONE, vague, vague.latest, "甲", "乙"))
    (found,) = standings(clause("sw-5wd"), entries, (), local("2026-06-01"), RULER)
    assert found.state is S.UNDETERMINED
    backwards = Entries("sw-5wd").add("start", "2026-03-02").add("done", "2026-02-27")
    (found,) = stand("sw-5wd", backwards, "2026-06-01")
    assert found.state is S.UNDETERMINED
    assert "早于" in found.words.zh


def test_a_missing_year_makes_the_clause_undetermined_and_says_what_to_do() -> None:
    (found,) = stand("sw-5wd", Entries("sw-5wd").add("start", "2026-12-30"), "2026-12-31")
    assert found.state is S.UNDETERMINED
    assert "2027" in found.words.zh
    assert "workdays.toml" in found.words.en


@pytest.mark.parametrize(
    ("name", "due"),
    [
        ("bl-annual-backfill", "2015-08-31"),
        ("wz-catalog", "2020-09-30"),
        ("sw-hotline", "2018-12-29"),
        ("ql-library", "2023-08-31"),
    ],
)
def test_a_day_that_is_fixed_once(name: str, due: str) -> None:
    day = RULER.day(local(due))
    before, after = f"{day - timedelta(days=200)}", f"{day + timedelta(days=1)}"
    assert state(name, None, before) == ["running"]
    assert state(name, None, f"{day - timedelta(days=10)}") == ["due_soon"]
    assert state(name, None, after) == ["needs_entry"]
    assert state(name, Entries(name).add("done", due), after) == ["met"]
    assert state(name, Entries(name).add("done", after), "2026-06-01") == ["late_met"]
    assert state(name, Entries(name).add("missed", after), "2026-06-01") == ["breached_open"]
    assert state(name, Entries(name).add("excused", after), "2026-06-01") == ["waived"]


def test_a_day_that_returns_each_year_shows_the_last_and_the_next() -> None:
    found = stand("sw-annual", None, "2026-02-02")
    assert [(s.matter, s.state.value) for s in found] == [
        ("2025", "needs_entry"),
        ("2026", "running"),
    ]
    assert [s.state.value for s in stand("sw-annual", None, "2026-03-20")][1] == "due_soon"
    done = Entries("sw-annual").add("done", "2026-03-31", url="https://www.linxi.example/2025")
    assert state("sw-annual", done, "2026-04-01") == ["met", "running"]


def test_a_late_yearly_report_counts_for_the_year_it_names_and_else_for_the_next() -> None:
    named = Entries("sw-annual").add("done", "2026-04-02", matter="2026")
    assert state("sw-annual", named, "2026-06-01") == ["late_met", "running"]
    unnamed = Entries("sw-annual").add("done", "2026-04-02")
    assert state("sw-annual", unnamed, "2026-06-01") == ["needs_entry", "met"]


def test_a_yearly_day_before_the_document_is_not_asked_for() -> None:
    assert [s.matter for s in stand("sw-annual", None, "2018-08-01")] == ["2019"]


YEARLY = ["sw-leader-explain", "sw-leader-hears", "ql-secrecy"]


@pytest.mark.parametrize("name", YEARLY)
def test_once_a_year_is_counted_by_the_calendar_year(name: str) -> None:
    found = stand(name, None, "2026-03-02")
    assert [(s.matter, s.state.value) for s in found] == [
        ("2025", "needs_entry"),
        ("2026", "running"),
    ]
    assert state(name, None, "2026-11-30")[1] == "due_soon"
    done = Entries(name).add("done", "2025-12-31").add("done", "2026-01-01")
    assert state(name, done, "2026-03-02") == ["met", "met"]
    missed = Entries(name).add("missed", "2025-12-31")
    assert state(name, missed, "2026-03-02") == ["breached_open", "running"]
    excused = Entries(name).add("excused", "2025-11-01")
    assert state(name, excused, "2026-03-02") == ["waived", "running"]


def test_every_quarter_is_counted_for_each_unit_that_is_entered() -> None:
    entries = Entries("jz-11").add("done", "2026-01-15", subject="甲镇")
    entries.add("done", "2026-04-15", subject="甲镇").add("done", "2026-05-06", subject="乙镇")
    found = stand("jz-11", entries, "2026-05-10")
    assert [(s.subject, s.matter, s.state.value) for s in found] == [
        ("甲镇", "2026-Q1", "met"),
        ("甲镇", "2026-Q2", "met"),
        ("乙镇", "2026-Q1", "needs_entry"),
        ("乙镇", "2026-Q2", "met"),
    ]


def test_a_period_that_ended_before_the_document_is_not_asked_for() -> None:
    assert [s.matter for s in stand("sw-leader-hears", None, "2018-08-01")] == ["2018"]


@pytest.mark.parametrize(
    ("closed", "now", "expected"),
    [
        ("2026-04-01", "2026-04-02", "met"),  # thirty days after the day of opening
        ("2026-03-31", "2026-04-02", "breached_open"),
        ("2026-03-21", "2026-03-10", "due_soon"),  # announced, and too short
        ("2026-04-10", "2026-03-10", "running"),  # announced, and long enough
        ("2026-02-20", "2026-04-02", "undetermined"),  # before it was opened
    ],
)
def test_a_consultation_stays_open_for_thirty_days(closed: str, now: str, expected: str) -> None:
    entries = (
        Entries("jz-2").add("start", "2026-03-02", matter="草案").add("done", closed, matter="草案")
    )
    assert state("jz-2", entries, now) == [expected]


def test_a_short_consultation_with_cause_is_excused_and_one_without_days_needs_them() -> None:
    assert state("jz-2", None, "2026-04-02") == ["needs_entry"]
    opened = Entries("jz-2").add("start", "2026-03-02")
    assert state("jz-2", opened, "2026-03-10") == ["running"]
    assert state("jz-2", opened, "2026-04-10") == ["needs_entry"]
    short = opened.add("done", "2026-03-12").add("excused", "2026-03-12", reason="情况紧急")
    (found,) = stand("jz-2", short, "2026-04-10")
    assert found.state is S.WAIVED
    assert "情况紧急" in found.words.zh


@pytest.mark.parametrize(
    ("count", "of", "expected", "says"),
    [
        (10, 20, "met", "50 % (10/20)"),
        (9, 20, "breached_open", "45 % (9/20)"),
        (3, 4, "met", "数量少"),
        (0, 0, "undetermined", "分母为零"),
    ],
)
def test_a_share_is_told_with_its_fraction(count: int, of: int, expected: str, says: str) -> None:
    entries = Entries("ql-50pct").add("count", "2026-03-02", count=count, out_of=of)
    (found,) = stand("ql-50pct", entries, "2026-03-03")
    assert found.state.value == expected
    assert says in found.words.zh


def test_a_share_that_nobody_counted_needs_a_persons_entry() -> None:
    assert state("ql-50pct", None, "2026-03-02") == ["needs_entry"]


@pytest.mark.parametrize("name", ["jz-30", "wz-flow", "ql-evaluate", "ql-first-responsible"])
def test_what_has_no_limit_is_shown_and_never_breached(name: str) -> None:
    assert state(name, None, "2026-03-02") == ["shown"]
    (found,) = stand(
        name, Entries(name).add("done", "2026-03-02", reason="已制定流程"), "2026-04-01"
    )
    assert found.state is S.SHOWN
    assert "已制定流程" in found.words.zh


def altered(clause_id: str, **changes: object) -> Clause:
    fields = {name: getattr(clause(clause_id), name) for name in Clause.__slots__}
    return Clause(**{**fields, **changes})


@pytest.mark.parametrize("binding", [Binding.SOFT, Binding.CONDITIONAL])
def test_what_does_not_bind_never_breaches_by_itself(binding: Binding) -> None:
    weaker = altered("sw-5wd", binding=binding)
    late = Entries("sw-5wd").add("start", "2026-03-02").add("done", "2026-03-20")
    (found,) = standings(weaker, late.made, (), local("2026-06-01"), RULER)
    assert found.state is (S.ADVISED if binding is Binding.SOFT else S.NEEDS_ENTRY)


def test_what_binds_where_necessary_is_late_once_a_person_says_it_was_necessary() -> None:
    conditional = altered("sw-5wd", binding=Binding.CONDITIONAL)
    late = Entries("sw-5wd").add("start", "2026-03-02").add("done", "2026-03-20")
    late.add("needed", "2026-03-20")
    (found,) = standings(conditional, late.made, (), local("2026-06-01"), RULER)
    assert found.state is S.LATE_MET


def test_a_window_in_hours_or_days_of_a_recurring_duty_is_counted_from_the_last_time() -> None:
    weekly = altered("ql-10d", window=parse_window("P5WD"), calendar="working_days")
    entries = Entries("ql-10d").add("done", "2026-03-02", subject="临溪发布")
    at = [
        standings(weekly, entries.made, (), local(now), RULER)[0].state.value
        for now in ("2026-03-04", "2026-03-09", "2026-03-10")
    ]
    assert at == ["met", "due_soon", "needs_entry"]
    entries.add("missed", "2026-03-10", subject="临溪发布")
    (found,) = standings(weekly, entries.made, (), local("2026-03-12"), RULER)
    assert found.state is S.BREACHED_OPEN


EVERY = [c for profile in load_profiles().values() for c in profile.clauses]
OFF_INCIDENTS = [c for c in EVERY if not c.times_incidents and not c.follows_incidents]


@pytest.mark.parametrize("each", OFF_INCIDENTS, ids=lambda c: c.id)
def test_nothing_counts_as_kept_or_breached_while_nobody_entered_anything(each: Clause) -> None:
    for now in ("2015-07-01", "2020-10-01", "2026-03-02"):
        for found in standings(each, [], (), local(now), RULER):
            assert found.state in (S.NEEDS_ENTRY, S.SHOWN, S.RUNNING, S.DUE_SOON)
            assert found.words.zh
            assert found.words.en


ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(list(RecordKind)),
        st.datetimes(
            local("2025-01-01").replace(tzinfo=None), local("2026-06-30").replace(tzinfo=None)
        ),
        st.sampled_from(["", "甲", "乙"]),
        st.integers(0, 30),
    ),
    max_size=8,
)


@given(
    st.sampled_from(OFF_INCIDENTS),
    ENTRIES,
    st.datetimes(
        local("2025-06-01").replace(tzinfo=None), local("2026-11-01").replace(tzinfo=None)
    ),
)
def test_entries_give_the_same_standings_in_any_order_and_no_more_than_they_say(
    each: Clause, raw: list[tuple], now_naive: object
) -> None:
    now = now_naive.replace(tzinfo=UTC)  # type: ignore[attr-defined]  # hypothesis gives datetimes
    records = [
        Record(
            number,
            each.id,
            kind,
            When.at(at.replace(tzinfo=UTC), "person"),
            now,
            "甲",
            "乙",
            who,
            "",
            count,
            count + 3,
        )
        for number, (kind, at, who, count) in enumerate(raw, 1)
        if kind in ACCEPTED[each.kind]
    ]
    found = standings(each, records, (), now, RULER)
    assert found
    assert found == standings(each, list(reversed(records)), (), now, RULER)
    kinds = {record.kind for record in records}
    for standing in found:
        if standing.state is S.WAIVED:
            assert RecordKind.EXCUSED in kinds
        if standing.state in (S.MET, S.LATE_MET):
            assert kinds & {RecordKind.DONE, RecordKind.COUNT}
        if standing.state is S.BREACHED_OPEN:
            assert kinds & {RecordKind.MISSED, RecordKind.COUNT, RecordKind.DONE}
        if (
            standing.state is S.MET
            and standing.due_at
            and each.kind is not ClauseKind.MINIMUM_DURATION
        ):
            assert standing.done is not None
            assert standing.done.latest <= standing.due_at


def test_the_duties_of_a_day_are_those_in_force_and_off_incidents() -> None:
    policy = load_policy("shanwei-2018")
    ids = [each.id for each in duties_on(policy, RULER.day(local("2026-03-02")))]
    assert "sw-5wd" in ids
    assert not {"sw-5h", "nat-48h", "nat-follow"} & set(ids)
    assert duties_on(policy, RULER.day(local("2018-07-29"))) == ()

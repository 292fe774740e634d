"""Who is owed what, once."""

from datetime import timedelta

from monitor.domain.clock import Clock
from monitor.domain.ladder import Known
from monitor.domain.notices import Notice, NoticeReason, due_notices, notice_key
from monitor.domain.policy import StartBasis
from monitor.domain.rungs import Rung
from monitor.domain.verdict import Verdict
from monitor.domain.when import When
from monitor.domain.words import Words
from tests.domain.facts import HOUR, START, exactly

LADDER = (
    Rung(0.5, ("duty",)),
    Rung(0.8, ("duty", "department_head")),
    Rung(1.0, ("duty", "department_head", "office_director")),
)


def clock(verdict: Verdict, answered: When | None = None) -> Clock:
    return Clock(
        "nat-5h",
        5 * HOUR,
        StartBasis.OCCURRED,
        exactly(START),
        verdict,
        Words("", ""),
        answered=answered,
    )


def owed(verdict: Verdict, before: Verdict | None, hours: float, **more: object) -> list[Notice]:
    clocks = [clock(verdict, **more)]  # type: ignore[arg-type]  # keyword shorthand
    known = Known({} if before is None else {"nat-5h": before})
    return list(due_notices("1", clocks, known, LADDER, START + hours * HOUR))


def test_nothing_is_owed_before_the_first_rung() -> None:
    assert owed(Verdict.RUNNING, None, 2.4) == []


def test_each_rung_tells_its_own_roles_from_its_instant_on() -> None:
    (first,) = owed(Verdict.RUNNING, Verdict.RUNNING, 2.5)
    assert (first.reason, first.rung, first.roles) == (
        NoticeReason.WINDOW_AT_RISK,
        "0.5",
        ("duty",),
    )
    (second,) = owed(Verdict.DUE_SOON, Verdict.RUNNING, 4)
    assert (second.rung, second.roles) == ("0.8", ("duty", "department_head"))


def test_rungs_that_passed_while_nobody_looked_are_not_made_up_for() -> None:
    assert [notice.rung for notice in owed(Verdict.DUE_SOON, None, 4.9)] == ["0.8"]


def test_a_breach_tells_everybody_on_the_ladder_once() -> None:
    (breach,) = owed(Verdict.BREACHED_OPEN, Verdict.DUE_SOON, 5.1)
    assert breach.reason is NoticeReason.WINDOW_BREACHED
    assert breach.roles == ("duty", "department_head", "office_director")
    assert owed(Verdict.BREACHED_OPEN, Verdict.BREACHED_OPEN, 6) == []


def test_an_answer_in_time_tells_the_duty_and_a_correction_everybody() -> None:
    (told,) = owed(Verdict.MET, Verdict.RUNNING, 3, answered=exactly(START))
    assert (told.reason, told.roles) == (NoticeReason.ANSWERED, ("duty",))
    (corrected,) = owed(Verdict.MET, Verdict.BREACHED_OPEN, 6, answered=exactly(START))
    assert corrected.roles == ("duty", "department_head", "office_director")


def test_an_incident_that_opens_already_answered_owes_no_answer_notice() -> None:
    assert owed(Verdict.MET, None, 1, answered=exactly(START)) == []


def test_blindness_at_the_limit_is_told_as_such() -> None:
    (notice,) = owed(Verdict.UNDETERMINED, Verdict.DUE_SOON, 5.1)
    assert notice.reason is NoticeReason.CANNOT_SEE


def test_keys_differ_by_recipient_rung_clause_and_generation_and_by_nothing_else() -> None:
    notice = Notice(NoticeReason.WINDOW_AT_RISK, "1", "nat-5h", "0.5", ("duty",))
    variants = {
        notice_key(notice, "a@linxi.example"),
        notice_key(notice, "b@linxi.example"),
        notice_key(
            Notice(NoticeReason.WINDOW_AT_RISK, "1", "nat-5h", "0.8", ("duty",)), "a@linxi.example"
        ),
        notice_key(
            Notice(NoticeReason.WINDOW_AT_RISK, "1", "nat-24h", "0.5", ("duty",)), "a@linxi.example"
        ),
        notice_key(
            Notice(NoticeReason.WINDOW_AT_RISK, "1", "nat-5h", "0.5", ("duty",), 1),
            "a@linxi.example",
        ),
    }
    assert len(variants) == 5
    same = Notice(NoticeReason.WINDOW_AT_RISK, "1", "nat-5h", "0.5", ("publicity",))
    assert notice_key(same, "a@linxi.example") in variants


def test_a_clock_that_runs_again_announces_its_second_round_anew() -> None:
    clocks = [clock(Verdict.DUE_SOON)]
    now = START + timedelta(hours=4)
    known = Known({"nat-5h": Verdict.RUNNING}, {"nat-5h": 1})
    (again,) = due_notices("1", clocks, known, LADDER, now)
    assert again.generation == 1

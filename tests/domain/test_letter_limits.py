"""Which clauses limit citizens' letters, and what the letters of each unit come to."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from monitor.domain.letter_limits import letter_clause, letter_standings, limits_letters
from monitor.domain.letter_looks import (
    look_after_blind,
    look_after_denial,
    next_look,
    next_look_at_no_letter,
)
from monitor.domain.letters import Rate
from monitor.domain.policy import Binding, Policy, Profile
from monitor.domain.window import parse_window
from monitor.settings.policy_files import load_policy, load_profiles
from tests.domain.calendars import clause, local

FIVE_DAYS = clause("sw-5wd")
OWN = replace(FIVE_DAYS, id="own", trigger="", channels=("mailbox",), window=parse_window("P3WD"))


def test_only_the_clause_on_letters_limits_letters() -> None:
    every = [c for profile in load_profiles().values() for c in profile.clauses]
    assert [c.id for c in every if limits_letters(c)] == ["sw-5wd"]


def test_a_letter_is_bound_from_the_day_of_the_document_on_and_by_the_strictest() -> None:
    shanwei = load_policy("shanwei-2018")
    assert letter_clause(shanwei, date(2018, 7, 29)) is None
    assert letter_clause(shanwei, date(2018, 7, 30)) == FIVE_DAYS
    assert letter_clause(load_policy("national"), date(2026, 3, 2)) is None
    both = Profile("own", "own", "Asia/Shanghai", (), (FIVE_DAYS, OWN))
    assert letter_clause(Policy(both, (both,)), date(2026, 3, 2)) == OWN


@pytest.mark.parametrize(
    ("rate", "hidden_start", "own_start"),
    [
        (Rate("甲", 12, 12, 0, 0, 0, 0), "met", "met"),
        (Rate("甲", 3, 2, 0, 0, 1, 0), "running", "running"),
        (Rate("甲", 3, 2, 1, 0, 0, 0), "undetermined", "late_met"),
        (Rate("甲", 3, 2, 0, 1, 0, 0), "undetermined", "breached_open"),
        (Rate("甲", 1, 0, 0, 0, 0, 1), "undetermined", "undetermined"),
    ],
)
def test_public_dates_hold_against_a_unit_only_what_the_clause_counts_from_them(
    rate: Rate, hidden_start: str, own_start: str
) -> None:
    (standing,) = letter_standings(FIVE_DAYS, [rate])
    assert (standing.state.value, standing.subject) == (hidden_start, "甲")
    (standing,) = letter_standings(OWN, [rate])
    assert standing.state.value == own_start
    (standing,) = letter_standings(replace(OWN, binding=Binding.SOFT), [rate])
    assert standing.state.value == hidden_start


def test_a_rate_is_said_with_its_fraction_and_a_small_number_is_marked() -> None:
    (few,) = letter_standings(FIVE_DAYS, [Rate("甲", 9, 6, 3, 0, 0, 0)])
    assert "67 % (6/9)，数量少，仅供参考" in few.words.zh
    assert "收到转办通知" in few.words.zh
    (many,) = letter_standings(FIVE_DAYS, [Rate("甲", 10, 10, 0, 0, 0, 0)])
    assert "100 % (10/10)；" in many.words.zh
    (none,) = letter_standings(FIVE_DAYS, [])
    assert none.state.value == "running"


def test_looks_again_come_daily_for_sixty_days_and_sooner_after_trouble() -> None:
    first, hour, day = local("2026-03-02 10:00"), timedelta(hours=1), timedelta(days=1)
    assert next_look(first, first) == first + day
    assert next_look(first, first + 59 * day) == first + 60 * day
    assert next_look(first, first + 59 * day + hour) is None
    assert next_look_at_no_letter(first, first) == first + day
    assert next_look_at_no_letter(first, first + day) == first + 7 * day
    assert next_look_at_no_letter(first, first + 7 * day) is None
    assert look_after_blind(first, first, 1) == first + hour
    assert look_after_blind(first, first, 3) == first + 4 * hour
    assert look_after_blind(first, first, 99) == first + day
    assert look_after_blind(first, first + 60 * day, 1) is None
    assert look_after_denial(first, first) == first + hour
    assert look_after_denial(first, first + hour) is None

"""When channels count as out, and what is told together."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.domain.channel import ChannelKind, PollOutcome
from monitor.domain.outages import (
    ChannelState,
    OutageRules,
    all_out,
    common_cause,
    newly_out,
    outcome_words,
)

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
RULES = OutageRules()
GOV = ChannelState(
    name="gov",
    title="临溪县人民政府",
    kind=ChannelKind.OFFICIAL,
    every=10 * MINUTE,
    last_ok_at=NOW - 5 * MINUTE,
    last_look_at=NOW - 5 * MINUTE,
    next_look_at=NOW + 5 * MINUTE,
    outcome=PollOutcome.OK,
)
FAILING = replace(GOV, failures=1, outcome=PollOutcome.TIMEOUT)


@pytest.mark.parametrize(
    ("state", "out"),
    [
        (GOV, False),
        (FAILING, False),
        (replace(FAILING, failures=2), False),
        (replace(FAILING, failures=3), True),
        # Looks that are far apart: unseen for as long as three of them take.
        (replace(FAILING, last_ok_at=NOW - 30 * MINUTE), False),
        (replace(FAILING, last_ok_at=NOW - 31 * MINUTE), True),
        # A channel that is looked at often is given a quarter of an hour.
        (replace(FAILING, every=MINUTE, last_ok_at=NOW - 15 * MINUTE), False),
        (replace(FAILING, every=MINUTE, last_ok_at=NOW - 16 * MINUTE), True),
        # Unseen, but the look that would see it is not due yet.
        (replace(GOV, last_ok_at=NOW - 31 * MINUTE), False),
        # Nobody looks any more.
        (replace(GOV, last_ok_at=NOW - 31 * MINUTE, next_look_at=NOW - 16 * MINUTE), True),
        # It never was seen: since the first look at it.
        (replace(FAILING, last_ok_at=None, first_look_at=NOW - 31 * MINUTE), True),
        (replace(FAILING, last_ok_at=None, first_look_at=None), False),
        (replace(FAILING, kind=ChannelKind.NEWS, failures=11), False),
        (replace(FAILING, kind=ChannelKind.NEWS, failures=12), True),
    ],
)
def test_a_channel_is_out_after_several_looks_or_as_long_as_they_take(
    state: ChannelState, out: bool
) -> None:
    assert state.is_out(RULES, None, NOW) is out


def test_time_in_which_nobody_watched_is_no_evidence_against_a_channel() -> None:
    unseen = replace(GOV, last_ok_at=NOW - 8 * 60 * MINUTE, next_look_at=NOW - 7 * 60 * MINUTE)
    assert unseen.is_out(RULES, None, NOW)
    assert not unseen.is_out(RULES, NOW - 10 * MINUTE, NOW)
    assert unseen.is_out(RULES, NOW - 31 * MINUTE, NOW)


def county(*states: ChannelState) -> tuple[ChannelState, ...]:
    """Those channels, named apart."""
    return tuple(replace(state, name=f"c{n}") for n, state in enumerate(states))


def names(states: tuple[ChannelState, ...]) -> list[str]:
    return [state.name for state in states]


OUT = replace(FAILING, failures=3)
NEWS_OUT = replace(OUT, kind=ChannelKind.NEWS, failures=12)


@pytest.mark.parametrize(
    ("states", "told"),
    [
        ([GOV, OUT, FAILING, GOV], ["c1"]),
        # Half of all in trouble: those that only begin to fail are told along.
        ([OUT, FAILING, FAILING, GOV, GOV, GOV], ["c0", "c1", "c2"]),
        ([OUT, FAILING, GOV], ["c0"]),  # two are no storm
        ([FAILING, FAILING, FAILING], []),  # none is out yet
        ([NEWS_OUT, GOV], []),  # the digest tells of news channels
        ([NEWS_OUT, NEWS_OUT, OUT], ["c2"]),
    ],
)
def test_a_storm_is_told_in_one(states: list[ChannelState], told: list[str]) -> None:
    assert names(newly_out(county(*states), (), RULES, None, NOW)) == told


def test_what_is_known_is_not_told_again_and_news_only_where_asked_for() -> None:
    states = county(OUT, OUT, NEWS_OUT)
    assert names(newly_out(states, {"c0"}, RULES, None, NOW)) == ["c1"]
    told = newly_out(states, (), replace(RULES, tell_news=True), None, NOW)
    assert names(told) == ["c0", "c1", "c2"]


def test_all_are_out_where_no_official_channel_is_left() -> None:
    states = county(OUT, OUT, replace(GOV, kind=ChannelKind.NEWS))
    assert all_out(states, {"c0", "c1"})
    assert not all_out(states, {"c0"})
    assert not all_out(county(NEWS_OUT), set())
    assert common_cause(county(OUT, OUT, NEWS_OUT, GOV), NOW)
    assert not common_cause(county(OUT, OUT, GOV), NOW)


@pytest.mark.parametrize("outcome", [outcome for outcome in PollOutcome if not outcome.saw])
def test_every_way_to_be_blind_has_words_of_its_own(outcome: PollOutcome) -> None:
    words = outcome_words(replace(FAILING, outcome=outcome), NOW)
    assert words.zh
    assert words.en
    assert words != outcome_words(replace(FAILING, outcome=None), NOW)
    away = replace(FAILING, outcome=outcome, next_look_at=NOW - 16 * MINUTE)
    assert outcome_words(away, NOW).zh == "采集程序没有去看"

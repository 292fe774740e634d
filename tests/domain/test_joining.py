"""Single findings joined into the facts of an incident, whatever their order."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.channel import ChannelKind
from monitor.domain.joining import Finding, join
from monitor.domain.severity import Category, EventGrade, Figures, Grading
from monitor.domain.when import When
from tests.domain.facts import HOUR, START, between, exactly

GRAVE = Grading(EventGrade.GRAVE, EventGrade.GRAVE, ("死亡12",))
LARGER = Grading(EventGrade.LARGER, EventGrade.LARGER, ("死亡5",))


def finding(number: int, hours: float = 0, **changes: object) -> Finding:
    at = START + hours * HOUR
    plain = Finding(
        article=str(number),
        channel_kind=ChannelKind.NEWS,
        title=f"报道{number}",
        when=exactly(at),
        first_seen_at=at + timedelta(minutes=10),
        category=Category.FIRE,
        figures=Figures(),
        as_of=None,
        grading=Grading(),
        occurred=None,
        units=(),
        place="",
        authority=False,
        duplicate=False,
    )
    return replace(plain, **changes)


def official(number: int, hours: float = 0, **changes: object) -> Finding:
    spoken = finding(number, hours, channel_kind=ChannelKind.OFFICIAL, authority=True)
    return replace(spoken, **changes)


def test_an_incident_has_at_least_one_article() -> None:
    with pytest.raises(ValueError, match="at least one"):
        join([])


def test_the_first_report_dates_the_incident_and_the_first_look_its_detection() -> None:
    late_crawl = replace(finding(1, 0), first_seen_at=START + 9 * HOUR)
    joined = join([finding(2, 3), late_crawl])
    assert joined.first_public == exactly(START)
    assert joined.detected_at == START + 3 * HOUR + timedelta(minutes=10)


def test_a_later_text_tells_when_it_became_public_before_our_first_report() -> None:
    day = between(START - 40 * HOUR, START - 16 * HOUR)
    joined = join([finding(1, 0, authority=True), finding(2, 5, exposed=day)])
    assert (joined.first_public, joined.answered_first) == (day, False)
    old = between(START - 400 * HOUR, START - 390 * HOUR)
    later = exactly(START + 2 * HOUR)
    plain = join([finding(1, 0), finding(2, 5, exposed=old), finding(3, 6, exposed=later)])
    assert plain.first_public == exactly(START)


def test_a_report_known_only_by_its_day_may_have_come_first() -> None:
    exact = finding(1, 10)
    vague = replace(finding(2, 0), when=between(START, START + 24 * HOUR))
    joined = join([exact, vague]).first_public
    assert (joined.earliest, joined.latest) == (START, START + 10 * HOUR)
    happened = replace(exact, occurred=exactly(START + 3 * HOUR))
    assert join([happened, vague]).first_public.earliest == START + 3 * HOUR
    assert join([exact, replace(vague, authority=True)]).first_public == exact.when


def test_nothing_is_public_before_it_happened() -> None:
    happened = exactly(START - 3 * HOUR)
    told = [finding(1, 0, occurred=happened), finding(2, 5, exposed=exactly(START - 9 * HOUR))]
    assert join(told).first_public == exactly(START)


def test_a_courts_own_step_that_came_first_is_known_as_such() -> None:
    hearing = finding(1, 0, court_stage=True)
    assert join([hearing, finding(2, 1)]).court_first is True
    assert join([finding(2, -1), hearing]).court_first is False
    exposed_before = finding(3, 5, exposed=exactly(START - 30 * HOUR))
    assert join([hearing, exposed_before]).court_first is False


def test_the_headline_is_the_first_reports_that_names_the_matter() -> None:
    bang = finding(1, 0, title="一声巨响", category=Category.OTHER)
    notice = official(2, 1, title="关于火灾的情况通报")
    assert join([finding(3, 2, title="木材市场着火"), bang, notice]).title == "木材市场着火"
    assert join([bang, notice]).title == "一声巨响"
    assert join([notice]).title == "关于火灾的情况通报"


def test_the_authoritys_latest_figures_win_and_may_fall() -> None:
    joined = join(
        [
            official(1, 1, figures=Figures(dead=2, missing=9)),
            official(2, 5, figures=Figures(dead=3, missing=1)),
            finding(3, 6, figures=Figures(dead=30)),
        ]
    )
    assert joined.figures == Figures(dead=3, missing=1)


def test_figures_count_for_the_instant_they_are_given_for_not_for_their_publication() -> None:
    older = official(1, 5, figures=Figures(dead=2), as_of=START + HOUR)
    newer = official(2, 4, figures=Figures(dead=3), as_of=START + 2 * HOUR)
    assert join([older, newer]).figures == Figures(dead=3)


def test_one_report_makes_a_grade_possible_two_independent_ones_confirm_it() -> None:
    alone = join([finding(1, grading=GRAVE)])
    assert (alone.grading.confirmed, alone.grading.possible) == (None, EventGrade.GRAVE)
    copied = join([finding(1, grading=GRAVE), finding(2, 1, grading=GRAVE, duplicate=True)])
    assert copied.grading.confirmed is None
    two = join([finding(1, grading=GRAVE), finding(2, 2, grading=GRAVE)])
    assert two.grading.confirmed is EventGrade.GRAVE
    assert two.graded_at == START + 2 * HOUR + timedelta(minutes=10)
    apart = join([finding(1, grading=GRAVE), finding(2, 2, grading=LARGER)])
    assert (apart.grading.confirmed, apart.grading.possible) == (
        EventGrade.LARGER,
        EventGrade.GRAVE,
    )


def test_the_authority_confirms_alone_and_also_downwards() -> None:
    joined = join(
        [finding(1, grading=GRAVE), finding(2, 1, grading=GRAVE), official(3, 2, grading=LARGER)]
    )
    assert joined.grading.confirmed is EventGrade.LARGER


def test_the_time_of_occurrence_is_the_authoritys_then_the_most_exact() -> None:
    hour = between(START - 2 * HOUR, START - HOUR)
    minute = exactly(START - HOUR)
    assert join([finding(1, occurred=hour), finding(2, occurred=minute)]).occurred == minute
    assert join([official(1, occurred=hour), finding(2, occurred=minute)]).occurred == hour


@pytest.mark.parametrize("told", [exactly(START - timedelta(days=300)), exactly(START + HOUR)])
def test_history_and_the_future_are_no_time_of_occurrence(told: When) -> None:
    assert join([finding(1, occurred=told)]).occurred is None


def test_a_notice_that_came_first_is_told_apart_from_one_that_answered() -> None:
    assert join([official(1, 0), finding(2, 1)]).answered_first is True
    assert join([official(1, 1), finding(2, 0)]).answered_first is False


def test_units_are_those_that_most_articles_point_to() -> None:
    water = [finding(n, units=("water",)) for n in range(4)]
    assert join([*water, finding(9, units=("police",))]).units == ("water",)
    assert join([finding(1, units=("water", "police"))]).units == ("police", "water")


@given(st.permutations(range(5)))
def test_the_order_of_arrival_changes_nothing(order: list[int]) -> None:
    findings = [
        finding(1, 0, grading=GRAVE, figures=Figures(dead=12)),
        finding(2, 1, grading=GRAVE, units=("fire",), place="柏湾镇"),
        official(3, 2, grading=LARGER, figures=Figures(dead=5), occurred=exactly(START - HOUR)),
        finding(4, 3, duplicate=True, category=Category.TRAFFIC),
        official(5, 4, figures=Figures(dead=6)),
    ]
    assert join([findings[n] for n in order]) == join(findings)


def test_a_grade_is_known_from_whichever_came_first_an_authority_or_two_reports() -> None:
    reports = [finding(1, grading=GRAVE), finding(2, 2, grading=GRAVE)]
    late_word = join([*reports, official(3, 6, grading=GRAVE)])
    assert late_word.graded_at == START + 2 * HOUR + timedelta(minutes=10)
    early_word = join([*reports, official(3, 1, grading=GRAVE)])
    assert early_word.graded_at == START + HOUR + timedelta(minutes=10)


def test_a_still_graver_grade_starts_no_window_anew() -> None:
    graver = Grading(EventGrade.ESPECIALLY_GRAVE, EventGrade.ESPECIALLY_GRAVE, ("死亡31",))
    joined = join([official(1, grading=GRAVE), official(2, 9, grading=graver)])
    assert joined.grading.confirmed is EventGrade.ESPECIALLY_GRAVE
    assert joined.graded_at == START + timedelta(minutes=10)

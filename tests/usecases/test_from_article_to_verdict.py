"""The house from the article to the outbox, on a real store with the real judge."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.domain.response import Link
from monitor.store.mapping import article_of
from monitor.store.store import Store
from monitor.usecases.decide_response import decide_response
from monitor.usecases.office import Relayed
from monitor.usecases.settle import settle
from tests.chains import first_break
from tests.usecases.county import (
    BBS,
    EXPLOSION,
    EXPLOSION_AGAIN,
    EXPLOSION_NOTICE,
    GOV,
    HOUR,
    MORNING,
    NEWS,
    OFFICE,
    WATER,
    YELLOW_WATER,
    YELLOW_WATER_ANSWER,
    County,
)

SOON = timedelta(minutes=15)


def test_a_complaint_opens_an_incident_with_the_48_hour_clock_and_tells_those_concerned(
    county: County,
) -> None:
    county.publish(YELLOW_WATER, MORNING, BBS)
    county.tick(MORNING + SOON)
    assert county.verdicts() == {
        "nat-5h": "not_applicable",
        "nat-24h": "not_applicable",
        "nat-48h": "running",
    }
    assert {(reason, to) for reason, _, to in county.owed()} == {
        ("incident_opened", "duty"),
        ("incident_opened", "water"),
    }


def test_a_reprint_joins_the_incident_and_is_told_nobody(county: County) -> None:
    county.publish(YELLOW_WATER, MORNING, BBS)
    county.tick(MORNING + SOON)
    before = county.owed()
    title, text = YELLOW_WATER
    county.publish((title, f"据临溪论坛消息：{text}"), MORNING + HOUR, NEWS)
    county.tick(MORNING + HOUR + SOON)
    with county.store.read() as work:
        articles = work.articles.of_incident(1)
    assert [article.duplicate_of for article in articles] == [None, articles[0].id]
    assert county.owed() == before


def test_an_answer_on_the_units_channel_stops_the_clock_with_its_own_time(county: County) -> None:
    county.publish(YELLOW_WATER, MORNING, BBS)
    county.tick(MORNING + SOON)
    county.publish(YELLOW_WATER_ANSWER, MORNING + 20 * HOUR, WATER)
    county.tick(MORNING + 20 * HOUR + SOON)
    assert county.verdicts()["nat-48h"] == "met"
    with county.store.read() as work:
        clock = work.incidents.clocks(1)["nat-48h"]
    assert clock.answered_latest == MORNING + 20 * HOUR
    assert ("answered", "nat-48h", "duty") in county.owed()


def test_an_unanswered_complaint_is_overdue_at_its_deadline_whenever_we_notice(
    county: County,
) -> None:
    county.publish(YELLOW_WATER, MORNING, BBS)
    county.tick(MORNING + SOON)
    due = MORNING + timedelta(minutes=10) + 48 * HOUR
    county.look(MORNING - HOUR, due + HOUR)
    noticed = due + 3 * HOUR
    county.look(due + HOUR, noticed)
    county.tick(noticed)
    assert county.verdicts()["nat-48h"] == "breached_open"
    with county.store.read() as work:
        clock = work.incidents.clocks(1)["nat-48h"]
    assert (clock.breached_at, clock.noticed_at) == (due, noticed)
    told = {to for reason, _, to in county.owed() if reason == "window_breached"}
    assert told == {"duty", "water", "director"}


def test_a_channel_that_was_down_leaves_the_verdict_open_and_its_return_settles_it(
    county: County,
) -> None:
    county.publish(YELLOW_WATER, MORNING, BBS)
    county.tick(MORNING + SOON)
    due = MORNING + timedelta(minutes=10) + 48 * HOUR
    county.look(MORNING - HOUR, due + HOUR, GOV)  # the water bureau's site is down
    county.tick(due + HOUR)
    assert county.verdicts()["nat-48h"] == "undetermined"
    assert "cannot_see" in {reason for reason, _, _ in county.owed()}
    county.look(due + 2 * HOUR, due + 2 * HOUR, GOV, WATER)  # back, its list still whole
    county.tick(due + 3 * HOUR)
    assert county.verdicts()["nat-48h"] == "breached_open"


def test_a_grave_accident_runs_both_short_clocks_from_its_occurrence(county: County) -> None:
    county.publish(EXPLOSION, MORNING + HOUR, NEWS)
    county.publish(EXPLOSION_AGAIN, MORNING + 2 * HOUR, BBS)
    county.tick(MORNING + 2 * HOUR + SOON)
    assert county.verdicts() == {
        "nat-5h": "running",
        "nat-24h": "running",
        "nat-48h": "not_applicable",
    }
    with county.store.read() as work:
        clock = work.incidents.clocks(1)["nat-5h"]
    occurred = MORNING - timedelta(minutes=40)  # 8时20分许
    assert (clock.basis, clock.start_earliest) == ("occurred", occurred)


def test_what_one_report_says_makes_the_grade_possible_and_two_confirm_it(county: County) -> None:
    county.publish(EXPLOSION, MORNING + HOUR, NEWS)
    county.tick(MORNING + HOUR + SOON)
    with county.store.read() as work:
        alone = work.incidents.get(1)
    assert (alone.grade_confirmed, alone.grade_possible) == ("", "重大")
    county.publish(EXPLOSION_AGAIN, MORNING + 2 * HOUR, BBS)
    county.tick(MORNING + 2 * HOUR + SOON)
    with county.store.read() as work:
        both = work.incidents.get(1)
    assert both.grade_confirmed == "重大"
    assert ("grade_raised", "", "duty") in county.owed()


def test_the_authoritys_notice_meets_the_five_hours_and_leaves_the_conference_open(
    county: County,
) -> None:
    county.publish(EXPLOSION, MORNING + HOUR, NEWS)
    county.publish(EXPLOSION_NOTICE, MORNING + 3 * HOUR, GOV)
    county.tick(MORNING + 3 * HOUR + SOON)
    assert county.verdicts()["nat-5h"] == "met"
    assert county.verdicts()["nat-24h"] == "running"


def test_the_order_in_which_articles_are_crawled_does_not_change_the_facts(county: County) -> None:
    """The official notice is crawled first; the report it answers was published before it."""
    county.publish(EXPLOSION_NOTICE, MORNING + 3 * HOUR, GOV)
    county.tick(MORNING + 3 * HOUR + SOON)
    county.publish(EXPLOSION, MORNING + HOUR, NEWS)
    county.tick(MORNING + 4 * HOUR)
    with county.store.read() as work:
        row = work.incidents.get(1)
    assert row.answered_first is False
    assert row.first_public_latest == MORNING + HOUR
    assert county.verdicts()["nat-5h"] == "met"


def test_a_later_report_tells_of_an_earlier_answer_and_the_clock_takes_it_over(
    store: Store,
) -> None:
    county = County(store, replace(OFFICE, relayed=Relayed.ACCEPT))
    county.publish(YELLOW_WATER, MORNING, BBS)
    told = (
        "柏湾镇自来水发黄：居民盼尽快恢复",
        (
            "柏湾镇自来水连续多日浑浊发黄，居民不敢用。3月3日15时20分，临溪县水务局通报称，"
            "柏湾水厂管网改造冲洗不彻底导致自来水发黄。截至目前仍有居民反映家中自来水浑浊。"
        ),
    )
    county.publish(told, MORNING + 40 * HOUR, NEWS)
    county.tick(MORNING + 41 * HOUR)
    with county.store.read() as work:
        clock = work.incidents.clocks(1)["nat-48h"]
        answers = work.incidents.responses(1)
    answered = MORNING + 30 * HOUR + timedelta(minutes=20)
    assert (clock.verdict, clock.answered_latest) == ("met", answered)
    assert {answer.relayed for answer in answers} == {True}


def test_what_only_recalls_a_case_long_silent_opens_nothing(county: County) -> None:
    county.publish(YELLOW_WATER, MORNING, BBS)
    county.publish((YELLOW_WATER[0], f"记者走访：{YELLOW_WATER[1]}"), MORNING + HOUR, NEWS)
    county.tick(MORNING + 2 * HOUR)
    recall = (
        "柏湾镇自来水发黄一事说明了什么",
        (
            "柏湾镇自来水连续三天发黄，居民不敢用，曾引起关注。居民质疑水厂水质不达标，多次拨打供水热线"
            "投诉未得到答复。供水无小事，有关部门应当尽快查明原因，给居民一个交代。"
        ),
    )
    much_later = MORNING + timedelta(days=60)
    county.publish(recall, much_later, NEWS)
    county.tick(much_later + SOON)
    with county.store.read() as work:
        assert work.articles.get(3).incident_id is None


def test_an_article_that_cannot_be_filed_is_marked_and_stops_none_after_it(
    county: County, caplog: pytest.LogCaptureFixture
) -> None:
    """The judge remembers an incident that the store, restored from a backup, does not know."""
    county.publish(YELLOW_WATER, MORNING, BBS)
    with county.store.read() as work:
        county.judge.remember(article_of(work.articles.get(1)), "999")
    county.publish(EXPLOSION, MORNING + HOUR, NEWS)
    county.tick(MORNING + 2 * HOUR)
    assert "could not be filed" in caplog.text
    with county.store.read() as work:
        assert work.articles.get(1).reasons == ["判读失败，需人工查看"]
        assert work.incidents.get(1).title == EXPLOSION[0]
        assert work.articles.unjudged(10) == []


def test_old_news_that_is_first_seen_late_opens_no_incident(county: County) -> None:
    title, text = YELLOW_WATER
    county.publish((title, text), MORNING - timedelta(days=30), BBS)
    with county.store.write() as work:
        (row,) = work.articles.unjudged(10)
        row.first_seen_at = MORNING
    county.tick(MORNING)
    with county.store.read() as work, pytest.raises(KeyError):
        work.incidents.get(1)


RELAY = (
    "柏湾镇自来水发黄 水务局：系管网改造冲洗不彻底",
    (
        "针对柏湾镇居民反映的自来水发黄问题，记者从临溪县水务局获悉，经排查，系柏湾水厂管网改造冲洗不彻底所致，"
        "目前管网已冲洗完毕，水质检测合格。临溪县水务局有关负责人表示，将加强水质监测。"
    ),
)


@pytest.mark.parametrize(
    ("relayed", "verdict"),
    [
        (Relayed.ACCEPT, "met"),
        (Relayed.REVIEW, "undetermined"),
        (Relayed.IGNORE, "breached_open"),
    ],
)
def test_a_relayed_answer_counts_as_the_office_decided(
    county: County, relayed: Relayed, verdict: str
) -> None:
    county.office = replace(OFFICE, relayed=relayed)
    county.publish(YELLOW_WATER, MORNING, BBS)
    county.tick(MORNING + SOON)
    county.publish(RELAY, MORNING + 5 * HOUR, NEWS)
    county.tick(MORNING + 5 * HOUR + SOON)
    end = MORNING + 50 * HOUR
    county.look(MORNING - HOUR, end)
    county.tick(end)
    assert county.verdicts()["nat-48h"] == verdict


def test_settling_again_owes_nothing_again_and_the_log_stays_whole(county: County) -> None:
    county.publish(YELLOW_WATER, MORNING, BBS)
    county.tick(MORNING + SOON)
    half = MORNING + 25 * HOUR
    county.tick(half)
    owed = county.owed()
    assert [reason for reason, _, _ in owed].count("window_at_risk") == 1
    with county.store.read() as work:
        told = len(work.events.of_incident("1"))
    for _ in range(3):
        with county.store.write() as work:
            settle(work, county.office, 1, half)
    assert county.owed() == owed
    with county.store.read() as work:
        assert len(work.events.of_incident("1")) == told
        assert first_break(work.events.stored()) is None


@pytest.mark.parametrize(
    ("link", "verdict"), [(Link.CONFIRMED, "met"), (Link.REJECTED, "breached_open")]
)
def test_a_person_decides_what_may_be_an_answer_and_the_log_says_who_and_why(
    county: County, link: Link, verdict: str
) -> None:
    county.publish(YELLOW_WATER, MORNING, BBS)
    county.publish(RELAY, MORNING + 5 * HOUR, NEWS)
    county.tick(MORNING + 5 * HOUR + SOON)
    end = MORNING + 50 * HOUR
    county.look(MORNING - HOUR, end)
    decide_response(
        county.store, county.office, 1, link, actor="值班室", reason="核对过原文", now=end
    )
    county.tick(end + HOUR)
    assert county.verdicts()["nat-48h"] == verdict
    with county.store.read() as work:
        (decided,) = [e for e in work.events.of_incident("1") if e.kind.value == "response_decided"]
    assert (decided.actor, decided.reason, decided.at) == ("值班室", "核对过原文", end)


@pytest.mark.parametrize(
    ("link", "actor", "reason"),
    [
        (Link.AUTO, "值班室", "原文"),
        (Link.CONFIRMED, " ", "原文"),
        (Link.CONFIRMED, "值班室", ""),
    ],
)
def test_a_decision_without_a_name_or_a_reason_is_none(
    county: County, link: Link, actor: str, reason: str
) -> None:
    with pytest.raises(ValueError, match=r"name|confirms"):
        decide_response(
            county.store, county.office, 1, link, actor=actor, reason=reason, now=MORNING
        )

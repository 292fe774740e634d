"""A rebuttal that was crawled before its rumour is linked once the rumour is found."""

from datetime import datetime, timedelta

import pytest

from monitor.domain.response import Link
from monitor.usecases.verify import verify
from tests.usecases.county import (
    BBS,
    GOV,
    HOUR,
    MORNING,
    NEWS,
    YELLOW_WATER,
    County,
    Text,
)

SOON = timedelta(minutes=15)
DAY = timedelta(days=1)

RUMOUR = (
    "网传柏湾镇自来水厂投毒，十余人中毒送医",
    (
        "临溪县柏湾镇多个居民群流传，柏湾镇自来水厂被人投毒，已有十余人中毒被送往医院抢救，"
        "镇上居民不敢喝自来水，超市里的桶装水被抢购一空。"
    ),
)
REBUTTAL = (
    "辟谣：网传“柏湾镇自来水厂投毒、十余人中毒”不属实",
    (
        "针对网传“柏湾镇自来水厂被人投毒，已有十余人中毒送医”的消息，经临溪县公安局、县卫生健康局核查，"
        "柏湾镇自来水厂未发生投毒，医院未收治中毒人员，该消息不属实，系编造的谣言。请广大居民不信谣、不传谣。"
        "临溪县人民政府新闻办公室"
    ),
)
TOLD = (
    REBUTTAL[0],
    "3月2日7时许，有网友在抖音发布视频称柏湾镇自来水厂被人投毒、多人中毒送医，引发关注。"
    + REBUTTAL[1],
)
STATEMENT = (
    "关于柏湾镇自来水厂有关情况的说明",
    "关于柏湾镇自来水厂的有关情况，县水务局已派员核查，目前水厂生产正常，出厂水各项检测合格。",
)


def publish(county: County, text: Text, at: datetime, *, official: bool = True) -> None:
    """A text appears and is judged a quarter of an hour later."""
    county.publish(text, at, GOV if official else BBS)
    county.tick(at + SOON)


def links(county: County) -> list[tuple[int, int, str]]:
    """(incident, article, how) of everything that is linked."""
    with county.store.read() as work:
        return [
            (row.incident_id, row.article_id, row.link)
            for article in (1, 2, 3)
            for row in work.incidents.links_by(article)
        ]


def test_a_rebuttal_alone_opens_nothing_and_answers_the_rumour_found_later(county: County) -> None:
    publish(county, REBUTTAL, MORNING)
    assert links(county) == []
    publish(county, RUMOUR, MORNING + 4 * HOUR, official=False)
    assert links(county) == [(1, 1, Link.AUTO.value)]
    with county.store.read() as work:
        facts = work.incidents.facts(1)
        assert work.articles.get(1).incident_id == 1
        kinds = [event.kind.value for event in work.events.of_incident("1")]
    assert facts.answered_first
    assert {"incident_opened", "response_linked", "article_joined"} <= set(kinds)
    assert verify(county.store).sound
    county.look(MORNING, MORNING + 4 * DAY)
    county.tick(MORNING + 4 * DAY)
    assert not {"late_met", "breached_open"} & set(county.verdicts().values())


def test_a_rebuttal_that_tells_when_the_rumour_spread_bounds_its_start(county: County) -> None:
    publish(county, TOLD, MORNING)
    publish(county, RUMOUR, MORNING + 4 * HOUR, official=False)
    with county.store.read() as work:
        facts = work.incidents.facts(1)
    assert not facts.answered_first
    assert facts.first_public.source == "told"
    assert facts.first_public.latest <= MORNING - HOUR
    assert county.verdicts()["nat-48h"] == "met"


def test_a_rumour_published_before_its_rebuttal_and_crawled_after_it_is_answered(
    county: County,
) -> None:
    publish(county, REBUTTAL, MORNING + 3 * HOUR)
    county.publish(RUMOUR, MORNING, BBS)
    county.tick(MORNING + 4 * HOUR)
    assert links(county) == [(1, 1, Link.AUTO.value)]
    with county.store.read() as work:
        assert work.incidents.facts(1).first_public.latest == MORNING
    assert county.verdicts()["nat-48h"] == "met"


@pytest.mark.parametrize(
    ("text", "before"),
    [
        (REBUTTAL, 4 * DAY),  # of another week: it was to something else
        (STATEMENT, 2 * HOUR),  # no rebuttal
        (
            ("辟谣：临溪县将限行的消息不属实", "网传临溪县将实行机动车限行，该消息不属实。" * 3),
            HOUR,
        ),
    ],
)
def test_nothing_else_is_linked_backwards(county: County, text: Text, before: timedelta) -> None:
    publish(county, text, MORNING)
    publish(county, RUMOUR, MORNING + before, official=False)
    assert links(county) == []


def test_a_rebuttal_that_the_press_relays_is_not_linked_backwards(county: County) -> None:
    county.publish(REBUTTAL, MORNING, NEWS)
    county.tick(MORNING + SOON)
    publish(county, RUMOUR, MORNING + HOUR, official=False)
    assert links(county) == []


def test_a_rebuttal_given_before_it_is_told_to_have_happened_was_to_something_else(
    county: County,
) -> None:
    publish(county, REBUTTAL, MORNING)
    happened = (RUMOUR[0], "3月2日11时许，临溪县柏湾镇自来水厂发生投毒事件。" + RUMOUR[1])
    publish(county, happened, MORNING + 4 * HOUR, official=False)
    assert links(county) == []


def test_the_rebuttal_is_taken_once(county: County) -> None:
    publish(county, REBUTTAL, MORNING)
    publish(county, RUMOUR, MORNING + HOUR, official=False)
    publish(county, YELLOW_WATER, MORNING + 2 * HOUR, official=False)
    assert links(county) == [(1, 1, Link.AUTO.value)]


def test_a_rebuttal_of_something_alike_waits_for_a_person(county: County) -> None:
    alike = (
        "关于网传柏湾镇超市投毒消息的辟谣",
        "网传柏湾镇超市桶装水被人投毒，十余人中毒送医，经县公安局核实，该消息不属实。",
    )
    publish(county, alike, MORNING)
    publish(county, RUMOUR, MORNING + 2 * HOUR, official=False)
    assert links(county) == [(1, 1, Link.REVIEW.value)]
    with county.store.read() as work:
        assert work.articles.get(1).incident_id is None

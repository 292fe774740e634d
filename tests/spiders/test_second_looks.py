"""An answer that is edited, withdrawn or put back: from the real server to the verdict."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from monitor.adapters.ingest import StoreIngest
from monitor.domain.events import Event, EventKind
from monitor.domain.response import Link
from monitor.store.check_tables import PageCheckRow
from monitor.store.store import Store
from monitor.text.extract import extract
from monitor.usecases.decide_response import decide_response
from monitor.usecases.recheck_answers import take_in_looks
from monitor.usecases.verify import verify
from spiders.crawl import CrawlStepper
from spiders.settings import crawler_settings
from tests.spiders.conftest import LocalSite
from tests.usecases.county import (
    BBS,
    HOUR,
    MORNING,
    WATER,
    YELLOW_WATER,
    YELLOW_WATER_ANSWER,
    ZONE,
    County,
)

SOON = timedelta(minutes=15)
ANSWERED = MORNING + 20 * HOUR
SEEN = ANSWERED + timedelta(minutes=10)  # when the county first saw it
DAY = SEEN + timedelta(hours=24)
WEEK = SEEN + timedelta(days=7)
TITLE, TEXT = YELLOW_WATER_ANSWER


def notice(text: str = TEXT, counter: str = "") -> str:
    return (
        f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>"
        f"<div class='content'><p>{text}</p><p>{counter}</p></div></body></html>"
    )


@dataclass
class House:
    """A county whose water bureau has a real site, and time that moves when a test says so."""

    county: County
    site: LocalSite

    def at(self, now: datetime) -> None:
        """The crawler does what is due, then the clock loop does."""
        water = replace(WATER, url=f"{self.site.base}/")
        port = StoreIngest(self.county.store, {"water": water})
        with self.county.store.write() as work:  # the lists themselves are not looked at here
            for row in work.channels.all():
                row.next_poll_at = now + timedelta(days=1)
        settings = crawler_settings(delay=timedelta(0), timeout=timedelta(seconds=5))
        with CrawlStepper(port, lambda: now, settings) as stepper:
            stepper.step()
        take_in_looks(self.county.store, self.county.office, now)

    def verdict(self) -> str:
        return self.county.verdicts()["nat-48h"]

    def events(self, kind: EventKind) -> list[Event]:
        with self.county.store.read() as work:
            return [event for event in work.events.of_incident("1") if event.kind is kind]

    def next_look(self) -> datetime | None:
        with Session(self.county.store.engine) as session:
            row = session.get(PageCheckRow, 2)  # the answer is the second article
            return row.next_at if row else None


@pytest.fixture
def house(store: Store, site: LocalSite) -> House:
    """The complaint of the morning was answered on the bureau's page, in time."""
    county = County(store)
    county.look(MORNING - HOUR, MORNING + 60 * HOUR)
    url = site.put("/answer", notice())
    page = extract(notice().encode(), url, ANSWERED, ZONE, "text/html; charset=utf-8")
    county.publish(YELLOW_WATER, MORNING, BBS)
    county.tick(MORNING + SOON)
    county.publish((page.title, page.text), ANSWERED, WATER, url)
    county.tick(ANSWERED + SOON)
    assert county.verdicts()["nat-48h"] == "met"
    return House(county, site)


def test_an_answer_is_looked_at_again_after_a_day_and_after_a_week(house: House) -> None:
    assert house.next_look() == DAY
    house.at(DAY - timedelta(minutes=1))
    assert house.site.paths() == []
    house.at(DAY)
    assert (house.site.paths(), house.next_look()) == (["/answer"], WEEK)
    house.at(WEEK)
    assert (len(house.site.paths()), house.next_look()) == (2, None)
    for kind in (EventKind.RESPONSE_EDITED, EventKind.RESPONSE_WITHDRAWN):
        assert house.events(kind) == []


def test_a_changed_text_is_a_new_version_and_counts_from_the_first_publication(
    house: House,
) -> None:
    house.site.put("/answer", notice(TEXT.replace("水质检测合格", "水质检测结果另行公布")))
    house.at(DAY)
    (event,) = house.events(EventKind.RESPONSE_EDITED)
    assert event.data["old"] != event.data["new"]
    assert "以首次发布时间计" in event.reason
    assert house.verdict() == "met"
    with house.county.store.read() as work:
        number = event.data["look"]
        assert isinstance(number, int)
        look, _ = work.page_checks.look(number)
        assert "另行公布" in look.text
    house.at(WEEK)
    assert len(house.events(EventKind.RESPONSE_EDITED)) == 1  # the same version still


def test_a_visit_counter_is_no_change_of_the_text(house: House) -> None:
    house.site.put("/answer", notice(counter="浏览次数：1024次"))
    house.at(DAY)
    assert house.events(EventKind.RESPONSE_EDITED) == []


def test_a_page_gone_on_two_looks_an_hour_apart_is_a_withdrawn_answer(house: House) -> None:
    del house.site.answers["/answer"]
    house.at(DAY)
    assert (house.verdict(), house.next_look()) == ("met", DAY + HOUR)  # once may be a slip
    house.at(DAY + HOUR)
    assert house.verdict() == "due_soon"  # the limit itself has not passed yet
    (event,) = house.events(EventKind.RESPONSE_WITHDRAWN)
    assert "两次查看" in event.reason
    assert "answer_withdrawn" in {reason for reason, _, _ in house.county.owed()}
    house.county.tick(MORNING + 50 * HOUR)
    assert house.verdict() == "breached_open"
    with house.county.store.read() as work:
        assert "已撤回" in work.incidents.clocks(1)["nat-48h"].words_zh
        assert "管网冲洗" in work.articles.get(2).text.replace("管网已冲洗", "管网冲洗")  # kept
    assert verify(house.county.store).sound


def test_a_page_that_says_twice_that_it_was_deleted_is_a_withdrawn_answer(house: House) -> None:
    gone = "<html><head><title>提示</title></head><body><p>该信息已被删除</p></body></html>"
    house.site.put("/answer", gone)
    house.at(DAY)
    assert house.verdict() == "met"
    house.at(DAY + HOUR)
    (event,) = house.events(EventKind.RESPONSE_WITHDRAWN)
    assert event.data["http_status"] == 200
    assert house.events(EventKind.RESPONSE_EDITED) == []


def test_a_page_that_comes_back_between_the_looks_was_never_withdrawn(house: House) -> None:
    del house.site.answers["/answer"]
    house.at(DAY)
    house.site.put("/answer", notice())
    house.at(DAY + HOUR)
    assert (house.verdict(), house.next_look()) == ("met", WEEK)
    assert house.events(EventKind.RESPONSE_WITHDRAWN) == []


def test_a_withdrawn_answer_that_is_put_back_counts_again(house: House) -> None:
    del house.site.answers["/answer"]
    house.at(DAY)
    house.at(DAY + HOUR)
    house.site.put("/answer", notice())
    house.at(WEEK)
    assert house.verdict() == "met"
    assert len(house.events(EventKind.RESPONSE_RESTORED)) == 1
    assert verify(house.county.store).sound


@pytest.mark.parametrize("status", [500, 503, 403])
def test_a_site_in_trouble_withdraws_nothing_however_long(house: House, status: int) -> None:
    house.site.put("/answer", "busy", status=status)
    now = DAY
    while now < WEEK + timedelta(days=8):
        house.at(now)
        now += 6 * HOUR
    assert house.verdict() == "met"
    assert house.events(EventKind.RESPONSE_WITHDRAWN) == []
    assert house.next_look() is None  # it is given up at last


def test_an_error_between_two_denials_is_no_confirmation(house: House) -> None:
    del house.site.answers["/answer"]
    house.at(DAY)
    house.site.put("/answer", "busy", status=503)
    house.at(DAY + HOUR)
    assert house.verdict() == "met"
    del house.site.answers["/answer"]
    house.at(DAY + 2 * HOUR)
    assert len(house.events(EventKind.RESPONSE_WITHDRAWN)) == 1


def test_a_person_may_let_a_withdrawn_answer_count(house: House) -> None:
    del house.site.answers["/answer"]
    house.at(DAY)
    house.at(DAY + HOUR)
    store, office = house.county.store, house.county.office
    decide_response(
        store, office, 1, Link.CONFIRMED, actor="甲", reason="网站改版", now=DAY + 2 * HOUR
    )
    assert house.verdict() == "met"
    house.at(WEEK)
    assert (house.verdict(), house.next_look()) == ("met", None)

"""The page of obligations: what stands where, why, and how a person enters the rest."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from lxml import html

from monitor.board.app import create_app
from monitor.board.duties import entry_line
from monitor.domain.records import Record, RecordKind
from monitor.domain.when import When
from monitor.settings.policy_files import load_policy, load_profiles
from monitor.store.store import Store
from monitor.store.views import Views
from monitor.usecases.record_duty import record_duty
from monitor.usecases.watch_duties import DutyBook
from tests.board.seeding import HOSTILE, NOW
from tests.domain.calendars import RULER, SHANGHAI, moment


class Visitor:
    """Asks a board that runs in this process."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    def get(self, path: str) -> httpx.Response:
        return self.ask("GET", path)

    def ask(self, method: str, path: str) -> httpx.Response:
        return asyncio.run(self._ask(method, path))

    async def _ask(self, method: str, path: str) -> httpx.Response:
        transport = httpx.ASGITransport(app=self._app)
        async with httpx.AsyncClient(transport=transport, base_url="http://board") as client:
            return await client.request(method, path)


@pytest.fixture
def duties(tmp_path: Path) -> Iterator[Visitor]:
    """A board over a store with two entries, under the Shanwei document."""
    store = Store.open(f"sqlite:///{tmp_path / 'huiying.db'}")
    policy = load_policy("shanwei-2018")
    for kind, at, matter in (
        (RecordKind.START, "2026-11-18", HOSTILE),
        (RecordKind.START, "2026-11-02", "信件7"),
    ):
        entry = Record(0, "sw-5wd", kind, moment(at), NOW, "督办科", "转办单", "住建局", matter)
        record_duty(store, policy, entry)
    done = Record(
        0, "sw-annual", RecordKind.DONE, When.at(moment("2026-03-20").earliest, "person"), NOW,
        "办公室", "已公布",
    )  # fmt: skip
    record_duty(store, policy, done)
    book = DutyBook(store, policy, (), RULER)
    app = create_app(
        Views(store.engine),
        clock=lambda: NOW,
        zone=SHANGHAI,
        policy=policy,
        office="临溪县委宣传部",
        read_duties=book.read,
    )
    yield Visitor(app)
    store.close()


def card(client: Visitor, clause: str) -> html.HtmlElement:
    page = html.fromstring(client.get("/duties").text)
    (found,) = page.xpath(f"//article[@id='clause-{clause}']")
    return found


def test_each_clause_has_a_card_with_its_words_its_source_and_how_to_enter(
    duties: Visitor,
) -> None:
    text = card(duties, "sw-5wd").text_content()
    assert "各承办单位在收到转办通知后" in text
    assert "汕府办函〔2018〕153号 四(二)" in text
    assert "huiying duty record sw-5wd start|done|missed|excused -c … --at" in text
    assert "时限 5个工作日" in text
    assert "信件7" in text
    assert "2026-11-09 24:00 截止" in text
    assert "需人工登记" in text


def test_a_state_is_said_by_class_shape_and_word(duties: Visitor) -> None:
    lines = card(duties, "sw-5wd").xpath(".//li")
    assert [line.get("class") for line in lines] == [
        "standing state-running",
        "standing state-needs_entry",
    ]
    assert lines[1].xpath("string(.//svg/@aria-label)") == "需人工登记"
    assert "state-met" in card(duties, "sw-annual").xpath("string(.//li[1]/@class)")


def test_the_line_of_numbers_counts_what_waits_for_somebody(duties: Visitor) -> None:
    page = html.fromstring(duties.get("/duties").text)
    numbers = " ".join(page.xpath("//ul[@class='numbers']")[0].text_content().split())
    assert "需人工登记" in numbers


def test_the_page_speaks_english_too_and_escapes_what_was_entered(duties: Visitor) -> None:
    page = duties.get("/duties?lang=en").text
    assert "needs a person&#39;s entry" in page
    assert HOSTILE not in page
    assert "<img src=x" not in page
    document = html.fromstring(page)
    assert not document.xpath("//script[not(@src)] | //style | //@style | //@onclick")


def test_a_board_without_duties_says_that_there_are_none(client: httpx.Client) -> None:
    page = client.get("/duties")
    assert page.status_code == 200
    assert "现行规则里没有这类条文" in page.text
    assert 'href="/duties" aria-current="page"' in page.text


def test_the_page_offers_no_form_while_the_board_has_no_login(duties: Visitor) -> None:
    assert "<form" not in duties.get("/duties").text
    assert duties.ask("POST", "/duties").status_code == 405


def test_every_clause_that_people_enter_says_how_and_no_other_does() -> None:
    for profile in load_profiles().values():
        for clause in profile.clauses:
            on_incidents = clause.times_incidents or clause.follows_incidents
            if on_incidents:
                continue
            assert entry_line(clause).startswith(f"huiying duty record {clause.id} "), clause.id

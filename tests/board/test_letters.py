"""The page of citizens' letters: the rate of each unit, and the letters that somebody looks at."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from lxml import html
from prometheus_client import CollectorRegistry

from monitor.board.app import create_app
from monitor.board.phrases import PHRASES
from monitor.domain.channel import ChannelKind
from monitor.domain.policy import Policy
from monitor.letter_metrics import LetterCollector
from monitor.settings.policy_files import load_policy
from monitor.store.letter_tables import LetterRow
from monitor.store.store import Store
from monitor.store.views import Views
from monitor.usecases.watch_letters import LetterBook
from monitor.wording.rendering import message_table
from tests.board.letter_seeding import LETTERS, row
from tests.board.seeding import HOSTILE, NOW, UNITS
from tests.board.test_duties import Visitor
from tests.domain.calendars import RULER, SHANGHAI, local


class Board:
    """A board over some letters under a document."""

    def __init__(self, folder: Path, policy: Policy, *letters: LetterRow) -> None:
        self.store = Store.open(f"sqlite:///{folder / 'huiying.db'}")
        with self.store.write() as work:
            for letter in letters:
                work.letters.keep(LetterRow(**letter.model_dump()))
        self.book: LetterBook | None = LetterBook(
            self.store, policy, RULER, lambda unit: UNITS.get(unit, unit)
        )
        self.policy = policy

    def visitor(self, now: datetime = NOW) -> Visitor:
        return Visitor(self._app(now))

    def _app(self, now: datetime) -> FastAPI:
        return create_app(
            Views(self.store.engine),
            clock=lambda: now,
            zone=SHANGHAI,
            policy=self.policy,
            office="临溪县委宣传部",
            letters=self.book,
        )


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    """A board with letters of every verdict, under the Shanwei document."""
    board = Board(tmp_path, load_policy("shanwei-2018"), *LETTERS)
    yield board
    board.store.close()


def text_of(page: str) -> str:
    return " ".join(html.fromstring(page).text_content().split())


def test_each_unit_has_its_row_with_the_fraction_and_a_small_number_is_marked(
    board: Board,
) -> None:
    page = html.fromstring(board.visitor().get("/letters").text)
    rows = {
        " ".join(tr.xpath("string(th)").split()): [
            " ".join(td.text_content().split()) for td in tr.xpath("td")
        ]
        for tr in page.xpath("//table//tr[td]")
    }
    assert rows == {
        "县教育局": ["2", "0 % (0/1) 数量少", "1", "0", "0", "1"],
        "县水务局": ["2", "50 % (1/2) 数量少", "0", "1", "0", "0"],
        "<b>城管</b>": ["1", "–", "0", "0", "1", "0"],
        "合计": ["5", "33 % (1/3) 数量少", "1", "1", "1", "1"],
    }
    assert "另有 1 个页面读不出来信日期" in text_of(board.visitor().get("/letters").text)


def test_what_waits_or_is_late_is_listed_with_its_reason_and_a_link_first_things_first(
    board: Board,
) -> None:
    page = html.fromstring(board.visitor().get("/letters").text)
    lines = page.xpath("//ul[@class='standings']/li")
    assert [line.get("class") for line in lines] == [
        "standing state-breached_open",
        "standing state-late_met",
        "standing state-undetermined",
        "standing state-running",
    ]
    first = " ".join(lines[0].text_content().split())
    assert "截至 2026-11-20 10:00 查看，页面未见答复" in first
    assert "2026-11-16 24:00 截止" in first
    assert lines[1].xpath("string(.//a/@href)") == "https://box.example.cn/2.html"
    assert lines[0].xpath("string(.//svg/@aria-label)") == "超过时限未见答复"
    assert "没能再看到页面" in lines[2].text_content()


def test_letters_can_be_chosen_by_unit_state_and_words(board: Board) -> None:
    def listed(query: str) -> list[str]:
        page = html.fromstring(board.visitor().get(f"/letters?{query}").text)
        return [a.text for a in page.xpath("//ul[@class='standings']//a")]

    assert listed("unit=县水务局") == ["石桥村停水三天", "柏湾镇路灯不亮"]
    assert listed("state=on_time") == ["柏湾镇路灯不亮"]
    assert listed("q=站牌") == ["公交站牌破损"]
    assert listed("q=%25") == []
    assert board.visitor().get("/letters?state=nonsense").status_code == 404


def test_the_page_speaks_english_and_escapes_what_citizens_wrote(board: Board) -> None:
    page = board.visitor().get("/letters?lang=en").text
    assert "answered late" in page
    assert "on time is certain, late is at most so many" in page
    assert HOSTILE not in page
    assert "<b>城管</b>" not in page
    document = html.fromstring(page)
    assert not document.xpath("//script[not(@src)] | //style | //@style | //@onclick")
    assert 'href="/letters" aria-current="page"' in page


def test_a_missing_year_stands_above_the_letters(tmp_path: Path) -> None:
    late = row(1, "柏湾镇路灯不亮", "2035-03-02 09:00", seen_at=local("2035-03-03"))
    board = Board(tmp_path, load_policy("shanwei-2018"), late)
    page = board.visitor(local("2035-03-03")).get("/letters").text
    board.store.close()
    assert "缺少 2035 年放假安排" in text_of(page)


def test_without_a_clause_letters_are_only_compared_and_without_a_mailbox_it_is_said(
    tmp_path: Path,
) -> None:
    other = Board(tmp_path, load_policy("national"), *LETTERS)
    page = text_of(other.visitor().get("/letters").text)
    assert "现行规则没有来信的时限" in page
    assert "5个工作日" in page
    other.book = None
    assert 'kind = "mailbox"' in text_of(other.visitor().get("/letters").text)
    other.store.close()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_of_channel_has_its_word_on_the_board_and_in_the_digest(language: str) -> None:
    kinds = {kind.value for kind in ChannelKind}
    assert kinds <= message_table("digest", language)["kind"].keys()
    assert {f"kind_{kind}" for kind in kinds} <= PHRASES[language].keys()


def test_metrics_count_letters_by_configured_unit_and_state(board: Board) -> None:
    registry = CollectorRegistry()
    assert board.book is not None
    registry.register(LetterCollector(board.book.read, lambda: NOW, ["water", "education", "idle"]))

    def value(unit: str, state: str) -> float | None:
        return registry.get_sample_value("huiying_letters", {"unit": unit, "state": state})

    assert (value("water", "on_time"), value("water", "late")) == (1, 1)
    assert (value("education", "unanswered"), value("education", "waiting")) == (1, 1)
    assert (value("none", "undetermined"), value("idle", "late")) == (1, 0)
    assert len({s.labels["unit"] for f in registry.collect() for s in f.samples}) == 4

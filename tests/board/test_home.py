"""The first page: which clock stands where, what it says, and in which language."""

import re

import httpx
from lxml import html

from tests.board.seeding import HOSTILE


def cards(page: str, within: str = "//div[@id='live']") -> list[html.HtmlElement]:
    return html.fromstring(page).xpath(f"{within}//article[contains(@class, 'clock')]")


def figure(card: html.HtmlElement) -> str:
    [found] = card.xpath(".//p[@class='figure']")
    return re.sub(r"\s+", " ", found.text_content().replace("\u2009", " ")).strip()


def test_overdue_stands_first_then_due_soon_cannot_tell_and_running_by_least_time_left(
    client: httpx.Client,
) -> None:
    order = [
        (card.get("data-verdict"), card.xpath("string(.//a)"))
        for card in cards(client.get("/").text)
    ]
    assert order == [
        ("breached_open", "云岭路校车侧翻"),
        ("due_soon", "临溪县化工园区仓库火灾"),
        ("undetermined", "青禾乡中学食堂食材变质"),
        ("running", "云岭路校车侧翻"),
        ("running", "石桥镇自来水发黄"),
        ("running", HOSTILE),
    ]


def test_each_state_is_said_by_word_shape_and_figure(client: httpx.Client) -> None:
    overdue, soon, doubt, running, *_ = cards(client.get("/").text)
    assert figure(overdue) == "超时 47 分"
    assert figure(soon) == "还剩 1 小时 20 分"
    assert figure(doubt) == "时限已过 5 小时"
    assert figure(running) == "还剩 18 小时 13 分"
    assert [card.xpath("string(.//*[@class='word'])") for card in (overdue, soon, doubt)] == [
        "已超时",
        "临近时限",
        "无法判定",
    ]
    assert [card.xpath("string(.//svg/@aria-label)") for card in (overdue, soon)] == [
        "已超时",
        "临近时限",
    ]
    assert overdue.xpath(".//svg/rect")
    assert not soon.xpath(".//svg/rect")


def test_a_countdown_carries_what_the_browser_needs_to_go_on(client: httpx.Client) -> None:
    page = html.fromstring(client.get("/").text)
    assert page.get("data-pace") == "0"
    assert page.get("data-now") == "2026-11-20T05:20:00+00:00"
    soon = cards(client.get("/").text)[1].xpath(".//p[@class='figure']")[0]
    assert (soon.get("data-mode"), soon.get("data-due")) == ("left", "2026-11-20T06:40:00+00:00")


def test_a_vague_start_shows_both_ends_of_the_due_time(client: httpx.Client) -> None:
    vague = cards(client.get("/").text)[-1]
    assert "11月22日 00:20–10:20 之间截止" in vague.text_content()


def test_units_are_named_and_the_due_time_is_in_the_zone_of_the_office(
    client: httpx.Client,
) -> None:
    overdue = cards(client.get("/").text)[0].text_content()
    assert "县公安局、县教育局" in overdue
    assert "今天 12:33 截止" in overdue


def test_the_numbers_above_count_open_due_overdue_and_unseen(client: httpx.Client) -> None:
    numbers = html.fromstring(client.get("/").text).xpath("//ul[@class='numbers']/li")
    assert [number.xpath("string(.//strong)") for number in numbers] == ["5", "1", "1", "1"]


def test_done_clocks_are_folded_away_with_how_they_ended(client: httpx.Client) -> None:
    done = cards(client.get("/").text, "//details[@class='done']")
    assert {card.get("data-verdict") for card in done} == {"met", "late_met", "waived"}
    late = next(card for card in done if card.get("data-verdict") == "late_met")
    assert figure(late) == "晚 3 小时"


def test_a_possible_answer_waits_beside_the_clocks(client: httpx.Client) -> None:
    [review] = html.fromstring(client.get("/").text).xpath("//article[@class='review']")
    assert "关于石桥镇供水水质的说明" in review.text_content()
    assert review.xpath(".//a[@href='/incidents/3#evidence']")


def test_the_refreshed_part_is_the_same_list(client: httpx.Client) -> None:
    whole, part = client.get("/").text, client.get("/live").text
    assert "<html" not in part
    assert [card.get("id") for card in cards(part, "//body")] == [
        card.get("id") for card in cards(whole)
    ]


def test_english_is_a_switch_that_is_remembered(client: httpx.Client) -> None:
    assert '<html lang="en"' not in client.get("/").text
    assert '<html lang="en"' in client.get("/?lang=en").text
    remembered = client.get("/").text
    assert '<html lang="en"' in remembered
    assert figure(cards(remembered)[0]) == "47 min overdue"
    assert '<html lang="zh-CN"' in client.get("/?lang=zh").text


def test_a_page_beyond_the_last_is_empty_and_nonsense_is_no_page(client: httpx.Client) -> None:
    assert cards(client.get("/?page=9").text) == []
    for query in ("page=0", "page=x", "page=99999999999999999999"):
        assert client.get(f"/?{query}").status_code == 404

"""List pages give their articles with titles and dates, and no menus."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.page import ListedItem
from monitor.text.listing import MAX_ITEMS, find_items

ZONE = ZoneInfo("Asia/Shanghai")
FETCHED = datetime(2023, 11, 15, 2, 0, tzinfo=UTC)
BASE = "http://www.linxi.example/zwgk/index.html"
TITLES = [f"临溪县发布第{n}号防汛工作通告并部署排查" for n in "一二三四五六七八"]
MENU = (
    "<ul class='menu'>"
    + "".join(f"<li><a href='/m{n}'>栏目{n}</a></li>" for n in range(30))
    + "</ul>"
)


def items(html: str | bytes, selector: str = "") -> list[ListedItem]:
    return find_items(html, BASE, FETCHED, ZONE, selector)


def rows(template: str) -> str:
    return "".join(
        template.format(n=n, title=title, day=f"{n + 1:02}") for n, title in enumerate(TITLES)
    )


BUILDS = {
    "list": "<ul>"
    + rows("<li><a href='art/{n}.html'>{title}</a><span>2023-11-{day}</span></li>")
    + "</ul>",
    "rows that carry classes": "<ul>"
    + rows("<li class='row{n}'><span>[11-{day}]</span><a href='art/{n}.html'>{title}</a></li>")
    + "</ul>",
    "table": "<table>"
    + rows("<tr><td><a href='art/{n}.html'>{title}</a></td><td>2023年11月{day}日</td></tr>")
    + "</table>",
    "cards": "<div>"
    + rows(
        "<div class='card'><a href='art/{n}.html'><img></a>"
        "<h3><a href='art/{n}.html'>{title}</a></h3>"
        "<p>{title}，各镇街要落实责任，做好值班值守。</p><em>{day}</em><i>2023-11</i></div>"
    )
    + "</div>",
    "cut short, whole in the title attribute": "<ul>"
    + rows(
        "<li><a href='art/{n}.html' title='{title}'>临溪县发布第...</a><b>2023/11/{day}</b></li>"
    )
    + "</ul>",
    "the date inside the link": "<ul>"
    + rows("<li><a href='art/{n}.html'><span>{title}</span><i>2023-11-{day}</i></a></li>")
    + "</ul>",
    "the column before each title": "<ul>"
    + rows("<li>[<a href='bm'>部门动态</a>]<a href='art/{n}.html'>{title}</a> (2023-11-{day})</li>")
    + "</ul>",
    "a data store that a script shows": (
        "<div><script type='text/xml'><datastore><nextgroup><![CDATA[<a href='/more'></a>]]>"
        "</nextgroup><recordset>"
    )
    + rows(
        "<record><![CDATA[<li><a href='art/{n}.html'>{title}</a><span>2023-11-{day}</span></li>]]>"
        "</record>"
    )
    + "</recordset></datastore></script></div>",
}


@pytest.mark.parametrize("build", BUILDS)
def test_the_main_list_is_found(build: str) -> None:
    got = items(
        f"<body>{MENU}{BUILDS[build]}<div class='footer'><a href='/about'>关于我们</a></div>"
    )
    assert [item.title for item in got] == TITLES
    assert got[0].url == "http://www.linxi.example/zwgk/art/0.html"
    for number, item in enumerate(got, start=1):
        assert item.published is not None
        assert item.published.source == "list"
        assert item.published.earliest == datetime(2023, 11, number, tzinfo=ZONE)


def test_the_text_beside_a_title_is_the_summary() -> None:
    got = items(BUILDS["cards"])
    assert got[0].summary == f"{TITLES[0]}，各镇街要落实责任，做好值班值守。"


def test_a_selector_names_the_entries() -> None:
    html = f"<div id='top'>{BUILDS['list']}</div><ol><li><a href='/x'>公告</a> 2023-11-09</li></ol>"
    got = items(html, "ol > li")
    assert [(item.title, item.url) for item in got] == [("公告", "http://www.linxi.example/x")]
    assert got[0].published is not None


def test_a_selector_may_name_the_links_themselves() -> None:
    assert len(items(BUILDS["list"], "li a")) == len(TITLES)


def test_a_broken_selector_is_an_error_that_names_it() -> None:
    with pytest.raises(ValueError, match=r"li\[\["):
        items(BUILDS["list"], "li[[")


def test_an_address_counts_once_and_other_hosts_are_kept() -> None:
    html = (
        "<ul>"
        + "<li><a href='http://other.example/1#a'>云岭市召开新闻发布会通报情况</a></li>" * 4
        + "</ul>"
    )
    assert [item.url for item in items(html)] == ["http://other.example/1"]


def test_links_that_lead_nowhere_are_left_out() -> None:
    html = (
        "<ul>"
        + "".join(
            f"<li><a href='{href}'>临溪县召开新闻发布会通报情况</a></li>"
            for href in (
                "javascript:void(0)",
                "#top",
                "mailto:a@linxi.example",
                "",
                "http://[bad",
                "ok",
            )
        )
        + "</ul> 2023-11-01"
    )
    assert [item.url for item in items(html)] in ([], ["http://www.linxi.example/zwgk/ok"])


def test_a_page_of_menus_has_no_list() -> None:
    assert items(MENU) == []


def test_spam_links_are_no_entries() -> None:
    html = BUILDS["list"].replace("</ul>", "<li><a href='/s'>某某棋牌官网登录首页</a></li></ul>")
    assert [item.title for item in items(html)] == TITLES


def test_a_gbk_page_is_read() -> None:
    assert len(items(BUILDS["list"].encode("gb18030"))) == len(TITLES)


def test_a_date_in_the_future_is_not_believed() -> None:
    html = "<ul>" + rows("<li><a href='{n}'>{title}</a>2031-01-01</li>") + "</ul>"
    assert all(item.published is None for item in items(html))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0" * 100,
        b"<a>" * 100_000,
        b"<a href='/x'>" * 50_000,
        "<a href='/x'>临溪县</a>".encode() * 50_000,
    ],
)
def test_hostile_bytes_end(body: bytes) -> None:
    assert len(items(body)) <= MAX_ITEMS


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(body: bytes) -> None:
    items(b"<ul><li><a href='/a'>" + body)

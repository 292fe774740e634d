"""A page of each build becomes its title, body, time and source; a hostile one becomes nothing."""

import json
import time
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.page import Page
from monitor.domain.when import Precision
from monitor.text.extract import extract
from monitor.text.page.bounds import MAX_CHARACTERS, MAX_TEXT
from monitor.text.page.tree import MAX_BLOCKS

ZONE = ZoneInfo("Asia/Shanghai")
FETCHED = datetime(2023, 11, 15, 2, 0, tzinfo=UTC)
FETCHED_LATER = datetime(2025, 1, 1, tzinfo=UTC)
TITLE = "临溪县通报一起仓库火情处置情况"
BODY = (
    "11月14日上午，临溪县城东街道一处仓库起火，消防救援人员到场扑救，火情已得到控制。",
    "县应急管理局介绍，现场没有人员伤亡，起火原因正在调查，后续情况将及时发布。",
    "请广大群众不信谣、不传谣，以权威发布为准。",
)
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in BODY)
MENU = "<ul class='nav'>" + "<li><a href='/a'>要闻</a></li>" * 12 + "</ul>"
RELATED = (
    "<div class='related'><h3>相关新闻</h3><ul>"
    + "<li><a href='/b'>云岭市召开安全生产工作会议，部署冬季防火</a> 2023-11-01</li>" * 8
    + "</ul></div>"
)


def page(middle: str, head: str = "", title: str = f"{TITLE}_临溪新闻网") -> str:
    return (
        f"<html><head><title>{title}</title>{head}</head>"
        f"<body>{MENU}<div class='content'>{middle}</div>{RELATED}"
        "<div class='footer'>版权所有 临溪新闻网</div></body></html>"
    )


def read(html: str | bytes, url: str = "http://news.example/a/1.html") -> Page:
    body = html.encode() if isinstance(html, str) else html
    return extract(body, url, FETCHED, ZONE)


def minute(when: object) -> str:
    return when.earliest.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")  # type: ignore[attr-defined]


HEADED = f"<h1>{TITLE}</h1><div class='info'>2023-11-14 22:13 来源：临溪发布 编辑：甲</div>"


def test_an_article_page_gives_all_its_parts() -> None:
    got = read(page(HEADED + PARAGRAPHS))
    assert got.title == TITLE
    assert got.text == "\n".join(BODY)
    assert got.published is not None
    assert minute(got.published) == "2023-11-14 22:13"
    assert got.published.source == "visible"
    assert got.source_line == "临溪发布"
    assert got.encoding == "utf-8"
    assert got.damage == ()
    assert got.links == 20


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_the_encoding_does_not_matter(encoding: str) -> None:
    assert read(page(HEADED + PARAGRAPHS).encode(encoding)).text == "\n".join(BODY)


def test_a_table_layout_of_old_sites_is_read() -> None:
    cells = "<br>".join(f"　　{line}" for line in BODY)
    html = (
        f"<title>{TITLE}--临溪在线</title><table><tr><td>{MENU}</td><td><table>"
        f"<tr><td align=center><b>{TITLE}</b></td></tr>"
        "<tr><td>2005-04-05 06:40更新 来源：云岭晚报</td></tr>"
        f"<tr><td>{cells}</td></tr></table></td></tr></table>"
    )
    got = read(html)
    assert got.title == TITLE
    assert got.text == "\n".join(BODY)
    assert got.published is not None
    assert minute(got.published) == "2005-04-05 06:40"


def test_the_first_post_is_the_body_of_a_thread() -> None:
    posts = "".join(
        f"<div class='post'><div>网友{n} 发表于 2023-11-14 1{n}:00</div><p>{text}</p></div>"
        for n, text in enumerate(
            (BODY[0], "楼上说得对，我也看到了，" * 9, "已经没事了，散了吧，" * 9)
        )
    )
    got = read(page(f"<h1>城东那边怎么了</h1>{posts}", title="城东那边怎么了"))
    assert got.text == BODY[0]


TIMES = ("2023-11-14 08:05", "2023-11-14 08:31", "2023-11-14 09:40")
REPLIES = ("我也看到了，车开过去好几辆。", "散了吧，等通报。")
BUTTONS = "| <a href='?a=1'>只看该作者</a> | <a href='?o=1'>倒序浏览</a>"


@pytest.mark.parametrize(
    "post",
    [
        "<div class='p'><div>{floor}</div><div><div>发表于 {at} {buttons}</div>{text}</div></div>",
        "<table class='post'><tr><td>{floor}<td>发表于 {at} {buttons}<tr><td><td>{text}</table>",
        "<div class='item'><div>{floor} 网友 时间：{at}</div><div>{text}</div></div>",
    ],
)
def test_the_time_of_a_thread_is_that_of_its_first_post(post: str) -> None:
    texts = (BODY[0], *REPLIES)
    floors = ("楼主", "2楼", "3楼")
    posts = "".join(
        post.format(floor=floor, at=at, text=text, buttons=BUTTONS if floor == "楼主" else "")
        for floor, at, text in zip(floors, TIMES, texts, strict=True)
    )
    got = read(page(f"<h1>城东那边怎么了</h1>{posts}", title="城东那边怎么了 - 临溪论坛"))
    assert got.published is not None
    assert minute(got.published) == TIMES[0]
    assert got.text == BODY[0]


def test_a_thread_that_opens_with_half_a_line_is_not_read_as_its_longest_reply() -> None:
    texts = ("县城又停水了吗", REPLIES[0] * 9, REPLIES[1] * 12)
    posts = "".join(
        f"<div class='p'><div class='h'>发表于 {at}</div><div class='t'>{text}</div></div>"
        for at, text in zip(TIMES, texts, strict=True)
    )
    got = read(page(f"<h1>问问城东的邻居们</h1>{posts}", title="问问城东的邻居们 - 临溪论坛"))
    assert got.text == texts[0]
    assert got.published is not None
    assert minute(got.published) == TIMES[0]


def test_the_time_of_an_article_is_not_that_of_its_first_comment() -> None:
    comments = "".join(f"<div class='x'>网友 发表于 {at}</div><p>{BODY[2]}</p>" for at in TIMES)
    facts = "<div>2023-11-13 10:20 来源：临溪发布</div>"
    got = read(page(f"<h1>{TITLE}</h1>{facts}<div>{PARAGRAPHS}</div><div>{comments}</div>"))
    assert got.published is not None
    assert minute(got.published) == "2023-11-13 10:20"


@pytest.mark.parametrize(
    "closing",
    [
        "<p>责任编辑：林某</p>",
        "<p>（责编：林某、周某）</p>",
        "<p>【责任编辑:林某</p><p>】</p>",
        "<p>来源：临溪发布</p><p>编辑：林某</p><p>打印</p><p>关闭窗口</p>",
        "<p>本文来源：临溪发布 责任编辑：林某_L01</p>",
        "<p>「2楼」</p>",
        "<p>发表于 2023年11月14日 12:40 - (阅读:3727;评论:63)</p>",
    ],
)
def test_credits_and_buttons_behind_the_text_are_dropped(closing: str) -> None:
    assert read(page(HEADED + PARAGRAPHS + closing)).text == "\n".join(BODY)


def test_an_editor_in_brackets_behind_the_last_sentence_is_dropped() -> None:
    got = read(page(HEADED + PARAGRAPHS.removesuffix("</p>") + "（责任编辑：林某）</p>"))
    assert got.text == "\n".join(BODY)


@pytest.mark.parametrize(
    "line",
    [
        "关闭了城东三家存在火灾隐患的仓库",
        "（县应急管理局供稿）",
        "来源地为临溪县城东街道的货物已全部转移",
        "编辑部设在临溪县城东街道",
        "临溪县人民政府",
    ],
)
def test_a_last_line_that_says_something_is_kept(line: str) -> None:
    assert read(page(f"{HEADED}{PARAGRAPHS}<p>{line}</p>")).text == "\n".join((*BODY, line))


def test_comments_longer_than_the_article_are_not_the_body() -> None:
    comments = "<div class='comments'>" + "<p>说得好，支持，希望尽快查明原因。</p>" * 60 + "</div>"
    got = read(page(HEADED + PARAGRAPHS + comments))
    assert got.text == "\n".join(BODY)


def test_a_lead_set_apart_from_the_body_belongs_to_it() -> None:
    words = "临溪县今天通报城东仓库火情，现场没有人员伤亡，原因正在调查之中。"
    lead = f"<div class='summary'>{words}</div>"
    got = read(page(f"{HEADED}{lead}<div><div><div><div>{PARAGRAPHS * 3}</div></div></div></div>"))
    assert got.text.startswith("临溪县今天通报")


@pytest.mark.parametrize(
    ("head", "source", "expected"),
    [
        ('<meta name="PubDate" content="2023-11-13 08:05">', "meta:pubdate", "2023-11-13 08:05"),
        (
            '<meta property="article:published_time" content="2023-11-13T00:05:00Z">',
            "meta:article:published_time",
            "2023-11-13 08:05",
        ),
        (
            '<script type="application/ld+json">{"datePublished": "2023-11-13T08:05:00"}</script>',
            "json-ld",
            "2023-11-13 08:05",
        ),
        # linked data written at the last update, later on the printed day
        (
            '<script type="application/ld+json">{"pubDate": "2023-11-14T23:59:00"}</script>',
            "visible",
            "2023-11-14 22:13",
        ),
        # the printed clock with a Z behind it, and the same instant in real UTC
        (
            '<meta property="article:published_time" content="2023-11-14T22:13:45Z">',
            "visible",
            "2023-11-14 22:13",
        ),
        (
            '<meta property="article:published_time" content="2023-11-14T14:13:45Z">',
            "meta:article:published_time",
            "2023-11-14 22:13",
        ),
        # a date alone is made finer by a printed time of the same day
        ('<meta name="PubDate" content="2023-11-14">', "visible", "2023-11-14 22:13"),
        ('<meta name="PubDate" content="2023-11-14 00:00:00">', "visible", "2023-11-14 22:13"),
        ('<meta name="PubDate" content="2023-11-14T00:00:00Z">', "visible", "2023-11-14 22:13"),
        # unbelievable statements are passed over
        ('<meta name="PubDate" content="2033-11-14 08:00">', "visible", "2023-11-14 22:13"),
        ('<meta name="PubDate" content="n/a">', "visible", "2023-11-14 22:13"),
    ],
)
def test_the_time_is_the_best_statement_of_it(head: str, source: str, expected: str) -> None:
    got = read(page(HEADED + PARAGRAPHS, head=head))
    assert got.published is not None
    assert (got.published.source, minute(got.published)) == (source, expected)


def test_the_address_gives_the_day_where_nothing_else_does() -> None:
    got = read(page(f"<h1>{TITLE}</h1>{PARAGRAPHS}"), "http://news.example/2023/11/14/c_1.htm")
    assert got.published is not None
    assert (got.published.source, got.published.precision) == ("url", Precision.DAY)


def test_a_page_without_a_time_has_none() -> None:
    assert read(page(f"<h1>{TITLE}</h1>{PARAGRAPHS}")).published is None


def test_dates_of_other_articles_and_of_the_day_are_not_taken() -> None:
    banner = "<div>今天是2023年11月15日 星期三</div>"
    assert read(page(f"{banner}<h1>{TITLE}</h1>{PARAGRAPHS}")).published is None


def test_a_printed_time_without_year_is_bounded_by_the_last_update() -> None:
    html = page(
        f"<h1>{TITLE}</h1><span class='date'>发布时间：01-14</span> <span>17:58</span>{PARAGRAPHS}",
        head='<meta itemprop="dateUpdate" content="2020-01-14 17:58:59">',
    )
    got = read(html)
    assert got.published is not None
    assert minute(got.published) == "2020-01-14 17:58"


def test_a_government_document_keeps_its_two_dates_apart() -> None:
    html = page(
        "<h1>临溪县人民政府关于加强冬季防火工作的通知</h1>"
        "<div>发布日期：2023-11-10 成文日期：2023年11月6日</div>"
        f"<p>临政发〔2023〕14号</p>{PARAGRAPHS}<p>临溪县人民政府</p><p>2023年11月6日</p>",
        head='<meta name="ArticleTitle" content="临溪县人民政府关于加强冬季防火工作的通知">'
        '<meta name="ContentSource" content="县政府办公室">'
        '<meta name="PubDate" content="2023-11-10 09:30:00">',
        title="通知公告-临溪县人民政府",
    )
    got = read(html)
    assert got.title == "临溪县人民政府关于加强冬季防火工作的通知"
    assert got.document_number == "临政发〔2023〕14号"
    assert got.written_on == date(2023, 11, 6)
    assert got.published is not None
    assert minute(got.published) == "2023-11-10 09:30"
    assert got.source_line == "县政府办公室"


def test_the_date_of_writing_never_stands_in_for_publication() -> None:
    got = read(page(f"<h1>{TITLE}</h1><div>成文日期：2023年11月6日</div>{PARAGRAPHS}"))
    assert got.published is None


@pytest.mark.parametrize("colon", ["：", ":", ""])
def test_facts_in_cells_of_a_table_are_kept_apart(colon: str) -> None:
    cells = (
        ("索引号", "0123/2023-00017"),
        ("成文日期", "2023-11-06"),
        ("发布日期", "2023-11-10"),
        ("发文字号", "临政发〔2023〕14号"),
    )
    table = "".join(f"<tr><td>{name}{colon}</td><td>{value}</td></tr>" for name, value in cells)
    got = read(page(f"<table>{table}</table><h1>{TITLE}</h1>{PARAGRAPHS}"))
    assert got.published is not None
    assert minute(got.published)[:10] == "2023-11-10"
    assert got.written_on == date(2023, 11, 6)
    assert got.document_number == "临政发〔2023〕14号"


def test_the_number_of_a_document_that_is_only_mentioned_is_not_the_pages() -> None:
    cited = (
        "<p>根据《云岭市消防办法》（云政发〔2020〕16号），县里组织了检查，现将情况通报如下。</p>"
    )
    assert read(page(HEADED + cited + PARAGRAPHS)).document_number == ""


def test_a_time_printed_without_a_year_is_of_the_stated_day() -> None:
    html = page(
        f"<h1>{TITLE}</h1><div class='info'>04-12 10:07 来源：临溪发布</div>{PARAGRAPHS}",
        head='<meta name="publishdate" content="2019-04-12">',
    )
    published = read(html).published
    assert published is not None
    assert minute(published) == "2019-04-12 10:07"


@pytest.mark.parametrize(
    ("stated", "sign"),
    [
        ("2023-11-30 08:00", "time_future"),
        ("2023-02-31 08:00", "time_impossible"),
        ("1970-01-01 08:00", "time_too_old"),
    ],
)
@pytest.mark.parametrize(
    "place",
    [
        '<meta name="PubDate" content="{}">',
        '<script type="application/ld+json">{{"datePublished":"{}"}}</script>',
    ],
)
def test_a_stated_time_that_cannot_be_is_flagged_and_not_used(
    place: str, stated: str, sign: str
) -> None:
    got = read(page(HEADED + PARAGRAPHS, head=place.format(stated)))
    assert got.published is not None
    assert minute(got.published) == "2023-11-14 22:13"
    assert got.damage == (sign,)


def test_a_printed_time_of_publication_in_the_future_is_flagged() -> None:
    got = read(page(f"<h1>{TITLE}</h1><div>发布时间：2023-11-30 08:00</div>{PARAGRAPHS}"))
    assert got.published is None
    assert got.damage == ("time_future",)


def test_a_day_to_come_inside_the_text_is_nothing_odd() -> None:
    plan = "<p>整治行动将于2023-12-30 08:00结束，届时县里将公布结果。</p>"
    assert read(page(HEADED + PARAGRAPHS + plan)).damage == ()


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("3小时前", "2023-11-15 06:00"),
        ("25分钟前", "2023-11-15 09:35"),
        ("昨天 20:15", "2023-11-14 20:15"),
        ("今天 08:05", "2023-11-15 08:05"),
    ],
)
def test_a_time_told_from_the_moment_of_fetching(printed: str, expected: str) -> None:
    got = read(page(f"<h1>{TITLE}</h1><div>{printed} 来源：临溪发布</div>{PARAGRAPHS}"))
    assert got.published is not None
    assert minute(got.published) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (f"{TITLE}_临溪新闻网", TITLE),
        (f"{TITLE} - 要闻 - 临溪日报", TITLE),
        (f"{TITLE}--时政--云岭网", TITLE),
        (f"临溪县政府网|{TITLE}", TITLE),
        (f"[图文]{TITLE}", TITLE),
        # marks that belong to the headline
        (
            "一线 | 十五名队员连夜赶赴临溪县城东，抢险进行时",
            "一线 | 十五名队员连夜赶赴临溪县城东，抢险进行时",
        ),
        ("1-10月临溪县投资稳中有升_临溪县发改局", "1-10月临溪县投资稳中有升"),
    ],
)
def test_the_title_element_loses_the_names_of_site_and_column(title: str, expected: str) -> None:
    assert read(page(PARAGRAPHS, title=title)).title == expected


def test_a_title_element_that_only_names_the_site_gives_way_to_the_heading() -> None:
    got = read(page(f"<h1>{TITLE}</h1>{PARAGRAPHS}", title="临溪县人民政府"))
    assert got.title == TITLE


def test_a_short_headline_that_ends_like_an_offices_name_is_kept() -> None:
    title = "临溪县发布情况通报"
    assert read(page(PARAGRAPHS, title=f"{title}_要闻动态_临溪网")).title == title


def test_a_broken_in_site_is_reported_and_its_spam_is_gone() -> None:
    got = read(
        page(
            f"<div>{HEADED}<p>某某棋牌官网登录</p>{PARAGRAPHS}</div>",
            title=f"国产精品_成人网站|{TITLE}",
        )
    )
    assert "spam" in got.damage
    assert "棋牌" not in got.text
    assert "成人" not in got.title


@pytest.mark.parametrize(
    "html",
    [
        page(HEADED + PARAGRAPHS, title=f"某某娱乐平台官网|{TITLE}_临溪新闻网"),
        page(HEADED + PARAGRAPHS, head='<meta name="keywords" content="百家乐,时时彩,老虎机">'),
        f"<p>某某棋牌官网登录</p><p>国产精品久久</p><p>百家乐</p>{page(HEADED + PARAGRAPHS)}",
    ],
)
def test_spam_outside_the_text_is_reported_too(html: str) -> None:
    got = read(html)
    assert got.title == TITLE
    assert got.text == "\n".join(BODY)
    assert "spam" in got.damage


def test_one_odd_key_word_is_no_break_in() -> None:
    html = page(HEADED + PARAGRAPHS, head='<meta name="keywords" content="科技,无码科技,资讯">')
    assert read(html).damage == ()


@pytest.mark.parametrize(
    "bulk",
    [
        "<script>" + "var x = 1;" * (MAX_CHARACTERS // 10) + "</script>",
        "<style>" + "p { }" * (MAX_CHARACTERS // 5) + "</style>",
        "<img src='data:image/png;base64," + "QUJD" * (MAX_CHARACTERS // 4) + "'>",
    ],
)
def test_an_article_behind_megabytes_of_anything_else_is_read_whole(bulk: str) -> None:
    got = read(page(bulk + HEADED + PARAGRAPHS))
    assert got.text == "\n".join(BODY)
    assert got.damage == ()


@pytest.mark.parametrize(
    "html",
    [
        page(HEADED + "<p>临溪县通报火情，正在调查。</p>" * (MAX_BLOCKS + 1)),
        page(HEADED + "临溪县通报火情。" * (MAX_TEXT // 8 + 1)),
        page(HEADED + PARAGRAPHS + "<b></b>" * (MAX_CHARACTERS // 7)),
    ],
)
def test_a_page_without_end_is_cut_and_says_so(html: str) -> None:
    got = read(html)
    assert got.title == TITLE
    assert len(got.text) <= MAX_TEXT
    assert "cut" in got.damage


HOSTILE = {
    "empty": b"",
    "blank": b"  \n ",
    "zeros": b"\0" * 5000,
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 400,
    "only a comment": b"<!-- x -->",
    "nested": b"<div>" * 1_000_000,
    "nested tables": b"<table><tr><td>" * 200_000,
    "unclosed links": b'<a href="/x">' * 100_000,
    "open comments": b"<!--" * 200_000,
    "declared otherwise": b'<?xml version="1.0" encoding="gb2312"?><p>x</p>',
    "long attribute": b'<p class="' + b"a " * 500_000 + b'">x</p>',
    "question marks": b"<p>" + b"?!" * 300_000 + b"M</p>",
    "long title": b"<title>" + b"a-_|" * 200_000 + b"</title>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bytes_end_soon_with_an_empty_text(name: str) -> None:
    started = time.perf_counter()
    got = read(HOSTILE[name])
    assert time.perf_counter() - started < 10
    assert len(got.text) < 50
    assert got.url == "http://news.example/a/1.html"


@given(st.binary(max_size=600))
def test_no_bytes_make_it_fail(body: bytes) -> None:
    read(b"<html><body><p>" + body)
    read(body)


TAGS = ["<p>", "</div>", "<h1>", "<td>", "<a href='x'>", "</a>", "<br>", "<title>", "<script>"]
WORDS = ["2023-11-14 22:13", "来源：", "。", "临溪县通报，", "发表于", "成文日期：", "〔2023〕"]
FRAGMENTS = st.sampled_from([*TAGS, *WORDS, "<meta name=PubDate content=1>"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_half_a_surrogate_pair_never_gets_out_of_a_page(encoding: str) -> None:
    words = "临溪县\ud800通报&#xD800;情况，"
    html = f"<title>{words}</title><h1>{words}</h1><p>{words * 9}</p>"
    got = read(html.encode(encoding, "surrogatepass"))
    assert got.title.encode()
    assert (got.text + got.source_line + got.document_number).encode()


@given(st.lists(FRAGMENTS, max_size=60))
def test_no_order_of_tags_makes_it_fail(fragments: list[str]) -> None:
    read("".join(fragments))


@pytest.mark.shared_data
def test_real_pages_are_read_as_well_as_measured(shared_data: Path) -> None:
    folder = shared_data / "extraction_zh"
    rows = [json.loads(line) for line in (folder / "labels.jsonl").read_text("utf-8").splitlines()]
    days = hits = 0
    for row in rows:
        got = extract((folder / row["page"]).read_bytes(), row["url"] or "", FETCHED_LATER, ZONE)
        if row["publish_time"] and row["publish_time_precision"] in ("day", "minute", "second"):
            days += 1
            hits += (
                got.published is not None
                and minute(got.published)[:10] == (row["publish_time"][:10])
            )
    assert hits / days >= 0.95

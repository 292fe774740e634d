"""Pages as counties' offices build them: little markup, odd titles, dates in every dress."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from monitor.domain.page import Page
from monitor.text.extract import extract

ZONE = ZoneInfo("Asia/Shanghai")
FETCHED = datetime(2023, 11, 15, 2, tzinfo=UTC)
HEADLINE = "关于城东仓库火情处置情况的通报"
BODY = (
    "11月14日上午，临溪县城东街道一处仓库起火，消防救援人员到场扑救，火情已得到控制。",
    "县应急管理局介绍，现场没有人员伤亡，起火原因正在调查，后续情况将及时发布。",
    "请广大群众不信谣、不传谣，以权威发布为准。",
)
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in BODY)
MENU = "<ul><li><a href='/'>首页</a></li><li><a href='/zwgk'>政务公开</a></li></ul>"
TODAY = "<div>今天是2023年11月15日 星期三</div>"
IMPRINT = (
    "<div>版权所有：临溪县人民政府 备案号：东ICP备00000000号 网站标识码：0000000000"
    " 更新日期：2023-11-15</div>"
)
DATED = "<p>发布时间：2023-11-14 22:13</p>"


def read(title: str, headline: str, dated: str = DATED, body: str = PARAGRAPHS) -> Page:
    html = (
        f"<html><head><title>{title}</title></head><body>{MENU}{TODAY}"
        f"<div>{headline}{dated}<div>{body}</div></div>{IMPRINT}</body></html>"
    )
    return extract(html.encode(), "http://www.example/art/12.html", FETCHED, ZONE)


@pytest.mark.parametrize(
    "title",
    [
        "",
        "临溪县人民政府",
        "临溪县人民政府门户网站",
        "欢迎访问临溪县人民政府门户网站",
        "临溪县人民政府_东江省云岭市临溪县政府门户网站",
        "通知公告_临溪县人民政府",
        "临溪县人民政府-通知公告",
        "政务公开-部门动态-临溪县应急管理局",
        "首页>新闻中心>要闻",
        "中共临溪县委宣传部",
        "平安临溪 - 临溪县公安局",
        "详情页",
        f"{HEADLINE[:9]}...-临溪县人民政府",
        f"{HEADLINE}-临溪县人民政府",
    ],
)
@pytest.mark.parametrize(
    "headline",
    [
        f"<h3>{HEADLINE}</h3>",
        f"<div class='t'>{HEADLINE}</div>",
        f"<table><tr><td><b>{HEADLINE}</b></td></tr></table>",
        f"<h1>临溪县人民政府</h1><div>{HEADLINE}</div>",
        f"<div>位置：<a href='/'>首页</a> &gt; <a href='/n'>通知公告</a></div><p>{HEADLINE}</p>",
    ],
)
def test_the_headline_is_found_whatever_the_title_element_names(title: str, headline: str) -> None:
    page = read(title, headline)
    assert (page.title, page.text) == (HEADLINE, "\n".join(BODY))


@pytest.mark.parametrize("title", ["县城火情通报", "临溪县纪委监委通报"])
def test_a_short_headline_is_no_name_of_a_site(title: str) -> None:
    assert read(title, f"<div>{title}</div>").title == title


@pytest.mark.parametrize(
    ("dated", "expected"),
    [
        ("<div>[2023-11-14]</div>", "2023-11-14 00:00:00"),
        ("<p>2023.11.14 来源：本站</p>", "2023-11-14 00:00:00"),
        ("<p>时间：2023-11-14 22:13 浏览次数：1024 【字体：大 中 小】</p>", "2023-11-14 22:13:00"),
        ("<p>日期:2023/11/14 22:13:05 点击:33</p>", "2023-11-14 22:13:05"),
        ("<p>发布时间：二〇二三年十一月十四日</p>", "2023-11-14 00:00:00"),
        ("<p>发布时间：2023 年 11 月 14 日 22 : 13</p>", "2023-11-14 22:13:00"),
        ("<p>更新时间：2023-11-15 08:00 发布时间：2023-11-14 22:13</p>", "2023-11-14 22:13:00"),
        ("<p>2023-11-1422:13来源：临溪发布</p>", "2023-11-14 22:13:00"),
        (
            "<p><span>发布时间：</span><span>2023-11-14</span> <span>22:13</span></p>",
            "2023-11-14 22:13:00",
        ),
        (
            (
                "<table><tr><td>成文日期：</td><td>2023-11-10</td></tr>"
                "<tr><td>发布日期：</td><td>2023-11-14</td></tr></table>"
            ),
            "2023-11-14 00:00:00",
        ),
        # today's date and that of the site's last update date no article
        ("", None),
        (
            "<span></span><script>var pubTime = '2023-11-14 22:13:00';</script>",
            "2023-11-14 22:13:00",
        ),
    ],
)
def test_the_time_is_that_of_publication_and_the_text_is_free_of_it(
    dated: str, expected: str | None
) -> None:
    page = read(f"{HEADLINE}_临溪县人民政府", f"<h2>{HEADLINE}</h2>", dated)
    published = page.published
    found = published and published.earliest.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")
    assert (found, page.text) == (expected, "\n".join(BODY))


@pytest.mark.parametrize(
    "body", [BODY[0], "网传我县停水系谣言，请勿相信。", "", "<br><br>".join(BODY), *BODY[:2]]
)
def test_what_a_site_says_of_itself_is_no_part_of_a_short_notice(body: str) -> None:
    page = read(f"{HEADLINE}_临溪县人民政府", f"<h2>{HEADLINE}</h2>", body=body)
    assert page.text == body.replace("<br><br>", "\n")


@pytest.mark.parametrize(
    "script",
    [
        "var ct = '1699971180';",  # as pages of public accounts have it
        "window.ct='1699971180'; var nickname='临溪发布';",
        "var createTime = '2023-11-14 22:13';",
        'var data = {"publishTime":1699971180000,"id":1700000000000};',
        'var data = {"ptime":"2023-11-14 22:13:00"};',
    ],
)
def test_a_time_that_only_a_script_knows(script: str) -> None:
    page = read(HEADLINE, f"<h1>{HEADLINE}</h1>", f"<em></em><script>{script}</script>")
    assert page.published is not None
    assert page.published.earliest == datetime(2023, 11, 14, 14, 13, tzinfo=UTC)
    assert page.published.source == "script"

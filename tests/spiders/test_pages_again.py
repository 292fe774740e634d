"""Second looks at pages that answered, over a real server."""

from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from threading import Event

import pytest

from monitor.domain.page_again import PageState
from spiders.port import PageJob, PageSeenAgain
from tests.spiders.conftest import START, Crawl, LocalSite, MemoryPort
from tests.spiders.web import page

GUARD = "<html><script>document.cookie='k=1';location.reload();</script></html>"
NOTICE = page("关于青石镇桥面裂缝的情况通报")


def look_again(site: LocalSite, port: MemoryPort, crawl: Crawl, path: str) -> PageSeenAgain:
    """One crawl with nothing but that page to look at."""
    port.pages.append(PageJob("7", site.base + path, site.base + "/"))
    crawl.step()
    (look,) = port.looks_again
    return look


def test_a_page_that_is_there_comes_with_its_text(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    site.put("/notice", NOTICE)
    look = look_again(site, port, crawl, "/notice")
    assert (look.article, look.at, look.state) == ("7", START, PageState.SEEN)
    assert look.title == "关于青石镇桥面裂缝的情况通报"
    assert "桥面出现裂缝" in look.text
    assert len(look.body_sha256) == 64
    assert site.paths() == ["/notice"]
    assert port.polls == []


@pytest.mark.parametrize(
    ("status", "body", "state"),
    [
        (404, "no such page", PageState.GONE),
        (410, "gone", PageState.GONE),
        (404, GUARD, PageState.BLIND),  # a guard says 404 to whoever runs no script
        (500, "error", PageState.BLIND),
        (503, "busy", PageState.BLIND),
        (403, "no", PageState.BLIND),
        (429, "slowly", PageState.BLIND),
        (200, GUARD, PageState.BLIND),
        (200, "", PageState.BLIND),
    ],
)
def test_only_a_plain_denial_says_that_a_page_is_gone(
    site: LocalSite, port: MemoryPort, crawl: Crawl, status: int, body: str, state: PageState
) -> None:
    site.put("/notice", body, status=status)
    look = look_again(site, port, crawl, "/notice")
    assert (look.state, look.http_status) == (state, status)
    assert (look.title, look.text) == ("", "")


FOOT = "<p>主办：青石镇人民政府 备案号 0000</p>"


def says(words: str, title: str = "提示") -> str:
    """A page of a site that says something about itself, and its usual foot."""
    return f"<html><head><title>{title}</title></head><body><p>{words}</p>{FOOT}</body></html>"


@pytest.mark.parametrize(
    ("body", "state"),
    [
        (says("您访问的页面不存在"), PageState.GONE),
        (says("该文章已被删除"), PageState.GONE),
        (says("抱歉，找不到您要查看的内容，5秒后返回首页"), PageState.GONE),
        (says("", "404 Not Found"), PageState.GONE),
        (says("信息已下线，请浏览其他栏目"), PageState.GONE),
        # a site in trouble denies nothing
        (says("502 Bad Gateway 页面不存在"), PageState.BLIND),
        (says("访问过于频繁，请稍后再试"), PageState.BLIND),
        (says("页面不存在或系统繁忙，请稍后重试"), PageState.BLIND),
        (says("请输入验证码后继续访问该页面"), PageState.BLIND),
        (says("网站维护中，内容不存在"), PageState.BLIND),
        # what stood there still does, in title or text
        (says("附件已删除", "关于青石镇桥面裂缝的情况通报"), PageState.SEEN),
        (
            says("11月16日上午，临溪县青石镇一处桥面出现裂缝，镇里已经封闭桥面。附件已删除"),
            PageState.SEEN,
        ),
        # a page with other words on it is a page, as is one that only speaks of such a thing
        (says("青石镇桥面已恢复通行。"), PageState.SEEN),
        (page("临溪县政务服务通告", "部分网页不存在的问题已经修复。" * 40), PageState.SEEN),
        (says("请到404室办理，电话84043322，邮编150300"), PageState.SEEN),
    ],
)
def test_a_page_that_only_says_it_is_gone_is_gone(
    site: LocalSite, port: MemoryPort, crawl: Crawl, body: str, state: PageState
) -> None:
    site.put("/notice", body)
    former = "11月16日上午，临溪县青石镇一处桥面出现裂缝，镇里已经封闭桥面，正在组织检测。"
    port.pages.append(
        PageJob("7", site.base + "/notice", site.base + "/", "关于青石镇桥面裂缝的情况通报", former)
    )
    crawl.step()
    (look,) = port.looks_again
    assert (look.state, look.http_status) == (state, 200)


def test_nobody_can_tell_where_it_is_not_known_what_stood_there(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    site.put("/notice", says("您访问的页面不存在"))
    assert look_again(site, port, crawl, "/notice").state is PageState.BLIND


def test_a_server_that_hangs_or_is_away_is_blindness(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    given_up = Event()

    def hang(_: BaseHTTPRequestHandler) -> None:
        given_up.wait(20)

    site.answers["/notice"] = hang
    port.pages.append(PageJob("8", "http://127.0.0.1:9/notice", "http://127.0.0.1:9/"))
    port.pages.append(PageJob("7", site.base + "/notice", site.base + "/"))
    crawl.step(timeout=timedelta(seconds=1))
    given_up.set()
    assert {look.state for look in port.looks_again} == {PageState.BLIND}
    assert all(look.detail for look in port.looks_again)


def test_a_document_that_is_no_page_is_told_by_its_bytes(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    site.put("/notice.pdf", b"%PDF-1.7 x", content_type="application/pdf")
    look = look_again(site, port, crawl, "/notice.pdf")
    assert (look.state, look.text) == (PageState.SEEN, "")
    assert look.body_sha256


def test_a_page_that_leads_into_a_private_network_is_not_followed(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    site.put("/notice", NOTICE)
    port.pages.append(PageJob("7", site.base + "/notice", "http://gov.linxi.example/"))
    crawl.step()
    (look,) = port.looks_again
    assert look.state is PageState.BLIND
    assert site.paths() == []

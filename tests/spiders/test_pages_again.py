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

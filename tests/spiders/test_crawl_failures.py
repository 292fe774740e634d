"""Looks that go wrong: each leaves exactly one poll, and never harms another channel."""

import socket
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from threading import Event

import pytest

from monitor.domain.channel import PollOutcome, Reader
from tests.spiders.conftest import Crawl, LocalSite, MemoryPort
from tests.spiders.web import page, rss

GUARD = "<html><script>document.cookie='k=1';location.reload();</script></html>"


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (403, "no", PollOutcome.BLOCKED),
        (412, GUARD, PollOutcome.BLOCKED),
        (429, "slowly", PollOutcome.BLOCKED),
        (200, GUARD, PollOutcome.BLOCKED),
        (503, GUARD, PollOutcome.BLOCKED),  # a guard behind an error status
        (503, "busy", PollOutcome.HTTP_ERROR),
        (404, "gone", PollOutcome.HTTP_ERROR),
        (200, "", PollOutcome.UNREADABLE),
        (200, "<rss version='2.0'><channel></channel></rss>", PollOutcome.EMPTY),
        (200, "<p>not a feed</p>", PollOutcome.UNREADABLE),
        (200, "\x00\x01\x02", PollOutcome.UNREADABLE),
    ],
)
def test_an_answer_that_shows_nothing_is_named(
    site: LocalSite,
    port: MemoryPort,
    crawl: Crawl,
    status: int,
    body: str,
    outcome: PollOutcome,
) -> None:
    port.watch(site.put("/feed", body, status=status))
    poll = crawl.look()

    assert poll.outcome is outcome
    assert poll.http_status == status
    assert poll.detail
    assert len(port.polls) == 1


def test_a_list_page_without_items_is_a_blind_look(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    port.watch(site.put("/", "<html><body><p>改版中</p></body></html>"), Reader.LIST)
    assert crawl.look().outcome is PollOutcome.EMPTY


def test_a_server_that_asks_for_patience_is_remembered(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    port.watch(site.put("/feed", "slowly", status=429, Retry_After="120"))
    asked_at = crawl.now
    crawl.look()

    assert port.memory().retry_at == asked_at + timedelta(seconds=120)


def test_a_redirect_loop(site: LocalSite, port: MemoryPort, crawl: Crawl) -> None:
    port.watch(site.put("/feed", "", status=302, Location="/feed"))
    assert crawl.look().outcome is PollOutcome.REDIRECT_LOOP


def test_a_redirect_is_followed(site: LocalSite, port: MemoryPort, crawl: Crawl) -> None:
    site.put("/new", rss(site.put("/a", page("临溪县桥面情况通报"))))
    port.watch(site.put("/feed", "", status=301, Location="/new"))
    assert crawl.look().outcome is PollOutcome.OK


def test_robots_txt_is_obeyed(site: LocalSite, port: MemoryPort, crawl: Crawl) -> None:
    site.put("/robots.txt", "User-agent: Huiying\nDisallow: /feed\n", "text/plain")
    port.watch(site.put("/feed", rss()))

    assert crawl.look().outcome is PollOutcome.ROBOTS
    assert site.paths() == []


def test_a_page_that_robots_txt_forbids_is_not_fetched(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /a\n", "text/plain")
    port.watch(site.put("/feed", rss(site.base + "/a")))

    assert crawl.look().outcome is PollOutcome.OK
    assert site.paths() == ["/feed"]


def test_a_refused_connection(port: MemoryPort, crawl: Crawl) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound but not listening: nobody answers there
        port.watch(f"http://127.0.0.1:{taken.getsockname()[1]}/feed")
        assert crawl.look().outcome is PollOutcome.UNREACHABLE


def test_a_host_that_does_not_exist(port: MemoryPort, crawl: Crawl) -> None:
    port.watch("http://linxi.invalid/feed")
    assert crawl.look().outcome is PollOutcome.UNREACHABLE


def test_what_is_no_url(port: MemoryPort, crawl: Crawl) -> None:
    port.watch("linxi daily")
    assert crawl.look().outcome is PollOutcome.UNREACHABLE


def test_a_host_that_hangs_holds_up_nobody(site: LocalSite, port: MemoryPort, crawl: Crawl) -> None:
    let_go = Event()
    site.answers["/slow"] = lambda _: let_go.wait(10) and None
    port.watch(site.base + "/slow", name="云岭发布")
    port.watch(site.put("/feed", rss(site.put("/a", page("临溪县桥面情况通报")))))

    crawl.look(timeout=timedelta(seconds=0.5))
    let_go.set()

    outcomes = {poll.channel: poll.outcome for poll in port.polls}
    assert outcomes == {"云岭发布": PollOutcome.TIMEOUT, "临溪日报": PollOutcome.OK}
    assert len(port.articles) == 1


@pytest.mark.parametrize("announced", [True, False])
def test_a_feed_of_50_mb_is_cut_off(
    site: LocalSite, port: MemoryPort, crawl: Crawl, announced: bool
) -> None:
    chunk = b"<item><title>t</title></item>" * 2000
    sent = 0

    def endless(handler: BaseHTTPRequestHandler) -> None:
        nonlocal sent
        handler.send_response(200)
        if announced:
            handler.send_header("Content-Length", str(50_000_000))
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.close_connection = True
        while sent < 50_000_000:
            handler.wfile.write(chunk)
            sent += len(chunk)

    site.answers["/feed"] = endless
    port.watch(site.base + "/feed")

    assert crawl.look(max_bytes=1_000_000).outcome is PollOutcome.TOO_LARGE
    assert sent < 50_000_000


def test_a_body_that_unpacks_to_too_much(site: LocalSite, port: MemoryPort, crawl: Crawl) -> None:
    import gzip

    packed = gzip.compress(b" " * 3_000_000)
    port.watch(site.put("/feed", packed, "text/xml", Content_Encoding="gzip"))
    assert crawl.look(max_bytes=1_000_000).outcome is PollOutcome.TOO_LARGE


def test_a_public_page_may_not_send_us_into_the_private_network(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    """The channel's own place may be private; another port of the same host is another place."""
    link = site.put("/a", "", status=302, Location="http://127.0.0.1:1/secret")
    port.watch(site.put("/feed", rss(link, "http://10.0.0.1/a", "http://localhost:1/a")))

    poll = crawl.look()

    assert (poll.outcome, poll.new_items) == (PollOutcome.OK, 0)
    assert len(port.memory().waiting) == 3


def test_an_article_list_behind_a_reader_that_breaks_is_unreadable(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    port.watch(site.put("/feed", "<html>" * 20000 + "<urlset"), Reader.SITEMAP)
    assert crawl.look().outcome is PollOutcome.UNREADABLE


def test_a_port_that_fails_to_answer_stops_no_other_channel(site: LocalSite, crawl: Crawl) -> None:
    class Broken(MemoryPort):
        def unknown(self, urls: object) -> list[str]:
            if "bad" in str(urls):
                raise OSError("database is locked")
            return super().unknown(urls)  # type: ignore[arg-type]

    crawl.port = Broken()
    crawl.port.watch(site.put("/bad", rss(site.base + "/bad/1")), name="云岭发布")
    crawl.port.watch(site.put("/feed", rss(site.put("/a", page("临溪县桥面情况通报")))))
    crawl.look()

    assert [poll.channel for poll in crawl.port.polls] == ["临溪日报"]

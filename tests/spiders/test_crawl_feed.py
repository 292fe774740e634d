"""Whole looks at a channel over real HTTP: what is stored, recorded and asked for."""

from datetime import timedelta

from monitor.domain.channel import PollOutcome
from monitor.domain.sighting import Sighting
from tests.spiders.conftest import Crawl, LocalSite, MemoryPort
from tests.spiders.web import page, rss


def put_news(site: LocalSite, *names: str, **headers: str) -> None:
    """A feed of the named pages, and the pages."""
    links = [site.put(f"/a/{name}", page(f"临溪县{name}情况通报")) for name in names]
    site.put("/feed", rss(*links), "application/rss+xml", **headers)


def test_a_first_look_stores_every_page(site: LocalSite, port: MemoryPort, crawl: Crawl) -> None:
    put_news(site, "桥面", "积水")
    port.watch(site.base + "/feed")
    now = crawl.now

    poll = crawl.look()

    assert (poll.outcome, poll.items, poll.new_items) == (PollOutcome.OK, 2, 2)
    assert (poll.http_status, poll.reaches_back) == (200, True)
    assert poll.body_bytes > 0
    article = next(iter(port.articles.values()))
    assert article.page.title == "临溪县桥面情况通报"
    assert "桥面出现裂缝" in article.page.text
    assert article.sighting == Sighting(now)
    assert article.fetched_at == now
    assert article.listed.title.startswith("第1条")
    assert len(article.body_sha256) == 64


def test_a_later_look_fetches_only_what_is_new(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    put_news(site, "桥面")
    port.watch(site.base + "/feed")
    first = crawl.now
    crawl.look()
    crawl.look()
    put_news(site, "积水", "桥面")
    now = crawl.now
    site.asked.clear()

    poll = crawl.look()

    assert (poll.items, poll.new_items, poll.reaches_back) == (2, 1, True)
    assert len(site.paths()) == 2
    newest = list(port.articles.values())[-1]
    assert newest.sighting == Sighting(now, first - timedelta(minutes=10))


def test_a_list_that_moved_on_completely_does_not_reach_back(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    put_news(site, "桥面")
    port.watch(site.base + "/feed")
    crawl.look()
    put_news(site, "积水", "停水")

    assert not crawl.look().reaches_back


def test_the_etag_is_sent_back_and_never_both_validators(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    stamp = "Mon, 16 Nov 2026 00:00:00 GMT"
    put_news(site, "桥面", ETag='"one"', Last_Modified=stamp)
    port.watch(site.base + "/feed")
    crawl.look()
    site.put("/feed", "", status=304)

    poll = crawl.look()

    assert poll.outcome is PollOutcome.NOT_MODIFIED
    assert poll.reaches_back
    sent = site.headers_of("/feed")
    assert sent["if-none-match"] == '"one"'
    assert "if-modified-since" not in sent


def test_last_modified_serves_where_there_is_no_etag(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    stamp = "Mon, 16 Nov 2026 00:00:00 GMT"
    put_news(site, "桥面", Last_Modified=stamp)
    port.watch(site.base + "/feed")
    crawl.look()
    crawl.look()

    assert site.headers_of("/feed")["if-modified-since"] == stamp


def test_an_error_never_changes_the_validators(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    put_news(site, "桥面", ETag='"one"')
    port.watch(site.base + "/feed")
    crawl.look()
    site.put("/feed", "busy", status=500, ETag='"error"')
    assert crawl.look().outcome is PollOutcome.HTTP_ERROR

    assert port.memory().etag == '"one"'


def test_a_server_that_says_not_modified_for_ever_is_asked_plainly_once_a_day(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    put_news(site, "桥面", ETag='"one"')
    port.watch(site.base + "/feed")
    crawl.look()
    crawl.now += timedelta(days=1)
    crawl.look()

    assert "if-none-match" not in site.headers_of("/feed")


def test_not_modified_without_having_asked_is_an_error(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    port.watch(site.put("/feed", "", status=304))
    assert crawl.look().outcome is PollOutcome.HTTP_ERROR


def test_a_page_that_fails_is_read_at_the_next_look(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    site.put("/feed", rss(site.base + "/a/1", site.base + "/a/2"), ETag='"one"')
    site.put("/a/1", page("临溪县桥面情况通报"))
    site.put("/a/2", "busy", status=502)
    port.watch(site.base + "/feed")

    now = crawl.now
    first = crawl.look()
    assert (first.outcome, first.items, first.new_items) == (PollOutcome.OK, 2, 1)
    assert dict(port.memory().waiting) == {site.base + "/a/2": 1}

    site.put("/a/2", page("临溪县积水情况通报"))
    second = crawl.look()

    assert "if-none-match" not in site.headers_of("/feed")
    assert (second.new_items, dict(port.memory().waiting)) == (1, {})
    # It was listed at the look before: that is when it was published, at the latest.
    assert port.articles[site.base + "/a/2"].sighting == Sighting(now)


def test_a_dead_link_is_given_up_and_blocks_nothing(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    site.put("/feed", rss(site.base + "/gone", site.base + "/a"), ETag='"one"')
    site.put("/a", page("临溪县桥面情况通报"))
    port.watch(site.base + "/feed")
    for _ in range(6):
        crawl.look()

    assert site.paths().count("/gone") == 5
    assert site.headers_of("/feed")["if-none-match"] == '"one"'


def test_pages_over_the_limit_wait_for_the_next_look(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    links = [site.put(f"/a/{n}", page(f"临溪县第{n}号通报")) for n in range(5)]
    site.put("/feed", rss(*links), ETag='"one"')
    port.watch(site.base + "/feed")

    polls = [crawl.look(pages_per_look=2) for _ in range(3)]

    assert [poll.new_items for poll in polls] == [2, 2, 1]
    assert list(port.articles) == links
    assert dict(port.memory().waiting) == {}


def test_a_host_that_fails_three_pages_in_a_row_is_left_alone(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    site.put("/feed", rss(*(f"{site.base}/gone/{n}" for n in range(9))))
    port.watch(site.base + "/feed")
    crawl.look()

    assert len(site.paths()) == 1 + 3
    assert len(port.memory().waiting) == 9


def test_a_document_that_is_no_page_is_kept_by_what_the_list_says(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    link = site.put("/a.pdf", b"%PDF-1.7\x00\x01", "application/pdf")
    port.watch(site.put("/feed", rss(link)))
    crawl.look()

    article = port.articles[link]
    assert article.page.title == "第1条 a.pdf"
    assert article.page.published == article.listed.published
    assert article.page.damage == ("not_html",)


def test_a_gb18030_page_without_a_header_is_read(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    link = site.put("/a", page("临溪县堃桥情况通报").encode("gb18030"), "text/html")
    port.watch(site.put("/feed", rss(link).encode("gb18030"), "text/xml; charset=ISO-8859-1"))
    crawl.look()

    assert port.articles[link].page.title == "临溪县堃桥情况通报"
    assert port.articles[link].page.encoding == "gb18030"


def test_a_challenge_instead_of_a_page_is_not_stored(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    guard = "<html><script>document.cookie='k=1';location.reload();</script></html>"
    link = site.put("/a", guard)
    port.watch(site.put("/feed", rss(link)))
    crawl.look()

    assert port.articles == {}
    assert dict(port.memory().waiting) == {link: 1}


def test_an_article_that_cannot_be_stored_is_read_again(
    site: LocalSite, crawl: Crawl, port: MemoryPort
) -> None:
    class LockedOnce(MemoryPort):
        locked = True

        def store(self, article: object) -> None:
            if self.locked:
                self.locked = False
                raise OSError("database is locked")
            super().store(article)  # type: ignore[arg-type]

    crawl.port = LockedOnce()
    put_news(site, "桥面", "积水", ETag='"one"')
    crawl.port.watch(site.base + "/feed")

    first = crawl.look()
    assert (first.new_items, len(crawl.port.articles)) == (1, 1)
    assert crawl.look().new_items == 1
    assert len(crawl.port.articles) == 2

"""Looks at list pages and sitemaps over real HTTP."""

from monitor.domain.channel import PollOutcome, Reader
from tests.spiders.conftest import Crawl, LocalSite, MemoryPort
from tests.spiders.web import page

TITLES = (
    "青石镇桥面封闭情况通报",
    "白水镇停水原因调查情况",
    "县应急管理局发布暴雨提示",
    "县教育局回应校车问题",
)


def put_sitemap(site: LocalSite, path: str, *names: str) -> str:
    """A sitemap of the named pages, and the pages."""
    links = [site.put(f"/a/{name}", page(f"临溪县{name}情况通报")) for name in names]
    entries = "".join(f"<url><loc>{link}</loc></url>" for link in links)
    return site.put(path, f"<urlset>{entries}</urlset>", "application/xml")


def test_a_list_page_is_read(site: LocalSite, port: MemoryPort, crawl: Crawl) -> None:
    rows = "".join(
        f'<li><a href="{site.put(f"/content/{n}.html", page(title))}">{title}</a>'
        f"<span>2026-11-1{n}</span></li>"
        for n, title in enumerate(TITLES)
    )
    port.watch(site.put("/col/", f"<html><body><ul>{rows}</ul></body></html>"), Reader.LIST)
    poll = crawl.look()

    assert (poll.outcome, poll.items, poll.new_items) == (PollOutcome.OK, 4, 4)
    assert {article.page.title for article in port.articles.values()} == set(TITLES)


def test_a_sitemap_index_is_followed_one_level(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    children = [put_sitemap(site, "/news.xml", "桥面"), put_sitemap(site, "/more.xml", "积水")]
    entries = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in children)
    index = site.put("/s.xml", f"<sitemapindex>{entries}</sitemapindex>", ETag='"one"')
    port.watch(index, Reader.SITEMAP)
    poll = crawl.look()

    assert (poll.outcome, poll.new_items) == (PollOutcome.OK, 2)
    assert port.memory().etag == ""  # the index may stay while its sitemaps change


def test_a_sitemap_missing_from_an_index_makes_the_look_blind(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    child = put_sitemap(site, "/news.xml", "桥面")
    entries = f"<sitemap><loc>{child}</loc></sitemap><sitemap><loc>/gone.xml</loc></sitemap>"
    port.watch(site.put("/s.xml", f"<sitemapindex>{entries}</sitemapindex>"), Reader.SITEMAP)
    poll = crawl.look()

    assert (poll.outcome, poll.items, poll.new_items) == (PollOutcome.HTTP_ERROR, 1, 1)
    assert len(port.articles) == 1


def test_a_page_in_a_sitemap_is_never_said_to_have_been_absent(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    port.watch(put_sitemap(site, "/s.xml", "桥面"), Reader.SITEMAP)
    crawl.look()
    crawl.look()
    put_sitemap(site, "/s.xml", "积水", "桥面")
    crawl.look()

    absent = [article.sighting.absent_until for article in port.articles.values()]
    assert absent == [None, None]

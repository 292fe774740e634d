"""The demo's site over real HTTP: nothing from its future, conditional requests, bytes, outages."""

import http.client
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest

from monitor.demo.outlets import load_outlets
from monitor.demo.script import load_script
from monitor.demo.site import Site
from monitor.demo.week import WEEK_END, parse_offset

NOTICE = "01_chemical_explosion/notice"
OLD_PAGE = "10_mouse_in_noodle_shop/answer"
DATE_ONLY = "05_school_uniforms/answer"


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def get(
    url: str, headers: dict[str, str] | None = None, method: str = "GET"
) -> tuple[int, http.client.HTTPMessage, bytes]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    try:
        connection.request(method, parts.path, headers=headers or {})
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def at(offset: str) -> datetime:
    return parse_offset(offset)


def test_an_article_appears_at_its_instant_and_not_before(site: Site) -> None:
    url, feed = site.url_of(NOTICE), f"{site.url}/c/linxi-emergency/atom.xml"
    site.now = at("Tue 17:30") - timedelta(seconds=1)
    assert get(url)[0] == 404
    assert url not in get(feed)[2].decode()
    site.now = at("Tue 17:30")
    assert get(url)[0] == 200
    assert url in get(feed)[2].decode()


def test_no_list_at_any_hour_tells_of_the_future(site: Site) -> None:
    outlets = load_outlets()
    script = load_script()
    for hours in range(0, 168, 7):
        site.now = at("Mon 00:00") + timedelta(hours=hours)
        for outlet in outlets.values():
            if outlet.away(site.now):
                continue
            body = get(site.url + outlet.list_path)[2].decode(outlet.encoding)
            mine = [p for p in script if p.channel == outlet.name]
            paths = {urlsplit(site.url_of(p.id)).path: p.at <= site.now for p in mine}
            assert {path for path in paths if path in body} == {
                path for path, published in paths.items() if published
            }


def test_every_article_of_the_week_can_be_read_with_its_title_and_text(site: Site) -> None:
    outlets = load_outlets()
    site.now = WEEK_END
    for publication in load_script():
        outlet = outlets[publication.channel]
        if outlet.down:
            continue
        page = get(site.url_of(publication.id))[2].decode(outlet.encoding)
        assert publication.title in page
        assert all(line in page for line in publication.text.splitlines())


@pytest.mark.parametrize("path", ["/c/linxi-gov/", "/c/yunling-news/rss.xml", "article"])
def test_a_page_that_has_not_changed_is_not_sent_again(site: Site, path: str) -> None:
    site.now = at("Wed 12:00")
    url = site.url_of(NOTICE) if path == "article" else site.url + path
    _, headers, body = get(url)
    assert body
    for condition in (
        {"If-None-Match": headers["ETag"]},
        {"If-Modified-Since": headers["Last-Modified"]},
    ):
        status, _, nothing = get(url, condition)
        assert (status, nothing) == (304, b"")


def test_a_list_that_has_grown_is_sent_again(site: Site) -> None:
    site.now = at("Tue 17:00")
    url = f"{site.url}/c/linxi-emergency/atom.xml"
    _, before, _ = get(url)
    site.now = at("Tue 17:30")
    asked = {"If-None-Match": before["ETag"], "If-Modified-Since": before["Last-Modified"]}
    assert get(url, asked)[0] == 200


def test_a_date_that_is_none_does_not_count_as_a_condition(site: Site) -> None:
    assert get(f"{site.url}/c/linxi-gov/", {"If-Modified-Since": "gestern"})[0] == 200


def test_a_head_request_gets_the_length_and_no_body(site: Site) -> None:
    status, headers, body = get(f"{site.url}/c/linxi-gov/", method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) > 500


def test_an_old_page_is_gb18030_and_no_header_says_so(site: Site) -> None:
    site.now = WEEK_END
    _, headers, body = get(site.url_of(OLD_PAGE))
    assert "charset" not in headers["Content-Type"]
    assert "老街刘记牛肉面馆".encode("gb18030") in body
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")


def test_a_page_with_a_date_and_no_time_gives_the_time_away_nowhere(site: Site) -> None:
    site.now = at("Tue 15:40")
    _, headers, body = get(site.url_of(DATE_ONLY))
    feed = get(f"{site.url}/c/linxi-education/rss.xml")[2].decode()
    assert "Last-Modified" not in headers
    assert "2026-03-03" in body.decode()
    assert "15:40" not in body.decode()
    assert "<pubDate>2026-03-03</pubDate>" in feed


def test_dates_of_one_feed_carry_no_zone_and_those_of_another_do(site: Site) -> None:
    site.now = at("Mon 12:00")
    zoneless = get(f"{site.url}/c/dushi-express/rss.xml")[2].decode()
    zoned = get(f"{site.url}/c/yunling-news/rss.xml")[2].decode()
    assert "<pubDate>2026-03-02 08:00:00</pubDate>" in zoneless
    assert "<pubDate>Mon, 02 Mar 2026 07:00:00 +0800</pubDate>" in zoned


def test_one_outlet_writes_in_traditional_script(site: Site) -> None:
    site.now = WEEK_END
    page = get(site.url_of("01_chemical_explosion/traditional"))[2].decode()
    assert "臨溪縣化工廠爆炸" in page


def test_replies_in_the_forum_come_with_time(site: Site) -> None:
    url = site.url_of("01_chemical_explosion/bang")
    site.now = at("Tue 14:46")
    _, first, body = get(url)
    assert "发表于 2026-3-3 14:46" in body.decode()
    site.now = at("Tue 15:30")
    _, later, body = get(url)
    assert "关注后续" in body.decode()
    assert first["ETag"] != later["ETag"]


def test_a_site_that_is_down_answers_with_an_error_and_later_not_at_all(site: Site) -> None:
    url = f"{site.url}/c/linxi-housing/"
    site.now = at("Tue 03:09")
    assert get(url)[0] == 200
    site.now = at("Tue 03:10")
    assert get(url)[0] == 503
    site.now = at("Thu 12:00")
    with pytest.raises(http.client.RemoteDisconnected):
        get(url)
    site.now = WEEK_END - timedelta(seconds=1)
    with pytest.raises(http.client.RemoteDisconnected):
        get(url)


def test_robots_and_front_page_stand_at_the_root(site: Site) -> None:
    assert get(f"{site.url}/robots.txt")[2].decode().startswith("User-agent: *")
    assert "云岭新闻网" in get(f"{site.url}/")[2].decode()


@pytest.mark.parametrize("path", ["/c/", "/c/nobody/", "/x", "/c/linxi-gov/../", "/linxi-gov/"])
def test_what_is_not_there_is_not_found(site: Site, path: str) -> None:
    assert get(site.url + path)[0] == 404


def test_the_time_on_the_wire_is_the_simulated_one(site: Site) -> None:
    site.now = at("Wed 12:00")
    assert get(f"{site.url}/")[1]["Date"] == "Wed, 04 Mar 2026 04:00:00 GMT"


def test_a_naive_instant_is_refused(site: Site) -> None:
    with pytest.raises(ValueError, match="aware"):
        site.now = at("Wed 12:00").replace(tzinfo=None)
    with pytest.raises(KeyError):
        site.url_of("nothing/there")

"""The incident, the channels, the mails, the digests, and what is not there."""

import httpx
import pytest
from lxml import html

from tests.board.seeding import HOSTILE


def test_an_incident_shows_rule_source_basis_due_and_reason_of_each_clock(
    client: httpx.Client,
) -> None:
    page = html.fromstring(client.get("/incidents/1").text)
    first, second, third = page.xpath("//div[@class='rules'][1]/article")[:3]
    text = first.text_content()
    for expected in (
        "最迟要在5小时内发布权威信息",
        "国办发〔2016〕80号",
        "昨天 14:40（事发时间）",
        "昨天 19:40 截止",
        "县应急管理局权威信息，在时限之内",
    ):
        assert expected in text
    assert "最迟应在24小时内举行新闻发布会" in second.text_content()
    assert "改按更短时限计时" in third.text_content()


def test_a_window_shows_the_verdict_under_each_other_reading_folded(client: httpx.Client) -> None:
    page = html.fromstring(client.get("/incidents/1").text)
    first = page.xpath("//div[@class='rules'][1]/article")[0]
    (folded,) = first.xpath(".//details[@class='readings']")
    said = [" ".join(item.text_content().split()) for item in folded.xpath(".//li")]
    assert said[0].startswith("事发时间（采用）：按时回应")
    assert said[1].startswith("首次公开时间：按时回应 · 昨天 20:05 截止")
    assert "签收时间：未登记" in said
    assert folded.get("open") is None


def test_clauses_without_a_window_and_those_that_do_not_bind_are_folded_with_why(
    client: httpx.Client,
) -> None:
    page = html.fromstring(client.get("/incidents/1?lang=en").text)
    (others,) = page.xpath("//details[@class='others']")
    assert "Other clauses: 1" in others.xpath("./summary")[0].text
    assert "the gap of 24 h is the office's own" in others.text_content()


def test_the_timeline_draws_reports_answers_windows_blindness_and_now(
    client: httpx.Client,
) -> None:
    svg = html.fromstring(client.get("/incidents/1").text).xpath("//svg[@class='timeline']")[0]
    assert len(svg.xpath(".//g[@class='report']")) == 13
    labels = [text.text for text in svg.xpath(".//g[starts-with(@class, 'answer')]/text")]
    assert labels == ["权威信息 昨天 18:15", "发布会预告 今天 10:20"]
    assert len(svg.xpath(".//g[starts-with(@class, 'bar')]")) == 2
    assert len(svg.xpath(".//g[@class='blind']/rect")) == 1
    assert svg.xpath(".//text[@class='now']")


def test_evidence_marks_what_report_and_answer_share(client: httpx.Client) -> None:
    page = html.fromstring(client.get("/incidents/1").text)
    marked = page.xpath("//article[contains(@class, 'answer')]//mark/text()")
    assert "事故造成10人死亡" in marked
    assert len(page.xpath("//article[contains(@class, 'page news')]")) == 13


def test_an_undetermined_clock_says_what_could_not_be_seen_and_when(client: httpx.Client) -> None:
    rule = html.fromstring(client.get("/incidents/4").text).xpath(
        "string(//article[contains(@class, 'rule')])"
    )
    assert "县教育局网站 昨天 07:20–今天 09:20" in rule
    assert "未见回应" in client.get("/incidents/4").text


def test_the_log_and_the_mails_of_an_incident_are_listed(client: httpx.Client) -> None:
    log = html.fromstring(client.get("/incidents/1").text).xpath("//ol[@class='log']/li")
    assert len(log) == 5
    assert "2026-11-19 15:15:00" in log[-1].text_content()
    assert "24小时 新闻发布会 · 计时中 → 临近时限 · 尚在时限之内" in log[1].text_content()
    assert "24小时 新闻发布会 · 时限临近" in log[0].text_content()
    assert "/mails/1" in client.get("/incidents/2").text


def test_channels_show_whether_we_see_them_and_when_we_did_not(client: httpx.Client) -> None:
    page = html.fromstring(client.get("/channels").text)
    texts = [card.text_content() for card in page.xpath("//article")]
    assert "县教育局网站" in texts[0]
    assert "看不见" in texts[0]
    assert "0 % (0/144)" in texts[0]
    portal = next(text for text in texts if "临溪县人民政府" in text)
    assert "今天 03:45–05:15" in portal
    assert "92 % (133/144)" in portal


def test_a_mail_is_shown_as_sent_inside_a_sandbox_without_scripts(client: httpx.Client) -> None:
    answer = client.get("/mails/1")
    [frame] = html.fromstring(answer.text).xpath("//iframe")
    assert frame.get("sandbox") == ""
    assert "parent.document.title" in frame.get("srcdoc")
    assert "<script>parent" not in answer.text
    assert "script-src 'self'" in answer.headers["content-security-policy"]


def test_mails_are_listed_newest_first_and_one_not_yet_rendered_says_so(
    client: httpx.Client,
) -> None:
    listed = html.fromstring(client.get("/mails").text).xpath("//ul/li/a/@href")
    assert listed == ["/mails/2", "/mails/1"]
    assert "尚未生成正文" in client.get("/mails/2").text


def test_answers_that_wait_for_a_person_have_a_page_of_their_own(client: httpx.Client) -> None:
    page = html.fromstring(client.get("/reviews").text)
    assert len(page.xpath("//article[@class='review']")) == 1


def test_digests_are_listed_and_shown_as_frozen(client: httpx.Client) -> None:
    assert "/digests/2026-W46" in client.get("/digests").text
    page = html.fromstring(client.get("/digests/2026-W46").text)
    assert page.xpath("string(//iframe/@srcdoc)") == "<h1>周报四十六</h1>"


@pytest.mark.parametrize(
    "path",
    [
        "/incidents/999",
        "/incidents/x",
        "/incidents/99999999999999999999999",
        "/mails/999",
        "/digests/2026-W01",
        "/digests/..%2F..%2Fetc",
        "/nowhere",
    ],
)
def test_what_is_not_there_is_a_page_that_says_so(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "没有这个页面" in answer.text


@pytest.mark.parametrize("path", ["/", "/incidents/8", "/live"])
def test_crawled_text_is_escaped_everywhere(client: httpx.Client, path: str) -> None:
    page = client.get(path).text
    assert HOSTILE not in page
    assert "<img src=x" not in page
    assert "<i>unit" not in page
    assert "javascript:" not in page


@pytest.mark.parametrize("path", ["/", "/incidents/1", "/mails/1", "/api/clocks", "/nowhere"])
def test_every_answer_carries_the_security_headers(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "script-src 'self';" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/incidents/1", "/channels", "/mails/1", "/digests"])
def test_pages_hold_no_inline_script_or_style_and_links_out_tell_nothing(
    client: httpx.Client, path: str
) -> None:
    page = html.fromstring(client.get(path).text)
    assert not page.xpath("//script[not(@src)] | //style | //@style | //@onclick")
    for link in page.xpath("//a[starts-with(@href, 'http')]"):
        assert link.get("rel") == "noopener noreferrer nofollow"

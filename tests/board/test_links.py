"""The links in mails and the board's button: who may do what, once, and what it changes."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from httpx import Response

from monitor.board.app import create_app
from monitor.domain.handling import Acknowledgement
from monitor.domain.response import Link
from monitor.store.mapping import response_of
from monitor.store.store import Store
from monitor.store.tables import ResponseRow
from monitor.store.views import Views
from monitor.usecases.decide_response import decide_response
from monitor.usecases.link_desk import LinkDesk
from monitor.usecases.mail_links import Claim, MailLinks
from monitor.usecases.verify import verify
from tests.board.visiting import Visitor
from tests.usecases.county import (
    GOV,
    HOUR,
    MORNING,
    OFFICE,
    WATER,
    YELLOW_WATER,
    YELLOW_WATER_ANSWER,
    ZONE,
    County,
)

LINKS = MailLinks("一个足够长的秘密 for tests", "http://testserver")
WITH_LINKS = replace(
    OFFICE,
    links=LINKS,
    recipients=tuple(replace(r, name=f"值班员{n}") for n, r in enumerate(OFFICE.recipients)),
)
SOON = MORNING + timedelta(minutes=15)


class Board:
    """A county with its board; `now` is what its clock shows."""

    def __init__(self, store: Store) -> None:
        self.county = County(store, WITH_LINKS)
        self.county.publish(YELLOW_WATER, MORNING)
        self.county.tick(SOON)
        self.now = SOON
        app = create_app(
            Views(store.engine),
            clock=lambda: self.now,
            zone=ZONE,
            policy=OFFICE.policy,
            office=OFFICE.name,
            desk=LinkDesk(store, WITH_LINKS),
        )
        self.client = Visitor(app)

    def mailed(self, field: str = "acknowledge_url", recipient: str = "duty") -> str:
        """A link as it stands in the mail of a recipient."""
        with self.county.store.write() as work:
            rows = work.outbox.claim(MORNING + timedelta(days=365), 1000, timedelta(0))
            row = next(r for r in rows if r.recipient.startswith(recipient))
            return str(row.briefing[field])

    def acknowledged(self) -> list[Acknowledgement]:
        with self.county.store.read() as work:
            return work.handling.acknowledgements(1)

    def offered(self) -> list[ResponseRow]:
        with self.county.store.read() as work:
            return [ResponseRow(**row.model_dump()) for row in work.incidents.links_of(1)]

    def offer(self, url: str, **fields: str) -> Response:
        data = {"url": url, "kind": "statement", "note": "已在网站说明", **fields}
        return self.client.post(self.mailed("answered_url"), data=data)


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    store = Store.open(f"sqlite:///{tmp_path / 'links.db'}")
    yield Board(store)
    store.close()


def forged(**changes: object) -> str:
    claim = Claim("k" * 32, 1, "值班员0", SOON)
    return MailLinks("another secret, long enough", "").acknowledge_url(
        replace(claim, **changes)  # type: ignore[arg-type]
    )


def test_a_get_shows_what_and_whose_and_changes_nothing(board: Board) -> None:
    url = board.mailed()
    for _ in range(2):
        shown = board.client.get(url)
        assert shown.status_code == 200
        for expected in (YELLOW_WATER[0], "以「值班员0」的名义签收", "还剩", "不停止计时"):
            assert expected in shown.text
    assert board.acknowledged() == []
    assert shown.headers["cache-control"] == "no-store"
    assert "noindex" in shown.text


def test_a_post_acknowledges_in_the_recipients_name_and_only_once(board: Board) -> None:
    url = board.mailed()
    assert "值班员0 于 今天 09:15 签收" in board.client.post(url).text
    board.now += HOUR
    again = board.client.post(url)
    assert again.status_code == 200
    assert "值班员0 于 今天 09:15 签收" in again.text
    assert "已经用过" in again.text
    (made,) = board.acknowledged()
    assert (made.by, made.via.value, made.at.latest) == ("值班员0", "mail", SOON)
    assert "值班员0" in board.client.get(url).text
    assert verify(board.county.store).sound


def test_another_recipient_sees_who_was_first_and_may_follow(board: Board) -> None:
    board.client.post(board.mailed())
    other = board.mailed(recipient="water")
    assert "此前 值班员0 已于" in board.client.get(other).text
    board.client.post(other)
    assert [made.by for made in board.acknowledged()] == ["值班员0", "值班员1"]


def test_an_acknowledgement_moves_no_clock(board: Board) -> None:
    before = board.county.verdicts()
    board.client.post(board.mailed())
    assert board.county.verdicts() == before


def test_a_link_works_for_thirty_days(board: Board) -> None:
    data = {"url": "http://gov.example/1", "kind": "statement"}
    for url in (board.mailed("acknowledge_url"), board.mailed("answered_url")):
        for method in ("GET", "POST"):
            board.now = SOON + timedelta(days=30)
            assert board.client.request(method, url, data=data).status_code == 200
            board.now += timedelta(seconds=1)
            late = board.client.request(method, url, data=data)
            assert late.status_code == 403
            assert "链接已过期" in late.text
            assert "30 天" in late.text
            assert 'href="/incidents/1"' in late.text


FORGED = (
    forged(),
    forged(incident=7, issued_at=SOON + timedelta(days=9)),
    "/a/x",
    "/a/" + "A" * 1900,
    "/a/" + "A" * 2100,
    "/a/eyJ4Ijox.fQ",
    "/a/%00%ff/answered",
)


def test_a_forged_link_is_refused_and_says_what_to_do(board: Board) -> None:
    form = {"url": "http://gov.example/1", "kind": "statement"}
    for url in FORGED:
        path = url.removeprefix("http://testserver")
        for method in ("GET", "POST"):
            refused = board.client.request(method, path, data=form)
            assert refused.status_code == 403, path
            assert "从邮件里重新打开" in refused.text
    assert board.client.get("/a/..%2f..%2fetc").status_code == 404
    assert (board.acknowledged(), board.offered()) == ([], [])


def test_a_changed_token_is_forged(board: Board) -> None:
    url = board.mailed()
    at = url.rindex("/a/") + 8
    changed = url[:at] + ("B" if url[at] == "A" else "A") + url[at + 1 :]
    assert board.client.get(changed).status_code == 403


def test_an_offered_answer_waits_for_a_person_and_stops_nothing(board: Board) -> None:
    board.now += HOUR
    sent = board.offer("https://www.gov.example/tz/2.html#top")
    assert sent.status_code == 200
    assert "等待值班人员核对" in sent.text
    (row,) = board.offered()
    assert (row.link, row.kind, row.linked_by) == ("offered", "statement", "值班员0")
    assert "值班员0通过邮件链接提供" in row.reason
    board.county.look(MORNING - HOUR, MORNING + 50 * HOUR)
    board.county.tick(MORNING + 50 * HOUR)
    assert board.county.verdicts()["nat-48h"] == "breached_open"
    assert "已在待核对之列" in board.offer("https://www.gov.example/tz/2.html").text
    waiting = Views(board.county.store.engine).reviews(10)
    assert [(item.id, item.link) for item in waiting] == [(row.id, Link.OFFERED)]
    assert verify(board.county.store).sound


def test_a_person_on_duty_decides_on_an_offered_answer(board: Board) -> None:
    board.now += HOUR
    board.offer("http://gov.example/tz/2.html")
    (row,) = board.offered()
    store, office = board.county.store, board.county.office
    who = {"actor": "值班员甲", "reason": "看过原文", "now": MORNING + 3 * HOUR}
    decide_response(store, office, row.id or 0, Link.REJECTED, **who)  # type: ignore[arg-type]
    assert "认定不是" in board.offer("http://gov.example/tz/2.html").text
    decide_response(store, office, row.id or 0, Link.CONFIRMED, **who)  # type: ignore[arg-type]
    # Nobody knows when it was published, but it was there by the time it was offered.
    assert board.county.verdicts()["nat-48h"] == "met"
    assert "已经计入" in board.offer("http://gov.example/tz/2.html").text


def test_an_offered_page_that_the_crawler_reads_later_is_judged_like_any_other(
    board: Board,
) -> None:
    url = "http://water.example/tz/9.html"
    board.offer(url)
    with board.county.store.read() as work:
        assert work.articles.unknown([url]) == [url]
    board.county.publish(YELLOW_WATER_ANSWER, MORNING + 2 * HOUR, WATER, url)
    board.county.tick(MORNING + 3 * HOUR)
    (row,) = board.offered()
    assert (row.link, row.linked_by) == ("auto", "huiying")
    assert board.county.verdicts()["nat-48h"] == "met"
    with board.county.store.read() as work:
        assert work.articles.unknown([url]) == []
        assert work.articles.named(url).title == YELLOW_WATER_ANSWER[0]
    assert verify(board.county.store).sound


def test_a_page_that_was_read_and_not_matched_is_offered_with_its_own_time(board: Board) -> None:
    url = "http://gov.example/old.html"
    board.county.publish(("县政府召开工作例会", "会议研究了近期工作。"), MORNING + HOUR, GOV, url)
    board.county.tick(MORNING + 2 * HOUR)
    board.now = MORNING + 5 * HOUR
    board.offer(url)
    (row,) = board.offered()
    assert (row.link, response_of(row, "", "").at.latest) == ("offered", MORNING + HOUR)


REFUSED = [
    ("http://news.example/1.html", "不在本单位登记的官方渠道"),
    ("http://gov.example.evil.example/1", "不在本单位登记的官方渠道"),
    ("http://evil.example/gov.example/", "不在本单位登记的官方渠道"),
    ("http://notgov.example/", "不在本单位登记的官方渠道"),
    ("http://gov.example@evil.example/", "这不是一个网页地址"),
    ("javascript:alert(1)", "这不是一个网页地址"),
    ("http://gov.example/\r\nX: y", "这不是一个网页地址"),
    ("http://[gov.example/", "这不是一个网页地址"),
    ("http://gov.example/" + "a" * 3000, "这不是一个网页地址"),
    ("", "这不是一个网页地址"),
]


def test_an_answer_that_cannot_be_one_is_refused_with_the_reason(board: Board) -> None:
    for url, said in REFUSED:
        refused = board.offer(url)
        assert refused.status_code == 422, url
        assert said in refused.text
    assert board.offered() == []


def test_what_is_typed_into_the_form_stays_text(board: Board) -> None:
    note = '"><script>alert(1)</script>\u202e\r\nBcc: x'
    sent = board.offer("http://gov.example/3", note=note)
    assert "<script>alert" not in sent.text
    (row,) = board.offered()
    assert "\u202e" not in row.reason
    assert "\n" not in row.reason
    assert "<script>alert" not in board.client.get("/incidents/1").text
    assert "<script>alert" not in board.client.get("/reviews").text


BODIES = [
    ("url=http%3A%2F%2Fgov.example%2F1&kind=official_act", 400),
    ("url=http%3A%2F%2Fgov.example%2F1&kind=", 400),
    ("a=" + "b" * 20_000, 413),
    ("&".join(f"f{n}=1" for n in range(30)), 400),
    ("\x80\xff", 400),
]


def test_a_body_that_is_no_such_form_is_refused(board: Board) -> None:
    url = board.mailed("answered_url")
    headers = {"content-type": "application/x-www-form-urlencoded"}
    for body, status in BODIES:
        sent = board.client.post(url, content=body.encode("latin-1"), headers=headers)
        assert sent.status_code == status, body[:40]
    assert board.offered() == []


def test_the_board_acknowledges_under_the_name_that_is_typed_in(board: Board) -> None:
    sent = board.client.post(
        "/incidents/1/acknowledge", data={"name": " 张三\u202e ", "note": "去现场"}
    )
    assert (sent.status_code, sent.headers["location"]) == (303, "/incidents/1#handling")
    (made,) = board.acknowledged()
    assert (made.by, made.via.value, made.note) == ("张三", "board", "去现场")
    shown = board.client.get("/incidents/1").text
    assert "张三 于 今天 09:15 签收（看板）。" in shown
    for name, number, status in (("", 1, 400), (" \u202e", 1, 400), ("张三", 99, 404)):
        refused = board.client.post(f"/incidents/{number}/acknowledge", data={"name": name})
        assert refused.status_code == status
    assert len(board.acknowledged()) == 1


SENT_FROM: list[tuple[dict[str, str], int]] = [
    ({"origin": "http://evil.example"}, 403),
    ({"origin": "null"}, 403),
    ({"sec-fetch-site": "cross-site", "origin": "http://testserver"}, 403),
    ({"sec-fetch-site": "same-site"}, 403),
    ({"sec-fetch-site": "same-origin"}, 303),
    ({"origin": "http://testserver"}, 303),
    ({"origin": "https://board.linxi.example", "x-forwarded-host": "board.linxi.example"}, 303),
    ({}, 303),
]


def test_no_page_of_another_site_can_press_the_button(board: Board) -> None:
    pressed = 0
    for headers, status in SENT_FROM:
        data = {"name": "甲"}
        sent = board.client.post("/incidents/1/acknowledge", data=data, headers=headers)
        assert sent.status_code == status, headers
        pressed += status == 303
        assert len(board.acknowledged()) == pressed


def test_a_board_without_a_desk_has_neither_links_nor_button(board: Board) -> None:
    app = create_app(
        Views(board.county.store.engine),
        clock=lambda: board.now,
        zone=ZONE,
        policy=OFFICE.policy,
        office=OFFICE.name,
    )
    client = Visitor(app)
    assert client.get(board.mailed()).status_code == 403
    assert client.post("/incidents/1/acknowledge", data={"name": "甲"}).status_code == 404
    assert "acknowledge" not in client.get("/incidents/1").text


def test_without_links_in_the_office_a_mail_has_none(store: Store) -> None:
    county = County(store)
    county.publish(YELLOW_WATER, MORNING)
    county.tick(SOON)
    with store.write() as work:
        (row, *_) = work.outbox.claim(MORNING + 9 * HOUR, 10, timedelta(0))
        assert (row.briefing["acknowledge_url"], row.briefing["answered_url"]) == ("", "")
        assert "/a/" not in json.dumps(row.briefing)


def test_citizens_numbers_are_starred_out_on_the_board_and_in_the_api(board: Board) -> None:
    told = (
        "柏湾镇居民投诉自来水发黄",
        (
            "柏湾镇居民王某（手机13812345678，身份证110101199003071234）投诉家中自来水连日发黄浑浊，"
            "多次向水厂反映无果，质疑水质不达标，要求查明原因、尽快恢复供水。"
        ),
    )
    board.county.publish(told, MORNING + HOUR, url="http://news.example/tel")
    board.county.tick(MORNING + 2 * HOUR)
    board.now = MORNING + 2 * HOUR
    page = board.client.get("/incidents/1").text
    assert "138****5678" in page
    assert "110101********1234" in page
    for path in ("/", "/incidents/1", "/api/incidents/1", "/api/clocks"):
        shown = board.client.get(path)
        assert shown.status_code == 200, path
        assert "13812345678" not in shown.text
        assert "199003071234" not in shown.text
    with board.county.store.read() as work:
        assert "13812345678" in work.articles.named("http://news.example/tel").text  # as evidence


def test_the_board_shows_a_mail_without_its_recipients_links(board: Board) -> None:
    url = board.mailed()
    with board.county.store.write() as work:
        (row, *_) = work.outbox.claim(MORNING + timedelta(days=400), 1, timedelta(0))
        row.text, row.html = f"签收：{url}\n", f'<a href="{url}/answered">已有回应</a>'
        number = row.id
    shown = board.client.get(f"/mails/{number}")
    assert shown.status_code == 200
    assert url.rpartition("/")[2] not in shown.text
    assert "/a/…" in shown.text

"""Group robots over real HTTP: keys, signatures, sizes, rates, and servers in every mood."""

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.chat_text import chat_lines
from alerts.dingtalk import Dingtalk
from alerts.feishu import Feishu
from alerts.outbox import RenderedMail
from alerts.robots import Robot
from alerts.robots_http import Poster
from alerts.robots_transport import RobotTransport, Service, as_json
from alerts.sender import DrainReport, Sender
from alerts.transport import DeliveryError, ServerUnavailable, SessionLost, TryLater
from alerts.wecom import Wecom
from alerts.wording import Wording
from monitor.domain.briefing import Briefing
from monitor.robot_wiring import chat_wordings
from monitor.wording.chat_rendering import render_chat
from monitor.wording.rendering import render_mail
from tests.alerts.memory_outbox import MemoryOutbox
from tests.alerts.robots import (
    KEY,
    TOKEN,
    Arrival,
    Reply,
    RobotServer,
    dingtalk,
    feishu,
    said,
    serving,
    wecom,
)
from tests.alerts.samples import DUE, FIRE, ZONE, outgoing

HALF_A_SECOND = timedelta(seconds=0.5)
HELLO = RenderedMail(
    "化工园起火",
    "【时限提醒】5小时 权威信息\n化工园*起火*\n打开事件页：http://board.linxi.example/incidents/1\n",
)
PATHS = {
    "wecom": f"/cgi-bin/webhook/send?key={TOKEN}",
    "dingtalk": f"/robot/send?access_token={TOKEN}",
    "feishu": f"/open-apis/bot/v2/hook/{TOKEN}",
}
SERVICES: dict[str, Callable[[], Service]] = {
    "wecom": Wecom,
    "dingtalk": Dingtalk,
    "feishu": Feishu,
}
RULES = {"wecom": wecom, "dingtalk": dingtalk, "feishu": feishu}
EVERY = sorted(SERVICES)

POSTER = Poster()


def robot(server: RobotServer, kind: str, **changes: Any) -> Robot:
    usual = Robot("duty", server.base + PATHS[kind], KEY, timeout=HALF_A_SECOND)
    return replace(usual, **changes)


def transport(server: RobotServer, kind: str, **changes: Any) -> RobotTransport:
    return RobotTransport({"duty": robot(server, kind, **changes)}, SERVICES[kind](), POSTER)


def to_robot(kind: str, number: int = 1, **changes: Any) -> Any:
    return outgoing(number, recipient=f"{kind}:duty", **changes)


def words(kind: str, arrival: Arrival) -> str:
    """What members of the group read."""
    body = arrival.json
    if kind == "feishu":
        paragraphs = body["content"]["post"]["zh_cn"]["content"]
        return "\n".join("".join(tag["text"] for tag in tags) for tags in paragraphs)
    part = body[body["msgtype"]]
    return str(part.get("content") or part["text"])


def raised(server: RobotServer, kind: str, **changes: Any) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        transport(server, kind, **changes).send(HELLO, to_robot(kind), DUE)
    return caught.value


@pytest.mark.parametrize("kind", EVERY)
def test_a_message_is_accepted_with_the_right_key_and_signature(kind: str) -> None:
    with serving(RobotServer(RULES[kind])) as server:
        transport(server, kind).send(HELLO, to_robot(kind), DUE)
    (arrival,) = server.accepted
    assert "【时限提醒】5小时 权威信息" in words(kind, arrival)
    assert "化工园＊起火＊" in words(kind, arrival)
    assert arrival.headers["content-type"].startswith("application/json")


def test_links_and_headings_take_the_form_of_each_service() -> None:
    url = "http://board.linxi.example/incidents/1"
    seen = {}
    for kind in EVERY:
        with serving(RobotServer(RULES[kind])) as server:
            transport(server, kind).send(HELLO, to_robot(kind), DUE)
            seen[kind] = server.accepted[0].json
    assert seen["wecom"]["markdown"]["content"].splitlines() == [
        "**【时限提醒】5小时 权威信息**",
        "化工园＊起火＊",
        f"[打开事件页]({url})",
    ]
    assert seen["dingtalk"]["markdown"]["title"] == "【时限提醒】5小时 权威信息"
    assert seen["dingtalk"]["markdown"]["text"].endswith(f"\n\n[打开事件页]({url})")
    paragraphs = seen["feishu"]["content"]["post"]["zh_cn"]["content"]
    assert paragraphs[2] == [{"tag": "a", "text": "打开事件页", "href": url}]


def test_wecom_sends_plain_text_where_the_group_reads_in_wechat() -> None:
    with serving(RobotServer(wecom)) as server:
        long = RenderedMail("长", "\n".join(["火" * 100] * 20))
        transport(server, "wecom", style="text").send(long, to_robot("wecom"), DUE)
    assert [arrival.json["msgtype"] for arrival in server.accepted] == ["text"] * 4


@pytest.mark.parametrize(
    ("kind", "changes", "code"),
    [
        ("wecom", {"url": "/cgi-bin/webhook/send?key=some-other-key"}, "93000"),
        ("dingtalk", {"url": "/robot/send?access_token=some-other-token"}, "300005"),
        ("dingtalk", {"key": "another-signing-key"}, "310000"),
        ("feishu", {"url": "/open-apis/bot/v2/hook/some-other-token"}, "19001"),
        ("feishu", {"key": "another-signing-key"}, "19021"),
    ],
)
def test_a_wrong_key_or_signature_is_final_and_says_so_without_telling_it(
    kind: str, changes: dict[str, str], code: str
) -> None:
    with serving(RobotServer(RULES[kind])) as server:
        if "url" in changes:
            changes = {"url": server.base + changes["url"]}
        error = raised(server, kind, **changes)
    assert error.permanent
    assert code in str(error)
    assert not any(secret in str(error) for secret in (TOKEN, KEY, "some-other", "another-signing"))


@pytest.mark.parametrize("kind", ["dingtalk", "feishu"])
def test_every_signature_survives_its_way_into_the_address(kind: str) -> None:
    """Base64 has signs that mean something else in a query."""
    with serving(RobotServer(RULES[kind])) as server:
        robots = transport(server, kind)
        for number in range(20):
            server.now = DUE + timedelta(seconds=4 * number)
            robots.send(HELLO, to_robot(kind, number), server.now)
    assert len(server.accepted) == 20


@pytest.mark.parametrize("kind", ["dingtalk", "feishu"])
def test_a_signature_is_of_its_time(kind: str) -> None:
    with serving(RobotServer(RULES[kind], now=DUE + timedelta(hours=2))) as server:
        assert raised(server, kind).permanent


LONG = RenderedMail(
    "很多",
    "\n".join(["【汇总】临溪县的事件", *(f"第{n}件：" + "火情通报" * 90 for n in range(80))])
    + "\n",
)


@pytest.mark.parametrize(("kind", "parts"), [("wecom", 27), ("dingtalk", 5), ("feishu", 5)])
def test_a_long_message_goes_out_in_numbered_parts_that_each_fit(kind: str, parts: int) -> None:
    with serving(RobotServer(RULES[kind])) as server:
        robots, now = transport(server, kind), DUE
        for _ in range(5):  # beyond the pace of the service the rest waits
            server.now = now
            try:
                robots.send(LONG, to_robot(kind), now)
            except TryLater as error:
                now = error.retry_at
                continue
            break
    assert len(server.accepted) == len(server.arrivals) == parts
    read = [words(kind, arrival) for arrival in server.accepted]
    assert all(f"({n}/{parts}) " in part[:16] for n, part in enumerate(read, start=1))
    text = "\n".join(read)
    assert [text.count(f"第{n}件：") for n in range(80)] == [1] * 80
    assert text.index("第0件") < text.index("第41件") < text.index("第79件")


_LIMITS = {"wecom": 4096, "dingtalk": 20_000, "feishu": 20_000}
_LINES = st.text(st.characters(codec="utf-8"), max_size=2000).map(lambda text: text * 3)


@pytest.mark.parametrize("kind", EVERY)
@settings(max_examples=30, deadline=None)
@given(
    lines=st.lists(st.one_of(_LINES, st.just("打开：http://a.example/" + "x" * 900)), max_size=40)
)
def test_whatever_a_message_holds_no_part_is_larger_than_the_service_takes(
    kind: str, lines: list[str]
) -> None:
    one = Robot("duty", "http://127.0.0.1/", KEY)
    service = SERVICES[kind]()
    for payload in service.payloads(one, chat_lines("\n".join(lines))):
        _, body = service.signed(one, payload, DUE)
        size = len(body["markdown"]["content"].encode()) if kind == "wecom" else len(as_json(body))
        assert size <= _LIMITS[kind]


def test_a_message_goes_on_at_the_part_that_was_not_accepted() -> None:
    with serving(RobotServer(dingtalk)) as server:
        robots = transport(server, "dingtalk")
        server.moods.extend([Reply(500)])
        with pytest.raises(DeliveryError):
            robots.send(LONG, to_robot("dingtalk"), DUE)
        assert server.accepted == []

        def after_two(server: RobotServer, arrival: Arrival) -> Reply:
            return Reply(500) if len(server.accepted) == 2 else dingtalk(server, arrival)

        server.rules = after_two
        with pytest.raises(DeliveryError):
            robots.send(LONG, to_robot("dingtalk"), DUE)
        assert len(server.accepted) == 2
        server.rules = dingtalk
        robots.send(LONG, to_robot("dingtalk"), DUE)
        read = [words("dingtalk", arrival) for arrival in server.accepted]
        assert [part.strip("*")[:5] for part in read] == [f"({n}/5)" for n in range(1, 6)]
        # Another message under the same key, and the same message once more, begin at the start.
        robots.send(HELLO, to_robot("dingtalk"), DUE)
        assert len(server.accepted) == 6


def test_a_message_that_says_something_else_by_now_begins_again() -> None:
    with serving(RobotServer(feishu)) as server:
        robots = transport(server, "feishu")

        def after_one(server: RobotServer, arrival: Arrival) -> Reply:
            return Reply(503) if server.accepted else feishu(server, arrival)

        server.rules = after_one
        with pytest.raises(ServerUnavailable):
            robots.send(LONG, to_robot("feishu"), DUE)
        server.rules = feishu
        robots.send(HELLO, to_robot("feishu"), DUE)
    assert len(server.accepted) == 2
    assert "(2/" not in words("feishu", server.accepted[1])


@pytest.mark.parametrize(
    ("kind", "reply", "error", "permanent"),
    [
        # too fast
        ("wecom", said(errcode=45009, errmsg="api freq out of limit"), TryLater, False),
        ("dingtalk", said(errcode=130101, errmsg="send too fast"), TryLater, False),
        ("dingtalk", said(errcode=410100, errmsg="发送速度太快而限流"), TryLater, False),
        ("feishu", said(code=11232, msg="frequency limited psm"), TryLater, False),
        ("feishu", said(code=9499, msg="too many request"), TryLater, False),
        ("feishu", Reply(429, b"", {"Retry-After": "30"}), TryLater, False),
        # the content, the robot, the group
        ("wecom", said(errcode=40058, errmsg="exceed max length"), DeliveryError, True),
        ("dingtalk", said(errcode=400102, errmsg="机器人已停用"), DeliveryError, True),
        ("dingtalk", said(errcode=400013, errmsg="群已被解散"), DeliveryError, True),
        ("dingtalk", said(errcode=430102, errmsg="含有不合适的文本"), DeliveryError, True),
        ("feishu", said(code=19024, msg="Key Words Not Found"), DeliveryError, True),
        ("feishu", Reply(400, b'{"code":9499,"msg":"Bad Request"}'), DeliveryError, True),
        # theirs, and may pass
        ("wecom", said(errcode=-1, errmsg="system busy"), DeliveryError, False),
        ("dingtalk", said(errcode=-1, errmsg="系统繁忙"), DeliveryError, False),
        ("feishu", said(code=777, msg="of a later year"), DeliveryError, False),
        ("wecom", said(), DeliveryError, False),
        ("wecom", Reply(500, b"oops"), DeliveryError, False),
        ("wecom", Reply(502), ServerUnavailable, False),
        ("wecom", Reply(503, b"", {"Retry-After": "7"}), TryLater, False),
        ("wecom", Reply(200, b"<html>welcome to the hotel</html>"), DeliveryError, False),
        ("wecom", Reply(200, b"[1]"), DeliveryError, False),
        ("wecom", Reply(200, b"\xff" * 10), DeliveryError, False),
        ("feishu", Reply(200, b"[" * 50_000), DeliveryError, False),
        # never followed
        ("wecom", Reply(302, b"", {"Location": "http://127.0.0.1:1/"}), DeliveryError, True),
        # the line
        ("wecom", Reply(mood="hang"), SessionLost, False),
        ("dingtalk", Reply(mood="close"), SessionLost, False),
        ("feishu", Reply(200, b'{"code":0', mood="half"), SessionLost, False),
    ],
)
def test_refusals_are_told_apart(
    kind: str, reply: Reply, error: type[DeliveryError], permanent: bool
) -> None:
    with serving(RobotServer(RULES[kind])) as server:
        server.moods.append(reply)
        found = raised(server, kind)
    assert type(found) is error
    assert found.permanent is permanent
    assert found.doubtful is (error is SessionLost or reply.status == 500 or _no_json(reply))


def _no_json(reply: Reply) -> bool:
    return reply.status == 200 and not reply.body.startswith(b"{")


def test_when_to_come_back_is_the_servers_word_or_a_minute() -> None:
    with serving(RobotServer(wecom)) as server:
        for header, wait in (
            ({"Retry-After": "30"}, 30),
            ({"Retry-After": "Fri, 20 Nov 2026 09:42:00 GMT"}, 120),
            ({"Retry-After": "Fri, 20 Nov 2006 09:42:00 GMT"}, 1),
            ({"Retry-After": "999999999"}, 3600),
            ({"Retry-After": "²"}, 60),
            ({"Retry-After": "soon"}, 60),
            ({}, 60),
        ):
            server.moods.append(Reply(429, b"", header))
            error = raised(server, "wecom")
            assert isinstance(error, TryLater)
            assert error.retry_at - DUE == timedelta(seconds=wait), header


def test_a_robot_that_is_not_configured_keeps_its_messages_waiting() -> None:
    with serving(RobotServer(wecom)) as server, pytest.raises(DeliveryError) as caught:
        transport(server, "wecom").send(HELLO, outgoing(1, recipient="wecom:gone"), DUE)
    assert not caught.value.permanent
    assert "wecom:gone" in str(caught.value)


def test_a_server_that_is_down_is_unavailable() -> None:
    with serving(RobotServer(wecom)) as server:
        gone = transport(server, "wecom")
    with pytest.raises(ServerUnavailable) as caught:
        gone.send(HELLO, to_robot("wecom"), DUE)
    assert TOKEN not in str(caught.value)


def sender(outbox: MemoryOutbox, server: RobotServer, kind: str) -> Sender:
    wording = Wording(render_mail, ZONE, by_scheme=chat_wordings(ZONE))
    return Sender(outbox, {kind: transport(server, kind)}, wording, jitter=lambda: 0.0)


@pytest.mark.parametrize("kind", ["wecom", "dingtalk"])
def test_more_than_a_minute_takes_waits_and_arrives_in_order_without_one_refusal(
    kind: str,
) -> None:
    outbox = MemoryOutbox()
    for number in range(50):
        outbox.put(_titled(kind, number), DUE)
    with serving(RobotServer(RULES[kind])) as server:
        post, now, reports = sender(outbox, server, kind), DUE, []
        while not all(row.sent for row in outbox.rows.values()):
            server.now = now
            reports.append(post.drain(now))
            now = outbox.next_due_at if reports[-1].held else now
    assert reports == [
        DrainReport(sent=20, held=30),
        DrainReport(sent=20, held=10),
        DrainReport(sent=10),
    ]
    assert now - DUE == timedelta(seconds=130)
    assert len(server.arrivals) == 50
    _assert_in_order(kind, server, 50)


def test_messages_owed_while_a_robot_rests_wait_behind_the_earlier_ones() -> None:
    outbox = MemoryOutbox()
    for number in range(22):
        outbox.put(_titled("wecom", number), DUE)
    later = DUE + timedelta(seconds=30)
    with serving(RobotServer(wecom)) as server:
        post = sender(outbox, server, "wecom")
        post.drain(DUE)
        outbox.put(_titled("wecom", 22), later)
        assert post.drain(later) == DrainReport(held=1)
        server.now = outbox.next_due_at
        assert post.drain(server.now) == DrainReport(sent=3)
    _assert_in_order("wecom", server, 23)


def test_others_post_to_the_same_robot_and_the_service_says_when_it_is_enough() -> None:
    outbox = MemoryOutbox()
    for number in range(10):
        outbox.put(_titled("wecom", number), DUE)
    with serving(RobotServer(wecom)) as server:
        server.times += [DUE] * 15  # somebody else's
        post = sender(outbox, server, "wecom")
        assert post.drain(DUE) == DrainReport(sent=5, held=5)
        server.now = outbox.next_due_at
        assert server.now - DUE == timedelta(minutes=1)
        assert post.drain(server.now) == DrainReport(sent=5)
    _assert_in_order("wecom", server, 10)


def test_an_error_of_the_server_costs_a_delay_and_no_message() -> None:
    outbox = MemoryOutbox()
    for number in range(3):
        outbox.put(_titled("feishu", number), DUE)
    with serving(RobotServer(feishu)) as server:
        server.moods.append(Reply(500))
        post = sender(outbox, server, "feishu")
        assert post.drain(DUE) == DrainReport(sent=2, failed=1)
        server.now = outbox.next_due_at
        assert post.drain(server.now) == DrainReport(sent=1)
    assert len(server.accepted) == 3


def test_one_robot_that_is_away_does_not_keep_another_waiting() -> None:
    outbox = MemoryOutbox()
    with serving(RobotServer(wecom)) as server:
        robots = {"duty": robot(server, "wecom"), "gone": Robot("gone", "http://127.0.0.2:1/")}
        transports = {"wecom": RobotTransport(robots, Wecom(), POSTER)}
        for number, name in enumerate(["gone", "duty", "gone", "duty"]):
            outbox.put(outgoing(number, recipient=f"wecom:{name}"), DUE)
        post = Sender(outbox, transports, Wording(render_chat, ZONE), jitter=lambda: 0.0)
        assert post.drain(DUE) == DrainReport(sent=2, held=2)
    assert len(server.accepted) == 2


def _broken_template(briefing: Briefing, language: str, zone: ZoneInfo) -> RenderedMail:
    raise LookupError("no such template")


def test_a_broken_template_still_gets_the_facts_into_the_group() -> None:
    outbox = MemoryOutbox()
    outbox.put(
        to_robot("wecom", briefing=replace(FIRE, title="[起火](http://evil.example/) @all")), DUE
    )
    with serving(RobotServer(wecom)) as server:
        transports = {"wecom": transport(server, "wecom")}
        post = Sender(outbox, transports, Wording(_broken_template, ZONE), jitter=lambda: 0.0)
        assert post.drain(DUE) == DrainReport(sent=1)
    read = words("wecom", server.accepted[0])
    assert "［起火］(http(:)//evil(.)example/) ＠all" in read
    assert "http://board.linxi.example/incidents/2026-0117" in read


def test_no_secret_reaches_the_log_or_the_outbox(caplog: pytest.LogCaptureFixture) -> None:
    moods = [
        Reply(500, f"no {TOKEN} here".encode()),
        Reply(404, f"/cgi-bin/webhook/send?key={TOKEN}".encode()),
        said(errcode=1, errmsg=f"bad key {TOKEN}"),
        Reply(mood="close"),
        Reply(mood="hang"),
        Reply(302, b"", {"Location": f"http://127.0.0.1/?key={TOKEN}"}),
        Reply(),
    ]
    outbox = MemoryOutbox()
    for number in range(len(moods)):
        outbox.put(_titled("wecom", number), DUE)
    with caplog.at_level(logging.DEBUG), serving(RobotServer(wecom)) as server:
        server.moods.extend(moods)
        sender(outbox, server, "wecom").drain(DUE)
    errors = [row.error for row in outbox.rows.values()]
    assert any("HTTP 500 no … here" in error for error in errors)
    assert TOKEN not in caplog.text
    assert not any(TOKEN in error for error in errors)
    assert TOKEN not in repr(robot(server, "wecom"))


def _titled(kind: str, number: int) -> Any:
    return to_robot(kind, number, briefing=replace(FIRE, title=f"第{number}件"))


def _assert_in_order(kind: str, server: RobotServer, count: int) -> None:
    read = [words(kind, arrival) for arrival in server.accepted]
    assert len(read) == count
    assert all(f"第{number}件" in text.split() for number, text in enumerate(read))
    assert json.dumps(read)

"""The office's own receiver: signed, recognisable when it comes twice, never led elsewhere."""

import hashlib
import hmac
import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from alerts.outbox import RenderedMail
from alerts.robots import Robot
from alerts.robots_http import Poster
from alerts.sender import DrainReport, Sender
from alerts.transport import DeliveryError, ServerUnavailable, SessionLost, TryLater
from alerts.webhook import WebhookTransport, signature_of
from alerts.wording import Wording
from monitor.domain.briefing import from_json
from monitor.robot_wiring import chat_wordings
from monitor.wording.rendering import render_mail
from tests.alerts.memory_outbox import MemoryOutbox
from tests.alerts.robots import KEY, Reply, RobotServer, serving, webhook
from tests.alerts.samples import DUE, FIRE, ZONE, outgoing

HELLO = RenderedMail("化工园起火", "【时限提醒】5小时 权威信息\n")
HOOK = outgoing(1, recipient="webhook:oa")

POSTER = Poster()


def transport(server: RobotServer, **changes: Any) -> WebhookTransport:
    usual = Robot("oa", f"{server.base}/hook?token=url-token", KEY, timeout=timedelta(seconds=0.4))
    return WebhookTransport({"oa": replace(usual, **changes)}, POSTER)


def test_the_receiver_gets_the_words_and_the_facts_signed() -> None:
    with serving(RobotServer(webhook)) as server:
        transport(server).send(HELLO, HOOK, DUE)
    (arrival,) = server.accepted
    assert (arrival.path, arrival.query) == ("/hook", {"token": "url-token"})
    assert arrival.headers["idempotency-key"] == HOOK.key
    body = arrival.json
    assert (body["version"], body["reason"], body["incident"]) == (
        1,
        "incident_opened",
        "2026-0117",
    )
    assert (body["subject"], body["text"]) == (HELLO.subject, HELLO.text)
    assert [from_json(each) for each in body["briefings"]] == [FIRE]


def test_the_signature_is_over_time_and_body() -> None:
    digest = hmac.new(b"k", b'1700000000.{"a":1}', hashlib.sha256).hexdigest()
    assert signature_of("1700000000", b'{"a":1}', "k") == f"sha256={digest}"


def test_a_message_that_comes_twice_is_known_by_its_key() -> None:
    with serving(RobotServer(webhook)) as server:
        for _ in range(2):
            transport(server).send(HELLO, HOOK, DUE)
    assert len(server.arrivals) == 2
    assert len(server.accepted) == 1


def test_a_message_for_several_notices_carries_them_all() -> None:
    second = replace(FIRE, incident="2026-0118", title="拨打13812345678\u202e")
    several = replace(HOOK, members=("a", "b"), briefings=(FIRE, second))
    with serving(RobotServer(webhook)) as server:
        transport(server).send(HELLO, several, DUE)
    body = server.accepted[0].json
    assert body["keys"] == ["a", "b"]
    assert body["briefings"][1]["title"] == "拨打138****5678"


def test_a_wrong_key_is_final() -> None:
    with serving(RobotServer(webhook)) as server, pytest.raises(DeliveryError) as caught:
        transport(server, key="wrong").send(HELLO, HOOK, DUE)
    assert caught.value.permanent
    assert "401" in str(caught.value)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed_wherever_it_leads(status: int) -> None:
    inside = RobotServer(webhook)
    with serving(inside), serving(RobotServer(webhook)) as server:
        server.moods.append(Reply(status, b"", {"Location": f"{inside.base}/latest/meta-data"}))
        with pytest.raises(DeliveryError, match="points elsewhere") as caught:
            transport(server).send(HELLO, HOOK, DUE)
    assert caught.value.permanent
    assert not inside.arrivals


@pytest.mark.parametrize(
    ("reply", "error", "permanent"),
    [
        (Reply(400), DeliveryError, True),
        (Reply(404), DeliveryError, True),
        (Reply(410), DeliveryError, True),
        (Reply(413), DeliveryError, True),
        (Reply(408), DeliveryError, False),
        (Reply(409), DeliveryError, False),
        (Reply(425), DeliveryError, False),
        (Reply(429, b"", {"Retry-After": "5"}), TryLater, False),
        (Reply(500), DeliveryError, False),
        (Reply(503), ServerUnavailable, False),
        (Reply(503, b"", {"Retry-After": "5"}), TryLater, False),
        (Reply(mood="hang"), SessionLost, False),
        (Reply(mood="close"), SessionLost, False),
        (Reply(200, b"half", mood="half"), SessionLost, False),
    ],
)
def test_refusals_are_told_apart(reply: Reply, error: type[DeliveryError], permanent: bool) -> None:
    with serving(RobotServer(webhook)) as server:
        server.moods.append(reply)
        with pytest.raises(DeliveryError) as caught:
            transport(server).send(HELLO, HOOK, DUE)
    assert type(caught.value) is error
    assert caught.value.permanent is permanent


def test_the_sender_comes_back_when_the_receiver_said(caplog: pytest.LogCaptureFixture) -> None:
    outbox = MemoryOutbox()
    for number in range(3):
        outbox.put(outgoing(number, recipient="webhook:oa"), DUE)
    wording = Wording(render_mail, ZONE, by_scheme=chat_wordings(ZONE))
    with caplog.at_level(logging.DEBUG), serving(RobotServer(webhook)) as server:
        server.moods.append(Reply(503, b"busy url-token", {"Retry-After": "7"}))
        post = Sender(outbox, {"webhook": transport(server)}, wording, jitter=lambda: 0.0)
        assert post.drain(DUE) == DrainReport(held=3)
        assert outbox.next_due_at - DUE == timedelta(seconds=7)
        assert post.drain(outbox.next_due_at) == DrainReport(sent=3)
    assert [arrival.json["key"] for arrival in server.accepted] == sorted(outbox.rows)
    assert "url-token" not in caplog.text
    assert KEY not in caplog.text

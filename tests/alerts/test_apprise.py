"""Everything else through the library apprise, over real HTTP to a receiver of its JSON."""

import logging
import sys

import pytest

from alerts.apprise_transport import AppriseTransport
from alerts.outbox import RenderedMail
from alerts.robots import Robot
from alerts.transport import DeliveryError, ServerUnavailable
from tests.alerts.robots import Arrival, Reply, RobotServer, serving
from tests.alerts.samples import DUE, outgoing

# What the library itself imports when it looks for its services.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

HELLO = RenderedMail(
    "化工园起火",
    "【时限提醒】5小时 权威信息\n@everyone [化工园](x)\n打开事件页：http://board.linxi.example/1\n",
)
OTHER = outgoing(1, recipient="apprise:other")


def receiver(server: RobotServer, arrival: Arrival) -> Reply:
    return Reply(200, b'{"code": 0}')


def transport(url: str) -> AppriseTransport:
    return AppriseTransport({"other": Robot("other", url)})


def test_a_message_goes_out_as_plain_harmless_text() -> None:
    with serving(RobotServer(receiver)) as server:
        url = f"json://127.0.0.1:{server.port}/a-secret-path"
        transport(url).send(HELLO, OTHER, DUE)
    (arrival,) = server.arrivals
    assert arrival.path == "/a-secret-path"
    assert arrival.json["title"] == "【时限提醒】5小时 权威信息"
    assert arrival.json["message"].splitlines() == [
        "＠everyone ［化工园］(x)",
        "打开事件页：http://board.linxi.example/1",
    ]


def test_what_did_not_go_out_is_tried_again_and_nothing_secret_is_said(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG), serving(RobotServer(receiver)) as server:
        server.moods.append(Reply(500, b"a-secret-path"))
        url = f"json://user:a-password@127.0.0.1:{server.port}/a-secret-path"
        with pytest.raises(DeliveryError, match="could not send") as caught:
            transport(url).send(HELLO, OTHER, DUE)
    assert not caught.value.permanent
    for secret in ("a-secret-path", "a-password"):
        assert secret not in str(caught.value)
        assert secret not in caplog.text


def test_an_address_that_the_library_does_not_know_says_so() -> None:
    with pytest.raises(DeliveryError, match="does not know"):
        transport("pigeon://somewhere").send(HELLO, OTHER, DUE)


def test_where_the_library_is_missing_the_message_waits_and_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(ServerUnavailable, match=r"pip install 'huiying\[apprise\]'"):
        transport("json://127.0.0.1/").send(HELLO, OTHER, DUE)

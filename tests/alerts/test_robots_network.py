"""Where a configured address may lead, and that the judged address is the one that is spoken to."""

import ssl
from collections.abc import Sequence
from datetime import timedelta

import pytest
import trustme

from alerts.robots import Robot
from alerts.robots_http import Poster
from alerts.robots_network import allowed_addresses, is_public, look_up
from alerts.transport import ServerUnavailable, SessionLost
from tests.alerts.robots import Reply, RobotServer, serving, webhook


class Names:
    """A name server that gives one answer after the other, and counts how often it is asked."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked = 0

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked += 1
        return list(self.answers[min(self.asked, len(self.answers)) - 1])


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("203.119.25.1", True),
        ("2400:3200::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.7", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),  # 127.0.0.1 behind a translator
        ("2002:7f00:1::1", False),  # 127.0.0.1 in a tunnel
        ("not an address", False),
    ],
)
def test_an_address_is_public_only_with_all_that_it_carries(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize("inside", ["127.0.0.1", "192.168.3.4", "fe80::1", "169.254.169.254"])
def test_a_name_may_not_lead_into_a_private_network(inside: str) -> None:
    names = Names(["203.119.25.1", inside])
    with pytest.raises(ServerUnavailable, match="private = true"):
        allowed_addresses("hook.example", 443, private=False, resolve=names)
    assert allowed_addresses("hook.example", 443, private=True, resolve=names)[-1] == inside


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.8", "localhost", "::1", "[::1]"])
def test_a_host_written_as_an_address_speaks_for_itself(host: str) -> None:
    assert allowed_addresses(host, 80, private=False, resolve=Names(["127.0.0.1"]))


def test_a_name_that_nobody_knows_is_a_matter_of_waiting() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError("Name or service not known")

    with pytest.raises(ServerUnavailable, match="no such host"):
        allowed_addresses("gone.example", 443, private=False, resolve=unknown)
    assert look_up("127.0.0.1", 80) == ["127.0.0.1"]


_SIGNED = {"X-Huiying-Timestamp": "0", "X-Huiying-Signature": "x"}


def robot(url: str, **changes: object) -> Robot:
    return Robot("hook", url, timeout=timedelta(seconds=0.5), **changes)  # type: ignore[arg-type]


def test_a_name_that_answers_otherwise_the_second_time_gains_nothing() -> None:
    # Nobody listens at the address that was judged, somebody does at the next answer.
    names = Names(["127.0.0.2"], ["127.0.0.1"])
    with serving(RobotServer(webhook)) as server:
        hook = robot(f"http://hook.example:{server.port}/x", private=True)
        with pytest.raises(ServerUnavailable, match="ConnectError"):
            Poster(resolve=names).post(hook, hook.url, b"{}", {})
    assert names.asked == 1
    assert not server.arrivals


def test_nothing_is_said_to_a_private_address_behind_a_name() -> None:
    names = Names(["127.0.0.1"])
    with serving(RobotServer(webhook)) as server:
        hook = robot(f"http://hook.example:{server.port}/x")
        with pytest.raises(ServerUnavailable, match="not public"):
            Poster(resolve=names).post(hook, hook.url, b"{}", {})
    assert not server.arrivals


def test_the_next_address_is_tried_where_the_first_does_not_answer() -> None:
    names = Names(["127.0.0.2", "127.0.0.1"])
    with serving(RobotServer(webhook)) as server:
        hook = robot(f"http://hook.example:{server.port}/x", private=True)
        Poster(resolve=names).reach(hook)
    (arrival,) = server.arrivals
    assert arrival.headers["host"] == f"hook.example:{server.port}"
    assert (arrival.method, arrival.path, arrival.query) == ("HEAD", "/", {})


def test_the_certificate_must_be_of_the_name_and_not_of_the_address(authority: trustme.CA) -> None:
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    certified = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("hook.example").configure_cert(certified)
    poster = Poster(tls=trusting, resolve=Names(["127.0.0.1"]))
    with serving(RobotServer(webhook), tls=certified) as server:
        poster.reach(robot(f"https://hook.example:{server.port}/", private=True))
        with pytest.raises(ServerUnavailable, match="CERTIFICATE_VERIFY_FAILED"):
            poster.reach(robot(f"https://other.example:{server.port}/", private=True))
    assert len(server.arrivals) == 1


def test_what_the_environment_says_of_proxies_does_not_matter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with serving(RobotServer(webhook)) as server:
        Poster().reach(robot(f"{server.base}/"))
    assert server.arrivals


def test_an_answer_without_end_is_left() -> None:
    ticks = iter(range(0, 1000, 5))
    with serving(RobotServer(webhook)) as server:
        server.moods.append(Reply(mood="drip"))
        slow = Poster(timer=lambda: float(next(ticks)))
        with pytest.raises(SessionLost, match="does not end"):
            slow.post(robot(f"{server.base}/"), f"{server.base}/", b"{}", {})
        server.moods.append(Reply(mood="endless"))
        answer = Poster().post(robot(f"{server.base}/"), f"{server.base}/", b"{}", {})
    assert len(answer.body) == 64 * 1024


def test_the_library_writes_no_address_into_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"), serving(RobotServer(webhook)) as server:
        url = f"{server.base}/x?key=very-secret"
        Poster().post(robot(url), url, b"{}", _SIGNED)
    assert server.arrivals[0].query == {"key": "very-secret"}
    assert "very-secret" not in caplog.text

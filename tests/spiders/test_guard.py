"""The guard before private addresses, with a name server that says what the test wants."""

import asyncio
from ipaddress import ip_address

import pytest
from scrapy import Request
from scrapy.http import Response

from spiders.middlewares import CONFIGURED_URL, PrivateAddress, PrivateAddressGuard, is_private

NAMES = {"news.example": ["93.184.215.14"], "inner.example": ["93.184.215.14", "192.168.1.4"]}


async def answer(host: str) -> list[str]:
    return NAMES.get(host, [])


def ask(guard: PrivateAddressGuard, url: str, configured: str = "") -> None:
    meta = {CONFIGURED_URL: configured} if configured else {}
    asyncio.run(guard.process_request(Request(url, meta=meta)))


@pytest.mark.parametrize(
    ("address", "private"),
    [
        ("127.0.0.1", True),
        ("10.1.2.3", True),
        ("172.16.0.1", True),
        ("192.168.0.1", True),
        ("169.254.169.254", True),  # where clouds hand out credentials
        ("100.64.0.1", True),
        ("0.0.0.0", True),  # noqa: S104
        ("::1", True),
        ("fe80::1%eth0", True),
        ("fc00::1", True),
        ("::ffff:127.0.0.1", True),
        ("224.0.0.1", True),
        ("93.184.215.14", False),
        ("2606:4700::1111", False),
        ("news.example", False),
    ],
)
def test_which_addresses_are_private(address: str, private: bool) -> None:
    assert is_private(address) is private


@pytest.mark.parametrize(
    "url", ["http://news.example/", "http://93.184.215.14/", "http://gone.example/"]
)
def test_public_places_pass(url: str) -> None:
    ask(PrivateAddressGuard([], answer), url)


@pytest.mark.parametrize("url", ["http://inner.example/", "http://10.0.0.1/", "http://[::1]:8080/"])
def test_private_places_are_refused(url: str) -> None:
    with pytest.raises(PrivateAddress):
        ask(PrivateAddressGuard([], answer), url)


def test_a_configured_channel_may_be_private_and_only_its_own_port() -> None:
    guard = PrivateAddressGuard([], answer)
    ask(guard, "http://10.0.0.1/feed", configured="http://10.0.0.1/feed")
    ask(guard, "http://10.0.0.1/a")
    with pytest.raises(PrivateAddress):
        ask(guard, "http://10.0.0.1:6379/")


def test_a_redirect_of_a_configured_channel_is_not_configured() -> None:
    with pytest.raises(PrivateAddress):
        ask(PrivateAddressGuard([], answer), "http://10.0.0.1/", configured="http://news.example/")


def test_an_allowed_host_passes() -> None:
    ask(PrivateAddressGuard(["Inner.example"], answer), "http://inner.example/")


def test_an_answer_from_a_private_address_is_thrown_away() -> None:
    guard = PrivateAddressGuard([], answer)
    request = Request("http://news.example/")
    rebound = Response(request.url, ip_address=ip_address("10.0.0.1"))
    with pytest.raises(PrivateAddress):
        guard.process_response(request, rebound)


def test_the_address_of_a_proxy_says_nothing() -> None:
    guard = PrivateAddressGuard([], answer)
    request = Request("http://news.example/", meta={"proxy": "http://10.0.0.9:3128"})
    answered = Response(request.url, ip_address=ip_address("10.0.0.9"))
    assert guard.process_response(request, answered) is answered

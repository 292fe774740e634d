"""A downloader middleware that keeps crawled text from steering us into a private network."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Collection
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

CONFIGURED_URL = "configured_url"
"""Request meta: the channel's own URL. A person configured it, so its host may be private."""

CHANNEL_URL = "channel_url"
"""Request meta: the address of the channel that a page belongs to; its host may be private too."""

Resolve = Callable[[str], Awaitable[list[str]]]


class PrivateAddress(IgnoreRequest):
    """Raised when a crawled link or redirect leads to an address that is not public."""


def is_private(address: str) -> bool:
    """True where an IP address, as text, is not one of the public internet."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    ip = mapped or ip
    return not ip.is_global or ip.is_multicast


async def resolve(host: str) -> list[str]:
    """The addresses of a host name; none where it has none (fetching it will say so)."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [str(entry[4][0]) for entry in found]


def _place(url: str) -> str:
    """Host and port of a URL: on a private host another port is another service."""
    parts = urlsplit(url)
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    return f"{(parts.hostname or '').lower()}:{port}"


class PrivateAddressGuard:
    """Refuses requests to private addresses, unless a person configured that place.

    Names are resolved before the request, and the address that was really connected to is checked
    again afterwards, because a hostile name server may answer differently the second time.
    """

    def __init__(self, allowed: Collection[str], resolver: Resolve = resolve) -> None:
        self._allowed = {host.lower() for host in allowed}
        self._resolve = resolver
        self._public: dict[str, bool] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the allowed hosts from the settings."""
        return cls(crawler.settings.getlist("HUIYING_INTRANET_HOSTS"))

    async def process_request(self, request: Request) -> None:
        """Let a request pass, or raise PrivateAddress."""
        if request.meta.get(CONFIGURED_URL) == request.url:
            self._allowed.add(_place(request.url))
        if request.meta.get(CHANNEL_URL):
            self._allowed.add(_place(request.meta[CHANNEL_URL]))
        if self._is_allowed(request.url):
            return
        host = urlsplit(request.url).hostname or ""
        if host not in self._public:
            addresses = [host, *await self._resolve(host)]
            self._public[host] = not any(is_private(address) for address in addresses)
        if not self._public[host]:
            raise PrivateAddress(f"{host} has a private address")

    def process_response(self, request: Request, response: Response) -> Response:
        """Throw away what a private address answered after its name had resolved to another."""
        reached = str(response.ip_address or "")
        direct = "proxy" not in request.meta
        if direct and is_private(reached) and not self._is_allowed(request.url):
            raise PrivateAddress(f"{urlsplit(request.url).hostname} led to {reached}")
        return response

    def _is_allowed(self, url: str) -> bool:
        return bool(self._allowed & {urlsplit(url).hostname or "", _place(url)})

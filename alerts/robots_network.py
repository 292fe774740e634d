"""Where a configured host may lead: never into a network that its address does not speak of.

A name is looked up once, every address it has is judged, and the connection goes to an address
that was judged: a name that answers otherwise the second time gains nothing.
"""

import ipaddress
import socket
from collections.abc import Callable

from alerts.transport import ServerUnavailable

Resolve = Callable[[str, int], list[str]]
"""The addresses of a host name at a port; raises OSError where there are none."""

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: IPv4 behind a translator


def look_up(host: str, port: int) -> list[str]:
    """The addresses that the system knows for a name, in its order of preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def allowed_addresses(host: str, port: int, *, private: bool, resolve: Resolve) -> list[str]:
    """The addresses to connect to; raises ServerUnavailable where there are none or they are ours.

    `private` allows every address. A host that is itself written as an address, or as localhost,
    speaks for itself; a name may only lead to the public network.
    """
    if names_its_network(host):
        private = True
    try:
        addresses = resolve(host, port)
    except (OSError, UnicodeError) as error:
        raise ServerUnavailable(f"{host}: no such host ({error})") from error
    inside = [address for address in addresses if not is_public(address)]
    if inside and not private:
        raise ServerUnavailable(
            f"{host} leads to {inside[0]}, which is not public; "
            "set private = true if it is in your own network"
        )
    return addresses


def names_its_network(host: str) -> bool:
    """Whether a host is written as an address, or as localhost, and not as a name."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return host == "localhost"
    return True


def is_public(address: str) -> bool:
    """Whether an address belongs to the public network, itself and whatever it carries inside."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if not found.is_global or found.is_multicast:
        return False
    if isinstance(found, ipaddress.IPv4Address):
        return True
    inner = found.ipv4_mapped or found.sixtofour
    if found in _TRANSLATED:
        inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return inner is None or (inner.is_global and not inner.is_multicast)

"""Group robots and other addresses on the web: what is known of one, and what must not be told."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal
from urllib.parse import parse_qsl, quote, urlsplit

from alerts.hygiene import one_line

Style = Literal["markdown", "text"]

APPRISE_REMEDY = "pip install 'huiying[apprise]'"

_SHORTEST_SECRET = 6
_KNOWN_TO_ALL = frozenset({"cgi-bin", "webhook", "open-apis"})
"""Of the services' own paths: no secret, and worth reading in what they answer."""

_NAMED = re.compile(r"[a-z]+:(?P<name>[a-z0-9][a-z0-9-]*)")


@dataclass(frozen=True, slots=True)
class Robot:
    """One address on the web to which messages go, under the name that recipients call it by.

    `url` is whole and holds what opens it; `key` signs messages where the service wants that.
    Neither is shown. `private` allows a host that lies in the office's own network.
    """

    name: str
    url: str = field(repr=False)
    key: str = field(default="", repr=False)
    style: Style = "markdown"
    private: bool = False
    timeout: timedelta = timedelta(seconds=10)

    def redacted(self, text: str) -> str:
        """`text` on one line, without anything that would let its reader post as this robot."""
        for secret in self._secrets():
            text = text.replace(secret, "…")
        return one_line(text)

    def _secrets(self) -> list[str]:
        parts = urlsplit(self.url)
        found = [self.url, self.key, parts.query, parts.username or "", parts.password or ""]
        found += [value for _, value in parse_qsl(parts.query)]
        found += parts.path.split("/")
        if parts.scheme not in ("http", "https"):
            found.append(parts.netloc)  # some services of apprise have a key where a host stands
        found += [quote(secret, safe="") for secret in found]
        telling = {secret for secret in found if len(secret) >= _SHORTEST_SECRET} - _KNOWN_TO_ALL
        return sorted(telling, key=len, reverse=True)


def robot_name(recipient: str) -> str:
    """The name in an address such as `wecom:duty-group`; empty where it is no such address."""
    named = _NAMED.fullmatch(recipient)
    return named["name"] if named else ""

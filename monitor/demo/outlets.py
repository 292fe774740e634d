"""The outlets of the demo's site: how each one looks, lists its pages, and when it is away."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files

from monitor.demo.week import parse_offset


@dataclass(frozen=True, slots=True)
class Away:
    """A stretch of time, `start` inclusive, `end` exclusive, in which an outlet is down.

    `how` is "error" (it answers 503) or "hang_up" (it closes the connection unanswered).
    """

    start: datetime
    end: datetime
    how: str


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet; the fields are explained at the head of `outlets.toml`."""

    name: str
    title: str
    look: str
    listing: str
    encoding: str = "utf-8"
    language: str = "zh-CN"
    zoneless: bool = False
    down: tuple[Away, ...] = ()

    def away(self, now: datetime) -> Away | None:
        """Why it cannot be read at `now`, or None where it can."""
        return next((away for away in self.down if away.start <= now < away.end), None)

    @property
    def list_path(self) -> str:
        """The path of its feed, sitemap or list page on the site."""
        page = {"rss": "rss.xml", "atom": "atom.xml", "sitemap": "sitemap.xml"}
        return f"/c/{self.name}/{page.get(self.listing, '')}"


def load_outlets() -> Mapping[str, Outlet]:
    """The outlets by name, in the order of the file."""
    text = (files("monitor.demo") / "outlets.toml").read_text(encoding="utf-8")
    return {name: _outlet(name, entry) for name, entry in tomllib.loads(text).items()}


def _outlet(name: str, entry: dict[str, object]) -> Outlet:
    down = entry.get("down", [])
    if not isinstance(down, list):
        raise TypeError(f"outlets.toml: {name}.down must be a list of intervals")
    return Outlet(
        name=name,
        title=str(entry["title"]),
        look=str(entry["look"]),
        listing=str(entry["list"]),
        encoding=str(entry.get("encoding", "utf-8")),
        language=str(entry.get("language", "zh-CN")),
        zoneless=bool(entry.get("zoneless", False)),
        down=tuple(
            Away(parse_offset(away["from"]), parse_offset(away["to"]), away["how"]) for away in down
        ),
    )

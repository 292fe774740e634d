"""The ways of sending beside mail: what `[robots.NAME]` says, and the secrets that belong to it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

from alerts.robots import APPRISE_REMEDY, Robot, Style
from alerts.robots_network import is_public, names_its_network
from alerts.streams import MAIL, scheme_of
from monitor.settings.problems import Problem

Kind = Literal["wecom", "dingtalk", "feishu", "webhook", "apprise"]
KINDS: tuple[Kind, ...] = get_args(Kind)

ROBOT_NAME = r"^[a-z0-9][a-z0-9-]*$"
_MAIL_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_ROBOT_ADDRESS = re.compile(rf"({'|'.join(KINDS)}):[a-z0-9][a-z0-9-]*")
_FILE = "huiying.toml"
_SIGNED = frozenset({"dingtalk", "feishu", "webhook"})
_WITH_BARE_KEY = {
    "wecom": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=",
    "dingtalk": "https://oapi.dingtalk.com/robot/send?access_token=",
    "feishu": "https://open.feishu.cn/open-apis/bot/v2/hook/",
}


class RobotEntry(BaseModel):
    """A group robot or another address on the web, as `[robots.NAME]` describes it.

    The address and the signing key are secrets: they come from files, or from the variables
    `HUIYING_ROBOT_NAME_URL` and `HUIYING_ROBOT_NAME_KEY`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    url_file: Path | None = None
    key_file: Path | None = None
    base_url: str = ""
    style: Style = "markdown"
    private: bool = False
    timeout_s: float = Field(default=10, gt=0, le=120)

    @field_validator("base_url")
    @classmethod
    def _web_address(cls, base_url: str) -> str:
        if base_url and not _is_web_address(base_url):
            raise ValueError("write a web address: https://…")
        return base_url.rstrip("/")


@dataclass(frozen=True, slots=True)
class RobotSettings:
    """A robot that can be spoken to, and how."""

    kind: Kind
    robot: Robot

    @property
    def host(self) -> str:
        """The host it is reached at; empty where only apprise knows."""
        return "" if self.kind == "apprise" else urlsplit(self.robot.url).hostname or ""


def read_robots(
    folder: Path,
    entries: Mapping[str, RobotEntry],
    environment: Mapping[str, str],
    problems: list[Problem],
) -> dict[str, RobotSettings]:
    """The robots with their secrets; every mistake goes to `problems`."""
    found = {}
    for name, entry in entries.items():
        url = _secret(folder, name, "url", entry.url_file, environment, problems)
        key = _secret(folder, name, "key", entry.key_file, environment, problems)
        if url is None or key is None:
            continue
        mistakes = list(_mistakes(name, entry, url, key))
        problems += mistakes
        if not mistakes:
            found[name] = RobotSettings(entry.kind, _robot(name, entry, url, key))
    return found


def address_problems(
    recipients: Sequence[tuple[str, str]], entries: Mapping[str, RobotEntry]
) -> list[Problem]:
    """What is wrong with addresses, given as (name of the recipient, address).

    An address is a mail address, or the kind and the name of a robot.
    """
    known = [f"{entry.kind}:{name}" for name, entry in sorted(entries.items())]
    problems = []
    for recipient, address in recipients:
        mail = scheme_of(address) == MAIL and _MAIL_ADDRESS.fullmatch(address)
        if mail or address in known:
            continue
        remedy = f"the robots here are: {', '.join(known) or 'none'}"
        if not _ROBOT_ADDRESS.fullmatch(address):
            remedy = f"write name@host, or a robot such as wecom:duty-group; {remedy}"
        problems.append(Problem(_FILE, f"recipients[{recipient}].address", address, remedy))
    return problems


def variable(name: str, what: str) -> str:
    """The environment variable with a robot's `url` or `key`."""
    return f"HUIYING_ROBOT_{name.upper().replace('-', '_')}_{what.upper()}"


def _secret(
    folder: Path,
    name: str,
    what: str,
    file: Path | None,
    environment: Mapping[str, str],
    problems: list[Problem],
) -> str | None:
    """A secret, empty where none is given; None where it could not be read."""
    where = f"robots.{name}.{what}_file"
    given = environment.get(variable(name, what), "").strip()
    if file is None:
        return given
    if given:
        remedy = f"give it once: in the file or in {variable(name, what)}"
        problems.append(Problem(_FILE, where, "(both set)", remedy))
        return None
    path = folder / file
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        problems.append(Problem(_FILE, where, str(path), f"make it readable ({reason})"))
        return None


def _mistakes(name: str, entry: RobotEntry, url: str, key: str) -> Iterator[Problem]:
    where = f"robots.{name}"
    if not url:
        remedy = f"name a file with its address, or set {variable(name, 'url')}"
        yield Problem(_FILE, f"{where}.url_file", "(missing)", remedy)
    elif entry.kind == "apprise":
        if find_spec("apprise") is None:
            yield Problem(
                _FILE, f"{where}.kind", entry.kind, f"it is not installed: {APPRISE_REMEDY}"
            )
    else:
        yield from _address_mistakes(where, entry, _address(entry, url))
    if entry.kind in _SIGNED and not key:
        remedy = f"name a file with its signing key, or set {variable(name, 'key')}"
        yield Problem(_FILE, f"{where}.key_file", "(missing)", remedy)
    if entry.kind not in _SIGNED and key:
        yield Problem(_FILE, f"{where}.key_file", "(set)", f"{entry.kind} signs nothing; remove it")
    if entry.style == "text" and entry.kind != "wecom":
        yield Problem(_FILE, f"{where}.style", entry.style, "only wecom has a choice; remove it")


def _address_mistakes(where: str, entry: RobotEntry, url: str) -> Iterator[Problem]:
    """What is wrong with an address. It is a secret, so it is not shown."""
    if not _is_web_address(url):
        remedy = "it must hold one web address: https://…"
        yield Problem(_FILE, f"{where}.url_file", "(not shown)", remedy)
        return
    parts = urlsplit(url)
    host = parts.hostname or ""
    inside = entry.private or (names_its_network(host) and not is_public(host))
    if parts.scheme == "http" and not inside:
        remedy = "its key would go in the clear: write https://, or private = true for your own net"
        yield Problem(_FILE, f"{where}.url_file", f"http://{host}", remedy)


def _address(entry: RobotEntry, given: str) -> str:
    """The whole address: as given, or made of a bare key; at the base where there is one."""
    bare = "://" not in given and entry.kind in _WITH_BARE_KEY
    url = _WITH_BARE_KEY[entry.kind] + given if bare else given
    if not entry.base_url:
        return url
    parts = urlsplit(url)
    return entry.base_url + parts.path + (f"?{parts.query}" if parts.query else "")


def _robot(name: str, entry: RobotEntry, url: str, key: str) -> Robot:
    return Robot(
        name=name,
        url=url if entry.kind == "apprise" else _address(entry, url),
        key=key,
        style=entry.style,
        private=entry.private,
        timeout=timedelta(seconds=entry.timeout_s),
    )


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").encode("idna")
        usable = parts.scheme in ("http", "https") and bool(host) and parts.port != 0
    except ValueError:
        return False
    return usable and text.isprintable() and " " not in text

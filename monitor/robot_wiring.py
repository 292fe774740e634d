"""The transports for what is configured beside mail."""

from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from alerts.apprise_transport import AppriseTransport
from alerts.dingtalk import Dingtalk
from alerts.feishu import Feishu
from alerts.robots import Robot
from alerts.robots_http import Poster
from alerts.robots_transport import RobotTransport, Service
from alerts.transport import Transport
from alerts.webhook import WebhookTransport
from alerts.wecom import Wecom
from alerts.wording import Wording
from monitor.settings.robot_files import KINDS, RobotSettings
from monitor.wording.chat_rendering import render_chat, render_many_chat

_SERVICES: Mapping[str, Callable[[], Service]] = {
    "wecom": Wecom,
    "dingtalk": Dingtalk,
    "feishu": Feishu,
}


def chat_wordings(zone: ZoneInfo) -> dict[str, Wording]:
    """The words for each kind: all of them are told the short form of a message."""
    return dict.fromkeys(KINDS, Wording(render_chat, zone, render_many_chat))


def robot_transports(settings: Mapping[str, RobotSettings], poster: Poster) -> dict[str, Transport]:
    """A transport for each kind of robot that is configured, by kind."""
    robots: dict[str, dict[str, Robot]] = {}
    for name, found in settings.items():
        robots.setdefault(found.kind, {})[name] = found.robot
    return {kind: _transport(kind, named, poster) for kind, named in robots.items()}


def _transport(kind: str, robots: Mapping[str, Robot], poster: Poster) -> Transport:
    if kind == "webhook":
        return WebhookTransport(robots, poster)
    if kind == "apprise":
        return AppriseTransport(robots)
    return RobotTransport(robots, _SERVICES[kind](), poster)

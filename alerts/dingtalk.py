"""DingTalk group robots 钉钉自定义机器人: signed, 20 000 bytes a message, 20 messages a minute."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import quote

from alerts.chat_text import ChatLine, split_at_items
from alerts.hygiene import LONGEST_SUBJECT, cut
from alerts.robots import Robot
from alerts.robots_pace import a_minute
from alerts.robots_transport import Payload, code_of, too_fast
from alerts.transport import DeliveryError
from alerts.wecom import markdown

MESSAGE_BYTES = 20_000
A_MINUTE = 20

_AROUND = 600  # the message around its text, title included
_TOO_OFTEN = frozenset({130101, 410100, 90030})
_FINAL = frozenset(
    {
        40035,  # a parameter is missing
        43004,  # the content type is wrong
        300001,  # no such token
        300005,  # no such token
        310000,  # signature, key word or source address do not fit the robot's settings
        400013,  # the group was dissolved
        400101,  # no such token
        400102,  # the robot was stopped
        400105,  # no such kind of message
        400106,  # the robot was removed
        430101,  # a link was refused
        430102,  # words were refused
        430103,  # a picture was refused
        430104,  # the content was refused
        460101,  # too long
    }
)


class Dingtalk:
    """What is particular to DingTalk's group robots."""

    rates = (a_minute(A_MINUTE),)

    def payloads(self, robot: Robot, lines: Sequence[ChatLine]) -> list[Payload]:
        """Parts of Markdown, each under the first line as the title that a list of chats shows."""
        title = cut(lines[0].text, LONGEST_SUBJECT) if lines else ""
        items = [markdown(line) for line in lines]
        parts = split_at_items(items, MESSAGE_BYTES - _AROUND, _bytes_in_json)
        return [
            # A single line break is none in DingTalk's Markdown.
            {"msgtype": "markdown", "markdown": {"title": title, "text": "\n\n".join(part)}}
            for part in parts
        ]

    def signed(self, robot: Robot, payload: Payload, now: datetime) -> tuple[str, Payload]:
        """The address with the time and the signature that the robot's key makes of it."""
        millis = int(now.timestamp() * 1000)
        mark = "&" if "?" in robot.url else "?"
        signature = quote(signature_of(millis, robot.key), safe="")
        return f"{robot.url}{mark}timestamp={millis}&sign={signature}", payload

    def refusal(self, said: Mapping[str, object], now: datetime) -> DeliveryError | None:
        """What `errcode` means; one that is not known may pass, so the message is tried again."""
        code = code_of(said, "errcode")
        if code == 0:
            return None
        message = f"DingTalk {code}: {said.get('errmsg', '')}"
        if code in _TOO_OFTEN:
            return too_fast(message, now)
        return DeliveryError(message, permanent=code in _FINAL)


def signature_of(millis: int, key: str) -> str:
    """HMAC-SHA256 with the key over the time in milliseconds, a line break and the key."""
    digest = hmac.new(key.encode(), f"{millis}\n{key}".encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def _bytes_in_json(item: str) -> int:
    return len(json.dumps(f"{item}\n\n", ensure_ascii=False).encode("utf-8", "replace"))

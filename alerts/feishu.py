"""Feishu group robots 飞书自定义机器人: signed, rich text, 5 messages a second and 100 a minute.

The service once took 30 KB and now documents 20 KB for the whole request; we keep to the smaller.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from alerts.chat_text import ChatLine, split_at_items
from alerts.robots import Robot
from alerts.robots_pace import Rate, a_minute
from alerts.robots_transport import Payload, code_of, too_fast
from alerts.transport import DeliveryError

MESSAGE_BYTES = 20_000
A_MINUTE = 100
A_SECOND = 5

_AROUND = 400  # the message around its paragraphs
_BEFORE_LINK = "\x1f"  # stands in no line: control characters were taken out
_TOO_OFTEN = frozenset({11232, 11233, 230020, 99991400})
_MALFORMED = 9499  # "Bad Request", and at times "too many request"
_FINAL = frozenset(
    {
        19001,  # the address is wrong
        19002,  # a parameter is wrong
        19005,  # no such robot
        19007,  # the robot was stopped
        19021,  # the signature or our clock is wrong
        19022,  # our address is not on the robot's list
        19024,  # none of the robot's key words stands in the message
        _MALFORMED,
    }
)


class Feishu:
    """What is particular to Feishu's group robots."""

    rates = (Rate(A_SECOND, timedelta(seconds=1)), a_minute(A_MINUTE))

    def payloads(self, robot: Robot, lines: Sequence[ChatLine]) -> list[Payload]:
        """Parts of rich text, a paragraph for each line: words are words there, never markup."""
        items = [_item(line) for line in lines]
        parts = split_at_items(items, MESSAGE_BYTES - _AROUND, _bytes_in_json)
        return [_post([_paragraph(item) for item in part]) for part in parts]

    def signed(self, robot: Robot, payload: Payload, now: datetime) -> tuple[str, Payload]:
        """The body with the time and the signature that the robot's key makes of it."""
        seconds = int(now.timestamp())
        stamp = {"timestamp": str(seconds), "sign": signature_of(seconds, robot.key)}
        return robot.url, {**stamp, **payload}

    def refusal(self, said: Mapping[str, object], now: datetime) -> DeliveryError | None:
        """What `code` means; one that is not known may pass, so the message is tried again."""
        code = code_of(said, "code", "StatusCode")
        if code == 0:
            return None
        text = str(said.get("msg", said.get("StatusMessage", "")))
        message = f"Feishu {code}: {text}"
        if code in _TOO_OFTEN or (code == _MALFORMED and "many" in text.lower()):
            return too_fast(message, now)
        return DeliveryError(message, permanent=code in _FINAL)


def signature_of(seconds: int, key: str) -> str:
    """HMAC-SHA256 over nothing, with the time in seconds, a line break and the key as its key."""
    digest = hmac.new(f"{seconds}\n{key}".encode(), b"", hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def _post(paragraphs: list[list[Payload]]) -> Payload:
    return {"msg_type": "post", "content": {"post": {"zh_cn": {"content": paragraphs}}}}


def _item(line: ChatLine) -> str:
    return f"{line.text}{_BEFORE_LINK}{line.url}" if line.url else line.text


def _paragraph(item: str) -> list[Payload]:
    text, _, url = item.partition(_BEFORE_LINK)
    return [{"tag": "a", "text": text, "href": url} if url else {"tag": "text", "text": text}]


def _bytes_in_json(item: str) -> int:
    return len(json.dumps(_paragraph(item), ensure_ascii=False).encode("utf-8", "replace"))

"""WeCom group robots 企业微信群机器人: 4096 bytes of Markdown or 2048 of text, 20 a minute.

The robot's address holds its key; nothing is signed. Members who read the group in WeChat itself
see text only, which is what `style = "text"` is for.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from alerts.chat_text import ChatLine, split_at_items
from alerts.robots import Robot
from alerts.robots_pace import a_minute
from alerts.robots_transport import Payload, code_of, too_fast
from alerts.transport import DeliveryError

MARKDOWN_BYTES = 4096
TEXT_BYTES = 2048
A_MINUTE = 20

_TOO_OFTEN = frozenset({45009, 45033})
_FINAL = frozenset(
    {
        40008,  # no such kind of message
        40058,  # a parameter is wrong, the length of the content among them
        44004,  # no content
        45002,  # content too long
        93000,  # the key is wrong, or the robot was removed
        93004,  # the robot was stopped
        93008,  # the robot is not in the group
        93017,  # the content was refused
    }
)


class Wecom:
    """What is particular to WeCom's group robots."""

    rates = (a_minute(A_MINUTE),)

    def payloads(self, robot: Robot, lines: Sequence[ChatLine]) -> list[Payload]:
        """Parts of Markdown, or of plain text where the robot's style is that."""
        if robot.style == "text":
            parts = split_at_items([_plain(line) for line in lines], TEXT_BYTES)
            return [{"msgtype": "text", "text": {"content": "\n".join(part)}} for part in parts]
        parts = split_at_items([markdown(line) for line in lines], MARKDOWN_BYTES)
        return [{"msgtype": "markdown", "markdown": {"content": "\n".join(part)}} for part in parts]

    def signed(self, robot: Robot, payload: Payload, now: datetime) -> tuple[str, Payload]:
        """The address as it is: its key is all the service asks for."""
        return robot.url, payload

    def refusal(self, said: Mapping[str, object], now: datetime) -> DeliveryError | None:
        """What `errcode` means; one that is not known may pass, so the message is tried again."""
        code = code_of(said, "errcode")
        if code == 0:
            return None
        message = f"WeCom {code}: {said.get('errmsg', '')}"
        if code in _TOO_OFTEN:
            return too_fast(message, now)
        return DeliveryError(message, permanent=code in _FINAL)


def markdown(line: ChatLine) -> str:
    """A line in the Markdown that WeCom and DingTalk share: headings bold, links named."""
    if line.url:
        return f"[{line.text}]({line.url})"
    return f"**{line.text}**" if line.heading else line.text


def _plain(line: ChatLine) -> str:
    return f"{line.text}：{line.url}" if line.url else line.text

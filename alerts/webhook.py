"""A signed POST to an address of the office's own: for whatever has no transport here.

The body is JSON. `X-Huiying-Signature: sha256=…` is the HMAC-SHA256, in hexadecimal, with the
shared key over `<X-Huiying-Timestamp>.<body>`; `Idempotency-Key` is the notice's key and equal
each time the same message is sent, so that the receiver can drop a second one.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime

from alerts.hygiene import clean_briefing
from alerts.outbox import Outgoing, RenderedMail
from alerts.robots import Robot
from alerts.robots_http import Poster, http_failure
from alerts.robots_transport import Payload, as_json, named
from monitor.domain.briefing import to_json

VERSION = 1
"""The form of the body. Fields may be added under the same number."""


class WebhookTransport:
    """Posts to the configured addresses, by name. Implements `alerts.transport.Transport`."""

    def __init__(self, robots: Mapping[str, Robot], poster: Poster) -> None:
        self._robots = robots
        self._poster = poster

    def send(self, mail: RenderedMail, outgoing: Outgoing, now: datetime) -> None:
        """Post one message; raises DeliveryError and its kinds."""
        robot = named(self._robots, outgoing.recipient)
        body = as_json(body_of(mail, outgoing, now))
        timestamp = str(int(now.timestamp()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Idempotency-Key": outgoing.key,
            "X-Huiying-Timestamp": timestamp,
            "X-Huiying-Signature": signature_of(timestamp, body, robot.key),
        }
        failure = http_failure(robot, self._poster.post(robot, robot.url, body, headers), now)
        if failure is not None:
            raise failure

    def close(self) -> None:
        """Nothing is kept open between messages."""


def body_of(mail: RenderedMail, outgoing: Outgoing, now: datetime) -> Payload:
    """The body: what the message says in words, and the facts behind it, as the store has them.

    A message that stands for several notices carries all of their keys and facts; `reason` and
    `incident` are those of the first.
    """
    briefing = clean_briefing(outgoing.briefing)
    return {
        "version": VERSION,
        "key": outgoing.key,
        "sent_at": now.isoformat(),
        "recipient": outgoing.recipient,
        "reason": briefing.reason.value,
        "incident": briefing.incident,
        "generation": outgoing.generation,
        "language": outgoing.language,
        "subject": mail.subject,
        "text": mail.text,
        "keys": list(outgoing.keys),
        "briefings": [to_json(clean_briefing(each)) for each in outgoing.about],
    }


def signature_of(timestamp: str, body: bytes, key: str) -> str:
    """The value of the signature's header."""
    signed = timestamp.encode() + b"." + body
    return f"sha256={hmac.new(key.encode(), signed, hashlib.sha256).hexdigest()}"

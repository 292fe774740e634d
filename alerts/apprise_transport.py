"""Sending over any of the services that the library apprise knows.

An extra: `pip install 'huiying[apprise]'`. The library splits what is too long for a service, and
does not say whether a refusal is final, so a message that did not go out is tried again.
"""

import importlib
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from alerts.chat_text import chat_lines
from alerts.outbox import Outgoing, RenderedMail
from alerts.robots import APPRISE_REMEDY, Robot
from alerts.robots_transport import named
from alerts.transport import DeliveryError, ServerUnavailable


class AppriseTransport:
    """Sends to the configured apprise addresses, by name. Implements `alerts.transport.Transport`.

    A robot's `url` is an apprise address, as https://appriseit.com lists them.
    """

    def __init__(self, robots: Mapping[str, Robot]) -> None:
        self._robots = robots

    def send(self, mail: RenderedMail, outgoing: Outgoing, now: datetime) -> None:
        """Send one message as plain text; raises DeliveryError and ServerUnavailable."""
        robot = named(self._robots, outgoing.recipient)
        library = _library()
        first, *rest = chat_lines(mail.text) or chat_lines(mail.subject)
        words = [f"{line.text}：{line.url}" if line.url else line.text for line in rest]
        # What the library complains of is asked for here: its own log may name the address.
        with library.LogCapture(level=logging.WARNING, fmt="%(message)s") as complaints:
            service = library.Apprise()
            if not service.add(robot.url):
                raise DeliveryError(f"{robot.name}: apprise does not know this kind of address")
            sent = service.notify(
                title=first.text, body="\n".join(words or [first.text]), body_format="text"
            )
            said = complaints.getvalue()
        if not sent:
            raise DeliveryError(robot.redacted(f"{robot.name}: apprise could not send: {said}"))

    def close(self) -> None:
        """Nothing is kept open between messages."""


def _library() -> Any:
    """The library; imported at the first message, as few offices have it."""
    try:
        library = importlib.import_module("apprise")
    except ImportError as error:
        raise ServerUnavailable(f"apprise is not installed: {APPRISE_REMEDY}") from error
    for name in ("apprise", "urllib3"):  # they log whole addresses
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("apprise").propagate = False
    return library

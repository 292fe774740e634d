"""The demo's mailbox: a real SMTP server on this machine that keeps what it receives."""

import socket
import threading
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller

_HOST = "127.0.0.1"
_LARGEST_MAIL = 10_000_000


@dataclass(frozen=True, slots=True)
class Letter:
    """A received mail. `number` counts from 1 in order of receipt; `date` is its own header."""

    number: int
    sender: str
    recipients: tuple[str, ...]
    message_id: str
    references: str
    date: str
    subject: str
    text: str
    html: str


class Mailbox:
    """A mailbox for everybody, on a free port of 127.0.0.1; may be read from any thread."""

    def __init__(self) -> None:
        self.port = _free_port()
        self._letters: list[Letter] = []
        self._lock = threading.Lock()
        self._controller = Controller(
            self, hostname=_HOST, port=self.port, data_size_limit=_LARGEST_MAIL
        )

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._controller.stop()

    @property
    def letters(self) -> tuple[Letter, ...]:
        """What has been received so far, oldest first."""
        with self._lock:
            return tuple(self._letters)

    def letter(self, number: int) -> Letter | None:
        """The letter of that number, or None where there is none."""
        letters = self.letters
        return letters[number - 1] if 1 <= number <= len(letters) else None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take one mail (called by the SMTP server, by this name)."""
        message = message_from_bytes(envelope.content, policy=default)
        with self._lock:
            number = len(self._letters) + 1
            self._letters.append(_letter(number, message, envelope))
        return f"250 Accepted as letter {number}"


def _letter(number: int, message: EmailMessage, envelope: Any) -> Letter:
    return Letter(
        number=number,
        sender=str(envelope.mail_from or ""),
        recipients=tuple(envelope.rcpt_tos),
        message_id=str(message.get("Message-ID", "")).strip(),
        references=str(message.get("References", "")).strip(),
        date=str(message.get("Date", "")),
        subject=str(message.get("Subject", "")),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: EmailMessage, subtype: str) -> str:
    body = message.get_body(preferencelist=(subtype,))
    return str(body.get_content()) if body is not None else ""


def _free_port() -> int:
    # The SMTP controller tries its own port after it started and so cannot be given port 0.
    with socket.create_server((_HOST, 0)) as probe:
        return int(probe.getsockname()[1])

"""The mail as RFC 5322 has it: headers, identifiers, both bodies, pictures beside the page."""

import re
from collections.abc import Iterator
from datetime import datetime
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr, parseaddr
from functools import lru_cache

from alerts.hygiene import LONGEST_SUBJECT, one_line
from alerts.outbox import Outgoing, RenderedMail
from alerts.pictures import take_out

_LINE = "\r\n"
_WIRE = compat32.clone(linesep=_LINE)
_NOT_IN_IDENTIFIER = re.compile(r"[^A-Za-z0-9@._+-]")


def build_message(mail: RenderedMail, outgoing: Outgoing, sender: str, now: datetime) -> bytes:
    """The mail as it goes over the wire; raises ValueError for an address that is none.

    Its identifier follows from the row alone, so that a mail sent twice can be recognised; all
    mails about an incident refer to one root, so that mail programs show them as one thread.
    """
    message = _body(mail, outgoing.key, sender_domain(sender))
    for name, value in _headers(mail, outgoing, sender, now):
        message[name] = value
    return message.as_bytes(policy=_WIRE)


def _body(mail: RenderedMail, key: str, domain: str) -> MIMEBase:
    """Text, and the page where there is one.

    Borders follow from the key, so that a mail built twice is the same; base64 holds no hyphen,
    so that no body can hold a border.
    """
    text = MIMEText(mail.text, "plain", "utf-8")
    if not mail.html:
        return text
    html, pictures = take_out(mail.html, domain)
    page: MIMEBase = MIMEText(html, "html", "utf-8")
    if pictures:
        page = MIMEMultipart("related", f"{key}-pictures", [page])
        for picture in pictures:
            part = MIMEImage(picture.png, "png")
            part["Content-ID"] = f"<{picture.content_id}>"
            part["Content-Disposition"] = "inline"
            page.attach(part)
    return MIMEMultipart("alternative", key, [text, page])


def _headers(
    mail: RenderedMail, outgoing: Outgoing, sender: str, now: datetime
) -> Iterator[tuple[str, str]]:
    domain = sender_domain(sender)
    subject = one_line(mail.subject, LONGEST_SUBJECT)
    yield "From", _from(sender)
    yield "To", _address(outgoing.recipient)
    yield "Subject", Header(subject, "utf-8", header_name="Subject").encode(linesep=_LINE)
    yield "Date", format_datetime(now)
    yield "Message-ID", message_id(outgoing.message_id or outgoing.key, domain)
    if outgoing.thread_id or not outgoing.members:
        root = outgoing.thread_id or f"incident.{outgoing.briefing.incident}"
        thread = message_id(root, domain)
        yield "In-Reply-To", thread
        yield "References", thread
    yield "Auto-Submitted", "auto-generated"
    yield "Content-Language", "en" if outgoing.language == "en" else "zh-CN"


def message_id(name: str, domain: str) -> str:
    """A message identifier in angle brackets, equal for equal names.

    `name` may be a whole identifier already; characters that may not stand in one are dropped.
    """
    left, _, right = _NOT_IN_IDENTIFIER.sub("", name).partition("@")
    return f"<{left or 'message'}@{right or domain}>"


@lru_cache(maxsize=8)
def _from(sender: str) -> str:
    return formataddr(parseaddr(sender))


def _address(recipient: str) -> str:
    if not is_address(recipient):
        raise ValueError(f"{recipient!r} is no mail address")
    return recipient


@lru_cache(maxsize=1024)
def is_address(text: str) -> bool:
    """Whether `text` is one bare mail address in ASCII (`name@host`)."""
    name, _, host = text.rpartition("@")
    fit = text.isascii() and text.isprintable()
    return bool(name and host) and fit and parseaddr(text)[1] == text


@lru_cache(maxsize=8)
def sender_domain(sender: str) -> str:
    """The domain of a sender, for message identifiers and for the greeting."""
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"

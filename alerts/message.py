"""The mail as RFC 5322 has it: headers, identifiers, both bodies."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, parseaddr

from alerts.hygiene import LONGEST_SUBJECT, one_line
from alerts.outbox import Outgoing, RenderedMail


def build_message(
    mail: RenderedMail, outgoing: Outgoing, sender: str, now: datetime
) -> EmailMessage:
    """The mail as it goes over the wire; raises ValueError for an address that is none.

    Its identifier follows from the row alone, so that a mail sent twice can be recognised; all
    mails about an incident refer to one root, so that mail programs show them as one thread.
    """
    domain = sender_domain(sender)
    message = EmailMessage(policy=SMTP_POLICY)
    message["From"] = sender
    message["To"] = _address(outgoing.recipient)
    message["Subject"] = one_line(mail.subject, LONGEST_SUBJECT)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id(outgoing.message_id or outgoing.key, domain)
    thread = message_id(outgoing.thread_id or f"incident.{outgoing.briefing.incident}", domain)
    message["In-Reply-To"] = thread
    message["References"] = thread
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "en" if outgoing.language == "en" else "zh-CN"
    message.set_content(mail.text, cte="base64")
    if mail.html:
        message.add_alternative(mail.html, subtype="html", cte="base64")
    return message


def message_id(name: str, domain: str) -> str:
    """A message identifier in angle brackets, equal for equal names.

    `name` may be a whole identifier already; characters that may not stand in one are dropped.
    """
    bare = "".join(char for char in name if char.isascii() and (char.isalnum() or char in "@._+-"))
    left, _, right = bare.partition("@")
    return f"<{left or 'message'}@{right or domain}>"


def _address(recipient: str) -> str:
    if not is_address(recipient):
        raise ValueError(f"{recipient!r} is no mail address")
    return recipient


def is_address(text: str) -> bool:
    """Whether `text` is one bare mail address in ASCII (`name@host`)."""
    name, _, host = text.rpartition("@")
    return bool(name and host) and text.isascii() and parseaddr(text)[1] == text


def sender_domain(sender: str) -> str:
    """The domain of a sender, for message identifiers and for the greeting."""
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"

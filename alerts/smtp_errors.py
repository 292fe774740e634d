"""SMTP errors told apart by who can mend them.

A 5xx about a recipient or about a message is final. A 5xx about us (the log-in, the sender, a
relay rule) is a matter of configuration: the alert waits until somebody has mended it.
"""

import smtplib
from collections.abc import Mapping

from alerts.hygiene import one_line
from alerts.transport import DeliveryError, ServerUnavailable, SessionLost

_CLOSING = 421  # "service not available, closing transmission channel"
_LOG_IN_FIRST = frozenset({530, 534, 535, 538})
_TOO_LARGE = 552


def connection_failure(host: str, port: int, error: Exception) -> ServerUnavailable:
    """What kept us from being let in, and what to check."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        remedy = "; check the user name and the password"
    elif isinstance(error, smtplib.SMTPNotSupportedError):
        remedy = "; check the kind of security and the log-in"
    else:
        remedy = ""
    return ServerUnavailable(f"{host}:{port}: {_words(error)}{remedy}")


def classify(error: smtplib.SMTPException | OSError) -> DeliveryError:
    """Whose matter a failure is: the recipient's, the message's, the session's or our own."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _refused(error.recipients)
    if isinstance(error, smtplib.SMTPSenderRefused):
        return _by_stage(error.smtp_code, _text(error.smtp_error), "sender refused", about_us=True)
    if isinstance(error, smtplib.SMTPResponseException):
        return _by_stage(error.smtp_code, _text(error.smtp_error), "mail refused", about_us=False)
    return SessionLost(f"connection lost: {_words(error)}")


def _refused(recipients: Mapping[str, tuple[int, bytes]]) -> DeliveryError:
    code, reply = next(iter(recipients.values()))
    text = _text(reply)
    if text.startswith("5.7."):
        # RFC 3463 X.7: a policy stands in the way (relaying, an unknown sender), not the address.
        return DeliveryError(f"recipient refused by policy: {code} {text}")
    return _by_stage(code, text, "recipient refused", about_us=False)


def _by_stage(code: int, text: str, stage: str, *, about_us: bool) -> DeliveryError:
    message = f"{stage}: {code} {text}"
    if code == _CLOSING:
        return SessionLost(message)
    if code in _LOG_IN_FIRST or (about_us and code != _TOO_LARGE):
        return ServerUnavailable(message)
    return DeliveryError(message, permanent=500 <= code < 600)


def _text(reply: bytes | str) -> str:
    return one_line(reply.decode(errors="replace") if isinstance(reply, bytes) else reply)


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return one_line(f"{type(error).__name__}: {error}")

"""Mail over a real SMTP server: what arrives, and how refusals are told apart."""

import ssl
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime

import pytest

from alerts.mail import SmtpTransport
from alerts.message import build_message, message_id
from alerts.outbox import RenderedMail
from alerts.smtp_session import SmtpSettings
from alerts.transport import DeliveryError, ServerUnavailable, SessionLost
from tests.alerts.mailbox import BreakingServer, Mailbox, free_port, serving
from tests.alerts.samples import DUE, outgoing

HELLO = RenderedMail("[超时] 5小时 权威信息 · 化工园火灾", "请尽快回应。\n", "<p>请尽快回应。</p>")
DUTY = "zhiban@linxi.example"


def test_a_mail_arrives_over_starttls_with_text_and_html(
    mailbox: Mailbox, transport: SmtpTransport
) -> None:
    transport.send(HELLO, outgoing(1), DUE)
    [mail] = mailbox.received
    assert mailbox.secured == [True]
    assert mail["Subject"] == HELLO.subject
    assert mail["From"] == "回应监测 <huiying@linxi.example>"
    assert parsedate_to_datetime(mail["Date"]) == DUE
    assert mail["Auto-Submitted"] == "auto-generated"
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert text.get_content().splitlines() == HELLO.text.splitlines()
    assert html is not None
    assert html.get_content().strip() == HELLO.html


def test_a_batch_uses_one_session(mailbox: Mailbox, transport: SmtpTransport) -> None:
    for number in range(5):
        transport.send(HELLO, outgoing(number), DUE)
    assert len(mailbox.received) == 5
    assert len(mailbox.sessions) == 1


def test_a_session_that_the_server_closed_is_opened_again(
    settings: SmtpSettings, server_tls: ssl.SSLContext, transport: SmtpTransport
) -> None:
    box = Mailbox()
    for number in range(2):
        with serving(box, settings.port, starttls=server_tls):
            transport.send(HELLO, outgoing(number), DUE)
    assert len(box.received) == 2
    assert len(box.sessions) == 2


def test_implicit_tls(settings: SmtpSettings, server_tls: ssl.SSLContext) -> None:
    box = Mailbox()
    tls = replace(settings, security="tls", username="")
    with serving(box, tls.port, tls=server_tls), SmtpTransport(tls) as transport:
        transport.send(HELLO, outgoing(1), DUE)
    assert len(box.received) == 1


def test_without_security_where_the_office_says_so(settings: SmtpSettings) -> None:
    box = Mailbox()
    plain = replace(settings, security="none", username="")
    with serving(box, plain.port), SmtpTransport(plain) as transport:
        transport.send(HELLO, outgoing(1), DUE)
    assert box.secured == [False]


def test_identifiers_are_equal_for_equal_keys_and_threads_for_equal_incidents(
    settings: SmtpSettings,
) -> None:
    def built(number: int) -> EmailMessage:
        message = build_message(HELLO, outgoing(number), settings.sender, DUE)
        return message_from_bytes(message, _class=EmailMessage, policy=default)

    first, again, other = built(1), built(1), built(2)
    assert first["Message-ID"] == again["Message-ID"] == f"<{1:032x}@linxi.example>"
    assert other["Message-ID"] != first["Message-ID"]
    assert first["References"] == other["References"] == first["In-Reply-To"]
    assert first["References"] == "<incident.2026-0117@linxi.example>"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("abc", "<abc@linxi.example>"),
        ("<abc@other.example>", "<abc@other.example>"),
        ("a b\r\nBcc: x@y", "<abBccx@y>"),
        ("事件", "<message@linxi.example>"),
    ],
)
def test_message_identifiers_hold_only_what_may_stand_in_one(name: str, expected: str) -> None:
    assert message_id(name, "linxi.example") == expected


@pytest.mark.parametrize(
    "subject",
    [
        "火灾\r\nBcc: spy@evil.example",
        "火\u202e灾\u2066 <script>",
        "火灾" * 5000,
        "\ud800火灾\x00",
    ],
)
def test_a_hostile_subject_is_one_short_clean_line(
    mailbox: Mailbox, transport: SmtpTransport, subject: str
) -> None:
    transport.send(RenderedMail(subject, "文\n"), outgoing(1), DUE)
    [mail] = mailbox.received
    shown = str(mail["Subject"])
    assert mail["Bcc"] is None
    assert len(shown) <= 60
    assert shown.isprintable()


@pytest.mark.parametrize(
    "recipient", ["", "nobody", "a@b.example\r\nBcc: c@d.example", "a@b, c@d", "张三@linxi.example"]
)
def test_what_is_no_address_is_a_permanent_failure(
    mailbox: Mailbox, transport: SmtpTransport, recipient: str
) -> None:
    with pytest.raises(DeliveryError) as caught:
        transport.send(HELLO, outgoing(1, recipient=recipient), DUE)
    assert caught.value.permanent
    assert not mailbox.received


@pytest.mark.parametrize(
    ("where", "reply", "kind", "permanent"),
    [
        # about the recipient
        ("recipient", "550 5.1.1 no such user", DeliveryError, True),
        ("recipient", "450 4.2.1 try again later", DeliveryError, False),
        ("recipient", "554 5.7.1 relay access denied", DeliveryError, False),
        ("recipient", "530 5.7.0 log in first", DeliveryError, False),
        # about the message
        ("data", "554 5.6.0 cannot take this", DeliveryError, True),
        ("data", "552 5.3.4 too large", DeliveryError, True),
        ("data", "451 4.3.0 local error", DeliveryError, False),
        ("data", "421 4.3.2 closing", SessionLost, False),
        # about us: never lose an alert over a setting
        ("sender", "553 5.1.8 sender not yours", ServerUnavailable, False),
        ("sender", "452 4.3.1 system storage", ServerUnavailable, False),
        ("sender", "552 5.3.4 too large", DeliveryError, True),
    ],
)
def test_refusals_are_told_apart(
    mailbox: Mailbox,
    transport: SmtpTransport,
    where: str,
    reply: str,
    kind: type[DeliveryError],
    permanent: bool,
) -> None:
    if where == "recipient":
        mailbox.at_recipient[DUTY] = reply
    elif where == "data":
        mailbox.at_data[DUTY] = reply
    else:
        mailbox.at_sender = reply
    with pytest.raises(DeliveryError) as caught:
        transport.send(HELLO, outgoing(1), DUE)
    assert type(caught.value) is kind
    assert caught.value.permanent is permanent
    assert reply[:3] in str(caught.value)


def test_a_refused_recipient_does_not_cost_the_next_one_the_session(
    mailbox: Mailbox, transport: SmtpTransport
) -> None:
    mailbox.at_recipient["gone@linxi.example"] = "550 5.1.1 no such user"
    with pytest.raises(DeliveryError):
        transport.send(HELLO, outgoing(1, recipient="gone@linxi.example"), DUE)
    transport.send(HELLO, outgoing(2), DUE)
    assert len(mailbox.received) == 1


def test_a_wrong_password_is_temporary_and_says_what_to_check(
    mailbox: Mailbox, settings: SmtpSettings
) -> None:
    transport = SmtpTransport(replace(settings, password="wrong"))
    with pytest.raises(ServerUnavailable, match=r"535.*check the user name") as caught:
        transport.send(HELLO, outgoing(1), DUE)
    assert not caught.value.permanent
    assert "wrong" not in str(caught.value)


def test_nothing_is_sent_to_a_server_that_nobody_vouches_for(
    mailbox: Mailbox, settings: SmtpSettings
) -> None:
    with pytest.raises(ServerUnavailable, match="CERTIFICATE_VERIFY_FAILED"):
        SmtpTransport(replace(settings, ca_file="")).send(HELLO, outgoing(1), DUE)
    assert not mailbox.received


def test_a_server_without_starttls_gets_no_password(settings: SmtpSettings) -> None:
    box = Mailbox()
    with serving(box, settings.port), pytest.raises(ServerUnavailable, match="STARTTLS"):
        SmtpTransport(settings).send(HELLO, outgoing(1), DUE)
    assert not box.received


def test_a_server_that_is_down_is_unavailable(settings: SmtpSettings) -> None:
    with pytest.raises(ServerUnavailable, match=str(settings.port)):
        SmtpTransport(settings).send(HELLO, outgoing(1), DUE)


@pytest.mark.parametrize(
    ("stage", "act", "kind"),
    [
        ("greeting", "hang", ServerUnavailable),
        ("greeting", "close", ServerUnavailable),
        ("data", "hang", SessionLost),
        ("data", "close", SessionLost),
    ],
)
def test_a_server_that_breaks_off_is_left_in_bounded_time(
    settings: SmtpSettings,
    breaking: Callable[[str, str], BreakingServer],
    stage: str,
    act: str,
    kind: type[DeliveryError],
) -> None:
    server = breaking(stage, act)
    broken = replace(settings, port=server.port, security="none", username="", timeout_s=0.3)
    with SmtpTransport(broken) as transport, pytest.raises(DeliveryError) as caught:
        transport.send(HELLO, outgoing(1), DUE)
    assert type(caught.value) is kind
    assert not caught.value.permanent


@pytest.mark.parametrize("sender", ["", "回应监测", "a@", "@b", "a@b.example\r\nBcc: c@d.example"])
def test_a_sender_that_is_no_address_is_refused_at_the_start(sender: str) -> None:
    with pytest.raises(ValueError, match="no sender"):
        SmtpSettings("127.0.0.1", 25, sender)


def test_the_check_logs_in_and_leaves(mailbox: Mailbox, settings: SmtpSettings) -> None:
    SmtpTransport(settings).check()
    with pytest.raises(ServerUnavailable):
        SmtpTransport(replace(settings, port=free_port())).check()

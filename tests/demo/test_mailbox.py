"""The demo's mailbox receives what a real SMTP client sends."""

import smtplib
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage

from monitor.demo.mailbox import Mailbox


def mail(number: int) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "huiying@linxi.example"
    message["To"] = "duty@linxi.example"
    message["Subject"] = f"[临近时限] 48小时 回应 · 柏湾镇自来水 {number}"
    message["Message-ID"] = f"<{number}@linxi.example>"
    message["References"] = "<incident@linxi.example>"
    message.set_content("请尽快核实。")
    message.add_alternative("<p>请<b>尽快</b>核实。</p>", subtype="html")
    return message


def send(port: int, number: int) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
        client.send_message(mail(number))


def test_a_mail_is_kept_with_its_texts_headers_and_recipients() -> None:
    with Mailbox() as mailbox:
        send(mailbox.port, 1)
        (letter,) = mailbox.letters
    assert letter.number == 1
    assert letter.sender == "huiying@linxi.example"
    assert letter.recipients == ("duty@linxi.example",)
    assert letter.subject == "[临近时限] 48小时 回应 · 柏湾镇自来水 1"
    assert letter.message_id == "<1@linxi.example>"
    assert letter.references == "<incident@linxi.example>"
    assert letter.text.strip() == "请尽快核实。"
    assert "<b>尽快</b>" in letter.html


def test_letters_are_numbered_in_order_of_receipt_and_found_by_number() -> None:
    with Mailbox() as mailbox:
        for number in (1, 2, 3):
            send(mailbox.port, number)
        assert [letter.message_id for letter in mailbox.letters] == [
            f"<{number}@linxi.example>" for number in (1, 2, 3)
        ]
        second = mailbox.letter(2)
        assert second is not None
        assert second.message_id == "<2@linxi.example>"
        assert mailbox.letter(0) is None
        assert mailbox.letter(4) is None


def test_nothing_is_lost_when_several_clients_send_at_once() -> None:
    with Mailbox() as mailbox, ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: send(mailbox.port, number), range(20)))
        letters = mailbox.letters
    assert [letter.number for letter in letters] == list(range(1, 21))
    assert len({letter.message_id for letter in letters}) == 20


def test_a_plain_mail_has_no_html() -> None:
    plain = EmailMessage()
    plain["From"], plain["To"], plain["Subject"] = "a@linxi.example", "b@linxi.example", "短信"
    plain.set_content("只有文字")
    with Mailbox() as mailbox:
        with smtplib.SMTP("127.0.0.1", mailbox.port, timeout=10) as client:
            client.send_message(plain)
        (letter,) = mailbox.letters
    assert (letter.text.strip(), letter.html) == ("只有文字", "")

"""A digest is mailed once to those who have it, as the page that was frozen."""

from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.mail import SmtpSettings, SmtpTransport
from alerts.pictures import take_out
from alerts.sender import Sender
from alerts.wording import Wording
from monitor.adapters.digest_mail import DigestsAsFrozen
from monitor.adapters.outbox import StoreOutbox
from monitor.domain.period import PeriodKind, period_named
from monitor.store.views import Views
from monitor.usecases.office import Office
from monitor.usecases.write_digest import write_digest
from monitor.wording.rendering import render_mail
from tests.alerts.mailbox import Mailbox, free_port, serving
from tests.usecases.county import MORNING, OFFICE, YELLOW_WATER, County

WEEK = period_named("2026-W10", OFFICE.zone)


def reading(office: Office) -> Office:
    """The office whose director has the week's digest, and nobody else."""
    return replace(
        office,
        recipients=tuple(
            replace(one, digests=(PeriodKind.WEEK,)) if "office_director" in one.roles else one
            for one in office.recipients
        ),
    )


@pytest.fixture
def office() -> Office:
    return reading(OFFICE)


def test_a_digest_goes_once_to_those_who_have_it(county: County, office: Office) -> None:
    county.publish(YELLOW_WATER, MORNING)
    county.tick(MORNING + timedelta(minutes=10))
    html = write_digest(county.store, office, WEEK.name, WEEK.end)
    assert write_digest(county.store, office, WEEK.name, WEEK.end) == html
    owed = [row for row in Views(county.store.engine).mails().items if row.reason == "digest"]
    assert [row.recipient for row in owed] == ["director@linxi.example"]

    words = Wording(DigestsAsFrozen(Views(county.store.engine), render_mail), office.zone)
    port = free_port()
    box = Mailbox()
    with serving(box, port):
        mail = SmtpTransport(SmtpSettings("127.0.0.1", port, "huiying@linxi.example", "none"))
        sender = Sender(StoreOutbox(county.store, 0), {"mail": mail}, words)
        while sender.drain(WEEK.end).sent:
            pass
    [sent] = [m for m in box.received if "2026-W10" in str(m["Subject"])]
    assert str(sent["Subject"]).startswith("[周报] 2026-W10 · 按时")
    text = sent.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # it has one
    assert "柏湾镇自来水连续三天发黄" in text
    page = sent.get_body(("html",)).get_content()  # type: ignore[union-attr]  # it has one
    pictures = {part["Content-ID"].strip("<>") for part in sent.walk() if part["Content-ID"]}
    assert pictures
    assert "data:image" not in page
    assert all(f"cid:{name}" in page for name in pictures)


def test_a_day_that_nobody_asked_for_is_mailed_to_nobody(county: County, office: Office) -> None:
    write_digest(county.store, office, "2026-03-02", WEEK.end)
    assert Views(county.store.engine).mails().items == ()


def test_a_replay_mails_no_digest(county: County, office: Office) -> None:
    write_digest(county.store, replace(office, archive=True), WEEK.name, WEEK.end)
    assert Views(county.store.engine).mails().items == ()


def test_pictures_are_named_once_and_always_alike() -> None:
    html = '<img src="data:image/png;base64,aGk="><img src="data:image/png;base64,aGk=">'
    named, pictures = take_out(html, "linxi.example")
    assert [picture.png for picture in pictures] == [b"hi"]
    assert named.count(f"cid:{pictures[0].content_id}") == 2
    assert take_out(html, "linxi.example") == (named, pictures)
    assert take_out('<img src="data:image/png;base64,aGk">', "x")[1] == ()

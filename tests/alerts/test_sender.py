"""The sender over a real server: nothing lost, in order, one bad row never stops the rest."""

import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from alerts.mail import SmtpTransport
from alerts.marker import UNMARKED_AT_MOST
from alerts.outbox import Outgoing, RenderedMail
from alerts.returns import DrainReport
from alerts.sender import LEASE, Sender
from alerts.smtp_session import SmtpSettings
from alerts.streams import scheme_of, streams_of
from alerts.transport import DeliveryError, ServerUnavailable, SessionLost, Transport
from alerts.wording import Wording
from monitor.domain.briefing import Briefing
from monitor.wording.many_mail import render_many
from monitor.wording.rendering import render_mail
from tests.alerts.mailbox import BreakingServer, Mailbox, serving
from tests.alerts.memory_outbox import MemoryOutbox
from tests.alerts.samples import DUE, ZONE, outgoing

HALF_A_MINUTE = timedelta(seconds=30)


@dataclass
class ScriptedTransport:
    """A transport that fails as told, by key; None stands for a message that goes out."""

    script: Mapping[str, Exception] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)
    mails: list[RenderedMail] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    closed: int = 0

    def send(self, mail: RenderedMail, outgoing: Outgoing, now: datetime) -> None:
        self.tried.append(outgoing.key)
        if outgoing.key in self.script:
            raise self.script[outgoing.key]
        self.sent.append(outgoing.key)
        self.mails.append(mail)

    def close(self) -> None:
        self.closed += 1


def key(number: int) -> str:
    return outgoing(number).key


def filled(count: int) -> MemoryOutbox:
    outbox = MemoryOutbox()
    for number in range(count):
        outbox.put(outgoing(number), DUE)
    return outbox


def sender(outbox: MemoryOutbox, transport: Transport, **renderer: object) -> Sender:
    render = renderer.get("renderer", render_mail)
    assert callable(render)
    return Sender(outbox, {"mail": transport}, Wording(render, ZONE), jitter=lambda: 0.0)


def sending(outbox: MemoryOutbox, transport: Transport, sessions: int) -> Sender:
    """A sender that hands over several mails side by side."""
    words = Wording(lambda *_: RenderedMail("[超时]", "请尽快回应。"), ZONE)
    return Sender(outbox, {"mail": transport}, words, {"mail": sessions}, jitter=lambda: 0.0)


def test_everything_due_goes_out_in_order_and_is_marked(
    mailbox: Mailbox, transport: SmtpTransport
) -> None:
    outbox = filled(4)
    assert sender(outbox, transport).drain(DUE) == DrainReport(sent=4)
    assert mailbox.ids == [f"<{key(n)}@linxi.example>" for n in range(4)]
    assert all(row.sent and row.sent.html for row in outbox.rows.values())
    assert sender(outbox, transport).drain(DUE) == DrainReport()


def test_after_an_outage_nothing_is_lost_and_the_order_is_kept(
    settings: SmtpSettings, server_tls: ssl.SSLContext, transport: SmtpTransport
) -> None:
    outbox, box = filled(3), Mailbox()
    post = sender(outbox, transport)
    assert post.drain(DUE) == DrainReport(held=3)  # the server is down

    # What is owed meanwhile waits behind, even where the server is back before the next try.
    later = DUE + timedelta(seconds=10)
    outbox.put(outgoing(3), later)
    with serving(box, settings.port, starttls=server_tls):
        assert post.drain(later) == DrainReport()
        assert post.drain(DUE + HALF_A_MINUTE) == DrainReport(sent=4)
    assert box.ids == [f"<{key(n)}@linxi.example>" for n in range(4)]


def test_a_long_outage_is_probed_at_growing_intervals_up_to_five_minutes(
    transport: SmtpTransport,
) -> None:
    outbox, now, waits = filled(1), DUE, []
    post = sender(outbox, transport)
    for _ in range(6):
        assert post.drain(now) == DrainReport(held=1)
        waits.append((outbox.next_due_at - now).total_seconds())
        now = outbox.next_due_at
    assert waits == [30, 60, 120, 240, 300, 300]


def test_the_wrong_password_loses_nothing(
    mailbox: Mailbox, settings: SmtpSettings, transport: SmtpTransport
) -> None:
    outbox = filled(2)
    wrong = SmtpTransport(replace(settings, password="wrong"))
    assert sender(outbox, wrong).drain(DUE) == DrainReport(held=2)
    assert "535" in outbox.rows[key(0)].error
    assert sender(outbox, transport).drain(DUE + HALF_A_MINUTE) == DrainReport(sent=2)


def test_refusals_cost_only_their_own_message(mailbox: Mailbox, transport: SmtpTransport) -> None:
    mailbox.at_recipient |= {
        "gone@linxi.example": "550 5.1.1 no such user",
        "later@linxi.example": "450 4.2.1 try again later",
    }
    outbox = filled(4)
    for number, recipient in ((0, "gone@linxi.example"), (2, "later@linxi.example")):
        outbox.put(outgoing(number, recipient=recipient), DUE)
    assert sender(outbox, transport).drain(DUE) == DrainReport(sent=2, failed=1, dead=1)
    assert outbox.rows[key(0)].dead
    assert outbox.next_due_at == DUE + HALF_A_MINUTE
    mailbox.at_recipient.clear()
    assert sender(outbox, transport).drain(DUE + HALF_A_MINUTE) == DrainReport(sent=1)


@pytest.mark.parametrize("act", ["close", "hang"])
def test_a_server_that_breaks_off_each_mail_is_an_outage(
    settings: SmtpSettings, breaking: Callable[[str, str], BreakingServer], act: str
) -> None:
    server = breaking("data", act)
    broken = replace(settings, port=server.port, security="none", username="", timeout_s=0.2)
    outbox = filled(6)
    assert sender(outbox, SmtpTransport(broken)).drain(DUE) == DrainReport(failed=3, held=3)
    assert not any(row.dead or row.sent for row in outbox.rows.values())


def test_one_message_that_breaks_its_session_does_not_stop_the_rest() -> None:
    outbox = filled(4)
    transport = ScriptedTransport({key(1): SessionLost("gone")})
    assert sender(outbox, transport).drain(DUE) == DrainReport(sent=3, failed=1)
    assert transport.sent == [key(0), key(2), key(3)]


def test_a_session_lost_to_a_dying_server_keeps_its_place() -> None:
    outbox = filled(4)
    dying = ScriptedTransport({key(1): SessionLost("gone"), key(2): ServerUnavailable("down")})
    post = sender(outbox, dying)
    assert post.drain(DUE) == DrainReport(sent=1, held=3)
    dying.script = {}
    assert post.drain(outbox.next_due_at) == DrainReport(sent=3)
    assert dying.sent == [key(n) for n in range(4)]


def test_the_last_message_alone_may_lose_its_session() -> None:
    outbox = filled(2)
    transport = ScriptedTransport({key(1): SessionLost("gone")})
    assert sender(outbox, transport).drain(DUE) == DrainReport(sent=1, failed=1)


def test_a_bug_in_a_transport_costs_one_message_a_delay() -> None:
    outbox = filled(3)
    transport = ScriptedTransport({key(1): ZeroDivisionError("a bug")})
    assert sender(outbox, transport).drain(DUE) == DrainReport(sent=2, failed=1)
    assert "a bug" in outbox.rows[key(1)].error


def test_temporary_errors_are_tried_for_ever() -> None:
    outbox, now = filled(1), DUE
    transport = ScriptedTransport({key(0): DeliveryError("450 later")})
    post = sender(outbox, transport)
    for _ in range(200):
        assert post.drain(now) == DrainReport(failed=1)
        now = outbox.next_due_at
    transport.script = {}
    assert post.drain(now) == DrainReport(sent=1)


def _broken_template(briefing: Briefing, language: str, zone: ZoneInfo) -> RenderedMail:
    raise LookupError("no such template")


@pytest.mark.parametrize(("language", "due"), [("zh-CN", "截止"), ("en", "due")])
def test_a_broken_template_still_gets_the_facts_out(language: str, due: str) -> None:
    outbox, transport = MemoryOutbox(), ScriptedTransport()
    outbox.put(outgoing(0, language=language), DUE)
    report = sender(outbox, transport, renderer=_broken_template).drain(DUE)
    assert report == DrainReport(sent=1)
    [mail] = transport.mails
    assert "临溪县化工园" in mail.subject
    assert f"{due} 2026-11-20 17:40+08:00" in mail.text
    assert "http://board.linxi.example/incidents/2026-0117" in mail.text
    assert mail.html == ""


def test_no_more_than_the_limit_is_claimed_and_the_session_is_closed() -> None:
    outbox, transport = filled(5), ScriptedTransport()
    assert sender(outbox, transport).drain(DUE, limit=2) == DrainReport(sent=2)
    assert transport.sent == [key(0), key(1)]
    assert transport.closed == 1


def test_an_unknown_kind_of_address_waits_for_its_configuration() -> None:
    outbox, transport = filled(1), ScriptedTransport()
    outbox.put(outgoing(1, recipient="wecom:duty"), DUE)
    assert sender(outbox, transport).drain(DUE) == DrainReport(sent=1, failed=1)
    assert "wecom" in outbox.rows[key(1)].error


@pytest.mark.parametrize(
    ("recipient", "scheme"),
    [("a@b.example", "mail"), ("wecom:duty", "wecom"), ('"a:b"@c.example', "mail")],
)
def test_the_scheme_of_an_address(recipient: str, scheme: str) -> None:
    assert scheme_of(recipient) == scheme


def test_every_message_leaves_a_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    outbox = filled(3)
    script = {key(1): DeliveryError("450 later"), key(2): DeliveryError("550 no", permanent=True)}
    with caplog.at_level("INFO", logger="alerts.lane"):
        sender(outbox, ScriptedTransport(script)).drain(DUE)
    outcomes = [record.getMessage() for record in caplog.records]
    assert [line.split("outcome=")[1].split()[0] for line in outcomes] == ["sent", "failed", "dead"]
    assert all("zhiban" not in line for line in outcomes)


def test_several_sessions_share_the_work_and_keep_the_order_of_each_incident(
    mailbox: Mailbox, transport: SmtpTransport
) -> None:
    outbox = MemoryOutbox()
    for number in range(24):
        about = replace(outgoing(number).briefing, incident=str(number % 4))
        outbox.put(outgoing(number, briefing=about), DUE)
    assert sending(outbox, transport, 3).drain(DUE) == DrainReport(sent=24)
    assert len(mailbox.sessions) == 3
    for incident in range(4):
        wanted = [f"<{key(n)}@linxi.example>" for n in range(incident, 24, 4)]
        assert [i for i in mailbox.ids if i in wanted] == wanted


def test_what_speaks_of_several_incidents_keeps_all_in_one_order() -> None:
    rows = [outgoing(n, briefing=replace(outgoing(n).briefing, incident=str(n))) for n in range(4)]
    rows[2] = replace(rows[2], members=("a", "b"))
    assert len(streams_of(rows[:2], {"mail": 4})) == 2
    assert len(streams_of(rows, {"mail": 4})) == 1


def test_few_are_unmarked_at_any_time() -> None:
    outbox, transport = filled(50), ScriptedTransport()
    unmarked = []
    kept = outbox.mark_sent

    def mark_sent(sent: Sequence[tuple[Outgoing, RenderedMail]], now: datetime) -> None:
        marked = sum(bool(row.sent) for row in outbox.rows.values())
        unmarked.append(len(transport.sent) - marked)
        kept(sent, now)

    outbox.mark_sent = mark_sent  # type: ignore[method-assign]
    assert sending(outbox, transport, 1).drain(DUE) == DrainReport(sent=50)
    assert max(unmarked) <= UNMARKED_AT_MOST
    assert sum(outbox.marks) == 50


def test_what_could_not_be_marked_is_marked_first_and_not_sent_again() -> None:
    outbox, transport = filled(3), ScriptedTransport()
    kept, locked = outbox.mark_sent, [OSError("database is locked")]

    def mark_sent(sent: Sequence[tuple[Outgoing, RenderedMail]], now: datetime) -> None:
        if locked:
            raise locked.pop()
        kept(sent, now)

    outbox.mark_sent = mark_sent  # type: ignore[method-assign]
    post = sending(outbox, transport, 1)
    with pytest.raises(OSError, match="locked"):
        post.drain(DUE)
    post.drain(DUE + LEASE)
    assert sorted(transport.sent) == [key(n) for n in range(3)]
    assert all(row.sent for row in outbox.rows.values())


def test_a_line_that_breaks_leaves_a_doubt_and_a_refusal_leaves_none() -> None:
    outbox = filled(3)
    script = {key(0): SessionLost("gone"), key(1): DeliveryError("450 later")}
    sender(outbox, ScriptedTransport(script)).drain(DUE)
    assert [row.doubtful for row in outbox.rows.values()] == [True, False, False]


def test_a_slow_server_gets_what_it_can_take_before_the_lease_ends() -> None:
    outbox, seconds = filled(5), iter(range(0, 10_000, 100))
    words = Wording(lambda *_: RenderedMail("s", "t"), ZONE)
    post = Sender(outbox, {"mail": ScriptedTransport()}, words, timer=lambda: float(next(seconds)))
    report = post.drain(DUE)
    assert report.sent + report.held == 5
    assert report.held > 0
    assert outbox.next_due_at == DUE


def test_several_notices_in_one_message_are_worded_together_and_marked_together() -> None:
    briefings = (outgoing(1).briefing, replace(outgoing(1).briefing, incident="2"))
    both = outgoing(9, members=("a", "b"), briefings=briefings)
    outbox, transport = MemoryOutbox(), ScriptedTransport()
    outbox.put(both, DUE)
    words = Wording(render_mail, ZONE, render_many)
    assert Sender(outbox, {"mail": transport}, words).drain(DUE) == DrainReport(sent=1)
    [mail] = transport.mails
    assert mail.subject.startswith("[2 条提醒]")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_broken_template_for_several_still_gets_all_facts_out(language: str) -> None:
    def broken(*_: object) -> RenderedMail:
        raise LookupError("no such template")

    briefings = tuple(replace(outgoing(1).briefing, title=f"事件{n}") for n in range(3))
    both = outgoing(9, members=("a", "b", "c"), briefings=briefings, language=language)
    mail = Wording(render_mail, ZONE, broken).of(both, "mail")
    assert all(briefing.title in mail.text for briefing in briefings)
    assert mail.subject.startswith("[3 ")

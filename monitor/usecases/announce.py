"""Tell people of something that is about no incident: our own blindness, our own absence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.briefing import Briefing, to_json
from monitor.domain.events import Event, EventKind
from monitor.domain.notices import Notice, notice_key
from monitor.domain.words import NO_WORDS, Words
from monitor.store.outbox_tables import OutboxRow
from monitor.store.store import Work
from monitor.usecases.office import Office
from monitor.usecases.whom import Addressed, Matter, whom

LINES_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is told. `rung` tells announcements of one reason apart, for good.

    `thread` names the thread that mails about the same thing form; `lines` are the facts, `page`
    is where the board shows them.
    """

    matter: Matter
    rung: str
    thread: str
    title: Words
    lines: Sequence[Words]
    note: Words = NO_WORDS
    page: str = "/channels"


def announce(work: Work, office: Office, news: Announcement, now: datetime) -> int:
    """Put it into the outbox, in this transaction, once a recipient; returns to how many."""
    notice = Notice(news.matter.reason, "", "", news.rung, news.matter.roles)
    told = whom(office, work.silences.in_force(now), news.matter, now)
    keys = {notice_key(notice, one.recipient.address): one for one in told}
    fresh = work.outbox.unknown(list(keys))
    for key in fresh:
        work.outbox.owe(_message(office, news, key, keys[key], now))
    if fresh:
        data = {"clause": "", "rung": news.rung, "to": len(fresh)}
        reason = news.matter.reason.value
        work.events.append(Event(EventKind.NOTICE_QUEUED, now, reason=reason, data=data))
    return len(fresh)


def _message(
    office: Office, news: Announcement, key: str, told: Addressed, now: datetime
) -> OutboxRow:
    recipient = told.recipient
    return OutboxRow(
        key=key,
        incident_id=0,
        reason=news.matter.reason.value,
        rung=news.rung,
        recipient=recipient.address,
        language=recipient.language,
        briefing=to_json(_briefing(office, news, told, now)),
        message_id=f"<{key}@{office.mail_domain}>",
        thread_id=f"<{news.thread}@{office.mail_domain}>",
        created_at=now,
        **told.columns(now),
    )


def _briefing(office: Office, news: Announcement, told: Addressed, now: datetime) -> Briefing:
    language, own = told.recipient.language, told.recipient.note
    lines = [line.in_language(language) for line in news.lines[:LINES_SHOWN]]
    left_out = len(news.lines) - len(lines)
    if left_out:
        lines.append(Words(f"另有 {left_out} 条", f"{left_out} more").in_language(language))
    notes = [note for note in (news.note, own) if note.zh]
    return Briefing(
        reason=news.matter.reason,
        at=now,
        incident="",
        title=news.title.in_language(language),
        place="",
        category=NO_WORDS,
        grade=NO_WORDS,
        units=(),
        clock=None,
        clocks=(),
        sources=(),
        answers=(),
        gaps=tuple(lines),
        incident_url=f"{office.public_url.rstrip('/')}{news.page}",
        office=office.name,
        note=Words("；".join(n.zh for n in notes), "; ".join(n.en for n in notes)),
    )

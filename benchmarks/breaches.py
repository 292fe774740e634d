"""Made-up overdue incidents of a fictional county, and the messages owed about them."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import insert

from monitor.domain.briefing import Briefing, ClockBrief, Source, to_json
from monitor.domain.events import Event, EventKind
from monitor.domain.notices import Notice, NoticeReason, notice_key
from monitor.domain.verdict import Verdict
from monitor.domain.words import Words
from monitor.store.outbox_tables import OutboxRow
from monitor.store.store import Store, Work
from monitor.store.tables import ClockRow, IncidentRow

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
DUE = NOW - timedelta(minutes=1)
CLAUSE = "nat-48h"
RECIPIENT = "zhiban@linxi.example"
DOMAIN = "linxi.example"


def fill(store: Store, incidents: int) -> None:
    """Put overdue incidents, numbered from 1, into an empty store."""
    with store.write() as work:
        connection = work._session.connection()
        numbers = range(1, incidents + 1)
        connection.execute(insert(IncidentRow), [_incident(number) for number in numbers])
        connection.execute(insert(ClockRow), [_clock(number) for number in numbers])


def owe(work: Work, incident: int, recipient: str = RECIPIENT, now: datetime = NOW) -> str:
    """Owe the message that an incident is overdue, as the use cases do; returns its key."""
    notice = Notice(NoticeReason.WINDOW_BREACHED, str(incident), CLAUSE, "", ("duty",))
    key = notice_key(notice, recipient)
    if not work.outbox.unknown([key]):
        return key
    work.outbox.owe(overdue_row(incident, key, recipient, now))
    data = {"clause": CLAUSE, "rung": "", "to": 1}
    work.events.append(
        Event(EventKind.NOTICE_QUEUED, now, str(incident), reason=notice.reason.value, data=data)
    )
    return key


def overdue_row(
    incident: int, key: str, recipient: str, now: datetime, **columns: object
) -> OutboxRow:
    """The message that an incident is overdue, with other columns where they are given."""
    values: dict[str, object] = {
        "key": key,
        "incident_id": incident,
        "clause": CLAUSE,
        "reason": NoticeReason.WINDOW_BREACHED.value,
        "recipient": recipient,
        "language": "zh",
        "briefing": to_json(briefing(incident)),
        "message_id": f"<{key}@{DOMAIN}>",
        "thread_id": f"<incident-{incident}@{DOMAIN}>",
        "created_at": now,
        "next_try_at": now,
    }
    return OutboxRow(**{**values, **columns})


def open_overdue(work: Work, number: int, now: datetime, recipient: str) -> None:
    """Open an overdue incident of that number and owe the message about it, in one transaction."""
    work._session.add(IncidentRow(**_incident(number)))
    work._session.add(ClockRow(**_clock(number)))
    work._session.flush()
    data = {"clause": CLAUSE, "old": None, "new": Verdict.BREACHED_OPEN.value}
    work.events.append(Event(EventKind.VERDICT_CHANGED, now, str(number), data=data))
    owe(work, number, recipient, now)


def briefing(incident: int) -> Briefing:
    """What the message about an incident says."""
    clock = ClockBrief(
        clause=CLAUSE,
        label=Words("48小时 回应", "48 h response"),
        verdict=Verdict.BREACHED_OPEN,
        words=Words("时限已过，在可见的官方渠道未见回应", "the limit passed, no response was seen"),
        basis=Words("监测发现", "detection"),
        start_text="2月28日 13:59",
        due_at=DUE,
        due_from=DUE,
        quote="对其他政务舆情应在48小时内予以回应",
        rule_source="国办发〔2016〕61号 二",
    )
    return Briefing(
        reason=NoticeReason.WINDOW_BREACHED,
        at=NOW,
        incident=str(incident),
        title=f"临溪县柏湾镇第{incident}小区居民反映自来水发黄",
        place="临溪县 柏湾镇",
        category=Words("民生诉求", "complaint"),
        grade=Words("未定级", "not graded"),
        units=("县水务局",),
        clock=clock,
        clocks=(clock,),
        sources=tuple(
            Source(
                f"居民反映自来水发黄（{number}）",
                f"http://news.linxi.example/2026/{incident}/{number}.html",
                "临溪在线",
                "2月28日 12:10",
            )
            for number in range(3)
        ),
        answers=(),
        gaps=(),
        incident_url=f"http://board.linxi.example/incidents/{incident}",
        office="临溪县政务舆情监测室",
        summary="柏湾镇多名居民反映家中自来水浑浊发黄，质疑水厂水质，希望有关部门尽快查明原因。",
    )


def _incident(number: int) -> dict[str, object]:
    began = DUE - timedelta(hours=48)
    return {
        "id": number,
        "title": f"临溪县柏湾镇第{number}小区居民反映自来水发黄",
        "category": "other",
        "units": [],
        "figures": {},
        "grade_reasons": [],
        "machine_grade": {},
        "waived": {},
        "detected_at": began,
        "first_public_earliest": began,
        "first_public_latest": began,
        "first_public_source": "page",
        "first_public_precision": "minute",
        "last_article_at": began,
    }


def _clock(number: int) -> dict[str, object]:
    began = DUE - timedelta(hours=48)
    return {
        "incident_id": number,
        "clause": CLAUSE,
        "profile": "national",
        "window_s": 48 * 3600.0,
        "basis": "detected",
        "start_earliest": began,
        "start_latest": began,
        "start_source": "detected",
        "start_precision": "minute",
        "due_from": DUE,
        "due_at": DUE,
        "verdict": Verdict.BREACHED_OPEN.value,
        "words_zh": "时限已过",
        "words_en": "overdue",
        "breached_at": DUE,
        "gaps": [],
    }

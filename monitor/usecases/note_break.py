"""After our own downtime: say once from when to when nobody watched, and what fell due meanwhile.

A breach keeps its own time; this only says why it was noticed late.
"""

from datetime import datetime, timedelta

from monitor.domain.ladder import DUTY
from monitor.domain.notices import NoticeReason
from monitor.domain.words import Words
from monitor.store.store import Store, Work
from monitor.usecases.announce import Announcement, announce
from monitor.usecases.office import Office
from monitor.usecases.whom import Matter
from monitor.wording.phrasing import day_time_words, span_words

LONGEST_PAUSE = timedelta(minutes=10)
"""A clock loop that showed no life for longer than this was down."""


def note_break(store: Store, office: Office, role: str, now: datetime) -> bool:
    """Keep and tell that no process of `role` ran up to `now`, if none did; returns whether.

    The very first time it keeps where the watch begins and tells nobody.
    """
    with store.read() as work:
        signs = [work.outages.heartbeat(role), work.outages.watching_since()]
    last = max((at for at in signs if at is not None), default=None)
    if last is not None and now - last <= LONGEST_PAUSE:
        return False
    with store.write() as work:
        work.outages.add_unwatched(last or now, now)
        if last is not None:
            _tell(work, office, last, now)
    return last is not None


def _tell(work: Work, office: Office, start: datetime, now: datetime) -> None:
    zone, lasted = office.zone, now - start
    zh, en = (
        (day_time_words(start, zone, language), day_time_words(now, zone, language))
        for language in ("zh", "en")
    )
    lines = [
        Words(
            f"{zh[0]} 至 {zh[1]} 无人监测（{span_words(lasted, 'zh')}）",
            f"nobody watched from {en[0]} to {en[1]} ({span_words(lasted, 'en')})",
        )
    ]
    lines += [
        Words(
            f"事件 {number}「{title}」有时限于 {day_time_words(due, zone, 'zh')} 到期",
            f"incident {number}, {title}: a window ended at {day_time_words(due, zone, 'en')}",
        )
        for number, title, due in work.outages.due_between(start, now)
    ]
    stamp = f"{start:%Y%m%dT%H%M%SZ}"
    news = Announcement(
        Matter(NoticeReason.UNWATCHED, (DUTY,), tuple(office.unit_names)),
        stamp,
        f"unwatched-{stamp}",
        Words(f"监测中断 {span_words(lasted, 'zh')}", f"no watch for {span_words(lasted, 'en')}"),
        lines,
        page="/",
    )
    announce(work, office, news, now)

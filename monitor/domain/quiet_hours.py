"""Quiet hours: which messages may wait until somebody's morning, and until when.

Nothing that needs doing before the quiet time ends is held back, nor a breach of a hard window, nor
what leaves too little time once the quiet time is over.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.domain.notices import NoticeReason
from monitor.domain.policy import Binding
from monitor.domain.working_days import MissingYear, WorkCalendar

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
REST_DAYS = "rest_days"
"""The name of all days on which offices do not work, make-up Saturdays taken into account."""

TIME_TO_ACT = timedelta(hours=2)
"""A hard window must leave at least this much after a message that waited."""

_GOOD_NEWS = frozenset(
    {
        NoticeReason.ANSWERED,
        NoticeReason.ANSWERED_LATE,
        NoticeReason.BREACH_LIFTED,
        NoticeReason.CHANNEL_BACK,
    }
)
"""What only tells that nothing more needs doing: it can always wait."""

_AT_ONCE = frozenset({NoticeReason.WINDOW_BREACHED, NoticeReason.CANNOT_SEE})
"""What says that a limit has passed: of a hard window it never waits. Nor does it where nobody
acknowledged that."""

_DAY = timedelta(days=1)
_MOST_STRETCHES = 40  # of quiet hours and quiet days in a row; the longest holidays have ten days


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When somebody is not to be woken, in local time.

    From `start` to `end` each day, over midnight where `end` is the earlier; the same time for both
    means no hours. `days` are whole quiet days: names of weekdays, or `rest_days`.
    """

    zone: ZoneInfo
    calendar: WorkCalendar
    start: time = time(0)
    end: time = time(0)
    days: frozenset[str] = frozenset()

    def until(self, now: datetime) -> datetime | None:
        """When the quiet time that `now` lies in is over; None where it is not quiet.

        Quiet days and quiet hours that follow each other are one. What does not end within weeks
        ends there: nothing waits for ever.
        """
        at = now
        for _ in range(_MOST_STRETCHES):
            following = self._stretch_end(at)
            if following is None:
                break
            at = following
        return at if at > now else None

    def _stretch_end(self, at: datetime) -> datetime | None:
        local = at.astimezone(self.zone)
        day, wall = local.date(), local.time()
        if self._is_quiet_day(day):
            return self._instant(day + _DAY, time(0), at)
        if self.start <= self.end:
            quiet = self.start <= wall < self.end
            return self._instant(day, self.end, at) if quiet else None
        if wall < self.end:
            return self._instant(day, self.end, at)
        return self._instant(day + _DAY, self.end, at) if wall >= self.start else None

    def _is_quiet_day(self, day: date) -> bool:
        if WEEKDAYS[day.weekday()] in self.days:
            return True
        try:
            return REST_DAYS in self.days and not self.calendar.is_working(day)
        except MissingYear:
            return False  # better woken than not told

    def _instant(self, day: date, wall: time, after: datetime) -> datetime:
        """The first instant after `after` at which clocks show `wall` on `day`.

        Where clocks are put forward over it, that much later.
        """
        local = datetime.combine(day, wall, self.zone)
        first = local.astimezone(after.tzinfo)
        return first if first > after else local.replace(fold=1).astimezone(after.tzinfo)


def hold_until(
    reason: NoticeReason,
    due_at: datetime | None,
    binding: Binding,
    quiet: QuietHours | None,
    now: datetime,
) -> datetime | None:
    """Until when a message waits for its recipient's quiet time; None where it goes out now.

    `due_at` is the (earliest) end of the window it is about, None where it is about none; `binding`
    is that window's. Only time held back is decided here: never whether it is sent.
    """
    wakes = quiet.until(now) if quiet is not None else None
    if wakes is None or due_at is None or reason in _GOOD_NEWS:
        return wakes
    passed = reason in _AT_ONCE or (reason is NoticeReason.ESCALATED and due_at <= now)
    if binding is Binding.HARD and passed:
        return None
    margin = TIME_TO_ACT if binding is Binding.HARD else timedelta(0)
    return None if now <= due_at <= wakes + margin else wakes

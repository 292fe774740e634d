"""Which messages wait for somebody's morning, and until when."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.notices import NoticeReason
from monitor.domain.policy import Binding
from monitor.domain.quiet_hours import QuietHours, hold_until
from monitor.domain.working_days import WorkCalendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
CALENDAR = WorkCalendar(
    years=frozenset({2026}), off=frozenset({date(2026, 3, 3)}), work=frozenset({date(2026, 3, 7)})
)
NIGHT = QuietHours(SHANGHAI, CALENDAR, time(22), time(7))
NOON = QuietHours(SHANGHAI, CALENDAR, time(12), time(14, 30))
WEEKEND = QuietHours(SHANGHAI, CALENDAR, time(22), time(7), frozenset({"rest_days"}))


def local(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        (NIGHT, "2026-03-02T21:59", ""),
        (NIGHT, "2026-03-02T22:00", "2026-03-03T07:00"),
        (NIGHT, "2026-03-03T03:00", "2026-03-03T07:00"),
        (NIGHT, "2026-03-03T07:00", ""),
        (NOON, "2026-03-02T12:00", "2026-03-02T14:30"),
        (NOON, "2026-03-02T14:30", ""),
        # Tuesday is a holiday: from Monday night to Wednesday morning.
        (WEEKEND, "2026-03-02T23:00", "2026-03-04T07:00"),
        (WEEKEND, "2026-03-03T12:00", "2026-03-04T07:00"),
        # Saturday is worked, Sunday is not.
        (WEEKEND, "2026-03-06T23:00", "2026-03-07T07:00"),
        (WEEKEND, "2026-03-08T12:00", "2026-03-09T07:00"),
        # Holidays of a year that is not known are no reason to wait.
        (WEEKEND, "2027-01-03T12:00", ""),
        (
            QuietHours(SHANGHAI, CALENDAR, days=frozenset({"sun"})),
            "2026-03-08T00:00",
            "2026-03-09T00:00",
        ),
        (QuietHours(SHANGHAI, CALENDAR), "2026-03-08T00:00", ""),
    ],
)
def test_quiet_time_ends_where_hours_and_days_together_end(
    quiet: QuietHours, now: str, until: str
) -> None:
    assert quiet.until(local(now)) == (local(until) if until else None)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-03-28T23:00", "2026-03-29T07:00"),  # the night is an hour shorter
        ("2026-10-24T23:00", "2026-10-25T07:00"),  # and an hour longer
    ],
)
def test_the_night_of_a_change_of_clocks_ends_by_the_wall(now: str, until: str) -> None:
    quiet = QuietHours(BERLIN, CALENDAR, time(22), time(7))
    assert quiet.until(local(now, BERLIN)) == local(until, BERLIN)


BREACHED, AT_RISK = NoticeReason.WINDOW_BREACHED, NoticeReason.WINDOW_AT_RISK
HARD, SOFT = Binding.HARD, Binding.SOFT


@pytest.mark.parametrize(
    ("reason", "due", "binding", "waits"),
    [
        (BREACHED, "2026-03-02T23:00", HARD, False),
        (NoticeReason.CANNOT_SEE, "2026-03-02T22:00", HARD, False),
        (AT_RISK, "2026-03-03T01:00", HARD, False),  # due before the morning
        (AT_RISK, "2026-03-03T07:00", HARD, False),  # due when it comes
        (AT_RISK, "2026-03-03T09:00", HARD, False),  # too little time left then
        (AT_RISK, "2026-03-03T09:01", HARD, True),
        (AT_RISK, "2026-03-03T07:00", SOFT, False),
        (AT_RISK, "2026-03-03T07:01", SOFT, True),
        (NoticeReason.INCIDENT_OPENED, "2026-03-03T04:00", HARD, False),
        (NoticeReason.INCIDENT_OPENED, "2026-03-04T23:00", HARD, True),
        (NoticeReason.REMINDER, "2026-03-02T12:00", HARD, True),  # said before, and true tomorrow
        (NoticeReason.ESCALATED, "2026-03-02T12:00", HARD, False),  # overdue, nobody reacts
        (NoticeReason.ESCALATED, "2026-03-04T23:00", HARD, True),
        (NoticeReason.ANSWERED, "2026-03-02T23:30", HARD, True),  # nothing to be done
        (NoticeReason.BREACH_LIFTED, "2026-03-02T12:00", HARD, True),
        (NoticeReason.CHANNEL_BLIND, "", HARD, True),
    ],
)
def test_only_what_may_wait_is_held_until_the_morning(
    reason: NoticeReason, due: str, binding: Binding, waits: bool
) -> None:
    now = local("2026-03-02T23:00")
    due_at = local(due) if due else None
    held = hold_until(reason, due_at, binding, NIGHT, now)
    assert held == (local("2026-03-03T07:00") if waits else None)
    assert hold_until(reason, due_at, binding, NIGHT, local("2026-03-02T12:00")) is None
    assert hold_until(reason, due_at, binding, None, now) is None


YEAR = datetime(2026, 1, 1, tzinfo=UTC)
INSTANTS = st.timedeltas(timedelta(0), timedelta(days=364)).map(lambda since: YEAR + since)
QUIET = st.builds(
    QuietHours,
    st.sampled_from([SHANGHAI, BERLIN]),
    st.just(CALENDAR),
    st.times(),
    st.times(),
    st.frozensets(st.sampled_from(["mon", "sat", "sun", "rest_days"]), max_size=3),
)


@given(QUIET, INSTANTS)
def test_quiet_time_ends_later_soon_enough_and_in_a_loud_moment(
    quiet: QuietHours, now: datetime
) -> None:
    end = quiet.until(now)
    if end is None:
        return
    assert now < end <= now + timedelta(days=5)
    assert quiet.until(end) is None
    # All the way up to there it was quiet: an hour of doubt where clocks are put forward.
    for part in range(1, 20):
        moment = now + (end - now) * part / 20
        assert quiet.until(moment) in (end, None)
        assert quiet.until(moment) == end or end - moment <= timedelta(hours=1)


@given(
    QUIET,
    INSTANTS,
    st.timedeltas(timedelta(hours=-60), timedelta(hours=60)),
    st.sampled_from(list(NoticeReason)),
    st.sampled_from(list(Binding)),
)
def test_nothing_waits_past_its_limit(
    quiet: QuietHours, now: datetime, left: timedelta, reason: NoticeReason, binding: Binding
) -> None:
    held = hold_until(reason, now + left, binding, quiet, now)
    if held is None:
        return
    assert held == quiet.until(now)
    assert not (reason is BREACHED and binding is HARD)
    good_news = reason in (
        NoticeReason.ANSWERED,
        NoticeReason.ANSWERED_LATE,
        NoticeReason.BREACH_LIFTED,
        NoticeReason.CHANNEL_BACK,
    )
    assert good_news or left < timedelta(0) or held < now + left

"""「每10天有更新」: accounts that we read, and what we may say where we could not see."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.duties import standings
from monitor.domain.duty_frequencies import Account, doubtful_since
from monitor.domain.sight import Look, Watch
from monitor.domain.standing import DutyState, Standing
from monitor.domain.when import When
from tests.domain.calendars import RULER, Entries, clause, local, moment

TEN_DAYS = clause("ql-10d")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def account(
    *posts: str,
    seen: tuple[str, str] = ("2026-02-01", "2026-06-30"),
    unseen: tuple[str, str] | None = None,
) -> Account:
    """An account that is looked at once an hour, but for a stretch in which it cannot be."""
    looks = []
    at, end = local(seen[0]), local(seen[1])
    while at <= end:
        blind = unseen is not None and local(unseen[0]) <= at < local(unseen[1])
        if not blind:
            looks.append(Look(at, reaches_back=unseen is None))
        at += HOUR
    watch = Watch("a", "临溪发布", "", 3 * HOUR, tuple(looks))
    return Account("临溪发布", tuple(moment(post) for post in posts), watch)


def stand(watched: Account, now: str) -> tuple[Standing, ...]:
    at = local(now)
    looks = tuple(look for look in watched.watch.looks if look.at <= at)
    watch = Watch("a", "临溪发布", "", 3 * HOUR, looks)
    return standings(TEN_DAYS, [], [Account(watched.title, watched.posts, watch)], at, RULER)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-02 13:00", "met"),
        ("2026-03-09 00:00", "met"),
        ("2026-03-12 00:00", "due_soon"),
        ("2026-03-12 23:59", "due_soon"),  # the tenth day ends at 24:00
        ("2026-03-13 00:00", "breached_open"),
        ("2026-03-20 00:00", "breached_open"),
    ],
)
def test_an_account_is_due_again_ten_days_after_its_last_post(now: str, expected: str) -> None:
    (found,) = stand(account("2026-03-02 12:00"), now)
    assert found.state.value == expected
    assert found.subject == "临溪发布"


def test_a_silence_that_we_could_not_see_is_undetermined_and_names_the_gap() -> None:
    blind = account("2026-03-02 12:00", unseen=("2026-03-05", "2026-03-08"))
    (found,) = stand(blind, "2026-03-18")
    assert found.state is DutyState.UNDETERMINED
    (gap,) = found.gaps
    assert (gap.start, gap.end) == (local("2026-03-05") - HOUR, local("2026-03-08"))
    assert "看不见" in found.words.zh


def test_a_silence_seen_whole_of_late_is_too_long_whatever_came_before_it() -> None:
    blind = account("2026-03-02 12:00", unseen=("2026-03-05", "2026-03-08"))
    (found,) = stand(blind, "2026-03-18 12:00")
    assert found.state is DutyState.UNDETERMINED
    (found,) = stand(blind, "2026-03-21 12:00")
    assert found.state is DutyState.BREACHED_OPEN


def test_a_list_that_reaches_back_over_the_gap_mends_it() -> None:
    mended = account("2026-03-02 12:00", unseen=("2026-03-05", "2026-03-08"))
    looks = tuple(Look(look.at) for look in mended.watch.looks)
    watch = Watch("a", "临溪发布", "", 3 * HOUR, looks)
    (found,) = stand(Account("临溪发布", mended.posts, watch), "2026-03-20")
    assert found.state is DutyState.BREACHED_OPEN


def test_the_limit_is_called_missed_only_after_one_more_look() -> None:
    watched = account("2026-03-02 12:00", seen=("2026-02-01", "2026-03-12 23:00"))
    (waiting,) = stand(watched, "2026-03-13 01:00")
    assert waiting.state is DutyState.DUE_SOON
    (blind,) = stand(watched, "2026-03-13 09:00")
    assert blind.state is DutyState.UNDETERMINED


def test_a_long_gap_that_ended_stays_in_the_list_and_a_short_one_does_not() -> None:
    found = stand(account("2026-03-02 12:00", "2026-03-20 12:00", "2026-03-28 12:00"), "2026-03-29")
    assert [s.state.value for s in found] == ["late_met", "met"]
    assert "18 天" in found[0].words.zh
    blind = account("2026-03-02 12:00", "2026-03-20 12:00", unseen=("2026-03-05", "2026-03-08"))
    assert [s.state.value for s in stand(blind, "2026-03-21")] == ["met"]


def test_posts_known_by_their_day_are_late_only_where_every_reading_is() -> None:
    assert [s.state.value for s in stand(account("2026-03-02", "2026-03-12"), "2026-03-13")] == [
        "met"
    ]
    assert [s.state.value for s in stand(account("2026-03-02", "2026-03-13"), "2026-03-14")] == [
        "late_met",
        "met",
    ]


def test_an_account_without_a_post_is_counted_from_our_first_look() -> None:
    watched = account(seen=("2026-03-02", "2026-06-30"))
    (running,) = stand(watched, "2026-03-05")
    assert running.state is DutyState.RUNNING  # no post yet: not kept either
    assert running.done is None
    (found,) = stand(watched, "2026-03-20")
    assert found.state is DutyState.BREACHED_OPEN
    (never,) = stand(account(seen=("2026-03-02", "2026-03-01")), "2026-03-20")
    assert never.state is DutyState.UNDETERMINED
    assert "还没有看过" in never.words.zh


def test_a_subject_that_no_channel_shows_is_entered_by_people() -> None:
    entries = Entries("ql-10d").add("done", "2026-03-02", subject="临溪教育视频号")
    found = standings(TEN_DAYS, entries.made, (), local("2026-03-05"), RULER)
    assert [s.state.value for s in found] == ["met"]
    (later,) = standings(TEN_DAYS, entries.made, (), local("2026-03-20"), RULER)
    assert later.state is DutyState.NEEDS_ENTRY
    (nobody,) = standings(TEN_DAYS, [], (), local("2026-03-20"), RULER)
    assert nobody.state is DutyState.NEEDS_ENTRY


def test_looks_are_asked_for_only_from_the_first_gap_that_was_too_long() -> None:
    regular = [moment(f"2026-03-{day:02} 12:00") for day in (2, 9, 16)]
    now = local("2026-03-20")
    assert doubtful_since(TEN_DAYS, regular, now, RULER) is None
    assert doubtful_since(TEN_DAYS, regular, local("2026-04-20"), RULER) == regular[-1].earliest
    gap = [moment("2026-02-01 12:00"), *regular]
    assert doubtful_since(TEN_DAYS, gap, now, RULER) == gap[0].earliest


PATIENCE = 30 * HOUR
POSTED = st.lists(st.integers(0, 24 * 60), max_size=6)
UNSEEN_DAYS = st.sets(st.integers(0, 59), max_size=8)


def silence_seen_whole(posts: list[datetime], looks: list[datetime]) -> timedelta:
    """The longest time without a post that looks cover, each for as long as patience reaches."""
    longest = timedelta(0)
    begin: datetime | None = None
    last: datetime | None = None
    for look in looks:
        if last is None or begin is None or look - last > PATIENCE:
            begin = look
        last = look
        for post in (post for post in posts if begin < post <= look + PATIENCE):
            longest = max(longest, post - begin)
            begin = post
        longest = max(longest, look + PATIENCE - begin)
    return longest


@given(POSTED, UNSEEN_DAYS, st.integers(24 * 12, 24 * 60))
def test_an_account_is_called_overdue_only_where_we_saw_ten_days_of_silence(
    posted: list[int], unseen: set[int], now_hour: int
) -> None:
    begin = local("2026-01-01")
    now = begin + now_hour * HOUR
    posts = sorted(begin + hour * HOUR for hour in set(posted) if hour <= now_hour)
    looks = [begin + n * DAY for n in range(60) if n not in unseen and begin + n * DAY <= now]
    watch = Watch("a", "甲", "", PATIENCE, tuple(Look(at, reaches_back=False) for at in looks))
    watched = Account("甲", tuple(When.at(at, "test") for at in posts), watch)
    *past, current = standings(TEN_DAYS, [], [watched], now, RULER)
    if current.state is DutyState.BREACHED_OPEN:
        assert not posts or now - posts[-1] >= 10 * DAY
        assert silence_seen_whole(posts, looks) >= 10 * DAY
    if current.state is DutyState.MET:
        assert now - posts[-1] < 9 * DAY
    for gap in past:
        assert gap.done is not None
        assert gap.start is not None
        assert gap.done.earliest - gap.start.latest >= 10 * DAY
    if posts and not unseen and now - posts[-1] > 13 * DAY:
        assert current.state is DutyState.BREACHED_OPEN

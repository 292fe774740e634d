"""Duties that return: at least so often in each quarter or year, or never longer than so many days.

「每季度」「每年」 count by the calendar; 「每10天」 counts from the last time. For accounts that we
read ourselves, "no post seen" is only said where we could see.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from monitor.domain.due import Limit, Period, Ruler, period_of
from monitor.domain.duty_limits import DUE_SOON_SHARE, awaited, confirmed_undone, last_of, said
from monitor.domain.policy import Clause
from monitor.domain.records import Record, RecordKind
from monitor.domain.sight import Sight, Watch, read_sight
from monitor.domain.standing import DutyState, Standing
from monitor.domain.when import When
from monitor.domain.window import Window
from monitor.domain.words import Words


@dataclass(frozen=True, slots=True)
class Account:
    """A government account that we read: its posts in the order of their times, and our looks."""

    title: str
    posts: tuple[When, ...]
    watch: Watch


def frequencies(
    clause: Clause,
    records: Sequence[Record],
    accounts: Sequence[Account],
    now: datetime,
    ruler: Ruler,
) -> tuple[Standing, ...]:
    """One standing for each subject and period, the current one last."""
    if clause.window is None:
        return ()
    if clause.window.years or clause.window.months:
        return _by_period(clause, clause.window, records, now, ruler)
    found = [s for account in accounts for s in _of_account(clause, account, now, ruler)]
    known = {account.title for account in accounts}
    for subject in dict.fromkeys(r.subject for r in records if r.subject not in known):
        mine = [r for r in records if r.subject == subject]
        found.append(_entered(clause, subject, mine, now, ruler))
    if found:
        return tuple(found)
    nothing = Words(
        "没有可自动查看的账号，也尚无登记",
        "no account is read automatically, and nothing is entered",
    )
    return (Standing(clause.id, DutyState.NEEDS_ENTRY, nothing),)


def doubtful_since(
    clause: Clause, posts: Sequence[When], now: datetime, ruler: Ruler
) -> datetime | None:
    """From when on our looks matter: the first gap that was, or is, too long; None without one.

    Where every gap is short enough nothing has to be known of what we could see.
    """
    for last, following in pairwise(posts):
        if not _next_limit(clause, last, ruler).kept(following):
            return last.earliest
    if posts and _next_limit(clause, posts[-1], ruler).over(now):
        return posts[-1].earliest
    return None


def often_enough(clause: Clause) -> int:
    """How often in each period; once where the clause does not say."""
    count = clause.extra.get("min_count", 1)
    return count if isinstance(count, int) else 1


def _by_period(
    clause: Clause, window: Window, records: Sequence[Record], now: datetime, ruler: Ruler
) -> tuple[Standing, ...]:
    today = ruler.day(now)
    current = period_of(today, window)
    previous = period_of(current.first - timedelta(days=1), window)
    since = clause.effective_from or date.min
    periods = [period for period in (previous, current) if since < period.after]
    return tuple(
        _in_period(
            clause, subject, period, [r for r in records if r.subject == subject], now, ruler
        )
        for subject in dict.fromkeys(r.subject for r in records) or [""]
        for period in periods
    )


def _in_period(
    clause: Clause,
    subject: str,
    period: Period,
    records: Sequence[Record],
    now: datetime,
    ruler: Ruler,
) -> Standing:
    limit = ruler.on_day(period.after - timedelta(days=1))
    begins = ruler.start_of(period.first)
    mine = [r for r in records if begins <= r.at.earliest and not limit.missed(r.at)]
    blank = Standing(
        clause.id,
        DutyState.NEEDS_ENTRY,
        Words("", ""),
        subject,
        period.name,
        due_from=limit.earliest,
        due_at=limit.latest,
        records=tuple(record.id for record in mine),
    )
    excused = last_of(mine, RecordKind.EXCUSED)
    if excused is not None:
        return replace(blank, state=DutyState.WAIVED, words=said(excused))
    wanted = often_enough(clause)
    done = sorted((r.at for r in mine if r.kind is RecordKind.DONE), key=lambda at: at.latest)
    if len(done) >= wanted and limit.kept(done[wanted - 1]):
        words = Words(
            f"本期 {len(done)} 次，要求 {wanted} 次", f"{len(done)} of {wanted} in this period"
        )
        return replace(blank, state=DutyState.MET, words=words, done=done[wanted - 1])
    if limit.over(now) and last_of(mine, RecordKind.MISSED) is not None:
        return replace(blank, state=DutyState.BREACHED_OPEN, words=confirmed_undone())
    return awaited(blank, limit, begins, now)


def _entered(
    clause: Clause, subject: str, records: Sequence[Record], now: datetime, ruler: Ruler
) -> Standing:
    """The standing of a subject that only people report on."""
    wanted = often_enough(clause)
    done = sorted((r.at for r in records if r.kind is RecordKind.DONE), key=lambda at: at.latest)
    numbers = tuple(record.id for record in records)
    blank = Standing(clause.id, DutyState.NEEDS_ENTRY, Words("", ""), subject, records=numbers)
    excused = last_of(records, RecordKind.EXCUSED)
    if excused is not None:
        return replace(blank, state=DutyState.WAIVED, words=said(excused))
    if len(done) < wanted:
        nothing = Words("尚未登记最近一次", "the last time has not been entered")
        return replace(blank, words=nothing)
    limit = _next_limit(clause, done[-wanted], ruler)
    begun = replace(blank, start=done[-wanted])
    missed = last_of(records, RecordKind.MISSED)
    if missed is not None and limit.over(now) and missed.at.earliest > done[-1].latest:
        return replace(
            begun,
            state=DutyState.BREACHED_OPEN,
            words=confirmed_undone(),
            due_from=limit.earliest,
            due_at=limit.latest,
        )
    return _lately(begun, limit, done[-1], now) or awaited(begun, limit, done[-wanted].latest, now)


def _of_account(
    clause: Clause, account: Account, now: datetime, ruler: Ruler
) -> tuple[Standing, ...]:
    """The gaps that were too long, then where the account stands now."""
    past = []
    for last, following in pairwise(account.posts):
        limit = _next_limit(clause, last, ruler)
        if limit.missed(following) and _could_see(account, last.latest, limit, now):
            words = Words(
                f"两次更新之间相隔 {_days(following.earliest - last.latest)} 天",
                f"{_days(following.earliest - last.latest)} days between two posts",
            )
            past.append(
                Standing(
                    clause.id,
                    DutyState.LATE_MET,
                    words,
                    account.title,
                    start=last,
                    due_from=limit.earliest,
                    due_at=limit.latest,
                    done=following,
                )
            )
    return (*past, _account_now(clause, account, now, ruler))


def _account_now(clause: Clause, account: Account, now: datetime, ruler: Ruler) -> Standing:
    blank = Standing(clause.id, DutyState.UNDETERMINED, Words("", ""), account.title)
    wanted = often_enough(clause)
    enough = len(account.posts) >= wanted
    if enough:
        base = account.posts[-wanted]
    elif account.watch.looks:
        base = When.at(account.watch.looks[0].at, "first look")
    else:
        never = Words("还没有看过这个账号", "this account has not been looked at yet")
        return replace(blank, words=never)
    limit = _next_limit(clause, base, ruler)
    begun = replace(blank, start=base, due_from=limit.earliest, due_at=limit.latest)
    lately = _lately(begun, limit, base, now)
    if lately is not None:
        return lately if enough else _none_yet(lately)
    reading = read_sight([account.watch], base.latest, limit.latest, now)
    days = _days(now - base.latest)
    if reading.sight is Sight.CLEAR or _silent_of_late(clause, account, base, limit, ruler):
        words = Words(f"{days} 天未见更新", f"no post seen for {days} days")
        return replace(begun, state=DutyState.BREACHED_OPEN, words=words)
    if reading.sight is Sight.WAITING:
        words = Words("时限刚过，等待最后一次查看", "the limit just passed; a last look is awaited")
        return replace(begun, state=DutyState.DUE_SOON, words=words)
    words = Words(
        f"{days} 天未见更新，但其间有看不见的时段",
        f"no post seen for {days} days, but we could not see all of them",
    )
    return replace(begun, words=words, gaps=reading.gaps)


def _silent_of_late(
    clause: Clause, account: Account, base: When, limit: Limit, ruler: Ruler
) -> bool:
    """Whether the newest stretch that we saw whole is by itself a silence that is too long.

    Then it does not matter what was posted before it, while we could not see.
    """
    if not account.watch.looks:
        return False
    end = account.watch.looks[-1].at
    since = end - (limit.latest - base.latest) - timedelta(days=1)
    if since <= base.latest:
        return False
    too_long = _next_limit(clause, When.at(since, "seen from here"), ruler).over(end)
    return too_long and read_sight([account.watch], since, end, end).sight is Sight.CLEAR


def _none_yet(standing: Standing) -> Standing:
    """An account of which we have not seen enough posts is not kept fresh, only not overdue yet."""
    running = DutyState.DUE_SOON if standing.state is DutyState.DUE_SOON else DutyState.RUNNING
    words = Words(
        "从首次查看起算，尚未见足够更新", "counted from our first look; not enough posts yet"
    )
    return replace(standing, state=running, words=words, done=None)


def _lately(standing: Standing, limit: Limit, last: When, now: datetime) -> Standing | None:
    """Kept while the last time is recent, near when it is not; None once the limit is over."""
    if limit.over(now):
        return None
    days = _days(now - last.earliest)
    words = Words(f"最近一次在 {days} 天前", f"last done {days} days ago")
    near = now - last.latest >= DUE_SOON_SHARE * (limit.earliest - last.latest)
    state = DutyState.DUE_SOON if near else DutyState.MET
    return replace(
        standing,
        state=state,
        words=words,
        due_from=limit.earliest,
        due_at=limit.latest,
        done=last,
    )


def _could_see(account: Account, since: datetime, limit: Limit, now: datetime) -> bool:
    return read_sight([account.watch], since, limit.latest, now).sight is Sight.CLEAR


def _next_limit(clause: Clause, last: When, ruler: Ruler) -> Limit:
    """By when it is due again. A last day off does not move it: a gap is no 期间 with an end."""
    window = clause.window
    if window is None:
        raise ValueError(f"clause {clause.id} has no window")
    if window.elapsed is None or clause.calendar == "elapsed":
        return ruler.limit(last, window, clause.calendar)
    first = ruler.last_day(ruler.day(last.earliest), window, moves=False)
    final = ruler.last_day(ruler.last_day_of(last), window, moves=False)
    return Limit(ruler.end_of(first), ruler.end_of(final), by_day=True)


def _days(span: timedelta) -> int:
    return max(0, span.days)

"""Duties with an end: a window from a recorded start, and days fixed by the calendar."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from monitor.domain.due import Limit, Ruler
from monitor.domain.policy import Clause
from monitor.domain.records import Record, RecordKind
from monitor.domain.standing import DutyState, Standing
from monitor.domain.when import When
from monitor.domain.words import Words

DUE_SOON_SHARE = 0.8
"""A duty is 临近时限 from this share of its window on (our default, as for incidents)."""

_APPROACH = timedelta(days=150)
"""A fixed day is approached over so long: the last fifth of it, a month, counts as near."""


def by_matter(records: Iterable[Record]) -> dict[tuple[str, str], list[Record]]:
    """Entries that belong together: same subject, same matter; in the order they were entered."""
    groups: dict[tuple[str, str], list[Record]] = {}
    for record in sorted(records, key=lambda r: r.id):
        groups.setdefault((record.subject, record.matter), []).append(record)
    return groups


def last_of(records: Sequence[Record], kind: RecordKind) -> Record | None:
    """The entry of a kind that was made last: it stands for earlier ones."""
    return next((r for r in reversed(records) if r.kind is kind), None)


def settle_done(standing: Standing, limit: Limit, done: When) -> Standing:
    """The standing of something that was done at `done` against its limit."""
    standing = replace(standing, due_from=limit.earliest, due_at=limit.latest, done=done)
    if limit.kept(done):
        return replace(
            standing, state=DutyState.MET, words=Words("在时限之内办结", "done within the limit")
        )
    if limit.missed(done):
        return replace(
            standing,
            state=DutyState.LATE_MET,
            words=Words("办结时已过时限", "done after the limit"),
        )
    return replace(
        standing,
        state=DutyState.UNDETERMINED,
        words=Words(
            "时间不够精确，分不出是否在时限之内",
            "the times are too vague to tell whether it was in time",
        ),
    )


def deadlines(
    clause: Clause, records: Sequence[Record], now: datetime, ruler: Ruler
) -> tuple[Standing, ...]:
    """A window that starts with what a person enters: one standing for each matter.

    Raises MissingYear.
    """
    groups = by_matter(records)
    if not groups:
        trigger = clause.trigger or "起点"
        return (
            Standing(
                clause.id,
                DutyState.NEEDS_ENTRY,
                Words(
                    f"起点（{trigger}）不在网上公开，尚无登记",
                    "the start is not public, and nothing has been entered",
                ),
            ),
        )
    return tuple(
        _deadline(clause, subject, matter, entries, now, ruler)
        for (subject, matter), entries in groups.items()
    )


def _deadline(
    clause: Clause, subject: str, matter: str, entries: list[Record], now: datetime, ruler: Ruler
) -> Standing:
    blank = Standing(
        clause.id,
        DutyState.NEEDS_ENTRY,
        Words("尚未登记起点", "the start has not been entered"),
        subject,
        matter,
        records=tuple(record.id for record in entries),
    )
    excused = last_of(entries, RecordKind.EXCUSED)
    if excused is not None:
        return replace(blank, state=DutyState.WAIVED, words=said(excused))
    start, done = last_of(entries, RecordKind.START), last_of(entries, RecordKind.DONE)
    if start is None or clause.window is None:
        return replace(blank, done=done.at if done else None)
    limit = ruler.limit(start.at, clause.window, clause.calendar)
    begun = replace(blank, start=start.at, due_from=limit.earliest, due_at=limit.latest)
    if done is not None and done.at.latest < start.at.earliest:
        contradiction = Words("登记的办结早于起点", "the entered end lies before the start")
        return replace(begun, state=DutyState.UNDETERMINED, words=contradiction, done=done.at)
    if done is not None:
        return settle_done(begun, limit, done.at)
    if last_of(entries, RecordKind.MISSED) is not None and limit.over(now):
        return replace(begun, state=DutyState.BREACHED_OPEN, words=confirmed_undone())
    return awaited(begun, limit, start.at.earliest, now)


def awaited(standing: Standing, limit: Limit, since: datetime, now: datetime) -> Standing:
    """The standing of something not entered as done: running, near, or for a person to say."""
    standing = replace(standing, due_from=limit.earliest, due_at=limit.latest)
    if limit.over(now):
        words = Words(
            "时限已过，尚未登记办结；未登记不等于未办",
            "the limit has passed and no end is entered; not entered is not undone",
        )
        return replace(standing, state=DutyState.NEEDS_ENTRY, words=words)
    if now - since >= DUE_SOON_SHARE * (limit.earliest - since):
        return replace(
            standing,
            state=DutyState.DUE_SOON,
            words=Words("时限将近，尚未登记办结", "the limit is near and no end is entered"),
        )
    return replace(
        standing,
        state=DutyState.RUNNING,
        words=Words("尚在时限之内", "still within the limit"),
    )


def fixed_dates(
    clause: Clause, records: Sequence[Record], now: datetime, ruler: Ruler
) -> tuple[Standing, ...]:
    """A day that is fixed once, or the latest and the next of one that returns each year."""
    once = clause.extra.get("due")
    if once is not None:
        day = date.fromisoformat(str(once))
        return (_fixed(clause, str(day), None, day, records, now, ruler),)
    month, day_of_month = map(int, str(clause.extra["due_every_year"]).split("-"))
    today = ruler.day(now)
    this_year = _in_year(today.year, month, day_of_month)
    coming = this_year if today <= this_year else _in_year(today.year + 1, month, day_of_month)
    found = []
    for due in (_in_year(coming.year - 1, month, day_of_month), coming):
        if clause.effective_from is not None and due < clause.effective_from:
            continue
        before = _in_year(due.year - 1, month, day_of_month)
        found.append(_fixed(clause, str(due.year), before, due, records, now, ruler))
    return tuple(found)


def _in_year(year: int, month: int, day: int) -> date:
    """The day in a year; 29 February is the 28th where there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, day - 1)


def _fixed(
    clause: Clause,
    matter: str,
    before: date | None,
    due: date,
    records: Sequence[Record],
    now: datetime,
    ruler: Ruler,
) -> Standing:
    mine = [r for r in records if _belongs(r, matter, before, due, ruler)]
    limit = ruler.on_day(due)
    blank = Standing(
        clause.id,
        DutyState.NEEDS_ENTRY,
        Words("", ""),
        matter=matter,
        due_from=limit.earliest,
        due_at=limit.latest,
        records=tuple(record.id for record in mine),
    )
    excused = last_of(mine, RecordKind.EXCUSED)
    if excused is not None:
        return replace(blank, state=DutyState.WAIVED, words=said(excused))
    done = min(
        (r.at for r in mine if r.kind is RecordKind.DONE), key=lambda at: at.latest, default=None
    )
    if done is not None:
        return settle_done(blank, limit, done)
    if limit.over(now) and last_of(mine, RecordKind.MISSED) is not None:
        return replace(blank, state=DutyState.BREACHED_OPEN, words=confirmed_undone())
    return awaited(blank, limit, limit.earliest - _APPROACH, now)


def _belongs(record: Record, matter: str, before: date | None, due: date, ruler: Ruler) -> bool:
    """Whether an entry is about this day: it names its year, or lies in the year up to it.

    Of a day that is fixed once every entry is. A late entry for a yearly day must name its year
    (`matter`), or it counts for the next.
    """
    if before is None:
        return True
    if record.matter:
        return record.matter == matter
    return before < ruler.last_day_of(record.at) <= due


def said(record: Record) -> Words:
    """What a person gave as the reason of an entry."""
    return Words(f"{record.actor}：{record.reason}", f"{record.actor}: {record.reason}")


def confirmed_undone() -> Words:
    """The reason of a breach that rests on a person's word."""
    return Words("经人工确认未办", "a person confirmed that it was not done")

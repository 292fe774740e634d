"""Duties of length and share: consultations of at least so many days, and minimum ratios."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from monitor.domain.due import Limit, Ruler
from monitor.domain.duty_limits import by_matter, last_of, said
from monitor.domain.policy import Clause
from monitor.domain.records import Record, RecordKind
from monitor.domain.standing import DutyState, Standing
from monitor.domain.when import When
from monitor.domain.words import Words

SMALL_NUMBER = 10
"""A share of fewer than so many says little, and is marked (our default)."""


def durations(
    clause: Clause, records: Sequence[Record], now: datetime, ruler: Ruler
) -> tuple[Standing, ...]:
    """One standing for each matter that was opened: whether it stays, or stayed, open long enough.

    An end that lies ahead is the announced one. The opening day does not count (民法典 201 ¶1).
    Raises MissingYear.
    """
    groups = by_matter(records)
    if not groups:
        nothing = Words("起止日期尚未登记", "the days of opening and closing have not been entered")
        return (Standing(clause.id, DutyState.NEEDS_ENTRY, nothing),)
    return tuple(
        _duration(clause, subject, matter, entries, now, ruler)
        for (subject, matter), entries in groups.items()
    )


def _duration(
    clause: Clause, subject: str, matter: str, entries: list[Record], now: datetime, ruler: Ruler
) -> Standing:
    numbers = tuple(record.id for record in entries)
    blank = Standing(
        clause.id,
        DutyState.NEEDS_ENTRY,
        Words("尚未登记开始日期", "the day of opening has not been entered"),
        subject,
        matter,
        records=numbers,
    )
    excused = last_of(entries, RecordKind.EXCUSED)
    if excused is not None:
        return replace(blank, state=DutyState.WAIVED, words=said(excused))
    opened, closed = last_of(entries, RecordKind.START), last_of(entries, RecordKind.DONE)
    if opened is None or clause.window is None:
        return replace(blank, done=closed.at if closed else None)
    needed = _least(clause, opened.at, ruler)
    begun = replace(blank, start=opened.at, due_from=needed.earliest, due_at=needed.latest)
    if closed is None:
        return _still_open(begun, needed, now)
    return _closed(replace(begun, done=closed.at), needed, opened.at, closed.at, now, ruler)


def _least(clause: Clause, opened: When, ruler: Ruler) -> Limit:
    """Until when it has to stay open; a last day off does not shorten or lengthen it."""
    window = clause.window
    if window is None:
        raise ValueError(f"clause {clause.id} has no window")
    elapsed = window.elapsed
    if clause.calendar == "elapsed" and elapsed is not None:
        return Limit(opened.earliest + elapsed, opened.latest + elapsed, by_day=False)
    first = ruler.last_day(ruler.day(opened.earliest), window, moves=False)
    last = ruler.last_day(ruler.last_day_of(opened), window, moves=False)
    return Limit(ruler.end_of(first), ruler.end_of(last), by_day=True)


def _still_open(standing: Standing, needed: Limit, now: datetime) -> Standing:
    if needed.over(now):
        words = Words(
            "已满最短期限，结束日期尚未登记",
            "the least length has passed; the day of closing has not been entered",
        )
        return replace(standing, state=DutyState.NEEDS_ENTRY, words=words)
    words = Words("期限未满，不应结束", "not yet open long enough to be closed")
    return replace(standing, state=DutyState.RUNNING, words=words)


def _closed(
    standing: Standing, needed: Limit, opened: When, closed: When, now: datetime, ruler: Ruler
) -> Standing:
    """Compare by whole days where the clause counts days: closing on the last day is enough."""
    if closed.latest < opened.earliest:
        words = Words("登记的结束早于开始", "the entered closing lies before the opening")
        return replace(standing, state=DutyState.UNDETERMINED, words=words)
    days = (ruler.last_day_of(closed) - ruler.day(opened.earliest)).days
    if needed.by_day:
        surely = ruler.end_of(ruler.day(closed.earliest)) >= needed.latest
        never = ruler.end_of(ruler.last_day_of(closed)) < needed.earliest
    else:
        surely, never = closed.earliest >= needed.latest, closed.latest < needed.earliest
    if surely:
        state = DutyState.RUNNING if closed.earliest > now else DutyState.MET
        return replace(standing, state=state, words=Words(f"共 {days} 天", f"{days} days"))
    if not never:
        words = Words("起止日期不够精确，无法判定", "the days are too vague to tell")
        return replace(standing, state=DutyState.UNDETERMINED, words=words)
    if closed.earliest > now:
        words = Words(f"按公布的结束日期只有 {days} 天", f"only {days} days as announced")
        return replace(standing, state=DutyState.DUE_SOON, words=words)
    words = Words(
        f"只有 {days} 天；如有例外，请登记理由",
        f"only {days} days; where there was cause, enter the reason",
    )
    return replace(standing, state=DutyState.BREACHED_OPEN, words=words)


def ratios(clause: Clause, records: Sequence[Record]) -> tuple[Standing, ...]:
    """The share that was counted last, for each subject and matter (such as a year)."""
    groups = by_matter(records)
    if not groups:
        top, bottom = clause.extra.get("numerator", ""), clause.extra.get("denominator", "")
        nothing = Words(f"尚未登记数量（{top} / {bottom}）", "the numbers have not been entered")
        return (Standing(clause.id, DutyState.NEEDS_ENTRY, nothing),)
    return tuple(
        _ratio(clause, subject, matter, entries) for (subject, matter), entries in groups.items()
    )


def _ratio(clause: Clause, subject: str, matter: str, entries: list[Record]) -> Standing:
    numbers = tuple(record.id for record in entries)
    blank = Standing(
        clause.id, DutyState.NEEDS_ENTRY, Words("", ""), subject, matter, records=numbers
    )
    excused = last_of(entries, RecordKind.EXCUSED)
    if excused is not None:
        return replace(blank, state=DutyState.WAIVED, words=said(excused))
    counted = last_of(entries, RecordKind.COUNT)
    if counted is None or counted.out_of == 0:
        none = Words("分母为零，没有可计算的比例", "nothing to count a share of")
        return replace(blank, state=DutyState.UNDETERMINED, words=none)
    least = float(str(clause.extra.get("min_ratio", 1)))
    share = 100 * counted.count / counted.out_of
    fraction = f"{share:.0f} % ({counted.count}/{counted.out_of})"
    few = counted.out_of < SMALL_NUMBER
    words = Words(
        f"{fraction}，要求不低于 {100 * least:g} %{'；数量少，仅供参考' if few else ''}",
        f"{fraction}, at least {100 * least:g} % wanted{'; a small number' if few else ''}",
    )
    kept = counted.count >= least * counted.out_of
    state = DutyState.MET if kept else DutyState.BREACHED_OPEN
    return replace(blank, state=state, words=words, done=counted.at)

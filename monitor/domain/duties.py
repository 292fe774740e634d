"""The duties of a policy that run on no incident: where the office stands with each, and why.

A pure function of the clause, what people entered, what we saw, and `now`. What the web does not
show needs a person's entry and never counts as kept; a clause that does not bind, or binds only
where necessary (必要时), is never breached by itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from monitor.domain.due import Ruler
from monitor.domain.duty_frequencies import Account, frequencies
from monitor.domain.duty_limits import deadlines, fixed_dates
from monitor.domain.duty_totals import durations, ratios
from monitor.domain.policy import Binding, Clause, ClauseKind, Policy
from monitor.domain.records import Record, RecordKind
from monitor.domain.standing import DutyState, Standing
from monitor.domain.words import Words
from monitor.domain.working_days import MissingYear

_LATE = (DutyState.BREACHED_OPEN, DutyState.LATE_MET)


def duties_on(policy: Policy, day: date) -> tuple[Clause, ...]:
    """The clauses in force on `day` that are no clocks of incidents and no advice on them."""
    return tuple(
        clause
        for clause in policy.clauses_on(day)
        if not clause.times_incidents and not clause.follows_incidents
    )


def standings(
    clause: Clause,
    records: Iterable[Record],
    accounts: Sequence[Account],
    now: datetime,
    ruler: Ruler,
) -> tuple[Standing, ...]:
    """Where the office stands with one clause: at least one standing, in a fixed order.

    `records` may hold entries of other clauses. A year without holidays makes the clause
    undetermined, and says what to do.
    """
    mine = sorted((r for r in records if r.clause == clause.id), key=lambda r: r.id)
    try:
        found = _by_kind(clause, mine, accounts, now, ruler)
    except MissingYear as missing:
        words = Words(
            f"缺少 {missing.year} 年放假安排，请写入 workdays.toml",
            f"the holidays of {missing.year} are not known: put them into workdays.toml",
        )
        found = (Standing(clause.id, DutyState.UNDETERMINED, words),)
    return tuple(_as_binding(clause, standing, mine) for standing in found)


def _by_kind(
    clause: Clause,
    records: list[Record],
    accounts: Sequence[Account],
    now: datetime,
    ruler: Ruler,
) -> tuple[Standing, ...]:
    match clause.kind:
        case ClauseKind.DEADLINE:
            return deadlines(clause, records, now, ruler)
        case ClauseKind.FREQUENCY:
            return frequencies(clause, records, accounts, now, ruler)
        case ClauseKind.FIXED_DATE:
            return fixed_dates(clause, records, now, ruler)
        case ClauseKind.MINIMUM_DURATION:
            return durations(clause, records, now, ruler)
        case ClauseKind.RATIO:
            return ratios(clause, records)
        case ClauseKind.DUTY | ClauseKind.ROUTING | ClauseKind.CONTINUATION:
            return (_shown(clause, records),)


def _shown(clause: Clause, records: list[Record]) -> Standing:
    """A clause without a limit, with what was last entered of it."""
    numbers = tuple(record.id for record in records)
    if not records:
        words = Words("条文没有时限，不判超时", "the clause sets no limit; nothing is breached")
        return Standing(clause.id, DutyState.SHOWN, words, records=numbers)
    last = records[-1]
    words = Words(
        f"最近登记：{last.actor}，{last.reason}", f"last entry: {last.actor}, {last.reason}"
    )
    return Standing(clause.id, DutyState.SHOWN, words, done=last.at, records=numbers)


def _as_binding(clause: Clause, standing: Standing, records: Sequence[Record]) -> Standing:
    """What a soft clause would have breached is advice; a conditional one asks a person first."""
    if clause.binding is Binding.HARD or standing.state not in _LATE:
        return standing
    if clause.binding is Binding.SOFT:
        words = Words(f"{standing.words.zh}（不具约束力）", f"{standing.words.en} (not binding)")
        return replace(standing, state=DutyState.ADVISED, words=words)
    needed = any(
        r.kind is RecordKind.NEEDED and (r.subject, r.matter) == (standing.subject, standing.matter)
        for r in records
    )
    if needed:
        return standing
    words = Words(
        f"{standing.words.zh}；条文只在必要时适用，是否必要请登记",
        f"{standing.words.en}; it applies only where necessary: enter whether it was",
    )
    return replace(standing, state=DutyState.NEEDS_ENTRY, words=words)

"""The clauses of a policy that limit how long citizens' letters may wait, and where they stand.

A clause says so by its `channels`. One with a `trigger` counts from a moment that no page shows
(收到转办通知): the public dates lie outside it on both sides. They show for certain who was in
time; who was late only a person can say. One without counts from the letter itself.
"""

from collections.abc import Iterable
from datetime import date
from functools import cmp_to_key

from monitor.domain.duty_totals import SMALL_NUMBER
from monitor.domain.letters import Rate
from monitor.domain.policy import Binding, Clause, ClauseKind, Policy
from monitor.domain.standing import DutyState, Standing
from monitor.domain.words import Words

LETTER_CHANNELS = frozenset({"governor_message", "online_inquiry", "mayor_mailbox", "mailbox"})
"""What the `channels` of a clause may name for it to be about citizens' letters."""


def limits_letters(clause: Clause) -> bool:
    """Whether a clause limits how long a citizen's letter may wait for its reply."""
    named = LETTER_CHANNELS.intersection(clause.channels)
    return clause.kind is ClauseKind.DEADLINE and clause.window is not None and bool(named)


def letter_clause(policy: Policy, day: date) -> Clause | None:
    """The clause that binds a letter of that day, the strictest of several; None: none does."""
    binding = [clause for clause in policy.clauses_on(day) if limits_letters(clause)]
    return min(binding, key=cmp_to_key(_longer_last), default=None)


def _longer_last(one: Clause, other: Clause) -> int:
    if one.window is None or other.window is None:
        return 0
    return int(one.window.may_be_longer_than(other.window)) - int(
        other.window.may_be_longer_than(one.window)
    )


def letter_standings(clause: Clause, rates: Iterable[Rate]) -> tuple[Standing, ...]:
    """Where each unit stands with a clause, by the letters that were seen; at least one."""
    found = tuple(_standing(clause, rate) for rate in rates)
    if found:
        return found
    nothing = Words(
        "正在监测信箱，近一年没有来信", "the mailbox is watched; no letter within a year"
    )
    return (Standing(clause.id, DutyState.RUNNING, nothing),)


def _standing(clause: Clause, rate: Rate) -> Standing:
    state, more = _state(clause, rate)
    said = rate_words(rate)
    words = Words(f"{said.zh}{more.zh}", f"{said.en}{more.en}")
    return Standing(clause.id, state, words, subject=rate.unit)


def _state(clause: Clause, rate: Rate) -> tuple[DutyState, Words]:
    if rate.late or rate.unanswered:
        if clause.trigger or clause.binding is not Binding.HARD:
            words = Words(
                f"；起点（{clause.trigger or '见条文'}）不公开，是否逾期请核对后登记",
                "; the start is not public: whether any was late a person has to enter",
            )
            return DutyState.UNDETERMINED, words
        state = DutyState.BREACHED_OPEN if rate.unanswered else DutyState.LATE_MET
        return state, Words("", "")
    if rate.waiting:
        return DutyState.RUNNING, Words("", "")
    return (DutyState.MET if rate.on_time else DutyState.UNDETERMINED), Words("", "")


def rate_words(rate: Rate) -> Words:
    """The numbers of a unit in one sentence; a small denominator is marked."""
    if rate.share is None:
        return Words(
            f"来信 {rate.letters} 件，待答复 {rate.waiting}，无法判定 {rate.undetermined}",
            f"{rate.letters} letters, {rate.waiting} waiting, {rate.undetermined} cannot be told",
        )
    share = f"{100 * rate.share:.0f} % ({rate.on_time}/{rate.decided})"
    few = rate.decided < SMALL_NUMBER
    return Words(
        f"按公开日期，按时 {share}{'，数量少，仅供参考' if few else ''}；超过时限 {rate.late}，"
        f"未见答复 {rate.unanswered}，待答复 {rate.waiting}，无法判定 {rate.undetermined}",
        f"by public dates {share} on time{', a small number' if few else ''}; {rate.late} late, "
        f"{rate.unanswered} overdue, {rate.waiting} waiting, {rate.undetermined} cannot be told",
    )

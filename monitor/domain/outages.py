"""Outages: channels that cannot be seen, told once, reminded of, and called off.

One failed look is nothing. A channel is out after several failed looks in a row, or when it was not
seen for as long as that many looks take. Where many fail at once, ours is the likely fault, and one
message tells of all.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.domain.channel import ChannelKind, PollOutcome
from monitor.domain.words import Words

LEAST_PATIENCE = timedelta(minutes=15)
"""No channel is out before it was unseen for this long, unless enough looks at it failed."""

OVERDUE_AFTER = timedelta(minutes=15)
"""A look that is this late has not been taken: the crawler does not run."""

_MANY = 3


@dataclass(frozen=True, slots=True)
class OutageRules:
    """When people are told of outages. `looks`: so many failed looks in a row are an outage.

    News channels have a number of their own, and are only told of with `tell_news`: the digest
    names their blind hours anyway. `remind_after` repeats the message while it lasts. Messages of
    one kind are at least `apart` from each other: what happens in between goes into the next.
    """

    looks: int = 3
    news_looks: int = 12
    tell_news: bool = False
    remind_after: timedelta = timedelta(hours=24)
    apart: timedelta = timedelta(minutes=10)

    def needed(self, kind: ChannelKind) -> int:
        """How many failed looks in a row are an outage of such a channel."""
        return self.news_looks if kind is ChannelKind.NEWS else self.looks


@dataclass(frozen=True, slots=True)
class ChannelState:
    """What is known of one channel that is watched; instants are aware, None where there is none.

    `failures` counts the failed looks since the last that saw; `first_look_at` is the first ever.
    """

    name: str
    title: str
    kind: ChannelKind
    every: timedelta
    owner: str = ""
    failures: int = 0
    first_look_at: datetime | None = None
    last_ok_at: datetime | None = None
    last_look_at: datetime | None = None
    next_look_at: datetime | None = None
    outcome: PollOutcome | None = None
    detail: str = ""

    @property
    def unseen_since(self) -> datetime | None:
        """Since when it was not seen; None where it was never looked at."""
        return self.last_ok_at or self.first_look_at

    def unwatched(self, now: datetime) -> bool:
        """Whether it is not looked at although a look is long due: our fault, not the site's."""
        return self.next_look_at is not None and now - self.next_look_at > OVERDUE_AFTER

    def in_trouble(self, now: datetime) -> bool:
        """Whether the last look failed, or none is taken any more."""
        return self.failures > 0 or self.unwatched(now)

    def is_out(self, rules: OutageRules, watching_since: datetime | None, now: datetime) -> bool:
        """Whether it counts as out at `now`.

        `watching_since` is when we began to watch, or last began anew: time in which nobody looked
        is no evidence against a channel.
        """
        needed = rules.needed(self.kind)
        if self.failures >= needed:
            return True
        begun = [at for at in (self.unseen_since, watching_since) if at is not None]
        allowed = max(needed * self.every, LEAST_PATIENCE)
        return self.in_trouble(now) and bool(begun) and now - max(begun) > allowed


def newly_out(
    states: Sequence[ChannelState],
    known: Collection[str],
    rules: OutageRules,
    watching_since: datetime | None,
    now: datetime,
) -> tuple[ChannelState, ...]:
    """The channels that are to be told of as out and are not among the `known` ones.

    Where a common cause is likely, the first that is out takes along all that are in trouble, so
    that one failure of our own network is one message.
    """
    told = [s for s in states if s.kind is not ChannelKind.NEWS or rules.tell_news]
    out = {s.name for s in told if s.is_out(rules, watching_since, now)}
    if out and common_cause(states, now):
        out |= {s.name for s in told if s.in_trouble(now)}
    return tuple(s for s in told if s.name in out and s.name not in known)


def common_cause(states: Sequence[ChannelState], now: datetime) -> bool:
    """Whether so many channels are in trouble at once that the cause is likely our own."""
    troubled = sum(state.in_trouble(now) for state in states)
    return troubled >= _MANY and 2 * troubled >= len(states)


def all_out(states: Sequence[ChannelState], out: Collection[str]) -> bool:
    """Whether no official channel is left that could be seen."""
    official = [state.name for state in states if state.kind is ChannelKind.OFFICIAL]
    return bool(official) and set(official) <= set(out)


_OUTCOMES = {
    PollOutcome.EMPTY: Words("页面打开了，但读不出条目（可能改版）", "opens, but no items found"),
    PollOutcome.HTTP_ERROR: Words("网站返回错误", "the site answers with an error"),
    PollOutcome.BLOCKED: Words("被反爬验证挡住", "an anti-bot page keeps us out"),
    PollOutcome.TIMEOUT: Words("连接超时", "it does not answer in time"),
    PollOutcome.UNREACHABLE: Words("连接不上", "it cannot be reached"),
    PollOutcome.TOO_LARGE: Words("页面过大", "the page is too large"),
    PollOutcome.REDIRECT_LOOP: Words("反复跳转", "it redirects in circles"),
    PollOutcome.ROBOTS: Words("robots.txt 不允许", "robots.txt forbids it"),
    PollOutcome.UNREADABLE: Words("内容无法识别", "its content cannot be read"),
}


def outcome_words(state: ChannelState, now: datetime) -> Words:
    """Why a channel is not seen, in words."""
    if state.unwatched(now):
        return Words("采集程序没有去看", "the crawler does not look at it")
    if state.outcome is None or state.outcome.saw:
        return Words("没有看到", "not seen")
    return _OUTCOMES[state.outcome]

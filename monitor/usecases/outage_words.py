"""What is said of channels that cannot be seen: titles, lines and notes, in both languages."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.domain.channel import ChannelKind
from monitor.domain.outages import ChannelState, outcome_words
from monitor.domain.words import NO_WORDS, Words
from monitor.wording.phrasing import day_time_words, span_words

OURSELVES = Words(
    "很多渠道同时看不见，很可能是本机网络或采集程序的问题，请先检查本机",
    "many channels at once: most likely our own network or crawler, please look there first",
)

_LONGEST_DETAIL = 60


def blind_title(states: Sequence[ChannelState], *, everything: bool) -> Words:
    """`3 个官方渠道看不见`; one channel is named."""
    if everything and len(states) > 1:
        count = len(states)
        return Words(
            f"全部 {count} 个官方渠道看不见", f"none of the {count} official channels can be seen"
        )
    if len(states) == 1:
        return Words(f"{states[0].title} 看不见", f"{states[0].title} cannot be seen")
    zh, en = _kind(states)
    return Words(f"{len(states)} 个{zh}看不见", f"{len(states)} {en} cannot be seen")


def back_title(states: Sequence[ChannelState]) -> Words:
    """`3 个官方渠道恢复可见`; one channel is named."""
    if len(states) == 1:
        return Words(f"{states[0].title} 恢复可见", f"{states[0].title} can be seen again")
    zh, en = _kind(states)
    return Words(f"{len(states)} 个{zh}恢复可见", f"{len(states)} {en} can be seen again")


def blind_line(state: ChannelState, since: datetime, zone: ZoneInfo, now: datetime) -> Words:
    """Which channel, since when, how often it was tried, and why."""
    why = outcome_words(state, now)
    detail = state.detail[:_LONGEST_DETAIL].strip()
    count = state.failures
    zh = f"{day_time_words(since, zone, 'zh')} 起" + (
        f"，最近 {count} 次都没有看到" if count else ""
    )
    en = f"since {day_time_words(since, zone, 'en')}" + (f", {count} failed looks" if count else "")
    return Words(
        f"{state.title}：{zh}，{why.zh}" + (f"（{detail}）" if detail else ""),
        f"{state.title}: {en}; {why.en}" + (f" ({detail})" if detail else ""),
    )


def back_line(title: str, start: datetime, end: datetime, zone: ZoneInfo) -> Words:
    """From when to when a channel was not seen."""
    zh, en = (
        (day_time_words(start, zone, language), day_time_words(end, zone, language))
        for language in ("zh", "en")
    )
    lasted = end - start
    return Words(
        f"{title}：{zh[0]} 至 {zh[1]} 看不见（{span_words(lasted, 'zh')}）",
        f"{title}: not seen from {en[0]} to {en[1]} ({span_words(lasted, 'en')})",
    )


def touched_line(number: int, title: str) -> Words:
    """An incident with a window that nobody can decide because of it."""
    return Words(
        f"事件 {number}「{title}」有时限因此无法判定，请人工核查",
        f"incident {number}, {title}: a window cannot be decided because of it, please check",
    )


def still_out(count: int) -> Words:
    """How many are out still; nothing where none is."""
    if not count:
        return NO_WORDS
    return Words(f"仍有 {count} 个渠道看不见", f"{count} channels still cannot be seen")


def _kind(states: Sequence[ChannelState]) -> tuple[str, str]:
    official = all(state.kind is ChannelKind.OFFICIAL for state in states)
    return ("官方渠道", "official channels") if official else ("渠道", "channels")

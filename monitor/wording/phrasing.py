"""How instants, spans and states are said: one wording for mail, board and digest.

`language` "en" gives English, anything else Chinese. Instants are shown in the office's zone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.domain.verdict import Verdict

_WEEKDAYS = (
    ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NEAR = {-1: ("昨天", "yesterday"), 0: ("今天", "today"), 1: ("明天", "tomorrow")}
_DAYS_FROM = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class StateLook:
    """One state of a clock, said three ways at once: shape, colour, word.

    `shape` names the style of the mark, `sign` stands inside it and `text` replaces it where there
    is only text. Colours are for a light and for a dark ground, each at least 4.5:1 on it.
    """

    shape: str
    sign: str
    text: str
    light: str
    dark: str


_BAR = StateLook("bar", "–", "[–]", "#52525b", "#a1a1aa")
_LOOKS = {
    Verdict.RUNNING: StateLook("ring", "", "[○]", "#475569", "#94a3b8"),
    Verdict.DUE_SOON: StateLook("thick-ring", "", "[◎]", "#b45309", "#fbbf24"),
    Verdict.MET: StateLook("circle", "✓", "[✓]", "#15803d", "#4ade80"),
    Verdict.LATE_MET: StateLook("broken-circle", "✓", "[✓+]", "#c2410c", "#fb923c"),
    Verdict.BREACHED_OPEN: StateLook("square", "!", "[!]", "#b91c1c", "#f87171"),
    Verdict.UNDETERMINED: StateLook("dashed-circle", "?", "[?]", "#6d28d9", "#a78bfa"),
}


def state_look(verdict: Verdict | str) -> StateLook:
    """The look of a state; what does not run or was waived is a small grey bar."""
    return _LOOKS.get(Verdict(verdict), _BAR)


def state_word(verdict: Verdict, language: str) -> str:
    """The word of a state."""
    return verdict.words[_index(language)]


def clock_time(at: datetime, zone: ZoneInfo) -> str:
    """`17:40`."""
    return f"{at.astimezone(zone):%H:%M}"


def day_words(at: datetime, zone: ZoneInfo, language: str, *, year: bool = False) -> str:
    """`7月20日`, `20 Jul`; with the year where asked."""
    local = at.astimezone(zone)
    if language == "en":
        return f"{local.day} {_MONTHS[local.month - 1]}" + (f" {local.year}" if year else "")
    return (f"{local.year}年" if year else "") + f"{local.month}月{local.day}日"


def day_before_words(end: datetime, zone: ZoneInfo, language: str) -> str:
    """The last day of a stretch whose `end` is exclusive."""
    return day_words(end - timedelta(microseconds=1), zone, language)


def instant_words(at: datetime, reference: datetime, zone: ZoneInfo, language: str) -> str:
    """`今天 17:40`, `7月20日 14:05`: the day by its nearness to `reference`.

    The year is said only where it is not that of `reference`.
    """
    local, around = at.astimezone(zone), reference.astimezone(zone)
    near = _NEAR.get((local.date() - around.date()).days)
    if near is not None:
        day = near[_index(language)]
    else:
        day = day_words(at, zone, language, year=local.year != around.year)
    return f"{day} {clock_time(at, zone)}"


def day_time_words(at: datetime, zone: ZoneInfo, language: str) -> str:
    """`7月20日 14:05`: for lists that are read days later."""
    return f"{day_words(at, zone, language)} {clock_time(at, zone)}"


def dated_words(at: datetime, zone: ZoneInfo, language: str) -> str:
    """`2026年7月20日 周一 14:05`: for whatever may be read on another day."""
    weekday = _WEEKDAYS[_index(language)][at.astimezone(zone).weekday()]
    day = day_words(at, zone, language, year=True)
    dated = f"{weekday} {day}" if language == "en" else f"{day} {weekday}"
    return f"{dated} {clock_time(at, zone)}"


def between_words(
    earliest: datetime, latest: datetime, reference: datetime, zone: ZoneInfo, language: str
) -> str:
    """An instant known between two bounds: `今天 14:05–14:20 之间`; one instant where equal."""
    first = instant_words(earliest, reference, zone, language)
    if clock_time(earliest, zone) == clock_time(latest, zone) and latest - earliest < _MINUTE:
        return first
    same_day = earliest.astimezone(zone).date() == latest.astimezone(zone).date()
    last = (
        clock_time(latest, zone) if same_day else instant_words(latest, reference, zone, language)
    )
    dash = "–" if same_day else (" to " if language == "en" else " 至 ")
    return f"between {first}{dash}{last}" if language == "en" else f"{first}{dash}{last} 之间"


_MINUTE = timedelta(minutes=1)


def span_words(span: timedelta, language: str) -> str:
    """`3 小时 12 分`, `3 h 12 min`; the length of a span without its sign, minutes rounded down.

    Beyond three days in days and hours, since windows are counted in hours up to there.
    """
    minutes = abs(span) // _MINUTE
    if minutes == 0:
        return "under 1 min" if language == "en" else "不到 1 分"
    days, hours = 0, minutes // 60
    if abs(span) > _DAYS_FROM:
        days, hours, minutes = hours // 24, hours % 24, 0
    units = ("d", "h", "min") if language == "en" else ("天", "小时", "分")
    parts = zip((days, hours, minutes % 60), units, strict=True)
    return " ".join(f"{number} {unit}" for number, unit in parts if number)


def left_words(due: datetime, now: datetime, language: str) -> str:
    """The countdown: `还剩 3 小时 12 分`, or `超时 47 分` once `due` (inclusive) is past."""
    span = span_words(due - now, language)
    if now > due:
        return f"{span} overdue" if language == "en" else f"超时 {span}"
    return f"{span} left" if language == "en" else f"还剩 {span}"


def margin_words(margin: timedelta, language: str) -> str:
    """How far from the limit an answer came: `提前 1 小时 20 分`, or `晚 3 小时`."""
    span = span_words(margin, language)
    if margin < timedelta(0):
        return f"{span} late" if language == "en" else f"晚 {span}"
    return f"{span} to spare" if language == "en" else f"提前 {span}"


def _index(language: str) -> int:
    return 1 if language == "en" else 0

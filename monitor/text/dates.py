"""Times as Chinese pages, feeds and their programs write them, read into intervals."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from monitor.domain.when import Precision, When

FUTURE_TOLERANCE = timedelta(minutes=10)
"""How far a page's clock may run ahead of ours before its time is no longer believed."""

EARLIEST_YEAR = 1994
"""The year in which the first Chinese sites went up: an earlier time of publication is an error."""

_LONGEST = 300
_YEAR = r"(?P<y>(?:19|20)\d{2})"
_DAY = r"(?P<d>\d{2}(?=\d{2}[:：]\d{2})|\d{1,2}(?!\d))"
_HALF = r"(?P<half>上午|下午|晚上|晚间|晚|凌晨|清晨|早上|早晨|中午|傍晚|[AaPp][Mm])?"
_CLOCK = (
    r"(?P<h>\d{1,2})\s*(?:[:：]\s?(?P<mi>\d{2})(?:[:：]\s?(?P<s>\d{2})(?:[.,]\d{1,9})?)?"
    r"|[时点时]\s*(?:(?P<mi2>\d{1,2})\s*分\s*(?:(?P<s2>\d{1,2})\s*秒)?|(?P<sharp>整)?))"
    r"(?:\s*(?P<half2>[AaPp]\.?[Mm])\b)?"
    r"(?:\s*(?P<zone>Z\b|(?:UTC|GMT)?[+-]\d{2}:?\d{2}(?!\d)|(?:UTC|GMT|CST|EST|EDT|PST|PDT)\b))?"
)
_BETWEEN = r"[\sT,，日-]{0,4}(?:[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?)?[\s,，|]{0,4}"
_AND_CLOCK = rf"(?:{_BETWEEN}{_HALF}\s*{_CLOCK})?"
_FULL = re.compile(  # the year of 12/25/2022 does not begin another date
    rf"(?<!\d)(?<!/\d/)(?<!/\d\d/){_YEAR}\s{{0,2}}[-/.年\u2010-\u2015]\s{{0,2}}(?P<m>\d{{1,2}})"
    rf"\s{{0,2}}[-/.月\u2010-\u2015]\s{{0,2}}{_DAY}\s{{0,2}}日?{_AND_CLOCK}"
)
_COMPACT = re.compile(
    rf"(?<![\d.]){_YEAR}(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])"
    r"(?:[T\s]?(?P<h>[01]\d|2[0-3]):?(?P<mi>[0-5]\d)(?::?(?P<s>[0-5]\d))?)?(?!\d)"
)
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = r"(?P<name>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
_ENGLISH_CLOCK = rf"(?:[\s,]{{1,3}}(?:at\s)?{_CLOCK})?"
_RFC = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})[\s-]{{1,2}}{_NAME}[\s-]{{1,2}}(?P<y>\d{{4}}|\d{{2}}(?!\d|:)){_ENGLISH_CLOCK}",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    rf"\b{_NAME}\s(?P<d>\d{{1,2}}),?\s(?P<y>\d{{4}}){_ENGLISH_CLOCK}", re.IGNORECASE
)
_CTIME = re.compile(
    rf"\b{_NAME}\s{{1,2}}(?P<d>\d{{1,2}})\s{_CLOCK}(?:\s[A-Z]{{3,4}})?\s(?P<y>\d{{4}})",
    re.IGNORECASE,
)
# A range of days (an archive's) is no time.
_YEAR_LAST = re.compile(
    rf"(?<![\d/])(?<!\d-)(?<!\d\s-\s)(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})/{_YEAR}(?!\d|\s?-\s?\d{{1,2}}/)"
    rf"(?:[\s,]{{1,3}}(?:-\s)?{_CLOCK})?"
)
_YEARLESS = re.compile(
    rf"(?<![\d./-])(?P<m>\d{{1,2}})\s?[-/月]\s?{_DAY}(?![-/.]\d)\s?日?{_AND_CLOCK}"
)
_MONTH = re.compile(rf"(?<!\d){_YEAR}\s?[-/年.]\s?(?P<m>\d{{1,2}})(?!\d)\s?月?(?![-/.]\d)")
_EPOCH = re.compile(r"(?P<seconds>1\d{9})(?:\d{3})?")
_NEAR_DAY = re.compile(rf"(?P<near>今天|今日|昨天|昨日|前天){_AND_CLOCK}")
_AGO = re.compile(
    r"(?P<n>\d{1,4}|半)\s?个?(?P<unit>秒|分|小时|天|日)钟?\s?(?:以)?前|(?P<just>刚刚|刚才)"
)
_CHINESE_YEAR = re.compile(
    r"[一二][〇零○Ｏ一二三四五六七八九]{3}年[一二三四五六七八九十]{1,3}月(?:[一二三四五六七八九十]{1,3}日)?"
)
_OFFSETS = {"z": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "pst": -8, "pdt": -7}
_SPANS = {
    Precision.SECOND: timedelta(0),
    Precision.MINUTE: timedelta(0),
    Precision.HOUR: timedelta(hours=1),
    Precision.DAY: timedelta(days=1),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a stated time: the time, or why it is not believed.

    `rejected` is empty, or one of "unreadable" (nothing like a time), "impossible" (the 31st of
    February, hour 25), "future", "too_old".
    """

    when: When | None
    rejected: str = ""


def read_time(raw: str, zone: ZoneInfo, fetched_at: datetime, source: str) -> When | None:
    """The time that `raw` states, or None where it states none that can be believed.

    Without an offset it is in `zone` (the office's). Relative and year-less forms are read
    against `fetched_at` (aware). Never raises on any text; `read` also tells why not.
    """
    return read(raw, zone, fetched_at, source).when


def read(raw: str, zone: ZoneInfo, fetched_at: datetime, source: str) -> Reading:
    """As `read_time`, with the reason where the time is rejected."""
    text = _plain(raw)
    reason = "unreadable"
    for reader in _READERS:
        try:
            when = reader(text, zone, fetched_at, source)
        except (ValueError, OverflowError):
            reason = "impossible"
            continue
        if when is not None:
            return _believed(when, zone, fetched_at)
    return Reading(None, reason)


def find_dates(text: str) -> list[tuple[int, int]]:
    """Where dates with a year (2023年11月14日 22:13, 二〇二三年十一月) stand in `text`."""
    found = [match.span() for match in _FULL.finditer(text)]
    if not found and "/" in text:
        found = [match.span() for match in _YEAR_LAST.finditer(text) if _month_and_day(match)]
    if not found and "年" in text:
        found = [match.span() for match in _CHINESE_YEAR.finditer(text)]
    return found


def _believed(when: When, zone: ZoneInfo, fetched_at: datetime) -> Reading:
    if when.earliest > fetched_at + FUTURE_TOLERANCE:
        return Reading(None, "future")
    if when.earliest.astimezone(zone).year < EARLIEST_YEAR:
        return Reading(None, "too_old")
    return Reading(when)


def _plain(raw: str) -> str:
    """Half-width digits, ordinary spaces, Arabic numerals in an all-Chinese date."""
    text = unicodedata.normalize("NFKC", raw[:_LONGEST]).replace("\u2802", " ").strip()
    text = text.replace("時", "时").replace("點", "点")
    return _CHINESE_YEAR.sub(lambda match: _arabic_date(match.group()), text)


def _arabic_date(text: str) -> str:
    year, rest = text.split("年")
    digits = {char: str(number) for number, char in enumerate("〇一二三四五六七八九")}
    digits |= {"零": "0", "○": "0", "O": "0"}
    month, _, day = rest.partition("月")
    numbers = [str(_small_number(part.rstrip("日"))) for part in (month, day) if part]
    return "".join(digits.get(char, char) for char in year) + "-" + "-".join(numbers)


def _small_number(text: str) -> int:
    """Chinese numerals up to 99, as days and months are written."""
    tens, ten, ones = text.rpartition("十")
    value = "一二三四五六七八九"
    if not ten:
        return value.find(text) + 1
    return (value.find(tens) + 1 if tens else 1) * 10 + (value.find(ones) + 1 if ones else 0)


def _from_match(match: re.Match[str], zone: ZoneInfo, source: str, year: int | None = None) -> When:
    """The interval of a matched date; raises ValueError where there is no such day or time."""
    parts = match.groupdict()
    name = (parts.get("name") or "")[:3].lower()
    month = _MONTH_NAMES.index(name) + 1 if name else int(parts["m"])
    stated = year if year is not None else int(parts["y"])
    if stated < 100:
        stated += 2000 if stated < 70 else 1900
    midnight = datetime(stated, month, int(parts["d"]), tzinfo=zone)
    return _on_day(midnight, parts, source)


def _on_day(midnight: datetime, parts: dict[str, str | None], source: str) -> When:
    """`midnight` plus the time of day in `parts`, if there is one."""
    if parts.get("h") is None:
        return _interval(midnight, Precision.DAY, source)
    minute = parts.get("mi") or parts.get("mi2")
    second = parts.get("s") or parts.get("s2")
    hour = _hour(int(parts["h"] or 0), (parts.get("half") or parts.get("half2") or "").lower())
    if hour == 24 and not int(minute or 0):
        return _on_day(midnight + timedelta(days=1), parts | {"h": "0", "half": ""}, source)
    start = midnight.replace(hour=hour, minute=int(minute or 0), second=int(second or 0))
    start = start.replace(tzinfo=_zone_of(parts.get("zone")) or start.tzinfo)
    exact = minute or parts.get("sharp")
    return _interval(
        start,
        Precision.SECOND if second else Precision.MINUTE if exact else Precision.HOUR,
        source,
    )


def _hour(hour: int, half: str) -> int:
    """The hour of 24 that `half` of the day makes of it; 晚12点 is midnight, written as 24."""
    if half.replace(".", "") == "am":
        return hour % 12
    if half and half[0] in "下晚傍p" and hour <= 12:
        return 24 if hour == 12 and half[0] == "晚" else hour % 12 + 12
    return hour + 12 if half == "中午" and hour < 3 else hour


def _zone_of(name: str | None) -> timezone | None:
    """A fixed offset; None for no zone and for CST, which on Chinese pages is China's own."""
    if not name or name == "CST":
        return None
    known = _OFFSETS.get(name.lower())
    if known is not None:
        return timezone(timedelta(hours=known))
    digits = re.sub(r"[^\d+-]", "", name)
    offset = timedelta(hours=int(digits[1:3]), minutes=int(digits[3:5]))
    return timezone(-offset if digits[0] == "-" else offset)


def _interval(start: datetime, precision: Precision, source: str) -> When:
    return When(
        start.astimezone(UTC),
        (start + _SPANS[precision]).astimezone(UTC),
        source,
        precision,
    )


def _by(shape: re.Pattern[str]) -> "_Reader":
    """A reader for a shape that carries its own year."""

    def reader(text: str, zone: ZoneInfo, fetched_at: datetime, source: str) -> When | None:
        match = shape.search(text)
        return _from_match(match, zone, source) if match else None

    return reader


def _year_last(text: str, zone: ZoneInfo, fetched_at: datetime, source: str) -> When | None:
    """7/25/2005 9:23:57 PM, where the order of day and month is certain."""
    match = _YEAR_LAST.search(text)
    known = _month_and_day(match) if match else None
    if match is None or known is None:
        return None
    return _on_day(datetime(int(match["y"]), *known, tzinfo=zone), match.groupdict(), source)


def _month_and_day(match: re.Match[str]) -> tuple[int, int] | None:
    """Month and day of a date with its year last; None where they could be the other way round.

    A number over 12 is the day. AM or PM marks the American order, month first: servers set up
    in English print it so, while the languages that put the day first count 24 hours.
    """
    first, second = int(match["first"]), int(match["second"])
    if first > 12:
        return second, first
    return (first, second) if second > 12 or first == second or match["half2"] else None


def _epoch(text: str, zone: ZoneInfo, fetched_at: datetime, source: str) -> When | None:
    """Seconds or milliseconds since 1970, as programs leave them in a page's data."""
    match = _EPOCH.fullmatch(text)
    if not match:
        return None
    return When.at(datetime.fromtimestamp(int(match["seconds"]), UTC), source)


def _yearless(text: str, zone: ZoneInfo, fetched_at: datetime, source: str) -> When | None:
    """Month and day: the nearest such day that is not in the future (four years, for 29 Feb)."""
    match = _YEARLESS.search(text)
    if not match:
        return None
    this_year = fetched_at.astimezone(zone).year
    for year in range(this_year, this_year - 5, -1):
        try:
            when = _from_match(match, zone, source, year)
        except ValueError:
            continue
        if when.earliest <= fetched_at + FUTURE_TOLERANCE:
            return when
    return None


def _month(text: str, zone: ZoneInfo, fetched_at: datetime, source: str) -> When | None:
    match = _MONTH.search(text)
    if not match:
        return None
    first = datetime(int(match["y"]), int(match["m"]), 1, tzinfo=zone)
    following = (first + timedelta(days=32)).replace(day=1)
    return When(first.astimezone(UTC), following.astimezone(UTC), source, Precision.MONTH)


def _near_day(text: str, zone: ZoneInfo, fetched_at: datetime, source: str) -> When | None:
    """今天, 昨天, 前天, perhaps with a time of day."""
    match = _NEAR_DAY.search(text)
    if not match:
        return None
    back = {"今": 0, "昨": 1, "前": 2}[match["near"][0]]
    today = fetched_at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return _on_day(today - timedelta(days=back), match.groupdict(), source)


def _ago(text: str, zone: ZoneInfo, fetched_at: datetime, source: str) -> When | None:
    """3分钟前, 3小时前: pages cut the age down, so the time lies up to one unit further back."""
    match = _AGO.search(text)
    if not match:
        return None
    unit = match["unit"] or "秒"
    if unit in "秒分" or match["n"] == "半":
        count = (
            0 if match["just"] or unit == "秒" else 30 if match["n"] == "半" else int(match["n"])
        )
        at = (fetched_at - timedelta(minutes=count)).replace(second=0, microsecond=0)
        return When.at(at.astimezone(UTC), source, Precision.MINUTE)
    step = timedelta(hours=1) if unit == "小时" else timedelta(days=1)
    latest = (fetched_at - int(match["n"]) * step).astimezone(UTC)
    precision = Precision.HOUR if unit == "小时" else Precision.DAY
    return When(latest - step, latest, source, precision)


_Reader = Callable[[str, ZoneInfo, datetime, str], When | None]
_READERS: tuple[_Reader, ...] = (
    _epoch,
    _by(_FULL),
    _year_last,
    _by(_CTIME),
    _by(_RFC),
    _by(_ENGLISH),
    _ago,
    _near_day,
    _by(_COMPACT),
    _yearless,
    _month,
)

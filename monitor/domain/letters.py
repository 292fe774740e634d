"""Citizens' letters with public dates: was each answered within a window?

The five working days of the Shanwei document run from 收到转办通知 to a written report, and neither
is public. What is public, the day of the letter and the day of its published reply, lies outside
them on both sides: a letter answered within the window was in time for certain, one answered later
may still have been. The rate is therefore a lower bound, and the lateness an upper one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.domain.due import CALENDAR_DAYS, ELAPSED, WORKING_DAYS, Limit, Ruler
from monitor.domain.when import When
from monitor.domain.window import Window
from monitor.domain.words import Words
from monitor.domain.working_days import MissingYear

_LOOK_LATE = timedelta(hours=6)
"""A planned look that has not come so long after its time is not coming: nobody looks any more."""


class LetterVerdict(StrEnum):
    """What the public dates of a letter say."""

    ON_TIME = "on_time"
    LATE = "late"  # by its public dates
    WAITING = "waiting"  # not answered, and still within the window
    UNANSWERED = "unanswered"  # not answered, and past the window
    UNDETERMINED = "undetermined"  # a date is missing, too vague, or contradicts the other

    @property
    def decided(self) -> bool:
        """Whether it counts in the rate."""
        return self in (LetterVerdict.ON_TIME, LetterVerdict.LATE, LetterVerdict.UNANSWERED)

    @property
    def words(self) -> tuple[str, str]:
        """The verdict in Chinese and English."""
        return {
            "on_time": ("按时答复", "on time"),
            "late": ("答复超过时限", "answered late"),
            "waiting": ("待答复", "waiting"),
            "unanswered": ("超过时限未见答复", "overdue"),
            "undetermined": ("无法判定", "cannot tell"),
        }[self.value]


@dataclass(frozen=True, slots=True)
class PageSight:
    """How well we see the page of a crawled letter that has no reply.

    `seen_at` is the last look that read it, `next_at` the next one planned, `failures` the blind
    looks since; `gone_at` is since when the server denies the page.
    """

    seen_at: datetime
    next_at: datetime | None = None
    failures: int = 0
    gone_at: datetime | None = None

    def still_coming(self, now: datetime) -> bool:
        """Whether the next look can be waited for: it is planned, and nothing went wrong yet."""
        planned = self.next_at is not None and now < self.next_at + _LOOK_LATE
        return planned and not self.failures and self.gone_at is None


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: when it was sent, and when its reply was published; `unit` is who replied.

    `answered` says whether there is a reply at all, dated or not. Without `sight` the letter is
    taken to stand now as it is told (a file).
    """

    id: str
    unit: str
    sent: When
    replied: When | None
    answered: bool
    sight: PageSight | None = None


@dataclass(frozen=True, slots=True)
class LetterReading:
    """A letter's verdict with its reason, and its limit where the calendar tells it.

    `missing_year` is the year without holidays that kept it from being told.
    """

    letter: Letter
    verdict: LetterVerdict
    words: Words
    limit: Limit | None = None
    missing_year: int | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """How many letters of one unit were answered in time, of those that can be decided."""

    unit: str
    letters: int
    on_time: int
    late: int
    unanswered: int
    waiting: int
    undetermined: int

    @property
    def decided(self) -> int:
        """The denominator of the rate."""
        return self.on_time + self.late + self.unanswered

    @property
    def share(self) -> float | None:
        """The rate from 0 to 1, or None where nothing can be decided."""
        return self.on_time / self.decided if self.decided else None


def judge_letter(letter: Letter, window: Window, now: datetime, ruler: Ruler) -> LetterVerdict:
    """Whether a letter was answered within a window, by its public dates, as of `now`."""
    return read_letter(letter, window, now, ruler).verdict


def read_letter(letter: Letter, window: Window, now: datetime, ruler: Ruler) -> LetterReading:
    """Whether a letter was answered within a window, by its public dates, as of `now`, and why.

    Hours run from the moment; days and working days do not count the day of the letter. A year
    whose holidays are not known leaves it undetermined. No reply is held against anybody only
    where the page was read again after the limit and still showed none.
    """
    try:
        limit = ruler.limit(letter.sent, window, counting_of(window))
    except MissingYear as missing:
        words = Words(
            f"缺少 {missing.year} 年放假安排，请写入 workdays.toml",
            f"the holidays of {missing.year} are not known: put them into workdays.toml",
        )
        return LetterReading(letter, LetterVerdict.UNDETERMINED, words, missing_year=missing.year)
    if letter.replied is None:
        verdict, words = _without_date(letter, limit, now, ruler)
    else:
        verdict, words = _dated(letter.sent, letter.replied, limit)
    return LetterReading(letter, verdict, words, limit)


def counting_of(window: Window) -> str:
    """How a window counts that stands alone: hours elapse, days are the calendar's."""
    if window.working_days:
        return WORKING_DAYS
    return CALENDAR_DAYS if window.days or window.months or window.years else ELAPSED


_Said = tuple[LetterVerdict, Words]


def _dated(sent: When, replied: When, limit: Limit) -> _Said:
    if replied.latest < sent.earliest:
        words = Words("页面所载答复早于来信", "the reply is dated before the letter")
        return LetterVerdict.UNDETERMINED, words
    if limit.kept(replied):
        return LetterVerdict.ON_TIME, Words("在时限之内答复", "answered within the limit")
    if limit.missed(replied):
        words = Words("按公开日期超过时限", "beyond the limit by its public dates")
        return LetterVerdict.LATE, words
    words = Words("日期不够精确，分不出是否在时限之内", "its dates are too vague to tell")
    return LetterVerdict.UNDETERMINED, words


def _without_date(letter: Letter, limit: Limit, now: datetime, ruler: Ruler) -> _Said:
    if letter.answered:
        words = Words("有答复，但没有日期", "there is a reply, without a date")
        return LetterVerdict.UNDETERMINED, words
    if not limit.over(now):
        return LetterVerdict.WAITING, Words("尚在时限之内", "still within the limit")
    sight = letter.sight
    if sight is None:
        return LetterVerdict.UNANSWERED, Words("没有答复", "there is no reply")
    seen = f"{sight.seen_at.astimezone(ruler.zone):%Y-%m-%d %H:%M}"
    if limit.over(sight.seen_at):
        words = Words(f"截至 {seen} 查看，页面未见答复", f"no reply on the page as seen at {seen}")
        return LetterVerdict.UNANSWERED, words
    if sight.still_coming(now):
        words = Words("时限刚过，等待再看一次页面", "the limit just passed; to be looked at again")
        return LetterVerdict.WAITING, words
    return LetterVerdict.UNDETERMINED, _unseen(sight, seen)


def _unseen(sight: PageSight, seen: str) -> Words:
    why = (
        ("页面已不存在", "the page is gone")
        if sight.gone_at is not None
        else ("时限过后没能再看到页面", "the page could not be read after the limit")
    )
    return Words(f"{why[0]}；最近一次看到：{seen}", f"{why[1]}; last seen at {seen}")


def rates(
    letters: Iterable[Letter], window: Window, now: datetime, ruler: Ruler
) -> tuple[Rate, ...]:
    """The rate of each unit by name, the most letters first."""
    return rates_of((each.unit, judge_letter(each, window, now, ruler)) for each in letters)


def rates_of(judged: Iterable[tuple[str, LetterVerdict]]) -> tuple[Rate, ...]:
    """The same from the verdicts, each with its unit."""
    verdicts: dict[str, list[LetterVerdict]] = {}
    for unit, verdict in judged:
        verdicts.setdefault(unit, []).append(verdict)
    found = [_rate(unit, of_unit) for unit, of_unit in verdicts.items()]
    return tuple(sorted(found, key=lambda rate: (-rate.letters, rate.unit)))


def total(rates_: Iterable[Rate]) -> Rate:
    """All units together, under no name."""
    every = tuple(rates_)
    return Rate(
        "",
        sum(rate.letters for rate in every),
        sum(rate.on_time for rate in every),
        sum(rate.late for rate in every),
        sum(rate.unanswered for rate in every),
        sum(rate.waiting for rate in every),
        sum(rate.undetermined for rate in every),
    )


def _rate(unit: str, verdicts: list[LetterVerdict]) -> Rate:
    return Rate(
        unit,
        len(verdicts),
        verdicts.count(LetterVerdict.ON_TIME),
        verdicts.count(LetterVerdict.LATE),
        verdicts.count(LetterVerdict.UNANSWERED),
        verdicts.count(LetterVerdict.WAITING),
        verdicts.count(LetterVerdict.UNDETERMINED),
    )

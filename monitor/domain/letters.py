"""Citizens' letters with public dates: was each answered within a window?

The five working days of the Shanwei document run from 收到转办通知 to a written report, and neither
is public. What is public, the day of the letter and the day of its published reply, lies outside
them on both sides: a letter answered within the window was in time for certain, one answered later
may still have been. The rate is therefore a lower bound, and the lateness an upper one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.domain.due import CALENDAR_DAYS, ELAPSED, WORKING_DAYS, Limit, Ruler
from monitor.domain.when import When
from monitor.domain.window import Window
from monitor.domain.working_days import MissingYear


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


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: when it was sent, and when its reply was published; `unit` is who replied.

    `answered` says whether there is a reply at all, dated or not.
    """

    id: str
    unit: str
    sent: When
    replied: When | None
    answered: bool


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
    """Whether a letter was answered within a window, by its public dates, as of `now`.

    Hours run from the moment; days and working days do not count the day of the letter. A year
    whose holidays are not known leaves it undetermined.
    """
    try:
        limit = ruler.limit(letter.sent, window, counting_of(window))
    except MissingYear:
        return LetterVerdict.UNDETERMINED
    if letter.replied is None:
        return _without_date(letter, limit, now)
    if letter.replied.latest < letter.sent.earliest:
        return LetterVerdict.UNDETERMINED
    if limit.kept(letter.replied):
        return LetterVerdict.ON_TIME
    return LetterVerdict.LATE if limit.missed(letter.replied) else LetterVerdict.UNDETERMINED


def counting_of(window: Window) -> str:
    """How a window counts that stands alone: hours elapse, days are the calendar's."""
    if window.working_days:
        return WORKING_DAYS
    return CALENDAR_DAYS if window.days or window.months or window.years else ELAPSED


def _without_date(letter: Letter, limit: Limit, now: datetime) -> LetterVerdict:
    if letter.answered:
        return LetterVerdict.UNDETERMINED
    return LetterVerdict.UNANSWERED if limit.over(now) else LetterVerdict.WAITING


def rates(
    letters: Iterable[Letter], window: Window, now: datetime, ruler: Ruler
) -> tuple[Rate, ...]:
    """The rate of each unit by name, the most letters first."""
    verdicts: dict[str, list[LetterVerdict]] = {}
    for letter in letters:
        verdicts.setdefault(letter.unit, []).append(judge_letter(letter, window, now, ruler))
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

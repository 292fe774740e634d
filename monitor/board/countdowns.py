"""What stands biggest on a card: how long is left, how long it is over, or how it ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.board.phrases import phrase
from monitor.board.times import countdown
from monitor.domain.verdict import Verdict
from monitor.store.views_records import ClockCard
from monitor.wording.phrasing import margin_words


@dataclass(frozen=True, slots=True)
class Countdown:
    """The words beside the figure, the figure, and what the browser counts on from.

    A clock that does not run has no figure. `mode` is "left", "over" or "past" where it ticks
    towards or away from `target`, else empty.
    """

    lead: str
    figure: str
    mode: str = ""
    target: datetime | None = None


def countdown_of(card: ClockCard, now: datetime, language: str) -> Countdown:
    """The figure of one clock as of `now`.

    Where the start is vague, it counts to the earliest instant the window can end at, then to the
    latest. The browser is never first to call a window overdue: that is the loop's to decide.
    """
    verdict = card.verdict
    if verdict in (Verdict.RUNNING, Verdict.DUE_SOON):
        return _left(card, now, language)
    if verdict is Verdict.BREACHED_OPEN:
        return _since(card.due_at, now, "over", language)
    if verdict is Verdict.UNDETERMINED and card.answered is None:
        return _since(card.due_at, now, "past", language)
    if verdict is Verdict.UNDETERMINED:
        return Countdown("", phrase(language, "answered_vague"))
    if card.answered is not None and verdict in (Verdict.MET, Verdict.LATE_MET):
        return Countdown("", margin_words(card.due_from - card.answered.latest, language))
    return Countdown("", "")


def _left(card: ClockCard, now: datetime, language: str) -> Countdown:
    target = card.due_from if now <= card.due_from else card.due_at
    if now > target:
        return Countdown("", phrase(language, "checking"))
    figure = countdown(target - now, language)
    return Countdown(phrase(language, "left"), figure, "left", target)


def _since(due: datetime, now: datetime, mode: str, language: str) -> Countdown:
    past = max(timedelta(0), now - due)
    return Countdown(phrase(language, mode), countdown(past, language), mode, due)

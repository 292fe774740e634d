"""The page of citizens' letters: how many were answered in time, and which wait or are late."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from monitor.board.screen import Screen, Setting
from monitor.domain.duty_totals import SMALL_NUMBER
from monitor.domain.letters import LetterVerdict
from monitor.usecases.watch_letters import LetterBook, LetterLine, LettersRead, by_urgency
from monitor.wording.duty_words import due_words, window_words

MOST_SHOWN = 100

LOOKS = {
    LetterVerdict.UNANSWERED: "breached_open",
    LetterVerdict.LATE: "late_met",
    LetterVerdict.UNDETERMINED: "undetermined",
    LetterVerdict.WAITING: "running",
    LetterVerdict.ON_TIME: "met",
}
"""The state whose shape and colour each verdict has; in the order in which letters are listed."""

_ORDER = list(LOOKS)

Words = Annotated[str, Query(max_length=60)]


def letter_pages(setting: Setting, book: LetterBook | None) -> APIRouter:
    """The page of letters; without a `book` it says that no mailbox is watched."""
    router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

    @router.get("/letters")
    def letters(
        request: Request, unit: Words = "", state: LetterVerdict | None = None, q: Words = ""
    ) -> HTMLResponse:
        screen = Screen(setting, request)
        reading = book.read(screen.now) if book else LettersRead()
        found = reading.lines
        if book and q.strip():
            found = book.find(q.strip(), screen.now)
        chosen = _chosen(found, unit, state, everything=bool(q.strip() or unit))
        context = {
            "watched": book is not None,
            "reading": reading,
            "shown": chosen[:MOST_SHOWN],
            "total": len(chosen),
            "narrowed": bool(unit or state or q),
            "q": q,
            "verdicts": _ORDER,
            "looks": LOOKS,
            "small": SMALL_NUMBER,
            "due_words": due_words,
            "window": window_words(reading.window),
        }
        return screen.render("letters.html", context)

    return router


def _chosen(
    lines: Iterable[LetterLine], unit: str, state: LetterVerdict | None, *, everything: bool
) -> list[LetterLine]:
    """The letters of that unit and state; without either those that somebody has to look at."""
    found = [
        line
        for line in lines
        if unit in ("", line.unit_name)
        and (
            line.reading.verdict is state
            if state
            else everything or line.reading.verdict is not LetterVerdict.ON_TIME
        )
    ]
    return by_urgency(found)

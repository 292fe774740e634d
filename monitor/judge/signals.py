"""Signals that something went wrong or that the public says so, against signs of routine.

What a text is about (疫苗, 停电, 民警) is no signal: a notice of planned work and a letter of
thanks speak of the same things as a complaint. Words and weights stand in `data/relevance.toml`.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from monitor.judge.phrases import PhraseBook, phrase_book
from monitor.judge.tables import table

ENOUGH: Final = 4
"""Points from which on a text tells of a matter: one word of a title, or two of its opening."""

_TITLE: Final = {"signals": 2, "counters": 3}  # a title that announces routine keeps its word
_MOST: Final = 3  # different words of one kind that count in one part; more say nothing new
_READ: Final = 800  # characters of a text that state its matter; the rest is background


@dataclass(frozen=True, slots=True)
class Signals:
    """What was found: the points, the words for a matter and those against it, weightiest first."""

    points: int
    words: tuple[str, ...] = ()
    against: tuple[str, ...] = ()

    @property
    def enough(self) -> bool:
        """Whether they make a matter."""
        return self.points >= ENOUGH


def read_signals(head: str, body: str) -> Signals:
    """Weigh a title and a text, both in reading form.

    A title that complains or asks (投诉学校放假安排) is no routine item, whatever it is about.
    """
    head, body = _cleaned(head), _cleaned(body[:_READ])
    points, words = _weighed("signals", head, body)
    if _asks(head):
        return Signals(points, words)
    less, against = _weighed("counters", head, body)
    return Signals(points - less, words, against)


def _weighed(section: str, head: str, body: str) -> tuple[int, tuple[str, ...]]:
    """The points that the words of one section make, and the words."""
    points = 0
    words: list[str] = []
    for part, times in ((head, _TITLE[section]), (body, 1)):
        for kind, weight in _kinds(section):
            found = dict.fromkeys(hit.text for hit in _book().hits(kind, part))
            points += weight * times * min(len(found), _MOST)
            words.extend(found)
    return points, tuple(dict.fromkeys(words))


def _asks(head: str) -> bool:
    return any(_book().has(f"signals.{kind}", head) for kind in ("outcry", "petition"))


def _cleaned(text: str) -> str:
    """Text with ; for what looks like a signal and is none."""
    pieces, end = [], 0
    for hit in phrase_book("relevance.toml", "signals.nothing").hits("signals.nothing", text):
        pieces.append(text[end : hit.start])
        end = hit.end
    return ";".join((*pieces, text[end:]))


def names_event(text: str) -> bool:
    """Whether a text in reading form names an accident, a disaster, violence or harm."""
    text = _cleaned(text)
    return any(_book().has(f"signals.{kind}", text) for kind in ("event", "harm"))


def names_complaint(text: str) -> bool:
    """Whether a text in reading form complains or accuses."""
    text = _cleaned(text)
    return any(_book().has(f"signals.{kind}", text) for kind in ("outcry", "misconduct"))


@lru_cache(maxsize=4)
def _kinds(section: str) -> tuple[tuple[str, int], ...]:
    """The lists of one section with their weights."""
    kinds: dict[str, Any] = table("relevance.toml")[section]
    return tuple(
        (f"{section}.{name}", kind["weight"]) for name, kind in kinds.items() if name != "nothing"
    )


@lru_cache(maxsize=1)
def _book() -> PhraseBook:
    lists = (key for section in ("signals", "counters") for key, _ in _kinds(section))
    return phrase_book("relevance.toml", *lists)

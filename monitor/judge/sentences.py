"""The sentences of a text in which an authority may speak.

Most sentences of a report name no body at all: one scan of the text finds those that do, and only
they are read further, once for all who ask.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from monitor.domain.response import ResponseKind
from monitor.judge.organs import plain_words
from monitor.judge.response_words import kind_of, only_done
from monitor.judge.tables import table
from monitor.text.lexicon import Lexicon

_MOST: Final = 120  # sentences of a text that are read
_LONGEST: Final = 400  # characters of a sentence
# In matching form 。 is a full stop: one between figures ends no sentence.
_END: Final = re.compile(r"[。！？!?\n;]|\.(?!(?<=\d\.)\d)")
_ABOUT: Final = re.compile(r'(?<=[就对])"[^"]{4,80}"')  # names bodies that say nothing here
# What else lets somebody speak: a place reports, somebody meets the press.
_ALSO: Final = ("通报", "公布", "新增", "召开", "举行", "举办", "答记者问", "@", "平安")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, where it starts in its text, what is said in it, and of which kind that is.

    `said` is the sentence without what was not said in public. `kind` is that of an answer, were
    the speaker an authority; None where nothing is said.
    """

    start: int
    text: str
    said: str
    kind: ResponseKind | None

    @property
    def span(self) -> tuple[int, int]:
        """Where it starts and ends in its text."""
        return self.start, self.start + len(self.text)


@lru_cache(maxsize=8)
def sentences_in(text: str) -> tuple[Sentence, ...]:
    """Those of the first 120 sentences of a text in matching form in which a body may be named."""
    spots = [start for start, _, _ in _spots().longest(text)]
    found, at = [], 0
    for number, (start, end) in enumerate(_bounds(text)):
        if number >= _MOST or at >= len(spots):
            break
        if spots[at] < end:
            found.append(read_sentence(text[start:end], start))
            while at < len(spots) and spots[at] < end:
                at += 1
    return tuple(found)


def read_sentence(text: str, start: int = 0) -> Sentence:
    """One piece of text as a sentence."""
    said = only_done(text)
    if '"' in said:
        said = _ABOUT.sub("…", said)
    return Sentence(start, text, said, kind_of(said, official=False))


def _bounds(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence with its mark; a very long one is cut."""
    start = 0
    for mark in _END.finditer(text):
        yield from _cut(start, mark.start(), mark.end())
        start = mark.end()
    yield from _cut(start, len(text), len(text))


def _cut(start: int, stop: int, end: int) -> Iterator[tuple[int, int]]:
    while stop - start > _LONGEST:
        yield start, start + _LONGEST
        start += _LONGEST
    if stop > start:
        yield start, end


@lru_cache(maxsize=1)
def _spots() -> Lexicon[str]:
    """Words without which no sentence names a body."""
    words = table("issuers.toml")
    accounts = [f'{mark}{end}"' for mark in words["account_marks"] for end in ("", "在线", "官微")]
    return Lexicon({word: word for word in (*plain_words(), *_ALSO, *accounts)})

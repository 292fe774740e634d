"""Many words found in one pass over a text, however many words there are.

The automaton walks UTF-8 rather than characters: pyahocorasick searches the children of a node one
after the other, and the root of a Chinese word list has thousands, but only a few dozen bytes. A
word can begin and end only where a character does, so no hit lies between characters.
"""

from collections.abc import Iterator, Mapping
from typing import Final, Generic, TypeVar

import ahocorasick

T = TypeVar("T")
_SURROGATES: Final = "surrogatepass"


class Lexicon(Generic[T]):
    """Words, each leading to a value. Immutable once built; empty words are left out."""

    def __init__(self, words: Mapping[str, T]) -> None:
        automaton = ahocorasick.Automaton()
        for word, value in words.items():
            if word:
                automaton.add_word(_bytes(word), (len(word), value))
        if len(automaton):
            automaton.make_automaton()
        self._automaton = automaton

    def __len__(self) -> int:
        """How many words it holds."""
        return len(self._automaton)

    def longest(self, text: str) -> Iterator[tuple[int, int, T]]:
        """Start, end and value of each word in `text`, left to right, the longest of overlaps."""
        return self._found(text, longest=True)

    def every(self, text: str) -> Iterator[tuple[int, int, T]]:
        """As `longest`, but with the words that overlap others, in the order of their ends."""
        return self._found(text, longest=False)

    def _found(self, text: str, *, longest: bool) -> Iterator[tuple[int, int, T]]:
        if not len(self._automaton):
            return
        data = text.encode("utf-8", _SURROGATES)
        whole = data.decode("latin-1")
        hits = self._automaton.iter_long(whole) if longest else self._automaton.iter(whole)
        seen = chars = 0
        for last, (length, value) in hits:
            chars += len(data[seen : last + 1].decode("utf-8", _SURROGATES))
            seen = last + 1
            yield chars - length, chars, value


def _bytes(text: str) -> str:
    """Text as one character a byte, the alphabet of the automaton."""
    return text.encode("utf-8", _SURROGATES).decode("latin-1")

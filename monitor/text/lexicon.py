"""Many words found in one pass over a text, however many words there are."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

T = TypeVar("T")


class Lexicon(Generic[T]):
    """Words, each leading to a value. Immutable once built; empty words are left out."""

    def __init__(self, words: Mapping[str, T]) -> None:
        kept = {word: value for word, value in words.items() if word}
        self._words = tuple(kept)
        self._values = tuple(kept.values())

    def __len__(self) -> int:
        """How many words it holds."""
        return len(self._words)

    def longest(self, text: str) -> Iterator[tuple[int, int, T]]:
        """Start, end and value of each word in `text`, left to right, the longest of overlaps."""
        for word, start, end in _found(self._longest, text):
            yield start, end, self._values[word]

    def every(self, text: str) -> Iterator[tuple[int, int, T]]:
        """As `longest`, but with the words that overlap others, in the order of their ends."""
        for word, start, end in _found(self._every, text, overlapping=True):
            yield start, end, self._values[word]

    @cached_property
    def _longest(self) -> AhoCorasick:
        return AhoCorasick(self._words, MatchKind.LeftmostLongest)

    @cached_property
    def _every(self) -> AhoCorasick:
        return AhoCorasick(self._words)


def _found(
    words: AhoCorasick, text: str, *, overlapping: bool = False
) -> list[tuple[int, int, int]]:
    """Number, start and end of each word; no word has the lone surrogates a text may hold."""
    try:
        return words.find_matches_as_indexes(text, overlapping=overlapping)
    except UnicodeEncodeError:
        encodable = text.encode("utf-8", "replace").decode()  # of the same length
        return words.find_matches_as_indexes(encodable, overlapping=overlapping)

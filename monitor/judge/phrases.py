"""Phrases of the word tables: either-or and gaps, and nothing else.

`a|b` stands for either, a space joins two parts, `…` stands for up to 12 characters inside one
clause and `……` for up to 40 inside one sentence: `组织|举行……演练` finds 举行2026年地震应急演练.

All lists of a book are looked for in one pass over a text; a phrase with gaps is tried only where
its first part stands. Lists that are asked of the same parts of a text belong in one book.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from monitor.judge.tables import table
from monitor.text.lexicon import Lexicon

_JOINT: Final = re.compile(r"(……|…| )")
_JOINTS: Final = {" ": "", "…": r"[^,。;:!?\n]{0,12}", "……": r"[^。;\n]{0,40}"}


@dataclass(frozen=True, slots=True)
class Hit:
    """One phrase found: where it stands, and its words."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Trial:
    """What to do where a word stands: which list it opens a phrase of, and how that goes on.

    Where several phrases of a list fit at one place, the one of the lowest `rank` counts.
    """

    key: str
    rank: int
    rest: re.Pattern[str] | None


_Span = tuple[int, int, int]  # start, rank, end


class PhraseBook:
    """Lists of phrases by key, found together. Texts are given in reading form."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        trials: dict[str, list[_Trial]] = defaultdict(list)
        for key, phrases in lists.items():
            for rank, phrase in enumerate(sorted(phrases, key=len, reverse=True)):
                for word, trial in _opened(key, rank, phrase):
                    trials[word].append(trial)
        self._lexicon: Lexicon[list[_Trial]] = Lexicon(trials)
        self._hits_of = lru_cache(maxsize=32)(self._find)

    def hits(self, key: str, text: str) -> tuple[Hit, ...]:
        """The phrases of one list in `text`, left to right, the longest where several overlap."""
        found = self._hits_of(text)
        spans = found.get(key)
        return tuple(_apart(text, spans)) if spans else ()

    def first(self, key: str, text: str) -> Hit | None:
        """The first of them."""
        return next(iter(self.hits(key, text)), None)

    def has(self, key: str, text: str) -> bool:
        """Whether there is one."""
        return key in self._hits_of(text)

    def _find(self, text: str) -> dict[str, list[_Span]]:
        found: dict[str, list[_Span]] = {}
        for start, end, trials in self._lexicon.every(text):
            for trial in trials:
                stop = end
                if trial.rest is not None:
                    match = trial.rest.match(text, start)
                    if match is None:
                        continue
                    stop = match.end()
                found.setdefault(trial.key, []).append((start, trial.rank, stop))
        return found


@lru_cache(maxsize=16)
def phrase_book(name: str, *lists: str) -> PhraseBook:
    """Lists of a word table, such as `relevance.toml`, by keys like "real.drill".

    `lists` names single lists ("real.drill") or whole sections ("real"). A list that stands under
    `words` beside a weight has the key of its section: "signals.harm".
    """
    return PhraseBook(
        {
            f"{section}.{key}": entry["words"] if isinstance(entry, dict) else entry
            for section, entries in table(name).items()
            for key, entry in entries.items()
            if section in lists or f"{section}.{key}" in lists
        }
    )


def pattern_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """One pattern that finds any of the phrases, the longest where several start alike."""
    return re.compile("|".join(_source(one) for one in sorted(phrases, key=len, reverse=True)))


def _opened(key: str, rank: int, phrase: str) -> Iterator[tuple[str, _Trial]]:
    """The words that a phrase can begin with."""
    words = _JOINT.split(phrase)[0].split("|")
    simple = len(words) == 1 and words[0] == phrase
    rest = None if simple else pattern_of([phrase])
    for word in dict.fromkeys(words):
        yield word, _Trial(key, rank, rest)


def _apart(text: str, spans: list[_Span]) -> Iterator[Hit]:
    """Hits that do not overlap, from left to right."""
    reached = 0
    for start, _, stop in sorted(spans):
        if start >= reached:
            yield Hit(start, stop, text[start:stop])
            reached = stop


def _source(phrase: str) -> str:
    return "".join(
        _either(part) if part not in _JOINTS else _JOINTS[part] for part in _JOINT.split(phrase)
    )


def _either(part: str) -> str:
    words = [re.escape(word) for word in part.split("|")]
    return words[0] if len(words) == 1 else f"(?:{'|'.join(words)})"

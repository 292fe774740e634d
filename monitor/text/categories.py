"""What kind of matter a text is about, from a table of words with the title weighing most."""

import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

from monitor.domain.severity import Category
from monitor.text.lexicon import Lexicon
from monitor.text.reading import reading_form

_STRONG: Final = 3.0
_WEAK: Final = 1.0
_TITLE: Final = 3.0
_LEAD: Final = 1.5
_LEAD_LENGTH: Final = 200
_MOST: Final = 3  # a word that comes back more often says nothing new
_ENOUGH: Final = 4.0  # below one strong word and one weak one, a text is of no kind


@dataclass(frozen=True, slots=True)
class CategoryReading:
    """The category, how clear it is (0 to 1, the share of all points) and the words behind it."""

    category: Category
    score: float
    reasons: tuple[str, ...]


def categorise(title: str, text: str) -> CategoryReading:
    """The category of a text; `OTHER` where too few words of any kind are found."""
    words, blanked = _table()
    points: dict[Category, float] = defaultdict(float)
    seen: dict[Category, Counter[str]] = {}
    body = reading_form(text)
    parts = (
        (reading_form(title), _TITLE),
        (body[:_LEAD_LENGTH], _LEAD),
        (body[_LEAD_LENGTH:], 1.0),
    )
    for part, weight in parts:
        for category, word, points_of_word in _found(words, blanked, part):
            counts = seen.setdefault(category, Counter())
            counts[word] += 1
            if counts[word] <= _MOST:
                points[category] += points_of_word * weight / counts[word]
    if not points:
        return CategoryReading(Category.OTHER, 0.0, ())
    best, most = max(points.items(), key=lambda item: item[1])
    if most < _ENOUGH:
        return CategoryReading(Category.OTHER, 0.0, ())
    told = tuple(word for word, _ in seen[best].most_common(5))
    return CategoryReading(best, round(most / sum(points.values()), 3), told)


_Entry = tuple[Category, str, float]


def _found(words: Lexicon[list[_Entry]], blanked: Lexicon[str], part: str) -> list[_Entry]:
    """Every word of the table in one part, the longest where several overlap."""
    hits = list(words.longest(part))
    busy = [(start, end) for start, end, _ in blanked.every(part)] if hits else []
    return [
        entry
        for start, end, entries in hits
        if not any(start < last and first < end for first, last in busy)
        for entry in entries
    ]


@lru_cache(maxsize=1)
def _table() -> tuple[Lexicon[list[_Entry]], Lexicon[str]]:
    """The table, built once: the words, and the words that are taken out first."""
    source = resources.files("monitor.text").joinpath("data/categories.toml")
    table = tomllib.loads(source.read_text("utf-8"))
    entries: dict[str, list[_Entry]] = {}
    for name, lists in table.items():
        if name == "blanked":
            continue
        for key, weight in (("strong", _STRONG), ("weak", _WEAK)):
            for word in lists[key]:
                entries.setdefault(word, []).append((Category(name), word, weight))
    return Lexicon(entries), Lexicon({word: word for word in table["blanked"]})

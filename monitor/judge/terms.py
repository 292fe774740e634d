"""What a text is about, as character bigrams; each is a number, so that arrays can hold them.

Chinese needs no tokeniser here: pairs of Han characters carry names, places and deeds alike, and
what splits a township's name wrongly in every tokeniser stays whole in its bigrams.
"""

import re
import sys
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from monitor.judge.tables import table

Numbers = NDArray[np.uint32]
"""Terms by their numbers, below TERMS, each once and in ascending order."""

TERMS = 1 << 22
"""So many terms are told apart. Two of the half million in use share a number now and then, which
makes one of them look a little more common than it is; and the memory has a bound."""

LEAD = 250
"""Characters in which Chinese news states the whole matter."""
READ = 2000
"""Characters of a text that are looked at; what follows is background and other matters."""
_TITLE_READ = 200
_TITLE_WEIGHT, _LEAD_WEIGHT, _WEIGHT = np.uint32(4), np.uint32(2), np.uint32(1)
_HAN_FIGURES = "二两三四五六七八九十百千几数多半"
_SMALL = 60  # figures below this say little by themselves
_SPREAD = np.uint32(0x9E3779B1)
_KEPT_BITS = np.uint32(32 - 22)
_WEIGHT_BITS = 3

# A figure with the word it counts (14时, 7.8级, 103人), a Latin name. It begins with one set of
# characters, so that the search skips all others.
_TOKEN = re.compile(
    r"[\da-z](?:(?<=\d)\d{0,8}(?:\.\d{1,3})?[\u4e00-\u9fff]|(?<=[a-z])[a-z0-9]{1,15})"
)
# A column name or a site name behind the last bar or dash of a page title.
_TAIL_MARK = re.compile(r"[|｜_—–-]")
_TITLE_TAIL = re.compile(r"[|｜].*$|\s*[-_—–]+\s*[^-_—–]{2,12}$")


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one text with their damped counts, and those of its title.

    `opening` are the terms of title and lead, as often as they stand there, and `places` where
    each begins in the two, joined by a line break.
    """

    numbers: Numbers
    counts: NDArray[np.float32]
    title: Numbers
    opening: Numbers
    places: NDArray[np.int64]


def read_terms(title: str, text: str) -> Terms:
    """The terms of a text; title and lead count for more, what stands far down not at all.

    `title` and `text` are in their matching form already, the title without the site's name.
    """
    text = text[:READ]
    numbers, places = positions(f"{title}\n{text[:LEAD]}\n{text[LEAD:]}")
    in_title = places < len(title)
    in_opening = places <= len(title) + LEAD
    weights = np.where(in_title, _TITLE_WEIGHT, np.where(in_opening, _LEAD_WEIGHT, _WEIGHT))
    keys = (numbers << np.uint32(_WEIGHT_BITS)) | weights
    keys.sort()
    sorted_numbers = keys >> np.uint32(_WEIGHT_BITS)
    if not len(keys):
        return Terms(numbers, np.empty(0, np.float32), numbers, numbers, places)
    firsts = beginnings(sorted_numbers)
    counts = np.add.reduceat(keys & np.uint32(2**_WEIGHT_BITS - 1), firsts)
    return Terms(
        sorted_numbers[firsts],
        (1 + np.log(counts)).astype(np.float32),
        _distinct(numbers[in_title]),
        numbers[in_opening],
        places[in_opening],
    )


def headline(title: str) -> str:
    """A title without the site's or column's name behind it."""
    title = title[:_TITLE_READ]
    return _TITLE_TAIL.sub("", title) if _TAIL_MARK.search(title) else title


def terms_in(text: str) -> Numbers:
    """The terms of a piece of text in matching form, without their counts."""
    return _distinct(positions(text)[0])


def positions(text: str) -> tuple[Numbers, NDArray[np.int64]]:
    """The number of every term of a text as often as it stands there, and where it begins."""
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
    free = _speaking()[codes]
    tokens, starts = [], []
    for match in _TOKEN.finditer(text):
        tokens.append(zlib.crc32(match.group().encode()))
        starts.append(match.start())
        if match.group()[0] <= "9":
            free[match.end() - 1] = False  # the word a figure counts belongs to the figure
    places = (free[:-1] & free[1:]).nonzero()[0]
    every = (codes[places] << np.uint32(16)) | codes[places + 1]
    if tokens:
        every = np.concatenate([every, np.array(tokens, np.uint32)])
        places = np.concatenate([places, np.array(starts, np.int64)])
    return (every * _SPREAD) >> _KEPT_BITS, places


def _distinct(numbers: Numbers) -> Numbers:
    """Each once, in ascending order; for few numbers cheaper than `np.unique`."""
    ordered = np.sort(numbers)
    return ordered[beginnings(ordered)]


def beginnings(ordered: Numbers) -> NDArray[np.intp]:
    """The places in ascending numbers where another number begins."""
    changes = np.empty(len(ordered), np.bool_)
    changes[:1] = True
    np.not_equal(ordered[1:], ordered[:-1], out=changes[1:])
    firsts: NDArray[np.intp] = changes.nonzero()[0]
    return firsts


def standing_in(numbers: Numbers, few: Numbers) -> NDArray[np.intp]:
    """The places in `numbers` of those that are among a few others; both are in ascending order."""
    if not len(numbers):
        return np.empty(0, np.intp)
    places = np.minimum(numbers.searchsorted(few), len(numbers) - 1)
    found: NDArray[np.intp] = places[numbers[places] == few]
    return found


@lru_cache(maxsize=1)
def _speaking() -> NDArray[np.bool_]:
    """Which characters a bigram is made of: Han, but not those that only join others."""
    speaking = np.zeros(sys.maxunicode + 1, np.bool_)
    speaking[0x4E00:0xA000] = True
    speaking[[ord(character) for character in grammatical()]] = False
    return speaking


@lru_cache(maxsize=1)
def grammatical() -> frozenset[str]:
    """Characters that hold sentences together: a bigram with one of them says nothing."""
    return frozenset("".join(table("common.toml")["grammatical"]))


def common_terms() -> Numbers:
    """Terms that any news text may carry, whatever it is about."""
    common = table("common.toml")
    figures = [f"{figure}{word}" for figure in range(_SMALL) for word in common["counted"]]
    words = " ".join(common["bigrams"] + common["deeds"] + common["institutions"]).split()
    return numbers_of([*words, *figures])


def genre_terms() -> Numbers:
    """Terms of how people complain, outlets tell and offices answer, whatever the matter."""
    common = table("common.toml")
    figures = [f"{figure}{word}" for figure in _HAN_FIGURES for word in common["counted"]]
    return numbers_of([*" ".join(common["genre"]).split(), *figures])


def numbers_of(words: Iterable[str]) -> Numbers:
    """The terms of several words together."""
    return terms_in("\n".join(words))

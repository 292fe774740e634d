"""Near-duplicates: reprints of one text, which are a third of all news."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from monitor.text.normalise import matching_form

Digest = NDArray[np.uint32]

_PERMUTATIONS = 128
_BANDS = 32
_ROWS = _PERMUTATIONS // _BANDS
_SEED = 42
_SAME_TEXT = 0.4
"""Jaccard of 4-shingles. Reprints with another title, lead or end stand above it, two reports of
one event by different pens well below."""
_SHINGLE = 4
_READ_CHARACTERS = 3000
_NO_LETTERS = re.compile(r"[\W_]+")
_SHORTEST = 40  # below this a formula of the trade makes strangers alike


@dataclass(frozen=True, slots=True)
class _Known:
    origin: str
    digest: Digest
    at: datetime


class DuplicateIndex:
    """Remembers texts by their MinHash; reprints of reprints point at the same first text.

    A text costs about three kilobytes.
    """

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}
        # The newest text of a bucket is enough: it shares its origin with the older ones.
        self._newest: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._known)

    def add(self, name: str, text: str, at: datetime) -> None:
        """Remember a text by its id; a reprint under the origin of what it reprints."""
        digest = _digest(text)
        if digest is None or name in self._known:
            return
        self._known[name] = _Known(self._find(digest) or name, digest, at)
        self._newest.update(dict.fromkeys(_bands(digest), name))

    def find(self, text: str) -> str | None:
        """The id of the first text that this one reprints, or None."""
        digest = _digest(text)
        return None if digest is None else self._find(digest)

    def _find(self, digest: Digest) -> str | None:
        near = {self._newest[band] for band in _bands(digest) if band in self._newest}
        likest = max(((_likeness(digest, self._known[name].digest), name) for name in near),
                     default=(0.0, ""))  # fmt: skip
        return self._known[likest[1]].origin if likest[0] >= _SAME_TEXT else None

    def forget_before(self, instant: datetime) -> None:
        """Drop texts older than `instant`; what is left keeps its origin."""
        self._known = {name: known for name, known in self._known.items() if known.at >= instant}
        self._newest = {}
        for name, known in self._known.items():
            self._newest.update(dict.fromkeys(_bands(known.digest), name))


@lru_cache(maxsize=2)  # an article is looked for and then added
def _digest(text: str) -> Digest | None:
    plain = _NO_LETTERS.sub("", matching_form(text[:_READ_CHARACTERS]))
    if len(plain) < _SHORTEST:
        return None
    sketch = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    sketch.update([plain[at : at + _SHINGLE] for at in range(len(plain) - _SHINGLE + 1)])
    return np.array(sketch.digest(), dtype=np.uint32)


def _likeness(one: Digest, other: Digest) -> float:
    """The Jaccard similarity, as the share of equal hashes estimates it."""
    return float(np.count_nonzero(one == other)) / _PERMUTATIONS


def _bands(digest: Digest) -> list[int]:
    rows = digest.reshape(_BANDS, _ROWS)
    return [hash((number, row.tobytes())) for number, row in enumerate(rows)]

"""Near-duplicates: reprints of one text, which are a third of all news."""

import re
from datetime import datetime
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from monitor.judge.folding import folded

Digest = NDArray[np.uint32]
_Found = tuple[NDArray[np.uint32], str | None]

_PERMUTATIONS = 128
_BANDS = 32
_ROWS = _PERMUTATIONS // _BANDS
_SEED = 42
_SAME_TEXT = 0.4
"""Jaccard of 4-shingles. Reprints with another title, lead or end stand above it, two reports of
one event by different pens well below."""
_SHINGLE = 4
_READ_CHARACTERS = 3000
_LETTERS = re.compile(r"[^\W_]+")
_SHORTEST = 40  # below this a formula of the trade makes strangers alike
_MIX = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)
_ROOM = 64
"""Places of the table for each text: its bands fill half of them at most. A later text may take
the place of one band, hardly of all those by which a reprint is found."""
_FIRST_ROOM = 1 << 12  # texts


class DuplicateIndex:
    """Remembers texts by their MinHash; reprints of reprints point at the same first text.

    A text costs about 600 bytes: a byte of each hash, its bands, and the table that finds it.
    """

    def __init__(self) -> None:
        self._names: list[str] = []
        self._known: set[str] = set()
        self._origins: list[str] = []
        self._times: list[datetime] = []
        self._last_found: tuple[Digest, int, _Found] | None = None
        self._make_room(_FIRST_ROOM, np.empty((0, _PERMUTATIONS), np.uint8),
                        np.empty((0, _BANDS), np.uint32))  # fmt: skip

    def __len__(self) -> int:
        return len(self._names)

    def add(self, name: str, text: str, at: datetime) -> None:
        """Remember a text by its id; a reprint under the origin of what it reprints."""
        self.put(name, digest_of(text), at)

    def put(self, name: str, digest: Digest | None, at: datetime) -> None:
        """As `add`, by the text's digest; a text too short for one is not remembered."""
        if digest is None or name in self._known:
            return
        if len(self) == len(self._digests):
            self._make_room(2 * len(self), self._digests, self._bands)
        (bands, origin), slot = self._found(digest), len(self)
        self._origins.append(origin or name)
        self._digests[slot], self._bands[slot] = digest.astype(np.uint8), bands
        self._table[bands & self._mask] = slot  # the newest shares its origin with older ones
        self._names.append(name)
        self._known.add(name)
        self._times.append(at)

    def find(self, text: str) -> str | None:
        """The id of the first text that this one reprints, or None."""
        digest = digest_of(text)
        return None if digest is None else self._found(digest)[1]

    def _found(self, digest: Digest) -> _Found:
        """The bands, and the origin; what was looked for last is not looked for again before it
        is added."""
        last = self._last_found
        if last is None or last[0] is not digest or last[1] != len(self):
            bands = _bands(digest)
            last = (digest, len(self), (bands, self._find(digest, bands)))
            self._last_found = last
        return last[2]

    def _find(self, digest: Digest, bands: NDArray[np.uint32]) -> str | None:
        near = [slot for slot in set(self._table[bands & self._mask].tolist()) if slot >= 0]
        if not near:
            return None
        equal = self._digests[near] == digest.astype(np.uint8)
        likeness = equal.sum(axis=1)
        likest = int(likeness.argmax())
        alike = likeness[likest] >= _SAME_TEXT * _PERMUTATIONS
        return self._origins[near[likest]] if alike else None

    def forget_before(self, instant: datetime) -> None:
        """Drop texts older than `instant`; what is left keeps its origin."""
        kept = [slot for slot, at in enumerate(self._times) if at >= instant]
        self._last_found = None
        digests, bands = self._digests[kept], self._bands[kept]
        self._names = [self._names[slot] for slot in kept]
        self._known = set(self._names)
        self._origins = [self._origins[slot] for slot in kept]
        self._times = [self._times[slot] for slot in kept]
        room = _FIRST_ROOM
        while room < len(kept):
            room *= 2
        self._make_room(room, digests, bands)

    def _make_room(self, room: int, digests: NDArray[np.uint8], bands: NDArray[np.uint32]) -> None:
        """Arrays for so many texts, with those that are there."""
        self._digests = np.zeros((room, _PERMUTATIONS), np.uint8)
        self._digests[: len(digests)] = digests
        self._bands = np.zeros((room, _BANDS), np.uint32)
        self._bands[: len(bands)] = bands
        self._mask = np.uint32(room * _ROOM - 1)
        self._table = np.full(room * _ROOM, -1, np.int32)
        for slot in range(len(bands)):
            self._table[bands[slot] & self._mask] = slot


@lru_cache(maxsize=2)  # an article is looked for and then added
def digest_of(text: str) -> Digest | None:
    """The MinHash of a text's 4-shingles; None where it is too short to be told from others."""
    plain = "".join(_LETTERS.findall(folded(text)[:_READ_CHARACTERS]))
    if len(plain) < _SHORTEST:
        return None
    codes = np.frombuffer(plain.encode("utf-32-le", "replace"), np.uint32).astype(np.uint64)
    shingles = codes[: len(codes) - _SHINGLE + 1].copy()
    for at in range(1, _SHINGLE):
        shingles = _mixed(shingles) + codes[at : at + len(shingles)]
    rows = RMinHash.digest_matrix_from_flat_token_hashes(
        _mixed(shingles), [0, len(shingles)], _PERMUTATIONS, _SEED
    ).to_rows()
    return np.array(rows[0], dtype=np.uint32)


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Numbers spread over all 64 bits."""
    spread = numbers * _MIX
    return spread ^ (spread >> _HALF)


def _bands(digest: Digest) -> NDArray[np.uint32]:
    """A number for each group of rows; equal groups at the same place have equal numbers."""
    rows = digest.reshape(_BANDS, _ROWS).astype(np.uint64)
    sums = np.arange(_BANDS, dtype=np.uint64)
    for at in range(_ROWS):
        sums = _mixed(sums + rows[:, at])
    return (sums >> _HALF).astype(np.uint32)

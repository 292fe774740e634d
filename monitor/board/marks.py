"""What two texts share: the runs of words that make an answer recognisable as one."""

import re

_GRAM = 4  # four characters in a row: names, places and figures with their unit, hardly chance
_TOKEN = re.compile(r"[^\W_]", re.UNICODE)


def shared_runs(text: str, other: str) -> list[tuple[str, bool]]:
    """`text` cut into pieces, each with whether it also stands in `other`.

    The pieces together are `text` again. Linear in both lengths; punctuation alone is no match.
    """
    known = {other[i : i + _GRAM] for i in range(len(other) - _GRAM + 1)}
    shared = [False] * len(text)
    for start in range(len(text) - _GRAM + 1):
        gram = text[start : start + _GRAM]
        if gram in known and len(_TOKEN.findall(gram)) == _GRAM:
            shared[start : start + _GRAM] = [True] * _GRAM
    return _pieces(text, shared)


def _pieces(text: str, shared: list[bool]) -> list[tuple[str, bool]]:
    pieces: list[tuple[str, bool]] = []
    start = 0
    for position in range(1, len(text) + 1):
        if position == len(text) or shared[position] != shared[start]:
            pieces.append((text[start:position], shared[start]))
            start = position
    return pieces

"""How alike two quotations are."""

import re

_WORDS = re.compile(r"[\u4e00-\u9fff0-9a-z%]+")


def likeness(one: str, other: str) -> float:
    """Shared pairs of neighbouring characters over those of the shorter text, 0 to 1."""
    left, right = _pairs(one), _pairs(other)
    smaller = min(len(left), len(right))
    return len(left & right) / smaller if smaller else float(one == other)


def _pairs(text: str) -> frozenset[str]:
    joined = "".join(_WORDS.findall(text.lower()))
    return frozenset(joined[at : at + 2] for at in range(len(joined) - 1))

"""How much of a page is read: hostile and broken ones must cost no more than long ones."""

import re

MAX_CHARACTERS = 2_000_000
"""No more characters of a page's source are parsed."""

MAX_TEXT = 200_000
"""No more characters of an article are kept; the longest official documents have 100 000."""

_EMBEDDED = re.compile(r"(?<=;base64,)[A-Za-z0-9+/=]{1000,}")
_BULKY = ("script", "style")


def shortened(source: str) -> str:
    """`source`, where it is too long without its scripts and embedded pictures, else cut.

    Pages carry megabytes of both in front of an article of three sentences.
    """
    if len(source) <= MAX_CHARACTERS:
        return source
    source = _EMBEDDED.sub("", source)
    for name in _BULKY:
        if len(source) > MAX_CHARACTERS:
            source = _without(source, name)
    return source[:MAX_CHARACTERS]


def is_shortened(source: str) -> bool:
    """Whether `shortened` leaves something out that could be text."""
    return len(source) > MAX_CHARACTERS and len(shortened(source)) == MAX_CHARACTERS


def _without(source: str, name: str) -> str:
    """`source` without what stands in elements of that name; the last may be left open."""
    pieces = []
    lower = source.lower()  # the same length, unless it holds a letter such as İ
    if len(lower) != len(source):
        return source
    at = 0
    while (start := lower.find(f"<{name}", at)) >= 0:
        end = lower.find(f"</{name}", start)
        if end < 0:
            break
        pieces.append(source[at:start])
        at = end + len(name) + 3
    return "".join((*pieces, source[at:]))

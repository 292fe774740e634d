"""Making crawled text fit to be sent: no control characters, no disguises, no personal data."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from monitor.domain.briefing import Briefing, from_json, to_json
from monitor.domain.masking import mask_personal

LONGEST_TEXT = 400
LONGEST_URL = 2000
LONGEST_SUBJECT = 60

_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\]+", re.IGNORECASE)
_SCHEME = re.compile(r"(?<=[A-Za-z0-9])://")
_DOT = re.compile(r"(?<=[A-Za-z0-9])\.(?=[A-Za-z]{2})")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_READ_AT_MOST = 20_000


def one_line(text: str, longest: int = LONGEST_TEXT) -> str:
    """`text` on one line, without control, bidirectional and invisible characters.

    At most `longest` characters; what was cut ends in an ellipsis.
    """
    # Far more than is kept, so that a flood costs nothing and spaces cannot push out the words.
    head = text[: max(_READ_AT_MOST, longest * 4)]
    if not head.isprintable():  # else it is all seen, and plain spaces
        head = "".join(" " if char.isspace() else char for char in head if _is_seen(char))
    return cut(" ".join(head.split()), longest)


def safe_line(text: str, longest: int = LONGEST_TEXT) -> str:
    """As `one_line`, with the personal numbers in it masked: crawled text as papers show it."""
    return mask_personal(one_line(text, longest))


def _is_seen(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) not in _UNSEEN


def cut(text: str, longest: int) -> str:
    """At most `longest` characters, the last of them an ellipsis where something is missing."""
    return text if len(text) <= longest else text[: max(longest - 1, 0)].rstrip() + "…"


def unlinked(text: str) -> str:
    """`text` with web addresses and host names written so that no mail program links them."""
    return _DOT.sub("(.)", _SCHEME.sub("(:)//", text))


def safe_url(url: str) -> str:
    """The address if it is a plain web address that may be linked, else an empty string."""
    trimmed = url.strip()
    linkable = len(trimmed) <= LONGEST_URL and _WEB_ADDRESS.fullmatch(trimmed)
    return trimmed if linkable and trimmed.isprintable() else ""


def clean_briefing(briefing: Briefing) -> Briefing:
    """The same briefing with every text made fit to be sent."""
    cleaned = _clean("", to_json(briefing))
    if not isinstance(cleaned, dict):
        raise TypeError("a briefing is a mapping")
    return from_json(cleaned)


def _clean(key: str, value: object) -> object:
    if isinstance(value, Mapping):
        return {name: _clean(name, item) for name, item in value.items()}
    if isinstance(value, list):
        return [_clean(key, item) for item in value]
    if not isinstance(value, str):
        return value
    if key.endswith("url"):
        return safe_url(value)
    return _fit(value)


def _fit(text: str) -> str:
    return _fit_again(text) if len(text) <= LONGEST_TEXT else _fit_now(text)


@lru_cache(maxsize=2048)
def _fit_again(text: str) -> str:
    """Names, quotations and offices stand in message after message."""
    return _fit_now(text)


def _fit_now(text: str) -> str:
    return cut(unlinked(safe_line(text)), LONGEST_TEXT)

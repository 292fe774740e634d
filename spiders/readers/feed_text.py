"""The bytes of a feed made into well-encoded XML before a parser sees them."""

import codecs
import re
from dataclasses import dataclass
from itertools import islice

from monitor.text.encoding import decode

_DECLARED = re.compile(rb"^[^<]{0,8}<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]{0,500}\?>")
# Characters that XML forbids; one of them would send a whole feed to the lenient parser.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# `&#x110000;` names no character, and a parser that believes it would raise.
_NUMBERED = re.compile(r"&#([xX][0-9a-fA-F]{1,40}|[0-9]{1,40});?")
_LAST_CHARACTER = 0x10FFFF
_ENTRY = re.compile(r"<(?:\w{1,20}:)?(?:item|entry|url|sitemap)[\s>]", re.IGNORECASE)
_TAG = re.compile("<")
# Ten times what the longest real lists hold; a list made to keep a parser busy ends here.
_MOST_ENTRIES = 10_000
_MOST_TAGS = 300_000
# Codecs that are no charsets of documents, some of them slow enough to be an attack.
_NO_CHARSET = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"})
# A name on the left is written where the larger set on the right is meant.
_MEANT = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "ascii": "utf-8"}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class FeedText:
    """The text of a feed without its XML declaration, and the encoding it was in."""

    text: str
    encoding: str


def feed_text(body: bytes, content_type: str = "") -> FeedText:
    """Decode a feed: its mark, UTF-8, its own declaration, the header, where they hold strictly.

    A feed that is in none of the encodings it claims is read like any Chinese page. Never raises.
    """
    for name in _claims(body, content_type):
        text = _strictly(body, name)
        if text is not None:
            return FeedText(_clean(text), name)
    found = decode(body, charset_of(content_type))
    return FeedText(_clean(found.text), found.encoding)


def charset_of(content_type: str) -> str | None:
    """The charset a Content-Type header names."""
    found = _CHARSET.search(content_type)
    return found.group(1).lower() if found else None


def _claims(body: bytes, content_type: str) -> list[str]:
    for mark, name in _BOMS:
        if body.startswith(mark):
            return [name]
    declared = _DECLARED.match(body[:400])
    names = [] if b"\x00" in body[:40] else ["utf-8"]
    if declared:
        names.append(declared.group(1).decode("ascii").lower())
    header = charset_of(content_type)
    return [*names, header] if header and not _fits_anything(header) else names


def _fits_anything(name: str) -> bool:
    """True for the charsets of one byte a character, which servers name without looking."""
    try:
        return len(bytes(range(0x80, 0xFF)).decode(name, "ignore")) > 90
    except (LookupError, ValueError):
        return True


def _strictly(body: bytes, name: str) -> str | None:
    """`body` in one encoding, or None where it does not hold or is not one for documents."""
    try:
        known = codecs.lookup(name).name.replace("_", "-")
        if known in _NO_CHARSET:
            return None
        text = body.decode(_MEANT.get(known, known))
    except (LookupError, ValueError):
        return None
    # UTF-16 fits almost any bytes; what it makes of UTF-8 has no angle brackets.
    return text if "<" in text[:4096] else None


def _clean(text: str) -> str:
    bare = text.lstrip("\ufeff \t\r\n")
    kept = _FORBIDDEN.sub("", _DECLARATION.sub("", bare, count=1))
    kept = _NUMBERED.sub(_possible, kept)
    return _cut(_cut(kept, _ENTRY, _MOST_ENTRIES), _TAG, _MOST_TAGS)


def _possible(reference: re.Match[str]) -> str:
    """A numbered character as it stands, or nothing where there is no such character."""
    digits = reference.group(1).lower()
    number = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    return reference.group() if number <= _LAST_CHARACTER else ""


def _cut(text: str, pattern: re.Pattern[str], most: int) -> str:
    """`text` up to where `pattern` occurs once too often."""
    too_many = next(islice(pattern.finditer(text), most, None), None)
    return text[: too_many.start()] if too_many else text

"""The text of a body of bytes, whatever its server says the encoding is."""

import codecs
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_REPLACEMENT = "\ufffd"
_HEAD = 4096
_FEW = 0.001


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was read in, and the share of it that was lost (0 to 1)."""

    text: str
    encoding: str
    damage: float = 0.0


def decode(body: bytes, hint: str | None = None) -> Decoded:
    """Decode `body`: byte order mark, strict UTF-8, else the Chinese encoding that loses least.

    `hint` (a charset of a header or a meta element) is only believed where it names a Chinese
    encoding that loses no more than the others: servers name the wrong one too often. Never
    raises.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return _lossy(body[len(mark) :], name)
    try:
        return Decoded(body.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _least_damaged(body, hint)


def _least_damaged(body: bytes, hint: str | None) -> Decoded:
    """UTF-8 with a few broken characters, GB18030 or Big5: whichever has fewer replacements."""
    utf8 = _lossy(body, "utf-8")
    if utf8.damage < _FEW and _mostly_multibyte(utf8.text):
        return utf8
    readings = [_lossy(body, "gb18030"), utf8]
    best = min(readings, key=lambda reading: reading.damage)
    if best.damage > 0 or _names_big5(hint):
        big5 = _lossy(body, "big5hkscs")
        if big5.damage < best.damage or (_names_big5(hint) and big5.damage <= best.damage):
            return big5
    return best


def _mostly_multibyte(text: str) -> bool:
    """Whether UTF-8 sequences were found at all; a GBK page read so has hardly any."""
    return any("\u4e00" <= char <= "\u9fff" for char in text)


def _names_big5(hint: str | None) -> bool:
    return "big5" in (hint or "").lower()


def _lossy(body: bytes, name: str) -> Decoded:
    text = body.decode(name, errors="replace")
    return Decoded(text, name, text.count(_REPLACEMENT) / max(1, len(text)))

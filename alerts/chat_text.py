"""Words on their way into a group chat: made harmless for its markup, split where items end.

Nothing here knows a service. A message arrives as plain text, one item a line; a line of the form
`name：address` is a link. Every service gives its lines their form, and asks to have them split.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from alerts.hygiene import one_line, safe_url

LONGEST_LINE = 600
SHORTEST_PART = 64
"""A part must hold its number, an ellipsis and something to read."""

_NUMBER_ROOM = 16  # "(12345/12345) "
_MARKUP = str.maketrans({sign: chr(ord(sign) + 0xFEE0) for sign in "<>[]*_`#@~|\\&"})
_DOT = re.compile(r"(?<=[A-Za-z0-9])\.(?=[A-Za-z]{2})")
_LINK = re.compile(r"(?:(?P<name>[^：:]{1,40})(?:：|: ))?(?P<url>https?://\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One item of a message: words, or a link where `url` is not empty.

    A `heading` opens a message; several that go out as one have one each.
    """

    text: str
    url: str = ""
    heading: bool = False


def harmless(text: str) -> str:
    """`text` on one line, without anything that a chat could take for markup, mention or link.

    Signs with a meaning become their full-width form, which every service shows as it is and none
    obeys: there is no way of escaping that all of them understand.
    """
    return unlinked(one_line(text, LONGEST_LINE)).translate(_MARKUP)


def unlinked(text: str) -> str:
    """`text` with web addresses and host names written so that no program makes links of them."""
    return _DOT.sub("(.)", text.replace("://", "(:)//"))


def chat_lines(text: str) -> tuple[ChatLine, ...]:
    """The items of a message: its lines, those that are not empty, made harmless.

    The first line, and each after an empty one, is a heading and never a link. Whoever writes the
    message must have taken the addresses out of what was crawled (`unlinked`): a link is ours.
    """
    lines = [line.strip() for line in text.splitlines()]
    above = ["", *lines]
    return tuple(
        ChatLine(harmless(line), heading=True) if not before else _line(line)
        for before, line in zip(above, lines, strict=False)
        if line
    )


def _line(line: str) -> ChatLine:
    link = _LINK.fullmatch(line)
    url = safe_url(link["url"]) if link else ""
    if link is None or not url:
        return ChatLine(harmless(line))
    return ChatLine(harmless(link["name"] or link["url"]), _for_brackets(url))


def _for_brackets(url: str) -> str:
    """The address as it may stand inside the brackets of a Markdown link."""
    for sign in "()[]<>|":
        url = url.replace(sign, f"%{ord(sign):02X}")
    return url


def bytes_of(item: str) -> int:
    """The size of an item in a text: its bytes in UTF-8 and the line break after it."""
    return len(item.encode("utf-8", "replace")) + 1


def split_at_items(
    items: Sequence[str], limit: int, size: Callable[[str], int] = bytes_of
) -> list[list[str]]:
    """The items in as few parts as needed, in order, none larger than `limit` bytes.

    `size` gives the bytes that an item takes as it is sent, with what parts it from the next; it
    must not shrink as an item grows. An item that is too large for a part of its own is cut at a
    character and ends in an ellipsis. More parts than one are numbered, `(1/3) `, at the start of
    their first item. Raises ValueError for a limit below `SHORTEST_PART`.
    """
    if limit < SHORTEST_PART:
        raise ValueError(f"{limit} bytes are too few for a message")
    if not items:
        return []
    if sum(map(size, items)) <= limit:
        return [list(items)]
    parts = _fill([_cut(item, limit - _NUMBER_ROOM, size) for item in items], limit, size)
    if len(parts) > 1:
        for number, part in enumerate(parts, start=1):
            part[0] = f"({number}/{len(parts)}) {part[0]}"
    return parts


def _fill(items: Sequence[str], limit: int, size: Callable[[str], int]) -> list[list[str]]:
    parts: list[list[str]] = []
    left = 0
    for item in items:
        needed = size(item)
        if not parts or needed > left:
            parts.append([])
            left = limit - _NUMBER_ROOM
        parts[-1].append(item)
        left -= needed
    return parts


def _cut(item: str, limit: int, size: Callable[[str], int]) -> str:
    """The item, or the longest beginning of it that fits with an ellipsis."""
    if size(item) <= limit:
        return item
    fits, too_long = 0, len(item)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if size(item[:middle] + "…") <= limit:
            fits = middle
        else:
            too_long = middle
    return item[:fits].rstrip() + "…"

"""A page as a flat run of text blocks, which is what every other part reads."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from lxml import etree

from monitor.text.page.bounds import shortened

MAX_BLOCKS = 20_000
"""No more blocks of a page are read; the longest articles and threads have some thousand."""

MAX_NODES = 200_000
"""No more elements of a page are looked at; large pages have some ten thousand."""

_DROPPED = (
    "script", "style", "noscript", "iframe", "svg", "template", "object", "embed", "select",
    "button", "textarea", "canvas", "title", "audio", "video", "map",
)  # fmt: skip
_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd",
        "details", "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
        "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "li",
        "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
        "tfoot", "th", "thead", "tr", "ul",
    )
)  # fmt: skip
_MARKS = _BLOCKS | {"a", "br"}
_NO_HAN = re.compile("[^\u3400-\u9fff]+")
_LATIN = re.compile("[A-Za-z0-9]+")
# One set of characters in front, for which the engine skips ahead; the ASCII ones need a border.
_STOPS = re.compile("[，。！？；：、“”…,!?;:](?:(?<![,!?;:])|(?=[^a-zA-Z0-9/]))")
_FORBIDDEN = bytes(code for code in range(32) if code not in b"\t\n\r")
_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
_ASIDE = re.compile(
    r"(?:^|[\s_-]|[a-z](?=[A-Z]))(?:comments?|share|sharing|social|relate|related|recommend|recommended|nav|navbar|"
    r"navigation|footer|foot|sidebar|side|menu|crumbs?|breadcrumbs?|copyright|hot|rank|ranking|toolbar|"
    r"pager|pagination|login|search|qrcode|ewm|advert|ads?|banner|popup|tags?|pinglun|"
    r"xiangguan|tuijian|fenxiang|daohang|dibu|topbar|bottom|links?|friendlinks?|reply|replies|disclaimer)(?:$|[\s_\d-]|(?=[A-Z]))"
)
_ASIDE_TAGS = frozenset(("nav", "footer", "aside"))
_BODY_TAGS = frozenset(("article", "main"))
# What an office prints below all its pages; class names seldom say so.
_IMPRINT = re.compile(
    r"版权所有|ICP备|备案(?:编?号|序号)[:：]|网站标识码|公网安备|技术支持\s*[:：]|Copyright|建议使用.{0,20}(?:分辨率|浏览器)",
    re.IGNORECASE,
)
_IMPRINT_BLOCKS = 20
_IMPRINT_WEIGHT = 200
_SENTENCES = 8
_NESTED = 16
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


@dataclass(slots=True)
class Block:
    """A run of text between two block borders.

    `weight` counts what it says outside links (a Han character as 1, Latin words as 1 a word),
    `linked` the same inside links, `stops` the punctuation of sentences, `links` its links.
    `asides` are the elements around it that are named as no article (comments, menus).
    """

    el: etree._Element
    pieces: list[str] = field(default_factory=list)
    weight: int = 0
    linked: int = 0
    stops: int = 0
    links: int = 0
    asides: tuple[etree._Element, ...] = ()
    _spaced: str | None = None

    @property
    def aside(self) -> bool:
        """Whether it stands in something that is no article."""
        return bool(self.asides)

    @property
    def text(self) -> str:
        """What it says, as a browser would run it together."""
        return "".join(self.pieces)

    @property
    def spaced(self) -> str:
        """The same with the borders of inline elements kept as spaces: for lines of facts."""
        if self._spaced is None:
            self._spaced = " ".join(" ".join(self.pieces).split())
        return self._spaced


@dataclass(slots=True)
class Tree:
    """A parsed page: its root, its blocks in reading order, how many links it has.

    `kinds` are the block elements that have a class, by tag and class, in reading order. `spans`
    says which of the blocks stand in an element: the first, and the one after the last. `cut` is
    true where the page has more than is read of one.
    """

    root: etree._Element
    blocks: list[Block]
    links: int
    kinds: dict[tuple[str, str], list[etree._Element]]
    spans: dict[etree._Element, tuple[int, int]]
    cut: bool = False

    def blocks_in(self, el: etree._Element) -> list[Block]:
        """The blocks that stand in `el`, in order."""
        first, end = self.spans.get(el, (0, 0))
        return self.blocks[first:end]

    def trust(self, headline: Block) -> None:
        """Take the asides around the page's own headline, if they hold sentences, for none."""
        for named in headline.asides:
            inside = [block for block in self.blocks if named in block.asides]
            if sum(block.stops for block in inside) < _SENTENCES:
                continue
            for block in inside:
                block.asides = tuple(el for el in block.asides if el is not named)


def parse(text: str) -> etree._Element | None:
    """The root of `text`, or None where there is no page in it. Never raises."""
    # Halves of surrogate pairs go with "ignore"; control bytes are never part of a longer sequence.
    cleaned = shortened(text).encode("utf-8", "ignore").translate(None, _FORBIDDEN)
    for sequence in _NO_CHARACTERS:
        cleaned = cleaned.replace(sequence, b"")
    if not cleaned.strip():
        return None
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(cleaned, parser=parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root if root is not None and isinstance(root.tag, str) else None


def read_blocks(root: etree._Element) -> Tree:
    """Flatten `root`; scripts and other elements that are never read are removed from it."""
    etree.strip_elements(root, *_DROPPED, with_tail=False)
    body = root.find("body")
    start = root if body is None else body
    walk = _Walk(start)
    blocks = walk.blocks
    open_tags: list[str] = []  # to ask an element for its tag costs more than to remember it
    events = etree.iterwalk(start, events=("start", "end"))
    for event, el in islice(events, 2 * MAX_NODES):
        if event == "start":
            tag = el.tag
            open_tags.append(tag)
            if tag in _MARKS:
                walk.enter(el, tag)
            text = el.text
        else:
            tag = open_tags.pop()
            if tag in _MARKS:
                walk.leave(tag)
            text = el.tail if open_tags else None
        if text:
            walk.add(text)
            if len(blocks) >= MAX_BLOCKS:
                break
    cut = next(events, None) is not None
    _set_imprint_aside(blocks)
    return Tree(root, blocks, walk.links, walk.kinds, _spans(blocks), cut)


def _set_imprint_aside(blocks: list[Block]) -> None:
    """Take what the last blocks of a page say of the site, and what follows, for no article."""
    tail = blocks[-_IMPRINT_BLOCKS:]
    begun = next((at for at, block in enumerate(tail) if _is_imprint(block)), len(tail))
    for block in tail[begun:]:
        if block.weight <= _IMPRINT_WEIGHT:
            block.asides = (*block.asides, block.el)


def _is_imprint(block: Block) -> bool:
    return block.weight <= _IMPRINT_WEIGHT and bool(_IMPRINT.search(block.text))


def _spans(blocks: list[Block]) -> dict[etree._Element, tuple[int, int]]:
    """Which blocks stand in each element that holds one: the first, and the one after the last."""
    spans: dict[etree._Element, tuple[int, int]] = {}
    path: list[tuple[etree._Element, int]] = []  # the elements around a block, with their first
    places: dict[etree._Element, int] = {}  # of the elements on the path
    for at, block in enumerate(blocks):
        entered: list[etree._Element] = []
        el: etree._Element | None = block.el
        while el is not None and el not in places:
            entered.append(el)
            el = el.getparent()
        common = 0 if el is None else places[el] + 1
        for left, first in path[common:]:
            del places[left]
            spans[left] = (first, at)
        del path[common:]
        for inner in reversed(entered):
            places[inner] = len(path)
            path.append((inner, at))
    spans.update((el, (first, len(blocks))) for el, first in path)
    return spans


class _Walk:
    """The state of one walk through a tree: the open block, and how deep in links and asides."""

    def __init__(self, start: etree._Element) -> None:
        self.top = start
        self.blocks: list[Block] = []
        self.links = 0
        self.kinds: dict[tuple[str, str], list[etree._Element]] = defaultdict(list)
        self._block: Block | None = None  # None at a border: the next text opens one
        self._containers = [start]
        self._asides: list[tuple[etree._Element, ...]] = [()]  # the asides around each container
        self._in_link = 0
        self._link_is_new = False

    def enter(self, el: etree._Element, tag: str) -> None:
        """At the start of a block, a link or a line break."""
        if tag == "a":
            self._in_link += 1
            self._link_is_new = True
            self.links += 1
        elif tag == "br":
            if self._block is not None:
                self._block.pieces.append("\n")
        else:
            around = self._asides[-1]
            if kind := el.get("class"):
                self.kinds[tag, kind].append(el)
            named = el is not self.top and len(around) < _NESTED
            named = named and _is_aside(tag, kind, el.get("id"), el.get("style"))
            self._containers.append(el)
            self._asides.append((*around, el) if named else around)
            self._block = None

    def leave(self, tag: str) -> None:
        """At the end of a block or a link."""
        if tag == "a":
            self._in_link -= 1
        elif tag != "br":
            self._containers.pop()
            self._asides.pop()
            self._block = None

    def add(self, text: str) -> None:
        """Text, of the open block or of a new one."""
        block = self._block
        if text.isspace():
            if block is not None:
                block.pieces.append(" ")
            return
        if block is None:
            block = self._block = Block(self._containers[-1], asides=self._asides[-1])
            self.blocks.append(block)
        block.pieces.append(text)
        weight = _weight(text)
        if self._in_link:
            block.linked += weight
            block.links += self._link_is_new
            self._link_is_new = False
        else:
            block.weight += weight
            block.stops += len(_STOPS.findall(text))


def _weight(text: str) -> int:
    """How much a piece says: a Han character counts 1, a Latin word or a number 1."""
    if text.isascii():
        return len(_LATIN.findall(text))
    others = _NO_HAN.findall(text)
    return len(text) - sum(map(len, others)) + len(_LATIN.findall(" ".join(others)))


def is_aside(el: etree._Element) -> bool:
    """Whether an element is, or is named as, something that is no article: menus, comments."""
    return _is_aside(el.tag, el.get("class"), el.get("id"), el.get("style"))


def _is_aside(tag: str, classes: str | None, name: str | None, style: str | None) -> bool:
    if tag in _ASIDE_TAGS:
        return True
    if tag in _BODY_TAGS or not (classes or name or style):
        return False
    return _says_aside(classes or "", name or "", style or "")


@lru_cache(maxsize=4096)
def _says_aside(classes: str, name: str, style: str) -> bool:
    """Whether class, id or style name something that is no article; sites repeat them a lot."""
    return bool(_ASIDE.search(classes) or _ASIDE.search(name) or _HIDDEN.search(style))

"""A page as a flat run of text blocks, which is what every other part reads."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

MAX_CHARACTERS = 3_000_000
"""A page is cut here: no article is longer, and hostile ones take no more time than this."""

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
_HAN = re.compile("[\u3400-\u9fff]+")
_LATIN = re.compile("[A-Za-z0-9]+")
_STOPS = re.compile("[，。！？；：、“”…]|[,!?;:](?=[^a-zA-Z0-9/])")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ASIDE = re.compile(
    r"(?:^|[\s_-]|[a-z](?=[A-Z]))(?:comments?|share|sharing|social|relate|related|recommend|recommended|nav|navbar|"
    r"navigation|footer|foot|sidebar|side|menu|crumbs?|breadcrumbs?|copyright|hot|rank|ranking|toolbar|"
    r"pager|pagination|login|search|qrcode|ewm|advert|ads?|banner|popup|tags?|pinglun|"
    r"xiangguan|tuijian|fenxiang|daohang|dibu|topbar|bottom|links?|friendlinks?|reply|replies|disclaimer)(?:$|[\s_\d-]|(?=[A-Z]))"
)
_ASIDE_TAGS = frozenset(("nav", "footer", "aside"))
_BODY_TAGS = frozenset(("article", "main"))
_SENTENCES = 8
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

    `kinds` are the block elements that have a class, by tag and class, in reading order.
    """

    root: etree._Element
    blocks: list[Block]
    links: int
    kinds: dict[tuple[str, str], list[etree._Element]]

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
    cleaned = _FORBIDDEN.sub("", text[:MAX_CHARACTERS])
    if not cleaned.strip():
        return None
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(cleaned.encode("utf-8"), parser=parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root if root is not None and isinstance(root.tag, str) else None


def read_blocks(root: etree._Element) -> Tree:
    """Flatten `root`; scripts and other elements that are never read are removed from it."""
    etree.strip_elements(root, *_DROPPED, with_tail=False)
    body = root.find("body")
    start = root if body is None else body
    walk = _Walk(start)
    for event, el in etree.iterwalk(start, events=("start", "end")):
        tag = el.tag
        if event == "start":
            if tag in _MARKS:
                walk.enter(el, tag)
            text = el.text
        else:
            if tag in _MARKS:
                walk.leave(tag)
            text = el.tail if el is not start else None
        if text:
            walk.add(text)
    return Tree(root, walk.blocks, walk.links, walk.kinds)


class _Walk:
    """The state of one walk through a tree: the open block, and how deep in links and asides."""

    def __init__(self, start: etree._Element) -> None:
        self.start = start
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
            named = el is not self.start and is_aside(el)
            if kind := el.get("class"):
                self.kinds[tag, kind].append(el)
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
        weight = len(_LATIN.findall(text))
        if not text.isascii():
            weight += sum(map(len, _HAN.findall(text)))
        if self._in_link:
            block.linked += weight
            block.links += self._link_is_new
            self._link_is_new = False
        else:
            block.weight += weight
            block.stops += len(_STOPS.findall(text))


def is_aside(el: etree._Element) -> bool:
    """Whether an element is, or is named as, something that is no article: menus, comments."""
    if el.tag in _ASIDE_TAGS:
        return True
    if el.tag in _BODY_TAGS:
        return False
    attributes = el.attrib
    if not attributes:
        return False
    return _says_aside(
        attributes.get("class", ""), attributes.get("id", ""), attributes.get("style", "")
    )


@lru_cache(maxsize=4096)
def _says_aside(classes: str, name: str, style: str) -> bool:
    """Whether class, id or style name something that is no article; sites repeat them a lot."""
    return bool(_ASIDE.search(classes) or _ASIDE.search(name) or _HIDDEN.search(style))

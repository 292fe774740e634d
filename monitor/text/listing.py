"""List pages: the links to articles, with the titles and dates that stand beside them.

Without a selector the main list is found by its build: many links that sit in the page the same
way, with titles long enough to be headlines. Menus sit alike too, but their words are short.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from statistics import median
from urllib.parse import urldefrag, urljoin, urlsplit
from zoneinfo import ZoneInfo

from cssselect import SelectorError
from lxml import etree
from lxml.cssselect import CSSSelector

from monitor.domain.page import ListedItem
from monitor.domain.when import When
from monitor.text.dates import find_dates, read_time
from monitor.text.encoding import decode
from monitor.text.normalise import is_spam, repair_title
from monitor.text.page.tree import is_aside, parse

MAX_ITEMS = 1000
"""No more entries of one list are read."""

MAX_LINKS = 5000
"""No more links of one page are looked at."""

_DEPTH = 4
_HEADLINE = 8
_IN_ONE_ROW = 2  # links to one article: its picture and its title
_FEW = 3
_UP = 12
_ASIDE_SHARE = 0.15
_DATED_SHARE = 1.6
_FACT = 40
_SUMMARY = 20
_CARD = 80
_STORES = 200
_STORE = 1_000_000
_NO_PAGE = re.compile(r"^(?:javascript|mailto|tel|data|about):|^#|^$", re.IGNORECASE)
_DAY_APART = re.compile(
    r"(?<!\d)(\d{1,2})\s+((?:19|20)\d{2})\s?[-/.年]\s?(\d{1,2})(?![\d]|\s?[-/.月]\s?\d)"
)
_NUMBERED = re.compile(r"\d+")
_CUT_SHORT = re.compile(r"[.…]+$")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(slots=True)
class _Link:
    """A link that may lead to an article, and the element that is its entry of the list."""

    el: etree._Element
    url: str
    title: str


def find_items(
    body: bytes | str,
    base_url: str,
    fetched_at: datetime,
    zone: ZoneInfo,
    item_selector: str = "",
) -> list[ListedItem]:
    """The entries of a list page in their order, each address once.

    `item_selector` (CSS) names the entries or their links, and switches the search off; a
    selector that cannot be read raises ValueError. Links to other hosts are kept: offices list
    what other sites publish. An unreadable body gives an empty list.
    """
    selector = _compiled(item_selector) if item_selector else None
    text = body if isinstance(body, str) else decode(body).text
    root = parse(text)
    if root is None:
        return []
    _unpack_stores(root)
    etree.strip_elements(root, "script", "style", "noscript", "template", with_tail=False)
    base = _base(root, base_url)
    links = _selected(selector, root, base) if selector else _main_list(_links(root, base))
    entries = _entries(links)
    items: dict[str, ListedItem] = {}
    for link, entry in zip(links[:MAX_ITEMS], entries, strict=False):
        known = items.get(link.url)
        if known is not None and len(known.title) >= len(link.title):
            continue
        facts, summary = _beside(link, entry)
        published = _published(facts, zone, fetched_at)
        if known is not None and published is None:
            published = known.published
        items[link.url] = ListedItem(link.url, link.title, published, summary)
    return list(items.values())


def _unpack_stores(root: etree._Element) -> None:
    """Put the records of a data store, which a script of the page would show, into the page.

    A much-used system of offices sends its lists as `<script type="text/xml">` with one piece of
    HTML in each `<record>`.
    """
    for script in list(islice(root.iter("script"), _STORES)):
        records = "".join(_records((script.text or "")[:_STORE]))
        shown = parse(f"<div>{records}</div>") if records else None
        if shown is not None:
            script.addprevious(shown)


def _records(store: str) -> Iterator[str]:
    """The HTML in the records of a data store."""
    for record in islice(store.split("<record>"), 1, MAX_ITEMS + 1):
        _, _, marked = record.partition("<![CDATA[")
        yield marked.partition("]]>")[0]


def _compiled(item_selector: str) -> CSSSelector:
    try:
        return CSSSelector(item_selector, translator="html")
    except SelectorError as error:
        raise ValueError(f"item_selector {item_selector!r} cannot be read: {error}") from error


def _base(root: etree._Element, base_url: str) -> str:
    element = root.find(".//base[@href]")
    return base_url if element is None else _joined(base_url, element.get("href") or "") or base_url


def _joined(base: str, href: str) -> str:
    """The absolute address without fragment, or an empty string where there is none to fetch."""
    href = href.strip()
    if _NO_PAGE.match(href):
        return ""
    try:
        url = urldefrag(urljoin(base, href)).url
        return url if urlsplit(url).scheme in ("http", "https", "") else ""
    except ValueError:  # a broken host part
        return ""


def _links(root: etree._Element, base: str) -> list[_Link]:
    """Every link of the page with an address and a title."""
    here = urldefrag(base).url
    anchors = islice(root.iter("a"), MAX_LINKS)
    found = (_link(el, base) for el in anchors)
    return [link for link in found if link and link.url != here]


def _words(el: etree._Element, at_most: int = 400) -> str:
    """What an element says; cut, because links that nobody closes hold the whole page."""
    words: list[str] = []
    length = 0
    for piece in el.itertext():
        words.append(str(piece))
        length += len(piece)
        if length > at_most:
            break
    return " ".join("".join(words).split())


def _link(el: etree._Element, base: str) -> _Link | None:
    url = _joined(base, el.get("href") or "")
    title = _title(el) if url else ""
    if not title or is_spam(title):
        return None
    return _Link(el, url, title)


def _title(el: etree._Element) -> str:
    """The words of a link: its heading where it wraps a card, its title attribute where cut."""
    shown = _words(el)
    # a link without elements in it has one text, which is its title whatever it says
    for piece in filter(_is_date, _pieces(el) if len(el) else ()):
        shown = shown.removesuffix(piece).removeprefix(piece).strip() or shown
    heading = next(el.iter(*_HEADINGS), None)
    if heading is not None:
        shown = _words(heading) or shown
    elif len(shown) > _CARD:
        shown = next((piece for piece in _pieces(el) if len(piece) >= _HEADLINE), shown)
    full = " ".join((el.get("title") or "").split())
    start = _CUT_SHORT.sub("", shown)
    if full and len(full) > len(start) and full.startswith(start):
        shown = full
    return repair_title(shown[:200]).text.strip("·•▪■◆>» ") if shown else ""


def _pieces(el: etree._Element) -> list[str]:
    """The texts of a link's elements."""
    return [" ".join(str(piece).split()) for piece in islice(el.itertext(), 20)]


def _is_date(piece: str) -> bool:
    return bool(piece) and find_dates(piece) == [(0, len(piece))]


def _selected(selector: CSSSelector, root: etree._Element, base: str) -> list[_Link]:
    """One link of every selected element: itself, or the one in it with the longest title."""
    links: list[_Link] = []
    for el in _elements(selector(root)):
        inner = [el] if el.tag == "a" else list(el.iter("a"))
        candidates = [link for a in inner if (link := _link(a, base))]
        if candidates:
            links.append(max(candidates, key=lambda link: len(link.title)))
    return links


def _elements(selected: object) -> Iterator[etree._Element]:
    """Only the elements of what a selector gave."""
    if isinstance(selected, list):
        yield from (el for el in selected if isinstance(el, etree._Element))


def _main_list(links: list[_Link]) -> list[_Link]:
    """The group of links, alike in the way they sit in the page, that looks most like a list."""
    groups: dict[str, list[_Link]] = defaultdict(list)
    for link in links:
        groups[_shape(link.el)].append(link)
    best = max(groups.values(), key=_listness, default=[])
    return _without_columns(best) if _listness(best) > 0 else []


def _without_columns(links: list[_Link]) -> list[_Link]:
    """Without the name of the column that stands in every row before the title."""
    times = Counter(link.url for link in links)
    return [
        link for link in links if times[link.url] <= _IN_ONE_ROW or len(link.title) >= _HEADLINE
    ]


def _shape(el: etree._Element) -> str:
    """How a link sits in the page: tags and classes of the elements around it."""
    parts: list[str] = []
    outer = el.getparent()
    while outer is not None and len(parts) < _DEPTH:
        # rows carry classes such as first, odd, on
        name = (
            ""
            if outer.tag in ("li", "tr", "td", "a")
            else _NUMBERED.sub("", outer.get("class") or "")
        )
        parts.append(f"{outer.tag}.{name}")
        outer = outer.getparent()
    return "<".join(parts)


def _listness(links: list[_Link]) -> float:
    """How much a group looks like the list of articles; nothing for menus and single links."""
    titles = [len(link.title) for link in links]
    if not titles or median(titles) < _HEADLINE:
        return 0.0
    dated = sum(bool(find_dates(_around(link.el))) for link in links) / len(links)
    if len(links) < _FEW and not dated:
        return 0.0
    score = float(sum(min(length, 40) for length in titles)) * (_DATED_SHARE if dated > 0.5 else 1)
    return score * _ASIDE_SHARE if _stands_aside(links[0].el) else score


def _around(el: etree._Element) -> str:
    """The text of the link's own row, at most two elements up."""
    row = el
    for _ in range(2):
        parent = row.getparent()
        if parent is None or _has_more_than(parent, 6):
            break
        row = parent
    return _words(row)


def _has_more_than(el: etree._Element, children: int) -> bool:
    """As `len(el) > children`, which would count them all."""
    return next(islice(el, children, None), None) is not None


def _stands_aside(el: etree._Element) -> bool:
    around = islice(el.iterancestors(), _UP)
    return any(is_aside(outer) for outer in around if outer.tag not in ("body", "html"))


def _entries(links: list[_Link]) -> list[etree._Element]:
    """For each link the largest element around it that holds no other address of the list."""
    holds: Counter[etree._Element] = Counter()
    for link in links:
        holds.update(islice(link.el.iterancestors(), _UP))
    entries = []
    for link in links:
        entry = link.el
        for outer in islice(link.el.iterancestors(), _UP):
            if holds[outer] > 1 or outer.tag in ("body", "html"):
                break
            entry = outer
        entries.append(entry)
    return entries


def _beside(link: _Link, entry: etree._Element) -> tuple[str, str]:
    """The short texts of an entry besides its title (dates stand there), and its longest text."""
    pieces = [" ".join(str(piece).split()) for piece in islice(entry.itertext(), 60)]
    others = [piece for piece in pieces if piece and piece not in link.title]
    facts = " ".join(piece for piece in others if len(piece) <= _FACT)
    longest = max(others, key=len, default="")
    return facts, longest if len(longest) >= _SUMMARY and not find_dates(longest) else ""


def _published(facts: str, zone: ZoneInfo, fetched_at: datetime) -> When | None:
    """The date beside an entry; some sites print the day large and year and month below it."""
    apart = _DAY_APART.search(facts)
    if apart and not find_dates(facts):
        day, year, month = apart.groups()
        return read_time(f"{year}-{month}-{day}", zone, fetched_at, "list")
    return read_time(facts, zone, fetched_at, "list") if facts else None

"""Where the body of a page is: the element that holds most of its sentences."""

from collections import defaultdict
from collections.abc import Iterable

from lxml import etree

from monitor.text.dates import find_dates
from monitor.text.page.tree import Block, Tree

SHARES = (1.0, 1.0, 0.6, 0.36)
"""How much of a block's score goes to its own element, parent, grandparent and one further."""

_ASIDE_SHARE = 0.02
_LIST_DENSITY = 0.5
_CLIMBS = 4
_MUCH_MORE = 1.12
_FEW_LINKS = 0.1
_A_POST = 40
_A_FEW = 3
_AT_MOST = 200


def find_body(tree: Tree) -> tuple[etree._Element | None, float]:
    """The element that holds the article, and its share of the sentences of the page (0 to 1)."""
    scores: dict[etree._Element, float] = defaultdict(float)
    whole = 0.0
    for block in tree.blocks:
        worth = block_worth(block)
        whole += worth
        el: etree._Element | None = block.el if worth else None
        for share in SHARES:
            if el is None or el.tag == "html":
                break
            scores[el] += worth * share
            el = el.getparent()
    if not scores:
        return None, 0.0
    best = max(scores, key=scores.__getitem__)
    sureness = min(1.0, scores[best] / whole)
    post = _first_post(tree, best)
    return post if post is not None else _climbed(tree, best), sureness


def block_worth(block: Block) -> float:
    """How much a block looks like sentences of an article."""
    if block.weight < 5:
        return 0.0
    density = block.linked / (block.linked + block.weight)
    if density > _LIST_DENSITY and block.links > 1:
        return 0.0
    worth = (block.weight + 4 * block.stops) * (1 - density)
    if not block.stops:
        worth *= 0.3
    return worth * _ASIDE_SHARE if block.aside else worth


def _first_post(tree: Tree, best: etree._Element) -> etree._Element | None:
    """Where a forum or blog shows many posts in elements of one class, the first of them.

    Posts are told from the sections of one article by the times that stand between them. The
    class may be that of an element around `best`.
    """
    el: etree._Element | None = best
    for _ in range(_CLIMBS + 2):
        if el is None or el.tag == "body":
            return None
        posts = _of_one_class(tree, el)
        if len(posts) >= _A_FEW and _are_dated(tree, posts):
            return posts[0] if posts[0] is not el else best
        el = el.getparent()
    return None


def _of_one_class(tree: Tree, el: etree._Element) -> list[etree._Element]:
    """Elements of the tag and class of `el` that say something, none inside another."""
    alike = tree.kinds.get((el.tag, el.get("class") or ""), [])
    if not _A_FEW <= len(alike) <= _AT_MOST:
        return []
    found: list[etree._Element] = []
    for other in alike:
        if found and found[-1] in set(other.iterancestors()):
            continue
        if sum(map(block_worth, tree.blocks_in(other))) >= _A_POST:
            found.append(other)
    return found


def _are_dated(tree: Tree, posts: list[etree._Element]) -> bool:
    """Whether about as many short lines with date and time stand among them as there are posts."""
    first = tree.blocks_in(posts[0])[0]
    start = next(at for at, block in enumerate(tree.blocks) if block is first)
    last = tree.blocks_in(posts[-1])[-1]
    dated = 0
    for block in tree.blocks[start:]:
        dated += is_time_line(block)
        if block is last:
            break
    return dated >= len(posts) - 1


def is_time_line(block: Block) -> bool:
    """A short block that gives a date and a time of day, as posts and comments carry."""
    text = block.spaced
    return len(text) <= 120 and ":" in text and "。" not in text and bool(find_dates(text))


def _climbed(tree: Tree, best: etree._Element) -> etree._Element:
    """An outer element that holds clearly more of the article and hardly a link besides."""
    settled, el = best, best
    held = tree.blocks_in(best)
    for _ in range(_CLIMBS):
        parent = el.getparent()
        if parent is None or parent.tag in ("html", "body"):
            break
        el = parent
        blocks = [block for block in tree.blocks_in(el) if not block.aside]
        weight, linked = _weight(blocks), sum(block.linked for block in blocks)
        if linked > _FEW_LINKS * weight + sum(block.linked for block in held):
            break
        if weight >= _MUCH_MORE * _weight(held):
            settled, held = el, blocks
    return settled


def _weight(blocks: Iterable[Block]) -> int:
    return sum(block.weight for block in blocks)

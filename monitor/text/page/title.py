"""The title of a page: its headline, without the names of site and column."""

import re
from dataclasses import dataclass
from functools import lru_cache

from monitor.text.page.head import Head
from monitor.text.page.tree import Block, Tree

_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
_NAMED_TITLE = re.compile(r"title|headline|biaoti|subject|bt\b", re.IGNORECASE)
_BARE = re.compile(r"[\W_]+")
_SITE = re.compile(
    r"(?:网|网站|频道|新闻|日报|晚报|时报|早报|在线|政府|门户|中心|论坛|博客|社区|栏目|首页|公司|(?<![通公简预情警汇快战喜])报|台|局|委|厅|办|百科|资讯|平台|要闻|时政|国内|社会|正文)$"
    r"|^(?:www\.|http)|\.(?:com|cn|net)|(?:News|China|Net)$",
    re.IGNORECASE,
)
_SITE_FIRST = re.compile(r"(?:网|网站|频道|在线|门户|人民政府|论坛|博客)$|^www\.", re.IGNORECASE)
_BORDER = re.compile(r"(\s*(?:--+|——|>>|[-_|｜－–—«»])\s*)")
_TAG = re.compile(
    r"^\[[^\[\]]{1,12}\]\s*(?=.{6})"
)  # [原创], [组图]: a column's mark, no words of it
_LONGEST = 200
_COLUMN = 6


@dataclass(frozen=True, slots=True)
class Headline:
    """The title, and the block it stands in (-1 where it was only found in the head)."""

    text: str
    at: int = -1


def find_title(head: Head, tree: Tree) -> Headline:
    """The headline of a page; an empty one where it has none.

    In order: a stated one, a heading that the title element repeats, the title of the social
    card or the title element without the names of the site, the first heading.
    """
    _, stated = head.first("articletitle")
    if stated and not stated.endswith(("...", "…")):
        return Headline(stated, _where(tree, stated))
    heading = _repeated_heading(head, tree)
    if heading is not None:
        return heading
    _, open_graph = head.first("og:title", "twitter:title")
    cuts = [cut for cut in map(cut_site_name, (open_graph, head.title)) if cut]
    for cut in cuts:
        if len(cut) > _COLUMN and not _is_site_name(cut):
            return Headline(cut, _where(tree, cut))
    first = _first_heading(tree)
    return first if first.text or not cuts else Headline(cuts[0], _where(tree, cuts[0]))


def cut_site_name(title: str) -> str:
    """`title` without the names of columns and site that follow it (or come before it)."""
    pieces = _BORDER.split(_TAG.sub("", title.strip()))
    parts, borders = pieces[::2], pieces[1::2]
    first = next((at for at, part in enumerate(parts) if not _is_prefix(part)), 0)
    last = len(parts) - 1
    while last > first and (
        _is_site_name(parts[last]) or _cuts_always(borders[last - 1], parts[last])
    ):
        last -= 1
    kept = parts[first] + "".join(
        border + part
        for border, part in zip(borders[first:last], parts[first + 1 : last + 1], strict=True)
    )
    return kept.strip()


def _is_site_name(part: str) -> bool:
    return not part.strip() or (len(part.strip()) <= 14 and bool(_SITE.search(part.strip())))


def _is_prefix(part: str) -> bool:
    """A site's name in front of the headline; stricter, for headlines end in 局 and 公司 too."""
    return not part.strip() or (len(part.strip()) <= 14 and bool(_SITE_FIRST.search(part.strip())))


def _cuts_always(border: str, part: str) -> bool:
    """Underscores, double hyphens, and spaced hyphens before a few characters end a headline."""
    if border.strip() in ("_", "--", ">>", "«", "»"):
        return True
    return border != border.strip() and len(part) <= _COLUMN


def _repeated_heading(head: Head, tree: Tree) -> Headline | None:
    """The longest heading whose words the title element or og:title repeats."""
    repeated = _bare(head.title) + "\n" + _bare(head.meta.get("og:title", ""))
    best: Headline | None = None
    for at, block in enumerate(tree.blocks):
        if not _is_heading(block):
            continue
        text = " ".join(block.text.split())
        bare = _bare(text)
        shortest = 2 if block.el.tag == "h1" else 4
        if not shortest <= len(bare) <= _LONGEST or bare not in repeated:
            continue
        if best is None or len(bare) > len(_bare(best.text)):
            best = Headline(text, at)
    if best and _bare(best.text) == _bare(head.title):
        return Headline(cut_site_name(best.text), best.at)
    return Headline(_TAG.sub("", best.text), best.at) if best else None


def _first_heading(tree: Tree) -> Headline:
    for at, block in enumerate(tree.blocks):
        if block.el.tag in ("h1", "h2") and not block.aside and block.weight >= 4:
            return Headline(" ".join(block.text.split())[:_LONGEST], at)
    return Headline("")


def _is_heading(block: Block) -> bool:
    el = block.el
    if el.tag in _HEADINGS:
        return True
    return len(block.pieces) < 6 and _is_named(el.get("class") or "", el.get("id") or "")


@lru_cache(maxsize=4096)
def _is_named(classes: str, name: str) -> bool:
    """Whether class or id say headline; sites repeat them a lot."""
    return bool(_NAMED_TITLE.search(classes) or _NAMED_TITLE.search(name))


def _where(tree: Tree, title: str) -> int:
    """The first block that shows `title` and not much else."""
    bare = _bare(title)
    if len(bare) < 4:
        return -1
    for at, block in enumerate(tree.blocks):
        if block.weight + block.linked <= 2 * len(bare) and bare in _bare(block.text):
            return at
    return -1


def _bare(text: str) -> str:
    return _BARE.sub("", text).lower()

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
# Names of columns (政务公开, 部门动态), and names of sites that are longer than those above may be.
_COLUMN_NAME = re.compile(
    r"(?:政务|政府|信息|部门|工作|乡镇|街道|县区|基层|通知|公示|公告|通告|新闻|要闻|图片|媒体|回应|热点|专题|专栏|互动|交流|民生|公开|动态"
    r"|中心|发布|关切|关注|目录|栏目|列表|详情|详细|内容|文章|首页|正文|资讯|时政|本地|综合|最新|法定|主动|页|[\W_]){1,8}"
)
_SITE_NAME = re.compile(
    r"(?:欢迎(?:您|来到|访问|光临|进入).{0,30}|.{2,28}(?:门户网站|政府网站|官方网站|政务网|政府网)|.{2,12}(?:宣传|组织|统战)部)(?:首页)?"
)
_SITE_FIRST = re.compile(r"(?:网|网站|频道|在线|门户|人民政府|论坛|博客)$|^www\.", re.IGNORECASE)
_BORDER = re.compile(r"(\s*(?:--+|——|>>|[-_|｜－–—«»])\s*)")
_TAG = re.compile(
    r"^\[[^\[\]]{1,12}\]\s*(?=.{6})"
)  # [原创], [组图]: a column's mark, no words of it
_TOLD = re.compile(
    r"(?:时间|日期|来源|作者|编辑)\s*[:：]|(?:19|20)\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}"
)
_SOURCE_LINE = 60
_ABOVE = 4  # blocks between a headline and the line of time and source
_SHORTENED = ("...", "…")
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
    card or the title element without the names of the site, the first heading, what stands above
    the line of time and source. Many offices' pages only name the site or the column in the title
    element.
    """
    _, stated = head.first("articletitle")
    if stated and not stated.endswith(_SHORTENED):
        return Headline(stated, _where(tree, stated))
    heading = _repeated_heading(head, tree)
    if heading is not None:
        return heading
    _, open_graph = head.first("og:title", "twitter:title")
    cuts = [cut for cut in map(cut_site_name, (open_graph, head.title)) if cut]
    for cut in cuts:
        if cut.endswith(_SHORTENED):
            return _in_full(tree, cut)
        if len(cut) > _COLUMN and not _is_site_name(cut):
            return Headline(cut, _where(tree, cut))
    for first in (_first_heading(tree), _above_source(tree)):
        if first.text:
            return first
    return Headline(cuts[0], _where(tree, cuts[0])) if cuts else Headline("")


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
    """Whether a part of a title names a site or a column."""
    part = part.strip()
    if len(part) <= 14 and (not part or _SITE.search(part)):
        return True
    return bool(_COLUMN_NAME.fullmatch(part) or _SITE_NAME.fullmatch(part))


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
        text = _line(block)
        if not _is_heading(block) or _is_site_name(text):
            continue
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
            text = _line(block)[:_LONGEST]
            if not _is_site_name(text):
                return Headline(text, at)
    return Headline("")


def _in_full(tree: Tree, cut: str) -> Headline:
    """A headline of which the head of the page has only the beginning (关于城东...)."""
    begin = _bare(cut)
    for at, block in enumerate(tree.blocks):
        if block.weight <= _LONGEST and _bare(block.text).startswith(begin) and not block.linked:
            return Headline(_line(block), at)
    return Headline(cut, _where(tree, cut))


def _above_source(tree: Tree) -> Headline:
    """The line of some length right above the first one that tells time or source."""
    for at, block in enumerate(tree.blocks):
        if block.aside or block.weight > _SOURCE_LINE or not _TOLD.search(block.text):
            continue
        above = range(max(0, at - _ABOVE), at)
        lines = [place for place in above if _may_be_headline(tree.blocks[place])]
        if lines:
            best = max(lines, key=lambda place: tree.blocks[place].weight)
            return Headline(_line(tree.blocks[best]), best)
    return Headline("")


def _may_be_headline(block: Block) -> bool:
    text = block.text.strip()
    if block.aside or block.linked or not _COLUMN < block.weight <= _LONGEST / 2:
        return False
    return not (text.endswith("。") or _TOLD.search(text) or _is_site_name(text))


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


def _line(block: Block) -> str:
    return " ".join(block.text.split())


def _bare(text: str) -> str:
    return _BARE.sub("", text).lower()

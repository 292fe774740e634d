"""The 来源 that a page names: where it says that its text comes from."""

import re

from monitor.text.page.head import Head
from monitor.text.page.tree import Tree

_META = ("contentsource", "source", "mediaid", "article:source")
_LABELLED = re.compile(
    r"(?:信息来源|信息來源|文章来源|消息来源|稿件来源|来源|來源|稿源|供稿单位|出处)\s*[:：]\s*(?P<name>[^\s|｜:：=&<>]{1,40})"
)
_NEXT_LABEL = re.compile(
    r"\s*(?:作者|编辑|责任编辑|责编|发布(?:时间|日期|人|者)|发表(?:时间|日期|于)|时间|日期|点击|浏览|阅读|字体|字号|字體|打印|分享|记者|访问|评论|【|\[|\(字)"
)
_LABEL_ONLY = re.compile(r"^(?:来源|稿源)\s*[:：]\s*")
_LONGEST = 40


def find_source(head: Head, tree: Tree, title_at: int) -> str:
    """The source as named by a meta element, else by a printed label nearest after the title."""
    _, stated = head.first(*_META)
    stated = _LABEL_ONLY.sub("", stated)
    if stated and len(stated) <= _LONGEST and not stated.startswith("http"):
        return stated
    blocks = tree.blocks
    start = max(0, title_at)
    for at in [*range(start, len(blocks)), *range(start)]:
        block = blocks[at]
        if block.weight + block.linked > 120 or block.aside:
            continue
        name = named_source(block.spaced) or _named_in_next(tree, at)
        if name:
            return name
    return ""


def named_source(text: str) -> str:
    """The name that a line of facts gives after 来源, or an empty string."""
    match = _LABELLED.search(text)
    if not match:
        return ""
    name = _NEXT_LABEL.split(match["name"])[0].strip(" ：:，,()（）")
    return name if not name.isdigit() else ""


def _named_in_next(tree: Tree, at: int) -> str:
    """A label that stands alone, with the name in the block after it."""
    if not re.search(r"(?:来源|稿源)\s*[:：]?\s*$", tree.blocks[at].spaced) or at + 1 >= len(
        tree.blocks
    ):
        return ""
    following = tree.blocks[at + 1].spaced
    return following if len(following) <= 20 and not _NEXT_LABEL.match(following) else ""

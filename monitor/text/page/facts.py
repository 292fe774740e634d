"""The labelled facts that official sites print around a document, and signs of a break-in."""

import re
from collections.abc import Iterator
from itertools import islice

from monitor.text.normalise import is_spam
from monitor.text.page.head import Head
from monitor.text.page.tree import Tree

_LABEL = re.compile(
    r"(?:成\s?文|签发|簽發|制发|制發|印发|印發|发文|發文)\s?(?:日\s?期|时\s?间|時間)"
    r"|(?:[发發]文|文件)(?:字[号號]|编号)|(?<![\u4e00-\u9fff])文[号號]"
)
# One set of characters, for which the engine skips ahead: most blocks hold none of these.
_QUICK = re.compile("[文发發件]")
_VALUE = re.compile(r"\d")
_SHORT = 60
_MOST = 40
_BORDER = re.compile(r"[_|,，\-—\s]+")
_SPAM_LINES = 3
_EDGE = 10


def fact_lines(tree: Tree) -> Iterator[str]:
    """Labels of a document's own date and number with what stands behind them.

    A label that fills its cell is joined with the cell after it.
    """
    labelled = (
        at
        for at, block in enumerate(tree.blocks)
        if not block.links and block.weight <= _SHORT and _is_labelled(block.text)
    )
    for at in islice(labelled, _MOST):
        said = tree.blocks[at].spaced
        following = tree.blocks[at + 1].spaced if at + 1 < len(tree.blocks) else ""
        line = said if _VALUE.search(said) else f"{said.rstrip(' :：')}：{following[:_SHORT]}"
        yield _LABEL.sub(lambda label: re.sub(r"\s", "", label.group()), line)


def _is_labelled(text: str) -> bool:
    return bool(_QUICK.search(text) and _LABEL.search(text))


def is_hijacked(head: Head, tree: Tree) -> bool:
    """Whether title element, key words or several lines at an edge advertise what spam does."""
    if any(is_spam(piece) for piece in _BORDER.split(head.title)):
        return True
    words = ",".join(head.meta.get(name, "") for name in ("keywords", "description"))
    if sum(is_spam(piece) for piece in islice(_BORDER.split(words), _MOST)) > 1:
        return True
    edges = (*tree.blocks[:_EDGE], *tree.blocks[_EDGE:][-_EDGE:])
    return sum(is_spam(block.spaced[:_MOST]) for block in edges) >= _SPAM_LINES

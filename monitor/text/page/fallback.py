"""A second opinion on the body, for the few pages in which our own scorer finds none."""

import logging

from readability import Document

from monitor.text.page.article import body_text
from monitor.text.page.tree import parse, read_blocks

# It logs a whole traceback for a page it cannot read, and raises besides.
logging.getLogger("readability").setLevel(logging.CRITICAL)

_AT_MOST = 400_000
_WORTH_IT = 200
_NEXT_TO_NOTHING = 30


def second_opinion(text: str, found: int, weight: int) -> str:
    """The body as readability-lxml sees it, or an empty string.

    Asked only where ours holds next to nothing (`found`) of a page that says a lot (`weight`):
    it is five to ten times as slow.
    """
    if weight < _WORTH_IT or found > _NEXT_TO_NOTHING or len(text) > _AT_MOST:
        return ""
    try:
        root = parse(Document(text).summary(html_partial=True))
    except Exception:  # it raises its own, lxml's and plain errors on broken pages alike
        return ""
    return body_text(read_blocks(root).blocks) if root is not None else ""

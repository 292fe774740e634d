"""Extraction: the bytes of a page in, what it says and when out."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from lxml import etree

from monitor.domain.page import Page
from monitor.text.document_number import find_own
from monitor.text.encoding import Decoded, decode
from monitor.text.normalise import repair, repair_title
from monitor.text.page.article import (
    article_blocks,
    body_text,
    lead_blocks,
    opening_blocks,
    post_marks,
    without_credits,
)
from monitor.text.page.body import find_body
from monitor.text.page.bounds import MAX_TEXT, is_shortened
from monitor.text.page.facts import fact_lines, is_hijacked
from monitor.text.page.fallback import second_opinion
from monitor.text.page.head import read_head
from monitor.text.page.published import Asked, Layout, find_published
from monitor.text.page.source_line import find_source
from monitor.text.page.title import Headline, find_title
from monitor.text.page.tree import Tree, parse, read_blocks
from monitor.text.written import find_written

_CHARSET = re.compile(r"[cC](?i:harset)\s*=\s*[\"']?\s*([\w-]{2,20})")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LOOKED_AT = 4096
_FEW_CONTROLS = 0.01
_FOR_TWO = 4000
"""No second opinion on a page of more blocks: it would cost more than a page may."""


def extract(
    body: bytes, url: str, fetched_at: datetime, zone: ZoneInfo, content_type: str = ""
) -> Page:
    """Read one article page.

    `fetched_at` (aware) is what relative times and the belief in stated ones are measured
    against, `zone` that of times without an offset. Anything that is no page (empty, binary) gives
    a Page with an empty text; it never raises. `damage` names, besides what `repair` does,
    "encoding" (characters lost), "cut" (longer than is read of one page), "number_glued",
    "number_blank", "glued_date", "dates_ambiguous" (see `find_own`, `find_written`), and
    "time_future", "time_impossible", "time_too_old" for stated times that were not used.
    """
    decoded = decode(body, _hint(body, content_type))
    root = None if _is_binary(decoded.text) else parse(decoded.text)
    if root is None:
        return Page(url, "", "", encoding=decoded.encoding)
    return _page(url, decoded, root, Asked(zone, fetched_at))


def _page(url: str, decoded: Decoded, root: etree._Element, asked: Asked) -> Page:
    """What a parsed page says."""
    head = read_head(root)
    tree = read_blocks(root)
    headline = find_title(head, tree)
    if headline.at >= 0:
        tree.trust(tree.blocks[headline.at])
    title = repair_title(headline.text)
    layout = _layout(tree, headline)
    said = _said(decoded.text, tree, layout)
    repaired = repair(said[:MAX_TEXT])
    text = without_credits(repaired.text)
    lines = [*fact_lines(tree), *text.split("\n")]
    published = find_published(head, tree, layout, url, asked)
    written = find_written(lines, asked.zone, asked.fetched_at)
    number = find_own(lines)
    found = (
        "encoding" if decoded.damage else "",
        "cut" if tree.cut or len(said) > MAX_TEXT or is_shortened(decoded.text) else "",
        *title.damage,
        *repaired.damage,
        "spam" if is_hijacked(head, tree) else "",
        number.doubt if number else "",
        written.doubt,
        *(f"time_{reason}" for reason in sorted(asked.disbelieved)),
    )
    return Page(
        url=url,
        title=title.text,
        text=text,
        published=published,
        written_on=written.day,
        source_line=find_source(head, tree, headline.at),
        document_number=number.text if number else "",
        encoding=decoded.encoding,
        damage=tuple(dict.fromkeys(filter(None, found))),
        links=tree.links,
    )


def _layout(tree: Tree, headline: Headline) -> Layout:
    """Where the article and the posts of a page stand."""
    element, _ = find_body(tree)
    blocks = article_blocks(tree, element, headline.text) if element is not None else []
    posts = post_marks(tree, headline.at)
    blocks = opening_blocks(tree, blocks, headline.at, posts)
    if blocks:
        blocks = [*lead_blocks(tree, blocks[0], headline.at), *blocks]
    return Layout(headline.at, blocks, posts)


def _said(source: str, tree: Tree, layout: Layout) -> str:
    """The lines of the article, by our own reading or where that finds nothing by another's."""
    found = body_text(layout.body)
    opens_thread = layout.body and len(layout.posts) > 1  # which may be done with half a line
    if opens_thread or len(tree.blocks) > _FOR_TWO:
        return found
    weights = (sum(block.weight for block in blocks) for blocks in (layout.body, tree.blocks))
    return second_opinion(source, *weights) or found


def _hint(body: bytes, content_type: str) -> str | None:
    match = _CHARSET.search(content_type) or _CHARSET.search(body[:2048].decode("latin-1"))
    return match[1] if match else None


def _is_binary(text: str) -> bool:
    """Whether control characters are more than a slip: pictures, archives and documents."""
    head = text[:_LOOKED_AT]
    return len(_CONTROL.findall(head)) > _FEW_CONTROLS * len(head)

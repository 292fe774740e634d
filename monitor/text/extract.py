"""Extraction: the bytes of a page in, what it says and when out."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.domain.page import Page
from monitor.text import document_number
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
from monitor.text.page.fallback import second_opinion
from monitor.text.page.head import read_head
from monitor.text.page.published import Asked, Layout, find_published, find_written_on
from monitor.text.page.source_line import find_source
from monitor.text.page.title import find_title
from monitor.text.page.tree import parse, read_blocks

_CHARSET = re.compile(r"[cC](?i:harset)\s*=\s*[\"']?\s*([\w-]{2,20})")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LOOKED_AT = 4096
_FEW_CONTROLS = 0.01


def extract(
    body: bytes, url: str, fetched_at: datetime, zone: ZoneInfo, content_type: str = ""
) -> Page:
    """Read one article page.

    `fetched_at` (aware) is what relative times and the belief in stated ones are measured
    against, `zone` that of times without an offset. Anything that is no page (empty, binary) gives
    a Page with an empty text; it never raises.
    """
    decoded = decode(body, _hint(body, content_type))
    root = None if _is_binary(decoded.text) else parse(decoded.text)
    if root is None:
        return Page(url, "", "", encoding=decoded.encoding)
    head = read_head(root)
    tree = read_blocks(root)
    headline = find_title(head, tree)
    if headline.at >= 0:
        tree.trust(tree.blocks[headline.at])
    title = repair_title(headline.text)
    element, _ = find_body(tree)
    blocks = article_blocks(tree, element, headline.text) if element is not None else []
    posts = post_marks(tree, headline.at)
    blocks = opening_blocks(tree, blocks, headline.at, posts)
    if blocks:
        blocks = [*lead_blocks(tree, blocks[0], headline.at), *blocks]
    found = body_text(blocks)
    weights = sum(block.weight for block in blocks), sum(block.weight for block in tree.blocks)
    settled = blocks and len(posts) > 1  # who opens a thread may say next to nothing
    repaired = repair(found if settled else second_opinion(decoded.text, *weights) or found)
    text = without_credits(repaired.text)
    asked = Asked(zone, fetched_at)
    return Page(
        url=url,
        title=title.text,
        text=text,
        published=find_published(head, tree, Layout(headline.at, blocks, posts), url, asked),
        written_on=find_written_on(text.split("\n"), asked),
        source_line=find_source(head, tree, headline.at),
        document_number=document_number.find(text) or "",
        encoding=decoded.encoding,
        damage=_damage(decoded, *title.damage, *repaired.damage),
        links=tree.links,
    )


def _hint(body: bytes, content_type: str) -> str | None:
    match = _CHARSET.search(content_type) or _CHARSET.search(body[:2048].decode("latin-1"))
    return match[1] if match else None


def _is_binary(text: str) -> bool:
    """Whether control characters are more than a slip: pictures, archives and documents."""
    head = text[:_LOOKED_AT]
    return len(_CONTROL.findall(head)) > _FEW_CONTROLS * len(head)


def _damage(decoded: Decoded, *names: str) -> tuple[str, ...]:
    lost = ("encoding",) if decoded.damage else ()
    return tuple(dict.fromkeys((*lost, *names)))

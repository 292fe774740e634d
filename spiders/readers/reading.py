"""What a reader makes of a list, and the small text helpers that the readers share."""

import re
from dataclasses import dataclass

from lxml import etree, html

from monitor.domain.page import ListedItem

_MARKUP = re.compile(r"<[a-zA-Z/!?]|&[#\w]{1,12};")
_LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class Reading:
    """The entries of a list in its own order, or why it could not be read.

    An entry may have an empty `url` (a feed entry without a link). `children` are the further
    lists that a sitemap index names, newest first.
    """

    entries: tuple[ListedItem, ...] = ()
    error: str = ""
    encoding: str = ""
    title: str = ""
    children: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """True where the list was understood, even if nothing is in it."""
        return not self.error


def plain_text(markup: str) -> str:
    """The text of a piece of HTML on one line; plain text stays as it is."""
    text = markup[:_LONGEST]
    if _MARKUP.search(text):
        text = _text_of(text)
    return " ".join(text.split())


def _text_of(markup: str) -> str:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        # A lone surrogate, which a feed can smuggle in, has no UTF-8 form.
        page = html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # no text in it at all
        return ""
    etree.strip_elements(page, "script", "style", with_tail=False)
    return str(page.xpath("string()"))

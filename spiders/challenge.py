"""Recognises the script that a guard in front of a site sends instead of a page."""

import re

from lxml import etree, html

# What the guards commonly met on government sites write into their pages; the last alternatives
# are the bare trick itself, a page that only sets a cookie and loads itself again.
_MARKS = re.compile(
    rb"\$_ts\s*=|acw_sc__v2|__jsl_clearance|/cdn-cgi/challenge|cf-chl-|safeline|_waf_|"
    rb"document\.cookie\s*=.{0,2000}?(?:location\.(?:reload|href)|location\s*=)",
    re.DOTALL | re.IGNORECASE,
)
_LARGEST = 200_000
_LETTERS_OF_A_PAGE = 200


def is_challenge(body: bytes) -> bool:
    """True where a body is a script challenge: a known mark, and hardly any text to read."""
    if len(body) > _LARGEST or not _MARKS.search(body):
        return False
    try:
        page = html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8"))
    except etree.ParserError:  # nothing in it but the script
        return True
    etree.strip_elements(page, "script", "style", etree.Comment, with_tail=False)
    return len("".join(str(page.xpath("string()")).split())) < _LETTERS_OF_A_PAGE

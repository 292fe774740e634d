"""Reads an HTML list page: a column, a board, a home page."""

from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.text.listing import find_items
from spiders.readers.reading import Reading

_MARKUP = b"<"


def read_list_page(
    body: bytes, url: str, fetched_at: datetime, zone: ZoneInfo, item_selector: str = ""
) -> Reading:
    """The items of a list page, in its order; none is a reading too, and means a blind look."""
    if _MARKUP not in body:
        return Reading(error="no HTML")
    return Reading(tuple(find_items(body, url, fetched_at, zone, item_selector)))

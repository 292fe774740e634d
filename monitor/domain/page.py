"""A page as it was read: what extraction makes of the bytes a server sent."""

from dataclasses import dataclass
from datetime import date

from monitor.domain.when import When


@dataclass(frozen=True, slots=True)
class Page:
    """Title, body and times of one page, repaired; the damage that was found is listed.

    `published` is the 发布日期 of the page with its provenance; `written_on` the 成文日期 that an
    official document carries in its text, a different fact. `source_line` is the page's own 来源.
    `links` counts the links in the page.
    """

    url: str
    title: str
    text: str
    published: When | None = None
    written_on: date | None = None
    source_line: str = ""
    document_number: str = ""
    encoding: str = "utf-8"
    damage: tuple[str, ...] = ()
    links: int = 0


@dataclass(frozen=True, slots=True)
class ListedItem:
    """One entry of a feed, list page or sitemap, before its own page is read."""

    url: str
    title: str
    published: When | None = None
    summary: str = ""

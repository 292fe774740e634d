"""The pages of the demo's site: what a reader of each outlet would get, as text.

Each outlet has one of several looks, as different as the content systems of real outlets are:
a news site with columns and related links, a forum, a government portal with its meta tags, and
table pages of twenty years ago.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from monitor.demo.outlets import Outlet
from monitor.demo.script import Publication
from monitor.demo.week import ZONE

REPLIES = (
    (timedelta(minutes=25), "沙发，关注后续。"),
    (timedelta(minutes=70), "帮顶，希望有关部门看到。"),
    (timedelta(hours=9), "楼主后来怎么样了？"),
)
"""What others write below a forum post, and how long after it."""

_LISTED = 30
_SUMMARY_CHARACTERS = 70


@dataclass(frozen=True, slots=True)
class Placed:
    """A publication with its place on the site and the words it prints as its source."""

    publication: Publication
    path: str
    source: str

    @property
    def at(self) -> datetime:
        """When it was published, in the outlets' zone."""
        return self.publication.at.astimezone(ZONE)

    @property
    def paragraphs(self) -> list[str]:
        """Its text, paragraph by paragraph."""
        return [line for line in self.publication.text.splitlines() if line]

    @property
    def summary(self) -> str:
        """The beginning of its text, as feeds carry it."""
        return self.publication.text.replace("\n", "")[:_SUMMARY_CHARACTERS] + "…"


def place(publication: Publication, number: int, outlet: Outlet, source: str) -> Placed:
    """Give a publication the path that a content system of its outlet's look would give it."""
    at = publication.at.astimezone(ZONE)
    tail = {
        "news": f"{at:%Y-%m/%d}/content_{number}.html",
        "forum": f"thread-{number}-1-1.html",
        "table": f"html/{at:%Y%m%d}/{number}.htm",
        "gov": f"art/{at.year}/{at.month}/{at.day}/art_107_{number}.html",
    }[outlet.look]
    return Placed(publication, f"/c/{outlet.name}/{tail}", source)


class Pages:
    """Renders pages; `site_url` is the address that absolute links begin with."""

    def __init__(self, site_url: str) -> None:
        self._site_url = site_url
        self._environment = Environment(
            loader=PackageLoader("monitor.demo", "pages"),
            autoescape=select_autoescape(["html", "xml"]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def listing(self, outlet: Outlet, shown: Sequence[Placed]) -> str:
        """The feed, sitemap or list page of an outlet with `shown`, newest first."""
        if outlet.listing == "list":
            template = f"{outlet.look}_list.html"
        else:
            template = f"{outlet.listing}.xml"
        return self._render(template, outlet, items=shown[:_LISTED], feed_date=_feed_date)

    def article(self, outlet: Outlet, item: Placed, shown: Sequence[Placed], now: datetime) -> str:
        """One article as it looks at `now`, when the outlet shows `shown`."""
        others = [other for other in shown if other.path != item.path]
        before = next((older for newer, older in pairwise(shown) if newer.path == item.path), None)
        return self._render(
            f"{outlet.look}_article.html",
            outlet,
            item=item,
            others=others[:5],
            before=before,
            replies=replies(item.publication, now),
        )

    def front(self, outlets: Sequence[Outlet]) -> str:
        """The front page: the outlets, each with where its list stands."""
        template = self._environment.get_template("front.html")
        return template.render(outlets=outlets, site=self._site_url)

    def _render(self, template: str, outlet: Outlet, **values: object) -> str:
        found = self._environment.get_template(template)
        return found.render(outlet=outlet, site=self._site_url, **values)


def replies(publication: Publication, now: datetime) -> list[tuple[datetime, str]]:
    """What has been written below a forum post by `now`."""
    answered = ((publication.at + after, words) for after, words in REPLIES)
    return [(at.astimezone(ZONE), words) for at, words in answered if at <= now]


def _feed_date(outlet: Outlet, item: Placed) -> str:
    """A date as this outlet's feed writes it: exact, without a zone, or only the day."""
    if item.publication.date_only:
        return f"{item.at:%Y-%m-%d}"
    if outlet.listing == "rss":
        return f"{item.at:%Y-%m-%d %H:%M:%S}" if outlet.zoneless else format_datetime(item.at)
    return item.at.isoformat()

"""Somebody who was told says that there is an answer already, and where: kept for a person.

Nothing stops and nothing pauses by it: whoever holds a link in a mail is not therefore believed. It
counts once the page was crawled and matched, or once a person on duty confirms it (`huiying
review`). Only pages where an official channel of the office stands are taken.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urldefrag, urlsplit

from monitor.domain.article import believed
from monitor.domain.channel import Channel, ChannelKind
from monitor.domain.events import Event, EventKind
from monitor.domain.incident import IncidentFacts
from monitor.domain.judgement import ResponseReading
from monitor.domain.response import Link, ResponseKind
from monitor.domain.when import Precision, When
from monitor.store.articles import NOT_FETCHED
from monitor.store.mapping import published_of
from monitor.store.store import Store, Work
from monitor.store.tables import ArticleRow
from monitor.usecases.office import Office

LONGEST_ADDRESS = 2_000
LONGEST_NOTE = 300

OFFERED_KINDS = tuple(
    kind
    for kind in ResponseKind
    if kind not in (ResponseKind.OFFICIAL_ACT, ResponseKind.PRESS_CONFERENCE_ANNOUNCED)
)
"""The forms that an answer can be said to have."""


class Outcome(StrEnum):
    """What became of an offer."""

    KEPT = "kept"
    COUNTS_ALREADY = "counts_already"
    WAITS_ALREADY = "waits_already"
    REJECTED_BEFORE = "rejected_before"
    NO_ADDRESS = "no_address"
    NOT_OFFICIAL = "not_official"


@dataclass(frozen=True, slots=True)
class Offer:
    """An answer as somebody reports it."""

    url: str
    kind: ResponseKind
    by: str
    now: datetime
    note: str = ""


def offer_answer(store: Store, office: Office, incident_id: int, offer: Offer) -> Outcome:
    """Keep an offered answer for a person, or say why not.

    Raises KeyError for an unknown incident, ValueError without a name or for a kind that is none.
    """
    if not offer.by.strip() or offer.kind not in OFFERED_KINDS:
        raise ValueError("an offer names who makes it and what kind of answer it is")
    url = urldefrag(offer.url.strip()).url
    if not _is_address(url):
        return Outcome.NO_ADDRESS
    channel = official_channel(office, url)
    if channel is None:
        return Outcome.NOT_OFFICIAL
    with store.write() as work:
        facts = work.incidents.facts(incident_id)
        article = work.articles.at(url) or _unread(work, channel, url, offer)
        linked = work.incidents.links_of(incident_id, article.id)
        if linked:
            return _known(Link(linked[0].link))
        _link(work, office, facts, article, channel, offer)
    return Outcome.KEPT


def official_channel(office: Office, url: str) -> Channel | None:
    """The official channel on whose host a page stands, or below it; None where there is none."""
    host = _host(url)
    for channel in office.channels.values():
        own = _host(channel.url)
        there = own and (host == own or host.endswith(f".{own}"))
        if there and channel.kind is ChannelKind.OFFICIAL:
            return channel
    return None


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").rstrip(".").removeprefix("www.")


def _is_address(url: str) -> bool:
    if len(url) > LONGEST_ADDRESS or not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
    except ValueError:  # for example an unclosed bracket in the host
        return False


def _known(link: Link) -> Outcome:
    if link.counts:
        return Outcome.COUNTS_ALREADY
    return Outcome.REJECTED_BEFORE if link is Link.REJECTED else Outcome.WAITS_ALREADY


def _unread(work: Work, channel: Channel, url: str, offer: Offer) -> ArticleRow:
    """A page that nobody fetched yet: should the crawler come by, it fills it in."""
    row = ArticleRow(
        channel=channel.name,
        channel_kind=channel.kind.value,
        owner=channel.owner,
        url=url,
        title=offer.note[:LONGEST_NOTE] or url,
        first_seen_at=offer.now,
        judged_at=offer.now,
        encoding=NOT_FETCHED,
    )
    work.articles.add(row)
    return row


def _link(
    work: Work,
    office: Office,
    facts: IncidentFacts,
    article: ArticleRow,
    channel: Channel,
    offer: Offer,
) -> None:
    at = _published(facts, article, offer.now)
    issuer = office.unit_name(channel.owner) if channel.owner else channel.title
    why = f"{offer.by}通过邮件链接提供" + (f"：{offer.note[:LONGEST_NOTE]}" if offer.note else "")
    reading = ResponseReading(offer.kind, issuer, False, at, why)
    linked = work.incidents.link(
        int(facts.id),
        article,
        reading,
        at,
        Link.OFFERED,
        0.0,
        why,
        offer.by,
        offer.now,
        unit=channel.owner or None,
    )
    data = {
        "response": linked.id if linked else None,
        "link": Link.OFFERED.value,
        "kind": offer.kind.value,
        "url": article.url,
    }
    event = Event(EventKind.RESPONSE_LINKED, offer.now, facts.id, offer.by, why, data)
    work.events.append(event)


def _published(facts: IncidentFacts, article: ArticleRow, now: datetime) -> When:
    """When it was published: as the page says if it was read, else since the matter began."""
    if article.encoding != NOT_FETCHED:
        return believed(published_of(article), article.first_seen_at)
    return When(min(facts.began.earliest, now), now, "person", Precision.DAY)

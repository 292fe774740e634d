"""Write a week's digest once, and freeze it: asking again gives the same file."""

from dataclasses import replace
from datetime import datetime, timedelta

from monitor.digest import ChannelHealth, DigestFacts, iso_week_bounds, render_digest, week_of
from monitor.domain.events import Event, EventKind
from monitor.domain.sight import Watch, blind_intervals
from monitor.domain.summary import LedgerLine
from monitor.store.store import Store
from monitor.store.tables import DigestRow
from monitor.store.views import Views
from monitor.store.views_clocks import labels_of
from monitor.store.week import ChannelWeek
from monitor.usecases.office import Office

_DEFAULT_PATIENCE = timedelta(minutes=30)


def write_last_week(store: Store, office: Office, now: datetime) -> str:
    """Freeze the digest of the week before the one `now` is in; returns its HTML."""
    start, _ = iso_week_bounds(week_of(now, office.zone), office.zone)
    return write_digest(store, office, week_of(start - timedelta(days=1), office.zone), now)


def write_digest(store: Store, office: Office, week: str, now: datetime) -> str:
    """The digest of an ISO week (`2026-W47`) as HTML, frozen once the week is over.

    A week that still runs is rendered as it stands and not kept. Raises ValueError for a week
    that is none.
    """
    start, end = iso_week_bounds(week, office.zone)
    with store.read() as work:
        frozen = work.digest(week)
    if frozen is not None:
        return frozen.html
    html = render_digest(_facts(store, office, week, start, end, now), office.language)
    if now < end:
        return html
    with store.write() as work:
        work.freeze_digest(DigestRow(week=week, frozen_at=now, html=html))
        work.events.append(Event(EventKind.DIGEST_FROZEN, now, data={"week": week}))
    return html


def _facts(
    store: Store, office: Office, week: str, start: datetime, end: datetime, now: datetime
) -> DigestFacts:
    """A window belongs to the week in which it falls due: to one week, and one only."""
    views = Views(store.engine)
    labels = labels_of(office.policy)
    with store.read() as work:
        channels = work.channel_weeks(start, min(end, now))
        articles = work.count_articles(start, end)
    return DigestFacts(
        office=office.name,
        week=week,
        start=start,
        end=end,
        frozen_at=now,
        zone=office.zone,
        lines=_named(office, views.ledger(start, end, labels, office.public_url)),
        coming=_named(
            office, views.ledger(end, end + timedelta(days=7), labels, office.public_url)
        ),
        articles=articles,
        channels=tuple(_health(office, channel, start, min(end, now)) for channel in channels),
    )


def _named(office: Office, lines: tuple[LedgerLine, ...]) -> tuple[LedgerLine, ...]:
    return tuple(
        replace(line, units=tuple(office.unit_name(unit) for unit in line.units)) for line in lines
    )


def _health(office: Office, week: ChannelWeek, start: datetime, end: datetime) -> ChannelHealth:
    channel = office.channels.get(week.name)
    patience = channel.patience if channel else _DEFAULT_PATIENCE
    watch = Watch(week.name, week.title, week.owner, patience, week.seen)
    blind = sum((gap.end - gap.start for gap in blind_intervals(watch, start, end)), timedelta(0))
    return ChannelHealth(
        title=week.title,
        kind=week.kind,
        looks=week.looks,
        looks_ok=len(week.seen),
        blind=blind,
        last_ok_at=week.seen[-1].at if week.seen else None,
    )

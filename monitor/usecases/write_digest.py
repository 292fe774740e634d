"""Write the digest of a period once, and freeze it: asking again gives the same file."""

from dataclasses import replace
from datetime import datetime, timedelta

from monitor.digest.facts import ChannelHealth, DigestFacts, DutyNote
from monitor.digest.page import render_digest
from monitor.domain.corrections import (
    Correction,
    Said,
    corrections,
    said_from_json,
    said_of,
    said_to_json,
)
from monitor.domain.events import Event, EventKind
from monitor.domain.period import Period, PeriodKind, period_before, period_named, period_of
from monitor.domain.sight import Watch, blind_intervals
from monitor.domain.standing import DutyState
from monitor.domain.summary import LedgerLine
from monitor.store.digests import ChannelLooks
from monitor.store.store import Store
from monitor.store.tables import DigestRow
from monitor.store.views import Views
from monitor.store.views_clocks import labels_of
from monitor.usecases.office import Office
from monitor.usecases.owe_digest import owe_digest
from monitor.usecases.watch_duties import DutyReading

_DEFAULT_PATIENCE = timedelta(minutes=30)

_LOOKED_BACK = 60
"""So many digests of its kind a new one holds against the ledger, for corrections."""

_AHEAD = {
    PeriodKind.DAY: timedelta(days=2),
    PeriodKind.WEEK: timedelta(days=7),
    PeriodKind.MONTH: timedelta(days=7),
    PeriodKind.QUARTER: timedelta(days=7),
}
"""How far a digest looks ahead to what falls due."""

_TOLD_DUTIES = (DutyState.BREACHED_OPEN, DutyState.DUE_SOON)


def write_digest(
    store: Store,
    office: Office,
    period: str,
    now: datetime,
    duties: DutyReading = DutyReading(),  # noqa: B008  # frozen and empty
) -> str:
    """The digest of a period (`2026-W47`) as HTML, frozen once the period is over.

    A period that still runs is rendered as it stands and not kept. Raises ValueError for a name
    that is none.
    """
    span = period_named(period, office.zone)
    with store.read() as work:
        frozen = work.digests.get(period)
    if frozen is not None:
        return frozen.html
    facts = digest_facts(store, office, span, now, duties)
    html = render_digest(facts, office.language)
    if now < span.end:
        return html
    with store.write() as work:
        work.digests.freeze(_row(facts, html))
        owe_digest(work, office, facts, now)
        work.events.append(Event(EventKind.DIGEST_FROZEN, now, data={"period": period}))
    return html


def write_last(
    store: Store,
    office: Office,
    kind: PeriodKind,
    now: datetime,
    duties: DutyReading = DutyReading(),  # noqa: B008  # frozen and empty
) -> tuple[str, str]:
    """Freeze the digest of the last whole period of a kind; returns its name and its HTML."""
    last = period_before(period_of(kind, now, office.zone), office.zone)
    return last.name, write_digest(store, office, last.name, now, duties)


def _row(facts: DigestFacts, html: str) -> DigestRow:
    """What is kept: the page, and what it told of each window."""
    told = [said_of(facts.period.name, line) for line in facts.lines]
    told += [item.restated for item in facts.corrections]
    return DigestRow(
        period=facts.period.name,
        kind=facts.period.kind.value,
        frozen_at=facts.frozen_at,
        html=html,
        said=[said_to_json(item) for item in told],
    )


def digest_facts(
    store: Store, office: Office, period: Period, now: datetime, duties: DutyReading
) -> DigestFacts:
    """Everything a digest says. A window belongs to the period in which it falls due."""
    views = Views(store.engine)
    labels = labels_of(office.policy)
    start, end = period.start, period.end
    with store.read() as work:
        earlier = work.digests.earlier(period, _LOOKED_BACK)
        channels = work.digests.channel_looks(start, min(end, now))
        carried = work.digests.flow(start, min(end, now))
        articles = work.digests.articles(start, end)
    last = period_before(period, office.zone).name
    ahead = views.ledger(end, end + _AHEAD[period.kind], labels, office.public_url)
    return DigestFacts(
        office=office.name,
        period=period,
        frozen_at=now,
        zone=office.zone,
        lines=_named(office, views.ledger(start, end, labels, office.public_url)),
        coming=_named(office, ahead),
        carried=carried,
        articles=articles,
        channels=tuple(_health(office, channel, start, min(end, now)) for channel in channels),
        before=next((_counted(row) for row in earlier if row.period == last), None),
        corrections=_corrections(office, views, earlier, start),
        duties=_duty_notes(duties),
    )


def _counted(row: DigestRow) -> tuple[Said, ...]:
    """The windows that a digest counted, without what it corrected of earlier ones."""
    said = (said_from_json(item) for item in row.said)
    return tuple(item for item in said if item.period == row.period)


def _corrections(
    office: Office, views: Views, earlier: list[DigestRow], start: datetime
) -> tuple[Correction, ...]:
    """What earlier digests of this kind told of, and what stands differently now."""
    said = [said_from_json(item) for row in earlier for item in row.said]
    numbers = sorted({int(item.incident) for item in said})
    lines = views.ledger_of(numbers, labels_of(office.policy), office.public_url)
    current = {(line.incident, line.clause): line for line in _named(office, lines)}
    return corrections(said, current, start)


def _duty_notes(duties: DutyReading) -> tuple[DutyNote, ...]:
    return tuple(
        DutyNote(line.clause.id, item.subject, line.clause.quote, item.state, item.words)
        for line in duties.lines
        for item in line.standings
        if item.state in _TOLD_DUTIES
    )


def _named(office: Office, lines: tuple[LedgerLine, ...]) -> tuple[LedgerLine, ...]:
    return tuple(
        replace(line, units=tuple(office.unit_name(unit) for unit in line.units)) for line in lines
    )


def _health(office: Office, looks: ChannelLooks, start: datetime, end: datetime) -> ChannelHealth:
    channel = office.channels.get(looks.name)
    patience = channel.patience if channel else _DEFAULT_PATIENCE
    watch = Watch(looks.name, looks.title, looks.owner, patience, looks.seen)
    blind = sum((gap.end - gap.start for gap in blind_intervals(watch, start, end)), timedelta(0))
    return ChannelHealth(
        title=looks.title,
        kind=looks.kind,
        looks=looks.looks,
        looks_ok=len(looks.seen),
        blind=blind,
        last_ok_at=looks.seen[-1].at if looks.seen else None,
    )

"""The read side: what board, metrics, digest and ledger ask of the store. It never writes."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, select

from monitor.domain.silences import Silence
from monitor.domain.summary import LedgerLine
from monitor.store import (
    views_articles,
    views_channels,
    views_clocks,
    views_incident,
    views_mails,
)
from monitor.store.silences import silences_in_force
from monitor.store.tables import HeartbeatRow
from monitor.store.views_clocks import Labels
from monitor.store.views_records import (
    ChannelHealth,
    ClockCard,
    Counts,
    DigestItem,
    Health,
    IncidentView,
    MailItem,
    MailView,
    Page,
    ResponseItem,
)

PAGE_SIZE = 50


class Views:
    """Queries over one store. Every call opens its own short session; pages count from 1.

    `patience` says how long each channel may go unseen (`Channel.patience`), by name; a channel
    that is not named gets that of the default polling interval.
    """

    def __init__(self, engine: Engine, patience: Mapping[str, timedelta] | None = None) -> None:
        self._engine = engine
        self._patience = dict(patience or {})

    def open_clocks(self, now: datetime, page: int = 1, size: int = PAGE_SIZE) -> Page[ClockCard]:
        """Overdue first, then due soon, cannot tell, running; in each the least time left first."""
        with Session(self._engine) as session:
            return views_clocks.open_clocks(session, now, page, size)

    def done_clocks(self, now: datetime, page: int = 1, size: int = PAGE_SIZE) -> Page[ClockCard]:
        """Answered and waived clocks, and old undecided ones; the latest due time first."""
        with Session(self._engine) as session:
            return views_clocks.done_clocks(session, now, page, size)

    def counts(self, now: datetime) -> Counts:
        """The line of numbers above the board."""
        with Session(self._engine) as session:
            opened, soon, overdue = views_clocks.clock_counts(session, now)
            blind, active = views_channels.blind_counts(session, now, self._patience)
        return Counts(opened, soon, overdue, blind, active)

    def reviews(self, limit: int = 20) -> tuple[ResponseItem, ...]:
        """Possible answers that wait for a person, the earliest found first."""
        with Session(self._engine) as session:
            return views_articles.responses_to_review(session, limit)

    def incident(self, incident_id: int, now: datetime) -> IncidentView | None:
        """One incident with articles, clocks, responses, log and mails as of `now`, or None."""
        with Session(self._engine) as session:
            return views_incident.incident(session, incident_id, now, self._patience)

    def channels(self, now: datetime, page: int = 1, size: int = PAGE_SIZE) -> Page[ChannelHealth]:
        """Channels with their health over the 24 hours before `now`."""
        with Session(self._engine) as session:
            return views_channels.channels(session, now, page, size, self._patience)

    def mails(self, page: int = 1, size: int = PAGE_SIZE) -> Page[MailItem]:
        """The outbox, the newest message first."""
        with Session(self._engine) as session:
            return views_mails.mails(session, page, size)

    def undelivered(self, limit: int) -> tuple[MailItem, ...]:
        """The newest messages that were given up."""
        with Session(self._engine) as session:
            return views_mails.undelivered(session, limit)

    def mail(self, mail_id: int) -> MailView | None:
        """One message of the outbox as it was rendered, or None."""
        with Session(self._engine) as session:
            return views_mails.mail(session, mail_id)

    def ledger(
        self, start: datetime, end: datetime, policy_labels: Labels, base_url: str = ""
    ) -> tuple[LedgerLine, ...]:
        """The windows whose due time lies in [start, end), by due time.

        `policy_labels` names a window by clause and length (`views_clocks.labels_of(policy)`).
        With `base_url` each line carries the address of its incident's page.
        """
        with Session(self._engine) as session:
            return views_clocks.ledger(session, start, end, policy_labels, base_url.rstrip("/"))

    def ledger_of(
        self, incidents: Sequence[int], policy_labels: Labels, base_url: str = ""
    ) -> tuple[LedgerLine, ...]:
        """All windows of some incidents, as `ledger` gives them, those that do not apply too."""
        with Session(self._engine) as session:
            return views_clocks.ledger_of(session, incidents, policy_labels, base_url.rstrip("/"))

    def digests(self) -> tuple[DigestItem, ...]:
        """The frozen digests of every kind, the latest first."""
        with Session(self._engine) as session:
            return views_mails.digests(session)

    def digest_html(self, period: str) -> str | None:
        """The digest of a period (`2026-W47`) as it was frozen, or None."""
        with Session(self._engine) as session:
            return views_mails.digest_html(session, period)

    def silences(self, now: datetime) -> tuple[Silence, ...]:
        """The silences in force at `now`, the oldest first."""
        with Session(self._engine) as session:
            return tuple(silences_in_force(session, now))

    def health(self) -> Health:
        """Whether the store can be read, and each process's last sign of life by role."""
        try:
            with Session(self._engine) as session:
                rows = session.exec(select(HeartbeatRow)).all()
        except SQLAlchemyError:  # this is the question: anything the database says is a no
            return Health(store_ok=False, heartbeats={})
        return Health(store_ok=True, heartbeats={row.role: row.at for row in rows})

"""The store: opens transactions and hands out what can be done inside one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from monitor.domain.events import Rows
from monitor.store.articles import Articles
from monitor.store.changes import Changes
from monitor.store.channels import Channels
from monitor.store.corrections import Corrections
from monitor.store.database import open_engine, write_session
from monitor.store.digests import Digests
from monitor.store.duty_records import DutyRecords
from monitor.store.event_log import EventLog
from monitor.store.handling import Handling
from monitor.store.incidents import Incidents
from monitor.store.letters import Letters
from monitor.store.migrate import migrate
from monitor.store.outages import Outages
from monitor.store.outbox import Outbox
from monitor.store.page_checks import PageChecks
from monitor.store.page_copies import PageCopies
from monitor.store.proof_rows import ProofRows
from monitor.store.proposals import Proposals
from monitor.store.silences import Silences
from monitor.store.state import stored_rows
from monitor.store.tables import HeartbeatRow
from monitor.store.told import ToldSoFar


class Work:
    """What can be done inside one transaction; it is kept as a whole or not at all."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.channels = Channels(session)
        self.articles = Articles(session)
        self.incidents = Incidents(session)
        self.handling = Handling(session)
        self.outbox = Outbox(session)
        self.told = ToldSoFar(session)
        self.corrections = Corrections(session)
        self.proposals = Proposals(session)
        self.events = EventLog(session)
        self.duties = DutyRecords(session)
        self.digests = Digests(session)
        self.page_checks = PageChecks(session)
        self.page_copies = PageCopies(session)
        self.proof = ProofRows(session)
        self.letters = Letters(session)
        self.silences = Silences(session)
        self.outages = Outages(session)

    def hold_still(self) -> None:
        """Let the rest of a reading transaction see one moment only; call it before all else."""
        if self._session.get_bind().dialect.name == "postgresql":
            level = {"isolation_level": "REPEATABLE READ"}
            self._session.connection(execution_options=level)  # SQLite reads so anyway

    def state(self) -> Rows:
        """The state as the tables hold it, in the form in which log entries carry it."""
        return stored_rows(self._session)

    def beat(self, role: str, now: datetime) -> None:
        """Show that the process of that role lives."""
        self._session.merge(HeartbeatRow(role=role, at=now))


class Store:
    """The state of one office."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.changes = Changes(engine)

    @classmethod
    def open(cls, url: str) -> "Store":
        """Open a store and bring its tables up to date."""
        engine = open_engine(url)
        migrate(engine)
        return cls(engine)

    @contextmanager
    def write(self) -> Iterator[Work]:
        """A writing transaction."""
        with write_session(self.engine) as session:
            yield Work(session)

    @contextmanager
    def read(self) -> Iterator[Work]:
        """A reading transaction; whatever it changes is not kept."""
        with Session(self.engine) as session:
            yield Work(session)

    def close(self) -> None:
        """Give back all connections."""
        self.changes.close()
        self.engine.dispose()

"""Where the office stands with the duties of its policy: read from entries, accounts, incidents."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.domain.channel import Channel
from monitor.domain.due import Ruler
from monitor.domain.duties import duties_on, standings
from monitor.domain.duty_frequencies import Account, doubtful_since
from monitor.domain.follow_ups import follow_ups
from monitor.domain.letter_limits import letter_standings, limits_letters
from monitor.domain.letters import Rate, rates_of
from monitor.domain.policy import Clause, ClauseKind, Policy
from monitor.domain.records import Record
from monitor.domain.sight import Watch
from monitor.domain.standing import Standing
from monitor.store.store import Store, Work
from monitor.usecases.watch_letters import LetterBook, has_mailbox

LOOKED_BACK = timedelta(days=92)
"""Gaps between an account's posts are listed for a quarter."""

FOLLOWED = timedelta(days=7)
"""An incident that nobody told of for so long is followed no more (our default)."""


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One clause with its standings."""

    clause: Clause
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What is shown on one incident without a clock."""

    incident_id: int
    title: str
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class DutyReading:
    """The duties as of one moment: by clause, and by incident."""

    lines: tuple[DutyLine, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyBook:
    """Reads the duties of an office from its store; each reading is as of its `now`."""

    store: Store
    policy: Policy
    channels: Sequence[Channel]
    ruler: Ruler
    unit_name: Callable[[str], str] = str

    def read(self, now: datetime) -> DutyReading:
        """Every clause in force that runs on no incident, in the order of the documents.

        Then what is shown on the incidents that are still told of.
        """
        clauses = duties_on(self.policy, self.ruler.day(now))
        with self.store.read() as work:
            records = work.duties.standing()
            lines = tuple(
                DutyLine(clause, self._standings(work, clause, records, now)) for clause in clauses
            )
            return DutyReading(lines, tuple(self._follow_ups(work, now)))

    def _follow_ups(self, work: Work, now: datetime) -> Iterator[FollowUp]:
        for number, title in work.duties.lively(now - FOLLOWED):
            found = follow_ups(work.incidents.facts(number), self.policy, now)
            if found:
                yield FollowUp(number, title, found)

    def _standings(
        self, work: Work, clause: Clause, records: Sequence[Record], now: datetime
    ) -> tuple[Standing, ...]:
        accounts = self._accounts(work, clause, now)
        found = standings(clause, records, accounts, now, self.ruler)
        if not (limits_letters(clause) and has_mailbox(self.channels)):
            return found
        entered = tuple(standing for standing in found if standing.records)
        return letter_standings(clause, self._letter_rates(work, clause, now)) + entered

    def _letter_rates(self, work: Work, clause: Clause, now: datetime) -> tuple[Rate, ...]:
        book = LetterBook(self.store, self.policy, self.ruler, self.unit_name)
        return rates_of(
            (line.unit_name, line.reading.verdict)
            for line in book.lines(work, now)
            if line.clause is not None and line.clause.id == clause.id
        )

    def _accounts(self, work: Work, clause: Clause, now: datetime) -> tuple[Account, ...]:
        """The accounts that a clause is about, where it asks for their posts."""
        if clause.kind is not ClauseKind.FREQUENCY or "account_post" not in clause.satisfied_by:
            return ()
        channels = [channel for channel in self.channels if channel.account]
        posts = work.duties.posts([c.name for c in channels], now - LOOKED_BACK)
        found = []
        for channel in channels:
            times = posts[channel.name]
            since = doubtful_since(clause, times, now, self.ruler)
            watch = Watch(channel.name, channel.title, channel.owner, channel.patience, ())
            if since is not None:
                (watch,) = work.channels.watches([channel], since, now)
            elif not times:
                (watch,) = work.channels.watches([channel], now - LOOKED_BACK, now)
            found.append(Account(channel.title, times, watch))
        return tuple(found)

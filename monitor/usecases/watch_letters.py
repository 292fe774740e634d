"""Citizens' letters as the store keeps them, judged by the clause that binds each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.domain.channel import Channel, ChannelKind
from monitor.domain.due import Ruler
from monitor.domain.letter_limits import letter_clause
from monitor.domain.letters import LetterReading, LetterVerdict, Rate, rates_of, read_letter, total
from monitor.domain.policy import Clause, Policy
from monitor.domain.window import Window, parse_window
from monitor.store.letter_tables import LetterRow
from monitor.store.letters import letter_of
from monitor.store.store import Store, Work

LOOKED_BACK = timedelta(days=365)
"""Rates are of the letters sent within so long."""

REFERENCE = parse_window("P5WD")
"""What letters are held against where no clause binds: it is shown, and nothing follows from it."""

UNNAMED = "（未注明）"
"""The unit of a letter whose page names none, on a mailbox without an owner."""

MOST_FOUND = 500


_URGENCY = (
    LetterVerdict.UNANSWERED,
    LetterVerdict.LATE,
    LetterVerdict.UNDETERMINED,
    LetterVerdict.WAITING,
    LetterVerdict.ON_TIME,
)


def has_mailbox(channels: Iterable[Channel]) -> bool:
    """Whether some channel shows citizens' letters."""
    return any(channel.kind is ChannelKind.MAILBOX for channel in channels)


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One letter with its verdict; `clause` is what binds it, None where it is only compared."""

    title: str
    url: str
    channel: str
    unit: str
    unit_name: str
    first_seen_at: datetime
    seen_at: datetime
    clause: Clause | None
    reading: LetterReading


def by_urgency(lines: Iterable[LetterLine]) -> list[LetterLine]:
    """What somebody has to look at first; in each verdict the earliest limit first."""
    return sorted(lines, key=_urgency)


def _urgency(line: LetterLine) -> tuple[int, datetime]:
    limit = line.reading.limit
    return _URGENCY.index(line.reading.verdict), limit.latest if limit else line.first_seen_at


@dataclass(frozen=True, slots=True)
class LettersRead:
    """The letters of the past year as of one moment.

    `clause` is the one in force today. `unread` pages were listed and hold no letter that can be
    read; `missing_years` are those without holidays, which kept letters from being judged.
    """

    lines: tuple[LetterLine, ...] = ()
    clause: Clause | None = None
    window: Window = REFERENCE
    unread: int = 0

    @property
    def counted(self) -> tuple[LetterLine, ...]:
        """The letters that the rates are of: where a clause binds, those that it binds."""
        if self.clause is None:
            return self.lines
        return tuple(line for line in self.lines if line.clause is not None)

    @property
    def rates(self) -> tuple[Rate, ...]:
        """The rate of each unit, the most letters first."""
        return rates_of((line.unit_name, line.reading.verdict) for line in self.counted)

    @property
    def total(self) -> Rate:
        """All units together."""
        return total(self.rates)

    @property
    def missing_years(self) -> tuple[int, ...]:
        """The years whose holidays are wanted."""
        years = {line.reading.missing_year for line in self.lines}
        return tuple(sorted(year for year in years if year is not None))


@dataclass(frozen=True, slots=True)
class LetterBook:
    """Reads the letters of an office from its store; each reading is as of its `now`."""

    store: Store
    policy: Policy
    ruler: Ruler
    unit_name: Callable[[str], str] = str

    def read(self, now: datetime, window: Window | None = None) -> LettersRead:
        """The letters of the past year; with `window` all are held against that one instead."""
        with self.store.read() as work:
            lines = self.lines(work, now, window)
            unread = work.letters.unread_since(now - LOOKED_BACK)
        clause = None if window else letter_clause(self.policy, self.ruler.day(now))
        binding = window or (clause.window if clause else None) or REFERENCE
        return LettersRead(lines, clause, binding, unread)

    def lines(
        self, work: Work, now: datetime, window: Window | None = None
    ) -> tuple[LetterLine, ...]:
        """The same letters inside a transaction, in the order in which they were first seen."""
        rows = work.letters.sent_since(now - LOOKED_BACK)
        return self._judged(rows, now, window)

    def find(self, words: str, now: datetime) -> tuple[LetterLine, ...]:
        """The latest letters, however old, with these words in title or printed unit."""
        with self.store.read() as work:
            return self._judged(work.letters.found(words, MOST_FOUND), now, None)

    def _judged(
        self, rows: list[LetterRow], now: datetime, window: Window | None
    ) -> tuple[LetterLine, ...]:
        known: dict[date, Clause | None] = {}
        lines = (self._line(row, known, now, window) for row in rows)
        return tuple(line for line in lines if line is not None)

    def _line(
        self, row: LetterRow, known: dict[date, Clause | None], now: datetime, window: Window | None
    ) -> LetterLine | None:
        name = self.unit_name(row.unit) if row.unit else row.unit_printed or UNNAMED
        letter = letter_of(row, name)
        if letter is None:
            return None
        day = self.ruler.day(letter.sent.earliest)
        if day not in known:
            known[day] = letter_clause(self.policy, day)
        clause = None if window else known[day]
        limit = window or (clause.window if clause else None) or REFERENCE
        return LetterLine(
            title=row.title,
            url=row.url,
            channel=row.channel,
            unit=row.unit,
            unit_name=name,
            first_seen_at=row.first_seen_at,
            seen_at=row.seen_at,
            clause=clause,
            reading=read_letter(letter, limit, now, self.ruler),
        )

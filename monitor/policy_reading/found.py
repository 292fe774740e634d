"""A clause as read from a document, before a person has looked at it."""

from dataclasses import dataclass
from datetime import date

from monitor.domain.policy import Binding, ClauseKind, StartBasis
from monitor.policy_reading.heading import Heading
from monitor.policy_reading.tables import Table
from monitor.policy_reading.unit_names import Unit


@dataclass(frozen=True, slots=True)
class FoundClause:
    """One obligation: its words, where they stand, and what was read out of them.

    `window` is written as in the policy files, `calendar` empty where nothing is counted. `due` is
    one day, `every_year` (`MM-DD`) one that comes back. `confidence` is 0 to 1; `doubts` say why
    it is not higher. `places` are the section (or the table's item) and the line, each time the
    document says it.
    """

    quote: str
    kind: ClauseKind
    confidence: float
    places: tuple[tuple[str, int], ...]
    window: str = ""
    calendar: str = ""
    due: date | None = None
    every_year: str = ""
    min_count: int = 0
    ratio: float | None = None
    at_most: bool = False
    binding: Binding = Binding.HARD
    grades: tuple[str, ...] = ()
    category: str = "any"
    satisfied_by: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    clock_start: tuple[StartBasis, ...] = ()
    trigger: str = ""
    subject: str = ""
    units: tuple[Unit, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Where it stands first: a section such as 四(一), or an item of the table."""
        return self.places[0][0]

    @property
    def limit(self) -> str:
        """Its limit in one word: the window, the day or the share; empty for a duty."""
        if self.ratio is not None:
            return f"{self.ratio:.0%}"
        day = self.due.isoformat() if self.due else ""
        return self.window or day or (f"every {self.every_year}" if self.every_year else "")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a document says: its heading, its clauses in order, its responsibility tables."""

    heading: Heading
    clauses: tuple[FoundClause, ...]
    tables: tuple[Table, ...] = ()

    @property
    def units(self) -> tuple[Unit, ...]:
        """Every unit the tables or the clauses name, once each, in order."""
        rows = (unit for table in self.tables for row in table.rows for unit in row.units)
        own = (unit for clause in self.clauses for unit in clause.units)
        return tuple({unit.name: unit for unit in (*own, *rows)}.values())

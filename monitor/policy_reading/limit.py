"""A limit as it stands in a sentence: the number, what it counts, and where it was found."""

from dataclasses import dataclass
from datetime import date

from monitor.domain.policy import ClauseKind


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit at `start`..`end` of a sentence.

    `sure` is 0 to 1; `doubt` says in words what lowers it. `every_year` is `MM-DD` of a day that
    comes back each year. `before` marks a limit that runs back from its event (3 days before).
    """

    start: int
    end: int
    kind: ClauseKind
    sure: float
    window: str = ""
    calendar: str = ""
    due: date | None = None
    every_year: str = ""
    min_count: int = 0
    ratio: float | None = None
    at_most: bool = False
    before: bool = False
    doubt: str = ""

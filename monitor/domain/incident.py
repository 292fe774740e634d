"""What is known of one incident, as far as timing is concerned."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.domain.policy import StartBasis
from monitor.domain.response import Response
from monitor.domain.severity import Category, Grading
from monitor.domain.when import When
from monitor.domain.words import Words


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """The facts the clocks are derived from; instants are aware.

    `answered_first`: the first public trace already carries an authority's word, so that nothing we
    know of came before it; `court_first`: it is a step of a court or prosecutor, made public by
    themselves. `graded_at` is when the confirmed grade became known. `assigned` (交办) and
    `acknowledged` (签收) are the first such acts that a person entered. `dismissed` says why it is
    no matter of ours; `waived` why a clause is not held against the office, by clause id.
    """

    id: str
    detected_at: datetime
    first_public: When
    category: Category
    grading: Grading
    occurred: When | None = None
    graded_at: datetime | None = None
    assigned: When | None = None
    acknowledged: When | None = None
    units: tuple[str, ...] = ()
    responses: tuple[Response, ...] = ()
    answered_first: bool = False
    court_first: bool = False
    dismissed: Words | None = None
    waived: Mapping[str, Words] = field(default_factory=dict)

    @property
    def began(self) -> When:
        """The earliest we know of it: when it happened, else when it was first reported."""
        return self.occurred or self.first_public

    @property
    def moments(self) -> dict[StartBasis, When | None]:
        """Every moment that a window may be counted from; None where it is not known."""
        return {
            StartBasis.OCCURRED: self.occurred,
            StartBasis.FIRST_SEEN_PUBLIC: self.first_public,
            StartBasis.DETECTED: When.at(self.detected_at, "detected"),
            StartBasis.ASSIGNED: self.assigned,
            StartBasis.ACKNOWLEDGED: self.acknowledged,
            StartBasis.GRADED: When.at(self.graded_at, "graded") if self.graded_at else None,
        }

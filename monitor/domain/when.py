"""Instants that are only known between two bounds.

A page that carries a date and no time was published at some moment of that day, not at midnight.
Everything that is timed is therefore a `When`: the earliest and the latest instant it can have
been, and where we know that from.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class Precision(StrEnum):
    """How exactly a source states a time."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class When:
    """An instant known to lie between `earliest` and `latest`, both aware and inclusive.

    A time stated to the minute is taken as that minute's start, for the incident and for its
    answer alike; only what is vaguer than a minute is kept as an interval.
    `source` names the provenance: "meta:PubDate", "visible", "feed", "url", "first_seen", "person".
    Raises ValueError for naive bounds or bounds in the wrong order.
    """

    earliest: datetime
    latest: datetime
    source: str
    precision: Precision = Precision.SECOND

    def __post_init__(self) -> None:
        if self.earliest.tzinfo is None or self.latest.tzinfo is None:
            raise ValueError(f"a When needs aware bounds, got {self.earliest!r}, {self.latest!r}")
        if self.earliest > self.latest:
            raise ValueError(f"bounds out of order: {self.earliest} > {self.latest}")

    @classmethod
    def at(cls, instant: datetime, source: str, precision: Precision = Precision.SECOND) -> "When":
        """A time that is known exactly."""
        return cls(instant, instant, source, precision)

    @property
    def is_exact(self) -> bool:
        """True where both bounds are the same instant."""
        return self.earliest == self.latest

    def plus(self, span: timedelta) -> "When":
        """The same uncertainty, `span` later."""
        return replace(self, earliest=self.earliest + span, latest=self.latest + span)

    def no_later_than(self, bound: datetime) -> "When":
        """Tightened by the knowledge that it was over by `bound` (for example: we saw it then).

        Where the claim lies wholly after `bound`, the claim is wrong: the result is `bound`
        itself, and the source says that it was clamped.
        """
        if self.latest <= bound:
            return self
        if self.earliest > bound:
            return When(bound, bound, f"{self.source}, clamped", self.precision)
        return replace(self, latest=bound)

    def no_earlier_than(self, bound: datetime) -> "When":
        """Tightened by the knowledge that it had not happened yet at `bound`."""
        if self.earliest >= bound or self.latest < bound:
            return self
        return replace(self, earliest=bound)


def earliest_of(*candidates: When | None) -> When | None:
    """The candidate with the earliest upper bound, or None where there is none."""
    known = [when for when in candidates if when is not None]
    return min(known, key=lambda when: (when.latest, when.earliest), default=None)

"""What our looks at a list say of when a page on it was published.

A page was published by the time it was first listed. It was not published yet while complete
lists, read fresh, did not hold it: so a page that only names its day is known more closely.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from monitor.domain.when import Precision, When

UNLISTED = "unlisted before"
"""Note of a `When.source`: the earliest instant is that of looks that did not find it listed."""

LISTED = "listed by"
"""Note of a `When.source`: the latest instant is that of the look that found it listed."""

BACKDATED = "backdated?"
"""Note of a `When.source`: its day was over while it was still not listed; it was not moved."""

_APPEARED = "crawl"


@dataclass(frozen=True, slots=True)
class Sighting:
    """When a page was first seen on its channel's list, and until when it surely was not there.

    `absent_until` is None where our looks do not show it well enough. Both are aware.
    """

    listed_at: datetime
    absent_until: datetime | None = None

    def alone(self) -> When | None:
        """When a page that states no time was published; None where it may have stood for long."""
        if self.absent_until is None:
            return None
        return When(self.absent_until, self.listed_at, _APPEARED, Precision.MINUTE)

    def within(self, claim: When) -> When:
        """A stated time as closely as our looks show it; each bound they gave is in the source.

        An exact time stays as it is, and so does one that contradicts our looks: a day that was
        over before the page was listed is only noted, and one after it was listed is not touched.
        """
        if claim.is_exact or claim.earliest > self.listed_at:
            return claim
        absent_until = self.absent_until
        if absent_until is not None and claim.latest < absent_until:
            return replace(claim, source=f"{claim.source}, {BACKDATED}")
        if absent_until is not None and claim.earliest < absent_until:
            claim = replace(claim, earliest=absent_until, source=f"{claim.source}, {UNLISTED}")
        if self.listed_at < claim.latest:
            claim = replace(claim, latest=self.listed_at, source=f"{claim.source}, {LISTED}")
        return claim

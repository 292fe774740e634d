"""Our looks at the official channels over some incidents: read once for all, and only if needed.

Most windows are settled by the time alone. Looks are many (a city's channels over weeks), so they
are read when the first verdict rests on them, for the earliest of the incidents at hand.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.domain.incident import IncidentFacts
from monitor.domain.sight import Look, Watch, could_answer
from monitor.store.store import Work
from monitor.usecases.office import Office


class OfficialLooks:
    """The looks up to `now` that concern any of `incidents`."""

    def __init__(
        self, work: Work, office: Office, incidents: Iterable[IncidentFacts], now: datetime
    ) -> None:
        self._work, self._office, self._now = work, office, now
        self._since = min((_since(facts) for facts in incidents), default=now)
        self._read: tuple[Watch, ...] | None = None

    def over(self, facts: IncidentFacts) -> Iterable[Watch]:
        """The looks since one of the incidents began, at channels that could answer it."""
        return _Over(self, facts)

    def since(self, facts: IncidentFacts) -> tuple[Watch, ...]:
        """The same, read now."""
        watches = self._all()
        if self._office.archive:
            return watches
        reach = max((watch.patience for watch in watches), default=timedelta(0))
        earliest = _since(facts) - reach
        return tuple(_from(watch, earliest) for watch in could_answer(watches, facts.units))

    def _all(self) -> tuple[Watch, ...]:
        if self._read is None:
            self._read = self._assumed() if self._office.archive else self._stored()
        return self._read

    def _stored(self) -> tuple[Watch, ...]:
        channels = self._office.channels.values()
        return self._work.channels.watches(channels, self._since, self._now)

    def _assumed(self) -> tuple[Watch, ...]:
        archive = Watch("archive", "档案", "", self._office.backlog, (), until_assumed=self._now)
        return (archive,)


class _Over:
    """The watches over one incident; nothing is read until somebody goes through them."""

    def __init__(self, looks: OfficialLooks, facts: IncidentFacts) -> None:
        self._looks, self._facts = looks, facts
        self._watches: tuple[Watch, ...] | None = None

    def __iter__(self) -> Iterator[Watch]:
        if self._watches is None:
            self._watches = self._looks.since(self._facts)
        return iter(self._watches)


def _since(facts: IncidentFacts) -> datetime:
    return min(facts.began.earliest, facts.detected_at)


def _from(watch: Watch, earliest: datetime) -> Watch:
    first = bisect_left(watch.looks, earliest, key=_at)
    return replace(watch, looks=watch.looks[first:]) if first else watch


def _at(look: Look) -> datetime:
    return look.at

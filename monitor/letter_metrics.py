"""`huiying_letters` on `/metrics`: citizens' letters of the past year by unit and state.

Both labels are bounded: the units are those of `units.toml`, and `none` for all others.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from threading import Lock

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from monitor.domain.letters import LetterVerdict
from monitor.system_clock import Clock
from monitor.usecases.watch_letters import LettersRead

NO_UNIT = "none"
"""The unit label of a letter that no configured unit answers."""


_KEPT = timedelta(minutes=1)
"""Letters change once a day: a count is good for so long, however often somebody scrapes."""


class LetterCollector(Collector):
    """Counts the letters as of a scrape, a minute ago at most.

    There is a series for every unit and state, 0 where there is no letter.
    """

    def __init__(
        self, read: Callable[[datetime], LettersRead], clock: Clock, units: Sequence[str]
    ) -> None:
        self._read = read
        self._clock = clock
        self._units = tuple(dict.fromkeys((*units, NO_UNIT)))
        self._lock = Lock()
        self._counted_at: datetime | None = None
        self._counts: Counter[tuple[str, LetterVerdict]] = Counter()

    def describe(self) -> Iterable[Metric]:
        """The metric without values; reads nothing."""
        return [self._empty()]

    def collect(self) -> Iterator[Metric]:
        """The metric."""
        counts = self._counted(self._clock())
        family = self._empty()
        for unit in self._units:
            for state in LetterVerdict:
                family.add_metric([unit, state.value], counts[unit, state])
        yield family

    def _counted(self, now: datetime) -> Counter[tuple[str, LetterVerdict]]:
        with self._lock:
            if self._counted_at is None or not timedelta(0) <= now - self._counted_at < _KEPT:
                self._counts = Counter(
                    (line.unit if line.unit in self._units else NO_UNIT, line.reading.verdict)
                    for line in self._read(now).counted
                )
                self._counted_at = now
            return self._counts

    def _empty(self) -> GaugeMetricFamily:
        says = "Citizens' letters of the past year by unit and by what their public dates say."
        return GaugeMetricFamily("huiying_letters", says, labels=["unit", "state"])

"""`/metrics`: a view of the store, computed when somebody looks.

No process counts for itself what it does, so that a restart, a second board or a correction by a
person never leaves a figure that disagrees with the ledger. Labels hold only what the rules, the
configuration and the enums name: never an incident, a title or anything a page said.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from prometheus_client.utils import floatToGoString

from monitor.domain.channel import Channel, ChannelKind, PollOutcome
from monitor.domain.notices import NoticeReason
from monitor.domain.severity import EventGrade
from monitor.domain.verdict import Verdict
from monitor.store.metric_queries import ANSWERED, ClockGroup, Log, MetricQueries, Reading
from monitor.system_clock import Clock

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
"""What a metrics page is served as: the text format that every Prometheus reads."""

UNGRADED = "ungraded"
"""The grade label of an incident whose event grade nobody has confirmed."""

RESPONSE_BOUNDS_S = tuple(hours * 3600 for hours in (1, 5, 12, 24, 48, 96))
"""Buckets of the time to answer: whole hours, the limits of the written rules among them."""

DWELL_BOUNDS_S = (1, 5, 15, 30, 60, 300, 900, 3600)
"""Buckets of the time from owed to sent: whole seconds."""

# A row of a log may be committed a little after one with a higher id; by then all have arrived.
_SETTLES_AFTER = timedelta(minutes=1)

_AWAITED = (Verdict.RUNNING, Verdict.DUE_SOON)
_BREACHED = (Verdict.BREACHED_OPEN, Verdict.LATE_MET)

_Numbers = dict[tuple[str, ...], float]


@dataclass(frozen=True, slots=True)
class _Spec:
    """One metric: what it is called, what it says, what it is told apart by."""

    kind: Callable[..., Metric]
    name: str
    says: str
    labels: tuple[str, ...] = ()

    def empty(self) -> Metric:
        return self.kind(self.name, self.says, labels=self.labels)

    def of(self, numbers: _Numbers) -> Metric:
        family = self.empty()
        suffix = "_total" if self.kind is CounterMetricFamily else ""
        for labels, value in numbers.items():
            family.add_sample(
                self.name + suffix, dict(zip(self.labels, labels, strict=True)), value
            )
        return family


_GAUGE, _COUNTER, _HISTOGRAM = GaugeMetricFamily, CounterMetricFamily, HistogramMetricFamily

_CLOCKS = _Spec(_GAUGE, "huiying_clocks", "Clocks by verdict.", ("clause", "verdict", "profile"))
_LEFT = _Spec(
    _GAUGE,
    "huiying_seconds_to_deadline_min",
    "Least time left among clocks that run, at the earliest reading of their start.",
    ("clause",),
)
_INCIDENTS = _Spec(
    _GAUGE,
    "huiying_incidents_open",
    "Incidents that still await an answer, by confirmed event grade.",
    ("grade",),
)
_BREACHES = _Spec(
    _COUNTER, "huiying_breaches", "Windows that ended without an answer in time.", ("clause",)
)
_ANSWERS = _Spec(
    _COUNTER, "huiying_answers", "Windows that were answered, by verdict.", ("clause", "verdict")
)
_RESPONSE = _Spec(
    _HISTOGRAM,
    "huiying_response_seconds",
    "Time from the earliest start of a window to the latest reading of its answer.",
    ("clause",),
)
_PENDING = _Spec(_GAUGE, "huiying_outbox_pending", "Messages that wait to be sent.")
_OLDEST = _Spec(
    _GAUGE,
    "huiying_outbox_oldest_age_seconds",
    "Age of the oldest message that should have left by now; 0 where none waits.",
)
_DEAD = _Spec(_GAUGE, "huiying_outbox_dead", "Messages that were given up.")
_SENT = _Spec(_COUNTER, "huiying_notices_sent", "Messages sent, by reason.", ("reason",))
_DWELL = _Spec(
    _HISTOGRAM,
    "huiying_notice_dwell_seconds",
    "Time from the moment a message was owed to the moment it was sent.",
    ("reason",),
)
_LAST_SUCCESS = _Spec(
    _GAUGE,
    "huiying_channel_last_success_timestamp_seconds",
    "When a look at the channel last succeeded; absent where none ever did.",
    ("channel",),
)
_UP = _Spec(
    _GAUGE,
    "huiying_channel_up",
    "1 where the channel was seen within its patience, else 0.",
    ("channel", "kind"),
)
_BLIND = _Spec(_GAUGE, "huiying_blind_channels", "Channels that cannot be seen now.", ("kind",))
_POLLS = _Spec(_COUNTER, "huiying_polls", "Looks at channels, by outcome.", ("outcome",))
_ARTICLES = _Spec(_COUNTER, "huiying_articles", "Articles stored, by kind of channel.", ("kind",))
_HEARTBEAT = _Spec(
    _GAUGE,
    "huiying_heartbeat_age_seconds",
    "Time since each process last showed that it lives.",
    ("role",),
)

_ALL = (
    *(_CLOCKS, _LEFT, _INCIDENTS, _BREACHES, _ANSWERS, _RESPONSE),
    *(_PENDING, _OLDEST, _DEAD, _SENT, _DWELL),
    *(_LAST_SUCCESS, _UP, _BLIND, _POLLS, _ARTICLES, _HEARTBEAT),
)


class StoreCollector(Collector):
    """Turns the store into metrics, once per scrape and as of one `now`.

    `channels` are the configured ones: their names are labels, and their patience tells blind
    from seen. Where the store cannot be read the scrape fails, and Prometheus sees `up` at 0.
    """

    def __init__(self, queries: MetricQueries, clock: Clock, channels: Sequence[Channel]) -> None:
        self._queries = queries
        self._clock = clock
        self._channels = tuple(channels)
        self._logs = (
            (_POLLS, tuple(PollOutcome), _Tally(queries, Log.POLLS)),
            (_ARTICLES, tuple(ChannelKind), _Tally(queries, Log.ARTICLES)),
        )

    def describe(self) -> Iterable[Metric]:
        """Every metric there is, without values; reads nothing."""
        return [spec.empty() for spec in _ALL]

    def collect(self) -> Iterator[Metric]:
        """Every metric as of now."""
        now = self._clock()
        reading = self._queries.read(now)
        yield from _windows(reading, now)
        yield from _answers(reading)
        yield from _outbox(reading, now)
        yield from _sight(self._channels, reading.last_ok, now)
        for spec, labels, tally in self._logs:
            yield spec.of(_by_label(labels, tally.counts(now)))
        ages: _Numbers = {(role,): _seconds(now - at) for role, at in reading.heartbeats.items()}
        yield _HEARTBEAT.of(ages)


class _Tally:
    """Running totals of a log: each scrape counts only the rows that came since the last.

    Rows that housekeeping deletes stay counted, so that the total never falls while we run.
    """

    def __init__(self, queries: MetricQueries, log: Log) -> None:
        self._queries = queries
        self._log = log
        self._lock = Lock()
        self._settled_id = 0
        self._settled: Counter[str] = Counter()

    def counts(self, now: datetime) -> Mapping[str, int]:
        """Rows ever counted, by label."""
        with self._lock:
            newest = self._queries.last_id_before(self._log, now - _SETTLES_AFTER)
            if newest > self._settled_id:
                self._settled.update(self._queries.count_log(self._log, self._settled_id, newest))
                self._settled_id = newest
            return self._settled + Counter(self._queries.count_log(self._log, self._settled_id))


def build_registry(
    queries: MetricQueries,
    clock: Clock,
    channels: Sequence[Channel],
    registry: CollectorRegistry | None = None,
) -> CollectorRegistry:
    """`registry`, or a new one that holds nothing else, with the metrics of this store in it.

    Raises ValueError where that registry holds them already.
    """
    registry = registry or CollectorRegistry()
    registry.register(StoreCollector(queries, clock, channels))
    return registry


def metrics_page(registry: CollectorRegistry) -> bytes:
    """The page that Prometheus reads, to be served as `CONTENT_TYPE`."""
    return generate_latest(registry)


def _windows(reading: Reading, now: datetime) -> Iterator[Metric]:
    clocks: _Numbers = {
        (group.clause, verdict.value, group.profile): 0.0
        for group in reading.clocks
        for verdict in Verdict
    }
    for group in reading.clocks:
        clocks[group.clause, group.verdict, group.profile] = group.count
    yield _CLOCKS.of(clocks)
    yield _LEFT.of(_time_left(reading.clocks, now))
    breaches: _Numbers = {(group.clause,): 0.0 for group in reading.clocks}
    for group in reading.clocks:
        breaches[group.clause,] += group.count if group.verdict in _BREACHED else 0
    yield _BREACHES.of(breaches)
    grades = Counter({grade or UNGRADED: n for grade, n in reading.open_incidents.items()})
    yield _INCIDENTS.of(_by_label((*EventGrade, UNGRADED), grades))


def _time_left(groups: Sequence[ClockGroup], now: datetime) -> _Numbers:
    left: _Numbers = {}
    for group in groups:
        if group.verdict in _AWAITED:
            seconds = _seconds(group.due_from - now)
            left[group.clause,] = min(seconds, left.get((group.clause,), math.inf))
    return left


def _answers(reading: Reading) -> Iterator[Metric]:
    clauses = sorted({group.clause for group in reading.clocks})
    answers: _Numbers = {(clause, verdict.value): 0.0 for clause in clauses for verdict in ANSWERED}
    times = _Histogram(clauses, RESPONSE_BOUNDS_S)
    for group in reading.answers:
        answers[group.clause, group.verdict] += group.count
        times.add(group.clause, group.hours * 3600, group.count, group.seconds)
    yield _ANSWERS.of(answers)
    yield times.family(_RESPONSE)


def _outbox(reading: Reading, now: datetime) -> Iterator[Metric]:
    outbox = reading.outbox
    yield _PENDING.of({(): outbox.pending})
    yield _OLDEST.of({(): 0 if outbox.oldest is None else _seconds(now - outbox.oldest)})
    yield _DEAD.of({(): outbox.dead})
    dwell = _Histogram(tuple(NoticeReason), DWELL_BOUNDS_S)
    sent: Counter[str] = Counter()
    for group in reading.sent:
        sent[group.reason] += group.count
        dwell.add(group.reason, group.dwell_s, group.count, group.seconds)
    yield _SENT.of(_by_label(tuple(NoticeReason), sent))
    yield dwell.family(_DWELL)


def _sight(
    channels: Sequence[Channel], last_ok: Mapping[str, datetime], now: datetime
) -> Iterator[Metric]:
    known = [channel for channel in channels if channel.name in last_ok]
    seen = {channel.name for channel in known if now - last_ok[channel.name] <= channel.patience}
    yield _LAST_SUCCESS.of({(c.name,): last_ok[c.name].timestamp() for c in known})
    yield _UP.of({(c.name, c.kind.value): float(c.name in seen) for c in channels})
    blind = Counter(channel.kind.value for channel in channels if channel.name not in seen)
    yield _BLIND.of(_by_label(tuple(ChannelKind), blind))


class _Histogram:
    """Counts per label and bucket; a bucket holds what is at most its bound, as Prometheus says."""

    def __init__(self, labels: Iterable[str], bounds: Sequence[int]) -> None:
        self._bounds: tuple[float, ...] = (*bounds, math.inf)
        self._counts: dict[str, list[int]] = {}
        self._sums: dict[str, float] = {}
        for label in labels:
            self._open(label)

    def _open(self, label: str) -> list[int]:
        self._sums.setdefault(label, 0.0)
        return self._counts.setdefault(label, [0] * len(self._bounds))

    def add(self, label: str, value: int, count: int, total: float) -> None:
        counts = self._open(label)
        for position, bound in enumerate(self._bounds):
            counts[position] += count if value <= bound else 0
        # A step back of the machine's clock must not make a sum fall.
        self._sums[label] += max(total, 0)

    def family(self, spec: _Spec) -> Metric:
        family = HistogramMetricFamily(spec.name, spec.says, labels=spec.labels)
        for label, counts in self._counts.items():
            names = map(floatToGoString, self._bounds)
            family.add_metric([label], list(zip(names, counts, strict=True)), self._sums[label])
        return family


def _by_label(labels: Iterable[str], counts: Mapping[str, int]) -> _Numbers:
    """The counts by label, with a 0 for every label that has none: a series is never missing."""
    known = {str(label): 0 for label in labels}
    return {(label,): float(value) for label, value in {**known, **counts}.items()}


def _seconds(span: timedelta) -> float:
    return span / timedelta(seconds=1)

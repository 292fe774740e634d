"""docs/metrics.md tells every metric there is, with its type and labels, and no other."""

import re
from pathlib import Path

from sqlalchemy import Engine

from monitor.letter_metrics import LetterCollector
from monitor.metrics import StoreCollector
from monitor.store.metric_queries import MetricQueries
from monitor.usecases.watch_letters import LettersRead
from tests.metrics.seeding import CHANNELS, NOW, seed_county

PAGE = Path(__file__).resolve().parents[2] / "docs" / "metrics.md"
ROW = re.compile(r"^\| `(huiying_\w+)` \| (\w+) \| (.*?) \|", re.MULTILINE)


def test_the_table_is_what_the_collector_describes(engine: Engine) -> None:
    seed_county(engine)
    collector = StoreCollector(MetricQueries(engine), lambda: NOW, CHANNELS)
    told = {
        name: (kind, set(re.findall(r"`(\w+)`", labels)))
        for name, kind, labels in ROW.findall(PAGE.read_text(encoding="utf-8"))
    }
    letters = LetterCollector(lambda _: LettersRead(), lambda: NOW, ["water"])
    collected = {}
    for family in (*collector.collect(), *letters.collect()):
        name = f"{family.name}_total" if family.type == "counter" else family.name
        labels = {label for sample in family.samples for label in sample.labels}
        collected[name] = (family.type, labels - {"le"})
    assert told == collected


def test_what_is_described_is_what_is_collected(engine: Engine) -> None:
    collector = StoreCollector(MetricQueries(engine), lambda: NOW, CHANNELS)
    described = {
        (family.name, family.type, family.documentation) for family in collector.describe()
    }
    collected = {(family.name, family.type, family.documentation) for family in collector.collect()}
    assert described == collected

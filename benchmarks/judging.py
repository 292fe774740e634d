"""What judging one article costs, and whether it costs more when the judge remembers more.

    python -m benchmarks.judging [--sizes 10000 100000 1000000] [--articles 600]

For each size a judge is filled with so many made-up articles, a third of them in incidents (the
other news belongs to none); then the same new articles are judged by each in turn, so that what
else the machine does strikes all alike. Prints, for `Judge.read` and `Judge.remember` together and
for each part, the median in ms of processor time with the tenth and the ninetieth percentile, and
the ratio of the medians to those of the smallest size; then the memory that an article takes.

One pool of articles is written and read; the rest of the window consists of its copies, in which
all but the common words are exchanged for others. A million takes about ten minutes.
"""

import argparse
import resource
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.synthetic import Newsroom, Told
from monitor.domain.article import Article
from monitor.domain.channel import ChannelKind
from monitor.domain.when import When
from monitor.judge import judge as judge_module
from monitor.judge.duplicates import Digest, digest_of
from monitor.judge.folding import folded
from monitor.judge.judge import Judge, JudgeSetup
from monitor.judge.own_places import OwnPlaces
from monitor.judge.sketch import Sketch, read_sketch
from monitor.judge.terms import TERMS
from monitor.judge.units import Unit
from monitor.text import normalise
from monitor.text.places import Gazetteer, Jurisdiction

_POOL = 10_000
_WINDOW = timedelta(days=30)
_COMMON = 5  # incidents of the pool
_FREQUENT = 800  # characters that the copies share
_BATCH = 20
_OFFICIAL = 20  # every twentieth article is an authority's
_IN_INCIDENTS = 3  # one incident in so many is remembered as one
_MATCHED = 2  # articles of an incident that the matcher is filled with
_OFFICE = Jurisdiction(open=False, name="临溪县", inside=("石桥镇",), within=("云岭市",))
_OWN = OwnPlaces.of(_OFFICE)
_READERS = (
    "categorise", "read_figures", "relevance", "grade", "recognise", "occurred",
    "responsible_units",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """One article of the pool as the judge's rooms keep it."""

    told: Told
    sketch: Sketch
    digest: Digest | None


class Pool:
    """Articles read once, and copies of them that tell of other incidents."""

    def __init__(self, told: list[Told]) -> None:
        self.kept = [_read(one) for one in told]
        seen: dict[int, set[str]] = defaultdict(set)
        for one in self.kept:
            for number in one.sketch.terms.numbers.tolist():
                seen[number].add(one.told.incident)
        self._common = np.zeros(TERMS, np.bool_)
        self._common[[number for number, of in seen.items() if len(of) >= _COMMON]] = True
        used = Counter("".join(one.told.article.text for one in self.kept[:1000]))
        self._rare = [ord(character) for character, _ in used.most_common()[_FREQUENT:]]

    def fill(self, judge: Judge, size: int) -> None:
        """Let a judge remember so many articles; the last of them are the pool itself."""
        grouper, matcher = judge._grouper, judge._matcher
        rounds = -(-size // len(self.kept))
        for number in range(rounds):
            key = rounds - 1 - number
            known: Counter[str] = Counter()
            exchanged = dict(zip(self._rare, np.roll(self._rare, key).tolist(), strict=True))
            for place in range(min(len(self.kept), size - number * len(self.kept))):
                one = self.kept[place]
                at = one.told.article.when.latest - _WINDOW * key / rounds
                id_, incident = f"{key}/{place}", f"{key}/{one.told.incident}"
                sketch = self._copied(one.sketch, key)
                digest = None if one.digest is None else one.digest ^ np.uint32(key)
                grouper._duplicates.put(id_, digest, at)
                vector = grouper._rarity.vector(sketch.terms.numbers, sketch.terms.counts)
                if zlib.crc32(incident.encode()) % _IN_INCIDENTS:
                    grouper.enter(id_, sketch, vector, None, at)
                    continue
                grouper.enter(id_, sketch, vector, incident, at)
                known[incident] += 1
                if known[incident] <= _MATCHED:
                    title, text = one.told.article.title, one.told.article.text
                    text = text.translate(exchanged)
                    matcher.add(incident, title.translate(exchanged), text, When.at(at, "visible"))

    def _copied(self, sketch: Sketch, key: int) -> Sketch:
        terms = sketch.terms
        swapped = np.where(self._common[terms.numbers], 0, key * 37).astype(np.uint32)
        numbers = (terms.numbers ^ swapped) % np.uint32(TERMS)
        numbers, first = np.unique(numbers, return_index=True)
        title = terms.title ^ np.where(self._common[terms.title], 0, key * 37).astype(np.uint32)
        new = replace(terms, numbers=numbers, counts=terms.counts[first], title=np.unique(title))
        return replace(sketch, terms=new)


def _read(told: Told) -> Kept:
    title, text = told.article.title, told.article.text
    return Kept(told, read_sketch(title, text, _OWN), digest_of(text))


class Clock:
    """How long each part took, article by article."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)

    def timed(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """The same call, its time counted under a name."""

        def measured(*given: Any, **named: Any) -> Any:
            began = time.thread_time()
            try:
                return call(*given, **named)
            finally:
                self.spent[name] += time.thread_time() - began

        return measured


@contextmanager
def clocked(judges: list[Judge]) -> Iterator[Clock]:
    """Every part of these judges counted while it lasts."""
    clock = Clock()
    before = {name: getattr(judge_module, name) for name in _READERS}
    for name, call in before.items():
        setattr(judge_module, name, clock.timed(name, call))
    for judge in judges:
        for room, call in (("_grouper", "place"), ("_grouper", "add"),
                           ("_matcher", "add"), ("_matcher", "candidates")):  # fmt: skip
            part, name = getattr(judge, room), f"{room[1:]}.{call}"
            setattr(part, call, clock.timed(name, getattr(part, call)))
    try:
        yield clock
    finally:
        for name, call in before.items():
            setattr(judge_module, name, call)


def measure(judges: dict[int, Judge], told: list[Told]) -> dict[int, dict[str, list[float]]]:
    """Milliseconds of each part by size: the same articles judged by each judge in turn."""
    spent: dict[int, dict[str, list[float]]] = {size: defaultdict(list) for size in judges}
    with clocked(list(judges.values())) as clock:
        for start in range(0, len(told), _BATCH):
            for size, judge in judges.items():
                for place, one in enumerate(told[start : start + _BATCH], start):
                    clock.spent.clear()
                    clock.timed("whole", _judge_one)(judge, one, clock, place)
                    for name, seconds in clock.spent.items():
                        spent[size][name].append(1000 * seconds)
    return spent


def _judge_one(judge: Judge, told: Told, clock: Clock, place: int) -> None:
    article = _official(told.article) if place % _OFFICIAL == 0 else told.article
    clock.timed("fold", _fold)(article)
    judge.read(article)
    judge.remember(article, f"0/{told.incident}")


def _fold(article: Article) -> None:
    folded.cache_clear()
    normalise._kept_form.cache_clear()
    folded(article.title)
    folded(article.text)


def _official(article: Article) -> Article:
    title = f"关于{article.title[:8]}的情况通报"
    return replace(article, channel_kind=ChannelKind.OFFICIAL, owner="临溪县人民政府", title=title)


def report(spent: dict[int, dict[str, list[float]]]) -> None:
    """A line for each part: median [tenth, ninetieth percentile] for each size, and ratios."""
    sizes = list(spent)
    names = sorted(spent[sizes[0]], key=lambda name: -float(np.median(spent[sizes[0]][name])))
    print("part".ljust(20), *(f"{size:>25,}" for size in sizes), "   ratios")
    for name in names:
        cells = [np.percentile(spent[size][name], (10, 50, 90)) for size in sizes]
        medians = [cell[1] for cell in cells]
        print(
            name.ljust(20),
            *(f"{f'{mid:.3f} [{low:.3f} {high:.3f}]':>25}" for low, mid, high in cells),
            "  ",
            *(f"{median / medians[0]:.2f}" for median in medians[1:]),
        )


def _memory() -> int:
    """Bytes of main memory that this process holds now, as Linux counts them."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


def _judge() -> Judge:
    return Judge(JudgeSetup(Gazetteer(_OFFICE), (Unit("health", "卫生健康局"),)))


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--articles", type=int, default=600, help="judged in the end by each")
    given = parser.parse_args()
    room = Newsroom(1)
    pool = Pool(list(room.articles(min(_POOL, *given.sizes), _WINDOW / _POOL / 100)))
    judges = {}
    for size in given.sizes:
        began, before = time.perf_counter(), _memory()
        judges[size] = _judge()
        pool.fill(judges[size], size)
        taken = (_memory() - before) / size
        print(f"{size:,} filled: {taken:,.0f} bytes each, {time.perf_counter() - began:.0f} s")
    report(measure(judges, list(room.articles(given.articles, timedelta(minutes=1)))))


if __name__ == "__main__":
    main()

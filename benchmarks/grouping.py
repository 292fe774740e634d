"""How well articles are put together into incidents, by weights that never saw the incident.

    python -m benchmarks.grouping ARTICLES.jsonl [MORE.jsonl ...]       reports
    python -m benchmarks.grouping --fit ARTICLES.jsonl [MORE.jsonl ...] writes the weights, too

Each line of a file is {"id", "title", "text", "published_at", "cluster"}; equal clusters are one
incident. Incidents of different files are different.

The weights of `monitor/judge/data/grouping.toml` are fitted on decisions: the articles of a file
go by in the order of time, each held against the incidents that the articles before it truly make
up; joining its own is right, any other wrong. A sign counts in its own direction or not at all.

Prints pair F1 and B-cubed of each file and of all in one stream; with weights fitted on the other
files; and, for every incident of several articles, with weights fitted on all but it. Then how many
merges and splits are proposed, rightly and wrongly.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from benchmarks.cluster_scores import matter, score
from monitor.domain.article import Article
from monitor.domain.channel import ChannelKind
from monitor.domain.when import Precision, When
from monitor.judge import evidence
from monitor.judge.evidence import Evidence
from monitor.judge.grouping import BELONGS, Grouper
from monitor.judge.tables import table

_ZONE = ZoneInfo("Asia/Shanghai")
_TABLE = Path(evidence.__file__).with_name("data") / "grouping.toml"
_LOG_ODDS_PER_POINT = 12.0
"""The scale of the scores: a quarter above the bar is 95 % sure."""
_RIDGE = 1.0
_STEPS = 4000
_RATE = 0.5
_SEED = 1
_THINNED = (0.5, 0.2, 0.2, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05)
"""Shares of the articles that go by; the smaller, the younger the incidents they meet."""
_CROWDED_INTO = timedelta(days=2)
_LEAST = 5  # articles of an incident that is left out

_MEANINGS = {
    "base": "always added",
    "nearest": "cosine with the incident's most similar article",
    "whole": "cosine with what all articles of the incident have in common",
    "name": "how much of what the incident is called stands in title and lead, 0 to 1",
    "mention": "how much of what the incident is called stands anywhere in the article, 0 to 1",
    "title": "how much of the article's title the incident has spoken of before, 0 to 1",
    "same_day": "1 in the hour of the incident's newest article; fades over a day",
    "wide_area": "1 where both tell of an earthquake or a typhoon, within a day",
    "same_moment": "1 where both tell the same minute of the day, within a day",
    "elsewhere": "1 where both name places, and not one in common, unless wide_area",
    "other_town": "set: 1 where it is of another town of the office, or titled by another village",
    "same_trouble": "set: 1 where both tell one trouble of one town, such as no water, in 3 days",
    "nameless": "set: 1 where only a place of the office and words of the kind are in common",
}
_AGAINST = {"elsewhere"}
_SET = ("other_town", "same_trouble", "nameless")
"""Signs of an office's own stream: national news never shows them, so they are set, not fitted."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Articles in the order of time, and the incident of each."""

    name: str
    articles: tuple[Article, ...]
    incidents: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Decisions:
    """Signs of an article and an incident, whether they belong together, and how much it counts.

    `about`: the incidents of article and candidate, so that one of them can be left out.
    """

    signs: NDArray[np.float64]
    right: NDArray[np.float64]
    counts: NDArray[np.float64]
    about: tuple[tuple[str, str], ...]

    def without(self, incident: str) -> "Decisions":
        """Those in which an incident has no part."""
        kept = [place for place, pair in enumerate(self.about) if incident not in pair]
        about = tuple(self.about[place] for place in kept)
        return Decisions(self.signs[kept], self.right[kept], self.counts[kept], about)


def read(path: Path) -> Labelled:
    """A file of labelled articles."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    name = path.parent.name
    articles = sorted(map(_article, rows), key=lambda one: one.when.latest)
    return Labelled(name, tuple(articles), {r["id"]: f"{name}: {r['cluster']}" for r in rows})


def _article(row: Mapping[str, str]) -> Article:
    stated = row["published_at"]
    at = datetime.fromisoformat(stated[:19].replace(" ", "T")).replace(tzinfo=_ZONE)
    if len(stated) > len("2026-01-01"):
        when = When.at(at, "archive")
    else:
        when = When(at, at + timedelta(days=1), "archive", Precision.DAY)
    return Article(
        id=row["id"],
        channel="",
        channel_kind=ChannelKind.NEWS,
        url="",
        title=row["title"],
        text=row["text"],
        published=when,
        first_seen_at=when.latest,
    )


def together(sets: Sequence[Labelled]) -> Labelled:
    """Several files in one stream. Incidents of the smaller files are moved, each as a whole, to
    begin on busy days of the largest, so that they really meet."""
    largest = max(sets, key=lambda one: len(one.articles))
    articles = list(largest.articles)
    incidents = {id_: incident for one in sets for id_, incident in one.incidents.items()}
    for one in sets:
        if one is largest:
            continue
        names = list(dict.fromkeys(one.incidents[article.id] for article in one.articles))
        step = len(largest.articles) / len(names)
        begins = {n: largest.articles[int(at * step)].when.latest for at, n in enumerate(names)}
        shifts: dict[str, timedelta] = {}
        for article in one.articles:
            name = one.incidents[article.id]
            shift = shifts.setdefault(name, begins[name] - article.when.latest)
            articles.append(replace(article, published=article.when.plus(shift)))
    articles.sort(key=lambda article: article.when.latest)
    return Labelled("all in one stream", tuple(articles), incidents)


def decisions(labelled: Labelled) -> Decisions:
    """What an article is held against, where the incidents before it are the true ones.

    Most decisions about a great incident are taken when it is known well, but the first few decide
    whether it falls apart. So the articles go by several times, most of them left out: then
    incidents are young, and begin with another article each time. And they go by once more with
    all incidents begun within two days, as in an office's own county, where much happens at once.
    """
    crowded = _crowded(labelled)
    found = [_decided(labelled), _decided(crowded)]
    chance = np.random.default_rng(_SEED)
    for share in _THINNED:
        kept = chance.random(len(labelled.articles)) < share
        for stream in (labelled, crowded):
            few = tuple(one for one, keep in zip(stream.articles, kept, strict=True) if keep)
            found.append(_decided(replace(stream, articles=few)))
    return joined([one for one in found if len(one.right)])


def _crowded(labelled: Labelled) -> Labelled:
    """The matters moved, each with all its bursts, to begin within two days."""
    begin = labelled.articles[0].when.latest
    names = list(dict.fromkeys(matter(labelled.incidents[one.id]) for one in labelled.articles))
    starts = {n: begin + _CROWDED_INTO * at / len(names) for at, n in enumerate(names)}
    shifts: dict[str, timedelta] = {}
    articles = []
    for one in labelled.articles:
        name = matter(labelled.incidents[one.id])
        shift = shifts.setdefault(name, starts[name] - one.when.latest)
        articles.append(replace(one, published=one.when.plus(shift)))
    articles.sort(key=lambda one: one.when.latest)
    return replace(labelled, articles=tuple(articles))


def _decided(labelled: Labelled) -> Decisions:
    grouper = Grouper()
    sizes = Counter(labelled.incidents[article.id] for article in labelled.articles)
    signs, right, counts, about = [], [], [], []
    for article in labelled.articles:
        own = labelled.incidents[article.id]
        for one in grouper.weigh(article)[0]:
            signs.append((1.0, *one.evidence))
            right.append(one.incident == own)
            counts.append(1 / np.sqrt(sizes[own]))  # an incident of 250 is not 250 incidents
            about.append((matter(own), matter(one.incident)))
        grouper.add(article, own)
    return Decisions(np.array(signs), np.array(right, float), np.array(counts), tuple(about))


def joined(every: Sequence[Decisions]) -> Decisions:
    """Decisions of several files, each file counting the same."""
    return Decisions(
        np.concatenate([one.signs for one in every]),
        np.concatenate([one.right for one in every]),
        np.concatenate([one.counts / one.counts.sum() for one in every]),
        tuple(pair for one in every for pair in one.about),
    )


def fit(given: Decisions) -> dict[str, float]:
    """Logistic regression with a ridge, by projected gradient; on the scale of the scores."""
    names = ["base", *Evidence._fields]
    least = np.array([-np.inf if name in {"base", *_AGAINST} else 0.0 for name in names])
    most = np.array([0.0 if name in _AGAINST else np.inf for name in names])
    ridge = np.array([0.0 if name == "base" else _RIDGE for name in names]) / len(given.right)
    share = given.counts / given.counts.sum()
    found = np.zeros(len(names))
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-given.signs @ found))
        slope = given.signs.T @ (share * (chance - given.right)) + ridge * found
        found = np.clip(found - _RATE * 4 * slope, least, most)
    scaled = dict(zip(names, (found / _LOG_ODDS_PER_POINT).tolist(), strict=True))
    scaled["base"] += BELONGS
    scaled |= {name: evidence.weights()[name] for name in _SET}
    return {name: round(weight, 3) for name, weight in scaled.items()}


@contextmanager
def using(weights: Mapping[str, float]) -> Iterator[None]:
    """Grouping by these weights while it lasts."""
    before = evidence.weights
    evidence.weights = lambda: weights  # type: ignore[assignment]
    try:
        yield
    finally:
        evidence.weights = before


def grouped(labelled: Labelled) -> dict[str, str]:
    """The incident that each article is given to, as the live judge would."""
    grouper = Grouper()
    found: dict[str, str] = {}
    for article in labelled.articles:
        found[article.id] = grouper.place(article).incident or article.id
        grouper.add(article, found[article.id])
    return found


def report_in_force(sets: Sequence[Labelled]) -> None:
    """Each file, and all in one stream, by the weights in force."""
    print("\nby the weights in force")
    for one in sets:
        print(f"  {one.name:24} {score(one.incidents, grouped(one))}")
    if len(sets) > 1:
        mixed = together(sets)
        found = grouped(mixed)
        of = defaultdict(set)
        for id_, incident in found.items():
            of[incident].add(mixed.incidents[id_].partition(":")[0])
        across = sum(len(files) > 1 for files in of.values())
        print(f"  {mixed.name:24} {score(mixed.incidents, found)}")
        print(f"  incidents joined across files: {across}")


def report_held_back(sets: Sequence[Labelled], seen: Mapping[str, Decisions]) -> None:
    """Weights fitted on the other files, and on all but one matter."""
    for one in sets:
        others = [seen[other.name] for other in sets if other is not one]
        if others:
            with using(fit(joined(others))):
                print(f"  {one.name:24} {score(one.incidents, grouped(one))}  other files")
    print("\nfitted without the incident, scored on its pairs")
    for one in sets:
        sizes = Counter(matter(incident) for incident in one.incidents.values())
        for name, size in sizes.most_common():
            if size >= _LEAST:
                with using(fit(joined([kept.without(name) for kept in seen.values()]))):
                    found = score(one.incidents, grouped(one), name)
                print(f"  {name[-24:]:24} {found}  {size} articles")


def report_proposals(sets: Sequence[Labelled]) -> None:
    """Merges: where the true incidents are cut in two. Splits: where two of them are made one."""
    print("\nproposals (true incidents of 8 articles and more)")
    for one in sets:
        by_incident: dict[str, list[Article]] = defaultdict(list)
        for article in one.articles:
            by_incident[one.incidents[article.id]].append(article)
        large = [name for name, articles in by_incident.items() if len(articles) >= 2 * 4]
        pure = sum(bool(_split(by_incident[name])[0]) for name in large)
        mixed, clean = 0, 0
        pairs = [(a, b) for a in large for b in large if a < b and matter(a) != matter(b)]
        for first, second in pairs:
            few = by_incident[first][:8], by_incident[second][:8]
            parts, purity = _split(few[0] + few[1], frozenset(a.id for a in few[0]))
            mixed += bool(parts)
            clean += bool(parts) and purity >= 0.95
        print(
            f"  {one.name:24} splits proposed: {pure} of {len(large)} true incidents, "
            f"{mixed} of {len(pairs)} made of two (cleanly {clean})"
        )


def _split(articles: list[Article], first: frozenset[str] = frozenset()) -> tuple[bool, float]:
    """Whether a split is proposed, and how purely the proposed parts keep two incidents apart."""
    grouper = Grouper()
    for article in articles:
        grouper.add(article, "one")
    parts = grouper.parts("one")
    inside = [sum(id_ in first for id_ in part) / len(part) for part in parts]
    return bool(parts), float(np.mean([max(share, 1 - share) for share in inside] or [0]))


def write(weights: Mapping[str, float]) -> None:
    """The table of the weights, each with what its sign means."""
    lines = ["# Weights of the signs that an article belongs to an incident. It joins from a sum",
             "# of 0.5 on; a twelfth is one unit of log odds. Fitted by benchmarks/grouping.py,",
             "# but for those that only an office with places of its own sees: they are set.",
             ""]  # fmt: skip
    for name, weight in weights.items():
        lines.append(f"{name} = {weight}  # {_MEANINGS[name]}")
    _TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    table.cache_clear()
    evidence.weights.cache_clear()


def main() -> None:
    """Fit if asked to, then report."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--fit", action="store_true", help="write the weights to the table")
    parser.add_argument("files", type=Path, nargs="+")
    given = parser.parse_args()
    sets = [read(path) for path in given.files]
    seen = {one.name: decisions(one) for one in sets}
    fitted = fit(joined(list(seen.values())))
    for name, weight in fitted.items():
        print(f"{name:12} {weight:7.3f}  in force {evidence.weights().get(name, 0):7.3f}"
              f"  {_MEANINGS[name]}")  # fmt: skip
    if given.fit:
        write(fitted)
    report_in_force(sets)
    print("\nfitted on the other files alone")
    report_held_back(sets, seen)
    report_proposals(sets)


if __name__ == "__main__":
    main()

"""How well letters and the answers to them are put together, on letters the weights never saw.

    python benchmarks/matching.py REPLIES.jsonl

Each line of the file is a letter with its answer: {"id", "title", "time", "text", "reply",
"reply_time"}, times in the office's zone. The weights of `monitor/judge/data/matching.toml` are
fitted anew on the older half of the letters and used on the younger half, and the other way round.
Prints a line for each half, one with half of its letters absent, and at last the weights that all
letters together give, as they stand in the table.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from monitor.domain.article import Article
from monitor.domain.channel import ChannelKind
from monitor.domain.judgement import Answering
from monitor.domain.when import When
from monitor.judge.answer_terms import read_grams
from monitor.judge.matching import Matcher, match
from monitor.judge.pairing import features, weights
from monitor.judge.tables import table

_ZONE = ZoneInfo("Asia/Shanghai")
_ABSENT = 0.5  # the share of answers that are fitted as if their letter were unknown
_STEPS = 30
_RIDGE = 1e-3

Pair = tuple[Article, Article]


def read(path: Path) -> list[Pair]:
    """The letters with their answers, oldest letter first."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    pairs = [
        (
            _article(row["id"], row["title"], row["text"], row["time"]),
            _article(row["id"], "", row["reply"], row["reply_time"]),
        )
        for row in rows
        if row.get("reply") and row.get("reply_time")
    ]
    return sorted(pairs, key=lambda pair: pair[0].when.latest)


def _article(name: str, title: str, text: str, time: str) -> Article:
    at = datetime.fromisoformat(time).replace(tzinfo=_ZONE)
    return Article(
        id=name,
        channel="",
        channel_kind=ChannelKind.NEWS,
        url="",
        title=title,
        text=text,
        published=When.at(at, "given"),
        first_seen_at=at,
    )


def fit(pairs: list[Pair]) -> dict[str, float]:
    """Weights of a conditional logit with the choice "none of them", by Newton's method."""
    rows = list(_choices(pairs))
    found = np.zeros(rows[0][0].shape[1])
    for _ in range(_STEPS):
        gradient, curvature = -_RIDGE * found, _RIDGE * np.eye(len(found))
        for choices, chosen, count in rows:
            odds = np.exp(choices @ found - (choices @ found).max())
            shares = odds / odds.sum()
            mean = shares @ choices
            gradient += count * (choices[chosen] - mean)
            curvature += count * ((choices.T * shares) @ choices - np.outer(mean, mean))
        step = np.linalg.solve(curvature, gradient)
        found += step * min(1, 3 / np.abs(step).max())
    return dict(zip(table("matching.toml")["weights"], map(float, found), strict=True))


def _choices(pairs: list[Pair]) -> Iterator[tuple[Any, int, float]]:
    """For each answer what it could belong to, what it does, and how much that counts.

    The last choice is "none": it is the right one when the letter is left out.
    """
    matcher = Matcher()
    asked = [read_grams(letter.title, letter.text) for letter, _ in pairs]
    answered = [read_grams("", answer.text) for _, answer in pairs]
    for grams in [*asked, *answered]:
        matcher.learn(grams)
    for (letter, _), grams in zip(pairs, asked, strict=True):
        matcher.remember(letter.id, letter.title, grams, letter.when)
    for (_, answer), grams in zip(pairs, answered, strict=True):
        found = matcher.signs(answer, grams)
        names = [name for name, _ in found]
        rows = np.array([[*features(signs), 0.0] for _, signs in found]).reshape(len(found), -1)
        if answer.id in names:
            at = names.index(answer.id)
            yield _with_none(rows), at, 1 - _ABSENT
            rows = np.delete(rows, at, axis=0)
        if len(rows):
            yield _with_none(rows), len(rows), _ABSENT


def _with_none(rows: Any) -> Any:
    none = np.zeros((1, rows.shape[1]))
    none[0, -1] = 1.0
    return np.concatenate([rows, none])


@contextmanager
def using(fitted: dict[str, float]) -> Iterator[None]:
    """The given weights instead of the table's."""
    own = table("matching.toml")["weights"]
    kept = dict(own)
    own.update(fitted)
    weights.cache_clear()
    try:
        yield
    finally:
        own.update(kept)
        weights.cache_clear()


def report(name: str, letters: list[Article], answers: list[Article]) -> None:
    """Print how often the right letter is first, and how often it is taken by itself."""
    known = {letter.id for letter in letters}
    batch = [
        (answer.id, row["candidates"])
        for answer, row in zip(answers, match(letters, answers), strict=True)
    ]
    _print(f"{name}, batch", batch, known)
    matcher = Matcher()
    for answer in answers:
        matcher.learn(read_grams("", answer.text))
    for letter in letters:
        matcher.add(letter.id, letter.title, letter.text, letter.when)
    singly = [
        (
            answer.id,
            [
                {"incident": found.incident, "verdict": found.verdict}
                for found in matcher.candidates(answer)
            ],
        )
        for answer in answers
    ]
    _print(f"{name}, singly", singly, known)


def _print(name: str, rows: list[Any], known: set[str]) -> None:
    present = [(own, found) for own, found in rows if own in known]
    first = sum(bool(found) and found[0]["incident"] == own for own, found in present)
    fifth = sum(own in [one["incident"] for one in found[:5]] for own, found in present)
    auto = [
        (own, found[0]["incident"])
        for own, found in rows
        if found and found[0]["verdict"] == Answering.AUTO
    ]
    right = sum(own == taken for own, taken in auto)
    astray = sum(own not in known for own, _ in auto)
    print(
        f"{name}: first {first / len(present):.3f}, of five {fifth / len(present):.3f}, "
        f"taken {len(auto)}/{len(rows)}, right {right / max(1, len(auto)):.4f}, "
        f"for absent letters {astray}/{len(rows) - len(present)}"
    )


def main() -> None:
    """Fit and report, each half by the other."""
    pairs = read(Path(sys.argv[1]))
    middle = len(pairs) // 2
    older, younger = pairs[:middle], pairs[middle:]
    for name, seen, unseen in (("younger", older, younger), ("older", younger, older)):
        letters, answers = (list(side) for side in zip(*unseen, strict=True))
        with using(fit(seen)):
            report(f"{name} half", letters, answers)
            report(f"{name} half, half of it absent", letters[::2], answers)
    for name, weight in fit(pairs).items():
        print(f"{name} = {weight:.2f}")


if __name__ == "__main__":
    main()

"""What the response matcher costs an article, while the window fills up to a million articles.

Run: python benchmarks/matcher_cost.py [ARTICLES]        (made-up texts; nothing is needed)

Each incident has words of its own within a language that all share; it is reported between once
and 200 times. At 10 000, 100 000, … articles it prints the median cost of adding an article that
is kept, of adding any article, and of finding what an answer answers, with how often the right
incident came first. Turning texts into their matching form is left out: all readers share it.
Costs are processor time, so that a busy machine shows in them as little as can be.
"""

import random
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from monitor.domain.article import Article
from monitor.domain.channel import ChannelKind
from monitor.domain.when import When
from monitor.judge.folding import folded
from monitor.judge.matching import Matcher

_START = datetime(2026, 1, 1, tzinfo=UTC)
_EVERY = timedelta(seconds=5)
_ANSWERS = 200
_HAN = [chr(code) for code in range(0x4E00, 0x7E00)]
Phrases = list[str]


def main() -> None:
    """Fill a matcher and look at its cost on the way."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    dice = random.Random(1)
    language = [_phrase(dice, 12) for _ in range(4000)]
    matcher, added, kept = Matcher(), 0, []
    latest: list[tuple[str, Phrases]] = []
    marks = {10**power for power in range(4, 9)} | {most}
    costs: list[float] = []
    for name, phrases, size in _incidents(dice, language):
        latest = [*latest[-_ANSWERS:], (name, phrases)]
        for number in range(size):
            spent = _add(matcher, dice, name, phrases, added, fresh=number < 6)
            costs.append(spent)
            if number < 6:
                kept.append(spent)
            added += 1
            if added in marks:
                _report(matcher, dice, latest, added, kept[-2000:], costs[-10_000:])
            if added >= most:
                return


def _phrase(dice: random.Random, length: int) -> str:
    return "".join(dice.choices(_HAN, k=length))


def _incidents(dice: random.Random, language: Phrases) -> Iterator[tuple[str, Phrases, int]]:
    number = 0
    while True:
        number += 1
        own = [_phrase(dice, 14) for _ in range(12)]
        size = min(200, int(6 * dice.paretovariate(1.05)))
        yield str(number), own + dice.sample(language, 30), size


def _text(dice: random.Random, phrases: Phrases, count: int) -> str:
    return "。".join(dice.sample(phrases, count))


def _add(
    matcher: Matcher, dice: random.Random, name: str, phrases: Phrases, place: int, *, fresh: bool
) -> float:
    text = _text(dice, phrases, 36) if fresh else phrases[0]
    folded(text)
    folded(phrases[0])
    begun = time.thread_time()
    matcher.add(name, phrases[0], text, When.at(_START + place * _EVERY, "made"))
    return time.thread_time() - begun


def _report(
    matcher: Matcher,
    dice: random.Random,
    incidents: list[tuple[str, Phrases]],
    added: int,
    kept: list[float],
    costs: list[float],
) -> None:
    at = _START + added * _EVERY + timedelta(hours=1)
    found, right = [], 0
    for number in range(_ANSWERS):
        name, phrases = dice.choice(incidents)
        text = _text(dice, phrases, 20)
        answer = Article(
            str(number), "", ChannelKind.OFFICIAL, "", "", text, When.at(at, "made"), at
        )
        folded(text)
        begun = time.thread_time()
        candidates = matcher.candidates(answer)
        found.append(time.thread_time() - begun)
        right += bool(candidates) and candidates[0].incident == name
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{added:>9} articles: adding one that is kept {_ms(kept)}, any one {_ms(costs)}, "
        f"candidates {_ms(found)}, right {right}/{_ANSWERS}, {memory:.0f} MB",
        flush=True,
    )


def _ms(seconds: list[float]) -> str:
    return f"{1000 * statistics.median(seconds):.3f} ms"


if __name__ == "__main__":
    main()

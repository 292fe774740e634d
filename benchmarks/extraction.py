"""How fast and with what text pages are read, beside readability-lxml in the same process.

    python -m benchmarks.extraction FOLDER [--rounds 5] [--pages 100]

FOLDER holds saved pages (*.html, *.htm), which are read as bytes before the clock runs. The two
take turns page by page, so that a busy machine slows both; the ratio is taken round by round and
given as median with its range.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

from readability import Document

from monitor.text.encoding import decode
from monitor.text.extract import extract

ZONE = ZoneInfo("Asia/Shanghai")


def ours(body: bytes) -> int:
    """The length of the text that this project reads; title, time and source come with it."""
    return len(extract(body, "", datetime.now(UTC), ZONE).text)


def readability(body: bytes) -> int:
    """The length of readability's body; it gets our decoding, which it lacks."""
    document = Document(decode(body).text)
    return len(document.summary(html_partial=True)) + len(document.short_title())


def seconds(read: Callable[[bytes], int], body: bytes) -> float:
    """How long one reader takes for one page; a page it fails on counts as read."""
    started = time.perf_counter()
    try:
        read(body)
    except Exception as error:  # a reader that raises is part of what is measured
        print(f"{read.__name__}: {type(error).__name__}", file=sys.stderr)
    return time.perf_counter() - started


def one_round(bodies: Sequence[bytes]) -> tuple[float, float]:
    """Seconds for all pages: ours, readability's."""
    pairs = [(seconds(ours, body), seconds(readability, body)) for body in bodies]
    return sum(mine for mine, _ in pairs), sum(theirs for _, theirs in pairs)


def main() -> int:
    """Print pages a second of both readers and the ratio; 2 where the folder holds no pages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pages", type=int, default=100)
    asked = parser.parse_args()
    paths = sorted(path for path in asked.folder.rglob("*.htm*") if path.is_file())[: asked.pages]
    if not paths:
        print(f"no pages (*.html, *.htm) in {asked.folder}", file=sys.stderr)
        return 2
    bodies = [path.read_bytes() for path in paths]
    one_round(bodies[:5])
    rounds = [one_round(bodies) for _ in range(asked.rounds)]
    for name, times in (("ours", [a for a, _ in rounds]), ("readability", [b for _, b in rounds])):
        speeds = sorted(len(bodies) / taken for taken in times)
        print(
            f"{name:12} {median(speeds):7.1f} pages/s  ({speeds[0]:.1f} to {speeds[-1]:.1f}, "
            f"{len(bodies)} pages, {len(times)} rounds)"
        )
    ratios = sorted(theirs / mine for mine, theirs in rounds)
    print(f"{'ratio':12} {median(ratios):7.2f}          ({ratios[0]:.2f} to {ratios[-1]:.2f})")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

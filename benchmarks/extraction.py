"""How well and how fast pages are read, beside the readers that could be used instead.

    python -m benchmarks.extraction FOLDER [--labels LABELS.jsonl] [--rounds 3] [--pages 200]

FOLDER holds saved pages (*.html, *.htm). The readers take turns page by page in one process;
who begins changes with every page. Speeds are pages per second of processor time, which a busy
machine blurs less than the clock: the median over the rounds with its range. The ratio is ours to
the faster of readability and trafilatura, round by round. A line of LABELS is
`{"page", "content", "title", "publish_time", "publish_time_precision"}` (all but `page` may be
missing). The body's F1 is that of four-character runs without white space, each page weighing the
same. A reader that is not installed (`pip install 'huiying[benchmarks]'`) is named as missing.
"""

import argparse
import importlib
import json
import re
import statistics
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from monitor.text.encoding import decode
from monitor.text.extract import extract

ZONE = ZoneInfo("Asia/Shanghai")
COMPARED = ("readability", "trafilatura")
_RUN = 4


@dataclass(frozen=True, slots=True)
class Read:
    """What a reader makes of a page; None is what it does not read at all."""

    text: str | None = None
    title: str | None = None
    published_at: str | None = None


Reader = Callable[[bytes], Read]


def ours() -> Reader:
    """This project's reader; source, document number and links come with it."""

    def read(body: bytes) -> Read:
        page = extract(body, "", datetime.now(UTC), ZONE)
        when = page.published.earliest.astimezone(ZONE).isoformat() if page.published else ""
        return Read(page.text, page.title, when)

    return read


def readability() -> Reader:
    """readability-lxml: body as markup, title."""
    document_of = importlib.import_module("readability").Document
    fragment = importlib.import_module("lxml.html").fromstring

    def read(body: bytes) -> Read:
        document = document_of(decode(body).text)
        return Read(fragment(document.summary()).text_content(), document.short_title(), None)

    return read


def trafilatura() -> Reader:
    """trafilatura: body, title, day; without the comments, which are no part of an article."""
    bare_extraction = importlib.import_module("trafilatura").bare_extraction

    def read(body: bytes) -> Read:
        found = bare_extraction(decode(body).text, with_metadata=True, include_comments=False)
        return Read(found.text, found.title, found.date) if found else Read("", "", "")

    return read


def newspaper4k() -> Reader:
    """newspaper4k: body, title, time; told not to fetch the pictures of a page."""
    article_of = importlib.import_module("newspaper").Article

    def read(body: bytes) -> Read:
        article = article_of("http://page.example/", language="zh", fetch_images=False)
        article.download(input_html=decode(body).text)
        article.parse()
        return Read(article.text, article.title, str(article.publish_date or ""))

    return read


def gne() -> Reader:
    """gne: body, title, time as printed."""
    extractor = importlib.import_module("gne").GeneralNewsExtractor()

    def read(body: bytes) -> Read:
        found = extractor.extract(decode(body).text)
        return Read(found["content"], found["title"], found["publish_time"])

    return read


def htmldate() -> Reader:
    """htmldate: the time of publication and nothing else."""
    find_date = importlib.import_module("htmldate").find_date

    def read(body: bytes) -> Read:
        form = "%Y-%m-%d %H:%M"
        return Read(None, None, find_date(decode(body).text, True, True, form) or "")

    return read


READERS = (ours, readability, trafilatura, newspaper4k, gne, htmldate)


def installed() -> dict[str, Reader]:
    """The readers that are there, by name; a missing one is named on stderr."""
    found: dict[str, Reader] = {}
    for build in READERS:
        try:
            found[build.__name__] = build()
        except ImportError as error:
            print(f"{build.__name__}: not installed ({error}), left out", file=sys.stderr)
    return found


def timed(read: Reader, body: bytes) -> tuple[float, Read, bool]:
    """Processor seconds, what was read, and whether the reader raised (it then read nothing)."""
    started = time.process_time()
    try:
        found, raised = read(body), False
    except Exception:  # a reader that raises is part of what is measured
        found, raised = Read("", "", ""), True
    return time.process_time() - started, found, raised


def one_round(
    readers: Mapping[str, Reader], bodies: Sequence[bytes], shown: str
) -> tuple[Counter[str], dict[str, list[Read]], Counter[str]]:
    """Seconds a reader took for all pages, what it read of each, how often it raised."""
    seconds: Counter[str] = Counter()
    raised: Counter[str] = Counter()
    found: dict[str, list[Read]] = {name: [] for name in readers}
    names = list(readers)
    for number, body in enumerate(bodies):
        turn = number % len(names)
        for name in (*names[turn:], *names[:turn]):
            taken, read, failed = timed(readers[name], body)
            seconds[name] += taken
            raised[name] += failed
            found[name].append(read)
        if sys.stderr.isatty() or not (number + 1) % 25:
            print(f"{shown}: page {number + 1} of {len(bodies)}", file=sys.stderr)
    return seconds, found, raised


def runs(text: str) -> Counter[str]:
    """The runs of four characters in `text` without white space; a shorter text is one run."""
    bare = re.sub(r"\s+", "", text)
    if not bare:
        return Counter()
    return Counter(bare[at : at + _RUN] for at in range(max(1, len(bare) - _RUN + 1)))


def body_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """F1 of the mean precision and the mean recall over pairs of labelled and read text."""
    precision, recall = [], []
    for truth, answer in pairs:
        wanted, given = runs(truth), runs(answer)
        common = (wanted & given).total()
        precision.append(common / max(1, given.total()))
        recall.append(common / max(1, wanted.total()))
    p, r = (statistics.mean(shares) if shares else 0.0 for shares in (precision, recall))
    return 2 * p * r / (p + r) if p + r else 0.0


def bare(text: str) -> str:
    """Letters, digits and Han characters alone."""
    return re.sub(r"[\W_]+", "", text)


def qualities(labels: Sequence[Mapping[str, Any]], read: Sequence[Read]) -> list[str]:
    """Body F1, titles, days and minutes that are right, as cells of the table."""
    pairs = list(zip(labels, read, strict=True))
    bodies = [(lab["content"], got.text or "") for lab, got in pairs if lab.get("content")]
    titles = [
        bare(stated) == bare(got.title or "")
        for lab, got in pairs
        if (stated := lab.get("title") or lab.get("title_silver"))
    ]
    days, minutes = [], []
    for lab, got in pairs:
        stated, answer = lab.get("publish_time"), (got.published_at or "").replace("T", " ")
        precision = lab.get("publish_time_precision")
        if stated and precision in ("day", "minute", "second"):
            days.append(answer[:10] == stated[:10])
            if precision != "day":
                minutes.append(answer[:16] == stated[:16])
    counted = [f"{sum(hits)}/{len(hits)}" for hits in (titles, days, minutes)]
    f1 = f"{body_f1(bodies):.4f}" if any(got.text is not None for got in read) else "-"
    counted[0] = counted[0] if any(got.title is not None for got in read) else "-"
    if all(got.published_at is None for got in read):
        counted[1:] = ["-", "-"]
    return [f1, *counted]


def print_table(
    rounds: Sequence[Mapping[str, float]],
    found: Mapping[str, Sequence[Read]],
    labels: Sequence[Mapping[str, Any]],
    raised: Mapping[str, int],
) -> None:
    """One line a reader, then the ratio to the faster of the two it is compared with."""
    print(f"{'reader':12}  body F1   title     day  minute  pages/s (least to most)")
    for name, read in found.items():
        speeds = sorted(len(read) / seconds[name] for seconds in rounds)
        f1, title, day, minute = qualities(labels, read) if labels else ["-"] * 4
        print(
            f"{name:12} {f1:>8} {title:>7} {day:>7} {minute:>7}  {statistics.median(speeds):6.1f} "
            f"({speeds[0]:.1f} to {speeds[-1]:.1f})"
            + (f", raised on {raised[name]} pages" if raised[name] else "")
        )
    peers = [name for name in COMPARED if name in found]
    if peers:
        ratios = sorted(min(taken[name] for name in peers) / taken["ours"] for taken in rounds)
        print(
            f"ours to the faster of {' and '.join(peers)}: {statistics.median(ratios):.2f} times "
            f"({ratios[0]:.2f} to {ratios[-1]:.2f})"
        )


def read_labels(path: Path, pages: Sequence[Path]) -> list[Mapping[str, Any]]:
    """The labels in the order of `pages`; an empty one where a page has none."""
    lines = path.read_text(encoding="utf-8").splitlines()
    by_name = {Path(row["page"]).name: row for row in map(json.loads, filter(None, lines))}
    return [by_name.get(page.name, {}) for page in pages]


def main() -> int:
    """Print the table; 2 where the folder holds no pages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--labels", type=Path, help="what the pages hold, one JSON object a line")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pages", type=int, default=200)
    asked = parser.parse_args()
    paths = sorted(path for path in asked.folder.rglob("*.htm*") if path.is_file())[: asked.pages]
    if not paths:
        print(f"no pages (*.html, *.htm) in {asked.folder}", file=sys.stderr)
        return 2
    warnings.simplefilter("ignore")  # of the peers, on pages they find odd
    readers = installed()
    bodies = [path.read_bytes() for path in paths]
    one_round(readers, bodies[:3], "warming up")
    done = [one_round(readers, bodies, f"round {n + 1}") for n in range(asked.rounds)]
    _, found, raised = done[0]
    labels = read_labels(asked.labels, paths) if asked.labels else []
    print(f"{len(bodies)} pages, {asked.rounds} rounds")
    print_table([seconds for seconds, _, _ in done], found, labels, raised)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Broken and hostile input for the readers: each must give a result or a clear error.

    python -m benchmarks.fuzz [--inputs 200000] [--seconds 600] [--seed 1] [--pages FOLDER]

Random bytes and mutated pages, feeds and records go through the reader of pages, of feeds and of
records to grade; an exception, or a feed that is neither read nor refused, is a failure and is
printed with the number that makes it again (`--only NUMBER`). The run ends after that many inputs
or seconds, whichever comes first, and says how many it read. FOLDER adds saved pages to what is
mutated. Then pages of five megabytes are read, each in a process of its own, for its seconds and
its peak memory. The exit code is 1 where anything failed.
"""

import argparse
import json
import random
import resource
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from monitor.judge.facts import grade_row
from monitor.text.extract import extract
from spiders.readers.feed import read_feed

ZONE = ZoneInfo("Asia/Shanghai")
FETCHED = datetime(2024, 6, 1, tzinfo=UTC)
LARGE = 5_000_000
SHOWN = 10

_PAGE = """<html><head><title>临溪县通报一起火灾_临溪网</title>
<meta name="PubDate" content="2024-05-01"><script type="application/ld+json">
{"datePublished":"2024-05-01T08:00:00+08:00"}</script></head><body><ul class="nav"><li>
<a href="/">首页</a></li></ul><h1>临溪县通报一起火灾</h1><p>2024-05-01 08:00 来源：临溪发布</p>
<div><p>5月1日6时，临溪县一厂房起火，造成3人死亡、5人受伤，直接经济损失20万元。</p>
<p>救援仍在进行，事故原因正在调查。临政发〔2024〕5号</p></div></body></html>"""
_RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>临溪</title>
<item><title>通报</title><link>http://example.com/1.html</link>
<pubDate>Wed, 01 May 2024 08:00:00 +0800</pubDate>
<description><![CDATA[<p>3人受伤</p>]]></description></item></channel></rss>"""
_ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>云岭</title><entry>
<title>说明</title><link href="/2.html"/><updated>2024-05-01T08:00:00Z</updated>
<content type="html">&lt;b&gt;文</content></entry></feed>"""
_JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": [{"id": "1",
"url": "http://example.com/3", "date_published": "2024-05-01", "content_html": "<p>文</p>"}]}"""
_TEXT = (
    "截至5月1日12时，事故已造成十三人遇难，2人失踪，38人受伤，其中4人重伤，转移1.2万人，"
    "直接经济损失20万元。网传9人死亡不实。"
)
_SPLINTERS = tuple(
    part if isinstance(part, bytes) else part.encode()
    for part in (
        "<div>", "</p>", "<table><tr>", "<!--", "]]>", "<![CDATA[", "&#x110000;", "&#0;", "&", "%",
        "<!DOCTYPE a [<!ENTITY a '&a;&a;'>]>", "&a;", "http://[", "://", 'charset="', "\\ud800",
        "encoding='utf-7'", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\x81\x30",
        "99999999999999999999人死亡", "9999-99-99", "2024年2月30日25时", "零亿万千百十", "〔〕号",
        "死亡失踪受伤", "１２３", "由3人升至", "0.0.0", "昨天 24:00", "1e999", "ā)(",
        "其中一人死亡", "13/13/2024 9:00 PM",
    )
)  # fmt: skip

Reader = Callable[[bytes], None]


def read_page(body: bytes) -> None:
    """An article page, with an address and a content type that came over the wire as well."""
    extract(body, body[:40].decode("latin-1"), FETCHED, ZONE, body[-40:].decode("latin-1"))


def read_any_feed(body: bytes) -> None:
    """A feed: read, or refused with an error that says so."""
    reading = read_feed(body, "http://example.com/feed", FETCHED, ZONE)
    if not reading.ok and not reading.error:
        raise AssertionError("neither read nor refused")


def read_record(body: bytes) -> None:
    """A record to grade: the bytes as JSON if they are, else as the text of one."""
    text = body.decode("utf-8", "surrogateescape")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    record: dict[str, Any] = found if isinstance(found, dict) else {"title": text[:80]}
    json.dumps(grade_row({"id": 1, "text": text, "published_at": text[:19], **record}))


def mutated(seed: bytes, chance: random.Random) -> bytes:
    """`seed` with up to eight slips: bytes flipped, cut, doubled, moved, splinters put in."""
    body = bytearray(seed)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(body) + 1)
        to = min(len(body), at + chance.randint(1, 60))
        kind = chance.randrange(5)
        if kind == 0:
            body[at:to] = chance.randbytes(chance.randint(0, 8))
        elif kind == 1:
            del body[at:to]
        elif kind == 2:
            body[at:at] = body[at:to] * chance.randint(1, 20)
        elif kind == 3:
            body[at:at] = chance.choice(_SPLINTERS) * chance.randint(1, 3)
        else:
            body[at:] = body[: chance.randrange(len(body) + 1)]
    return bytes(body)


def one_input(number: int, seed: int, pages: Sequence[bytes]) -> tuple[Reader, bytes]:
    """The input with this number: the same each time for the same seed and pages."""
    chance = random.Random(f"{seed}/{number}")
    feeds = [text.encode() for text in (_RSS, _ATOM, _JSON)]
    record = json.dumps({"id": "1", "title": "通报", "text": _TEXT}, ensure_ascii=False).encode()
    reader, seeds = chance.choice(
        ((read_page, pages), (read_any_feed, feeds), (read_record, [record, _TEXT.encode()]))
    )
    if chance.random() < 0.1:
        return reader, chance.randbytes(chance.randint(0, 2000))
    body = mutated(chance.choice(seeds), chance)
    return reader, body if chance.random() < 0.9 else _in_another_encoding(body, chance)


def _in_another_encoding(body: bytes, chance: random.Random) -> bytes:
    name = chance.choice(("gb18030", "utf-16", "big5hkscs", "utf-32"))
    return body.decode("utf-8", "ignore").encode(name, "replace")


def tried(reader: Reader, body: bytes) -> tuple[float, str]:
    """Seconds, and the exception that the reader raised (empty for none)."""
    started = time.perf_counter()
    failure = ""
    try:
        reader(body)
    except Exception as error:  # any exception at all is what this program looks for
        failure = f"{reader.__name__}: {type(error).__name__}: {str(error)[:120]}"
    return time.perf_counter() - started, failure


def small_inputs(most: int, limit: float, seed: int, pages: Sequence[bytes]) -> int:
    """Read up to `most` inputs in `limit` seconds, print what failed; how many failed."""
    ends = time.monotonic() + limit
    failures: dict[str, list[int]] = {}
    slowest, total, number = (0.0, -1), 0, 0
    while number < most and time.monotonic() < ends:
        reader, body = one_input(number, seed, pages)
        taken, failure = tried(reader, body)
        slowest = max(slowest, (taken, number))
        total += len(body)
        if failure:
            failures.setdefault(failure, []).append(number)
        number += 1
    failed = sum(map(len, failures.values()))
    for failure, at in list(failures.items())[:SHOWN]:
        print(f"{len(at)} times {failure}, first input {at[0]}", file=sys.stderr)
    print(
        f"{number} inputs, {total / 1e6:.0f} MB, {failed} failures; "
        f"slowest {slowest[0]:.2f} s (input {slowest[1]})"
    )
    return failed


_LARGE_PIECES = {
    "page: sentences": "<p>5月1日，临溪县一厂房起火，造成3人死亡、5人受伤。</p>",
    "page: one line of text": "临溪县通报火灾情况。",
    "page: links": "<li><a href='/a.html'>临溪县通报</a> 2024-05-01 08:00</li>",
    "page: open tags": "<div class='post'>文，",
    "page: empty tags": "<b></b>",
    "page: digits": "2024-05-01 08:00:1",
    "page: spaces": " \t\n\u3000",
    "page: brackets": "〔2024】(（[",
    "page: script": "<script>pubdate = '2024",
    "page: attributes": "<p class='nav a b c' id='x' style='display : '>，",
    "page: random text": "",
    "feed: entries": "<item><title>通报</title><pubDate>Wed, 01 May 2024</pubDate></item>",
    "feed: open tags": "<item><b>",
    "record: counts": "造成3人死亡、5人受伤，",
    "record: digits": "一二三四五六七八九十百千万1.",
}
_BEFORE = {"page": "<html><body><h1>临溪县通报</h1>", "feed": "<rss><channel>", "record": ""}
_ANY_MARKUP = "<>/=\"' ap临溪死人0123年月日:，。\n"


def large_input(name: str) -> bytes:
    """Five megabytes of one shape, each hard on another part of a reader."""
    piece = _LARGE_PIECES[name]
    if not piece:
        return "".join(random.Random(1).choices(_ANY_MARKUP, k=LARGE // 2)).encode()
    return (_BEFORE[name.split(":")[0]] + piece * (LARGE // len(piece.encode()))).encode()


def measured(name: str) -> tuple[float, str, float]:
    """Seconds, failure and peak memory (MiB, of the whole process) for one large input."""
    readers = {"page": read_page, "feed": read_any_feed, "record": read_record}
    taken, failure = tried(readers[name.split(":")[0]], large_input(name))
    return taken, failure, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def large_inputs() -> int:
    """Read each large input in a fresh process and print what it took; how many failed."""
    failed = 0
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as pool:
        for name in _LARGE_PIECES:
            taken, failure, peak = pool.submit(measured, name).result()
            failed += bool(failure)
            print(f"{name:24} {taken:6.2f} s  {peak:6.0f} MiB  {failure}")
    return failed


def main() -> int:
    """Print the counts, the slowest and the large ones; 1 where anything failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--inputs", type=int, default=200_000)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--only", type=int, help="read this input alone and let it raise")
    asked = parser.parse_args()
    paths = sorted(asked.pages.rglob("*.htm*"))[:100] if asked.pages else []
    pages = [_PAGE.encode(), *(path.read_bytes()[:20_000] for path in paths)]
    if asked.only is not None:
        reader, body = one_input(asked.only, asked.seed, pages)
        reader(body)
        return 0
    failed = small_inputs(asked.inputs, asked.seconds, asked.seed, pages)
    return 1 if failed + large_inputs() else 0


if __name__ == "__main__":
    raise SystemExit(main())

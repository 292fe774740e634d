"""Broken and hostile input for the readers: each must give a result or a clear error.

    python -m benchmarks.fuzz [--inputs 200000] [--seconds 600] [--seed 1] [--seeds 4]
                              [--pages FOLDER] [--large-only | --small-only]

Random bytes and mutated pages, feeds and records go through the readers of pages, of saved text,
of feeds and of records to grade; an exception, or a feed that is neither read nor refused, is a
failure and is printed with the seed and number that make it again (`--seed S --only NUMBER`). The
inputs are shared among the seeds, from `--seed` on; each seed ends with a line of its own, so that
a run that was broken off goes on with the next. The run ends after that many inputs or seconds,
whichever comes first. FOLDER adds saved pages to what is mutated.

Before that, inputs of five megabytes are read, each in a process of its own: its seconds of
processor time and what it adds to the peak memory of a reader that is warm. More than 2 s or
200 MB is a failure. The exit code is 1 where anything failed.
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
from monitor.text.plain import extract_plain
from spiders.readers.feed import read_feed

ZONE = ZoneInfo("Asia/Shanghai")
FETCHED = datetime(2024, 6, 1, tzinfo=UTC)
LARGE = 5_000_000
MOST_SECONDS = 2.0
MOST_MEGABYTES = 200.0
SHOWN = 10
REPORT_EVERY = 5000

_PAGE = """<html><head><title>临溪县通报一起火灾_临溪网</title>
<meta name="PubDate" content="2024-05-01"><script type="application/ld+json">
{"datePublished":"2024-05-01T08:00:00+08:00"}</script></head><body><ul class="nav"><li>
<a href="/">首页</a></li></ul><h1>临溪县通报一起火灾</h1><p>2024-05-01 08:00 来源：临溪发布</p>
<div><p>5月1日6时，临溪县一厂房起火，造成3人死亡、5人受伤，直接经济损失20万元。</p>
<p>救援仍在进行，事故原因正在调查。临政发〔2024〕5号</p></div></body></html>"""
_PLAIN = """国产精品,www亚洲
临溪县人民政府办公室关于做好(huǎng)防汛工作的通知
发布日期:2024-05-01 08:00:00 来源: 县府办 浏览次数: 字体:[大 中 小]
临府办函202414
各镇人民政府,县级各部门:
做好信息公开工作?!叭乡镇,20245月底前完成。
临溪县人民政府办公室
2024428
"""
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


def read_plain(body: bytes) -> None:
    """A page that was saved as text."""
    extract_plain(body, "", FETCHED, ZONE)


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
        (
            (read_page, pages),
            (read_plain, [_PLAIN.encode()]),
            (read_any_feed, feeds),
            (read_record, [record, _TEXT.encode()]),
        )
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


def small_inputs(most: int, ends: float, seed: int, pages: Sequence[bytes]) -> tuple[int, int]:
    """Read up to `most` inputs of a seed until `ends`, print what failed; how many, how many read.

    `ends` is a time of the monotonic clock.
    """
    failures: dict[str, list[int]] = {}
    slowest, total, number, started = (0.0, -1), 0, 0, time.monotonic()
    while number < most and time.monotonic() < ends:
        reader, body = one_input(number, seed, pages)
        taken, failure = tried(reader, body)
        slowest = max(slowest, (taken, number))
        total += len(body)
        if failure:
            failures.setdefault(failure, []).append(number)
        number += 1
        if number % REPORT_EVERY == 0:
            rate = number / (time.monotonic() - started)
            print(f"seed {seed}: {number} of {most}, {rate:.0f} a second", file=sys.stderr)
    failed = sum(map(len, failures.values()))
    for failure, at in list(failures.items())[:SHOWN]:
        print(f"{len(at)} times {failure}, first input {at[0]}", file=sys.stderr)
    print(
        f"seed {seed}: {number} inputs, {total / 1e6:.0f} MB, {failed} failures, "
        f"{number / max(0.001, time.monotonic() - started):.0f} inputs/s, "
        f"slowest {slowest[0]:.2f} s (input {slowest[1]}), peak {peak_megabytes():.0f} MB",
        flush=True,
    )
    return failed, number


def peak_megabytes() -> float:
    """The most memory this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


_LARGE_PIECES = {
    "page: sentences": "<p>5月1日，临溪县一厂房起火，造成3人死亡、5人受伤。</p>",
    "page: one line of text": "临溪县通报火灾情况。",
    "page: links": "<li><a href='/a.html'>临溪县通报</a> 2024-05-01 08:00</li>",
    "page: open tags": "<div class='post'>文，",
    "page: deep tables": "<table><tr><td>字，",
    "page: rows": "<tr><td>字<td>1<td>2024-05-01",
    "page: lines": "字<br>",
    "page: letters": "<p>字",
    "page: ages": "<p>3小时前 ",
    "page: headings": "<h1>临溪县通报</h1><p>文章，内容。",
    "page: posts": "<div class=post><p>发表于 2024-05-01 08:00<p>我也看到了，车开过去好几辆。",
    "page: empty tags": "<b></b>",
    "page: angles": "<",
    "page: broken entities": "&#x;&#99999999;&nbsp&am",
    "page: digits": "2024-05-01 08:00:1",
    "page: spaces": " \t\n\u3000",
    "page: brackets": "〔2024】(（[",
    "page: lost bytes": "??h級",
    "page: script": "<script>pubdate = '2024",
    "page: linked data": '<script type=ld+json>{"datePublished":"2024-99-99"}</script>',
    "page: one long attribute": "<p class='nav side' style='display : ",
    "page: attributes": "<p class='nav a b c' id='x' style='display : '>，",
    "page: random text": "",
    "plain: lines": "责任单位:市政府办\n2024816\n",
    "plain: tags": "<a id=x></a",
    "plain: numbers": "文号：临政发〔2024〕",
    "feed: entries": "<item><title>通报</title><pubDate>Wed, 01 May 2024</pubDate></item>",
    "feed: open tags": "<item><b>",
    "feed: empty entries": "<item/>",
    "feed: deep content": "<entry><content type='xhtml'><div>字",
    "feed: namespaces": "<a:b xmlns:a='u'/>",
    "feed: ampersands": "&",
    "feed: open data": "<![CDATA[",
    "feed: attributes": " a=1",
    "record: counts": "造成3人死亡、5人受伤，",
    "record: digits": "一二三四五六七八九十百千万1.",
    "record: places": "北京市朝阳区",
    "record: quotes": "“死亡",
}
_BEFORE = {
    "page": "<html><body><h1>临溪县通报</h1>",
    "plain": "",
    "feed": "<rss><channel>",
    "record": "",
}
_WARM = {"page": _PAGE, "plain": _PLAIN, "feed": _RSS, "record": _TEXT}
_ANY_MARKUP = "<>/=\"' ap临溪死人0123年月日:，。\n"


def large_input(name: str) -> bytes:
    """Five megabytes of one shape, each hard on another part of a reader."""
    piece = _LARGE_PIECES[name]
    if not piece:
        return "".join(random.Random(1).choices(_ANY_MARKUP, k=LARGE // 2)).encode()
    return (_BEFORE[name.split(":")[0]] + piece * (LARGE // len(piece.encode()))).encode()


def measured(name: str) -> tuple[float, str, float]:
    """Seconds of processor time, failure and added peak memory (MB) for one large input."""
    readers = {
        "page": read_page,
        "plain": read_plain,
        "feed": read_any_feed,
        "record": read_record,
    }
    kind = name.split(":")[0]
    tried(readers[kind], _WARM[kind].encode())
    body = large_input(name)
    before, started = peak_megabytes(), time.process_time()
    _, failure = tried(readers[kind], body)
    return time.process_time() - started, failure, peak_megabytes() - before


def large_inputs() -> int:
    """Read each large input in a fresh process and print what it took; how many failed."""
    failed = 0
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as pool:
        for name, (taken, failure, added) in zip(
            _LARGE_PIECES, pool.map(measured, _LARGE_PIECES), strict=True
        ):
            bad = bool(failure) or taken > MOST_SECONDS or added > MOST_MEGABYTES
            failed += bad
            print(
                f"{name:26} {taken:6.2f} s {added:6.0f} MB{'  TOO MUCH ' if bad else ''} {failure}",
                flush=True,
            )
    return failed


def main() -> int:
    """Print the counts, the slowest and the large ones; 1 where anything failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--inputs", type=int, default=200_000)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--only", type=int, help="read this input alone and let it raise")
    parser.add_argument("--large-only", action="store_true")
    parser.add_argument("--small-only", action="store_true")
    asked = parser.parse_args()
    paths = sorted(asked.pages.rglob("*.htm*"))[:100] if asked.pages else []
    pages = [_PAGE.encode(), *(path.read_bytes()[:20_000] for path in paths)]
    if asked.only is not None:
        reader, body = one_input(asked.only, asked.seed, pages)
        reader(body)
        return 0
    failed = 0 if asked.small_only else large_inputs()
    return 1 if failed + (0 if asked.large_only else all_seeds(asked, pages)) else 0


def all_seeds(asked: argparse.Namespace, pages: Sequence[bytes]) -> int:
    """Read the small inputs of every seed, print their number; how many failed."""
    ends = time.monotonic() + asked.seconds
    share = -(-asked.inputs // asked.seeds)
    failed = number = 0
    for seed in range(asked.seed, asked.seed + asked.seeds):
        wrong, read = small_inputs(share, ends, seed, pages)
        failed, number = failed + wrong, number + read
    print(f"{number} inputs, {failed} failures")
    return failed


if __name__ == "__main__":
    raise SystemExit(main())

"""The saved pages of real sites, served on loopback, crawled by the real spiders, and stored."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, select

from monitor.adapters.ingest import StoreIngest
from monitor.domain.channel import Channel, ChannelKind, Reader
from monitor.store.store import Store
from monitor.store.tables import ArticleRow, PollRow
from spiders.crawl import CrawlStepper
from spiders.settings import crawler_settings

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PAGES_A_LOOK = 50


class _Pages(SimpleHTTPRequestHandler):
    """The saved pages without a word on their encoding, and a list of them all."""

    extensions_map = {".html": "text/html"}  # noqa: RUF012  # the base class has it so

    def do_GET(self) -> None:
        if self.path != "/list.html":
            super().do_GET()
            return
        names = sorted(path.name for path in Path(self.directory).glob("*.html"))
        items = "".join(
            f'<li><a href="/{name}">第{n}篇 保存下来的网页文章标题</a></li>'
            for n, name in enumerate(names)
        )
        body = f"<html><body><ul>{items}</ul></body></html>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep the test's output to itself."""


class _Server(ThreadingHTTPServer):
    request_queue_size = 64


@contextmanager
def serving(pages: Path) -> Iterator[str]:
    with _Server(("127.0.0.1", 0), partial(_Pages, directory=str(pages))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def crawl(store: Store, site: str, count: int) -> None:
    """Look at the list until every page of it was fetched."""
    channel = Channel(
        "saved",
        "旧网页",
        ChannelKind.NEWS,
        Reader.LIST,
        f"{site}/list.html",
        every=timedelta(hours=1),
    )
    with store.write() as work:
        work.channels.declare([channel], NOW)
    instants = iter(NOW + timedelta(hours=n) for n in range(100))
    now = next(instants)
    settings = crawler_settings(zone=ZONE, delay=timedelta(0), pages_per_look=PAGES_A_LOOK)
    ingest = StoreIngest(store, {"saved": channel})
    with CrawlStepper(ingest, lambda: now, settings) as crawler:
        for _ in range(-(-count // PAGES_A_LOOK) + 1):
            crawler.step()
            now = next(instants)


@pytest.mark.shared_data
def test_real_pages_are_crawled_and_stored_as_their_labels_say(
    shared_data: Path, tmp_path: Path
) -> None:
    folder = shared_data / "extraction_zh"
    labels = [
        json.loads(line)
        for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    store = Store.open(f"sqlite:///{tmp_path / 'huiying.db'}")
    with serving(folder / "pages") as site:
        crawl(store, site, len(labels))
    with Session(store.engine) as session:
        stored = {row.url.rpartition("/")[2]: row for row in session.exec(select(ArticleRow))}
        outcomes = {row.outcome for row in session.exec(select(PollRow))}
    store.close()
    assert outcomes == {"ok"}
    assert len(stored) == len(labels)
    dated = [label for label in labels if label.get("publish_time_precision") in ("day", "minute")]
    right = sum(_same_day(label, stored[Path(label["page"]).name]) for label in dated)
    assert right >= 0.9 * len(dated)
    with_body = [label for label in labels if label.get("content")]
    covered = sum(_covers(label, stored[Path(label["page"]).name]) for label in with_body)
    assert covered >= 0.9 * len(with_body)


def _same_day(label: dict[str, str], row: ArticleRow) -> bool:
    if row.published_earliest is None:
        return False
    day = row.published_earliest.astimezone(ZONE).date().isoformat()
    return day == label["publish_time"][:10]


def _covers(label: dict[str, str], row: ArticleRow) -> bool:
    """Whether most of the labelled body's four-letter pieces stand in what was stored."""
    wanted = "".join(label["content"].split())
    got = "".join(row.text.split())
    pieces = {wanted[n : n + 4] for n in range(max(1, len(wanted) - 3))}
    return sum(piece in got for piece in pieces) >= 0.8 * len(pieces)

"""A county's web on loopback, a house that remembers in plain dicts, and a crawl at hand."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import unquote

import pytest

from monitor.domain.channel import Channel, ChannelKind, Poll, Reader
from spiders.crawl import CrawlStepper
from spiders.letter_port import LetterJob, LetterSeen
from spiders.port import ChannelJob, ChannelMemory, FetchedArticle, PageJob, PageSeenAgain
from spiders.settings import crawler_settings

START = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class LocalSite:
    """A real HTTP server on loopback; a path answers with what was put there."""

    base: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def put(
        self,
        path: str,
        body: bytes | str,
        content_type: str = "text/html; charset=utf-8",
        status: int = 200,
        **headers: str,
    ) -> str:
        """Serve `body` under `path`; gives the whole URL. Header names use _ for -."""
        data = body.encode() if isinstance(body, str) else body

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            handler.send_header("Content-Type", content_type)
            handler.send_header("Content-Length", str(len(data)))
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(data)

        self.answers[path] = answer
        return self.base + path

    def paths(self) -> list[str]:
        """What was asked for, without robots.txt, in order."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def headers_of(self, path: str) -> dict[str, str]:
        """The headers of the latest request for `path`."""
        return next(headers for asked, headers in reversed(self.asked) if asked == path)


@pytest.fixture
def site() -> Iterator[LocalSite]:
    """A server of its own for one test."""
    local = LocalSite()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet: two would wait for each other (Nagle)

        def do_GET(self) -> None:
            path = unquote(self.path)
            local.asked.append((path, {k.lower(): v for k, v in self.headers.items()}))
            answer = local.answers.get(path)
            if answer is None:
                self.send_error(404)
            else:
                answer(self)

        def log_message(self, *_: Any) -> None:
            """Keep the test's output clean."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64  # the usual 5 drops what a crawler opens at once

        def handle_error(self, *_: Any) -> None:
            """A crawler that hangs up on an overlong answer is what some tests want."""

    with Server(("127.0.0.1", 0), Handler) as server:
        local.base = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield local
        server.shutdown()
        thread.join()


@dataclass
class MemoryPort:
    """The house, small: an ingest port that keeps everything in dicts."""

    jobs: dict[str, ChannelJob] = field(default_factory=dict)
    articles: dict[str, FetchedArticle] = field(default_factory=dict)
    polls: list[Poll] = field(default_factory=list)
    due: set[str] = field(default_factory=set)
    pages: list[PageJob | LetterJob] = field(default_factory=list)
    looks_again: list[PageSeenAgain] = field(default_factory=list)
    letters: list[LetterSeen] = field(default_factory=list)
    away: bool = False

    def watch(
        self,
        url: str,
        reader: Reader = Reader.FEED,
        name: str = "临溪日报",
        kind: ChannelKind = ChannelKind.NEWS,
    ) -> None:
        """Declare a channel that is due at once."""
        channel = Channel(name, name, kind, reader, url)
        self.jobs[name] = ChannelJob(channel)
        self.due.add(name)

    def claim_due(self, now: datetime) -> Sequence[ChannelJob]:
        """Every due channel, once."""
        claimed = [self.jobs[name] for name in sorted(self.due)]
        self.due.clear()
        return claimed

    def claim_pages(self, now: datetime) -> Sequence[PageJob | LetterJob]:
        """Every page to look at again, once."""
        claimed, self.pages = self.pages, []
        return claimed

    def seen_again(self, look: PageSeenAgain) -> None:
        """Keep what was seen."""
        self.looks_again.append(look)

    def letter_seen(self, look: LetterSeen) -> None:
        """Keep what was seen of a letter, unless the house is away."""
        if self.away:
            raise OSError("the store is locked")
        self.letters.append(look)

    def unknown(self, urls: Sequence[str]) -> list[str]:
        """The URLs that are not stored."""
        return [url for url in urls if url not in self.articles]

    def store(self, article: FetchedArticle) -> None:
        """Keep the first of each URL."""
        self.articles.setdefault(article.url, article)

    def record(self, poll: Poll, memory: ChannelMemory) -> None:
        """Keep the poll, and the memory for the next claim."""
        self.polls.append(poll)
        self.jobs[poll.channel] = replace(self.jobs[poll.channel], memory=memory)

    def memory(self, name: str = "临溪日报") -> ChannelMemory:
        """What is remembered of a channel."""
        return self.jobs[name].memory


@dataclass
class Crawl:
    """One crawl after another under a simulated clock."""

    port: MemoryPort
    now: datetime = START

    def look(self, **choices: Any) -> Poll:
        """Look at all channels now; gives the latest poll. Ten minutes pass afterwards."""
        self.port.due.update(self.port.jobs)
        self.step(**choices)
        self.now += timedelta(minutes=10)
        return self.port.polls[-1]

    def step(self, **choices: Any) -> None:
        """Crawl what is due now."""
        fast: dict[str, Any] = {"delay": timedelta(0), "timeout": timedelta(seconds=5)}
        settings = crawler_settings(**(fast | choices))
        with CrawlStepper(self.port, lambda: self.now, settings) as stepper:
            stepper.step()


@pytest.fixture
def port() -> MemoryPort:
    """A house that knows nothing yet."""
    return MemoryPort()


@pytest.fixture
def crawl(port: MemoryPort) -> Crawl:
    """Crawls into `port`."""
    return Crawl(port)

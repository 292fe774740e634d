"""The crawler as a process of its own: it ends by itself, and gracefully when asked to."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.spiders.conftest import LocalSite
from tests.spiders.web import page, rss

ROOT = Path(__file__).resolve().parents[2]

PROGRAM = """
import itertools, sys
from datetime import UTC, datetime, timedelta
from monitor.domain.channel import Channel, ChannelKind, Reader
from spiders.crawl import run_crawler
from spiders.port import ChannelJob
from spiders.settings import crawler_settings

base, lifetime = sys.argv[1], timedelta(seconds=int(sys.argv[2]))
seconds = itertools.count()
start = datetime(2026, 11, 16, tzinfo=UTC)

class Port:
    def __init__(self):
        self.rounds = 0
        self.stored = set()
        self.due = ["feed", "unknown"]
        self.looks = []
    def claim_due(self, now):
        self.rounds += 1
        if self.rounds == 2:
            raise OSError("database is locked")
        names, self.due = self.due, []
        urls = {"feed": base + "/feed", "unknown": "http://linxi.invalid/"}
        return [ChannelJob(Channel(n, n, ChannelKind.NEWS, Reader.FEED, urls[n])) for n in names]
    def unknown(self, urls):
        return [url for url in urls if url not in self.stored]
    def store(self, article):
        self.stored.add(article.url)
    def record(self, poll, memory):
        print(poll.channel, poll.outcome, poll.new_items, flush=True)
        self.looks.append(poll.channel)
        if self.looks.count(poll.channel) == 1:
            self.due.append(poll.channel)

settings = crawler_settings(delay=timedelta(0)) | {"HUIYING_CLAIM_EVERY": 0.02}
run_crawler(Port(), lambda: start + timedelta(seconds=next(seconds)), settings, lifetime)
print("ended", flush=True)
"""


@pytest.fixture
def feed(site: LocalSite) -> LocalSite:
    """A site with a feed of one page."""
    site.put("/feed", rss(site.put("/a", page("临溪县桥面情况通报"))))
    return site


def run(site: LocalSite, lifetime: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", PROGRAM, site.base, str(lifetime)]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_it_claims_again_and_again_and_ends_when_its_time_is_over(feed: LocalSite) -> None:
    with run(feed, lifetime=80) as process:
        said, _ = process.communicate(timeout=60)

    assert process.returncode == 0
    lines = said.split("\n")
    assert lines.count("feed ok 1") == 1
    assert lines.count("feed ok 0") == 1  # after a round in which the store was locked
    assert lines.count("unknown unreachable 0") == 2
    assert lines[-2] == "ended"


def test_it_ends_after_the_pages_under_way_when_it_is_asked_to(feed: LocalSite) -> None:
    with run(feed, lifetime=10**6) as process:
        assert process.stdout is not None
        while (line := process.stdout.readline()) and line != "feed ok 0\n":
            pass
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=60)

    assert process.returncode == 0
    assert said.endswith("ended\n")

"""How fast the whole house is: from a page that appears to the mail a server accepted.

Real processes (`huiying run`), a real local site and a real SMTP server, all on loopback, every
channel looked at once a second. Two spans are measured:

    appeared   a complaint appears on a news list -> the mail that its incident was opened
    due        an incident's limit (one minute, set by this benchmark's own policy) passes
               -> the mail that it was missed, after the last look at the official channel

    python -m benchmarks.latency [--articles 60]

Prints median, nine in ten, and worst of each in seconds. What to compare with: no answer can be
faster than half a look (0.5 s) plus half a tick (0.5 s) on average.
"""

import argparse
import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from benchmarks.complaints import COMPLAINTS

LIMIT_S = 60
_OFFICE = """
[office]
name = "临溪县 (虚构)"
profile = "benchmark"
[board]
port = {board}
[mail]
host = "127.0.0.1"
port = {smtp}
security = "none"
sender = "huiying@linxi.example"
[crawl]
delay_s = 0
[[recipients]]
name = "值班室"
address = "duty@linxi.example"
roles = ["duty", "department_head", "office_director", "publicity"]
"""
_POLICY = """
[profile.benchmark]
title = "一分钟内回应 (为测量而设)"
[[profile.benchmark.clause]]
id = "bench-1min"
kind = "deadline"
grades = ["*other"]
window = "PT1M"
clock_start = ["detected"]
satisfied_by = ["statement"]
quote = "一分钟内回应"
source = "benchmark"
[[profile.benchmark.escalation]]
at = 1.0
notify = ["duty"]
"""
_CHANNELS = """
[[channel]]
name = "bbs"
title = "临溪论坛"
kind = "news"
reader = "list"
url = "http://127.0.0.1:{site}/bbs"
every = "PT1S"
[[channel]]
name = "gov"
title = "临溪县人民政府"
kind = "official"
reader = "list"
url = "http://127.0.0.1:{site}/gov"
every = "PT1S"
"""


class Site:
    """A forum whose list grows, and an office that says nothing of it."""

    def __init__(self) -> None:
        self.appeared: dict[str, float] = {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = site.page(self.path)
                self.send_response(200 if body else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def publish(self, number: int) -> None:
        """Show one more complaint."""
        self.appeared[f"/bbs/{number}"] = time.time()

    def page(self, path: str) -> bytes:
        """What stands at a path now."""
        if path == "/bbs":
            return _list([(url, COMPLAINTS[int(url[5:])][0]) for url in self.appeared])
        if path == "/gov":
            return _list([(f"/gov/{n}", f"县政府第{n}次常务会议召开") for n in range(8)])
        if path in self.appeared:
            return _article(*COMPLAINTS[int(path[5:])])
        if path.startswith("/gov/"):
            return _article("县政府常务会议召开", "会议听取了近期重点工作情况汇报。" * 4)
        return b""


def _list(items: list[tuple[str, str]]) -> bytes:
    old = [(f"/old/{n}", f"往期话题第{n}期：周末去哪里走走看看") for n in range(8)]
    rows = "".join(f'<li><a href="{url}">{title}</a></li>' for url, title in [*items[::-1], *old])
    return f"<html><body><ul>{rows}</ul></body></html>".encode()


def _article(title: str, text: str) -> bytes:
    return f"<html><title>{title}</title><body><h1>{title}</h1><p>{text}</p></body></html>".encode()


class Sink:
    """Notes when each mail was accepted, by its Message-ID."""

    def __init__(self, port: int) -> None:
        self.accepted: dict[str, float] = {}
        self.controller = Controller(self, hostname="127.0.0.1", port=port)
        self.controller.start()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Called by the server for each mail."""
        self.accepted[message_from_bytes(envelope.content)["Message-ID"].strip()] = time.time()
        return "250 OK"


def free_port() -> int:
    """A port nobody listens on."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as probe:
        return probe.server_port


def write_office(folder: Path, site: int, smtp: int) -> None:
    """The configuration of this benchmark."""
    texts = {
        "huiying.toml": _OFFICE.format(board=free_port(), smtp=smtp),
        "policy.toml": _POLICY,
        "channels.toml": _CHANNELS.format(site=site),
        "units.toml": "",
        "places.toml": "[jurisdiction]\nopen = true\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def sent(folder: Path, reason: str) -> dict[str, tuple[str, float]]:
    """By article path: the Message-ID of its incident's notice, and when its clock was due."""
    query = """
        SELECT a.url, o.message_id, c.due_at FROM outbox o
        JOIN article a ON a.incident_id = o.incident_id
        JOIN clock c ON c.incident_id = o.incident_id
        WHERE o.reason = ? AND o.state = 'sent'
    """
    with closing(sqlite3.connect(folder / "huiying.db", timeout=30)) as database:
        try:
            rows = database.execute(query, (reason,)).fetchall()
        except sqlite3.OperationalError:
            return {}
    return {"/" + url.split("/", 3)[3]: (key, _seconds(due)) for url, key, due in rows}


def _seconds(instant: str) -> float:
    return datetime.fromisoformat(instant).replace(tzinfo=UTC).timestamp()


def wait_for(folder: Path, reason: str, count: int, seconds: float) -> None:
    """Until so many notices were sent; gives up in the end and measures what there is."""
    pause = threading.Event()
    end = time.monotonic() + seconds
    while len(sent(folder, reason)) < count and time.monotonic() < end:
        pause.wait(0.5)


def describe(name: str, spans: list[float], of: int) -> dict[str, object]:
    """One line of the result."""
    spans = sorted(spans)
    return {
        "span": name,
        "measured": len(spans),
        "of": of,
        "median_s": round(statistics.median(spans), 2),
        "p90_s": round(spans[int(0.9 * (len(spans) - 1))], 2),
        "worst_s": round(spans[-1], 2),
    }


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--articles", type=int, default=60)
    count = min(parser.parse_args().articles, len(COMPLAINTS))
    site, port = Site(), free_port()
    sink = Sink(port)
    pause = threading.Event()
    with tempfile.TemporaryDirectory(prefix="huiying-latency-") as name:
        folder = Path(name)
        write_office(folder, site.server.server_port, port)
        log = (folder / "log").open("wb")
        program = subprocess.Popen(
            [sys.executable, "-m", "monitor", "run", "-c", str(folder)], stderr=log
        )
        try:
            pause.wait(20)  # the three processes start, and the first look is taken
            if program.poll() is not None:
                sys.exit("huiying run ended at once")
            for number in range(count):
                site.publish(number)
                pause.wait(1.37)  # no multiple of the second at which everything ticks
            wait_for(folder, "incident_opened", count, 30)
            wait_for(folder, "window_breached", count, LIMIT_S + 60)
            opened, breached = sent(folder, "incident_opened"), sent(folder, "window_breached")
        finally:
            program.terminate()
            program.wait()
            sink.controller.stop()
    appeared = [sink.accepted[key] - site.appeared[path] for path, (key, _) in opened.items()]
    due = [sink.accepted[key] - at for key, at in breached.values()]
    for line in (describe("appeared", appeared, count), describe("due", due, count)):
        print(json.dumps(line))


if __name__ == "__main__":
    main()

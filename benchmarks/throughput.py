"""2 000 breaches at once to one mail server: ours, and Debian's Alertmanager in the same run.

    python -m benchmarks.throughput [--alerts 2000] [--rounds 3] [--url postgresql+psycopg://…]

Both send one mail for each alert (`group_by: ['...']`, `group_wait: 0s`; ours with grouping off)
to the same SMTP server in a process of its own. Ours runs with everything switched on that keeps
an alert from being lost: conditions looked at again, leases, marks and log entries written as the
mails are accepted, on the database named. The time of the last mail is counted from the moment
the alerts are handed in, or are owed; `--url` adds a second database to SQLite.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from alerts.mail import SmtpTransport
from alerts.sender import Sender
from alerts.smtp_session import SmtpSettings
from alerts.streams import MAIL
from alerts.wording import Wording
from benchmarks.breaches import NOW, fill, owe
from benchmarks.mail_sink import Sink, mail_sink
from monitor.adapters.outbox import StoreOutbox
from monitor.store.store import Store
from monitor.wording.rendering import render_mail

_CONFIG = """\
global:
  smtp_smarthost: 127.0.0.1:{port}
  smtp_from: am@linxi.example
  smtp_require_tls: false
route: {{receiver: mail, group_by: ['...'], group_wait: 0s, group_interval: 1m}}
receivers:
  - name: mail
    email_configs: [{{to: zhiban@linxi.example}}]
"""
_PATIENCE_S = 300


def wait_for(sink: Sink, before: int, count: int) -> float:
    """When the last of so many further mails arrived; gives up after five minutes."""
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        arrived, last_at = sink.count()
        if arrived >= before + count:
            return last_at
        time.sleep(0.05)
    raise SystemExit(f"only {sink.count()[0] - before} of {count} mails arrived")


@contextmanager
def alertmanager(sink: Sink, folder: Path, port: int) -> Iterator[str]:
    """A running Alertmanager that mails to the sink; gives its address."""
    config = folder / "alertmanager.yml"
    config.write_text(_CONFIG.format(port=sink.port), encoding="utf-8")
    process = subprocess.Popen(
        [
            shutil.which("prometheus-alertmanager") or "",
            f"--config.file={config}",
            f"--storage.path={folder / 'data'}",
            f"--web.listen-address=127.0.0.1:{port}",
            "--cluster.listen-address=",
            "--log.level=error",
        ]
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _until_ready(f"{address}/-/ready")
        yield address
    finally:
        process.terminate()
        process.wait()


def _until_ready(address: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(address, timeout=1).close()  # noqa: S310  # loopback
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("Alertmanager did not start")


def measure_alertmanager(sink: Sink, address: str, count: int, round_number: int) -> float:
    """Seconds from posting the alerts to the last mail."""
    now = datetime.now(UTC)
    alerts = [
        {
            "labels": {"alertname": "WindowBreached", "incident": f"{round_number}-{number}"},
            "annotations": {"summary": f"临溪县柏湾镇第{number}小区居民反映自来水发黄"},
            "startsAt": now.isoformat(),
            "endsAt": (now + timedelta(hours=1)).isoformat(),
        }
        for number in range(count)
    ]
    before, _ = sink.count()
    request = urllib.request.Request(  # noqa: S310  # loopback
        f"{address}/api/v2/alerts",
        json.dumps(alerts).encode(),
        {"Content-Type": "application/json"},
    )
    started = time.monotonic()
    urllib.request.urlopen(request, timeout=60).close()  # noqa: S310
    return wait_for(sink, before, count) - started


def measure_ours(sink: Sink, url: str, count: int, round_number: int) -> float:
    """Seconds from the first claim to the last mail; then everything is marked too."""
    store = Store.open(url)
    recipient = f"zhiban{round_number}@linxi.example"
    with store.write() as work:
        for incident in range(1, count + 1):
            owe(work, incident, recipient)
    settings = SmtpSettings("127.0.0.1", sink.port, "huiying@linxi.example", "none")
    sender = Sender(
        StoreOutbox(store, group_above=0),
        {MAIL: SmtpTransport(settings)},
        Wording(render_mail, ZoneInfo("Asia/Shanghai")),
        {MAIL: 2},
    )
    before, _ = sink.count()
    started = time.monotonic()
    while sender.drain(NOW).sent:
        pass
    marked = time.monotonic() - started
    last = wait_for(sink, before, count) - started
    store.close()
    print(f"    all marked after {marked:.2f} s", file=sys.stderr)
    return last


def show(name: str, seconds: list[float], count: int) -> float:
    """One line; returns the median rate."""
    rates = sorted(count / s for s in seconds)
    rate = statistics.median(rates)
    print(
        f"{name:14} {rate:7.0f} alerts/s ({rates[0]:.0f} to {rates[-1]:.0f}), "
        f"last after {statistics.median(seconds):.2f} s"
    )
    return rate


def main() -> None:
    """Measure all in turns, so that the machine's other work is shared by them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--alerts", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--port", type=int, default=19093, help="a free port for Alertmanager")
    parser.add_argument("--url", help="a second, empty database to measure")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="huiying-throughput-") as name, mail_sink() as sink:
        folder = Path(name)
        urls = {"SQLite": f"sqlite:///{folder / 'huiying.db'}"}
        if options.url:
            urls[options.url.partition("+")[0]] = options.url
        for url in urls.values():
            store = Store.open(url)
            fill(store, options.alerts)
            store.close()
        times: dict[str, list[float]] = {}
        with alertmanager(sink, folder, options.port) as address:
            for number in range(options.rounds):
                theirs = measure_alertmanager(sink, address, options.alerts, number)
                times.setdefault("Alertmanager", []).append(theirs)
                for kind, url in urls.items():
                    ours = measure_ours(sink, url, options.alerts, number)
                    times.setdefault(f"ours, {kind}", []).append(ours)
        rates = {name: show(name, seconds, options.alerts) for name, seconds in times.items()}
    for name, rate in rates.items():
        if name != "Alertmanager":
            print(f"{name}: {rate / rates['Alertmanager']:.1f} × Alertmanager")


if __name__ == "__main__":
    main()

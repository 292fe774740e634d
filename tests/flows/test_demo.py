"""`huiying demo`: the whole house over a simulated week, as a user starts it."""

import re
import threading
from pathlib import Path
from urllib.request import urlopen

import pytest

from monitor.demo.script import load_stories
from tests.alerts.mailbox import free_port
from tests.deploy.prometheus_server import has_number, panel_queries, running_prometheus
from tests.flows.programs import ROOT, huiying, running, until

DASHBOARD = ROOT / "deploy" / "grafana" / "response-windows.json"


def play(folder: Path) -> str:
    """The whole week as fast as it goes; what it printed."""
    done = huiying("demo", "--once", "--dir", str(folder), "--port", str(free_port()), timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    return done.stdout


def repeatable(printed: str) -> str:
    """What must be equal on every run: all but ports, folders and seconds."""
    kept = (
        line for line in printed.splitlines() if "http://" not in line and "digest:" not in line
    )
    return "\n".join(kept)


def test_every_story_of_the_week_comes_out_as_written_and_equal_on_every_run(
    tmp_path: Path,
) -> None:
    printed: dict[str, str] = {}
    runs = [
        threading.Thread(target=lambda name=name: printed.update({name: play(tmp_path / name)}))
        for name in ("one", "other")
    ]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert repeatable(printed["one"]) == repeatable(printed["other"])
    stories = len(load_stories())
    assert f"{stories} of {stories} stories as written" in printed["one"]
    owed, received = re.findall(r"(\d+) alerts owed, (\d+) mails received", printed["one"])[0]
    assert owed == received
    digest = (tmp_path / "one" / "digest.html").read_text(encoding="utf-8")
    assert "未见回应" in digest


@pytest.mark.needs("prometheus")
def test_every_panel_draws_a_series_from_a_prometheus_that_scrapes_the_running_demo(
    tmp_path: Path,
) -> None:
    port = free_port()
    arguments = ("--dir", str(tmp_path / "demo"), "--port", str(port), "--no-browser")
    with (
        running(tmp_path / "log", "demo", "--speed", "14400", *arguments),
        running_prometheus(f"127.0.0.1:{port}", tmp_path) as prometheus,
    ):
        for title, expression in panel_queries(DASHBOARD):
            series = prometheus.wait_for_series(expression, deadline_s=120)
            assert has_number(series), title


def test_the_board_of_the_running_demo_counts_down(tmp_path: Path) -> None:
    port = free_port()
    arguments = ("--dir", str(tmp_path / "demo"), "--port", str(port), "--no-browser")
    with running(tmp_path / "log", "demo", "--speed", "14400", *arguments):
        page = until(lambda: _home_with_a_clock(port), "a clock on the board", 120)
    assert "临溪" in page


def _home_with_a_clock(port: int) -> str | None:
    try:
        with urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:  # loopback
            page = str(answer.read().decode())
    except OSError:
        return None
    return page if "data-due" in page else None

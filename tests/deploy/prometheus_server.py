"""A real Prometheus on loopback that scrapes one target, for as long as a test needs it."""

import json
import math
import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

import httpx
import yaml

DEADLINE_S = 30.0
_EVERY_S = 0.2

T = TypeVar("T")


@dataclass(frozen=True)
class RunningPrometheus:
    """A Prometheus under test; `url` is its address."""

    url: str

    def series(self, expression: str) -> list[dict[str, Any]]:
        """The series an expression gave over the last ten minutes, as a panel would draw them.

        Raises AssertionError with Prometheus' own words where it refuses the expression.
        """
        now = self._get("query", query="time()")["result"][0]
        window = {"start": now - 600, "end": now, "step": "1s"}
        return list(self._get("query_range", query=expression, **window)["result"])

    def wait_for_series(self, expression: str, deadline_s: float = DEADLINE_S) -> list[Any]:
        """The series of an expression once there is one; AssertionError names it if never."""
        return wait_for(lambda: self.series(expression), f"no series for {expression}", deadline_s)

    def wait_for_scrapes(self, count: int, deadline_s: float = DEADLINE_S) -> None:
        """Return once the target was read `count` more times."""
        counted = "sum(count_over_time(up[1h])) and on () (sum(up) > 0)"

        def scrapes() -> int:
            result = self._get("query", query=counted)["result"]
            return int(result[0]["value"][1]) if result else 0

        enough = wait_for(scrapes, "the target was never read", deadline_s) + count
        wait_for(lambda: scrapes() >= enough, f"fewer than {count} more scrapes", deadline_s)

    def _get(self, endpoint: str, **parameters: Any) -> Any:
        answer = httpx.get(f"{self.url}/api/v1/{endpoint}", params=parameters, timeout=10).json()
        assert answer["status"] == "success", answer
        data = answer["data"]
        if data["resultType"] == "scalar":
            data["result"] = [float(data["result"][1])]
        return data


def panel_queries(dashboard: Path) -> list[tuple[str, str]]:
    """Every query of a committed dashboard: the title of its panel, and the expression."""
    panels = json.loads(dashboard.read_text(encoding="utf-8"))["panels"]
    return [(panel["title"], target["expr"]) for panel in panels for target in panel["targets"]]


def metric_names(expression: str) -> set[str]:
    """The names of our metrics that stand in an expression."""
    return set(re.findall(r"\bhuiying_\w+", expression))


def has_number(series: list[dict[str, Any]]) -> bool:
    """Whether any of the series ever had a value that can be drawn."""
    values = (float(value) for one in series for _, value in one["values"])
    return any(math.isfinite(value) for value in values)


def wait_for(look: Callable[[], T], complaint: str, deadline_s: float = DEADLINE_S) -> T:
    """What `look` gives as soon as that is something; AssertionError after the deadline."""
    pause = Event()
    ends = time.monotonic() + deadline_s
    while time.monotonic() < ends:
        found = look()
        if found:
            return found
        pause.wait(_EVERY_S)
    raise AssertionError(complaint)


def free_port() -> int:
    """A port on loopback that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_prometheus(
    target: str, folder: Path, *, rules: Path | None = None, alertmanager: str = ""
) -> Iterator[RunningPrometheus]:
    """Prometheus reading `http://{target}/metrics` every second, with its data in `folder`.

    With `rules` it tells the `alertmanager` at that `host:port`.
    """
    config = folder / "prometheus.yml"
    scrape = {"job_name": "huiying", "static_configs": [{"targets": [target]}]}
    quick = {"scrape_interval": "1s", "evaluation_interval": "1s", "scrape_timeout": "1s"}
    settings: dict[str, Any] = {"global": quick, "scrape_configs": [scrape]}
    if rules is not None:
        managers = [{"static_configs": [{"targets": [alertmanager]}]}]
        settings |= {"rule_files": [str(rules)], "alerting": {"alertmanagers": managers}}
    config.write_text(yaml.safe_dump(settings))
    address = f"127.0.0.1:{free_port()}"
    command = [
        "prometheus",
        f"--config.file={config}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address={address}",
        "--log.level=warn",
    ]
    with (folder / "prometheus.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_for(lambda: _is_ready(process, address, folder), "Prometheus did not start")
            yield RunningPrometheus(f"http://{address}")
        finally:
            process.terminate()
            process.wait(timeout=DEADLINE_S)


def _is_ready(process: subprocess.Popen[bytes], address: str, folder: Path) -> bool:
    assert process.poll() is None, (folder / "prometheus.log").read_text()
    try:
        return httpx.get(f"http://{address}/-/ready", timeout=2).is_success
    except httpx.TransportError:
        return False

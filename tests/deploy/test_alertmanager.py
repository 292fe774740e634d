"""Our figures, our rules, a real Prometheus and a real Alertmanager: its webhook hears of it."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest
import yaml

from tests.deploy.conftest import DEPLOY
from tests.deploy.prometheus_server import free_port, running_prometheus, wait_for


class _Webhook(BaseHTTPRequestHandler):
    """Keeps what is posted in `heard` of its server."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append(json.loads(body))  # type: ignore[attr-defined]
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base's name
        """A test reads what was heard, not a log."""


@contextmanager
def listening() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A webhook on loopback: its address, and what it hears."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Webhook) as server:
        server.heard = []  # type: ignore[attr-defined]
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", server.heard  # type: ignore[attr-defined]
        server.shutdown()
        thread.join()


@contextmanager
def running_alertmanager(webhook: str, folder: Path) -> Iterator[str]:
    """Alertmanager telling one webhook of everything at once; gives its `host:port`."""
    config = folder / "alertmanager.yml"
    route = {"receiver": "hook", "group_by": ["..."], "group_wait": "0s"}
    receiver = {"name": "hook", "webhook_configs": [{"url": webhook}]}
    config.write_text(yaml.safe_dump({"route": route, "receivers": [receiver]}), encoding="utf-8")
    address = f"127.0.0.1:{free_port()}"
    command = [
        "prometheus-alertmanager",
        f"--config.file={config}",
        f"--storage.path={folder / 'alerts'}",
        f"--web.listen-address={address}",
        "--cluster.listen-address=",
    ]
    with (folder / "alertmanager.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_for(lambda: _is_ready(address), "Alertmanager did not start")
            yield address
        finally:
            process.terminate()
            process.wait(30)


def _is_ready(address: str) -> bool:
    try:
        return httpx.get(f"http://{address}/-/ready", timeout=2).is_success
    except httpx.TransportError:
        return False


@pytest.mark.needs("prometheus")
@pytest.mark.needs("prometheus-alertmanager")
def test_an_overdue_window_reaches_whoever_listens_to_alertmanager(
    county_address: str, tmp_path: Path
) -> None:
    rules = DEPLOY / "prometheus" / "rules.yml"
    with (
        listening() as (webhook, heard),
        running_alertmanager(webhook, tmp_path) as alertmanager,
        running_prometheus(county_address, tmp_path, rules=rules, alertmanager=alertmanager),
    ):
        alerts = wait_for(
            lambda: [
                alert
                for told in heard
                for alert in told["alerts"]
                if alert["labels"]["alertname"] == "HuiyingWindowBreached"
            ],
            "Alertmanager told nobody",
        )
    assert alerts[0]["status"] == "firing"
    assert alerts[0]["labels"]["severity"] == "critical"
    assert "超过时限" in alerts[0]["annotations"]["summary"]

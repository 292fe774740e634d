"""For machines that watch the machine: `/healthz` and `/metrics`."""

from collections.abc import Callable
from datetime import timedelta

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from monitor.board.screen import Setting
from monitor.metrics import CONTENT_TYPE

WATCH_ROLE = "watch"
"""The role under which the clock loop shows that it lives."""

SILENCE_ALLOWED = timedelta(minutes=2)
"""How long the clock loop may show no life, in real time."""


def probes(setting: Setting, metrics: Callable[[], bytes] | None) -> APIRouter:
    """The probes, over one setting; without `metrics` there is no `/metrics`."""
    router = APIRouter()

    @router.get("/healthz")
    def healthz() -> JSONResponse:
        """200 while the store answers and the clock loop shows life, else 503 and why."""
        now = setting.clock()
        health = setting.views.health()
        beat = health.heartbeats.get(WATCH_ROLE)
        age = None if beat is None else (now - beat).total_seconds()
        # On a board in simulated time two real minutes are that many more of its own.
        allowed = SILENCE_ALLOWED.total_seconds() * max(1.0, setting.pace)
        loop_ok = age is not None and age <= allowed
        ok = health.store_ok and loop_ok
        body = {
            "status": "ok" if ok else "failing",
            "store": "ok" if health.store_ok else "unreachable",
            "loop": "ok" if loop_ok else "silent",
            "heartbeat_age_s": age,
        }
        return JSONResponse(body, status_code=200 if ok else 503)

    if metrics is not None:

        @router.get("/metrics")
        def metrics_page() -> Response:
            """The store in figures, as Prometheus reads them."""
            return Response(metrics(), headers={"content-type": CONTENT_TYPE})

    return router

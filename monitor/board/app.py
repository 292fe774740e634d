"""The web application: pages, JSON API and probes under one roof, with the headers of all."""

from collections.abc import Callable, Sequence
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from zoneinfo import ZoneInfo

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from monitor.board.alerts import alert_pages, no_alerts
from monitor.board.api import api
from monitor.board.duties import duty_pages
from monitor.board.handling import handling_deeds
from monitor.board.letters import letter_pages
from monitor.board.links import link_pages
from monitor.board.pages import pages
from monitor.board.probes import probes
from monitor.board.resending import SendAgain, resending
from monitor.board.screen import ReadDuties, Screen, Setting, no_duties, no_explanation
from monitor.board.security import OwnFormsOnly, SecurityHeaders
from monitor.domain.policy import Policy
from monitor.store.views import Views
from monitor.usecases.coming_alerts import ReadComing
from monitor.usecases.explain_incident import ExplainIncident
from monitor.usecases.link_desk import LinkDesk
from monitor.usecases.watch_letters import LetterBook

STATIC = Path(__file__).resolve().parent / "static"


def real_time() -> float:
    """The pace of a board that simulates nothing."""
    return 1.0


def create_app(
    views: Views,
    *,
    clock: Callable[[], datetime],
    zone: ZoneInfo,
    policy: Policy,
    office: str,
    language: str = "zh",
    tell_pace: Callable[[], float] = real_time,
    metrics: Callable[[], bytes] | None = None,
    unit_name: Callable[[str], str] = str,
    read_duties: ReadDuties = no_duties,
    explain: ExplainIncident = no_explanation,
    letters: LetterBook | None = None,
    coming: ReadComing = no_alerts,
    desk: LinkDesk | None = None,
    send_again: SendAgain | None = None,
    extra_routers: Sequence[APIRouter] = (),
) -> FastAPI:
    """The board over a store's read side.

    `clock` gives the board's `now`, `tell_pace` its seconds per real second (other than 1 only in a
    simulated run). `language` is what a visitor sees who has not chosen: "en", else Chinese.
    `unit_name` turns the id of a responsible unit into its name; `read_duties` reads the
    obligations that run on no incident, `explain` the rules of one incident. `letters` are
    the citizens' letters, None where no mailbox is watched; `coming` reads the alerts to
    come. `extra_routers` come last.
    `desk` does what links in mails and the button to acknowledge ask for; None: neither is there.
    `send_again` owes a message again that was given up.
    There is no login: bind it to loopback, or put one in front.
    """
    setting = Setting(
        views, clock, zone, policy, office, language, tell_pace, unit_name, read_duties, explain
    )
    app = FastAPI(title="Huiying", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    app.add_middleware(OwnFormsOnly)
    app.add_middleware(SecurityHeaders)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    rooms = (probes(setting, metrics), api(setting), pages(setting, desk), duty_pages(setting))
    links = (link_pages(setting, desk), handling_deeds(setting, desk))
    app.include_router(resending(setting, send_again))
    app.include_router(letter_pages(setting, letters))
    app.include_router(alert_pages(setting, coming))
    for router in (*rooms, *links, *extra_routers):
        app.include_router(router)
    _explain_errors(app, setting)
    return app


def _explain_errors(app: FastAPI, setting: Setting) -> None:
    """People get a page, programs an object; neither gets more than what went wrong."""

    def answer(request: Request, status: int) -> Response:
        if request.url.path.startswith("/api/"):
            return JSONResponse({"error": HTTPStatus(status).phrase}, status_code=status)
        return Screen(setting, request).render("error.html", {"code": status}, status=status)

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        return answer(request, error.status_code)

    @app.exception_handler(RequestValidationError)
    def misread(request: Request, error: RequestValidationError) -> Response:
        return answer(request, HTTPStatus.NOT_FOUND)

"""The pages of the board."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi import Path as InPath
from fastapi.responses import HTMLResponse

from monitor.board.handling import handling_shown
from monitor.board.rules import rules_shown
from monitor.board.screen import Screen, Setting
from monitor.board.security import MAIL_POLICY
from monitor.board.timeline import draw
from monitor.usecases.link_desk import LinkDesk

DONE_ON_HOME = 20
REVIEWS_ON_HOME = 6
REVIEWS_AT_MOST = 200

PageNumber = Annotated[int, Query(ge=1, le=100_000)]
RowId = Annotated[int, InPath(ge=1, le=2**62)]
PeriodName = Annotated[str, InPath(pattern=r"^\d{4}-[WQ\d][\d-]{0,4}$")]


def pages(setting: Setting, desk: LinkDesk | None = None) -> APIRouter:
    """All pages that people read, over one setting; with a `desk` they can acknowledge."""
    router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)
    _clock_pages(router, setting, desk)
    _mail_pages(router, setting)
    _digest_pages(router, setting)

    @router.get("/channels")
    def channels(request: Request, page: PageNumber = 1) -> HTMLResponse:
        screen = Screen(setting, request)
        return screen.render(
            "channels.html", {"channels": setting.views.channels(screen.now, page)}
        )

    return router


def _clock_pages(router: APIRouter, setting: Setting, desk: LinkDesk | None) -> None:
    views = setting.views

    def live(screen: Screen, page: int) -> dict[str, object]:
        return {
            "counts": views.counts(screen.now),
            "clocks": views.open_clocks(screen.now, page),
            "reviews": views.reviews(REVIEWS_ON_HOME + 1),
            "reviews_shown": REVIEWS_ON_HOME,
        }

    @router.get("/")
    def home(request: Request, page: PageNumber = 1) -> HTMLResponse:
        screen = Screen(setting, request)
        done = views.done_clocks(screen.now, 1, DONE_ON_HOME)
        return screen.render("home.html", {"done": done, **live(screen, page)})

    @router.get("/live")
    def refreshed(request: Request, page: PageNumber = 1) -> HTMLResponse:
        screen = Screen(setting, request)
        return screen.render("live.html", live(screen, page))

    @router.get("/done")
    def done(request: Request, page: PageNumber = 1) -> HTMLResponse:
        screen = Screen(setting, request)
        return screen.render("done.html", {"clocks": views.done_clocks(screen.now, page)})

    @router.get("/reviews")
    def reviews(request: Request) -> HTMLResponse:
        screen = Screen(setting, request)
        return screen.render("reviews.html", {"reviews": views.reviews(REVIEWS_AT_MOST)})

    @router.get("/incidents/{incident_id}")
    def incident(request: Request, incident_id: RowId) -> HTMLResponse:
        screen = Screen(setting, request)
        found = views.incident(incident_id, screen.now)
        if found is None:
            raise HTTPException(404)
        band = draw(found, screen.labels, screen.now, setting.zone, screen.language)
        explained = setting.explain(incident_id, screen.now)
        rules = rules_shown(explained, screen) if explained else None
        context = {"incident": found, "band": band, "rules": rules}
        context["handling"] = handling_shown(desk, incident_id)
        return screen.render("incident.html", context)


def _mail_pages(router: APIRouter, setting: Setting) -> None:
    @router.get("/mails")
    def mails(request: Request, page: PageNumber = 1) -> HTMLResponse:
        return Screen(setting, request).render("mails.html", {"mails": setting.views.mails(page)})

    @router.get("/mails/{mail_id}")
    def mail(request: Request, mail_id: RowId) -> HTMLResponse:
        found = setting.views.mail(mail_id)
        if found is None:
            raise HTTPException(404)
        return Screen(setting, request).render("mail.html", {"mail": found}, policy=MAIL_POLICY)


def _digest_pages(router: APIRouter, setting: Setting) -> None:
    @router.get("/digests")
    def digests(request: Request) -> HTMLResponse:
        return Screen(setting, request).render("digests.html", {"digests": setting.views.digests()})

    @router.get("/digests/{period}")
    def digest(request: Request, period: PeriodName) -> HTMLResponse:
        html = setting.views.digest_html(period)
        if html is None:
            raise HTTPException(404)
        screen = Screen(setting, request)
        return screen.render("digest.html", {"period": period, "html": html}, policy=MAIL_POLICY)

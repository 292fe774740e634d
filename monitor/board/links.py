"""The pages behind the links in mails: a GET shows (mail scanners follow links), a POST does."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse

from alerts.hygiene import one_line
from monitor.board.forms import form_fields
from monitor.board.screen import Screen, Setting
from monitor.domain.response import ResponseKind
from monitor.store.views_records import ClockCard, IncidentView
from monitor.usecases.link_desk import LinkDesk
from monitor.usecases.mail_links import Claim, LinkExpired, LinkForged
from monitor.usecases.offer_answer import LONGEST_ADDRESS, LONGEST_NOTE, OFFERED_KINDS, Outcome

Fields = Annotated[dict[str, str], Depends(form_fields)]

_TAKEN = (Outcome.KEPT, Outcome.COUNTS_ALREADY, Outcome.WAITS_ALREADY)


def link_pages(setting: Setting, desk: LinkDesk | None) -> APIRouter:
    """The pages under `/a/`; without a `desk` every link is refused."""
    router = APIRouter(prefix="/a", default_response_class=HTMLResponse, include_in_schema=False)

    @router.get("/{token}")
    def show(request: Request, token: str) -> HTMLResponse:
        visit = _Visit(setting, desk, request, token)
        return visit.refusal or visit.acknowledgement()

    @router.post("/{token}")
    def acknowledge(request: Request, token: str) -> HTMLResponse:
        visit = _Visit(setting, desk, request, token)
        return visit.refusal or visit.acknowledge()

    @router.get("/{token}/answered")
    def ask(request: Request, token: str) -> HTMLResponse:
        visit = _Visit(setting, desk, request, token)
        return visit.refusal or visit.answered({})

    @router.post("/{token}/answered")
    def offer(request: Request, token: str, fields: Fields) -> HTMLResponse:
        visit = _Visit(setting, desk, request, token)
        return visit.refusal or visit.offer(fields)

    return router


class _Visit:
    """One request that came by a link; `refusal` is the answer to a link that is not good."""

    def __init__(
        self, setting: Setting, desk: LinkDesk | None, request: Request, token: str
    ) -> None:
        self._screen = Screen(setting, request)
        self._token = token
        self.refusal: HTMLResponse | None = None
        try:
            if desk is None:
                raise LinkForged(token[:40])
            self._desk: LinkDesk = desk
            self._claim: Claim = desk.read(token, self._screen.now)
        except LinkExpired as late:
            self.refusal = self._refused("link_expired", f"/incidents/{late.incident}")
        except LinkForged:
            self.refusal = self._refused("link_forged")
        else:
            found = setting.views.incident(self._claim.incident, self._screen.now)
            if found is None:
                raise HTTPException(404)
            self._incident: IncidentView = found

    def acknowledgement(self) -> HTMLResponse:
        """What it is about, and the button; or by whom and when it was pressed."""
        made = self._desk.made_by(self._claim)
        latest = self._desk.latest(self._claim.incident)
        return self._page("acknowledge.html", made=made, latest=latest, again=False)

    def acknowledge(self) -> HTMLResponse:
        """Do it, once."""
        done = self._desk.acknowledge(self._claim, self._screen.now)
        return self._page("acknowledge.html", made=done.entry, latest=None, again=done.again)

    def answered(self, fields: dict[str, str], outcome: Outcome | None = None) -> HTMLResponse:
        """The form for an answer that is there already, and what became of what was sent."""
        status = 200 if outcome is None or outcome in _TAKEN else 422
        limits = {"longest_address": LONGEST_ADDRESS, "longest_note": LONGEST_NOTE}
        return self._page(
            "answered.html",
            status=status,
            fields=fields,
            outcome=outcome.value if outcome else "",
            taken=outcome in _TAKEN,
            kinds=OFFERED_KINDS,
            **limits,
        )

    def offer(self, fields: dict[str, str]) -> HTMLResponse:
        """Keep what was sent, or say why not."""
        kind = fields.get("kind", "")
        if kind not in OFFERED_KINDS:
            raise HTTPException(400)
        note = one_line(fields.get("note", ""), LONGEST_NOTE)
        url = fields.get("url", "")[: LONGEST_ADDRESS + 1]
        outcome = self._desk.offer(self._claim, url, ResponseKind(kind), note, self._screen.now)
        return self.answered({"url": url, "kind": kind, "note": note}, outcome)

    def _page(self, template: str, *, status: int = 200, **context: object) -> HTMLResponse:
        context |= {
            "incident": self._incident,
            "clock": _nearest(self._incident.clocks),
            "claim": self._claim,
            "token": self._token,
        }
        return self._screen.render(template, context, status=status)

    def _refused(self, why: str, instead: str = "/") -> HTMLResponse:
        context = {"why": why, "instead": instead}
        return self._screen.render("link_refused.html", context, status=403)


def _nearest(clocks: tuple[ClockCard, ...]) -> ClockCard | None:
    """The open window with the least time left, else the one that was settled last."""
    waiting = [clock for clock in clocks if clock.verdict.is_open]
    if waiting:
        return min(waiting, key=lambda clock: clock.due_at)
    timed = [clock for clock in clocks if clock.answered or clock.breached_at]
    return max(timed, key=lambda clock: clock.due_at, default=None)

"""The page of alerts to come: who is told what, when; and below it what could not be delivered."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from monitor.board.screen import Screen, Setting
from monitor.usecases.coming_alerts import ComingAlert, ReadComing
from monitor.usecases.whom import Addressed
from monitor.wording.alert_words import coming_json, person_of, step_words, way_of

SHOWN = 50
UNDELIVERED_SHOWN = 50

Many = Annotated[int, Query(ge=1, le=500, alias="next")]


def no_alerts(_now: datetime, _many: int) -> list[ComingAlert]:
    """The alerts to come on a board that cannot foresee them."""
    return []


def alert_pages(setting: Setting, read: ReadComing) -> APIRouter:
    """The page and its JSON, over one setting and what reads the alerts to come."""
    router = APIRouter()

    @router.get("/alerts", response_class=HTMLResponse, include_in_schema=False)
    def alerts(request: Request) -> HTMLResponse:
        screen = Screen(setting, request)
        content = {
            "coming": read(screen.now, SHOWN),
            "shown": SHOWN,
            "silences": setting.views.silences(screen.now),
            "undelivered": setting.views.undelivered(UNDELIVERED_SHOWN),
            "step_words": step_words,
            "person_of": person_of,
            "note_of": lambda told: _note(told, screen),
        }
        return screen.render("alerts.html", content)

    @router.get("/api/alerts/next")
    def next_alerts(many: Many = 10) -> dict[str, Any]:
        """The next alerts if nobody answers or acknowledges: who is told what, when."""
        now = setting.clock()
        return {
            "now": now.astimezone(setting.zone).isoformat(),
            "alerts": [coming_json(alert, setting.zone) for alert in read(now, many)],
        }

    return router


def _note(told: Addressed, screen: Screen) -> str:
    """How it reaches them, where that is not plain mail at once."""
    note = told.recipient.note
    way = way_of(told.recipient.address)
    parts = [
        screen.t("alert_way_mail") if way == "mail" else screen.t("alert_way_other", way=way),
        screen.pick((note.zh, note.en)),
    ]
    if told.silence is not None:
        parts.append(screen.t("alert_silenced", at=screen.instant(told.silence.until)))
    elif told.held_until is not None:
        parts.append(screen.t("held_until", at=screen.instant(told.held_until)))
    return " · ".join(part for part in parts if part)

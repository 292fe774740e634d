"""Acknowledging on the board, and what an incident's page shows of who took it on."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import RedirectResponse

from alerts.hygiene import one_line
from monitor.board.forms import form_fields
from monitor.board.screen import Setting
from monitor.domain.handling import Acknowledgement, Assignment
from monitor.usecases.link_desk import LinkDesk

LONGEST_NAME = 40
LONGEST_NOTE = 200


@dataclass(frozen=True, slots=True)
class HandlingShown:
    """The assignments and acknowledgements of an incident, the oldest first."""

    assignments: tuple[Assignment, ...]
    acknowledgements: tuple[Acknowledgement, ...]


def handling_shown(desk: LinkDesk | None, incident_id: int) -> HandlingShown | None:
    """What the page shows; None on a board where nothing can be entered."""
    if desk is None:
        return None
    return HandlingShown(*desk.entries(incident_id))


def handling_deeds(setting: Setting, desk: LinkDesk | None) -> APIRouter:
    """The board's button. There is no login: the name is typed in, and is logged."""
    router = APIRouter(include_in_schema=False)

    @router.post("/incidents/{incident_id}/acknowledge")
    def acknowledge(
        incident_id: int, fields: Annotated[dict[str, str], Depends(form_fields)]
    ) -> RedirectResponse:
        if desk is None:
            raise HTTPException(404)
        name = one_line(fields.get("name", ""), LONGEST_NAME)
        note = one_line(fields.get("note", ""), LONGEST_NOTE)
        try:
            desk.acknowledge_on_board(incident_id, name, note, setting.clock())
        except KeyError as error:
            raise HTTPException(404) from error
        except ValueError as error:
            raise HTTPException(400) from error
        return RedirectResponse(f"/incidents/{incident_id}#handling", status_code=303)

    return router

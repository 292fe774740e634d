"""The board's button to send again what was given up."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from fastapi import Path as InPath
from fastapi.responses import RedirectResponse

from alerts.hygiene import one_line
from monitor.board.forms import form_fields
from monitor.board.screen import Setting

LONGEST_NAME = 40

SendAgain = Callable[[int, str, datetime], None]
"""Owes a message again: (its number, who says so, now); raises KeyError and ValueError."""


def resending(setting: Setting, send_again: SendAgain | None) -> APIRouter:
    """The address behind the button. There is no login: the name is typed in, and is logged."""
    router = APIRouter(include_in_schema=False)

    @router.post("/mails/{mail_id}/resend")
    def resend(
        mail_id: Annotated[int, InPath(ge=1, le=2**62)],
        fields: Annotated[dict[str, str], Depends(form_fields)],
    ) -> RedirectResponse:
        if send_again is None:
            raise HTTPException(404)
        try:
            send_again(mail_id, one_line(fields.get("name", ""), LONGEST_NAME), setting.clock())
        except KeyError as error:
            raise HTTPException(404) from error
        except ValueError as error:
            raise HTTPException(400) from error
        return RedirectResponse(f"/mails/{mail_id}", status_code=303)

    return router

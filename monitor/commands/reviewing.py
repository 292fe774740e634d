"""`review`: what waits for a person: possible answers, proposed merges and splits."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from monitor.commands.running import Folder
from monitor.commands.settings import settings_or_exit
from monitor.domain.response import Link
from monitor.store.proposals import ProposalKind
from monitor.store.tables import ProposalRow
from monitor.store.views import Views
from monitor.system_clock import utc_now
from monitor.usecases.decide_response import decide_response
from monitor.wiring import House

_MOST = 200


def review(
    config: Folder,
    confirm: Annotated[int | None, typer.Option(help="This publication is the answer.")] = None,
    reject: Annotated[int | None, typer.Option(help="This publication is no answer.")] = None,
    by: Annotated[str, typer.Option(help="Who decides.")] = "",
    reason: Annotated[str, typer.Option(help="Why.")] = "",
) -> None:
    """Show what waits for a person; confirm or reject a possible answer by its number.

    Proposed merges and splits are listed below, with the `huiying judge` command for each.

    Example: huiying review -c office --confirm 12 --by 值班室 --reason 内容与事件一致
    """
    house = House(settings_or_exit(config), utc_now)
    if confirm is not None and reject is not None:
        raise typer.BadParameter("decide one at a time", param_hint="--confirm, --reject")
    number = confirm if confirm is not None else reject
    if number is None:
        console = Console()
        console.print(_cards(house))
        with house.store.read() as work:
            proposed = work.proposals.waiting(_MOST)
            if proposed:
                console.print(_proposals(proposed))
        return
    link = Link.CONFIRMED if confirm is not None else Link.REJECTED
    try:
        decide_response(
            house.store, house.office, number, link, actor=by, reason=reason, now=utc_now()
        )
    except KeyError:
        sys.stderr.write(f"there is no publication {number} to decide on\n")
        raise typer.Exit(1) from None
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--by, --reason") from error
    typer.echo(f"{number}: {link.value}")


def _cards(house: House) -> Table:
    table = Table("number", "may answer", "publication", "issuer", "published", "why")
    for item in Views(house.store.engine).reviews(_MOST):
        at = item.at.earliest.astimezone(house.settings.zone)
        table.add_row(
            str(item.id),
            f"#{item.incident_id} {item.incident_title}",
            item.title,
            item.issuer,
            f"{at:%Y-%m-%d %H:%M}",
            item.reason,
        )
    return table


def _proposals(rows: Sequence[ProposalRow]) -> Table:
    table = Table(title="proposals")
    for heading in ("proposal", "incidents", "articles", "why", "do it with"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        articles = " ".join(map(str, row.articles))
        if row.kind == ProposalKind.MERGE:
            incidents = f"#{row.incident_id} #{row.other_id}"
            newer, older = sorted((row.incident_id, row.other_id), reverse=True)
            deed = f"huiying judge merge {newer} {older}"
        else:
            incidents, deed = f"#{row.incident_id}", f"huiying judge correct {articles} --new"
        table.add_row(f"{row.id} {row.kind}", incidents, articles, row.reason, deed)
    return table

"""`incident`: what a person decides of an incident, each time with a name and a reason."""

from typing import Annotated

import typer

from monitor.commands.handling import acknowledge, assign, withdraw
from monitor.commands.judging import By, Reason
from monitor.commands.refusing import in_one_line
from monitor.commands.running import Folder
from monitor.commands.settings import settings_or_exit
from monitor.domain.severity import EventGrade
from monitor.system_clock import utc_now
from monitor.usecases.correct import Ruling
from monitor.usecases.decide_incident import (
    NoGrade,
    dismiss_incident,
    reinstate_clause,
    release_to_machine,
    reopen_incident,
    set_grade,
    waive_clause,
)
from monitor.wiring import House

incident = typer.Typer(
    help="What people decide of an incident (dismiss, waive, grade), and who took it on.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
for entered in (assign, acknowledge, withdraw):
    incident.command()(entered)

Number = Annotated[int, typer.Argument(help="The incident's number.")]
ClauseId = Annotated[str, typer.Argument(help="The clause's id, such as nat-48h.")]

_MACHINE = "machine"
_GRADES = (*(grade.value for grade in EventGrade), *(word.value for word in NoGrade), _MACHINE)


@incident.command()
def dismiss(incident: Number, config: Folder, by: By = "", reason: Reason = "") -> None:
    """Stop timing an incident. Articles that come later are counted and change nothing.

    Example: huiying incident dismiss 7 -c office --by 值班室 --reason 外地事件
    """
    house = House(settings_or_exit(config), utc_now)
    with in_one_line():
        dismiss_incident(house.store, house.office, incident, Ruling(by, reason, utc_now()))
    typer.echo(f"incident {incident}: dismissed")


@incident.command()
def reopen(incident: Number, config: Folder, by: By = "", reason: Reason = "") -> None:
    """Time a dismissed incident again, from its old start.

    Example: huiying incident reopen 7 -c office --by 值班室 --reason 核实为本地
    """
    house = House(settings_or_exit(config), utc_now)
    with in_one_line():
        reopen_incident(house.store, house.office, incident, Ruling(by, reason, utc_now()))
    typer.echo(f"incident {incident}: timed again")


@incident.command()
def waive(
    incident: Number, clause: ClauseId, config: Folder, by: By = "", reason: Reason = ""
) -> None:
    """Hold one clause not against the office on one incident.

    Example: huiying incident waive 7 nat-24h -c office --by 值班室 --reason 经上级同意不开发布会
    """
    house = House(settings_or_exit(config), utc_now)
    with in_one_line():
        waive_clause(house.store, house.office, incident, clause, Ruling(by, reason, utc_now()))
    typer.echo(f"incident {incident}: {clause} waived")


@incident.command()
def reinstate(
    incident: Number, clause: ClauseId, config: Folder, by: By = "", reason: Reason = ""
) -> None:
    """Take a waiver back.

    Example: huiying incident reinstate 7 nat-24h -c office --by 值班室 --reason 豁免有误
    """
    house = House(settings_or_exit(config), utc_now)
    with in_one_line():
        reinstate_clause(house.store, house.office, incident, clause, Ruling(by, reason, utc_now()))
    typer.echo(f"incident {incident}: {clause} counts again")


@incident.command()
def grade(
    incident: Number,
    grade: Annotated[str, typer.Argument(help=f"One of {', '.join(_GRADES)}.")],
    config: Folder,
    by: By = "",
    reason: Reason = "",
) -> None:
    """Set the event grade, above or below the machine's; it stands until it is taken back.

    none: it reaches no grade; untrue: what was told is not true, its figures count as 0; machine:
    take your grade back.

    Example: huiying incident grade 7 重大 -c office --by 值班室 --reason 应急部门通报12人遇难
    """
    if grade not in _GRADES:
        raise typer.BadParameter(f"one of {', '.join(_GRADES)}", param_hint="grade")
    house = House(settings_or_exit(config), utc_now)
    with in_one_line():
        ruling = Ruling(by, reason, utc_now())
        if grade == _MACHINE:
            release_to_machine(house.store, house.office, incident, ruling)
        else:
            ruled = NoGrade(grade) if grade in set(NoGrade) else EventGrade(grade)
            set_grade(house.store, house.office, incident, ruled, ruling)
    typer.echo(f"incident {incident}: {grade}")

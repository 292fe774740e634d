"""`incident assign`, `acknowledge`, `withdraw`: who took an incident on, as a person enters it."""

from typing import Annotated

import typer

from monitor.commands.instants import when_written
from monitor.commands.refusing import in_one_line
from monitor.commands.running import Folder
from monitor.commands.settings import settings_or_exit
from monitor.domain.events import EventKind
from monitor.domain.handling import Via
from monitor.domain.when import When
from monitor.system_clock import utc_now
from monitor.usecases import handle_incident
from monitor.usecases.handle_incident import Entry
from monitor.usecases.office import Office
from monitor.wiring import House

Number = Annotated[int, typer.Argument(help="The incident's number.")]
At = Annotated[str, typer.Option(help="When: 2026-03-02 or 2026-03-02T14:30; without it, now.")]
By = Annotated[str, typer.Option(help="Who enters it.")]
Note = Annotated[str, typer.Option(help="Anything worth keeping beside it.")]


def assign(
    incident: Number,
    config: Folder,
    unit: Annotated[list[str] | None, typer.Option(help="A unit's id or name; repeatable.")] = None,
    at: At = "",
    by: By = "",
    note: Note = "",
) -> None:
    """Hand an incident to units (交办); their people are told, and they are responsible from now.

    A profile may count windows from the first assignment. Handing it on starts nothing anew.

    Example: huiying incident assign 7 --unit 县水务局 -c office --by 值班室 --note 交办单12号
    """
    house = House(settings_or_exit(config), utc_now)
    with in_one_line():
        units = tuple(dict.fromkeys(_unit(house.office, name) for name in unit or ()))
        number = handle_incident.assign(
            house.store, house.office, incident, units, _entry(house, at, by, note)
        )
    typer.echo(f"incident {incident}: assigned to {', '.join(units)} (entry {number})")


def acknowledge(
    incident: Number, config: Folder, at: At = "", by: By = "", note: Note = ""
) -> None:
    """Say that somebody took notice of an incident (签收): reminders stop, clocks do not.

    Example: huiying incident acknowledge 7 -c office --by 张三 --note 已转水厂核查
    """
    house = House(settings_or_exit(config), utc_now)
    with in_one_line():
        made = handle_incident.acknowledge(
            house.store, house.office, incident, _entry(house, at, by, note), Via.COMMAND
        )
    typer.echo(f"incident {incident}: acknowledged by {by} (entry {made.entry.id})")


def withdraw(
    incident: Number,
    config: Folder,
    assignment: Annotated[int, typer.Option(min=0, help="The entry's number.")] = 0,
    acknowledgement: Annotated[int, typer.Option(min=0, help="The entry's number.")] = 0,
    by: By = "",
    reason: Annotated[str, typer.Option(help="Why.")] = "",
) -> None:
    """Take a wrong assignment or acknowledgement out of the reckoning; it stays in the log.

    Example: huiying incident withdraw 7 --assignment 3 -c office --by 值班室 --reason 登记错了事件
    """
    if bool(assignment) == bool(acknowledgement):
        raise typer.BadParameter("name one entry: --assignment or --acknowledgement")
    kind = EventKind.ASSIGNMENT_WITHDRAWN
    if acknowledgement:
        kind = EventKind.ACKNOWLEDGEMENT_WITHDRAWN
    number = assignment or acknowledgement
    house = House(settings_or_exit(config), utc_now)
    with in_one_line():
        handle_incident.take_back(
            house.store, house.office, incident, kind, number, by=by, reason=reason, now=utc_now()
        )
    typer.echo(f"incident {incident}: entry {number} withdrawn")


def _entry(house: House, at: str, by: str, note: str) -> Entry:
    """The entry of this moment. Raises BadParameter for what is no time, ValueError as `Entry`."""
    now = utc_now()
    when = when_written(at, house.ruler, now) if at else When.at(now, "person")
    return Entry(by, when, now, note)


def _unit(office: Office, name: str) -> str:
    """The id of a unit that is given by id or by its full name."""
    by_name = {called: unit for unit, called in office.unit_names.items()}
    return by_name.get(name, name)

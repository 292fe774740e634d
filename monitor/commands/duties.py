"""`duty`: the obligations of the policy that run on no incident, and what people enter of them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from monitor.commands.instants import when_written
from monitor.commands.running import Folder
from monitor.commands.settings import settings_or_exit
from monitor.domain.due import Ruler
from monitor.domain.records import Record, RecordKind
from monitor.domain.standing import DutyState, Standing
from monitor.jsonl import dump
from monitor.system_clock import utc_now
from monitor.usecases.record_duty import record_duty, withdraw_duty
from monitor.usecases.watch_duties import DutyLine, DutyReading
from monitor.wiring import House
from monitor.wording.duty_words import due_words

duty = typer.Typer(
    help="The obligations of the policy that run on no incident, and what people enter of them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_UNSETTLED = (
    DutyState.NEEDS_ENTRY,
    DutyState.DUE_SOON,
    DutyState.BREACHED_OPEN,
    DutyState.UNDETERMINED,
)

By = Annotated[str, typer.Option(help="Who enters it.")]
Reason = Annotated[str, typer.Option(help="From what it is known.")]


@duty.command("list")
def list_(
    config: Folder,
    clause: Annotated[str, typer.Option(help="Only this clause.")] = "",
    unsettled: Annotated[
        bool, typer.Option("--unsettled", help="Only what waits for somebody.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON Lines instead of a table.")] = False,
) -> None:
    """Show where the office stands with each obligation, and why.

    Example: huiying duty list -c office --unsettled
    """
    house = House(settings_or_exit(config), utc_now)
    reading = house.duties.read(utc_now())
    lines = [line for line in reading.lines if not clause or line.clause.id == clause]
    if clause and not lines:
        raise typer.BadParameter(_known(reading), param_hint="--clause")
    rows = [
        (line, standing)
        for line in lines
        for standing in line.standings
        if not unsettled or standing.state in _UNSETTLED
    ]
    if as_json:
        for line, standing in rows:
            sys.stdout.write(dump(_plain(line, standing)) + "\n")
        return
    if not rows:
        none = "nothing waits for anybody" if unsettled else "the policy has no such obligations"
        typer.echo(none)
        return
    Console().print(_table(rows, house.ruler))


@duty.command()
def record(
    clause: Annotated[str, typer.Argument(help="The clause, such as sw-5wd.")],
    kind: Annotated[RecordKind, typer.Argument(help="What the entry says.")],
    config: Folder,
    at: Annotated[str, typer.Option(help="When it happened: 2026-03-02 or 2026-03-02T14:30.")],
    by: By = "",
    reason: Reason = "",
    subject: Annotated[str, typer.Option(help="Who had to act.")] = "",
    matter: Annotated[str, typer.Option(help="What about: a letter, an application.")] = "",
    count: Annotated[int, typer.Option(min=0, help="Of a ratio: so many.")] = 0,
    of: Annotated[int, typer.Option(min=0, help="Of a ratio: of so many.")] = 0,
    url: Annotated[str, typer.Option(help="Where it can be seen.")] = "",
) -> None:
    """Enter what no public page shows of an obligation.

    start: what the window counts from; done: what the clause asks for; missed: it was not done;
    count: so many of so many; excused: not held against the office; needed: of a clause that binds
    where necessary (必要时), that it was.

    Example: huiying duty record sw-5wd start -c office --at 2026-03-02 --matter 信件12 --by 督办科
    --reason 转办单
    """
    house, now = House(settings_or_exit(config), utc_now), utc_now()
    when = when_written(at, house.ruler, now)
    entry = Record(
        0, clause, kind, when, now, by, reason, subject, matter, count, out_of=of, url=url
    )
    with _one_line():
        number = record_duty(house.store, house.settings.policy, entry)
    typer.echo(f"{number}: {clause} {kind.value}")


@duty.command()
def withdraw(
    number: Annotated[int, typer.Argument(help="The entry's number.")],
    config: Folder,
    by: By = "",
    reason: Reason = "",
) -> None:
    """Take a wrong entry out of the reckoning; it stays in the log.

    Example: huiying duty withdraw 3 -c office --by 督办科 --reason 登记错了信件
    """
    house = House(settings_or_exit(config), utc_now)
    with _one_line():
        withdrawn = withdraw_duty(house.store, number, actor=by, reason=reason, now=utc_now())
    typer.echo(f"{number}: {withdrawn.clause} {withdrawn.kind.value} withdrawn")


@contextmanager
def _one_line() -> Iterator[None]:
    """What cannot be done, in one line and exit status 1."""
    try:
        yield
    except KeyError as error:
        sys.stderr.write(f"there is no {error.args[0]}\n")
        raise typer.Exit(1) from None
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(1) from None


def _known(reading: DutyReading) -> str:
    return f"the duties in force are {', '.join(line.clause.id for line in reading.lines)}"


def _table(rows: list[tuple[DutyLine, Standing]], ruler: Ruler) -> Table:
    table = Table()
    for heading in ("clause", "whose", "matter", "state", "due", "why"):
        table.add_column(heading, overflow="fold", no_wrap=heading == "clause")
    for line, standing in rows:
        due = standing.due_at
        table.add_row(
            line.clause.id,
            standing.subject or line.clause.responsible,
            standing.matter,
            " ".join(standing.state.words),
            due_words(due, ruler.zone) if due else "",
            standing.words.zh,
        )
    return table


def _plain(line: DutyLine, standing: Standing) -> dict[str, Any]:
    return {
        "clause": line.clause.id,
        "kind": line.clause.kind.value,
        "subject": standing.subject,
        "matter": standing.matter,
        "state": standing.state.value,
        "due_at": standing.due_at.isoformat() if standing.due_at else None,
        "why": standing.words.zh,
        "why_en": standing.words.en,
        "records": list(standing.records),
        "gaps": [[gap.title, gap.start.isoformat(), gap.end.isoformat()] for gap in standing.gaps],
        "quote": line.clause.quote,
        "source": line.clause.source,
    }

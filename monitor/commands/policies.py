"""`policy`: the rules in force, and new ones from a document to adoption."""

import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console

from monitor.archive import OFFICE_ZONE
from monitor.commands.explained_printing import print_explained
from monitor.commands.policy_printing import (
    changes_table,
    clause_table,
    clauses_table,
    profiles_table,
    reading_table,
    rows_table,
)
from monitor.commands.settings import settings_or_exit
from monitor.domain.policy import BASELINE, Policy
from monitor.jsonl import dump
from monitor.policy_reading.as_json import reading_row
from monitor.policy_reading.compare import Change, compare
from monitor.policy_reading.document import read_document
from monitor.policy_reading.draft import Draft, default_id, draft_toml, make_draft
from monitor.policy_reading.found import Reading
from monitor.policy_reading.source import UnreadableDocument
from monitor.policy_reading.unit_draft import unit_drafts, units_toml
from monitor.settings.policy_adoption import (
    OFFICE_FILE,
    POLICY_FILE,
    Adoption,
    policy_in_force,
    prepare,
    write,
)
from monitor.settings.policy_files import load_policy, load_profiles
from monitor.settings.problems import ConfigurationError
from monitor.system_clock import utc_now
from monitor.usecases.explain_incident import explain_incident
from monitor.wording.manner import dated_manner
from monitor.wording.policy_explained_rows import explained_row

Result = TypeVar("Result")

policy = typer.Typer(
    help="The rules in force, and new ones: list, show, explain, read, adopt.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Config = Annotated[Path | None, typer.Option("--config", "-c", help="The configuration directory.")]
_NAME = "policy-draft.toml"


class Language(StrEnum):
    """A language that people are answered in."""

    ZH = "zh"
    EN = "en"


@policy.command("list")
def list_rules(config: Config = None) -> None:
    """Show the profiles there are, and the clauses an office works under.

    Example: huiying policy list -c /etc/huiying
    """
    console = Console()
    in_force = _in_force(config)
    profiles = _or_exit(lambda: load_profiles(*_own(config)))
    console.print(profiles_table(profiles.values(), in_force))
    if in_force:
        today = utc_now().astimezone(OFFICE_ZONE).date()
        console.print(clauses_table(in_force, today))


@policy.command("show")
def show(
    name: Annotated[str, typer.Argument(help="The id of a clause or of a profile.")],
    config: Config = None,
) -> None:
    """Show one clause, or all of a profile, with quotation, source and days.

    Example: huiying policy show nat-48h
    """
    profiles = _or_exit(lambda: load_profiles(*_own(config)))
    clauses = [c for p in profiles.values() for c in p.clauses if name in (c.id, p.id)]
    if not clauses:
        sys.stderr.write(f"no clause and no profile is called {name!r}; see: huiying policy list\n")
        raise typer.Exit(1)
    for clause in clauses:
        Console().print(clause_table(clause, profiles[clause.profile]))


@policy.command("explain")
def explain(
    incident: Annotated[int, typer.Argument(help="The incident's number.")],
    config: Annotated[
        Path, typer.Option("--config", "-c", help="The configuration directory.")
    ] = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="Everything, as one object.")] = False,
    lang: Annotated[Language | None, typer.Option(help="zh or en; else the office's.")] = None,
) -> None:
    """Say of each clause what it asks of an incident, from when, what came of it, and why.

    Example: huiying policy explain 12 -c /etc/huiying --lang en
    """
    from monitor.wiring import House  # the whole house, which the other commands do without

    house = House(settings_or_exit(config), utc_now)
    try:
        found = explain_incident(house.store, house.office, incident, utc_now())
    except KeyError as error:
        sys.stderr.write(f"there is no {error.args[0]}\n")
        raise typer.Exit(1) from None
    if as_json:
        sys.stdout.write(dump(explained_row(found)) + "\n")
        return
    language = lang.value if lang else house.office.language[:2]
    print_explained(found, dated_manner(house.settings.zone, language, house.office.unit_name))


@policy.command("read")
def read(
    file: Annotated[
        Path, typer.Argument(help="Text, HTML, DOCX or PDF.", exists=True, dir_okay=False)
    ],
    config: Config = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON; write only to --out.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="Where to write the draft profile.")] = None,
    profile: Annotated[str, typer.Option("--id", help="The id of the new profile.")] = "",
) -> None:
    """Read a policy document into a draft profile and a draft of its units.

    Example: huiying policy read 2026年政务公开工作要点.pdf --id linxi-2026 -c /etc/huiying
    """
    _refuse_existing(out)
    try:
        reading = read_document(file.read_bytes(), file.name, utc_now(), OFFICE_ZONE)
    except UnreadableDocument as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(1) from error
    in_force = _in_force(config)
    baseline = in_force or _or_exit(lambda: load_policy(BASELINE))
    draft = make_draft(reading, profile or default_id(reading), baseline)
    changes = compare([clause for clause, _ in draft.clauses], baseline)
    if as_json:
        row = {**reading_row(reading), "changes": [_change_row(change) for change in changes]}
        sys.stdout.write(dump(row) + "\n")
    elif reading.clauses:
        _print_reading(reading, changes, baseline)
    if not reading.clauses:
        sys.stderr.write(f"{file}: no clause with a limit or a duty was found; nothing written\n")
        raise typer.Exit(1)
    if out or not as_json:
        _write_drafts(draft, out or _free(Path(_NAME)))


@policy.command("adopt")
def adopt(
    draft: Annotated[Path, typer.Argument(help="The draft, edited.", exists=True, dir_okay=False)],
    config: Annotated[Path, typer.Option("--config", "-c", help="The configuration directory.")],
    by: Annotated[str, typer.Option(help="Who takes the draft over.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change only.")
    ] = False,
) -> None:
    """Check a draft, show what it changes, and make it part of the office's policy.toml.

    Example: huiying policy adopt policy-draft.toml -c /etc/huiying --by 王主任
    """
    if not by.strip():
        raise typer.BadParameter("say who takes the draft over", param_hint="--by")
    now = utc_now().astimezone(OFFICE_ZONE)
    adoption = _or_exit(lambda: prepare(config, draft, by.strip(), now))
    Console().print(changes_table(adoption.changes))
    if dry_run:
        typer.echo("nothing was written (--dry-run)")
        return
    kept = write(config, adoption, now)
    _say_adopted(adoption, config, kept)


def _in_force(config: Path | None) -> Policy | None:
    """The office's rules; none where no directory is named and the current one holds none."""
    folder = config or Path()
    if config is None and not (folder / OFFICE_FILE).exists():
        return None
    return _or_exit(lambda: policy_in_force(folder))


def _own(config: Path | None) -> list[Path]:
    own = (config or Path()) / POLICY_FILE
    return [own] if own.exists() else []


def _or_exit(work: Callable[[], Result]) -> Result:
    """The result, or every problem on stderr and exit status 2."""
    try:
        return work()
    except ConfigurationError as error:
        for problem in error.problems:
            sys.stderr.write(f"{problem}\n")
        raise typer.Exit(2) from error


def _refuse_existing(out: Path | None) -> None:
    for path in (out, _units_beside(out)) if out else ():
        if path and path.exists():
            sys.stderr.write(f"{path} is there already; nothing was written\n")
            raise typer.Exit(2)


def _units_beside(out: Path) -> Path:
    """`policy-draft.toml` has `units-draft.toml` beside it."""
    name = out.name.replace("policy", "units") if "policy" in out.name else f"units-{out.name}"
    return out.with_name(name)


def _free(path: Path) -> Path:
    """The path, or one with a number behind its name where a draft is there already."""
    number, free = 1, path
    while free.exists() or _units_beside(free).exists():
        number += 1
        free = path.with_stem(f"{path.stem}-{number}")
    return free


def _print_reading(reading: Reading, changes: Sequence[Change], against: Policy) -> None:
    console = Console()
    heading = reading.heading
    console.print(heading.title or "(no title)", heading.number, style="bold", markup=False)
    console.print(reading_table(reading))
    if reading.tables:
        console.print(rows_table(reading))
    console.print(f"compared with {against.profile.id}:", markup=False)
    console.print(changes_table(changes))


def _change_row(change: Change) -> dict[str, str | None]:
    return {
        "change": change.kind.value,
        "clause": change.clause.id if change.clause else None,
        "before": change.before.id if change.before else None,
    }


def _write_drafts(draft: Draft, out: Path) -> None:
    out.write_text(draft_toml(draft), encoding="utf-8")
    rows = [row for table in draft.reading.tables for row in table.rows]
    named = unit_drafts(draft.reading.units, rows)
    everybody = [unit.name for unit in draft.reading.units if not unit.named]
    units = _units_beside(out)
    units.write_text(units_toml(named, everybody), encoding="utf-8")
    sys.stderr.write(f"wrote {out} and {units}: compare every clause with its quotation, then\n")
    sys.stderr.write(f"  huiying policy adopt {out} -c CONFIG --by NAME\n")


def _say_adopted(adoption: Adoption, config: Path, kept: Path | None) -> None:
    name = adoption.profile.id
    typer.echo(f"wrote {config / POLICY_FILE}" + (f"; the old one is {kept}" if kept else ""))
    for old in adoption.replaced:
        typer.echo(f"{old}: the profile of that name so far is replaced")
    first = adoption.profile.effective_from
    begins = f"on or after {first}" if first else "on any day (the profile names no first day)"
    typer.echo(f"{name} binds incidents that began {begins}; earlier ones keep their rules")
    if not adoption.in_use:
        typer.echo(f'to work under it, set in {config / OFFICE_FILE}: [office] profile = "{name}"')
    typer.echo("running processes read the rules when they start: restart them")

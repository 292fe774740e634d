"""`replay --profile`: what other profiles would have made of an archive."""

import sys
from collections.abc import Sequence
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from monitor.domain.archive_policy import for_archive
from monitor.domain.clock import Clock
from monitor.domain.verdict import Verdict
from monitor.jsonl import write_lines
from monitor.settings.config import Settings
from monitor.settings.policy_adoption import POLICY_FILE
from monitor.settings.policy_files import load_policy
from monitor.settings.problems import ConfigurationError
from monitor.what_if import Case, Pair, Side, WhatIf, as_if_in_force, compare, what_if_row

_SHOWN = 40
"""Rows of a printed table; the file holds all of them."""


def other_side(settings: Settings, profile: str) -> Side:
    """A profile as if it had been in force; every problem on stderr and exit status 2."""
    own = [path for path in (settings.folder / POLICY_FILE,) if path.exists()]
    try:
        policy = load_policy(profile, *own)
    except ConfigurationError as error:
        known = error.problems[0].remedy
        raise typer.BadParameter(f"no profile {profile!r}; {known}", param_hint="--profile") from (
            error
        )
    return Side(policy, as_if_in_force(for_archive(policy)))


def write_what_if(cases: Sequence[Case], here: Side, others: Sequence[Side], out: Path) -> None:
    """Write `what_if.jsonl`, one line for each difference, and print what it comes to."""
    found = [compare(cases, here, there) for there in others]
    rows = [what_if_row(pair, each) for each in found for pair in each.differences]
    with (out / "what_if.jsonl").open("w", encoding="utf-8") as stream:
        write_lines(rows, stream)
    console = Console(stderr=True)
    for each in found:
        mine, theirs = each.here.stated.profile.id, each.there.stated.profile.id
        console.print(_counts(each, mine, theirs))
        if each.differences:
            console.print(_differences(each, mine, theirs))
        else:
            sys.stderr.write(f"{theirs}: no window would have been judged otherwise\n")


def _counts(what_if: WhatIf, mine: str, theirs: str) -> Table:
    """How many windows ended how: one row for each pair of clauses and each verdict."""
    table = Table(f"{mine}: window", f"{theirs}: window", "verdict", mine, theirs)
    table.title = f"what if: {theirs}"
    for (clause, other), (here, there) in sorted(what_if.counts().items()):
        for verdict in Verdict:
            if here[verdict] or there[verdict]:
                numbers = (str(here[verdict]), str(there[verdict]))
                table.add_row(clause or "-", other or "-", verdict.value, *numbers)
        table.add_row("", "", "all", str(here.total()), str(there.total()), end_section=True)
    return table


def _differences(what_if: WhatIf, mine: str, theirs: str) -> Table:
    pairs = what_if.differences
    headings = ("incident", f"{mine}: window", "due", "verdict")
    table = Table(
        *(Column(name, overflow="fold") for name in headings),
        *(Column(name, overflow="fold") for name in (f"{theirs}: window", "due", "verdict")),
    )
    table.title = f"{len(pairs)} of {len(what_if.pairs)} windows differ"
    for pair in pairs[:_SHOWN]:
        table.add_row(
            Text(f"#{pair.case.facts.id} {pair.case.title}"),
            *_cells(pair.here, pair, what_if.here),
            *_cells(pair.there, pair, what_if.there),
        )
    more = len(pairs) - _SHOWN
    rest = f"; {more} more in what_if.jsonl" if more > 0 else ""
    table.caption = f"* not in force yet when the incident began{rest}"
    return table


def _cells(clock: Clock | None, pair: Pair, side: Side) -> tuple[str, str, str]:
    """Clause, due time and verdict; a rule that is only supposed is marked."""
    if clock is None:
        return ("-", "-", "-")
    supposed = " *" if side.awaited(clock.clause, pair.case.facts) else ""
    at = clock.due_at.astimezone(side.zone)
    return (f"{clock.clause}{supposed}", f"{at:%Y-%m-%d %H:%M}", clock.verdict.value)

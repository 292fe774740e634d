"""What `policy explain` prints: the incident, then each clause under its own rule."""

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from monitor.usecases.explain_incident import IncidentExplained
from monitor.wording.manner import Line, Manner
from monitor.wording.moment_lines import opening
from monitor.wording.policy_explaining import (
    ReadingLine,
    origin,
    reading_lines,
    rule_lines,
    unknown_lines,
)


def print_explained(explained: IncidentExplained, manner: Manner) -> None:
    """Write the whole explanation to standard output, in the manner's language."""
    console = Console()
    for line in opening(explained, manner):
        _say(console, line, manner)
    for rule in explained.rules:
        console.rule(Text(rule.clause.id), align="left")
        for line in (*origin(rule, manner), *rule_lines(rule, manner)):
            _say(console, line, manner)
        if rule.window is not None and (readings := reading_lines(rule.window, manner)):
            console.print(_readings(readings, manner))
    for line in unknown_lines(explained, manner):
        _say(console, line, manner)


def _say(console: Console, line: Line, manner: Manner) -> None:
    said = manner.pick(f"{line.heading}：{line.sentence}", f"{line.heading}: {line.sentence}")
    console.print(said, soft_wrap=True, markup=False, highlight=False)


def _readings(lines: tuple[ReadingLine, ...], manner: Manner) -> Table:
    names = manner.pick("起算口径 起算 截止 结论 理由", "reading start due verdict why").split()
    table = Table(*(Column(name, overflow="fold") for name in names))
    table.title = manner.pick("按各种起算口径", "under each reading of the start")
    for line in lines:
        mark = manner.pick("（采用）", " (in force)") if line.in_force else ""
        verdict = manner.pick(*line.verdict.words) if line.verdict else "-"
        cells = (line.basis + mark, line.start, line.due, verdict, line.why)
        table.add_row(*map(Text, cells))
    return table

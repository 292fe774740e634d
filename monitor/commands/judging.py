"""`judge`: why it decided so, what people correct, and thresholds learnt from that."""

import dataclasses
import sys
from collections.abc import Iterator
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from monitor.commands.refusing import in_one_line
from monitor.commands.running import Folder
from monitor.commands.settings import settings_or_exit
from monitor.jsonl import dump
from monitor.system_clock import utc_now
from monitor.usecases.correct import Destination, Ruling, merge_incidents, move_articles
from monitor.usecases.explain_article import Explanation, explain_article
from monitor.usecases.propose import decline_proposal
from monitor.usecases.tune_judge import Outcome, tune_judge
from monitor.wiring import House
from monitor.wording import explaining

judge = typer.Typer(
    help="Why the judge decided so; what people correct; thresholds learnt from that.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

By = Annotated[str, typer.Option(help="Who decides.")]
Reason = Annotated[str, typer.Option(help="Why.")]


@judge.command()
def explain(
    article: Annotated[str, typer.Argument(help="The article's number or address.")],
    config: Folder,
    as_json: Annotated[bool, typer.Option("--json", help="Everything kept, as JSON.")] = False,
) -> None:
    """Say what the judge made of an article and why, and what people corrected since.

    Example: huiying judge explain 12 -c office
    """
    house = House(settings_or_exit(config), utc_now)
    with in_one_line():
        found = explain_article(house.store, article)
    if as_json:
        sys.stdout.write(dump(_plain(dataclasses.asdict(found))) + "\n")
        return
    console = Console()
    for heading, sentence in explaining.lines(found, house.settings.zone, house.office.unit_name):
        console.print(f"{heading}：{sentence}", soft_wrap=True, markup=False, highlight=False)
    for table in _score_tables(found):
        console.print(table)


@judge.command()
def correct(
    articles: Annotated[list[str], typer.Argument(help="Numbers or addresses of articles.")],
    config: Folder,
    to: Annotated[int | None, typer.Option(help="They belong to this incident.")] = None,
    new: Annotated[bool, typer.Option("--new", help="They are an incident of their own.")] = False,
    none: Annotated[bool, typer.Option("--none", help="They belong to no incident.")] = False,
    by: By = "",
    reason: Reason = "",
) -> None:
    """Move articles, with their reprints, to where they belong; several with --new split one off.

    Example: huiying judge correct 12 13 --new -c office --by 值班室 --reason 两起事故
    """
    if (to is not None) + new + none != 1:
        raise typer.BadParameter("say one of them", param_hint="--to, --new, --none")
    aim = to if to is not None else Destination.NEW if new else Destination.NONE
    house = House(settings_or_exit(config), utc_now)
    with in_one_line():
        ruling = Ruling(by, reason, utc_now())
        target = move_articles(house.store, house.office, articles, aim, ruling)
    where = "none" if target is None else f"incident {target}"
    typer.echo(f"{', '.join(articles)}: {where}")


@judge.command()
def merge(
    incident: Annotated[int, typer.Argument(help="The incident that ends.")],
    into: Annotated[int, typer.Argument(help="The incident that takes in everything.")],
    config: Folder,
    by: By = "",
    reason: Reason = "",
) -> None:
    """Make two incidents one. The first is dismissed with the reason, never deleted.

    Example: huiying judge merge 7 3 -c office --by 值班室 --reason 同一起火灾
    """
    house = House(settings_or_exit(config), utc_now)
    with in_one_line():
        ruling = Ruling(by, reason, utc_now())
        moved = merge_incidents(house.store, house.office, incident, into, ruling)
    typer.echo(f"incident {incident}: {moved} articles moved to incident {into}")


@judge.command()
def decline(
    proposal: Annotated[int, typer.Argument(help="The proposal's number, as `review` lists it.")],
    config: Folder,
    by: By = "",
    reason: Reason = "",
) -> None:
    """Decide that a proposed merge or split is not to be done; it is not proposed again.

    Example: huiying judge decline 4 -c office --by 值班室 --reason 两起不同的火灾
    """
    house = House(settings_or_exit(config), utc_now)
    with in_one_line():
        decline_proposal(house.store, proposal, Ruling(by, reason, utc_now()))
    typer.echo(f"proposal {proposal}: declined")


@judge.command()
def tune(
    config: Folder,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report only; write nothing.")] = False,
) -> None:
    """Fit the thresholds to people's corrections; write judge.toml only where it makes them better.

    Example: huiying judge tune -c office --dry-run
    """
    settings = settings_or_exit(config)
    house = House(settings, utc_now)
    outcome = tune_judge(house.store, settings.thresholds)
    if outcome.results:
        Console().print(_results(outcome))
    if outcome.refusal:
        sys.stderr.write(f"{outcome.refusal}; nothing was written\n")
        raise typer.Exit(1)
    if outcome.thresholds == settings.thresholds:
        typer.echo("the thresholds in force fit as well as any; nothing was written")
        return
    if dry_run:
        typer.echo("a dry run: nothing was written")
        return
    path = settings.write_thresholds(outcome.thresholds)
    typer.echo(f"wrote {path}; the next start uses it")


def _score_tables(found: Explanation) -> Iterator[Table]:
    """What the scores were made of: the incident it was filed under, and the best answer."""
    decision = found.decision
    measures = decision.get("measures", {})
    filed = decision.get("belongs_to") or decision.get("runner_up")
    if filed and filed.get("features"):
        bar = measures.get("belongs")
        yield _parts_table("belongs", f"同一事件：事件 {filed['incident']}", filed, measures, bar)
    answers = [one for one in decision.get("answers", []) if one.get("features")]
    if answers:
        title = f"回应：事件 {answers[0]['incident']}（合计为对数几率）"
        bar = measures.get("answers.ask_from")
        yield _parts_table("answers", title, answers[0], measures, bar)


def _parts_table(
    kind: str,
    title: str,
    candidate: dict[str, Any],
    measures: dict[str, float],
    bar: float | None,
) -> Table:
    table = Table("依据", "数值", "得分", title=title)
    found = explaining.parts(kind, candidate, measures)
    for part in found:
        table.add_row(part.words, _number(part.value), _number(part.contribution))
    table.add_section()
    table.add_row("合计", "", _number(explaining.total(found)))
    table.add_row("门槛" if kind == "belongs" else "提请人工的门槛", "", _number(bar))
    return table


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _results(outcome: Outcome) -> Table:
    table = Table(
        "threshold", "from", "to", "held back", "precision", "recall", "right of held back"
    )
    for result in outcome.results:
        before, after = result.before, result.after
        table.add_row(
            result.name,
            f"{result.old:.3f}",
            f"{result.new:.3f}",
            str(before.labels),
            f"{before.precision:.3f} → {after.precision:.3f}",
            f"{before.recall:.3f} → {after.recall:.3f}",
            f"{before.right} → {after.right}",
        )
    return table


def _plain(value: Any) -> Any:
    """Plain JSON values: instants in ISO 8601."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value.isoformat() if hasattr(value, "isoformat") else value

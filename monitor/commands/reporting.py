"""`replay` and `digest`: what would have been flagged, and what a week came to."""

import json
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from monitor import replay as replaying
from monitor.archive import read_articles
from monitor.commands.progress import over
from monitor.commands.settings import settings_or_exit
from monitor.commands.what_if import other_side, write_what_if
from monitor.domain.archive_policy import for_archive
from monitor.domain.article import Article
from monitor.domain.period import PeriodKind, period_of
from monitor.domain.policy import Policy
from monitor.jsonl import LineReport, write_lines
from monitor.judge.judge import Judge
from monitor.settings.config import Settings
from monitor.store.archive_rows import AlertLine
from monitor.store.store import Store
from monitor.system_clock import utc_now
from monitor.text.dates import read_time
from monitor.usecases.office import Office, Relayed
from monitor.usecases.write_digest import write_digest
from monitor.what_if import Side
from monitor.wiring import House, judge_setup, office_from
from monitor.wording.rendering import render_mail

Config = Annotated[Path, typer.Option("--config", "-c", help="The configuration directory.")]


def replay(
    archive: Annotated[Path, typer.Argument(help="Articles, JSON Lines.", exists=True)],
    config: Config,
    out: Annotated[Path, typer.Option(help="The folder to write to; created if missing.")],
    start: Annotated[str, typer.Option("--from", help="Leave out what came before.")] = "",
    end: Annotated[str, typer.Option("--to", help="Leave out what came after.")] = "",
    relayed: Annotated[
        Relayed | None, typer.Option(help="Overrides judge.relayed of the configuration.")
    ] = None,
    profile: Annotated[
        list[str] | None,
        typer.Option(help="What if this profile had been in force? Can be given again."),
    ] = None,
) -> None:
    """Run the whole system in simulated time over an archive of articles.

    Writes articles.jsonl, ledger.jsonl, alerts.jsonl, digests/ and summary.json; with --profile
    also what_if.jsonl, and says on stderr what that profile would have changed.

    Example: huiying replay archive.jsonl -c office --out result --relayed accept
    """
    settings = settings_or_exit(config)
    others = [other_side(settings, name) for name in dict.fromkeys(profile or [])]
    report = LineReport()
    articles = read_articles(archive, report, settings.zone)
    wanted = _between(articles, _bound(start, settings), _bound(end, settings))
    office = replace(office_from(settings), archive=True, policy=for_archive(settings.policy))
    if relayed is not None:
        office = replace(office, relayed=relayed)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="huiying-replay-") as scratch:
        store = Store.open(f"sqlite:///{scratch}/replay.db")
        run = replaying.Replay(store, Judge(judge_setup(settings)), office)
        ordered = sorted(wanted, key=lambda article: (article.first_seen_at, article.id))
        run.run(over(ordered, "articles"))
        _write(run, office, settings.policy, out, ordered)
        if others:
            here = Side(settings.policy, office.policy)
            write_what_if(run.cases(), here, others, out)
        store.close()
    if report.bad:
        raise typer.Exit(1)


def _bound(text: str, settings: Settings) -> datetime | None:
    if not text:
        return None
    when = read_time(text, settings.zone, utc_now(), "option")
    if when is None:
        raise typer.BadParameter(f"{text!r} is no time; write 2016-05-01 or 2016-05-01T08:00")
    return when.earliest


def _between(
    articles: Iterable[Article], start: datetime | None, end: datetime | None
) -> list[Article]:
    return [
        article
        for article in articles
        if (start is None or article.first_seen_at >= start)
        and (end is None or article.first_seen_at <= end)
    ]


def _write(
    run: replaying.Replay, office: Office, policy: Policy, out: Path, articles: list[Article]
) -> None:
    """Write the tables; `policy` is the one in force, under which some rules came later."""
    lines, clocks, alerts = run.lines()
    tables = {
        "articles.jsonl": [replaying.article_row(line, office) for line in lines],
        "ledger.jsonl": [replaying.ledger_row(line, office, policy) for line in clocks],
        "alerts.jsonl": [replaying.alert_row(_worded(line, office), office) for line in alerts],
    }
    for name, rows in tables.items():
        with (out / name).open("w", encoding="utf-8") as stream:
            write_lines(rows, stream)
    (out / "digests").mkdir(exist_ok=True)
    last = max((clock.due_at for clock in clocks), default=None)
    if last is not None and articles:
        end = max(last, articles[-1].first_seen_at)
        for week, html in run.digests(_week_end(end, office)):
            (out / "digests" / f"{week}.html").write_text(html, encoding="utf-8")
    figures = replaying.summary(lines, clocks, alerts)
    figures["windows_before_the_rule"] = sum(not row["in_force"] for row in tables["ledger.jsonl"])
    text = json.dumps(figures, ensure_ascii=False, indent=2)
    (out / "summary.json").write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")


def _week_end(instant: datetime, office: Office) -> datetime:
    """The end of the ISO week that holds `instant`, in the office's zone."""
    return period_of(PeriodKind.WEEK, instant, office.zone).end


def _worded(line: AlertLine, office: Office) -> AlertLine:
    """The alert with the subject it would have carried."""
    mail = render_mail(line.briefing, line.language, office.zone)
    return replace(line, subject=mail.subject)


def digest(
    period: Annotated[
        str,
        typer.Option(
            "--week",
            "--day",
            "--month",
            "--quarter",
            help="The period: 2026-W47, 2026-11-22, 2026-11 or 2026-Q4.",
        ),
    ],
    config: Config = Path(),
    out: Annotated[Path | None, typer.Option(help="Write to this file instead of stdout.")] = None,
) -> None:
    """Write the digest of a period: one HTML file that reads well in a mail client.

    What is over is frozen: asking again gives the same file.

    Example: huiying digest --week 2026-W47 --out week.html
    """
    house = House(settings_or_exit(config), utc_now)
    try:
        now = utc_now()
        html = write_digest(house.store, house.office, period, now, house.duties.read(now))
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--week") from error
    if out is None:
        sys.stdout.write(html)
    else:
        out.write_text(html, encoding="utf-8")
        typer.echo(f"wrote {out}")

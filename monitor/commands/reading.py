"""`extract`, `group`, `match`, `grade`, `feed`: files in, JSON Lines out."""

import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from monitor.archive import OFFICE_ZONE, read_articles, require_text
from monitor.commands.progress import over
from monitor.domain.page import Page
from monitor.domain.when import Precision
from monitor.jsonl import LineReport, dump, read_lines
from monitor.judge.facts import grade_row
from monitor.judge.grouping import group as group_articles
from monitor.judge.matching import match as match_responses
from monitor.system_clock import utc_now
from monitor.text.dates import read_time
from monitor.text.extract import extract as extract_page
from monitor.text.plain import extract_plain
from spiders.readers.feed import feed_row

Files = Annotated[list[Path], typer.Argument(help="Files to read.", exists=True, dir_okay=False)]
JsonLines = Annotated[Path, typer.Argument(help="A JSON Lines file.", exists=True, dir_okay=False)]


def extract(
    files: Files,
    url: Annotated[str, typer.Option(help="The address the pages were fetched from.")] = "",
    fetched_at: Annotated[
        str, typer.Option(help="When they were fetched (ISO 8601); relative times count from it.")
    ] = "",
) -> None:
    """Read saved HTML pages, or their plain text (.txt): title, body, times, source, number.

    Example: huiying extract --url https://www.linxi.example/a.html page.html
    """
    fetched = utc_now()
    if fetched_at:
        when = read_time(fetched_at, OFFICE_ZONE, fetched, "option")
        if when is None or when.precision not in (Precision.SECOND, Precision.MINUTE):
            raise typer.BadParameter(
                f"{fetched_at!r} is no instant; write 2026-03-02T09:30+08:00",
                param_hint="--fetched-at",
            )
        fetched = when.latest
    pages = (
        page_row(path, _reader_of(path)(path.read_bytes(), url, fetched, OFFICE_ZONE))
        for path in over(files, "pages")
    )
    _print(pages)


def _reader_of(path: Path) -> Callable[[bytes, str, datetime, ZoneInfo], Page]:
    return extract_plain if path.suffix.lower() == ".txt" else extract_page


def page_row(path: Path, page: Page) -> dict[str, Any]:
    """One page as `extract` prints it."""
    published = page.published
    return {
        "file": str(path),
        "url": page.url,
        "title": page.title,
        "published_at": published.earliest.astimezone(OFFICE_ZONE).isoformat()
        if published
        else None,
        "published_precision": published.precision.value if published else None,
        "published_source": published.source if published else None,
        "written_on": page.written_on.isoformat() if page.written_on else None,
        "text": page.text,
        "source": page.source_line or None,
        "document_number": page.document_number or None,
        "encoding": page.encoding,
        "damage": list(page.damage),
        "links": page.links,
    }


def group(articles: JsonLines) -> None:
    """Say which articles tell of the same incident, in input order.

    Example: huiying group articles.jsonl > incidents.jsonl
    """
    report = LineReport()
    _print(group_articles(over(read_articles(articles, report), "articles")))
    _end(report)


def match(
    incidents: Annotated[
        Path, typer.Option(help="Articles that stand for incidents.", exists=True, dir_okay=False)
    ],
    responses: Annotated[
        Path, typer.Option(help="Official publications.", exists=True, dir_okay=False)
    ],
) -> None:
    """Say for each official publication which incidents it may answer, best first.

    Example: huiying match --incidents letters.jsonl --responses replies.jsonl
    """
    report = LineReport()
    asked = read_articles(incidents, report, timed=False)
    answers = read_articles(responses, report, timed=False)
    _print(match_responses(asked, over(answers, "responses")))
    _end(report)


def grade(texts: JsonLines) -> None:
    """Read category, casualty figures and event grade.

    Example: huiying grade texts.jsonl
    """
    report = LineReport()
    _print(_graded(texts, report))
    _end(report)


def _graded(path: Path, report: LineReport) -> Iterator[dict[str, Any]]:
    for number, record in over(list(read_lines(path, report)), "texts"):
        try:
            require_text(record)
            yield grade_row(record)
        except ValueError as error:
            report.complain(path, number, str(error))


def feed(files: Files) -> None:
    """Read RSS, Atom, RDF or JSON feeds as the spider reads them.

    Example: huiying feed news.xml
    """
    now = utc_now()
    rows = [
        feed_row(str(path), path.read_bytes(), now, OFFICE_ZONE) for path in over(files, "feeds")
    ]
    _print(rows)
    if any(not row["ok"] for row in rows):
        for row in rows:
            if not row["ok"]:
                sys.stderr.write(f"{row['file']}: {row['error']}\n")
        raise typer.Exit(1)


def _print(rows: Iterable[object]) -> None:
    for row in rows:
        sys.stdout.write(dump(row) + "\n")


def _end(report: LineReport) -> None:
    if report.bad:
        raise typer.Exit(1)

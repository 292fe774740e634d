"""Articles from files: what `group`, `match` and `replay` read."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from monitor.domain.article import Article
from monitor.domain.channel import ChannelKind
from monitor.domain.when import Precision, When
from monitor.jsonl import LineReport, read_lines
from monitor.text.dates import read_time

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")
_FAR_FUTURE = datetime.fromisoformat("9000-01-01T00:00:00+00:00")


def read_articles(
    path: Path, report: LineReport, zone: ZoneInfo = OFFICE_ZONE, *, timed: bool = True
) -> list[Article]:
    """The articles of a JSON Lines file in input order; bad lines go to the report.

    A line without `channel_kind` is news. Unless `timed`, a line may leave out its time.
    """
    articles = []
    for number, record in read_lines(path, report):
        try:
            articles.append(article_from(record, zone, timed=timed))
        except ValueError as error:
            report.complain(path, number, str(error))
    return articles


def article_from(record: Mapping[str, Any], zone: ZoneInfo, *, timed: bool = True) -> Article:
    """One article; raises ValueError that says which field is wrong and what it holds.

    An archive says nothing about when it was crawled: an article counts as seen when it had been
    published for certain, and one without a time as the last of all.
    """
    require_text(record)
    untimed = not timed and record.get("published_at") is None
    when = None if untimed else _published(record, zone)
    return Article(
        id=record["id"],
        channel=str(record.get("channel") or "archive"),
        channel_kind=ChannelKind(_one_of(record.get("channel_kind") or "news")),
        url=str(record.get("url") or f"archive:{record['id']}"),
        title=record["title"],
        text=record["text"],
        published=when,
        first_seen_at=when.latest if when else _FAR_FUTURE,
        owner=str(record.get("owner") or ""),
    )


def require_text(record: Mapping[str, Any]) -> None:
    """Raise ValueError unless `id`, `title` and `text` are there and are text."""
    for name in ("id", "title", "text"):
        if not isinstance(record.get(name), str):
            raise ValueError(f"{name!r} must be text, got {record.get(name)!r}")


def _one_of(kind: object) -> str:
    if kind not in ("news", "official"):
        raise ValueError(f"'channel_kind' is news or official, got {kind!r}")
    return str(kind)


def _published(record: Mapping[str, Any], zone: ZoneInfo) -> When:
    raw = record.get("published_at")
    when = read_time(raw, zone, _FAR_FUTURE, "archive") if isinstance(raw, str) else None
    if when is None:
        raise ValueError(f"'published_at' is no time: {raw!r}")
    if record.get("precision") == Precision.DAY and when.precision is not Precision.DAY:
        day = when.earliest.astimezone(zone).strftime("%Y-%m-%d")
        return read_time(day, zone, _FAR_FUTURE, "archive") or when
    return when

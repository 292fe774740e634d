"""Reading the real texts, and pair F1 as the benchmark reckons it."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from monitor.domain.article import Article
from monitor.domain.channel import ChannelKind
from monitor.domain.when import Precision, When

_ZONE = ZoneInfo("Asia/Shanghai")


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def as_article(row: dict[str, Any]) -> Article:
    """A row as an article of a news channel; a date alone is the whole day."""
    stated = str(row.get("published_at") or row.get("published_raw") or "2020-01-01")
    at = datetime.fromisoformat(stated[:19].replace(" ", "T")).replace(tzinfo=_ZONE).astimezone(UTC)
    whole_day = len(stated) <= 10
    when = When(
        at,
        at + timedelta(days=1) if whole_day else at,
        "archive",
        Precision.DAY if whole_day else Precision.MINUTE,
    )
    return Article(
        id=row["id"],
        channel="archive",
        channel_kind=ChannelKind.NEWS,
        url="",
        title=row.get("title") or "",
        text=row["text"],
        published=when,
        first_seen_at=when.latest,
    )


def read_articles(path: Path) -> tuple[list[Article], dict[str, str]]:
    """Articles, and the cluster each belongs to."""
    rows = read_rows(path)
    return [as_article(row) for row in rows], {row["id"]: row["cluster"] for row in rows}


def pair_f1(gold: dict[str, str], found: dict[str, str]) -> float:
    """F1 over pairs of articles said to be of one incident."""

    def pairs(groups: Counter[Any]) -> int:
        return sum(size * (size - 1) // 2 for size in groups.values())

    right = pairs(Counter((gold[name], found[name]) for name in gold))
    said, true = pairs(Counter(found[name] for name in gold)), pairs(Counter(gold.values()))
    return 2 * right / (said + true) if said + true else 0.0

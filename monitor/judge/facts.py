"""All facts of one text in one go, as the `huiying grade` command prints them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from monitor.domain.judgement import FiguresReading
from monitor.domain.severity import Category, EventGrade, Figures
from monitor.domain.when import When
from monitor.judge.grading import grade
from monitor.judge.relevance import relevance
from monitor.text.categories import categorise
from monitor.text.figure_context import SHANGHAI
from monitor.text.figures import read_figures
from monitor.text.places import Gazetteer, Jurisdiction


def grade_row(record: Mapping[str, Any], zone: ZoneInfo = SHANGHAI) -> dict[str, Any]:
    """Category, figures, event grade and whether it is real, of one record of the `grade` format.

    `record` holds `id`, `title`, `text`, and may hold `published_at` and `channel_kind`; a missing
    or odd value counts as empty. `real` is false for what is no event at all: drills, look-backs,
    hypotheses, policy texts and routine notices; a denied rumour stays a matter. `as_of` is
    ISO 8601 in `zone`. Only stated figures are given, and none of what did not happen.
    """
    title, text = str(record.get("title") or ""), str(record.get("text") or "")
    published = _published(record.get("published_at"), zone)
    category = categorise(title, text)
    figures = read_figures(title, text, published, zone)
    official = record.get("channel_kind") == "official"
    judged = relevance(
        title, text, published, Gazetteer(Jurisdiction()), category.category, figures=figures
    )
    if not judged.real:
        figures = FiguresReading(Figures())
    grading = grade(category.category, figures.figures, title, text, official=official)
    words = "、".join(category.reasons)
    return {
        "id": record.get("id"),
        "category": category.category.value,
        "figures": figures.figures.stated(),
        "as_of": figures.as_of.astimezone(zone).isoformat() if figures.as_of else None,
        "grade_confirmed": _word(grading.confirmed),
        "grade_possible": _word(grading.possible),
        "real": judged.real and (judged.matter or category.category is Category.RUMOUR),
        "reasons": [
            f"类别{category.category.chinese}:{words or '没有足够的特征词'}",
            *(f"原文:{quote}" for quote in figures.quotes),
            *grading.reasons,
            *judged.reasons[1:],
        ],
    }


def _word(grade_of: EventGrade | None) -> str | None:
    return grade_of.value if grade_of else None


def _published(raw: object, zone: ZoneInfo) -> When | None:
    """The publication of a record; None where it is missing or no ISO 8601 time."""
    try:
        at = datetime.fromisoformat(str(raw)) if raw else None
    except ValueError:
        return None
    if at is None:
        return None
    return When.at(at if at.tzinfo else at.replace(tzinfo=zone), "record")

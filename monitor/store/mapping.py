"""Between rows and the domain: instants with bounds, findings, facts, clocks."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from monitor.domain.article import Article, believed
from monitor.domain.channel import ChannelKind
from monitor.domain.clock import Clock, runs_anew
from monitor.domain.incident import IncidentFacts
from monitor.domain.joining import Finding
from monitor.domain.judgement import Judgement
from monitor.domain.policy import StartBasis
from monitor.domain.response import Link, Response, ResponseKind
from monitor.domain.severity import Category, EventGrade, Figures, Grading
from monitor.domain.sight import BlindInterval
from monitor.domain.verdict import Verdict
from monitor.domain.when import Precision, When
from monitor.domain.words import Words
from monitor.store.rulings import dismissal_of, waivers_of
from monitor.store.tables import ArticleRow, ClockRow, IncidentRow, ResponseRow

StoredClock = ClockRow | Row[Any]
"""A clock as it is stored: a row of the session, or its columns as plain values."""


def when_of(
    earliest: datetime | None, latest: datetime | None, source: str, precision: str
) -> When | None:
    """The instant kept in four columns, or None where it is not known."""
    if earliest is None or latest is None:
        return None
    return When(earliest, latest, source, Precision(precision))


def when_columns(prefix: str, when: When | None) -> dict[str, Any]:
    """The four columns of an instant."""
    return {
        f"{prefix}_earliest": when.earliest if when else None,
        f"{prefix}_latest": when.latest if when else None,
        f"{prefix}_source": when.source if when else "",
        f"{prefix}_precision": when.precision.value if when else "",
    }


def article_of(row: ArticleRow) -> Article:
    """The publication a row keeps."""
    return Article(
        id=str(row.id),
        channel=row.channel,
        channel_kind=ChannelKind(row.channel_kind),
        url=row.url,
        title=row.title,
        text=row.text,
        published=published_of(row),
        first_seen_at=row.first_seen_at,
        owner=row.owner,
        source_line=row.source_line,
        damage=tuple(row.damage),
    )


def published_of(row: ArticleRow) -> When | None:
    """When a publication says it was published."""
    return when_of(
        row.published_earliest,
        row.published_latest,
        row.published_source,
        row.published_precision,
    )


def response_of(row: ResponseRow, title: str, url: str) -> Response:
    """The answer a row keeps, with title and address of the page it stands on."""
    at = when_of(row.at_earliest, row.at_latest, row.at_source, row.at_precision)
    if at is None:
        raise ValueError(f"response {row.id} has no time")
    return Response(
        id=str(row.id),
        kind=ResponseKind(row.kind),
        at=at,
        issuer=row.issuer,
        link=Link(row.link),
        relayed=row.relayed,
        title=title,
        url=url,
        reason=row.reason,
        unit=row.unit,
        withdrawn=row.withdrawn_at is not None,
    )


def facts_of(row: IncidentRow, responses: tuple[Response, ...], arrived: int = 0) -> IncidentFacts:
    """What the clocks of an incident are derived from; `arrived`: articles since its dismissal."""
    first_public = when_of(
        row.first_public_earliest,
        row.first_public_latest,
        row.first_public_source,
        row.first_public_precision,
    )
    if first_public is None:
        raise ValueError(f"incident {row.id} has no first report")
    return IncidentFacts(
        id=str(row.id),
        detected_at=row.detected_at,
        first_public=first_public,
        category=Category(row.category),
        grading=Grading(_grade(row.grade_confirmed), _grade(row.grade_possible)),
        occurred=when_of(
            row.occurred_earliest, row.occurred_latest, row.occurred_source, row.occurred_precision
        ),
        graded_at=row.graded_at,
        units=tuple(row.units),
        responses=responses,
        answered_first=row.answered_first,
        court_first=row.court_first,
        dismissed=dismissal_of(row, arrived),
        waived=waivers_of(row),
    )


def _grade(text: str) -> EventGrade | None:
    return EventGrade(text) if text else None


def clock_columns(clock: Clock) -> dict[str, Any]:
    """What a clock row keeps of a clock."""
    return {
        "window_s": clock.window.total_seconds(),
        "basis": clock.basis.value,
        **when_columns("start", clock.start),
        "due_from": clock.due_from,
        "due_at": clock.due_at,
        "verdict": clock.verdict.value,
        "words_zh": clock.words.zh,
        "words_en": clock.words.en,
        "provisional": clock.provisional,
        "answered_by": int(clock.answered_by) if clock.answered_by else None,
        "answered_earliest": clock.answered.earliest if clock.answered else None,
        "answered_latest": clock.answered.latest if clock.answered else None,
        "breached_at": clock.breached_at,
        "late_on_upgrade": clock.late_on_upgrade,
        "gaps": [_gap_json(gap) for gap in clock.gaps],
        "next_due_at": clock.wake_at,
    }


def clock_of(row: StoredClock) -> Clock:
    """The clock a row keeps."""
    start = when_of(row.start_earliest, row.start_latest, row.start_source, row.start_precision)
    if start is None:
        raise ValueError(f"clock {row.id} has no start")
    return Clock(
        clause=row.clause,
        window=timedelta(seconds=row.window_s),
        basis=StartBasis(row.basis),
        start=start,
        verdict=Verdict(row.verdict),
        words=Words(row.words_zh, row.words_en),
        provisional=row.provisional,
        late_on_upgrade=row.late_on_upgrade,
        answered_by=str(row.answered_by) if row.answered_by else None,
        answered=when_of(row.answered_earliest, row.answered_latest, "response", "second"),
        gaps=tuple(_gap_of(gap) for gap in row.gaps),
        wake_at=row.next_due_at,
    )


def starts_anew(row: StoredClock, clock: Clock) -> bool:
    """Whether the window of a stored clock enters its next generation as `clock`."""
    ended = row.breached_at is not None or row.answered_by is not None
    return ended and runs_anew(clock_of(row), clock)


def former_breach(clock: Clock, row: StoredClock | None) -> datetime | None:
    """The deadline a window was once found to have missed, where `clock` no longer says so."""
    if clock.breached_at is not None or row is None:
        return None
    missed: datetime | None = row.breached_at or row.former_breach_at
    return missed


def _gap_json(gap: BlindInterval) -> dict[str, str]:
    return {
        "channel": gap.channel,
        "title": gap.title,
        "start": gap.start.isoformat(),
        "end": gap.end.isoformat(),
    }


def _gap_of(data: Mapping[str, str]) -> BlindInterval:
    return BlindInterval(
        data["channel"],
        data["title"],
        datetime.fromisoformat(data["start"]),
        datetime.fromisoformat(data["end"]),
    )


def finding_json(finding: Finding) -> dict[str, Any]:
    """The judged part of a finding as JSON; the rest stands in the article's own columns."""
    return {
        "category": finding.category.value,
        "figures": finding.figures.stated(),
        "as_of": finding.as_of.isoformat() if finding.as_of else None,
        "grade_confirmed": finding.grading.confirmed,
        "grade_possible": finding.grading.possible,
        "grade_reasons": list(finding.grading.reasons),
        "occurred": _when_json(finding.occurred),
        "units": list(finding.units),
        "place": finding.place,
        "authority": finding.authority,
        "exposed": _when_json(finding.exposed),
        "court_stage": finding.court_stage,
    }


def finding_of(row: ArticleRow) -> Finding:
    """The finding of a judged article; does not touch its text."""
    data = row.finding
    return Finding(
        article=str(row.id),
        channel_kind=ChannelKind(row.channel_kind),
        title=row.title,
        when=believed(published_of(row), row.first_seen_at),
        first_seen_at=row.first_seen_at,
        category=Category(data["category"]),
        figures=Figures(**data["figures"]),
        as_of=datetime.fromisoformat(data["as_of"]) if data["as_of"] else None,
        grading=Grading(
            _grade(data["grade_confirmed"] or ""),
            _grade(data["grade_possible"] or ""),
            tuple(data["grade_reasons"]),
        ),
        occurred=_when_of_json(data["occurred"]),
        units=tuple(data["units"]),
        place=data["place"],
        authority=data["authority"],
        duplicate=row.duplicate_of is not None,
        exposed=_when_of_json(data.get("exposed")),
        court_stage=data.get("court_stage", False),
    )


def answer_json(judgement: Judgement) -> dict[str, Any]:
    """What the judge says an article answers, and in which form, as JSON."""
    reading = judgement.response
    return {
        "response": {
            "kind": reading.kind.value,
            "issuer": reading.issuer,
            "relayed": reading.relayed,
            "at": _when_json(reading.at),
            "reason": reading.reason,
        }
        if reading
        else None,
        "answers": [
            {"incident": c.incident, "score": c.score, "verdict": c.verdict, "reason": c.reason}
            for c in judgement.answers
        ],
    }


def _when_json(when: When | None) -> dict[str, str] | None:
    if when is None:
        return None
    return {
        "earliest": when.earliest.isoformat(),
        "latest": when.latest.isoformat(),
        "source": when.source,
        "precision": when.precision.value,
    }


def _when_of_json(data: Mapping[str, str] | None) -> When | None:
    if data is None:
        return None
    return when_of(
        datetime.fromisoformat(data["earliest"]),
        datetime.fromisoformat(data["latest"]),
        data["source"],
        data["precision"],
    )

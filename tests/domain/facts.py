"""Short ways to say what a test is about."""

from datetime import UTC, datetime, timedelta

from monitor.domain.incident import IncidentFacts
from monitor.domain.response import Link, Response, ResponseKind
from monitor.domain.severity import Category, EventGrade, Grading
from monitor.domain.sight import Look, Watch
from monitor.domain.when import Precision, When

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)  # Monday 14:00 in Shanghai
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def exactly(at: datetime) -> When:
    """An instant known exactly."""
    return When.at(at, "test")


def between(start: datetime, end: datetime) -> When:
    """An instant known only between two others."""
    return When(start, end, "test", Precision.DAY)


def incident(
    *,
    grade: EventGrade | None = None,
    possible: EventGrade | None = None,
    responses: tuple[Response, ...] = (),
    occurred: When | None = None,
    **changes: object,
) -> IncidentFacts:
    """An incident that was first reported and detected at START."""
    facts = {
        "id": "1",
        "detected_at": START,
        "first_public": exactly(START),
        "category": Category.FIRE,
        "grading": Grading(grade, possible or grade),
        "occurred": occurred,
        "responses": responses,
        **changes,
    }
    return IncidentFacts(**facts)  # type: ignore[arg-type]  # keyword shorthand


def response(
    at: When | datetime,
    kind: ResponseKind = ResponseKind.STATEMENT,
    link: Link = Link.AUTO,
    **changes: object,
) -> Response:
    """An answer of the fire brigade."""
    when = at if isinstance(at, When) else exactly(at)
    return Response("7", kind, when, "临溪县消防救援大队", link, **changes)  # type: ignore[arg-type]  # keyword shorthand


def watched(until: datetime, *, every: timedelta = timedelta(minutes=10), owner: str = "") -> Watch:
    """An official channel that was read without a gap from before START to `until`."""
    looks = []
    at = START - timedelta(hours=1)
    while at <= until:
        looks.append(Look(at))
        at += every
    looks.append(Look(until))
    return Watch("portal", "县政府门户网", owner, 3 * every, tuple(looks))

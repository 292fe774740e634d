"""The moments of an incident that a window may be counted from, and how each is known."""

from collections.abc import Iterator

from monitor.domain.policy import StartBasis
from monitor.domain.when import When
from monitor.manner import Line, Manner
from monitor.provenance import provenance_words
from monitor.usecases.explain_incident import IncidentExplained

UNRECORDED = (("交办时间", "assignment"), ("签收时间", "acknowledgement"))
"""Moments that a window could be counted from too, and that nobody records yet."""


def opening(explained: IncidentExplained, manner: Manner) -> Iterator[Line]:
    """The incident, the day whose rules bind it, and every moment a window may start from."""
    facts, day = explained.facts, explained.day
    yield Line(manner.pick("事件", "Incident"), f"#{facts.id} {explained.title}")
    yield Line(
        manner.pick("适用规则", "Rules"),
        manner.pick(
            f"事发当日（{day}）施行的条款", f"the clauses in force on {day}, when it began"
        ),
    )
    yield from moments(explained, manner)


def moments(explained: IncidentExplained, manner: Manner) -> Iterator[Line]:
    """Every moment that a window may be counted from, as well as it is known, and from where."""
    facts = explained.facts
    known = {
        StartBasis.OCCURRED: facts.occurred,
        StartBasis.FIRST_SEEN_PUBLIC: facts.first_public,
        StartBasis.DETECTED: When.at(facts.detected_at, "detected"),
    }
    for basis, moment in known.items():
        said = moment_words(moment, manner) if moment else manner.pick("不详", "not known")
        yield Line(manner.pick(*basis.words), said)
    if facts.graded_at is not None:
        basis = StartBasis.GRADED
        yield Line(manner.pick(*basis.words), manner.at(facts.graded_at))
    for names in UNRECORDED:
        yield Line(manner.pick(*names), manner.pick("未记录", "not recorded"))


def moment_words(moment: When, manner: Manner) -> str:
    """A moment as well as it is known, and from where."""
    source = manner.words(provenance_words(moment.source))
    return manner.joined([manner.when(moment), source])

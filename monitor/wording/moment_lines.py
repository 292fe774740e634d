"""The moments of an incident that a window may be counted from, and how each is known."""

from collections.abc import Iterator

from monitor.domain.policy import StartBasis
from monitor.domain.when import When
from monitor.usecases.explain_incident import IncidentExplained
from monitor.wording.manner import Line, Manner
from monitor.wording.provenance import provenance_words

ENTERED = (StartBasis.ASSIGNED, StartBasis.ACKNOWLEDGED)
"""Moments that only a person can enter."""


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
    for basis, moment in explained.facts.moments.items():
        if moment is not None:
            yield Line(manner.pick(*basis.words), moment_words(moment, manner))
        elif basis is not StartBasis.GRADED:
            yield Line(manner.pick(*basis.words), missing_words(basis, manner))


def missing_words(basis: StartBasis, manner: Manner) -> str:
    """What is said of a moment that is not known: nobody entered it, or nobody told of it."""
    if basis in ENTERED:
        return manner.pick("未登记", "not entered")
    return manner.pick("不详", "not known")


def moment_words(moment: When, manner: Manner) -> str:
    """A moment as well as it is known, and from where."""
    source = manner.words(provenance_words(moment.source))
    return manner.joined([manner.when(moment), source])

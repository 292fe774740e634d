"""What the judge says of one article, each part with its reasons in words.

The judge only reads and advises; the use cases turn its advice into incidents, responses and
events.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from monitor.domain.response import ResponseKind
from monitor.domain.severity import Category, Figures, Grading
from monitor.domain.when import When


class Answering(StrEnum):
    """How far a publication may be taken as the answer to an incident."""

    AUTO = "auto"
    REVIEW = "review"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class FiguresReading:
    """Casualty figures of a text, the instant they are given for, and the words they stand in."""

    figures: Figures = field(default_factory=Figures)
    as_of: datetime | None = None
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relevance:
    """Whether an article is a matter of ours at all.

    `ours`: it happened in the office's jurisdiction. `real`: it happened now, and is no drill,
    anniversary, look back or hypothesis. `matter`: it is the kind of thing an office must answer,
    and no policy text, forecast or routine item.
    """

    ours: bool
    real: bool
    matter: bool
    places: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def opens_incident(self) -> bool:
        """True where the article, if it belongs to nothing yet, starts an incident."""
        return self.ours and self.real and self.matter


@dataclass(frozen=True, slots=True)
class Candidate:
    """An incident that a publication may answer, or that an article may belong to.

    `features` are what the score was made of, by name, before the weights were applied.
    """

    incident: str
    score: float
    verdict: Answering
    reason: str
    features: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ResponseReading:
    """An authority's answer found in a text: its kind, who issued it, when it says it was.

    `at` is None where the text gives no time of its own; the article's time then stands.
    """

    kind: ResponseKind
    issuer: str
    relayed: bool
    at: When | None
    reason: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """Everything the judge found in one article.

    `exposed` is when the matter became public as the text tells it. `court_stage`: the headline
    tells a court's or prosecutor's step, which they make public themselves. `recounted` are the
    earlier answers that the article tells of, each with its time. `echoes` is an incident that had
    fallen silent and that the article speaks of again.

    `runner_up` is the best incident that the article was not filed under; with the verdict REVIEW
    it and `belongs_to` may be one and the same. `measures` are the weights and thresholds in force
    (`belongs`, `belongs.name`, …), so that the decision can be followed later.
    """

    article: str
    duplicate_of: str | None
    relevance: Relevance
    category: Category
    figures: FiguresReading
    grading: Grading
    occurred: When | None
    exposed: When | None
    court_stage: bool
    units: tuple[str, ...]
    place: str
    belongs_to: Candidate | None
    response: ResponseReading | None
    answers: tuple[Candidate, ...]
    reasons: tuple[str, ...]
    recounted: tuple[ResponseReading, ...] = ()
    echoes: str | None = None
    category_reasons: tuple[str, ...] = ()
    runner_up: Candidate | None = None
    measures: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def unread(cls, article: str, reason: str) -> "Judgement":
        """What stands in for the judgement of a page that the judge cannot read: nothing of it."""
        return cls(
            article=article,
            duplicate_of=None,
            relevance=Relevance(ours=False, real=False, matter=False, reasons=(reason,)),
            category=Category.OTHER,
            figures=FiguresReading(),
            grading=Grading(),
            occurred=None,
            exposed=None,
            court_stage=False,
            units=(),
            place="",
            belongs_to=None,
            response=None,
            answers=(),
            reasons=(reason,),
        )

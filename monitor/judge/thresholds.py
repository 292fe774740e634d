"""From which score on the judge decides by itself: the few numbers an office may tune.

The weights behind the scores are fitted once, on many texts, and travel with the program; where an
office draws the line depends on its own mix of matters, and is learnt from its own corrections.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from monitor.judge import evidence, pairing
from monitor.judge.grouping import BELONGS

SPANS: Mapping[str, tuple[float, float]] = {
    "belongs": (0.2, 1.5),
    "surely_the_same": (0.4, 3.0),
    "answers": (0.80, 0.999),
}
"""Between which values each threshold makes sense: outside, the judge would join all or nothing."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The scores from which the judge acts without a person.

    `belongs`: an article joins an incident. `surely_the_same`: an answer that joins an incident
    answers it without a card. `answers`: the probability from which a publication is taken as the
    answer. Raises ValueError outside SPANS, or where the second is below the first.
    """

    belongs: float = BELONGS
    surely_the_same: float = 0.75
    answers: float = pairing.bars().alone

    def __post_init__(self) -> None:
        for name, (least, most) in SPANS.items():
            if not least <= getattr(self, name) <= most:
                raise ValueError(f"{name} lies between {least} and {most}")
        if self.surely_the_same < self.belongs:
            raise ValueError("surely_the_same is at least belongs")

    def stated(self) -> dict[str, float]:
        """The thresholds by name."""
        return asdict(self)


def measures(thresholds: Thresholds) -> dict[str, float]:
    """Thresholds and weights in force, as they are kept with each decision: `answers.shared`."""
    belonging = {f"belongs.{name}": weight for name, weight in evidence.weights().items()}
    answering = {f"answers.{name}": weight for name, weight in asdict(pairing.weights()).items()}
    asked_from = {"answers.ask_from": pairing.bars().review}
    return {**thresholds.stated(), **belonging, **answering, **asked_from}

"""Where an article's matter lies: what its places weigh on each side of the office's border."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

_TOLD: Final = 3  # places, and later mentions of one place, that count
_TITLE: Final = 3
_REASONS: Final = 2
_SHARE: Final = 0.7
"""Own points for each point elsewhere from which on a matter is ours, where no title decides."""


class Side(StrEnum):
    """On which side of the office's border a place lies."""

    OWN = "own"
    ABOVE = "above"  # the province or city that the office belongs to
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Place:
    """One place named in a text: its name, where it stands, and on which side it lies.

    `origin`: it tells where a person comes from (临溪男子), not where something happened. `code` is
    its administrative code as far as it is known, `why` the reason in Chinese where its name means
    several places. `shared`: nothing near tells which of them.
    """

    name: str
    side: Side
    start: int
    end: int
    origin: bool = False
    code: str = ""
    why: str = ""
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Location:
    """Where an article's matter lies, with the places it rests on and the reason in Chinese.

    `weighed` are the points of each side ("place.own", "place.elsewhere"); `ambiguous` the names
    that several places bear and that nothing in the text settles.
    """

    ours: bool
    places: tuple[str, ...]
    reason: str
    weighed: Mapping[str, float] = field(default_factory=dict)
    ambiguous: tuple[str, ...] = ()


class Weighed:
    """The places of one article, added one by one in the order of the text."""

    def __init__(self) -> None:
        self.own = 0
        self._points: Counter[Side] = Counter()
        self._named: dict[Side, Counter[str]] = defaultdict(Counter)
        self._title: set[Side] = set()
        self._why: dict[Side, dict[str, str]] = defaultdict(dict)
        self._open: dict[str, str] = {}

    def add(self, place: Place, weight: int) -> None:
        """Count a place; `weight` tells the title (3) from the opening (2) and the rest (1)."""
        if place.shared:
            self._open[place.name] = place.why
            return
        seen = self._named[place.side]
        seen[place.name] += 1
        if place.why:
            self._why[place.side].setdefault(place.name, place.why)
        if place.origin:
            self._points[place.side] += 1
            return
        self._points[place.side] += weight if seen[place.name] <= _TOLD else 0
        if weight == _TITLE:
            self._title.add(place.side)

    def verdict(self) -> Location | None:
        """Whose the matter is; None where no place was named that tells."""
        own, elsewhere = self._points[Side.OWN] + self.own, self._points[Side.ELSEWHERE]
        needed = _SHARE * elsewhere
        if len(self._title & {Side.OWN, Side.ELSEWHERE}) == 1:  # the title names one side only
            needed = 0.0 if Side.OWN in self._title else float(elsewhere)
        if own and own >= needed:
            return self._told(Side.OWN, "事发地在辖区")
        if elsewhere:
            return self._told(Side.ELSEWHERE, "事发地在外地")
        if self._open:
            names = tuple(self._open)[:_TOLD]
            why = ";".join(tuple(self._open.values())[:_REASONS])
            return Location(False, names, f"{why},且都不在辖区", self._weights(), names)
        return None

    def _told(self, side: Side, verdict: str) -> Location:
        names = tuple(name for name, _ in self._named[side].most_common(_TOLD))
        why = [self._why[side][name] for name in names if name in self._why[side]]
        reason = ";".join((f"{verdict}:{'、'.join(names) or '本地'}", *why[:_REASONS]))
        return Location(side is Side.OWN, names, reason, self._weights(), tuple(self._open))

    def _weights(self) -> dict[str, float]:
        points = {side: self._points[side] for side in Side}
        points[Side.OWN] += self.own
        return {f"place.{side}": float(count) for side, count in points.items()} | {
            "place.title_own": float(Side.OWN in self._title),
            "place.title_elsewhere": float(Side.ELSEWHERE in self._title),
        }

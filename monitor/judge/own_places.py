"""What the office's own places are called: in its own stream they tell no incident from another.

To the country 柏湾镇 is a rare name, to the office of its county it stands in every third report.
But where two reports name towns of the county, and not one in common, they are of two matters.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from monitor.judge.tables import table
from monitor.judge.terms import Numbers, terms_in
from monitor.text.normalise import matching_form
from monitor.text.places import Jurisdiction

_ADMINISTRATIVE = re.compile(r"(?:[省市州盟区县旗镇乡村路街巷]|街道|社区|苏木)$")
_NO_DIVISION = re.compile(r"(?:小|社|景|园|校|片|库|山|新|开发|管理|工业|保护)区$")
_NUMBERED_ROAD = re.compile(
    r"(?:[国省县乡]道|高速)?[a-z]?\d{2,4}(?:线|[国省县乡]道)|[国省县乡]道[a-z]?\d{2,4}"
)
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_BEFORE = 2  # characters of a site's name that stand before what it ends with
_NO_TERMS = terms_in("")
_VILLAGE = re.compile(
    r"[\u4e00-\u9fff][^\W\d_个该本邻全农乡们的中两多几各名位户行自驻进入到在家回出小山]村(?![民里口委干庄镇道务上子])"
)
_COUNTY, _TOWN = re.compile(r"[市区县旗]$"), re.compile(r"(?:镇|乡|街道|苏木)$")


@dataclass(frozen=True)
class OwnPlaces:
    """The office's places by their names in matching form.

    `area`: what it answers for and what that lies in; `inside`: counties, towns and streets in it;
    `landmarks`: a park or a bridge, which now and then is a matter of its own.
    """

    area: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    landmarks: tuple[str, ...] = ()

    @classmethod
    def of(cls, jurisdiction: Jurisdiction) -> "OwnPlaces":
        """The places of a jurisdiction; of one without limits only those that it names."""
        above = (jurisdiction.name, *jurisdiction.aliases, *jurisdiction.within)
        inside = [matching_form(name) for name in jurisdiction.inside if name]
        return cls(
            tuple(matching_form(name) for name in above if name),
            tuple(name for name in inside if _ADMINISTRATIVE.search(name)),
            tuple(name for name in inside if not _ADMINISTRATIVE.search(name)),
        )

    @property
    def names(self) -> tuple[str, ...]:
        """What stands in so many reports that it tells none from another."""
        return (*self.area, *self.inside)

    def divisions(self, text: str) -> frozenset[str]:
        """Counties and towns of the office by their full names, in a text in matching form."""
        return frozenset(self._divisions.findall(text)) if self._divisions else frozenset()

    def names_any(self, text: str) -> bool:
        """Whether a text in matching form names the office's area or a place in it."""
        return any(name in text for name in self.names)

    def villages(self, text: str) -> frozenset[str]:
        """Villages that a text in matching form names, cut to three characters."""
        return frozenset(_VILLAGE.findall(text)) if self.names and "村" in text else frozenset()

    def sites(self, text: str) -> tuple[frozenset[str], Numbers]:
        """The estates, schools, roads and works that a text in matching form names; and the terms
        of these and of the office's own places with the seams to the words beside them.

        To an office one of them is a place where unlike things happen; to the country it is what
        the one thing that happened there is known by: without own places there are no sites.
        """
        if not self.names:
            return frozenset(), _NO_TERMS
        may_name_road = "道" in text or "线" in text
        named = [one.span() for one in _NUMBERED_ROAD.finditer(text)] if may_name_road else []
        for one in _sites().finditer(text):
            start = one.start() - _BEFORE
            if start >= 0 and _HAN.fullmatch(text, start, one.start()):
                named.append((start, one.end()))
        found = [*named, *(one.span() for one in self._names.finditer(text))]
        if not found:
            return frozenset(), _NO_TERMS
        seamed = "\n".join(text[max(0, start - 1) : end + 1] for start, end in found)
        return frozenset(text[start:end] for start, end in named), terms_in(seamed)

    @cached_property
    def _names(self) -> re.Pattern[str]:
        return _any_of(self.names)

    def troubles(self, text: str) -> frozenset[str]:
        """What a text in matching form tells that a whole town speaks of at once."""
        return frozenset(_troubles().findall(text)) if self.names else frozenset()

    @cached_property
    def _divisions(self) -> re.Pattern[str] | None:
        found = [name for name in self.inside if _level(name)]
        return _any_of(found) if found else None


NOWHERE = OwnPlaces()
"""Of who has no places of its own."""


def apart(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether both name towns, or both counties, and not one in common."""
    for level in (_COUNTY, _TOWN):
        ours = {name for name in some if level.search(name)}
        theirs = {name for name in others if level.search(name)}
        if ours and theirs and not ours & theirs:
            return True
    return False


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """The longest of the names that stands at a place."""
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))


@lru_cache(maxsize=1)
def _sites() -> re.Pattern[str]:
    kinds = sorted(table("common.toml")["sites"], key=len, reverse=True)
    short = [f"{kind}(?![{no}])" for kind, no in table("common.toml")["short_sites"].items()]
    return re.compile("|".join([*kinds, *short]))


@lru_cache(maxsize=1)
def _troubles() -> re.Pattern[str]:
    return re.compile("|".join(table("common.toml")["troubles"].split()))


def _level(name: str) -> bool:
    return not _NO_DIVISION.search(name) and bool(_COUNTY.search(name) or _TOWN.search(name))

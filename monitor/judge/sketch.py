"""One article as the grouper sees it: its terms, the places and the moments it tells."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from monitor.judge.folding import folded
from monitor.judge.own_places import NOWHERE, OwnPlaces
from monitor.judge.tables import table
from monitor.judge.terms import (
    LEAD,
    READ,
    Numbers,
    Terms,
    grammatical,
    headline,
    read_terms,
    standing_in,
)
from monitor.text.divisions import national_rows

_PLACE = re.compile(r"[\u4e00-\u9fff]{2}(?:自治县|县|区|镇|乡|村|市(?!报)|州|旗)")
_MOMENT = re.compile(r"(\d(?<!\d\d)\d?)(?:[时点]|:(?=\d\d))(?:(\d{1,2})分?|(半))(?!\d)")
_LATE = ("下午", "傍晚", "晚", "晚上", "夜间", "深夜")
SITE_SHARE = np.float32(0.3)
"""What a term of a site's name counts for: unlike things happen there."""
_NO_TITLE = 40  # characters of a text that has no title
_AFTERNOON = 12
_HOUR = 60


@dataclass(frozen=True, slots=True)
class Sketch:
    """One article as the grouper sees it."""

    terms: Terms
    text: str
    """Title and lead in their matching form."""
    places: frozenset[str]
    """As far as no place of the office's own is named: then those are what counts."""
    moments: frozenset[int]
    """Times of day told to the minute in title and lead, in minutes after midnight."""
    wide_area: bool
    divisions: frozenset[str]
    """The office's own counties and towns that title and lead name."""
    villages: frozenset[str]
    """The villages that title and lead of an article from the office's area name."""
    titled_villages: frozenset[str]
    sites: frozenset[str]
    """The estates, schools, roads and works in the office's area that title and lead name."""
    site_terms: Numbers
    local: bool
    """Whether it was read for an office with places of its own."""
    troubles: frozenset[str]
    """What title and lead tell that a whole town of the office's speaks of."""
    titled_troubles: frozenset[str]


def read_sketch(title: str, text: str, own: OwnPlaces = NOWHERE) -> Sketch:
    """Reduce an article to its terms, and to the places and moments of its opening."""
    text = folded(text)[:READ]
    title = headline(folded(title)) or _first_words(text)
    opening = f"{title}\n{text[:LEAD]}"
    sites, site_terms = own.sites(opening)
    terms = _damped(read_terms(title, text), site_terms)
    return Sketch(
        terms,
        opening,
        read_places(opening) if not own.names_any(opening) else frozenset(),
        read_moments(opening),
        _wide_area().search(opening) is not None,
        own.divisions(opening),
        own.villages(opening),
        own.villages(title),
        sites,
        site_terms,
        bool(own.names),
        own.troubles(opening),
        own.troubles(title),
    )


def _first_words(text: str) -> str:
    """What stands for the title of a post that has none: its first sentence, or a part of it."""
    return text[:_NO_TITLE].partition(".")[0]


def _damped(terms: Terms, site_terms: Numbers) -> Terms:
    """The terms with those of sites counting for less."""
    if not len(site_terms):
        return terms
    counts = terms.counts.copy()
    counts[standing_in(terms.numbers, site_terms)] *= SITE_SHARE
    return replace(terms, counts=counts)


def read_places(text: str) -> frozenset[str]:
    """Names of counties, towns and villages as they stand in a text, cut to three characters.

    A city is named with or without its last word (杭州, 杭州市), and is kept without it.
    """
    found = (
        _bare(name)
        for name in _PLACE.findall(text)
        if name not in _no_places() and name[1:] not in _no_places()
    )
    return frozenset(name for name in found if name)


def _bare(name: str) -> str:
    """The name among three characters or more, or nothing where they are of a sentence."""
    if name.endswith("州"):
        return name[-2:]  # what stands before it is not of the name: 在杭州
    known = _ends_of_names()
    if name[-3:] not in known:
        if name[-2:] in known:
            return name[-2:]  # 于丰县
        if not grammatical().isdisjoint(name):
            return ""  # 在闹市
    return name.removesuffix("市")


@lru_cache(maxsize=1)
def _ends_of_names() -> frozenset[str]:
    """The last three characters of all divisions' names down to counties; the whole of shorter."""
    return frozenset(name[-3:] for _, name in national_rows())


def read_moments(text: str) -> frozenset[int]:
    """Times of day that a text in matching form tells to the minute: 14时28分, 下午2点半."""
    found = set()
    for told in _MOMENT.finditer(text):
        hours, late = int(told[1]), text.endswith(_LATE, 0, told.start())
        hours += _AFTERNOON if late and hours < _AFTERNOON else 0
        minutes = _HOUR // 2 if told[3] else int(told[2])
        if hours < 2 * _AFTERNOON and minutes < _HOUR:
            found.add(hours * _HOUR + minutes)
    return frozenset(found)


@lru_cache(maxsize=1)
def _wide_area() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, table("common.toml")["wide_area"])))


@lru_cache(maxsize=1)
def _no_places() -> frozenset[str]:
    return frozenset(table("common.toml")["no_places"])

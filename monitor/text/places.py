"""Where something happened: the office's own places against everybody else's.

A gazetteer holds the names of all provinces, prefectures and counties and what the office lists of
its own (towns, streets, landmarks). Names that several places share (鼓楼区, 朝阳) are settled by
the places named beside them; a dateline, a newspaper's name or a person's origin is no place.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import ahocorasick

from monitor.text.divisions import (
    Codes,
    certain,
    is_no_place,
    national_names,
    national_rows,
    short_name,
)
from monitor.text.normalise import matching_form
from monitor.text.reading import reading_form, sentences, without_dateline

_ORIGIN: Final = re.compile(r"籍|男子|女子|小伙|姑娘|游客|老乡|学子|一家|人(?!民|大|员|口|社)")
_UNKNOWN: Final = re.compile(
    r"(?:^|[,。:;\s省市州])[在于从据给和市]?([\u4e00-\u9fff]{2,3}[县市旗]|[\u4e00-\u9fff]{2,4}[镇乡])"
    # what follows a name where it says where: 赤水县一仓库, 榆关镇境内, 赤水县公安局
    r"(?=一|某|境内|发生|突发|出现|城区|[^,。;\s]{0,6}[镇乡村路街厂矿]"
    r"|(?:人民政府|人民医院|公安|应急|教育局|卫生|消防|通报|警方))"
)
# Words and joints of a sentence that no name of a county or a township holds.
_NO_NAME: Final = re.compile(
    r"[该全本我各某外邻同两多每此这那其跨入出进超由起的了是被把向让使并也都又已将及与等有给据系还千]"
    r"|[乡村城]镇|(?:城|都|大|小|本|外|[集股楼超门上夜菜书花灯车早鱼米房])市|表彰|召开|举行|举办|部署|组织|开展"
    r"|报告|根据|按照|经过|通过|参加|配合|协助|陪同|来到|前往|返回|抵达|支持|服务|推进|建设|代表|获得"
)
# Divisions whose names are also plain words (three cities have a 城区): they need their city.
_PLAIN_WORDS: Final = frozenset({"城区", "郊区", "矿区", "市中区", "市辖区"})
_LEAD: Final = 3


class Side(StrEnum):
    """On which side of the office's border a place lies."""

    OWN = "own"
    ABOVE = "above"  # the province or city that the office belongs to
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """What an office answers for.

    `open`: everything is ours, wherever it happened. Otherwise `name` (临溪县) with its `aliases`,
    the towns, streets and landmarks `inside` it, names known to lie `outside`, and the province and
    city it lies `within`. `code` is its administrative code, where it has one.
    """

    open: bool = True
    name: str = ""
    aliases: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """One place named in a text: its name, where it stands, and on which side it lies.

    `origin`: it tells where a person comes from (临溪男子), not where something happened.
    """

    name: str
    side: Side
    start: int
    end: int
    origin: bool = False


@dataclass(frozen=True, slots=True)
class Location:
    """Where an article's matter lies, with the places it rests on and the reason in Chinese."""

    ours: bool
    places: tuple[str, ...]
    reason: str


class Gazetteer:
    """Names of places with the office's own side of the border drawn in."""

    def __init__(self, jurisdiction: Jurisdiction) -> None:
        self.jurisdiction = jurisdiction
        self._national = national_names()
        self._code = jurisdiction.code or _code_of(jurisdiction)
        self._own = self._office_names()
        kind = matching_form(jurisdiction.name)[-1:]
        self._we = (
            re.compile(rf"[我本全]{kind}|{kind}内") if kind in ("县", "市", "区", "旗") else None
        )

    def _office_names(self) -> ahocorasick.Automaton:
        office = self.jurisdiction
        names: dict[str, Side] = {}
        for side, given in (
            (Side.ELSEWHERE, office.outside),
            (Side.ABOVE, office.within),
            (Side.OWN, (office.name, *office.aliases, *office.inside)),
        ):
            for name in filter(None, (matching_form(one) for one in given)):
                names[name] = side
                if len(short_name(name)) >= 2:
                    names.setdefault(short_name(name), side)
        automaton = ahocorasick.Automaton()
        for name, side in names.items():
            automaton.add_word(name, (name, side))
        if names:
            automaton.make_automaton()
        return automaton

    def places(self, text: str) -> tuple[Place, ...]:
        """Every place that `text` names and that can be told apart, in the order of the text."""
        text = reading_form(text)
        own = list(self._own_places(text)) if len(self._own) else []
        busy = bytearray(len(text))
        for place in own:
            busy[place.start : place.end] = b"\1" * (place.end - place.start)
        found = [
            (start, end, name, codes)
            for start, end, name, codes in self._national_hits(text)
            if not any(busy[start:end])
        ]
        named = Counter(code for *_, codes in found for code in certain(codes))
        if any(place.side is not Side.ELSEWHERE for place in own):
            named.update(self._code[:length] for length in (2, 4) if self._code)
        for start, end, name, codes in found:
            side = self._side(name, codes, named)
            if side is not None:
                own.append(Place(name, side, start, end))
        return _settled(sorted(own, key=lambda place: place.start))

    def _own_places(self, text: str) -> Iterator[Place]:
        for end, (name, side) in self._own.iter_long(text):
            start = end - len(name) + 1
            if side is Side.OWN:
                origin = bool(_ORIGIN.match(text, end + 1))
                yield Place(name, side, start, end + 1, origin)
            elif not is_no_place(text, start, end + 1):
                yield Place(name, side, start, end + 1)

    def _national_hits(self, text: str) -> Iterator[tuple[int, int, str, Codes]]:
        for end, (name, codes) in self._national.iter_long(text):
            start = end - len(name) + 1
            if codes and not is_no_place(text, start, end + 1):
                yield start, end + 1, name, codes

    def _side(self, name: str, codes: Codes, named: Counter[str]) -> Side | None:
        """Which side a name lies on; None where it may be several places or no place at all."""
        sure = certain(codes)
        if sure and name not in _PLAIN_WORDS:
            return self._side_of(sure[0])
        known = [code for code, _ in codes if _has_neighbour(code, named)]
        if known:
            sides = {self._side_of(code) for code in known}
            return Side.OWN if Side.OWN in sides else next(iter(sides))
        if any(self._side_of(code) is Side.OWN for code, _ in codes):
            return Side.OWN
        if name in _PLAIN_WORDS:
            return None
        # 鼓楼区 alone: several counties share the name, and none of them is ours
        return Side.ELSEWHERE if not any(short for _, short in codes) else None

    def _side_of(self, code: str) -> Side:
        if self._code and code.startswith(self._code):
            return Side.OWN
        if self._code and self._code.startswith(code):
            return Side.ABOVE
        return Side.ELSEWHERE

    def locate(self, title: str, text: str) -> Location:
        """Whether the matter of an article lies in the jurisdiction.

        An article that names no place at all is taken as ours: a local outlet need not say where
        it is. One that only names a county we do not know is not.
        """
        if self.jurisdiction.open:
            return Location(True, (), "不限地域")
        head, body = reading_form(title), without_dateline(reading_form(text))
        points: Counter[Side] = Counter()
        named: dict[Side, Counter[str]] = defaultdict(Counter)
        title_sides = set()
        for part, weight in self._parts(head, body):
            for place in self.places(part):
                seen = named[place.side]
                seen[place.name] += 1
                if place.origin:
                    points[place.side] += 1
                    continue
                points[place.side] += weight if seen[place.name] <= 3 else 0
                if weight == 3:
                    title_sides.add(place.side)
            if self._we and self._we.search(part):
                points[Side.OWN] += 1
        return self._decided(points, named, title_sides, f"{head}\n{body}")

    def _parts(self, head: str, body: str) -> Iterable[tuple[str, int]]:
        lines = sentences(body)
        cut = lines[_LEAD].start if len(lines) > _LEAD else len(body)
        return ((head, 3), (body[:cut], 2), (body[cut:], 1))

    def _decided(
        self,
        points: Counter[Side],
        named: dict[Side, Counter[str]],
        title_sides: set[Side],
        whole: str,
    ) -> Location:
        own, elsewhere = points[Side.OWN], points[Side.ELSEWHERE]
        ours = tuple(name for name, _ in named[Side.OWN].most_common(3))
        theirs = tuple(name for name, _ in named[Side.ELSEWHERE].most_common(3))
        needed = 0.7 * elsewhere
        if len(title_sides & {Side.OWN, Side.ELSEWHERE}) == 1:  # the title names one side only
            needed = 0.0 if Side.OWN in title_sides else float(elsewhere)
        if own and own >= needed:
            return Location(True, ours, f"事发地在辖区:{'、'.join(ours) or '本地'}")
        if elsewhere:
            return Location(False, theirs, f"事发地在外地:{'、'.join(theirs)}")
        unknown = [name for name in _UNKNOWN.findall(whole[:400]) if not _NO_NAME.search(name)]
        unknown = [name for name in unknown if not any(name.endswith(own) for own in self._above())]
        if unknown:
            return Location(False, (unknown[0],), f"事发地不在辖区名单内:{unknown[0]}")
        return Location(True, (), "未写明外地地点,按本地处理")

    def _above(self) -> tuple[str, ...]:
        return tuple(matching_form(name) for name in self.jurisdiction.within)


def _settled(places: Sequence[Place]) -> tuple[Place, ...]:
    """A name of ours right behind a place elsewhere lies there: 福州市鼓楼区, 东陵县白石镇."""
    settled: list[Place] = []
    for place in places:
        before = settled[-1] if settled else None
        adjacent = before is not None and before.end == place.start
        if adjacent and before and before.side is Side.ELSEWHERE and place.side is Side.OWN:
            place = replace(place, side=Side.ELSEWHERE)
        settled.append(place)
    return tuple(settled)


def _has_neighbour(code: str, named: Counter[str]) -> bool:
    """Whether the province or prefecture of a county is named in the same text."""
    return any(named[code[:length]] for length in (2, 4) if length < len(code))


def _code_of(jurisdiction: Jurisdiction) -> str:
    """The code of an office named like exactly one division, else of the one its parents name."""
    name = matching_form(jurisdiction.name)
    codes = [code for code, row in national_rows() if row == name] if name else []
    if len(codes) <= 1:
        return "".join(codes)
    parents = {matching_form(one) for one in jurisdiction.within}
    above = {code for code, row in national_rows() if row in parents}
    fitting = [code for code in codes if code[:2] in above or code[:4] in above]
    return fitting[0] if len(fitting) == 1 else ""

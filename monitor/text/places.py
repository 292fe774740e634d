"""The places that a text names: the office's own against everybody else's.

A gazetteer holds the names of all divisions down to streets and towns and what the office lists of
its own (towns, villages, schools, landmarks). Names that several places share (鼓楼区, 城关镇) are
settled by what stands near; a newspaper's name, a road or a person's origin is no place.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from monitor.text.divisions import (
    COUNTY_LENGTH,
    Name,
    is_no_place,
    meaning,
    national_hits,
    national_rows,
    short_name,
)
from monitor.text.lexicon import Lexicon
from monitor.text.location import Location, Place, Side, Weighed
from monitor.text.namesakes import Anchor, Chosen, by_office, by_parent, by_place, open_question
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
_CAPITAL: Final = "11"  # the agencies' desks sit there: their dateline says nothing of the matter

_OfficeHit = tuple[int, int, tuple[str, Side]]
_NationalHit = tuple[int, int, Name]


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


class Gazetteer:
    """Names of places with the office's own side of the border drawn in."""

    def __init__(self, jurisdiction: Jurisdiction) -> None:
        self.jurisdiction = jurisdiction
        self._codes = _codes_of(jurisdiction)
        self._code = self._codes[0] if len(self._codes) == 1 else ""
        self._own = Lexicon(self._office_names())
        self._above = tuple(matching_form(name) for name in jurisdiction.within)
        kind = matching_form(jurisdiction.name)[-1:]
        self._we = (
            re.compile(rf"我{kind}|本{kind}|全{kind}|{kind}内")
            if kind in ("县", "市", "区", "旗")
            else None
        )

    def _office_names(self) -> dict[str, tuple[str, Side]]:
        office = self.jurisdiction
        names: dict[str, tuple[str, Side]] = {}
        for side, given in (
            (Side.ELSEWHERE, office.outside),
            (Side.ABOVE, office.within),
            (Side.OWN, (office.name, *office.aliases, *office.inside)),
        ):
            for name in filter(None, (matching_form(one) for one in given)):
                names[name] = (name, side)
                short = short_name(name)
                if len(short) >= 2:
                    names.setdefault(short, (short, side))
        return names

    def places(self, text: str) -> tuple[Place, ...]:
        """Every place that `text` names and that can be told apart, in the order of the text.

        A dateline counts as a place here; `locate` sets it aside.
        """
        return self._read(reading_form(text), None)

    def _read(self, text: str, dateline: Place | None) -> tuple[Place, ...]:
        """The places of a text in reading form; `dateline` is where it was written."""
        own, national = self._hits(text)
        reading = _Reading(anchors=self._anchors(own, national), dateline=dateline)
        mixed: list[_OfficeHit | _NationalHit] = [*own, *national]
        places: list[Place] = []
        for start, end, hit in sorted(mixed, key=lambda one: one[0]):
            before = places[-1] if places and places[-1].end == start else None
            if isinstance(hit, Name):
                place = self._national_place(start, end, hit, before, reading)
            else:
                place = self._office_place(start, end, hit, before, text, reading)
            if place is not None:
                places.append(place)
        return tuple(_agreeing(places))

    def _hits(self, text: str) -> tuple[list[_OfficeHit], list[_NationalHit]]:
        """The office's names and all others; of two that overlap the office's own stands.

        It gives way to a longer name around it: 朝阳 of an office in 朝阳市 or 朝阳门街道.
        """
        own, national = list(self._own.longest(text)), list(national_hits(text))
        if not own:
            return own, national
        around = [hit for hit in national if self._beats_own(hit[2])]
        own = [hit for hit in own if not any(_holds(other, hit) for other in around)]
        busy = bytearray(len(text))
        for start, end, _ in own:
            busy[start:end] = b"\1" * (end - start)
        return own, [hit for hit in national if not any(busy[hit[0] : hit[1]])]

    def _beats_own(self, name: Name) -> bool:
        town = min(map(len, name.codes)) > COUNTY_LENGTH
        return not name.only_short and (bool(self._code) or not town)

    def _anchors(
        self, own: Sequence[_OfficeHit], national: Sequence[_NationalHit]
    ) -> dict[str, list[Anchor]]:
        """Where the text names a place that can only be one, by code."""
        anchors: dict[str, list[Anchor]] = {}
        for start, _, name in national:
            if name.sure:
                anchors.setdefault(name.sure, []).append(Anchor(start, name.text))
                if len(name.sure) > 4:
                    anchors.setdefault(name.sure[:4], []).append(Anchor(start, name.text))
        if self._code:
            for start, _, (text, side) in own:
                if side is Side.ELSEWHERE or (side is Side.OWN and len(meaning(text).codes) > 1):
                    continue
                for length in (2, 4, COUNTY_LENGTH) if side is Side.OWN else (2, 4):
                    anchors.setdefault(self._code[:length], []).append(Anchor(start, text))
        return anchors

    def _office_place(
        self,
        start: int,
        end: int,
        hit: tuple[str, Side],
        before: Place | None,
        text: str,
        reading: "_Reading",
    ) -> Place | None:
        """A name of the office's own list, which another place may bear as well."""
        name, side = hit
        if side is not Side.OWN:
            return None if is_no_place(text, start, end) else Place(name, side, start, end)
        origin = bool(_ORIGIN.match(text, end))
        if before and before.side is Side.ELSEWHERE:  # 福州市鼓楼区, 东陵县白石镇
            why = f"“{name}”紧跟在外地“{before.name}”之后,不是本地的"
            return Place(name, Side.ELSEWHERE, start, end, origin, before.code, why)
        away = self._namesake_away(name, start, reading) if before is None else None
        if away is not None:
            return Place(name, Side.ELSEWHERE, start, end, origin, away.code, away.why)
        return Place(name, side, start, end, origin, self._code)

    def _namesake_away(self, text: str, start: int, reading: "_Reading") -> Chosen | None:
        """Another place of the name whose parent the text names, where it names none of ours."""
        name = meaning(text)
        if not self._code or len(name.codes) < 2 or any(
            self._code[:length] in reading.anchors for length in (2, 4, COUNTY_LENGTH)
        ):  # fmt: skip
            return None
        chosen = by_parent(name, start, reading.anchors, self._code)
        return None if chosen is None or chosen.code.startswith(self._code) else chosen

    def _national_place(
        self, start: int, end: int, name: Name, before: Place | None, reading: "_Reading"
    ) -> Place | None:
        """A name of the national list on its side; None where it may be no place at all."""
        if name.sure and name.text not in _PLAIN_WORDS:
            return Place(name.text, self._side_of(name.sure), start, end, code=name.sure)
        if before is not None:
            chosen = by_place(name, before.code, self._code, f"紧跟在“{before.name}”之后")
            if chosen is None and before.side is not Side.ABOVE and not name.only_short:
                why = f"“{name.text}”紧跟在“{before.name}”之后,属于该地"
                return Place(name.text, before.side, start, end, False, before.code, why)
            if chosen is not None:
                reading.settled[name.text] = chosen
        chosen = reading.settled.get(name.text) or self._settle(name, start, reading)
        if chosen is None:
            return None
        side = self._side_of(chosen.code) if chosen.code else Side.ELSEWHERE
        if any(chosen.code.startswith(code) for code in self._codes):
            side = Side.OWN
        return Place(
            name.text, side, start, end, False, chosen.code, chosen.why, shared=not chosen.code
        )

    def _settle(self, name: Name, start: int, reading: "_Reading") -> Chosen | None:
        """What a shared name means in this text; None where it may be no place at all."""
        chosen = by_parent(name, start, reading.anchors, self._code)
        if chosen is None and reading.dateline is not None:
            said = reading.dateline
            chosen = by_place(name, said.code, self._code, f"电头写明“{said.name}”")
        if chosen is None:
            chosen = by_office(name, self._codes, self.jurisdiction.name)
        if chosen is None and name.text not in _PLAIN_WORDS and not name.short:
            chosen = open_question(name)  # 鼓楼区 alone: several places, and none of them is ours
        if chosen is not None:
            reading.settled[name.text] = chosen
        return chosen

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
        head, whole = reading_form(title), reading_form(text)
        body = without_dateline(whole)
        written = self._dateline(whole[: len(whole) - len(body)])
        weighed = Weighed()
        text = f"{head}\n{body}"
        bounds = _bounds(head, body)
        for place in self._read(text, written):
            weighed.add(place, next(weight for end, weight in bounds if place.start < end))
        start = 0
        for end, _ in bounds:
            weighed.own += bool(self._we and self._we.search(text, start, end))
            start = end
        return self._decided(weighed, text, written)

    def _dateline(self, dateline: str) -> Place | None:
        """Where an article was written: the last place of 本报临溪5月3日电."""
        return next(reversed(self._read(dateline, None)), None) if dateline else None

    def _decided(self, weighed: Weighed, text: str, written: Place | None) -> Location:
        verdict = weighed.verdict()
        if verdict is not None:
            return verdict
        unknown = [name for name in _UNKNOWN.findall(text[:400]) if not _NO_NAME.search(name)]
        unknown = [name for name in unknown if not name.endswith(self._above)]
        if unknown:
            return Location(False, (unknown[0],), f"事发地不在辖区名单内:{unknown[0]}")
        if written and written.side is Side.ELSEWHERE and not written.code.startswith(_CAPITAL):
            return Location(False, (written.name,), f"正文未写明地点,电头为外地:{written.name}")
        if written and written.side is Side.OWN:
            return Location(True, (written.name,), f"正文未写明地点,电头为本地:{written.name}")
        return Location(True, (), "未写明外地地点,按本地处理")


@dataclass(slots=True)
class _Reading:
    """What one text says of its shared names: the certain places in it, and what was settled."""

    anchors: dict[str, list[Anchor]]
    dateline: Place | None
    settled: dict[str, Chosen] = field(default_factory=dict)


def _holds(other: _NationalHit, own: _OfficeHit) -> bool:
    """Whether a longer name stands around one of the office's."""
    longer = other[1] - other[0] > own[1] - own[0]
    return longer and other[0] <= own[0] and own[1] <= other[1]


def _agreeing(places: Sequence[Place]) -> Iterator[Place]:
    """All mentions of one name on one side: what stands behind another place settles the rest."""
    known = {place.name: place for place in places if not place.shared}
    moved = {place.name: place for place in places if place.side is Side.ELSEWHERE and place.why}
    kept = {
        after.name
        for before, after in pairwise(places)
        if before.end == after.start and before.side is not Side.ELSEWHERE
    }
    for place in places:
        model = known.get(place.name) if place.shared else None
        if place.side is Side.OWN and place.name not in kept:
            model = moved.get(place.name)
        if model is not None:
            place = replace(place, side=model.side, code=model.code, why=model.why, shared=False)
        yield place


def _bounds(head: str, body: str) -> tuple[tuple[int, int], ...]:
    """Where title, opening and rest end in the joined text, and what a place in them weighs."""
    lines = sentences(body, _LEAD + 1)
    lead = lines[_LEAD].start if len(lines) > _LEAD else len(body)
    start = len(head) + 1
    return (start, 3), (start + lead, 2), (start + len(body) + 1, 1)


def _codes_of(jurisdiction: Jurisdiction) -> tuple[str, ...]:
    """The codes that an office may have: several where its name and parents leave it open."""
    if jurisdiction.code:
        return (jurisdiction.code,)
    name = matching_form(jurisdiction.name)
    codes = [code for code, row in national_rows() if row == name] if name else []
    if len(codes) <= 1:
        return tuple(codes)
    parents = {matching_form(one) for one in jurisdiction.within}
    above = {code for code, row in national_rows() if row in parents}
    return tuple(code for code in codes if code[:2] in above or code[:4] in above) or tuple(codes)

"""Which of several places a shared name means: 鼓楼区, 城关镇, 朝阳.

The nearest evidence decides: the place right before the name, then a parent named anywhere in the
text, then the dateline, then the office's own border. What none of them settles stays open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from monitor.text.divisions import COUNTY_LENGTH, Name, full_name

_SHOWN: Final = 3
_PARENTS: Final = (COUNTY_LENGTH, 4, 2)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place that is certain, and where the text names it."""

    start: int
    name: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """The code that a shared name was given, empty where it stays open, and why, in Chinese."""

    code: str
    why: str


def by_parent(
    name: Name, at: int, anchors: Mapping[str, Sequence[Anchor]], office: str
) -> Chosen | None:
    """The meaning whose parent the text names: the deepest parent, then the office's own, nearest.

    `anchors` are the certain places of the text by code, `at` is where the name stands, `office`
    the code of the office (empty for none). Of several meanings under one parent that are not the
    office's, none is singled out: the code is then the parent's.
    """
    for length in _PARENTS:
        fits = [one for one in name.codes if length < len(one) and one[:length] in anchors]
        if not fits:
            continue
        ours = [code for code in fits if office and code.startswith(office)]
        parents = {code[:length] for code in ours or fits}
        parent = min(parents, key=lambda code: _distance(anchors[code], at))
        said = min(anchors[parent], key=lambda anchor: abs(anchor.start - at)).name
        return _under(name, parent, office, f"文中写明“{said}”")
    return None


def by_place(name: Name, code: str, office: str, how: str) -> Chosen | None:
    """The meaning under one division, which the text names right before it or in its dateline."""
    below = any(code and one != code and one.startswith(code) for one in name.codes)
    return _under(name, code, office, how) if below else None


def by_office(name: Name, offices: Sequence[str], office_name: str) -> Chosen | None:
    """The meaning inside the office's own border, where nothing else was said.

    `offices` are the codes that the office may have: several where its own name is shared.
    """
    for code in name.codes:
        if any(code.startswith(own) for own in offices):
            why = f"“{name.text}”同名{len(name.codes)}处,附近没有上级地名,按本机构所在地"
            return Chosen(code, f"{why}认定为{office_name}的“{name.text}”")
    return None


def open_question(name: Name) -> Chosen:
    """The words for a name that nothing settles."""
    places = list(dict.fromkeys(filter(None, map(full_name, name.codes))))
    told = "、".join(places[:_SHOWN]) + ("等" if len(places) > _SHOWN else "")
    why = f"“{name.text}”同名{len(name.codes)}处({told}),附近没有上级地名,不能确定是哪一处"
    return Chosen("", why)


def _under(name: Name, parent: str, office: str, how: str) -> Chosen:
    below = [code for code in name.codes if len(code) > len(parent) and code.startswith(parent)]
    ours = [code for code in below if office and code.startswith(office)]
    if len(below) > 1 and not ours:
        return Chosen(parent, f"“{name.text}”同名多处,{how},其下有{len(below)}处,不能确定是哪一处")
    code = (ours or below)[0]
    town = name.text if len(code) > COUNTY_LENGTH else ""
    return Chosen(code, f"“{name.text}”同名多处,{how},认定为{full_name(code)}{town}")


def _distance(anchors: Sequence[Anchor], at: int) -> int:
    return min(abs(anchor.start - at) for anchor in anchors)

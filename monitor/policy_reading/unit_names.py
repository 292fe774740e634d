"""Reads lists of responsible units: who is named, who leads, and which are everybody at once."""

import re
from dataclasses import dataclass

_LABEL = re.compile(
    r"^[（(【\[]?\s*(?P<label>(?:主要)?(?:责任|牵头|配合|协办|主办|承办|落实|实施|参与|协同)(?:责任)?(?:单位|部门|科室|股室|领导)?(?:及分工)?)\s*[:：]\s*"
)
_LABEL_WITHOUT_COLON = re.compile(
    r"^(?P<label>(?:责任|牵头|配合|承办|主办)(?:单位|部门|科室))(?=.)"
)
_SEPARATOR = re.compile(r"[、,，;；。\s/]+|(?<=[局办委部院会])和(?=[\u4e00-\u9fff])")
_LOST_SEPARATOR = re.compile(
    r"(?<=[局办委部院心改健建旅社运急保育政法])(?=[市县区州](?![场民政容区级直委县]))"
    r"(?<![城都][市县区])"
)
_ROLE = re.compile(
    r"(?:分别|共同|具体|按职责分工|按职责)?(?:(?P<lead>牵头)(?:负责|落实|组织|单位)?|(?P<help>配合|参与|协助|协同|协办)(?:落实|单位)?|负责|落实|承办|组织实施)+$"
)
_AND_OTHERS = re.compile(
    r"等(?:(?:相关|有关|各有关|市级|县级|市直|县直|市政府|县政府|区政府|各)*(?:部门|单位)(?:和单位)?|[^、]{0,12}部门|[^、]{0,10}单位)?$"
)
_BODY = (
    r"(?:局|办|办公室|股室|科室|股|组|委|委员会|部|中心|单位|部门|街道|街道办事处|镇|乡|镇街|院|会|公司|集团|站|支队|大队|科|处|所|馆|政府|法院|检察院"
    r"|残联|工会|团委|妇联|科协|文联|分局|管委会|社|台|银行|办事处|园区|开发区|机构|机关|企业|学校|供电|税务|厅|署|队|校|协会|领导小组|专班"
    r"|卫健|发改|住建|文旅|人社|资规|市监|应急|教体|财政|民政|交运|网信)"
)
_UNIT = re.compile(rf"^[\u4e00-\u9fff（()）·\d]{{0,30}}?{_BODY}(?:[（(][^（()）]{{1,16}}[)）])?$")
_EVERYBODY = re.compile(
    r"^(?:全[市县区]|其他|其它|市级|县级|区级|市直|县直|区直|市政府|县政府|区政府)?(?:各(?!自)|有关|相关|其他|所有|行业主管|政策起草|起草|起草单位|主办|责任|涉及|市级|县级|政务新媒体主办)"
    r"|^(?:市级|县级|区级|市直|县直|区直|市政府|县政府|区政府)[各有相]?[关]?(?:部门|单位|相关|有关|直属)"
)
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as named. `leads`: it is called 牵头; `named`: a certain one, not 各部门."""

    name: str
    leads: bool = False
    named: bool = True


def read_units(text: str) -> tuple[Unit, ...]:
    """The units a cell or a line lists, in order, each once."""
    rest, leads = _without_label(text.strip())
    found: dict[str, Unit] = {}
    pending: list[str] = []
    for piece in _pieces(rest[:_LONGEST]):
        role = _ROLE.search(piece)
        name = _bare(piece)
        is_lead = leads or bool(role and role["lead"])
        if name:
            pending.append(name)
        if is_lead or role:  # 甲局、乙局牵头: the role is said once, behind the last
            _keep(found, pending, is_lead)
            pending = []
    _keep(found, pending, leads)
    return tuple(found.values())


def is_unit_list(text: str) -> bool:
    """Whether a cell or a line is a list of units and nothing else."""
    rest, _ = _without_label(text.strip())
    if not rest or len(rest) > _LONGEST or re.search(r"[。!！?？]\s*\S", rest):
        return False
    pieces = [bare for piece in _pieces(rest) if (bare := _bare(piece))]
    units = sum(1 for piece in pieces if _UNIT.match(piece) or _EVERYBODY.match(piece))
    return bool(pieces) and units >= 0.7 * len(pieces) and max(map(len, pieces)) <= 32


def has_unit_label(text: str) -> bool:
    """Whether a line opens with 责任单位 or a like word, its colon lost or not."""
    text = text.strip()
    if _LABEL.match(text):
        return True
    found = _LABEL_WITHOUT_COLON.match(text)
    return bool(found and is_unit_list(text[found.end() :]))


def _without_label(text: str) -> tuple[str, bool]:
    found = _LABEL.match(text) or _LABEL_WITHOUT_COLON.match(text)
    if found is None:
        return text, False
    rest = text[found.end() :].rstrip(" 。")
    return rest.rstrip("）)】]") if text[0] in "（(【[" else rest, "牵头" in found["label"]


def _pieces(text: str) -> list[str]:
    """Split at separators, not inside brackets; a lost one is put back between two offices."""
    bracketed = re.sub(r"[（(][^（()）]*[)）]", lambda m: re.sub(r"[、,，;；]", "\x01", m[0]), text)
    pieces = []
    for piece in _SEPARATOR.split(bracketed):
        pieces += _LOST_SEPARATOR.split(piece)
    return [piece.replace("\x01", "、") for piece in pieces if piece]


def _bare(piece: str) -> str:
    """A unit's name without its role, 等部门 behind it, and half a pair of brackets."""
    name = _AND_OTHERS.sub("", _ROLE.sub("", piece)).strip(" :：")
    opened = name.count("(") + name.count("（")
    closed = name.count(")") + name.count("）")
    if opened > closed:
        name = name.strip("（(")
    return name.strip("）)") if closed > opened else name


def _keep(found: dict[str, Unit], names: list[str], leads: bool) -> None:
    for name in names:
        found.setdefault(name, Unit(name, leads, not _EVERYBODY.match(name)))

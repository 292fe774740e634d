"""The names of China's divisions down to streets and towns, and of countries.

A name may mean several places (鼓楼区, 城关镇, 朝阳): each hit carries all of its meanings, and
`monitor.text.namesakes` chooses among them by what stands near.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

from monitor.text.lexicon import Lexicon
from monitor.text.normalise import matching_form

ABROAD: Final = "00"
COUNTY_LENGTH: Final = 6
"""Length of a county's code; 2 is a province, 4 a prefecture, anything longer a street or town."""

_TOWN_MARK: Final = "t"  # after the county's code: no text ever names the code of a town
_PEOPLES: Final = (
    "满族|回族|蒙古族|蒙古|哈萨克族|哈萨克|柯尔克孜|维吾尔|壮族|藏族|彝族|苗族|侗族|土家族|布依族|傣族|白族|哈尼族|傈僳族|"
    "景颇族|朝鲜族|羌族|瑶族|黎族|土族|撒拉族|东乡族|保安族|裕固族|拉祜族|佤族|纳西族|独龙族|怒族|普米族|达斡尔族|"
    "鄂温克族|仡佬族|水族|畲族|毛南族|仫佬族|锡伯|塔吉克|各族"
)
_SUFFIX: Final = re.compile(
    rf"(?<=[\u4e00-\u9fff]{{2}})(?:{_PEOPLES}){{0,6}}(?:自治州|自治县|自治区|自治旗|特别行政区|地区|林区|特区|新区|省|市|县|区|旗|盟)$"
)
_BEFORE_NO_PLACE: Final = re.compile(r"(?:开往|驶往|前往|飞往|来自|运往|发往|籍贯|户籍|老家|原籍)$")
_AFTER_NO_PLACE: Final = re.compile(
    r"籍|人(?!民|大|员|口|社)|方向|牌照|牌|路|街(?!道)|大道|大街|东路|西路|南路|北路|中路|"
    r"[^,。;\n]{0,4}(?:晨报|晚报|日报|商报|早报|时报|都市报|青年报|新闻网|在线|电视台|卫视|网讯|大学|学院|银行|保险|大酒店)"
)
_IDIOMS: Final = ("长治久安", "大同小异", "世界大同", "和平", "文明城市")
# Of the lowest level only what reads as a place: 第二良种场 and 管理处 stand in every other county.
_TOWN: Final = re.compile(r".{2,}(?:[镇乡]|街道|苏木)|.{3,}(?:[农林牧渔]场|开发区|园区|新城|新区)")
_TOWN_END: Final = re.compile(
    r"镇|乡|街道|苏木|农场|林场|牧场|渔场|开发区|园区|新城|新区"  # literals are found fastest
)
_LONGEST_TOWN: Final = 12
_EVERYWHERE: Final = re.compile(
    r"(?:县|市|区|国营|高新|高铁|经济|技术|工业|产业|高新技术|保税|旅游|现代|农业|[东西南北中]部?){1,4}"
    r"(?:[农林牧渔]场|开发区|园区|新城|新区)"
)
# Where a city or a province governs counties itself, something like 市辖区 stands in between.
_STAND_IN: Final = re.compile(r"市辖区|直辖|^县$")
_IN_PROSE: Final = frozenset({"建制镇", "中心镇", "乡镇街道", "商业街道", "特色小镇"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name and the codes of what it may mean; `short` are those that it shortens (云岭, 云岭市).

    `sure` is the code where it can only mean one place, else empty; a county's short name never is.
    """

    text: str
    codes: tuple[str, ...]
    short: frozenset[str] = frozenset()
    sure: str = ""

    @property
    def only_short(self) -> bool:
        """Whether it names no place in full."""
        return len(self.short) == len(self.codes)


@lru_cache(maxsize=1)
def national_rows() -> tuple[tuple[str, str], ...]:
    """Code and name of every province, prefecture and county, and of countries (code 00)."""
    return tuple((code, matching_form(name)) for code, name in _lines("divisions.tsv"))


@lru_cache(maxsize=1)
def town_rows() -> tuple[tuple[str, str], ...]:
    """The code of the county and the name of every street, town and township."""
    return tuple((code, name) for code, names in _lines("towns.tsv") for name in names.split())


def _lines(name: str) -> Iterator[tuple[str, str]]:
    text = resources.files("monitor.text").joinpath(f"data/{name}").read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            code, _, rest = line.partition("\t")
            yield code, rest


def national_hits(text: str) -> Iterator[tuple[int, int, Name]]:
    """Start, end and meaning of each name in a text in reading form, the longest of overlaps.

    What only looks like a name (和平, 浙江大学) is left out. The first call builds the table, in
    about a tenth of a second.
    """
    reached = 0
    for start, stop, word in sorted((*_table().words.longest(text), *_towns_in(text)), key=_order):
        if start < reached:
            continue
        reached, name = stop, meaning(word)
        if name.codes and not is_no_place(text, start, stop):
            yield start, stop, name


def _order(hit: tuple[int, int, str]) -> tuple[int, int]:
    return hit[0], -hit[1]


def _towns_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Names of the lowest level: nearly all end alike, so they are looked up from their ends."""
    full = _table().full
    for found in _TOWN_END.finditer(text):
        end = found.end()
        for start in range(max(0, end - _LONGEST_TOWN), end - 2):
            word = text[start:end]
            if word in full:
                yield start, end, word
                break


@dataclass(frozen=True, slots=True)
class _Table:
    """Names down to counties as a lexicon; the codes of all names, in full and as short forms."""

    words: Lexicon[str]
    full: dict[str, list[str]]
    short: dict[str, list[str]]


@lru_cache(maxsize=1)
def _table() -> _Table:
    full: dict[str, list[str]] = defaultdict(list)
    short: dict[str, list[str]] = defaultdict(list)
    for code, name in national_rows():
        full[name].append(code)
        brief = short_name(name)
        if brief != name and len(brief) >= 2 and code != ABROAD:
            short[brief].append(code)
    words = Lexicon({word: word for word in (*full, *short, *_IDIOMS)})
    for county, name in _towns():
        full[name].append(county + _TOWN_MARK)
    return _Table(words, full, short)


def _towns() -> Iterator[tuple[str, str]]:
    """Rows of the lowest level whose names can be told from prose."""
    rows = town_rows()
    times = Counter(name for _, name in rows)
    for county, name in rows:
        settled = name[-1] in "镇乡道木"
        own = settled or (times[name] == 1 and not _EVERYWHERE.fullmatch(name))
        if own and name not in _IN_PROSE and _TOWN.fullmatch(name):
            yield county, name


@lru_cache(maxsize=4096)
def meaning(word: str) -> Name:
    """What a name in matching form may mean; without codes where it means no place."""
    table = _table()
    full, short = table.full.get(word, []), table.short.get(word, [])
    codes = () if word in _IDIOMS else (*full, *short)
    if not codes:
        return Name(word, ())
    widest = min(codes, key=len)
    one = all(code.startswith(widest) for code in codes)
    sure = one and not (widest in short and len(widest) == COUNTY_LENGTH)
    return Name(word, codes, frozenset(short), widest if sure else "")


def full_name(code: str) -> str:
    """A division with the one above it, as an officer says it: 南京市鼓楼区; empty for none."""
    names = _names_by_code()
    county = code[:COUNTY_LENGTH]
    own, above = names.get(county, ""), names.get(county[:-2], "")
    if len(county) == COUNTY_LENGTH and (not above or _STAND_IN.search(above)):
        above = names.get(county[:2], "")
    return f"{above}{own}"


@lru_cache(maxsize=1)
def _names_by_code() -> dict[str, str]:
    return {code: name for code, name in national_rows() if code != ABROAD}


def provinces_named(text: str) -> frozenset[str]:
    """Two-digit codes of the provinces (00: abroad) that a text in reading form surely names."""
    return frozenset(name.sure[:2] for _, _, name in national_hits(text) if name.sure)


def short_name(name: str) -> str:
    """A division's name as people say it: 云岭 for 云岭市, 甘孜 for 甘孜藏族自治州."""
    return _SUFFIX.sub("", name)


def is_no_place(text: str, start: int, end: int) -> bool:
    """Whether what stands around a name makes it a road, a newspaper, an origin or a direction."""
    before, after = text[max(0, start - 4) : start], text[end : end + 12]
    return bool(_BEFORE_NO_PLACE.search(before) or _AFTER_NO_PLACE.match(after))

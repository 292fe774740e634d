"""The names of China's divisions and of countries, and how surely a name means one of them."""

import re
from collections import defaultdict
from functools import lru_cache
from importlib import resources
from typing import Final

import ahocorasick

from monitor.text.normalise import matching_form

Codes = tuple[tuple[str, bool], ...]
"""What a name may mean: codes of divisions, and whether the name is shortened (云岭 for 云岭市)."""

ABROAD: Final = "00"
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


@lru_cache(maxsize=1)
def national_rows() -> tuple[tuple[str, str], ...]:
    """Code and name of every province, prefecture and county, and of countries (code 00)."""
    text = resources.files("monitor.text").joinpath("data/divisions.tsv").read_text("utf-8")
    lines = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple((code, matching_form(name)) for code, name in lines)


@lru_cache(maxsize=1)
def national_names() -> ahocorasick.Automaton:
    """All names and their short forms; each leads to itself and its `Codes`."""
    candidates: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for code, name in national_rows():
        candidates[name].append((code, False))
        short = short_name(name)
        if short != name and len(short) >= 2 and code != ABROAD:
            candidates[short].append((code, True))
    automaton = ahocorasick.Automaton()
    for name, codes in candidates.items():
        automaton.add_word(name, (name, tuple(codes)))
    for idiom in _IDIOMS:
        automaton.add_word(idiom, (idiom, ()))
    automaton.make_automaton()
    return automaton


def provinces_named(text: str) -> frozenset[str]:
    """Two-digit codes of the provinces (00: abroad) that a text in reading form surely names."""
    return frozenset(
        code[:2]
        for end, (name, codes) in national_names().iter_long(text)
        if codes and not is_no_place(text, end - len(name) + 1, end + 1)
        for code in certain(codes)
    )


def short_name(name: str) -> str:
    """A division's name as people say it: 云岭 for 云岭市, 甘孜 for 甘孜藏族自治州."""
    return _SUFFIX.sub("", name)


def certain(codes: tuple[tuple[str, bool], ...]) -> tuple[str, ...]:
    """The code of a name that can only mean one place; a county's short name never can."""
    if len({code[:4] for code, _ in codes}) > 1 and len(codes) > 1:
        return ()
    code, short = min(codes, key=lambda one: len(one[0]))
    if short and len(code) == 6:
        return ()
    return (code,)


def is_no_place(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 4) : start], text[end : end + 12]
    return bool(_BEFORE_NO_PLACE.search(before) or _AFTER_NO_PLACE.match(after))

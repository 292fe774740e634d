"""Who is speaking: authorities, courts, and those whose word is no answer of an authority."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from monitor.judge.tables import table

_NAME_REACH = 14  # characters before an organ's word that may belong to its name
_COUNTRY = 3  # characters of a country's name that may stand before the name's beginning
_SHORT_COUNTRY = 2  # 今日本市公安局 is not of 日本
_SIGNATURE = 60  # characters at the end of a text in which it is signed and dated

_PLACE_REPORTS = re.compile(
    r"(?P<who>[\u4e00-\u9fff]{1,6}[省市县区州旗])(?=.{0,40}?(?:通报|公布|报告新增|新增))"
)
_SIGNED = re.compile(
    r"(?P<who>[\u4e00-\u9fff]{3,24})[ ,]{0,3}(?:\d{4}年\d{1,2}月\d{1,2}日)?[ .]{0,3}$"
)
_CONVENES = re.compile(
    r"(?:(?<=[\s,.:;!?\"'()月日号讯电午])|^)"
    r"(?P<who>[\u4e00-\u9fff]{1,9}[省市县区州旗镇乡部委局院厅办府]|[\u4e00-\u9fff]{2,4}?)"
    r"(?:(?:首次|再次)?[就针][^,.;!?\n]{1,40}?)?(?:将|拟)?(?:今[天日]|昨[天日])?(?:[(（][^)）]{1,10}[)）])?(?:上午|下午|晚)?"
    r"(?:召开|举行|举办).{0,40}(?:新闻发布会|防控工作发布会|记者会|吹风会|通报会)"
)
_ANSWERS_PRESS = re.compile(r"(?:^|[#\[\s])(?P<who>[\u4e00-\u9fff]{2,8})答记者问")
# A reporter heard it at the conference of an event or a place: 从第三届茶博会新闻发布会上获悉.
_AT_CONFERENCE = re.compile(
    r"从(?P<who>[^,.;:!?从]{0,12}(?:届|[省市县区州]|防控|事故|救援)[^,.;:!?从]{0,12}?)"
    r"(?:新闻)?(?:发布会|通报会|吹风会)上?(?:获悉|了解到|得知)"
)
# Trade fairs and products are launched at conferences too.
_TRADE = re.compile(r"新品|产品|战略|车型|时装|手机|新车|首发|展览|博览|赛事|影片|电影|品牌")
# Whose 官方 is an authority: 当地官方, 云岭市官方, and one that nobody is named of.
_OF_A_PLACE = re.compile(
    r"^(?:当地|[^省市县区州旗镇乡]{0,8}[省市县区州旗镇乡]|中国|国家|权威)?官方$"
)
_INSIDER = re.compile(r"(?:系统|部门|内部|方面)?(?:知情)?人士")  # 警方人士: not the body's word
_ONCE = re.compile(r"时任|曾任|原任|前任|离任|退休")  # speaks no more for the body
_OFFICES = ("", "办公室", "委员会", "办", "综合办公室", "新闻中心")
# What an account does next; its name ends before.
_TAKES_UP = (
    r"(?=官方|官微|微博|微信|消息|发布|发文|通报|表示|回应|称|说|也|在|于|[^\u4e00-\u9fff\d]|$)"
)


class Standing(StrEnum):
    """What a speaker's word counts for."""

    AUTHORITY = "authority"
    JUDICIAL = "judicial"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Speaker:
    """A body named in a sentence, and where its name begins and ends there."""

    name: str
    standing: Standing
    start: int
    end: int


@lru_cache(maxsize=256)  # the sentences of one article, which several readers ask about
def speakers_in(sentence: str) -> tuple[Speaker, ...]:
    """All bodies that a sentence names, in order; where there is none, the place that reports."""
    found = []
    for match in _named_bodies(sentence):
        if _own_pages().match(sentence, match.start()) or _is_spoken_to(sentence[: match.start()]):
            continue
        start = _name_start(sentence, match.start())
        if _ONCE.search(sentence, max(0, start - 2), match.start()):
            continue
        if _INSIDER.match(sentence, match.end()):
            continue
        name = sentence[start : match.end()].strip("@“”\"'《》（）() ")
        if match.group() != "官方":
            name = name.removesuffix("官方")  # of 官方微博
        abroad = _is_abroad(sentence, start, match.end())
        standing = Standing.OTHER if abroad else _standing(match, name)
        found.append(Speaker(name, standing, start, match.end()))
    place = None if found else _PLACE_REPORTS.search(sentence)
    if place is not None:
        found.append(Speaker(place["who"], Standing.AUTHORITY, *place.span("who")))
    return tuple(found)


def _is_abroad(sentence: str, start: int, end: int) -> bool:
    """Whether the name of another country stands in a body's name, or runs into it.

    A name is cut before 日, so that 尼日利亚警方 begins with 利亚.
    """
    if _abroad().search(sentence, start, end):
        return True
    country = _abroad().search(sentence, max(0, start - _COUNTRY), end)
    return country is not None and country.end() > start and len(country.group()) > _SHORT_COUNTRY


def _named_bodies(sentence: str) -> Iterator[re.Match[str]]:
    """All matches of `_pattern`, tried only where one can begin: a tenth of the cost."""
    pattern, begins, at = _pattern(), _begins(), 0
    while (begin := begins.search(sentence, at)) is not None:
        match = pattern.match(sentence, begin.start())
        if match is None:
            at = begin.start() + 1
        else:
            yield match
            at = match.end()


def _is_spoken_to(before: str) -> bool:
    """Whether a body is named as somebody's counterpart, or its name hides who speaks."""
    return before.endswith(tuple(table("issuers.toml")["counterparts"]))


def convener_in(sentence: str) -> Speaker | None:
    """Who meets the press where no organ is named: 临溪县召开新闻发布会, 某市长答记者问."""
    answering = _ANSWERS_PRESS.search(sentence)
    if answering is not None:
        return Speaker(answering["who"], Standing.AUTHORITY, *answering.span("who"))
    match = _AT_CONFERENCE.search(sentence)
    if match is None:
        match = _CONVENES.search(sentence) if not _TRADE.search(sentence) else None
    told = sentence if match is None or match.re is _CONVENES else match["who"]
    if any(speaker.standing is Standing.OTHER for speaker in speakers_in(told)):
        return None
    if match is None or _TRADE.search(match["who"]):
        return None
    return Speaker(match["who"], Standing.AUTHORITY, match.start("who"), match.end("who"))


def signatory(text: str) -> str:
    """The authority that signs at the end of a text, over the date; empty where none does."""
    match = _SIGNED.search(text[-_SIGNATURE:])
    if match is None:
        return ""
    who = match["who"]
    signs = speakers_in(who)
    named = len(signs) == 1 and signs[0].standing is not Standing.OTHER and signs[0].start == 0
    return who if named and who[signs[0].end :] in _OFFICES else ""


def _standing(match: re.Match[str], name: str) -> Standing:
    if match.lastgroup == "other":
        return Standing.OTHER
    if match.group() == "官方" and not _OF_A_PLACE.search(name):
        return Standing.OTHER  # a brand's own account
    if match.lastgroup == "account" and _others().search(match.group()):
        return Standing.OTHER  # a hospital's or a company's own account
    judicial = match.lastgroup == "judicial" or (
        match.lastgroup == "account" and _judicial().search(match.group())
    )
    return Standing.JUDICIAL if judicial else Standing.AUTHORITY


def _name_start(sentence: str, organ: int) -> int:
    breaks = _breaks()
    start = organ
    while start > 0 and organ - start < _NAME_REACH and sentence[start - 1] not in breaks:
        if not "\u4e00" <= sentence[start - 1] <= "\u9fff":
            break
        start -= 1
    for noise in _noise().finditer(sentence, start, organ):
        start = noise.end()
    return start


@lru_cache(maxsize=1)
def _breaks() -> frozenset[str]:
    return frozenset(table("issuers.toml")["name_breaks"])


@lru_cache(maxsize=1)
def _noise() -> re.Pattern[str]:
    return re.compile(_longest(table("issuers.toml")["name_noise"]))


@lru_cache(maxsize=1)
def _own_pages() -> re.Pattern[str]:
    """官方微博 and the like: whose page it is stands before, and is a company as often."""
    return re.compile(rf"官方(?:{_longest(table('issuers.toml')['own_pages'])})")


@lru_cache(maxsize=1)
def _abroad() -> re.Pattern[str]:
    return re.compile(_longest(table("issuers.toml")["abroad"]))


@lru_cache(maxsize=1)
def _others() -> re.Pattern[str]:
    return re.compile(_longest(table("issuers.toml")["others"]))


@lru_cache(maxsize=1)
def _judicial() -> re.Pattern[str]:
    return re.compile(_longest([*table("issuers.toml")["judicial"], "检察"]))


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = table("issuers.toml")
    accounts = "|".join(words["account_marks"])
    return re.compile(
        rf"(?P<account>@[\u4e00-\u9fff]{{0,8}}(?:{accounts})(?!会|厅)[\u4e00-\u9fff\d]{{0,8}}?{_TAKES_UP}"
        rf"|平安[\u4e00-\u9fff]{{2,3}}?{_TAKES_UP}"
        rf"|\"(?:平安[\u4e00-\u9fff]{{2,4}}|[\u4e00-\u9fff]{{2,6}}(?:{accounts})(?:在线|官微)?)\")"
        rf"|(?P<judicial>(?:{_longest(words['judicial'])}){{1,3}})"
        rf"|(?P<authority>(?:{_longest(words['authorities'])}){{1,3}}+(?:[\u4e00-\u9fff]{{2,3}}分局)?(?!大学|学院|特邀|聘请|系统))"
        rf"|(?P<other>{_longest(words['others'])})"
    )


@lru_cache(maxsize=1)
def _begins() -> re.Pattern[str]:
    """What a body's name in `_pattern` begins with; plain words only, so that it is fast."""
    words = table("issuers.toml")
    bodies = [*words["authorities"], *words["judicial"], *words["others"]]
    return re.compile(_longest([*bodies, "@", "平安", '"']))


def _longest(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))

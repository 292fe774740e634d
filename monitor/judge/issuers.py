"""Who is speaking: authorities, courts, and those whose word is no answer of an authority."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from monitor.judge.organs import bodies_in, longest
from monitor.judge.tables import table
from monitor.text.divisions import ABROAD, meaning

_NAME_REACH = 14  # characters before an organ's word that may belong to its name
_COUNTRY = 3  # characters of a country's name that may stand before the name's beginning
_SHORT_COUNTRY = 2  # 今日本市公安局 is not of 日本
_TAIL = 240  # characters at the end of a text in which it is signed and dated
_MOST_CREDITS = 4  # lines below a text that a page adds

_PLACE_REPORTS = re.compile(
    r"(?P<who>(?<!全)(?!全)[\u4e00-\u9fff]{1,6}(?:(?<!全)[省市县州旗]|(?<![景园小社厂库校病灾山矿院街地])区))(?=.{0,40}?(?:通报|公布|报告新增|新增))"
)
_WHEREABOUTS = re.compile(
    r"附近|门口|门前|门外|大门|周边|旁|路段|内(?!部)|里(?!面说)|[一二三四五六七八九十\d]+[号楼层]|发生|起火|爆炸|坍塌|现场"
)
_HAN_DIGIT = "[〇零一二三四五六七八九十]"
_DAY = (
    r"(?:(?:\d{2}|\d{4})年)?\d{1,2}月\d{1,2}日|\d{4}[-./]\d{1,2}[-./]\d{1,2}"
    rf"|{_HAN_DIGIT}{{4}}年{_HAN_DIGIT}{{1,2}}月{_HAN_DIGIT}{{1,3}}日"
)
_SIGNED = re.compile(
    r"(?:^|[\s.!?。]|特此(?:通报|说明|公告|声明|回应|告知|公布|澄清))"
    r"\(?(?P<who>[\u4e00-\u9fff\"·\d]{3,30}(?: [\u4e00-\u9fff\"·\d]{3,30}){0,3})"
    rf"[ ,]{{0,3}}(?:\(?(?:盖章|公章|印章)\)?)?[ ,]{{0,3}}(?:{_DAY})?"
    r"(?: ?\d{1,2}[:时]\d{0,2}分?)?[ .)]{0,3}$"
)
# What a page adds below a text: its source, its editors.
_CREDIT = re.compile(
    r"[ (\[.](?:(?:信息|文章|稿件|图片|图文|内容|视频)?来源"
    r"|(?:责任|本期|执行|值班)?编辑|责编|审核|初审|复审|终审"
    r"|记者|作者|通讯员|校对|校审|监制|统筹|主编"
    r"|转自|综合自?|供稿|原标题|阅读|点击|发布时间|更新时间|分享|声明:|版权)[^.]{0,60}[.)]?$"
)
# Whose 官方 is an authority: 当地官方, 云岭市官方, and one that nobody is named of.
_OF_A_PLACE = re.compile(
    r"^(?:当地|[^省市县区州旗镇乡]{0,8}[省市县区州旗镇乡]|中国|国家|权威)?官方$"
)
_INSIDER = re.compile(r"(?:系统|部门|内部|方面)?(?:知情)?人士")  # 警方人士: not the body's word
_ONCE = re.compile(r"时任|曾任|原任|原$|前$|前任|离任|退休")  # speaks no more for the body
# What of a name may stand before the part of it that is known for one.
_WHERE = re.compile(r"(?:[\u4e00-\u9fff]{1,10}[省市县区州旗镇乡])?")
_OFFICES = ("", "办公室", "委员会", "办", "综合办公室", "新闻中心", "宣传科", "宣传处", "政治处")


# A body made for one event is called by it: "7·15"透水事故现场指挥部.
_TASK = re.compile(
    r"(?:[\u4e00-\u9fff]{2})?(?:指挥部|领导小组|领导组|调查组|工作组|专班|处置组|善后组|新闻中心|专案组)"
)
_TASK_ENDS = ("指挥部", "领导小组", "调查组", "工作组", "专班")
_EVENT = re.compile(
    r"(?:^|[,.;:!?\s()]|成立|设立|组成|发生后|据|从|向|由|在|了|对|[:,]\")"
    r"(?P<who>(?:(?!据|从|向|由|在|了|发生后|成立|设立|组成)[\u4e00-\u9fff\d\"·.-]){0,26}"
    r"(?:\"[\d.·]{3,6}\"|事故|事件|火灾|爆炸|险情|灾害|地震|山火|疫情|案件?|救援|矿难|坍塌|空难)"
    r"(?:(?!发生|据|从|向|由|成立)[\u4e00-\u9fff]){0,8})$"
)
_FIELD_ENDS = (
    "教育",
    "住房",
    "资源",
    "文化",
    "卫生",
    "工业",
    "发展",
    "城建",
    "科技",
    "民族",
    "社会",
)
_FIELD_STARTS = ("体育", "城乡", "社会", "旅游", "计划", "信息", "改革", "规划", "科学", "水利")


# What speaks for a place that is named in short before it; the latter for nobody else.
_ONLY_OF_PLACES = ("政府", "方面")
_OF_PLACES = ("官方", *_ONLY_OF_PLACES)
_DIVISIONS = tuple("省市县区州旗镇乡方")
# A place speaks by its name alone: 浙江通报, 某某再次回应.
_PLACE_SPEAKS = re.compile(r"通报|公布|回应|辟谣|官宣")
_LATELY = re.compile(r"(?:最新|再次|深夜|凌晨|昨[天日晚]?|今[天日晚]?|\d{1,2}日[早晚]?)$")
_LATELY_WITHIN = 4
_SHORT_NAMES = (4, 3, 2)  # lengths of the names by which places are called in short


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
    for match in bodies_in(sentence):
        if _is_spoken_to(sentence[: match.start()]):
            continue
        one = _speaker(sentence, match)
        if one is not None:
            found.append(one)
    if not found:
        found = _place_reporting(sentence)
    if all(one.standing is Standing.OTHER for one in found):
        found = sorted((*found, *_places_speaking(sentence)), key=lambda one: one.start)
    return tuple(found)


def _speaker(sentence: str, match: re.Match[str]) -> Speaker | None:
    """The body whose organ is found, or None where its name names somebody or somewhere else."""
    organ, end, word = match.start(), match.end(), match.group()
    start = _name_start(sentence, organ)
    own_page = word.startswith("官方") and _own_pages().match(sentence, organ)
    if own_page and not _OF_A_PLACE.search(sentence, start, end):
        return None
    if _ONCE.search(sentence, max(0, start - 2), organ) or _INSIDER.match(sentence, end):
        return None
    name = sentence[start:end].strip("@“”\"'《》（）() ")
    if word != "官方":
        name = name.removesuffix("官方")  # of 官方微博
    if match.lastgroup == "other" and _is_place(sentence, start, end):
        return None
    of_place = word in _OF_PLACES and _ends_a_place(sentence, organ)
    if word in _ONLY_OF_PLACES and not of_place:
        return None
    if _is_abroad(sentence, start, end):
        return Speaker(name, Standing.OTHER, start, end)
    standing = Standing.AUTHORITY if of_place else _standing(match, name)
    return Speaker(name, standing, start, end)


def _place_reporting(sentence: str) -> list[Speaker]:
    """The county or city that gives figures: 某市新增….

    Its name is in full.
    """
    reports = "通报" in sentence or "公布" in sentence or "新增" in sentence
    place = _PLACE_REPORTS.search(sentence) if reports else None
    if place is None:
        return []
    end = place.end("who")
    start = _name_start(sentence, end - 1)
    return [Speaker(sentence[start:end], Standing.AUTHORITY, start, end)] if end - start > 1 else []


def _places_speaking(sentence: str) -> list[Speaker]:
    """A place named in short before a verb of saying, where nothing else stands before it."""
    for verb in _PLACE_SPEAKS.finditer(sentence):
        lately = _LATELY.search(sentence, max(0, verb.start() - _LATELY_WITHIN), verb.start())
        start = end = verb.start() if lately is None else lately.start()
        while size := _short_place(sentence, start):
            start -= size
        if start < end and not _follows_a_word(sentence, start):
            return [Speaker(sentence[start:end], Standing.AUTHORITY, start, end)]
    return []


def _follows_a_word(sentence: str, at: int) -> bool:
    return "\u4e00" <= sentence[at - 1 : at] <= "\u9fff"


def _ends_a_place(sentence: str, at: int) -> bool:
    return sentence[at - 1 : at] in _DIVISIONS or _short_place(sentence, at) > 0


def _short_place(sentence: str, end: int) -> int:
    """The length of the name of a place here, in short or full, that ends there; 0 for none."""
    for size in _SHORT_NAMES:
        if end >= size:
            named = meaning(sentence[end - size : end])
            if named.codes and ABROAD not in named.codes:
                return size
    return 0


def _is_place(sentence: str, start: int, end: int) -> bool:
    """Whether a company's or a school's name only says where: 在某宾馆举行, 某机场附近."""
    return sentence[start - 1 : start] == "在" or _WHEREABOUTS.match(sentence, end) is not None


def _is_abroad(sentence: str, start: int, end: int) -> bool:
    """Whether the name of another country stands in a body's name, or runs into it.

    A name is cut before 日, so that 尼日利亚警方 begins with 利亚.
    """
    if _abroad().search(sentence, start, end):
        return True
    country = _abroad().search(sentence, max(0, start - _COUNTRY), end)
    return country is not None and country.end() > start and len(country.group()) > _SHORT_COUNTRY


def names_abroad(sentence: str, end: int) -> bool:
    """Whether another country is named up to some place of a sentence."""
    return _abroad().search(sentence, 0, end) is not None


def _is_spoken_to(before: str) -> bool:
    """Whether a body is named as somebody's counterpart, or its name hides who speaks."""
    return before.endswith(tuple(table("issuers.toml")["counterparts"]))


def signatory(text: str) -> Speaker | None:
    """Who signs at the end of a text, over its date; the first where several do.

    What a news page adds below (source, editors) is left out of account. None where nobody signs;
    a company that signs is of standing OTHER. `start` is where the signature begins in `text`.
    """
    tail = text[-_TAIL:]
    offset = len(text) - len(tail)
    for _ in range(_MOST_CREDITS):
        credit = _CREDIT.search(tail)
        if credit is None:
            break
        tail = tail[: credit.start()]
    ends_a_sentence = tail.rstrip(" )").endswith((".", "!", "?", '"'))
    match = None if ends_a_sentence else _SIGNED.search(tail)
    if match is None:
        return None
    at = match.start("who")
    for who in match["who"].split(" "):
        signs = speakers_in(who)
        if signs and who[signs[-1].end :] in _OFFICES and _is_whole(who, signs[0].start):
            start = offset + at
            return Speaker(who, signs[-1].standing, start, start + len(who))
        at += len(who) + 1
    return None


def _is_whole(who: str, start: int) -> bool:
    """Whether a name that is known from `start` on may begin earlier: a task body's is long."""
    return who.endswith(_TASK_ENDS) or _WHERE.fullmatch(who, 0, start) is not None


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
    """Where the name of the body begins whose organ is named from `organ` on."""
    task = _TASK.match(sentence, organ) and _EVENT.search(sentence, max(0, organ - 32), organ)
    if task:
        return task.start("who")
    breaks, start = _breaks(), organ
    kept = {
        at
        for match in _kept().finditer(sentence, max(0, organ - _NAME_REACH), organ + 1)
        for at in range(*match.span())
    }
    while start > 0 and organ - start < _NAME_REACH:
        at = start - 1
        if sentence[at] in breaks and at not in kept:
            break
        if not "\u4e00" <= sentence[at] <= "\u9fff":
            break
        start = at
    for noise in _noise().finditer(sentence, start, organ):
        start = noise.end()
    return start


@lru_cache(maxsize=1)
def _breaks() -> frozenset[str]:
    return frozenset(table("issuers.toml")["name_breaks"])


@lru_cache(maxsize=1)
def _kept() -> re.Pattern[str]:
    """Words in which a break ends no name, and the 和 inside an organ's: 教育和体育局."""
    joined = rf"(?<={'|'.join(_FIELD_ENDS)})[和与](?={'|'.join(_FIELD_STARTS)})"
    return re.compile(rf"{longest(table('issuers.toml')['names_kept'])}|{joined}")


@lru_cache(maxsize=1)
def _noise() -> re.Pattern[str]:
    return re.compile(longest(table("issuers.toml")["name_noise"]))


@lru_cache(maxsize=1)
def _own_pages() -> re.Pattern[str]:
    """官方微博 and the like: whose page it is stands before, and is a company as often."""
    return re.compile(rf"官方(?:{longest(table('issuers.toml')['own_pages'])})")


@lru_cache(maxsize=1)
def _abroad() -> re.Pattern[str]:
    return re.compile(longest(table("issuers.toml")["abroad"]))


@lru_cache(maxsize=1)
def _others() -> re.Pattern[str]:
    return re.compile(longest(table("issuers.toml")["others"]))


@lru_cache(maxsize=1)
def _judicial() -> re.Pattern[str]:
    return re.compile(longest([*table("issuers.toml")["judicial"], "检察"]))

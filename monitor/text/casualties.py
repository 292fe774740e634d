"""Where a text mentions casualties and loss: every number with the words that give it its meaning.

The phrase tables come from official notices and news of accidents (遇难, 失踪, 重伤, 转移安置,
直接经济损失 and their kin). This module only finds; `monitor.text.figures` chooses among what is
found. Patterns are bounded and hold no nested repetition, so that hostile text costs linear time.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from monitor.text.numerals import NUMBER, read_number

_N: Final = rf"(?<![\d.第])(?P<n>{NUMBER})"
_UNIT: Final = (
    r"(?:名|人|位|口|个人|(?=(?:员工|工人|学生|儿童|村民|居民|乘客|游客|群众|老人|"
    r"男子|女子|民工|师生|职工|旅客|(?:[客货轿卡大]?车)?(?:司机|驾驶员|驾驶人))))"
)
# What may stand between a count and its verb: 6名〔乘客不幸〕死亡.
_FILL: Final = r"(?P<fill>[^\d,。;、:!?()\"“”\n]{0,18}?)"
# What befell people of whom the next clause says that they are still not found.
_FATE: Final = r"(?P<fill>[^\d,。;、:!?()\"“”\n]{2,18})"
_STILL: Final = r"(?:目前|至今|迄今|现在|截至目前|现|仍然|依然|仍|尚|均|全部|都){1,3}"
# What may stand between a noun and its count: 死亡人数〔已由3人升至〕5人.
_LINK: Final = (
    rf"(?:人数|人员|人口|者|总数|病例|员工|学生|群众|居民|游客|村民|旅客|职工)?(?:已经|已|现|目前|共计|共有|共|总计|总|累计|初步统计|"
    rf"(?:由|从|自)(?:最初的|此前的|原来的)?{NUMBER}{_UNIT}?){{0,4}}"
    r"(?:上升到|上升至|上升为|增加到|增加至|增至|增加为|升至|升到|升为|攀升至|减少到|减少至|减至|下降至|降至|降到|"
    r"核减为|核减至|更正为|修正为|确认为|达到|达|为|有|是|至|了|:)?"
)

_DIED: Final = (
    r"(?:死亡|遇难|身亡|罹难|丧生|丧命|溺亡|溺水身亡|殉职|牺牲|遇害|毙命|离世|去世|不治|"
    r"[打烧炸砸压撞淹轧碾杀毒摔冻电踩埋刺砍射击枪]死(?![亡者角])|枪杀|杀害|"
    r"(?:已无|均无|没有了?|失去)生命体征)"
)
_GONE: Final = r"(?:失踪|失联|下落不明|失去联系|去向不明)"
_HURT: Final = (
    r"(?:受伤|负伤|受到?[不同程度的]{0,6}伤|烧伤|烫伤|灼伤|擦伤|骨折|"
    r"摔伤|砸伤|撞伤|刺伤|砍伤|咬伤|炸伤|刮伤)"
)
_GRAVELY: Final = (
    r"(?:受伤严重|(?:在|入|进)[^\d,。;\n]{0,4}(?:重症监护|icu)|重伤(?!不治|身亡|死亡|医治无效|抢救无效)|伤势(?:较为|较|十分|比较|非常|很|相当)?(?:严重|重|危重)|"
    r"伤情(?:较为|较)?(?:危重|严重|较重|重)|生命垂危|病情?危重|病危|危重|(?:尚未|仍未|未|没有)脱离(?:生命)?危险)"
)
_LIGHTLY: Final = r"(?:轻微伤|轻伤|轻微受伤|受轻伤|轻度受伤|伤势较轻|伤情较轻)"
_ILL: Final = r"(?:中毒(?!事件|事故|症状|原因|者|人员|学生|员工)|发病|患病|染病)"
_UNWELL: Final = (
    r"(?:出现[^\d,。;\n]{0,16}?(?:症状|不适|反应|呕吐|腹泻|腹痛)|(?:感觉|感到|身体)[^\d,。;\n]{0,6}不适|"
    r"集体呕吐|上吐下泻|呕吐|腹泻|昏倒|晕倒)"
)
_FALL_ILL: Final = r"(?:先后|陆续|相继)?出现[^\d,。;\n]{0,10}(?:中毒|症状|不适|呕吐|腹泻)"
_TREATED: Final = (
    r"(?:送医|送院|住院|入院|就诊|就医|留院|留医|接受[^\d,。;\n]{0,4}治疗|入院治疗|"
    r"送(?:往|到|至|入|进)[^\d,。;\n]{0,14}?(?:医院|卫生院|救治|治疗|抢救))"
)
_MOVED: Final = r"(?:转移安置|紧急转移|转移|疏散|撤离|撤出|避险转移|转移避险)"


@dataclass(frozen=True, slots=True)
class Mention:
    """One number found, as a slice of the text it stands in.

    `field` is a name of `Figures`, or "light", "ill", "unwell", "treated" (kinds of hurt that only
    count where nothing better is said) or "joint_hurt" (死伤N人: counts for nothing by itself).
    `weak` marks a noun with a number (5名死者) where a verb would state it.
    """

    field: str
    value: int | None
    at_least: bool
    start: int
    end: int
    quote: str
    weak: bool = False


_LOSS_LINK: Final = (
    r"(?:金额|总额|总计|估计|预计|初步|统计|合计|可能|高达|达到|累计|大概|"
    r"已|共|计|达|约|为|在|超|至|了|:){0,4}"
)
_BURNT: Final = r"(?:烧毁|被烧|焚毁|化为灰烬|付之一炬|毁于一旦|吞噬)"
_JOINT: Final = (
    rf"{_DIED}(?:或者|或|和|及|以及|与|、|/)?{_GONE}(?!人?数?[\d一二两三四五六七八九十])"
)

# Field, weak, pattern. A row that stands earlier claims its number before a later one.
_TABLE: Final = tuple(
    (field, weak, re.compile(source))
    for field, weak, source in (
        ("dead_or_missing", False, rf"{_N}{_UNIT}{_FILL}{_JOINT}"),
        (
            "dead_or_missing",
            False,
            rf"(?P<verb>死亡|遇难)(?:\((?:含)?失踪\)|(?:或者|或|和|及|、|/)?失踪){_LINK}{_N}{_UNIT}",
        ),
        ("joint_hurt", False, rf"{_N}{_UNIT}?{_FILL}(?:死伤|伤亡)"),
        ("joint_hurt", False, rf"(?P<verb>死伤|伤亡){_LINK}{_N}{_UNIT}"),
        ("loss_yuan", False, rf"损失{_LOSS_LINK}{_N}元"),
        ("loss_yuan", True, rf"{_N}元(?:人民币)?的?(?:直接)?(?:经济|财产)?损失"),
        ("loss_yuan", True, rf"价值{_LOSS_LINK}{_N}元[^\d,。;\n]{{0,14}}{_BURNT}"),
        ("loss_yuan", True, rf"{_BURNT}{_N}元[^\d,。;\n]{{0,4}}(?:商品|货物|财物|财产)"),
        ("serious", False, rf"{_N}{_UNIT}{_FILL}{_GRAVELY}"),
        ("serious", False, rf"{_N}重伤(?!不治)"),
        ("serious", False, rf"(?P<verb>重伤|危重){_LINK}{_N}{_UNIT}"),
        ("light", False, rf"{_N}{_UNIT}{_FILL}{_LIGHTLY}"),
        ("light", False, rf"{_N}(?:轻伤|轻微伤)"),
        ("light", False, rf"(?P<verb>轻伤|轻微伤){_LINK}{_N}{_UNIT}"),
        ("missing", False, rf"{_N}{_UNIT}{_FILL}{_GONE}"),
        ("missing", False, rf"(?P<verb>{_GONE}){_LINK}{_N}{_UNIT}"),
        ("missing", False, rf"{_N}{_UNIT}{_FATE},{_STILL}{_GONE}(?!{_LINK}{NUMBER})"),
        ("missing", True, rf"{_N}{_UNIT}?{_GONE}(?:者|人员)"),
        ("missing", False, rf"{_N}(?:失联|失踪)"),
        ("dead", True, rf"{_N}具[^\d,。;\n]{{0,8}}?(?:遗体|尸体|遗骸)"),
        ("dead", True, rf"{_N}{_UNIT}?(?:遇难者|死者|死难者|遇害者|罹难者)"),
        ("dead", True, rf"(?P<verb>遇难者|死者|死难者|遇害者|罹难者){_LINK}{_N}{_UNIT}"),
        ("dead", False, rf"{_N}{_UNIT}{_FILL}{_DIED}(?!率|赔)"),
        ("dead", False, rf"(?P<verb>{_DIED}){_LINK}{_N}{_UNIT}"),
        ("dead", False, rf"(?P<verb>{_DIED})人数{_LINK}{_N}"),
        ("dead", False, rf"(?:夺走|夺去|夺){_LINK}{_N}{_UNIT}?条?(?:生命|性命|人命|命)"),
        ("dead", False, rf"{_N}人?(?:死|亡)(?![伤者因于里命灰了])(?<!九死)(?<!万死)"),
        ("dead", False, rf"致死{_N}人"),
        ("injured", False, rf"{_N}{_UNIT}{_FILL}{_HURT}"),
        ("injured", False, rf"{_N}(?:受伤|人?伤(?![亡势情者员口残害病痕及心]))"),
        ("injured", False, rf"(?P<verb>{_HURT}){_LINK}{_N}{_UNIT}"),
        ("injured", False, rf"(?<![轻重死杀受])(?P<verb>致伤|伤){_N}人"),
        ("injured", True, rf"{_N}{_UNIT}?(?:伤者|伤员)"),
        ("injured", True, rf"(?P<verb>伤员|伤者){_LINK}{_N}{_UNIT}"),
        ("ill", False, rf"{_N}{_UNIT}{_FILL}{_ILL}"),
        ("ill", False, rf"(?P<verb>{_ILL}){_LINK}{_N}{_UNIT}"),
        ("unwell", True, rf"{_N}{_UNIT}{_FILL}{_UNWELL}"),
        ("unwell", True, rf"{_N}{_UNIT}[^\d,。;\n]{{0,18}}后,{_FALL_ILL}"),
        ("treated", True, rf"{_N}{_UNIT}?(?:中毒者|患者|病人)"),
        ("treated", True, rf"{_N}{_UNIT}{_FILL}{_TREATED}"),
        ("treated", True, rf"(?P<verb>收治|接收|送医|住院){_LINK}{_N}{_UNIT}"),
        ("evacuated", False, rf"{_MOVED}[^\d,。;\n十百千万]{{0,12}}?(?:{NUMBER}户)?{_N}{_UNIT}"),
        ("evacuated", False, rf"{_N}{_UNIT}{_FILL}{_MOVED}"),
    )
)

# Without one of these a text cannot mention the field at all; most texts mention few.
_HINTS: Final[Mapping[str, Sequence[str]]] = {
    "dead": ("死", "亡", "难", "丧", "牺牲", "害", "世", "不治", "命", "尸", "遗", "殉", "枪杀"),
    "missing": ("失踪", "失联", "下落不明", "失去联系", "去向不明"),
    "dead_or_missing": ("失踪", "失联", "下落不明", "失去联系", "去向不明"),
    "joint_hurt": ("死伤", "伤亡"),
    "serious": ("重伤", "伤势", "伤情", "危重", "垂危", "病危", "脱离", "严重", "重症", "icu"),
    "light": ("轻",),
    "injured": ("伤", "骨折"),
    "ill": ("中毒", "病"),
    "unwell": ("症状", "不适", "呕", "泻", "痛", "反应", "倒", "中毒"),
    "treated": ("医", "院", "治", "病人", "患者", "中毒者", "接收", "抢救"),
    "evacuated": ("转移", "疏散", "撤"),
    "loss_yuan": ("元",),
}

GRAVELY_HURT: Final = re.compile(
    rf"(?:{_GRAVELY}|严重受伤|受重伤)(?![^。\n]{{0,40}}(?:{_DIED}|无效))"
)
"""Words for a grave wound that the rest of the sentence does not turn into a death."""
DIED_OF_THEM: Final = re.compile(
    rf"[^\d,。;\n]{{0,6}},其中[^\d,。;\n]{{0,4}}?{_N}{_UNIT}[^\d,。;、伤\n]{{0,14}}?{_DIED}"
)
"""What follows a count of the hurt of whom some died: 10人烧伤,其中1人死亡 leaves 9 hurt."""

# 受伤 between a count and 死亡 takes the count for itself, unless the wound led to the death.
_LED_TO_DEATH: Final = re.compile(
    r"(?:重伤|伤重|受伤|伤势过重|抢救|医治|救治|治疗)[后]?(?:无效|不治)?"
)
_DIES_AFTER: Final = re.compile(rf"[^\d,。;、\n]{{0,8}}{_DIED}")
_DIED_LATER: Final = re.compile(r",?[^\d,。;\n]{0,4}(?:(?:抢救|医治|救治|治疗)无效|不治)")
_HARMED: Final = re.compile(rf"{_DIED}|伤")
_FOUND_AGAIN: Final = re.compile(r"[^,。;\n]{0,8}(?:找到|获救|脱险|取得联系|安全|返回|下山|寻获)")
_OTHER_SUBJECT: Final = re.compile(
    r"[一二两三四五六七八九十][名人位]|失踪|获救|脱险|生还|无人|没有人|未造成|被困|无恙|幸免|"
    r"发现|赶到|赶赴|参加|参与|前往|涉嫌|被捕|被拘|刑拘|追究|赔偿|嫌疑人|"
    r"通知|被告|成员|是否|导致其"
)


# 5名乘客及1名司机受伤: the verb belongs to both counts.
_JOINED: Final = re.compile(rf"{_N}{_UNIT}[^\d,。;、:!?()\n死伤亡失]{{0,14}}(?:及|和|与|以及)$")
_CLAUSE_END: Final = re.compile(r"[,。;、:!?()\n]")
# No row reaches over these stops, so each statement is read by itself, and only if it counts.
_STATEMENT: Final = re.compile(r"[^。;\n]+")
_NUMERAL: Final = re.compile(r"[\d零〇一二两三四五六七八九十百千万亿]")
_ANY_COUNT: Final = re.compile(rf"{NUMBER}{_UNIT}")
_ANY_VERB: Final = re.compile(rf"(?:{_DIED}|{_GONE}|重伤|轻伤|受伤){_LINK}(?={NUMBER}{_UNIT})")


@lru_cache(maxsize=32)
def find_mentions(text: str) -> tuple[Mention, ...]:
    """Every casualty figure that `text` mentions, in the order of the text.

    `text` is half-width and Simplified. A number is claimed once: a joint 死亡或失踪 never feeds
    the dead as well.
    """
    taken = bytearray(len(text))
    found: list[Mention] = []
    possible = _possible(text, _HINTS)
    for statement in _STATEMENT.finditer(text):
        words = statement.group()
        if not _NUMERAL.search(words):
            continue
        fields = _possible(words, possible)
        for field, weak, pattern in _TABLE if fields else ():
            if field in fields:
                matches = pattern.finditer(text, *statement.span())
                found.extend(_unclaimed(field, weak, matches, taken))
    return tuple(sorted(found, key=lambda mention: mention.start))


def _possible(text: str, hints: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """The fields that a text can mention at all, with their hints."""
    return {field: words for field, words in hints.items() if any(word in text for word in words)}


def _unclaimed(
    field: str, weak: bool, matches: Iterable[re.Match[str]], taken: bytearray
) -> Iterator[Mention]:
    """What one row finds among numbers that no earlier row took; it takes them."""
    for match in matches:
        start, end = match.span("n")
        if any(taken[start:end]) or not _claims(field, match) or not _fits_its_clause(match):
            continue
        mention = _mention(field, weak, match)
        if mention is not None:
            taken[start:end] = b"\1" * (end - start)
            yield mention


def _mention(field: str, weak: bool, match: re.Match[str]) -> Mention | None:
    numeral = read_number(match["n"])
    if numeral is None:
        return None
    value = numeral.value
    joined = _JOINED.search(match.string[max(0, match.start() - 30) : match.start()])
    other = read_number(joined["n"]) if joined and "fill" in match.groupdict() else None
    if value is not None and other is not None and other.value is not None:
        value += other.value
    after = match.string[match.end() : match.end() + 2]
    return Mention(
        field=field,
        value=value,
        at_least=numeral.at_least or after == "以上",
        start=match.start(),
        end=match.end(),
        quote=match.group(),
        weak=weak,
    )


def _fits_its_clause(match: re.Match[str]) -> bool:
    """Whether count and verb pair up the way their clause is written.

    死亡4人受伤2人 puts the verb first, 4人死亡2人受伤 the count: read the wrong way round, the
    second clause would give 死亡2人.
    """
    start, text = match.start(), match.string
    head = text[max(0, start - 40) : start]
    breaks = [found.end() for found in _CLAUSE_END.finditer(head)]
    clause_start = start - len(head) + (breaks[-1] if breaks else 0)
    clause = text[clause_start : match.end()]
    count, verb = _ANY_COUNT.search(clause), _ANY_VERB.search(clause)
    verb_leads = verb is not None and (count is None or verb.start() < count.start())
    if match.groupdict().get("verb"):
        return verb_leads or count is None or clause_start + count.start() >= match.start("n")
    return not (verb_leads and "fill" in match.groupdict())


def _claims(field: str, match: re.Match[str]) -> bool:
    """Whether the verb really belongs to the count, judged by what stands between them."""
    fill = match.groupdict().get("fill") or ""
    if _OTHER_SUBJECT.search(fill):
        return False
    if field == "missing":  # 3名失联人员全部找到: nobody is missing any more
        if _HARMED.search(fill):
            return False
        return not _FOUND_AGAIN.match(match.string, match.end())
    if field == "serious":
        return not _DIED_LATER.match(match.string, match.end())
    if field in ("dead", "dead_or_missing"):
        return "伤" not in _LED_TO_DEATH.sub("", fill)
    if field in ("treated", "unwell", "ill", "injured", "evacuated"):
        after = match.string[match.end() : match.end() + 12]
        return not re.search(_DIED, fill) and not _DIES_AFTER.match(after)
    return True

"""Where a text mentions casualties and loss: every number with the words that give it its meaning.

The phrases stand in `monitor.text.casualty_table`. This module only finds;
`monitor.text.figures` chooses among what is found.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from monitor.text.casualty_table import TABLE
from monitor.text.casualty_words import DIED, GONE, GRAVELY, LINK, UNIT, N
from monitor.text.lexicon import Lexicon
from monitor.text.numerals import NUMBER, read_number


@dataclass(frozen=True, slots=True)
class Mention:
    """One number found, as a slice of the text it stands in.

    `field` is a name of `Figures`, or "light", "ill", "unwell", "treated", "stable" (kinds of
    hurt that only count where nothing better is said) or "joint_hurt" (死伤N人: counts for
    nothing by itself).
    `weak` marks a noun with a number (5名死者) where a verb would state it.
    """

    field: str
    value: int | None
    at_least: bool
    start: int
    end: int
    quote: str
    weak: bool = False


GRAVELY_HURT: Final = re.compile(
    rf"(?:{GRAVELY}|严重受伤|受重伤)(?![^。\n]{{0,40}}(?:{DIED}|无效))"
)
"""Words for a grave wound that the rest of the sentence does not turn into a death."""
DIED_OF_THEM: Final = re.compile(
    rf"[^\d,。;\n]{{0,6}},其中[^\d,。;\n]{{0,4}}?{N}{UNIT}[^\d,。;、伤\n]{{0,14}}?"
    rf"(?:(?:因|受|后)?(?:伤势过重|重伤|受伤|伤重)[^\d,。;、伤\n]{{0,8}}?)?{DIED}"
)
"""What follows a count of the hurt of whom some died: 10人烧伤,其中1人死亡 leaves 9 hurt."""

# 受伤 between a count and 死亡 takes the count for itself, unless the wound led to the death.
_LED_TO_DEATH: Final = re.compile(
    r"(?:重伤|伤重|受伤|伤势过重|抢救|医治|救治|治疗)[后]?(?:无效|不治)?"
)
_DIES_AFTER: Final = re.compile(rf"[^\d,。;、\n]{{0,8}}{DIED}")
_DIED_LATER: Final = re.compile(
    r",?[^\d,。;\n]{0,4}(?:(?:抢救|医治|救治|治疗)无效|不治)"
    rf"|(?:者|人员|伤员|伤者|患者|病人|员|,)?(?:均|都|全部|先后|随后|后|在)?[^\d,。;\n]{{0,2}}"
    rf"(?:送|途中|医院|因)[^\d,。;\n未]{{0,12}}{DIED}"
    rf"|(?:者|人员|伤员|伤者|患者|病人|员)(?:均|都|全部|先后|随后|后|已|相继|不幸){{0,3}}{DIED}"
)
_HARMED: Final = re.compile(rf"{DIED}|伤")
# 3名失联人员〔已全部找到〕, 〔,后全部安全返回〕, but not 尚未找到.
_NO_LONGER: Final = re.compile(
    r"(?:[^,。; \n未没尚]{0,8}|[^\d,。;\n未没尚]{0,8},"
    r"[^\d,。;\n未没尚其另]{0,8}(?:均|全部|都|悉数|相继))"
    r"(?:找到|获救|脱险|脱困|取得联系|安全|返回|下山|寻获|升井|救出|救起|生还|打捞|遗体)"
    r"|了?(?:近|约)?[\d一二两三四五六七八九十多数几]{1,3}个?(?:天|日|小时|年|月)多?后"
    rf"|[^\d,。;\n]{{0,4}},?[^\d,。;\n]{{0,2}}(?:均|全部|都|悉数|已确认|确认)[^\d,。;\n]{{0,4}}{DIED}"
)
_ONE: Final = ("一", "1")
_SOUGHT: Final = re.compile(r"搜|打捞|寻找|营救")
_TRAPPED: Final = re.compile(r"被困|被埋|遇险|井下|矿工|压在")
# 8名被困矿工全部〔遇难〕: those who were missing or trapped are the dead.
_SAME_SUBJECT: Final = re.compile(
    r"(?:失踪|失联|被困|被埋|落水)[^\d,。;、\n]{0,6}(?:均|全部|都|悉数)|^(?:失踪|失联|被困|被埋|落水)(?!中|里)"
)
_OTHER_SUBJECT: Final = re.compile(
    r"[一二两三四五六七八九十][名人位]|失踪|获救|脱险|生还|无人|没有人|未造成|被困|无恙|幸免|"
    r"(?<!被)发现|告诉|听说|得知|赶到|赶赴|参加|参与|前往|涉嫌|被捕|被拘|刑拘|追究|赔偿|(?<![及和与])(?<![及和与]犯罪)嫌疑人|"
    r"通知|被告|成员|是否|导致其|的数据|的数字"
)


# 5名乘客及1名司机受伤: the verb belongs to both counts.
_JOINED: Final = re.compile(
    rf"{N}{UNIT}[^\d,。;、:!?()\n死伤亡失]{{0,14}}(?:及|和|与|以及)"
    r"[^\d,。;、:!?()\n死伤亡失救出]{0,5}$"
)
# 司机和2名乘客死亡: one more, whom no number counts.
_AND_ONE: Final = re.compile(
    r"(?:司机|驾驶员|驾驶人|车主|船长|店主|老板|男子|女子|妻子|丈夫|母亲|父亲|妈妈|爸爸|奶奶|爷爷|孕妇|老人|"
    r"主人|户主|房东|教练|导游|女士|先生|嫌疑人|某[\u4e00-\u9fff]?)(?:本人)?(?:[\u4e00-\u9fff]{2,3})?"
    r"(?:及|和|与|以及)(?:其|她的?|他的?|另外?|车上|车内|同车|随车)?的?$"
)
# 朱某某〔和〕三名子女遇难: one joined to his or her own people is one more.
_JOINER: Final = re.compile(r"[^\d名人位们个,。;\n](?:及|和|与|以及)(?:其|她的?|他的?)?$")
_OWN_PEOPLE: Final = re.compile(
    r"(?:年幼的?|未成年的?|亲生)?(?:子女|孩子|儿女|女儿|儿子|家人|亲属|亲人|同伴|朋友|同事|工友|孙子|孙女|小孩)"
)
# 3个孩子〔和母亲〕遇难
_ONE_AFTER: Final = re.compile(
    r"[^\d,。;、\n]{0,6}?(?:及|和|与|以及)(?:其|他们的|她们的)?"
    r"(?:女主人|男主人|母亲|父亲|妈妈|爸爸|司机|驾驶员|驾驶人|妻子|丈夫|女儿|儿子|犯罪嫌疑人|嫌疑人|嫌犯|"
    r"船长|车主|导游|奶奶|爷爷|外婆|外公|孕妇|教练)"
)
# 24名学生死亡〔,校车司机也不幸身亡〕
_ALSO_ONE: Final = re.compile(
    r",[^,。;\n\d们等]{0,6}(?:司机|驾驶员|驾驶人|船长|机长|教师|老师|保安|凶手|枪手|袭击者|嫌犯|嫌疑人|母亲|父亲)"
    rf"(?:本人)?也[^,。;\n]{{0,6}}{DIED}"
)
_AND_TWO: Final = re.compile(r"(?:夫妻|夫妇)(?:二人|两人|俩)?(?:及|和|与|以及)(?:其|他们)?的?$")
# 遇难者〔增至〕4人 states a total, for all that it has no verb.
_STATED: Final = re.compile(r"(?:遇难|死|死难|罹难)者[^\d]{0,8}(?:增|升|达)")
_CLAUSE_END: Final = re.compile(r"[,。;、:!?()\n]|[名人位][\u4e00-\u9fff]{0,4}中$")
# No row reaches over these stops, so each statement is read by itself, and only if it counts.
_STATEMENT: Final = re.compile(r"[^。;\n]+")
_NUMERAL: Final = re.compile(r"[\d零〇一二两三四五六七八九十廿卅百千万亿]")
_ANY_COUNT: Final = re.compile(rf"{NUMBER}{UNIT}")
_ANY_VERB_COUNT: Final = re.compile(rf"{LINK}{NUMBER}{UNIT}")
_ANY_VERB: Final = re.compile(rf"(?:{DIED}|{GONE}|重伤|轻伤|受伤){LINK}(?={NUMBER}{UNIT})")


@lru_cache(maxsize=32)
def find_mentions(text: str) -> tuple[Mention, ...]:
    """Every casualty figure that `text` mentions, in the order of the text.

    `text` is half-width and Simplified. A number is claimed once: a joint 死亡或失踪 never feeds
    the dead as well.
    """
    taken = bytearray(len(text))
    found: list[Mention] = []
    for statement, rows in _worth_reading(text):
        for field, weak, _, pattern in (TABLE[row] for row in rows):
            found.extend(_unclaimed(field, weak, pattern, (text, *statement), taken))
    return tuple(sorted(found, key=lambda mention: mention.start))


def _worth_reading(text: str) -> Iterator[tuple[tuple[int, int], list[int]]]:
    """Statements that hold a number and a word of the table, with the rows that they may fit."""
    hits = _words().every(text)
    hit = next(hits, None)
    for statement in _STATEMENT.finditer(text) if hit else ():
        rows: set[int] = set()
        while hit and hit[0] < statement.end():
            rows.update(hit[2])
            hit = next(hits, None)
        if rows and _NUMERAL.search(text, *statement.span()):
            yield statement.span(), sorted(rows)
        if hit is None:
            return


@lru_cache(maxsize=1)
def _words() -> Lexicon[list[int]]:
    """Each word of the table with the rows that need it or another."""
    rows: dict[str, list[int]] = {}
    for number, (_, _, words, _) in enumerate(TABLE):
        for word in words:
            rows.setdefault(word, []).append(number)
    return Lexicon(rows)


def _unclaimed(
    field: str,
    weak: bool,
    pattern: re.Pattern[str],
    where: tuple[str, int, int],
    taken: bytearray,
) -> Iterator[Mention]:
    """What one row finds among numbers that no earlier row took; it takes them.

    A match that claims nothing is given up behind its number only: its verb may be another's
    (九人死亡和二十人受伤).
    """
    text, position, stop = where
    while match := pattern.search(text, position, stop):
        start, end = match.span("n")
        position = max(end, start + 1)
        if any(taken[start:end]) or not _claims(field, match) or not _fits_its_clause(match):
            continue
        mention = _mention(field, weak, match)
        if mention is not None:
            taken[start:end] = b"\1" * (end - start)
            position = max(position, match.end())
            yield mention


def _mention(field: str, weak: bool, match: re.Match[str]) -> Mention | None:
    numeral = read_number(match["n"])
    if numeral is None:
        return None
    value = numeral.value
    if value is not None and "fill" in match.groupdict():
        before = match.string[max(0, match.start() - 30) : match.start()]
        value += _counted_before(before, match["fill"])
        value += bool(_ONE_AFTER.match(match["fill"]))
    if value is not None and field == "dead" and _ALSO_ONE.match(match.string, match.end()):
        value += 1
    after = match.string[match.end() : match.end() + 2]
    return Mention(
        field=field,
        value=value,
        at_least=numeral.at_least or after == "以上",
        start=match.start(),
        end=match.end(),
        quote=match.group(),
        weak=weak and not _STATED.search(match.group()),
    )


def _counted_before(before: str, counted: str) -> int:
    """How many more share the verb of a count: those joined to it right before."""
    joined = _JOINED.search(before)
    if joined is None:
        own = _OWN_PEOPLE.match(counted) and _JOINER.search(before)
        one = own or _AND_ONE.search(before)
        return 2 if _AND_TWO.search(before) else int(bool(one))
    other = read_number(joined["n"])
    return other.value or 0 if other is not None else 0


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
        return verb_leads or count is None or clause_start + count.start() >= start
    return not (verb_leads and "fill" in match.groupdict())


def _has_other_subject(field: str, fill: str) -> bool:
    """Whether others come between count and verb; 8名被困矿工全部遇难 has the same ones."""
    other = _OTHER_SUBJECT.search(fill)
    if other is None:
        return False
    same = field in ("dead", "missing", "evacuated") and _SAME_SUBJECT.search(fill, other.start())
    return not same or _OTHER_SUBJECT.search(fill, other.end()) is not None


def _claims(field: str, match: re.Match[str]) -> bool:
    """Whether the verb really belongs to the count, judged by what stands between them."""
    fill = match.groupdict().get("fill") or ""
    if _has_other_subject(field, fill):
        return False
    if field == "missing":
        return _is_missing(match, fill)
    if field == "serious":
        if fill.endswith("中") and _ANY_VERB_COUNT.match(match.string, match.end()):
            # 22人中重症9人: the verb has its own count
            return False
        return not _DIED_LATER.match(match.string, match.end())
    if field == "dead" and fill and match["n"] in _ONE and f"{fill}," in match.group():
        return True  # 一人被刺伤,送医途中死亡
    if field in ("dead", "dead_or_missing"):
        return "伤" not in _LED_TO_DEATH.sub("", fill)
    if field in ("treated", "stable", "unwell", "ill", "injured", "evacuated"):
        after = match.string[match.end() : match.end() + 12]
        return not re.search(DIED, fill) and not _DIES_AFTER.match(after)
    return True


def _is_missing(match: re.Match[str], fill: str) -> bool:
    """Whether people are missing still: neither found (3名失联人员全部找到) nor trapped."""
    if _HARMED.search(fill):
        return False
    if _SOUGHT.search(match.group()) and not re.search(GONE, match.group()):
        before = match.string[max(0, match.start() - 200) : match.end()]
        if _TRAPPED.search(before):  # who is still sought under the rubble is trapped
            return False
    return not _NO_LONGER.match(match.string, match.end())

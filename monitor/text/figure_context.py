"""What the surroundings of a figure say of it: is it this incident's, as of when, who says so."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from monitor.domain.when import When
from monitor.text.casualties import Mention, find_mentions
from monitor.text.divisions import provinces_named
from monitor.text.reading import Sentence, sentences

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
"""The zone in which Chinese texts give their times."""
LEAD_SENTENCES: Final = 4
"""How many sentences of a report tell the matter itself; what comes later needs a reason."""

# A sentence with such words counts something else than the incident that is reported.
ELSEWHERE: Final = re.compile(
    r"今年以来|月份?以来|今年[1-9一二三四](?!\d?月\d{1,2}[日号])|(?:19|20)\d{2}年(?:度|全年)?,?(?:全[国省市县区]|我[国省市县])|去年(?![^,。;]{0,8}(?:这起|这次|这场|此次|这一))|前年|上年|往年|历年|近年|近几年|历史上|有史以来|同比|环比|"
    r"每年|年均|全年|上半年|下半年|季度|入汛以来|汛期以来|前[\d一二三四五六七八九十]{1,2}个?月|"
    r"(?<![\d.])\d{1,2}月?份?[-~至]\d{1,2}月|平均每|据统计(?!,?(?:截至|目前|此次|本次|该|事故))|"
    r"统计显示|(?<!最新)(?<!初步)(?<!公布的)(?<!发布的)(?<![办部局厅]的)数据显示|"
    r"曾经|曾于|曾在|曾(?:发生|致|造成|导致|引发|有|因|爆炸|起火|坍塌|倒塌|坠毁|失事|沉没)|也曾|"
    r"无独有偶|类似事故|类似事件|类似的事|又分别发生|上一次|上次|先后发生过|周年|年前|世纪|自从|以来[^,。]{0,12}(?:共|已|累计)"
    r"|[高低多少]于(?:19|20)\d{2}年|统计(?:数字|数据|资料)?[^,。]{0,4},(?:19|20)\d{2}年|治愈出院|境外输入|无症状感染|还(?:曾|涉嫌|被[^,。]{0,4}怀疑)"
)
"""Words of other incidents and of statistics."""
# What only measures the matter by another: 令人想起4年前的…, 是今年以来最严重的一次.
_MEASURED: Final = re.compile(
    r"(?:想起|联想到?|堪比|媲美|不亚于|仅次于|超过了?)[^。;]{0,60}|[是为系][^,。;]{0,16}最[^,。;]{0,24}"
)
RUMOUR: Final = re.compile(r"网传|网上流传|传言|谣言|谣传|不实|网络流传|朋友圈流传|所谓")
"""Words of hearsay: what a sentence with them counts, nobody has counted."""
_SET_RIGHT: Final = re.compile(r"(?:辟谣|澄清|核实|实际上?|事实上|实际情况)[^,。:;\n]{0,6}[:,]")
# What is supposed, or defined by a rule (3人以上10人以下死亡), befell nobody.
SUPPOSED: Final = re.compile(
    r"模拟|随意殴打|(?:立案|追诉|认定)标准|刑法第|(?:需要?|须)有[^,。;]{0,12}(?:[轻重]伤|死亡)|\d人以上[轻重]|假设|假定|设想|假如|脚本|是指|下列情形|以上[^。;\n]{1,30}以下(?!简称)|(?:死亡|重伤)\d{1,3}人以上"
)
"""Words of what a rule or a script supposes."""
_DENIED: Final = re.compile(r"谣言|造谣|辟谣|不实|不属实|谣传")
_BACKGROUND: Final = re.compile(
    r"\n[\[(<]?(?:相关链接|相关新闻|新闻链接|新闻背景|背景资料|延伸阅读|链接:)"
)
_MAGNITUDE: Final = re.compile(r"(?<![\d.])(\d(?:\.\d)?)级[^\d,。;\n]{0,4}(?:地震|余震|强震)")
_CLAIMED: Final = re.compile(r"索赔|诉请|诉讼|赔偿请求|请求法院|被告人|盗窃|诈骗|骗取|挪用|贪污")
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
_DATE: Final = re.compile(
    r"(?:(?<!\d)((?:19|20)\d{2})年)?(?<![\d.])(1[0-2]|0?[1-9])月(3[01]|[12]\d|0?[1-9])[日号]"
)
_MONTH: Final = re.compile(r"(?<![\d.])(1[0-2]|[1-9])月(?:(3[01]|[12]\d|[1-9])[日号])?")
# What opens a list of others: 今年以来,多地遭遇龙卷风。8月11日,…
_LISTING: Final = re.compile(
    r"(?:据(?:了解|悉|统计|报道),?)?(?:今年以来|今年入[夏冬汛]以来|入[夏冬汛]以来|近年来|无独有偶|类似)"
)
_LIST: Final = 8  # sentences that such a list is taken to have
_TODAY: Final = re.compile(r"[今昨]天|[今昨]日|[今昨]晚|今晨|日前|近日|凌晨")
_ANOTHER: Final = re.compile(r"(?:另[据悉讯]|又讯)[^。\n]{0,60}(?:同日|同一天|当天[也还])")
# 这是一周内第二起车祸,上周日的一起造成21人死亡
_ONE_BEFORE: Final = re.compile(
    r"(?:上周|上月|上个月|此前|早前)[^,。;\n]{0,10}(?:一起|一次|一场|那起)[^,。;\n]{0,12}$"
)
_ALSO: Final = re.compile(r"也(?:突然?|曾)?(?:遭|发生|造成|导致|酿|有)")
_TOTAL: Final = re.compile(
    r"共|总计|总数|累计|至此|最终|确定|截至|截止|升至|增至|上升|增加到|已致|已造成|已确认|突破"
)
_REVISED: Final = re.compile(r"更正|修正|核减|核定|经核实|经核查|降至|减至|减少到|下降至|下调|下修")
_HEARSAY: Final = re.compile(
    r"(?:宣称|声称|知情人|网友|目击者|爆料|家属称|工人称|员工称|村民称|自称|据称|反映)"
    r"(?![^。]*(?:政府|街道办|官方|通报|警方|统计|[局委院]))"
)
_STILL: Final = re.compile(r"仍|尚|还有|至今|依然|其余|剩余|剩下")
_AS_OF: Final = re.compile(
    r"截[至止]到?(?:北京时间|当地时间)?(?:(?P<y>20\d{2})年)?(?:(?P<m>1[0-2]|\d)月)?"
    r"(?:(?P<d>3[01]|[12]\d|\d)[日号])?(?P<part>凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|晚|今晨)?"
    r"(?:(?P<h>2[0-4]|1\d|\d)(?:时|点|:)(?:(?P<mi>[0-5]?\d)分?)?)?"
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day from which other dates are told apart; its year may be unknown (then it is 2000)."""

    at: datetime | None
    year_known: bool
    published: bool = False  # else a date of the text, which later ones may follow


@dataclass(frozen=True, slots=True)
class Placed:
    """A mention with what its surroundings say of it."""

    mention: Mention
    title: bool
    lead: bool
    total: bool
    revised: bool
    hearsay: bool
    still: bool
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class _Subject:
    """What the opening says a report is about, by which its later sentences are told apart.

    Provinces and magnitudes that it names; `long_ago` where no date of the whole text is recent;
    the sentences in which others are `listed`; whether the
    first one tells of `now`; the `first` one itself.
    """

    provinces: frozenset[str]
    magnitudes: frozenset[str]
    long_ago: bool
    listed: range
    now: bool
    first: str


def place_mentions(text: str, is_title: bool, base: Anchor, zone: ZoneInfo) -> Iterator[Placed]:
    """The figures of a text that may be its own incident's, with what their surroundings say.

    `text` is in reading form. Left out: other years and places, statistics, rumours, claims.
    """
    mentions = find_mentions(text)
    if not mentions:
        return
    lines = sentences(text)
    denied = bool(_DENIED.search(text))
    subject = _subject(lines, base)
    for mention in mentions:
        sentence = _sentence_at(lines, mention.start)
        if not is_title and _is_other(sentence, base, subject):
            continue
        if mention.field == "loss_yuan" and _CLAIMED.search(sentence.text):
            continue
        if SUPPOSED.search(sentence.text) or _ONE_BEFORE.search(
            text, max(sentence.start, mention.start - 40), mention.start
        ):
            continue
        if _is_hearsay(sentence, mention.start) or (denied and _quoted(text, mention.start)):
            continue
        as_of = _as_of(text[sentence.start : mention.start], base, zone)
        words = text[max(sentence.start, mention.start - 24) : mention.end]
        yield Placed(
            mention=mention,
            title=is_title,
            lead=sentence.number < LEAD_SENTENCES,
            total=bool(_TOTAL.search(words)),
            revised=bool(_REVISED.search(words)),
            hearsay=bool(_HEARSAY.search(words)),
            still=bool(_STILL.search(words)),
            as_of=as_of,
        )


def _is_hearsay(sentence: Sentence, offset: int) -> bool:
    """Whether a sentence tells a rumour, and not what is set against it (辟谣:仅3人轻伤)."""
    found = RUMOUR.search(sentence.text)
    if found is None:
        return False
    answers = [one.end() for one in _SET_RIGHT.finditer(sentence.text)]
    return not any(found.start() < end <= offset - sentence.start for end in answers)


def _subject(lines: Sequence[Sentence], base: Anchor) -> _Subject:
    opening = "".join(line.text for line in lines[:LEAD_SENTENCES])
    dated = [line for line in lines if _MONTH.search(line.text)]
    return _Subject(
        provinces=provinces_named(opening),
        magnitudes=frozenset(_MAGNITUDE.findall(opening)),
        long_ago=all(_is_months_before(line, base) for line in dated),
        listed=_others_listed(lines),
        now=bool(lines) and _TODAY.search(lines[0].text) is not None,
        first=lines[0].text if lines else "",
    )


def _others_listed(lines: Sequence[Sentence]) -> range:
    """The sentences behind 今年以来,…频发 that go on with days which the opening does not name."""
    own: set[tuple[str, str]] = set()
    for line, following in pairwise(lines):
        if line.number and _LISTING.match(line.text):
            days = _MONTH.findall(following.text)
            if days and not own.intersection(days):
                return range(line.number, line.number + _LIST)
        own.update(_MONTH.findall(line.text))
    return range(0)


def _is_other(sentence: Sentence, base: Anchor, subject: _Subject) -> bool:
    """Whether a sentence counts something else than the incident that is reported."""
    if _is_of_other_years(sentence, base, subject.now) or sentence.number in subject.listed:
        return True
    if _ANOTHER.match(sentence.text):
        return True
    if _ALSO.search(sentence.text):
        named = provinces_named(sentence.text)
        if _only_others(named, provinces_named(subject.first)):
            return True
    if sentence.number < LEAD_SENTENCES:
        opens = subject.long_ago and not sentence.number
        return not opens and _is_months_before(sentence, base)
    # an aftershock is reported with the toll of the earthquake before it
    return (
        _is_months_before(sentence, base)
        or _only_others(provinces_named(sentence.text), subject.provinces)
        or _only_others(frozenset(_MAGNITUDE.findall(sentence.text)), subject.magnitudes)
    )


def _only_others(named: frozenset[str], own: frozenset[str]) -> bool:
    """Whether something is named, and nothing of what the opening names (if it names any)."""
    return bool(own and named) and not named & own


def _quoted(text: str, offset: int) -> bool:
    """Whether a place stands inside quotation marks (reading form has one mark for both sides)."""
    return text.count('"', text.rfind("\n", 0, offset) + 1, offset) % 2 == 1


def _sentence_at(lines: Sequence[Sentence], offset: int) -> Sentence:
    return lines[bisect_right(lines, offset, key=lambda line: line.start) - 1]


def _is_of_other_years(sentence: Sentence, base: Anchor, now: bool) -> bool:
    """Whether a sentence speaks of statistics or of other years.

    `now` tells whether the first sentence speaks of today.
    """
    if ELSEWHERE.search(sentence.text) and ELSEWHERE.search(_MEASURED.sub("", sentence.text)):
        return True
    years = [int(year) for year in _YEAR.findall(sentence.text)]
    if base.year_known and base.at and years:
        return base.at.year not in years and base.at.year - 1 not in years
    if not years or not sentence.number:
        return False  # news names its own year early or nowhere
    return sentence.number > 1 or (now and _YEAR.match(sentence.text) is not None)


def _is_months_before(sentence: Sentence, base: Anchor) -> bool:
    """Whether all dates of a sentence that has some lie weeks before the anchor."""
    if base.at is None:
        return False
    at = base.at
    dates = [(int(month), int(day or 1)) for month, day in _MONTH.findall(sentence.text)]
    ahead = timedelta(days=2 if base.published else 45)
    return bool(dates) and all(_weeks_before(at, ahead, *date) for date in dates)


def _weeks_before(base: datetime, ahead: timedelta, month: int, day: int) -> bool:
    """Whether month and day lie over 40 days before `base`, and not up to `ahead` behind it."""
    try:
        then = base.replace(month=month, day=day)
    except ValueError:
        return False
    if then > base + ahead:
        then -= timedelta(days=365)
    return base - then > timedelta(days=40)


def without_background(text: str) -> str:
    """Text up to its 相关链接 or 新闻背景, where other incidents are told."""
    return _BACKGROUND.split(text, maxsplit=1)[0]


def anchor_of(title: str, text: str, published: When | None, zone: ZoneInfo) -> Anchor:
    """Publication, else the first date that the text gives."""
    if published is not None:
        return Anchor(published.latest.astimezone(zone), True, True)
    found = _DATE.search(f"{title} {text[:600]}")
    if found is None:
        return Anchor(None, False)
    year, month, day = (int(part or 2000) for part in found.groups())
    try:
        return Anchor(datetime(year, month, day, 23, 59, tzinfo=zone), found[1] is not None)
    except ValueError:
        return Anchor(None, False)


def _as_of(before: str, known: Anchor, zone: ZoneInfo) -> datetime | None:
    """The instant of the last 截至 before a figure, in UTC; None where it names no day or hour."""
    every = list(_AS_OF.finditer(before))
    found = every[-1] if every else None
    base = known.at
    if found is None or base is None or not known.year_known or not (found["d"] or found["h"]):
        return None
    year, month = int(found["y"] or base.year), int(found["m"] or base.month)
    day, hour = int(found["d"] or base.day), int(found["h"] or 0)
    if found["part"] in ("下午", "傍晚", "晚上", "晚") and hour < 12:
        hour += 12
    try:
        start = datetime(year, month, day, tzinfo=zone)
    except ValueError:
        return None
    at = start + timedelta(hours=hour, minutes=int(found["mi"] or 0))
    if at > base + timedelta(days=2) and not found["y"]:
        at = _one_step_back(at, bool(found["m"]))
    return at.astimezone(UTC)


def _one_step_back(at: datetime, month_given: bool) -> datetime:
    """A date after publication was in the month before, or in the year before."""
    first = at.replace(day=1)
    back = first - timedelta(days=1) if not month_given else first.replace(year=at.year - 1)
    try:
        return back.replace(day=at.day)
    except ValueError:
        return back

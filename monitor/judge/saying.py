"""Who says something at which time: 8日晚,某局通报; 某局8日晚通报; 8日,记者从某局获悉.

The time must stand next to the body's name, and the verb of saying must be the body's own: else the
time is that of the event, or of something else that the body did.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from monitor.domain.when import When
from monitor.judge.issuers import Speaker, Standing, speakers_in
from monitor.judge.sentences import Sentence
from monitor.judge.spoken import CLOCK, PART
from monitor.judge.told_times import OLDEST, ToldTime

_JOINED: Final = 2  # characters between bodies that speak together
_SHORT_NAME: Final = re.compile(r"\(?(?:下称|以下简称|简称)\"?")
_VERB_WITHIN, _TOPIC_WITHIN = 24, 70  # characters to the verb; where a topic is named between
_NEXT_TO: Final = 30
_AHEAD: Final = timedelta(days=30)  # a day to come, or a wrong one, and not last year's

# Between the time and the name: 9日,记者从…; 7日就此事,…; 8日,据….
_LEADS_TO_NAME: Final = re.compile(
    r"\s?[,:]?\s?\"?(?:(?:也就是|即|是)[^,.;:]{1,14},)?(?:(?:就|针对|面对|对于?|关于)[^,.;:]{1,24},|对此,?|为此,?|随后,?|另?据|根据"
    r"|[^,.;:]{0,9}(?:记者|本报|新闻|在线)[^,.;:]{0,6}?(?:从|向|在|致电|采访|联系|咨询|询问|来到|前往|走访)(?:了|上|到)?"
    r"|从|向|致电|联系|采访|(?:新京|澎湃|封面)[^,.;:]{0,6}从)?[\"@#\[]?\s?"
)
# Between the name and the time: 官方网站26日发布, 也于同一天通过….
_LEADS_TO_TIME: Final = re.compile(
    r"(?:官方|官网|官微|微博|网站|微信|公众号|在线|\"|@|[\u4e00-\u9fff]{0,4}(?:负责人|发言人)|也|又|再|还|则|均|已|于|在|就此|对此){0,5}"
)
_VERB: Final = re.compile(
    r"通报|通告|公告|公布|发布|回应|表示|证实|声明|介绍|披露|透露|发声|发文|发微博|发出|消息|答复|回复"
    r"|告诉|说明|获悉|了解到|确认|辟谣|澄清|答记者问|称"
    r"|(?:召开|举行|举办)(?=[^,.;]{0,40}(?:发布会|记者会|通报会|吹风会|通气会|见面会))"
)
# Between the name and the verb: what is told is then the event, or something said to others.
_OTHERWISE: Final = re.compile(
    r"反馈|接(?!受)|举报|报案|报警|要求|抓|查获|查处|查明|发现|带|送|将|把|被|未|没|拒|暂|家属|亲属|律师|内部|网传|疑似|假冒"
)
_TOPIC: Final = re.compile(r"^[^,.;:]{0,8}?(?:就|针对|对(?!外)|围绕|关于|在)")
_STAFF_NEXT: Final = re.compile(
    r"^[^,.;:]{0,8}(?:党组|党委|委员|成员|书记|主任)[^,.;:]{0,8},[^,.;:]{0,16}$"
    r"|^[^,.;:]{0,14},(?:对方|接线|值班|工作人员|相关|有关|一[名位]|该[局委办厅]|其)[^,.;:]{0,14}$"
)
_YEARS: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
# The last day before a name, and what stands between the two.
_DATED: Final = re.compile(
    r"(?:(?P<year>(?:19|20)\d{2})年)?(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
    rf"{PART}?(?:{CLOCK})?(?:许|左右)?(?P<rest>(?:(?!\d月)[^.;!?])*)$"
)
# Told by somebody else: the company says that the police said so.
_BY_OTHERS: Final = re.compile(
    r"(?:公司|集团|酒店|医院|院方|校方|学校|律师|家属|亲属|父亲|母亲|丈夫|妻子|网友|网帖|村民|居民|当事人|[某先女][生士]?)"
    r"[^.;!?]{0,16}?(?:表示|称|说|介绍|告诉|回忆|透露)[^.;!?]{0,40}$"
)


@dataclass(frozen=True, slots=True)
class Saying:
    """A body that says something at a time; `verb` is where its verb ends in the sentence."""

    speaker: Speaker
    at: When
    verb: int


def sayings(sentence: Sentence, times: list[ToldTime]) -> Iterator[Saying]:
    """The authorities and courts of a sentence that speak at one of the times of its text."""
    inside = [one for one in times if sentence.span[0] <= one.start < sentence.span[1]]
    speakers = speakers_in(sentence.text) if inside else ()
    ends = _chain_ends(sentence.text, speakers)
    for speaker in speakers:
        if speaker.standing is not Standing.OTHER:
            saying = _saying(sentence, speaker, ends[speaker.start], inside)
            if saying is not None:
                yield saying


def is_long_past(before: str, published: When | None, zone: ZoneInfo) -> bool:
    """Whether what stands before a body's name dates its words to a time long gone.

    That is a year gone by (2019年,某局公布), or a day next to the name that lies more than `OLDEST`
    before publication: such words are told again, and answer nothing of today.
    """
    if published is None:
        return False
    today = published.earliest.astimezone(zone).date()
    years = _YEARS.findall(before)
    if years and int(years[-1]) < (today - OLDEST).year:
        return True
    match = _DATED.search(before[-2 * _NEXT_TO :])
    if match is None or not _LEADS_TO_NAME.fullmatch(match["rest"]):
        return False
    try:
        day = date(int(match["year"] or today.year), int(match["month"]), int(match["day"]))
        if day > today + _AHEAD and not match["year"]:
            day = day.replace(year=day.year - 1)
    except ValueError:  # the 31st of February
        return False
    return day < today - OLDEST


def _chain_ends(sentence: str, speakers: tuple[Speaker, ...]) -> dict[int, int]:
    """For each speaker where the last of those ends who speak together with it."""
    ends = {speaker.start: speaker.end for speaker in speakers}
    for one, following in reversed(list(pairwise(speakers))):
        between = sentence[one.end : following.start]
        joined = len(between) <= _JOINED or _SHORT_NAME.fullmatch(between)
        if joined and following.standing is not Standing.OTHER:
            ends[one.start] = ends[following.start]
    return ends


def _saying(sentence: Sentence, speaker: Speaker, end: int, times: list[ToldTime]) -> Saying | None:
    """What a speaker says at the first time that stands next to its name, if at any."""
    text = sentence.text
    for one in times:
        start, stop = one.start - sentence.start, one.end - sentence.start
        verb = None
        if 0 <= speaker.start - stop <= _NEXT_TO:
            leads = _LEADS_TO_NAME.fullmatch(text, stop, speaker.start)
            verb = _verb_after(text, end) if leads and not _BY_OTHERS.search(text[:start]) else None
        elif 0 <= start - speaker.end <= _NEXT_TO:
            leads = _LEADS_TO_TIME.fullmatch(text, speaker.end, start)
            verb = _verb_after(text, stop) if leads else None
        if verb is not None:
            return Saying(speaker, one.when, verb.end())
    return None


def _verb_after(sentence: str, at: int) -> re.Match[str] | None:
    """The verb of saying that follows within the clause, and belongs to no other doing."""
    if sentence.endswith("发布", 0, at):
        at -= 2  # taken for the end of an account's name: @平安某地发布
    reach = _TOPIC_WITHIN if _TOPIC.match(sentence[at : at + 12]) else _VERB_WITHIN
    verb = _VERB.search(sentence, at, at + reach)
    if verb is None:
        return None
    gap = sentence[at : verb.start()]
    if _OTHERWISE.search(gap):
        return None
    is_own = not re.search(r"[,:;]", gap) or reach == _TOPIC_WITHIN or _STAFF_NEXT.match(gap)
    return verb if is_own else None

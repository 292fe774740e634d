"""The sentences of a news page in which somebody with a say speaks, and who that is."""

import re
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final

from monitor.domain.response import ResponseKind
from monitor.judge.conveners import convener_in
from monitor.judge.genres import is_policy
from monitor.judge.issuers import Speaker, Standing, speakers_in
from monitor.judge.response_words import (
    MEETINGS,
    explains,
    has,
    has_any,
    is_mere_act,
    is_second_hand,
    proclaims,
    relayed_kind,
    told_to_press,
)
from monitor.judge.sentences import Sentence, read_sentence, sentences_in

LEAD: Final = 260
"""Characters in which a report tells what it is about."""

LEAD_WEIGHT: Final = 2.0
"""What a sentence of the lead counts for; one further down counts 1."""

HEARSAY: Final = 0.6
"""Of the weight: 警方称 proves less than 警方通报."""

TITLE_WEIGHT: Final = 3.0
"""What the title counts for."""

_BODY_WEIGHT = 1.0
_SPEAKS_WITHIN = 24  # characters between an issuer and its verb
_CONVENES_WITHIN = 60  # what a conference is about stands between
_ACCUSES_WITHIN = 100  # the accused, with sex, age and home, and all charges stand between
_JOINED = 2  # characters between bodies that speak together: 县委,县政府
_DESCRIBES_WITHIN = 8  # characters from one body to the one it only describes
_JOINS = re.compile(
    r"[,:;!?、和与及同会向对将把被于]|(?<!所)在(?!地)|通报|发布|公布|表示|回应|称|说"
)
_ONCE_SAID = re.compile(
    r"曾(?:经|在|于)?[^,.;!?]{0,8}(?:去年|前年|往年|多年前)|(?:去年|前年)[^,.;!?]{0,12}曾"
)
# Somebody had news from the body for himself: 家人接某派出所消息.
_RECEIVED = re.compile(r"(?:家人|家属|亲属|接到?|收到|得到|等来)[^,.;:!?]{0,20}$")
_REPORTED_BEFORE = re.compile(
    r"据[^,.;:!?]{0,10}(?:此前|早前|先前|之前)[^,.;:!?]{0,6}(?:报道|消息)"
)
_BEFORE_NOW = re.compile(r"此前|早前|先前|之前")
_MARK = 3  # characters in which a sentence's mark stands
_BACKGROUND = 0.4  # of the weight: what was reported before is told again
_NEWS_OF = re.compile(
    r"\"?(?:网站|官网|官方|公众号|微信|官微|微博|客户端|平台|新闻)*"
    r"(?:\d{1,2}月\d{1,2}日|\d{1,2}日|今[天日]|昨[天日])?[^,.;:]{0,4}?(?:发布)?(?:的)?(?:最新)?消息(?:称|显示|说)?[,:]"
)
_TOPIC_NEXT = re.compile(r"[^,.;:!?\"]{0,14}(?:就|针对)(?!是)")
# 就某商场火灾问题: a name inside what is spoken of.
_TOPIC_BEFORE = re.compile(r"(?:就|针对|关于)[^,.;:!?]{0,30}$")
_TOPIC_AFTER = re.compile(r"[^,.;:!?]{0,30}?(?:一事|问题|事件|事故|情况|视频|质疑|传言)")
_INTERVIEWEE = re.compile(r"(?:采访|专访|对话|连线)(?:到|了)$")
# 经向某局核实,…为谣言: it was the body that told.
_ASKED_OF = re.compile(r"(?:经|经向|向|经过|据|通过)$")
_CHECKS = re.compile(r"[^,.;!?]{0,8}(?:核实|核查|调查|查证|侦查|证实|求证|了解|查明)")
# A writer asks: 官方为何不公布?
_QUESTION = re.compile(r"(?:为何|为什么|何时|何以|难道|凭什么|怎能|岂能|是否)[^?\"]*\?\s*$")
_LABEL = re.compile(
    r"[\s\"\]]*(?P<who>[\u4e00-\u9fff、 ]{4,36}?)"
    r"(?:长|人|员|任|政委|书记|民警|大队|中队|处|科|室|办|局)"
    r"(?: ?[\u4e00-\u9fff]{2,3})?:\s?[^\s:]{6}"
)
_CLAUSE_END = re.compile(r"[,:;?!]")
_OF_POSTS = frozenset({ResponseKind.REBUTTAL, ResponseKind.WEIBO})
_HEARSAY_KINDS = frozenset({ResponseKind.MEDIA_INTERVIEW})
_SAYING = frozenset(
    (
        "voice",
        "notice",
        "conference",
        "briefing",
        "rebuttal",
        "bulletin",
        "asked",
        "interviewed",
    )
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence in which a body speaks: the kind of answer, who, and how much it proves.

    `titled`: the sentence is the title, and its place is that in the title. `before` stands in the
    sentence before the body's name.
    """

    kind: ResponseKind
    speaker: Speaker
    weight: float
    sentence: Sentence
    titled: bool = False
    before: str = ""


def findings_in(title: str, text: str) -> list[Finding]:
    """Where somebody with a say speaks in a title and a text, both in matching form.

    What a title says weighs most, what is quoted late least.
    """
    found = [replace(one, titled=True) for one in _in_sentence(read_sentence(title), TITLE_WEIGHT)]
    if found and _is_of_others(found[0], text):
        found = []
    found = found or _headlined(title, text[:LEAD])
    denied = has(title, "rebuttal")
    for sentence in sentences_in(text):
        if "?" in sentence.text[-_MARK:] and _QUESTION.search(sentence.text):
            continue
        weight = LEAD_WEIGHT if sentence.start < LEAD else _BODY_WEIGHT
        told = _in_sentence(sentence, weight)
        found += told or (_denials(sentence, weight) if denied else [])
    if not found and len(text) <= LEAD:
        # A post: who speaks may be named at its end.
        post = read_sentence(text)
        return _in_sentence(post, LEAD_WEIGHT) if post.kind in _OF_POSTS else []
    return found


def _is_of_others(titled: Finding, text: str) -> bool:
    """Whether a conference that a title names by its event alone is a company's own."""
    if titled.kind not in MEETINGS or speakers_in(titled.speaker.name):
        return False
    for sentence in sentences_in(text[:LEAD]):
        bodies = speakers_in(sentence.said) if sentence.kind in MEETINGS else ()
        if bodies:
            return all(one.standing is Standing.OTHER for one in bodies)
    return False


def _headlined(title: str, lead: str) -> list[Finding]:
    """Who is quoted in a title without a verb: 某局:火情已控制."""
    sentence = read_sentence(title)
    for one in speakers_in(sentence.said):
        quoted = sentence.said[one.end : one.end + 1] == ":" and one.end + 4 < len(sentence.said)
        if quoted and one.standing is Standing.AUTHORITY:
            heard = ResponseKind.MEDIA_INTERVIEW if has(lead, "asking_voice") else None
            kind = sentence.kind or heard or ResponseKind.STATEMENT
            weight = TITLE_WEIGHT * HEARSAY
            before = sentence.said[: one.start]
            return [Finding(kind, one, weight, sentence, titled=True, before=before)]
    return []


def _denials(sentence: Sentence, weight: float) -> list[Finding]:
    """Whom a reporter asked about a rumour that the title denies: 经某局核实,视频系外地."""
    for one in speakers_in(sentence.said):
        before, after = sentence.said[: one.start], sentence.said[one.end :]
        asked = _ASKED_OF.search(before) and _CHECKS.match(after)
        if asked and one.standing is Standing.AUTHORITY:
            return [Finding(ResponseKind.REBUTTAL, one, weight, sentence, before=before)]
    return []


def _in_sentence(sentence: Sentence, weight: float) -> list[Finding]:
    if is_policy(sentence.said):
        return _acts(sentence, weight)
    if sentence.kind is None:
        found = _by_news_of(sentence, weight) or _acts(sentence, weight)
    else:
        found = _spoken(sentence, sentence.kind, weight) or _by_news_of(sentence, weight)
    return found or _labelled(sentence, weight)


def _labelled(sentence: Sentence, weight: float) -> list[Finding]:
    """Who speaks on the air or is asked, by the label before the words: 某局局长 李某:我们…."""
    label = _LABEL.match(sentence.said) if ":" in sentence.said else None
    if label is None:
        return []
    named = [one for one in speakers_in(sentence.said) if one.end <= label.end("who")]
    if not named or named[0].standing is not Standing.AUTHORITY:
        return []
    kind = (
        ResponseKind.REBUTTAL
        if sentence.kind is ResponseKind.REBUTTAL
        else ResponseKind.MEDIA_INTERVIEW
    )
    return [Finding(kind, named[0], weight * HEARSAY, sentence)]


def _by_news_of(sentence: Sentence, weight: float) -> list[Finding]:
    """What a body is given as the source of: 据某指挥部消息,…."""
    if "消息" not in sentence.said or "表彰" in sentence.said:
        return []
    for one in speakers_in(sentence.said):
        news = _NEWS_OF.match(sentence.said, one.end)
        before = sentence.said[: one.start]
        if "@" in sentence.said[one.start : one.end] and not before.endswith("据"):
            continue  # whose account it is cannot be told
        if _RECEIVED.search(sentence.said, 0, one.end):
            continue
        if one.standing is Standing.AUTHORITY and news is not None:
            kind = ResponseKind.UPDATE if "最新" in news.group() else ResponseKind.STATEMENT
            if _BEFORE_NOW.search(before):
                weight *= _BACKGROUND
            return [Finding(kind, one, weight, sentence, before=before)]
    return []


def _spoken(sentence: Sentence, kind: ResponseKind, weight: float) -> list[Finding]:
    """What is said in a sentence, where one with a say says it."""
    said = sentence.said
    speaker, after = _speaking(said, kind)
    if speaker is None or speaker.standing is Standing.OTHER:
        return []
    before = said[: speaker.start]
    if is_second_hand(before) and not speakers_in(before):
        return []
    told = told_to_press(before, after)
    if speaker.standing is Standing.JUDICIAL and not (told or explains(said, kind)):
        return [Finding(ResponseKind.OFFICIAL_ACT, speaker, weight, sentence)]
    kind = relayed_kind(kind, speaker.name, before, after)
    if is_mere_act(said) or (kind in _HEARSAY_KINDS and not told):
        weight *= HEARSAY
    if kind in _HEARSAY_KINDS and not told and proclaims(speaker.name, after):
        kind = ResponseKind.STATEMENT
    if _ONCE_SAID.search(said) or _REPORTED_BEFORE.search(before):
        weight *= _BACKGROUND
    return [Finding(kind, speaker, weight, sentence, before=before)]


def _speaking(said: str, kind: ResponseKind) -> tuple[Speaker | None, str]:
    """The first body that says something, and the words that follow its name."""
    within = _CONVENES_WITHIN if kind in MEETINGS else _SPEAKS_WITHIN
    if has(said, "asks_arrest"):
        within = _ACCUSES_WITHIN
    speakers = speakers_in(said)
    for one, following in zip_longest(speakers, speakers[1:]):
        after = said[one.end :]
        reach = _CONVENES_WITHIN if _TOPIC_NEXT.match(after) else within
        if after.startswith("被") or is_topic(one, said):
            continue
        if following is not None and _only_describes(
            one, said[one.end : following.start], following
        ):
            continue
        if following is not None and within == _SPEAKS_WITHIN:
            after = _own_words(after, following.start - one.end, following.standing)
        if _speaks(said[: one.start], after, max(within, reach)) or (
            kind is ResponseKind.REBUTTAL and _CHECKS.match(after)
        ):
            return _host(said, one) if kind in MEETINGS else one, after
    return (convener_in(said) if kind in MEETINGS else None), ""


def is_topic(one: Speaker, said: str) -> bool:
    """Whether a company or a school is only what others speak of."""
    if one.standing is not Standing.OTHER or not _TOPIC_BEFORE.search(said[: one.start]):
        return False
    return _TOPIC_AFTER.match(said, one.end) is not None


def _host(said: str, one: Speaker) -> Speaker:
    """Who holds a meeting at which the head of a place speaks, who is named without it."""
    return (convener_in(said) or one) if one.name.endswith("长") else one


def _only_describes(one: Speaker, between: str, following: Speaker) -> bool:
    """Whether a body's name only describes the next: 警方聘请的律师, 律所所在地的司法局."""
    differ = (one.standing is Standing.OTHER) is not (following.standing is Standing.OTHER)
    return differ and len(between) <= _DESCRIBES_WITHIN and not _JOINS.search(between)


def _own_words(after: str, until: int, following: Standing) -> str:
    """What follows a name, to the clause in which another body is named that is none of its kin."""
    joined = until <= _JOINED and following is not Standing.OTHER
    return after if joined or not _CLAUSE_END.search(after[:until]) else after[:until]


def _acts(sentence: Sentence, weight: float) -> list[Finding]:
    """A court or prosecutor that does its work without a word to the public."""
    if not has(sentence.text, "court_acts"):
        return []
    return [
        Finding(ResponseKind.OFFICIAL_ACT, speaker, weight, sentence)
        for speaker in speakers_in(sentence.text)
        if speaker.standing is Standing.JUDICIAL
    ][:1]


def _speaks(before: str, after: str, within: int) -> bool:
    """Whether a body says something soon after it is named, or the sentence quotes it by name."""
    if has_any(after[:within], _SAYING):
        return True
    before = before[-within:]
    if after.startswith(":") and has(before, "voice"):
        return True  # 部门回应 市园林处:…
    if _INTERVIEWEE.search(before):
        return True
    if has(before, "conference") or before.rstrip().endswith(("据", "根据")):
        return True
    return _ASKED_OF.search(before) is not None and _CHECKS.match(after) is not None

"""Answers that an article tells of beside its own: 8日晚警方通报…, 次日再次通报….

They tighten the time of a first answer, and find one that no article of its own brought. A wrong
one would make an office answer before it did: only a sentence counts in which a named authority
speaks to the public at a stated time that stands next to its name.
"""

import re
from typing import Final
from zoneinfo import ZoneInfo

from monitor.domain.article import Article
from monitor.domain.judgement import ResponseReading
from monitor.domain.response import ResponseKind
from monitor.judge.folding import folded
from monitor.judge.genres import is_abroad, is_policy, is_routine
from monitor.judge.issuers import Speaker, Standing
from monitor.judge.recognise import OFFICE_ZONE, recognise
from monitor.judge.response_words import (
    explains,
    kind_of,
    only_done,
    relayed_kind,
)
from monitor.judge.saying import Saying, sayings
from monitor.judge.sentences import Sentence, sentences_in
from monitor.judge.told_times import told_times

_MOST: Final = 12  # answers of one article: a timeline has a dozen at most
_QUOTE: Final = 60
_NEXT_TO: Final = 30
_OPENING: Final = 400
_SHARED: Final = 2  # pairs of characters that a sentence has in common with the title
_OFTEN: Final = 3  # mentions that make a place one of the article's own

# Words by which a sentence keeps to what the article is about.
_SAME_MATTER: Final = re.compile(
    r"[此该本这][事案]|事件|案件|案情|一案|事故|事发|涉事|涉案|嫌疑人|嫌犯|被告人|彻查|核查|核实|调查(?!组)|伤者|死者|遇难|传言|网传"
)
_ROOT: Final = re.compile(
    r"^([\u4e00-\u9fff]{2,3}?)(?:[省市县区州旗镇乡]|警方|公安|交警|消防|检方|法院|中院|高院|检察|官方|教育|卫)"
)
_TIMELY: Final = re.compile(r"[今昨前当同次翌]|\d[日时点]|第二天")
_NATIONAL: Final = ("国家", "最高", "全国", "中央", "国务", "公安", "当地", "有关", "相关")
_NO_ANSWER: Final = (ResponseKind.PRESS_CONFERENCE_ANNOUNCED, ResponseKind.OFFICIAL_ACT)


def recounted(article: Article, zone: ZoneInfo = OFFICE_ZONE) -> tuple[ResponseReading, ...]:
    """The answers of authorities that an article tells of with their time, the earliest first.

    Each is relayed and has `at`: a day alone is the whole day in `zone`, a partial date is
    resolved against the dates before it and the time of publication. What `recognise` gives with
    the same time is left out. Hearsay, acts of courts, companies and look-backs at other matters
    are none.
    """
    title, text = folded(article.title), folded(article.text)
    if article.published is None or _is_no_teller(title, text):
        return ()
    telling = [one for one in sentences_in(text) if _may_tell(one, title)]
    if not telling:
        return ()
    times = told_times(text, [one.span for one in telling], article.published, zone)
    told = [
        reading
        for sentence in telling
        for saying in sayings(sentence, times)
        if (reading := _reading(saying, sentence.text, title, text)) is not None
    ]
    if not told:
        return ()
    own = recognise(article, zone)
    found = told if own is None or own.at is None else [own, *told]
    return tuple([one for one in _distinct(found) if one is not own][:_MOST])


def _is_no_teller(title: str, text: str) -> bool:
    """Whether an article tells of many matters, of another country, or of none that is news."""
    return is_abroad(title) or is_routine(title, text)


def _may_tell(sentence: Sentence, title: str) -> bool:
    """Whether a sentence says something at some time, and of the article's matter."""
    if sentence.kind is None or is_policy(sentence.said) or not _TIMELY.search(sentence.text):
        return False
    return _keeps_to(title, sentence.text)


def _reading(saying: Saying, sentence: str, title: str, text: str) -> ResponseReading | None:
    if not _is_of_the_matter(saying.speaker, title, text):
        return None
    kind = _kind(sentence, saying.speaker, saying.verb)
    if kind is None:
        return None
    reason = f"文中提到{kind.words[0]}：“{sentence.strip()[:_QUOTE]}”"
    return ResponseReading(kind, saying.speaker.name, True, saying.at, reason)


def _kind(sentence: str, speaker: Speaker, verb: int) -> ResponseKind | None:
    """The kind by the words around the verb, which ends at `verb`; None for what is no answer."""
    said = only_done(sentence[max(0, speaker.start - _NEXT_TO) : verb + 2 * _NEXT_TO])
    before, after = sentence[: speaker.start], sentence[speaker.end :]
    kind = kind_of(said, official=False)
    if kind is None or kind in _NO_ANSWER:
        return None
    if speaker.standing is Standing.JUDICIAL and not explains(after[: 2 * _NEXT_TO], kind):
        return None
    return relayed_kind(kind, speaker.name, before, after)


def _is_of_the_matter(speaker: Speaker, title: str, text: str) -> bool:
    """Whether a body's place is one of the article's own: another place's is told to compare."""
    root = _ROOT.match(speaker.name)
    if root is None or root.group(1).startswith(_NATIONAL):
        return True
    place = root.group(1)[:2]
    return place in title or place in text[:_OPENING] or text.count(place) >= _OFTEN


def _keeps_to(title: str, sentence: str) -> bool:
    """Whether a sentence speaks of the article's matter, and is no other news printed beside it."""
    if _SAME_MATTER.search(sentence):
        return True
    shared = {title[at : at + 2] for at in range(len(title) - 1)}
    return sum(pair in sentence for pair in shared) >= _SHARED


def _distinct(found: list[ResponseReading]) -> list[ResponseReading]:
    """One for each time, the exact one where two tell the same; earliest first."""
    kept: list[ResponseReading] = []
    for reading in sorted(found, key=_exact_first):
        if not any(_holds(reading, other) for other in kept):
            kept.append(reading)
    return sorted(kept, key=lambda one: (_bounds(one)[1], _bounds(one)[0]))


def _exact_first(reading: ResponseReading) -> tuple[float, float]:
    earliest, latest = _bounds(reading)
    return latest - earliest, earliest


def _holds(wide: ResponseReading, exact: ResponseReading) -> bool:
    """Whether the first tells less exactly what the second tells."""
    (first, last), (start, end) = _bounds(wide), _bounds(exact)
    alike = wide.kind is exact.kind or wide.issuer == exact.issuer
    return alike and first <= start and end <= last


def _bounds(reading: ResponseReading) -> tuple[float, float]:
    """Begin and end of its time as seconds; readings without a time are not asked for."""
    if reading.at is None:
        return 0.0, 0.0
    return reading.at.earliest.timestamp(), reading.at.latest.timestamp()

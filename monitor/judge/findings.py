"""The sentences of a news page in which somebody with a say speaks, and who that is."""

import re
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final

from monitor.domain.response import ResponseKind
from monitor.judge.issuers import Speaker, Standing, convener_in, speakers_in
from monitor.judge.response_words import (
    MEETINGS,
    explains,
    has,
    is_mere_act,
    is_policy,
    is_second_hand,
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

_TITLE_WEIGHT, _BODY_WEIGHT = 3.0, 1.0
_SPEAKS_WITHIN = 24  # characters between an issuer and its verb
_CONVENES_WITHIN = 60  # what a conference is about stands between
_ACCUSES_WITHIN = 100  # the accused, with sex, age and home, and all charges stand between
_JOINED = 2  # characters between bodies that speak together: 县委,县政府
_DESCRIBES_WITHIN = 8  # characters from one body to the one it only describes
_JOINS = re.compile(r"[,:;!?、和与及同会向对将把被]|通报|发布|公布|表示|回应|称|说")
_CLAUSE_END = re.compile(r"[,:;?!]")
_HEARSAY_KINDS = frozenset({ResponseKind.MEDIA_INTERVIEW})
_SAYING = (
    "voice",
    "notice",
    "conference",
    "briefing",
    "rebuttal",
    "bulletin",
    "asked",
    "interviewed",
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
    found = [replace(one, titled=True) for one in _in_sentence(read_sentence(title), _TITLE_WEIGHT)]
    for sentence in sentences_in(text):
        weight = LEAD_WEIGHT if sentence.start < LEAD else _BODY_WEIGHT
        found += _in_sentence(sentence, weight)
    if not found and len(text) <= LEAD:
        # A post: who speaks may be named at its end.
        return _in_sentence(read_sentence(text), LEAD_WEIGHT)
    return found


def _in_sentence(sentence: Sentence, weight: float) -> list[Finding]:
    if sentence.kind is None or is_policy(sentence.said):
        return _acts(sentence, weight)
    return _spoken(sentence, sentence.kind, weight)


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
    return [Finding(kind, speaker, weight, sentence, before=before)]


def _speaking(said: str, kind: ResponseKind) -> tuple[Speaker | None, str]:
    """The first body that says something, and the words that follow its name."""
    within = _CONVENES_WITHIN if kind in MEETINGS else _SPEAKS_WITHIN
    if has(said, "asks_arrest"):
        within = _ACCUSES_WITHIN
    speakers = speakers_in(said)
    for one, following in zip_longest(speakers, speakers[1:]):
        after = said[one.end :]
        if after.startswith("被"):
            continue
        if following is not None and _only_describes(
            one, said[one.end : following.start], following
        ):
            continue
        if following is not None and within == _SPEAKS_WITHIN:
            after = _own_words(after, following.start - one.end, following.standing)
        if _speaks(said[: one.start], after, within):
            return one, after
    return (convener_in(said) if kind in MEETINGS else None), ""


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
    if any(has(after[:within], words) for words in _SAYING):
        return True
    before = before[-within:]
    return has(before, "conference") or before.rstrip().endswith(("据", "根据"))

"""Is this text an authority's answer, and of which kind.

What stands on an official channel is the owner's own word. On a news channel the answer has to be
found between reports, comments, and statements of companies, schools, hospitals and lawyers, which
are none; what is found there is marked as relayed.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from itertools import zip_longest
from zoneinfo import ZoneInfo

from monitor.domain.article import Article
from monitor.domain.channel import ChannelKind
from monitor.domain.judgement import ResponseReading
from monitor.domain.response import ResponseKind
from monitor.domain.when import When
from monitor.judge.folding import folded
from monitor.judge.issuers import Speaker, Standing, convener_in, signatory, speakers_in
from monitor.judge.response_words import (
    has,
    is_abroad,
    is_board,
    is_commentary,
    is_former,
    is_letter_answer,
    is_mere_act,
    is_policy,
    is_question_and_answer,
    is_routine,
    kind_of,
    only_done,
    relayed_kind,
    told_to_press,
)
from monitor.judge.spoken import spoken_at

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")
_TITLE_READ = 300
_LEAST_TITLE = 8  # characters before the first bar that still make a title
_LEAD = 260
_SENTENCES = 120
# In matching form 。 is a full stop: one between figures ends no sentence.
_SENTENCE = re.compile(r"(?:[^。！？!?\n.;]|(?<=\d)\.(?=\d)){1,400}[。！？!?\n.;]?")
_TITLE_WEIGHT, _LEAD_WEIGHT, _BODY_WEIGHT = 3.0, 2.0, 1.0
_HEARSAY = 0.6  # of the weight: 警方称 proves less than 警方通报
_HELD_COUNTS, _FORMER_COUNTS, _ACT_COUNTS = 1.5, 0.5, 0.5  # in choosing the kind
_ENOUGH = 1.0
_ENOUGH_IN_COMMENTARY = 3.0
_ENOUGH_ABROAD = 2.0
_SPEAKS_WITHIN = 24  # characters between an issuer and its verb
_CONVENES_WITHIN = 60  # what a conference is about stands between
_LATER = ("update", "bulletin")
_ACCUSES_WITHIN = 100  # the accused, with sex, age and home, and all charges stand between
_TOLD_BEFORE = timedelta(days=7)  # what a reporter heard earlier became public when printed
_JOINED = 2  # characters between bodies that speak together: 县委,县政府
_CLAUSE_END = re.compile(r"[,:;?!]")
_ABOUT = re.compile(r'(?<=[就对])"[^"]{4,80}"')  # names bodies that say nothing here
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

_MEETINGS = frozenset(
    {
        ResponseKind.PRESS_CONFERENCE,
        ResponseKind.PRESS_CONFERENCE_ANNOUNCED,
        ResponseKind.PRESS_BRIEFING,
        ResponseKind.QA,
    }
)
_HELD_KINDS = frozenset({ResponseKind.PRESS_CONFERENCE, ResponseKind.PRESS_BRIEFING})
_WRITTEN_KINDS = frozenset({ResponseKind.STATEMENT, ResponseKind.WEIBO})
_HEARSAY_KINDS = frozenset({ResponseKind.MEDIA_INTERVIEW})


@dataclass(frozen=True, slots=True)
class _Finding:
    kind: ResponseKind
    speaker: Speaker
    weight: float
    sentence: str


def recognise(article: Article, zone: ZoneInfo = OFFICE_ZONE) -> ResponseReading | None:
    """The authority's answer an article carries, or None where it carries none.

    `zone` is the one in which the text states its times.
    """
    title, text = _headline(folded(article.title)), folded(article.text)
    if article.channel_kind is ChannelKind.OFFICIAL:
        return _own_word(article, title, text, zone)
    return _relayed_word(article, title, text, zone)


def _headline(title: str) -> str:
    """A title without the tags some sites put behind it: 某地爆炸|安监|投资."""
    tags = title.find("|", _LEAST_TITLE)
    return title[: tags if tags > 0 else _TITLE_READ][:_TITLE_READ]


def _own_word(article: Article, title: str, text: str, zone: ZoneInfo) -> ResponseReading | None:
    opening = only_done(f"{title}。{text[:_LEAD]}")
    if is_routine(title, text) or is_board(title):
        return None
    kind = kind_of(opening, official=True) or kind_of(only_done(text), official=True)
    if kind is None:
        return None
    speakers = speakers_in(opening)
    judicial = speakers and all(one.standing is Standing.JUDICIAL for one in speakers)
    if judicial and not _explains(opening, kind):
        kind = ResponseKind.OFFICIAL_ACT
    issuer = article.owner or signatory(text) or _named(speakers)
    # What the owner publishes is given at its publication; a conference when it was held.
    met = kind in _HELD_KINDS
    at = spoken_at(text[:_LEAD], article.published, zone, held=True) if met else None
    return ResponseReading(kind, issuer, False, at, f"官方渠道发布，{kind.words[0]}")


def _named(speakers: list[Speaker]) -> str:
    """The first authority named; the hospital and the company in a notice do not issue it."""
    return next((one.name for one in speakers if one.standing is not Standing.OTHER), "")


def _relayed_word(
    article: Article, title: str, text: str, zone: ZoneInfo
) -> ResponseReading | None:
    if is_letter_answer(text[:_LEAD]):
        return _reply(text)
    if is_routine(title, text):
        return None
    findings = _findings(title, text)
    spoken = [finding for finding in findings if finding.kind is not ResponseKind.OFFICIAL_ACT]
    if sum(finding.weight for finding in spoken) >= _enough(title):
        return _reading(spoken, title, only_done(text[:_LEAD]), article, zone)
    if len(spoken) < len(findings):
        act = next(finding for finding in findings if finding not in spoken)
        reason = "法院、检察机关的司法行为"
        return ResponseReading(act.kind, act.speaker.name, True, None, reason)
    return None


def _enough(title: str) -> float:
    """The weight that makes an answer; more where a title says that it is likely none."""
    if is_commentary(title):
        return _ENOUGH_IN_COMMENTARY
    return _ENOUGH_ABROAD if is_abroad(title) else _ENOUGH


def _reading(
    spoken: list[_Finding], title: str, lead: str, article: Article, zone: ZoneInfo
) -> ResponseReading:
    best = _strongest(spoken)
    if best.kind is ResponseKind.QA and not _is_asked(title, best.sentence):
        held = [one for one in spoken if one.kind is ResponseKind.PRESS_CONFERENCE]
        best = _strongest(held) if held else best  # questions are asked at conferences too
    kind = _in_context(best.kind, title, lead, best.sentence)
    at = _stated_at(spoken, best, kind, article.published, zone)
    quote = best.sentence.strip()[:60]
    return ResponseReading(kind, _issuer(spoken, best), True, at, f"转述{kind.words[0]}：“{quote}”")


def _stated_at(
    spoken: list[_Finding],
    best: _Finding,
    kind: ResponseKind,
    published: When | None,
    zone: ZoneInfo,
) -> When | None:
    """The time stated with the best finding, or where title or lead tell the same again."""
    alike = [one for one in spoken if one.kind is best.kind and one.weight >= _LEAD_WEIGHT]
    held = kind in _HELD_KINDS
    times = (spoken_at(one.sentence, published, zone, held=held) for one in (best, *alike))
    at = next((when for when in times if when is not None), None)
    if at is None or published is None or kind is not ResponseKind.MEDIA_INTERVIEW:
        return at
    return at if at.latest >= published.earliest - _TOLD_BEFORE else None


def _issuer(spoken: list[_Finding], best: _Finding) -> str:
    """Who answers, by the fullest name: a title says 警方 where the lead says which bureau."""
    near = [finding for finding in spoken if finding.weight >= _LEAD_WEIGHT * _HEARSAY]
    return max((finding.speaker.name for finding in (near or [best])), key=len)


def _is_asked(title: str, sentence: str) -> bool:
    """Whether questions and answers are the publication itself, or a ministry's daily round."""
    return is_question_and_answer(title) or "例行" in sentence


def _in_context(kind: ResponseKind, title: str, lead: str, sentence: str) -> ResponseKind:
    """The kind as title and lead have it: a notice may be the second one, or deny a rumour."""
    if kind in _MEETINGS:
        return kind
    opening = f"{title}\n{lead}"
    overall = kind_of(opening, official=False)
    if overall in (ResponseKind.QA, ResponseKind.REBUTTAL):
        return overall
    if kind is ResponseKind.MEDIA_INTERVIEW:
        came_of_it = has(sentence, "police_results") or has(sentence, "police_steps")
        if came_of_it or has(title, "update"):
            return ResponseKind.UPDATE
        return ResponseKind.STATEMENT if has(lead, "in_full") else kind
    if has(lead, "in_full") and not has(title, "update"):
        return kind
    is_step = has(f"{title}\n{sentence}", "police_steps")
    is_update = is_step or any(has(opening, words) for words in _LATER)
    return ResponseKind.UPDATE if is_update and kind in _WRITTEN_KINDS else kind


def _reply(text: str) -> ResponseReading:
    issuer = next((one.name for one in speakers_in(text) if one.standing is Standing.AUTHORITY), "")
    return ResponseReading(ResponseKind.WEBSITE_REPLY, issuer, True, None, "对网民留言的答复")


def _findings(title: str, text: str) -> list[_Finding]:
    """The sentences in which somebody with a say speaks; what is quoted late weighs less."""
    found = _in_sentence(title, _TITLE_WEIGHT)
    for number, match in enumerate(_SENTENCE.finditer(text)):
        if number >= _SENTENCES:
            break
        weight = _LEAD_WEIGHT if match.start() < _LEAD else _BODY_WEIGHT
        found += _in_sentence(match.group(), weight)
    if not found and len(text) <= _LEAD:
        return _in_sentence(text, _LEAD_WEIGHT)  # a post: who speaks may be named at its end
    return found


def _in_sentence(sentence: str, weight: float) -> list[_Finding]:
    said = _ABOUT.sub("…", only_done(sentence))
    kind = kind_of(said, official=False)
    if kind is None or is_policy(said):
        return _acts(sentence, weight)
    return _spoken(sentence, said, kind, weight)


def _spoken(sentence: str, said: str, kind: ResponseKind, weight: float) -> list[_Finding]:
    """What is `said` in a sentence, where one with a say says it."""
    speaker, after = _speaking(said, kind)
    if speaker is None or speaker.standing is Standing.OTHER:
        return []
    before = said[: speaker.start]
    told = told_to_press(before, after)
    if speaker.standing is Standing.JUDICIAL and not (told or _explains(said, kind)):
        return [_Finding(ResponseKind.OFFICIAL_ACT, speaker, weight, sentence)]
    kind = relayed_kind(kind, speaker.name, before, after)
    if is_mere_act(said) or (kind in _HEARSAY_KINDS and not told):
        weight *= _HEARSAY
    return [_Finding(kind, speaker, weight, sentence)]


def _speaking(said: str, kind: ResponseKind) -> tuple[Speaker | None, str]:
    """The first body that says something, and the words that follow its name."""
    within = _CONVENES_WITHIN if kind in _MEETINGS else _SPEAKS_WITHIN
    if has(said, "asks_arrest"):
        within = _ACCUSES_WITHIN
    speakers = speakers_in(said)
    for one, following in zip_longest(speakers, speakers[1:]):
        after = said[one.end :]
        if following is not None and within == _SPEAKS_WITHIN:
            after = _own_words(after, following.start - one.end, following.standing)
        if _speaks(said[: one.start], after, within):
            return one, after
    return (convener_in(said) if kind in _MEETINGS else None), ""


def _own_words(after: str, until: int, following: Standing) -> str:
    """What follows a name, to the clause in which another body is named that is none of its kin."""
    joined = until <= _JOINED and following is not Standing.OTHER
    return after if joined or not _CLAUSE_END.search(after[:until]) else after[:until]


def _acts(sentence: str, weight: float) -> list[_Finding]:
    """A court or prosecutor that does its work without a word to the public."""
    if not has(sentence, "court_acts"):
        return []
    return [
        _Finding(ResponseKind.OFFICIAL_ACT, speaker, weight, sentence)
        for speaker in speakers_in(sentence)
        if speaker.standing is Standing.JUDICIAL
    ][:1]


def _speaks(before: str, after: str, within: int) -> bool:
    """Whether a body says something soon after it is named, or the sentence quotes it by name."""
    if any(has(after[:within], words) for words in _SAYING):
        return True
    before = before[-within:]
    return has(before, "conference") or before.rstrip().endswith(("据", "根据"))


def _explains(sentence: str, kind: ResponseKind) -> bool:
    """Whether a court speaks to the public, which is an answer; a hearing or judgment is none."""
    return kind in _MEETINGS or has(sentence, "court_explains")


def _strongest(findings: list[_Finding]) -> _Finding:
    """The heaviest finding; the first of equals, as news puts first what counts most."""
    return max(findings, key=_standing_out)


def _standing_out(finding: _Finding) -> float:
    """Its weight for the kind: a meeting stands out; old words and mere acts step back."""
    weight = finding.weight
    if finding.kind in _HELD_KINDS:
        weight *= _HELD_COUNTS
    if is_mere_act(finding.sentence):
        weight *= _ACT_COUNTS
    return weight * _FORMER_COUNTS if is_former(finding.sentence) else weight

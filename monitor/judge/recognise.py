"""Is this text an authority's answer, and of which kind.

What stands on an official channel is the owner's own word. On a news channel the answer has to be
found between reports, comments, and statements of companies, schools, hospitals and lawyers, which
are none; what is found there is marked as relayed.
"""

import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from monitor.domain.article import Article
from monitor.domain.channel import ChannelKind
from monitor.domain.judgement import ResponseReading
from monitor.domain.response import ResponseKind
from monitor.domain.when import When
from monitor.judge.emptiness import is_empty
from monitor.judge.findings import HEARSAY, LEAD, LEAD_WEIGHT, Finding, findings_in
from monitor.judge.folding import folded
from monitor.judge.genres import (
    is_abroad,
    is_board,
    is_commentary,
    is_entry,
    is_letter_answer,
    is_letter_below,
    is_opinion,
    is_routine,
)
from monitor.judge.issuers import Speaker, Standing, signatory, speakers_in
from monitor.judge.kind_in_context import is_asked, is_inquiry, kind_in_context
from monitor.judge.printed import Printed, printed_notice
from monitor.judge.response_words import (
    MEETINGS,
    explains,
    has,
    is_former,
    is_mere_act,
    kind_of,
    only_done,
)
from monitor.judge.saying import is_long_past, sayings
from monitor.judge.spoken import held_at, on_day, reported_on
from monitor.judge.steps import steps_in
from monitor.judge.told_times import OLDEST, recalled_day, told_times

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")
_TITLE_READ = 300
_LEAST_TITLE = 8  # characters before the first bar that still make a title
_HELD_COUNTS, _FORMER_COUNTS, _ACT_COUNTS = 1.6, 0.5, 0.5  # in choosing the kind
_ENOUGH = 1.0
_ENOUGH_IN_COMMENTARY = 3.0
_ENOUGH_ABROAD = 2.0
_STAGE_TOLD = 80  # characters of a text in which it says what stage a case is at
_QUOTED = 60  # characters of a sentence in a reason
_OWED = "（只说正在核实）"
_ANSWERED_BY = re.compile(
    r"(?:回复|答复|办理|经办|承办|处理|责任)(?:单位|部门|机构|人):\s?(?P<who>[\u4e00-\u9fff]{3,24})"
)
_TOLD_BEFORE = timedelta(days=7)  # what a reporter heard earlier became public when printed

_HELD_KINDS = frozenset({ResponseKind.PRESS_CONFERENCE, ResponseKind.PRESS_BRIEFING})
_MET_KINDS = _HELD_KINDS | {ResponseKind.PRESS_CONFERENCE_ANNOUNCED}
_SAID_KINDS = frozenset({ResponseKind.STATEMENT, ResponseKind.MEDIA_INTERVIEW})


def recognise(article: Article, zone: ZoneInfo = OFFICE_ZONE) -> ResponseReading | None:
    """The authority's answer an article carries, or None where it carries none.

    `zone` is the one in which the text states its times.
    """
    title, text = _headline(folded(article.title)), folded(article.text)
    if article.channel_kind is ChannelKind.OFFICIAL:
        return _own_word(article, title, text, zone)
    return _relayed_word(article, title, text, zone)


def is_court_stage(title: str) -> bool:
    """Whether a headline tells a court's or prosecutor's step, which they announce themselves."""
    return has(_headline(folded(title)), "court_stage")


def _headline(title: str) -> str:
    """A title without the tags some sites put behind it: 某地爆炸|安监|投资."""
    tags = title.find("|", _LEAST_TITLE)
    return title[: tags if tags > 0 else _TITLE_READ][:_TITLE_READ]


def _own_word(article: Article, title: str, text: str, zone: ZoneInfo) -> ResponseReading | None:
    opening = only_done(f"{title}。{text[:LEAD]}")
    if is_routine(title, text) or is_board(title):
        return None
    kind = kind_of(opening, official=True) or kind_of(only_done(text), official=True)
    if kind is None:
        return None
    speakers = speakers_in(opening)
    judicial = speakers and all(one.standing is Standing.JUDICIAL for one in speakers)
    if judicial and not explains(opening, kind):
        kind = ResponseKind.OFFICIAL_ACT
    issuer = article.owner or _signed(text) or _named(speakers)
    # What the owner publishes is given at its publication; a conference when it was held.
    met = kind in _HELD_KINDS
    at = held_at(text[:LEAD], article.published, zone) if met else None
    owed = _OWED if is_empty(f"{article.title}。{article.text}") else ""
    return ResponseReading(kind, issuer, False, at, f"官方渠道发布，{kind.words[0]}{owed}")


def _signed(text: str) -> str:
    """The authority that signs a text."""
    signs = signatory(text)
    return "" if signs is None or signs.standing is Standing.OTHER else signs.name


def _named(speakers: tuple[Speaker, ...]) -> str:
    """The first authority named; the hospital and the company in a notice do not issue it."""
    return next((one.name for one in speakers if one.standing is not Standing.OTHER), "")


def _relayed_word(
    article: Article, title: str, text: str, zone: ZoneInfo
) -> ResponseReading | None:
    if is_letter_answer(title, text[:LEAD]) or (not title and is_letter_below(text)):
        return _reply(text)
    if is_routine(title, text) or is_entry(text):
        return None
    printed = printed_notice(title, text)
    if printed is not None:
        return _as_printed(printed, f"{title}。{text}")
    findings = findings_in(title, text)
    spoken = [finding for finding in findings if finding.kind is not ResponseKind.OFFICIAL_ACT]
    opening = f"{title}\n{text[:_STAGE_TOLD]}"
    of_now = (one for one in spoken if _is_of_now(one, opening, article.published, zone))
    enough = _enough(title)
    if sum(one.weight for one in of_now) >= enough:
        if is_opinion(title, text, bare=all(one.titled for one in spoken)):
            return None
        if is_inquiry(spoken, f"{title}\n{text[:LEAD]}"):
            reason = "纪检监察机关的审查调查"
            return ResponseReading(
                ResponseKind.OFFICIAL_ACT, _issuer(spoken, spoken[0]), True, None, reason
            )
        return _reading(spoken, title, text, article, zone)
    taken = [] if findings else steps_in(title, text)
    if sum(one.weight for one in taken) >= enough and not is_opinion(title, text):
        return _reading(taken, title, text, article, zone)
    if len(spoken) < len(findings):
        act = next(finding for finding in findings if finding not in spoken)
        reason = "法院、检察机关的司法行为"
        return ResponseReading(act.kind, act.speaker.name, True, None, reason)
    return None


def _as_printed(printed: Printed, text: str) -> ResponseReading | None:
    """A notice printed in full; that of a company or a school answers for no authority."""
    if printed.kind is None:
        return None
    owed = _OWED if is_empty(text) else ""
    reason = f"全文刊载的{printed.kind.words[0]}{owed}：{printed.sign}"
    return ResponseReading(printed.kind, printed.issuer, True, None, reason)


def _is_of_now(finding: Finding, opening: str, published: When | None, zone: ZoneInfo) -> bool:
    """Whether what is said answers something of today, and is no old story told again.

    Once a case is before the court, the arrest is the story so far.
    """
    said = finding.sentence.said
    if has(opening, "court_stage") and has(said, "police_results") and is_mere_act(said):
        return False
    return not is_long_past(finding.before, published, zone)


def _enough(title: str) -> float:
    """The weight that makes an answer; more where a title says that it is likely none."""
    if is_commentary(title):
        return _ENOUGH_IN_COMMENTARY
    return _ENOUGH_ABROAD if is_abroad(title) else _ENOUGH


def _reading(
    spoken: list[Finding], title: str, text: str, article: Article, zone: ZoneInfo
) -> ResponseReading:
    best = _strongest(spoken)
    if best.titled and best.kind in _HELD_KINDS:
        best = _ahead(spoken, best)  # 召开 in a title may be yet to come
    if best.titled and best.kind is ResponseKind.MEDIA_INTERVIEW:
        told = [one for one in spoken if not one.titled and one.weight >= LEAD_WEIGHT]
        best = _strongest(told) if told else best  # a title is too short to say how
    if best.kind is ResponseKind.QA and not is_asked(title, best.sentence.text):
        held = [one for one in spoken if one.kind is ResponseKind.PRESS_CONFERENCE]
        best = _strongest(held) if held else best  # questions are asked at conferences too
    denied = any(one.kind is ResponseKind.REBUTTAL for one in spoken)
    if denied and best.kind in _SAID_KINDS and has(f"{title}\n{text[:LEAD]}", "rumour"):
        best = _strongest([one for one in spoken if one.kind is ResponseKind.REBUTTAL])
    kind = kind_in_context(best, title, text)
    at = _stated_at(spoken, best, title, text, article.published, zone)
    if kind is ResponseKind.MEDIA_INTERVIEW:
        at = _made_public(at, article.published)
    owed = _OWED if is_empty("。".join(finding.sentence.text for finding in spoken)) else ""
    reason = f"转述{kind.words[0]}{owed}：“{best.sentence.text.strip()[:_QUOTED]}”"
    return ResponseReading(kind, _issuer(spoken, best), True, at, reason)


def _ahead(spoken: list[Finding], best: Finding) -> Finding:
    """The meeting of a title as the text has it: announced where it is nowhere held."""
    told = [one for one in spoken if not one.titled and one.kind in MEETINGS]
    announced = all(one.kind is ResponseKind.PRESS_CONFERENCE_ANNOUNCED for one in told)
    return told[0] if told and announced else best


def _made_public(at: When | None, published: When | None) -> When | None:
    """When an interview counts: what a reporter heard weeks ago, when it was printed (None).

    What was said longer ago is recalled, and was public before.
    """
    if at is None or published is None or at.latest >= published.earliest - _TOLD_BEFORE:
        return at
    return at if at.latest < published.earliest - OLDEST else None


def _stated_at(
    spoken: list[Finding],
    best: Finding,
    title: str,
    text: str,
    published: When | None,
    zone: ZoneInfo,
) -> When | None:
    """The time stated with the best finding, or where title or lead tell the same again.

    Without one, the day long past that governs the passage, or the day of the dateline of what
    was printed again later.
    """
    if published is None:
        return None
    alike = [one for one in spoken if one.kind is best.kind and one.weight >= LEAD_WEIGHT]
    for one in (best, *alike):
        times = told_times(title if one.titled else text, [one.sentence.span], published, zone)
        for saying in sayings(one.sentence, times):
            return saying.at
    day = None if best.titled else _recalled(text, best, published, zone)
    if day is None and best.weight >= LEAD_WEIGHT * HEARSAY:
        day = reported_on(text[:LEAD], published, zone)
    return on_day(day, "", "", zone, published) if day is not None else None


def _recalled(text: str, best: Finding, published: When, zone: ZoneInfo) -> date | None:
    """The day long past under which a report recalls what a body said.

    Where the report only leans on a notice (据警方通报,…), the day is that of what happened.
    """
    if best.before.rstrip().endswith(("据", "根据", "按照")):
        return None
    spoken = max(0, best.sentence.text.find(best.speaker.name))
    return recalled_day(text, best.sentence.start + spoken, published, zone)


def _issuer(spoken: list[Finding], best: Finding) -> str:
    """Who answers, by the fullest name: a title says 警方 where the lead says which bureau."""
    near = [finding for finding in spoken if finding.weight >= LEAD_WEIGHT * HEARSAY]
    names = [finding.speaker.name for finding in (near or [best])]
    # A conference may be named by its event alone.
    return max([name for name in names if speakers_in(name)] or names, key=len)


def _reply(text: str) -> ResponseReading:
    issuer = _answering(text) or _signed(text)
    if not issuer:
        bodies = (one.name for one in speakers_in(text) if one.standing is Standing.AUTHORITY)
        issuer = next(bodies, "")
    return ResponseReading(ResponseKind.WEBSITE_REPLY, issuer, True, None, "对网民留言的答复")


def _answering(text: str) -> str:
    """The office named as the one that answers: 回复单位:某局."""
    named = _ANSWERED_BY.search(text)
    return "" if named is None else named["who"]


def _strongest(findings: list[Finding]) -> Finding:
    """The heaviest finding; the first of equals, as news puts first what counts most."""
    return max(findings, key=_standing_out)


def _standing_out(finding: Finding) -> float:
    """Its weight for the kind: a meeting stands out; old words and mere acts step back."""
    weight = finding.weight
    asked = finding.titled and finding.kind is ResponseKind.QA
    if asked or finding.kind in _MET_KINDS:
        weight *= _HELD_COUNTS
    if is_mere_act(finding.sentence.text):
        weight *= _ACT_COUNTS
    return weight * _FORMER_COUNTS if is_former(finding.sentence.text) else weight

"""The kind of an answer as title and lead have it, where its own sentence says too little."""

import re
from collections.abc import Sequence
from typing import Final

from monitor.domain.response import ResponseKind
from monitor.judge.findings import LEAD, Finding
from monitor.judge.response_words import (
    MEETINGS,
    has,
    has_gone_on,
    is_question_and_answer,
    kind_of,
    names_earlier_notice,
    only_done,
)

_LATER = ("update", "bulletin")
# What was to be held has been: its words follow.
_TRANSCRIPT = re.compile(
    r"以下[是为](?:新闻)?(?:发布会|通报会|记者会|文字)?(?:的)?(?:内容|实录|全文)|文字实录|女士们"
)
_INQUIRY = re.compile(r"(?:接受|进行)[^,.;!?]{0,24}(?:纪律审查|审查调查|监察调查|组织调查)")
_PUBLIC_MATTER = re.compile(
    r"网[传民友上络]|视频|举报|反映|事故|事件|曝光|舆情|舆论|质疑|关注|引发"
)

_WRITTEN_KINDS: Final = frozenset({ResponseKind.STATEMENT, ResponseKind.WEIBO})


def kind_in_context(best: Finding, title: str, text: str) -> ResponseKind:
    """The kind of an answer, given the sentence that tells it best; texts in matching form."""
    if best.kind is ResponseKind.PRESS_CONFERENCE_ANNOUNCED and _TRANSCRIPT.search(text):
        return ResponseKind.PRESS_CONFERENCE
    if best.kind in MEETINGS:
        return best.kind
    kind = _said_or_written(best.kind, title, only_done(text[:LEAD]), best.sentence.text)
    if kind is ResponseKind.STATEMENT and names_earlier_notice(text[: 2 * LEAD]):
        kind = ResponseKind.UPDATE
    heard = kind is ResponseKind.MEDIA_INTERVIEW or (kind in _WRITTEN_KINDS and best.titled)
    return ResponseKind.QA if heard and _is_dialogue(text) else kind


def is_asked(title: str, sentence: str) -> bool:
    """Whether questions and answers are the publication itself, or a ministry's daily round."""
    return is_question_and_answer(title) or "例行" in sentence


def is_inquiry(spoken: Sequence[Finding], opening: str) -> bool:
    """Whether a discipline body opens an inquiry into an official, and nobody asked for it.

    `opening` is the title and the beginning of the text.
    """
    if _INQUIRY.search(opening) is None or _PUBLIC_MATTER.search(opening):
        return False
    return all("纪" in one.speaker.name or "监" in one.speaker.name for one in spoken)


def _said_or_written(kind: ResponseKind, title: str, lead: str, sentence: str) -> ResponseKind:
    """A notice may be the second one, or deny a rumour; what an officer says may be one."""
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
        # The day's figures of an epidemic are news of a known matter, save in a notice of its own.
        is_notice = kind is ResponseKind.UPDATE and not has(opening, "update")
        return ResponseKind.STATEMENT if is_notice else kind
    is_step = has(f"{title}\n{sentence}", "police_steps")
    is_update = is_step or has_gone_on(title) or any(has(opening, words) for words in _LATER)
    return ResponseKind.UPDATE if is_update and kind in _WRITTEN_KINDS else kind


def _is_dialogue(text: str) -> bool:
    """Whether what was asked and answered is printed line by line."""
    if "答:" in text and ("问:" in text or "记者:" in text):
        return True
    return text.count("记者问:") > 1

"""The part of a sentence that carries a limit, with as much around it as it needs to be read."""

import re
from collections.abc import Sequence
from itertools import pairwise

from monitor.domain.policy import ClauseKind
from monitor.policy_reading.limit import Limit

_COMMA = re.compile(r"(?<!\d)[,，]|[,，](?!\d)|[:：]")
_JOINT = re.compile(
    r"、|并(?=[\u4e00-\u9fff]{0,3}\d)|和(?=[\u4e00-\u9fff]{0,3}\d)|及(?=[\u4e00-\u9fff]{0,3}\d)"
)
_LEAD_IN = re.compile(
    r"(?:并|且|都|均|也|则|同时|原则上|一般|至少|最迟|最晚|至迟|必须|应当|务必|应|要|须|需|可|在|于|每|力争|确保|务求|其中|相关|及时|由|的|时|每年|须于|应于|要于|将|限|期限|时间|)*"
)
_OPENS = "《“(（「『〔["
_CLOSES = "》”)）」』〕]"
_LEAST_AROUND = 4
_LONGEST = 160
_COMPLETE = 60
_NEEDS_AN_ACT = (ClauseKind.FIXED_DATE, ClauseKind.DEADLINE)
_COMPLETE_KINDS = (ClauseKind.MINIMUM_DURATION, ClauseKind.RATIO)
# What opens another matter rather than finishing this one.
_OTHER_MATTER = re.compile(
    r"\s*(?:对|要|应|须|各|由|按|并|确保|有关|其他|同时|及时|不断|切实|一并|进一步|加强|做到|避免|防止|正确|实现|接受|推动|提高|提升|主动|积极|全面|严格|完善|健全|相关|不得|每|逾期|未)"
)


def parts_of(sentence: str) -> tuple[tuple[int, int], ...]:
    """The stretches between commas and colons, those inside brackets and quotes not counted."""
    depth, borders = 0, [0]
    marks = {match.start() for match in _COMMA.finditer(sentence)}
    for at, char in enumerate(sentence):
        if char in _OPENS:
            depth += 1
        elif char in _CLOSES:
            depth = max(0, depth - 1)
        if at in marks and depth == 0:
            borders.append(at + 1)
    borders.append(len(sentence))
    return tuple((a, b) for a, b in pairwise(borders) if b > a)


def quote_spans(sentence: str, limits: Sequence[Limit]) -> list[tuple[int, int]]:
    """For each limit, in order of place, the stretch of the sentence to quote."""
    parts = parts_of(sentence)
    homes = [_home(parts, limit.start) for limit in limits]
    spans = []
    for number, limit in enumerate(limits):
        home = homes[number]
        start, end = parts[home]
        if number and homes[number - 1] == home and not _of_one(sentence, limits, number):
            start = _cut(sentence, limits[number - 1].end, limit.start)
        follows = number + 1 < len(limits) and homes[number + 1] == home
        if follows and not _of_one(sentence, limits, number + 1):
            end = _cut(sentence, limit.end, limits[number + 1].start)
        taken = {homes[other] for other in range(len(limits)) if other != number}
        spans.append(_wide_enough(sentence, parts, home, (start, end), limit, taken))
    return spans


def _home(parts: Sequence[tuple[int, int]], at: int) -> int:
    return next((n for n, (start, end) in enumerate(parts) if start <= at < end), 0)


def _of_one(sentence: str, limits: Sequence[Limit], number: int) -> bool:
    """Whether a share is said of the limit before it: 48小时内回应率要达到100%."""
    before, share = limits[number - 1], limits[number]
    return share.kind is ClauseKind.RATIO and not _JOINT.search(sentence, before.end, share.start)


def _cut(sentence: str, after: int, before: int) -> int:
    """Where one limit's words end and the next one's begin."""
    joints = list(_JOINT.finditer(sentence, after, before))
    if not joints:
        return before
    last = joints[-1]
    return last.end() if last.group() == "、" else last.start()


def _wide_enough(
    sentence: str,
    parts: Sequence[tuple[int, int]],
    home: int,
    span: tuple[int, int],
    limit: Limit,
    taken: set[int],
) -> tuple[int, int]:
    """Takes in the neighbours where the part says no more than the limit itself."""
    start, end = span
    whole = (start, end) == parts[home]
    before = home - 1 if home and home - 1 not in taken else None
    after = home + 1 if home + 1 < len(parts) and home + 1 not in taken else None
    bare = _is_bare(sentence[start : limit.start])
    if bare and start == parts[home][0] and before is not None:
        start = parts[before][0]
    if whole and after is not None:
        silent = len(sentence[limit.end : end].strip("，,。；; 、")) < 2
        needs_act = silent and (bare or limit.kind in _NEEDS_AN_ACT)
        goes_on = limit.kind not in _COMPLETE_KINDS and not _OTHER_MATTER.match(
            sentence[slice(*parts[after])]
        )
        if needs_act or (goes_on and parts[after][1] - start <= _COMPLETE):
            end = parts[after][1]
    if end - start > _LONGEST:
        start = max(start, limit.start - _LONGEST // 2)
        end = min(end, limit.end + _LONGEST // 2)
    return start, end


def _is_bare(before: str) -> bool:
    rest = _LEAD_IN.match(before)
    return len(before[rest.end() if rest else 0 :].strip()) < _LEAST_AROUND


def tidy(quote: str) -> str:
    """A quotation without the punctuation at its ends."""
    text = quote.strip(" ,，、。；;:：!！?？⠂")
    for opening, closing in ("“”", "（）", "()", "《》"):
        if text.count(opening) > text.count(closing) and text.startswith(opening):
            text = text[1:]
    return text

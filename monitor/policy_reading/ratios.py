"""Limits that are shares: not below 50 %, at least a third, all of them."""

import re
from collections.abc import Iterator

from monitor.domain.policy import ClauseKind
from monitor.policy_reading.days import read_han_year
from monitor.policy_reading.limit import Limit

_HAN = "一二两三四五六七八九十百"
_SHARE = (
    rf"(?:(?P<percent>\d{{1,3}}(?:\.\d{{1,2}})?)\s*[%％]|百分之(?P<han>[{_HAN}]{{1,4}})"
    rf"|(?P<below>[{_HAN}\d]{{1,2}})分之(?P<above>[{_HAN}\d]{{1,2}})|(?P<tenths>[一二三四五六七八九])成)"
)
_LEAST = re.compile(
    r"(?P<cue>不(?:得)?(?:低于|少于|小于)|至少(?:要|应)?(?:达到?|占)?|(?:要|(?<![回响反供])应|须|需|必须|确保|力争|务必|保持)[^,，。;；%]{0,24}?(?:达到?|为|占|在|实现|高于|超过|提高到|提升到|提升至)"
    r"|高于|大于|提高到|提升至|提升到|实现|做到|保持在?|率(?:要求?|应当?|须|需)?(?:达到?|为)?|比例(?:达到?|为)|(?P<reach>达到?)(?=\s*\d{1,3}%))?\s*"
    rf"{_SHARE}(?P<up>以上|及以上)?"
)
_MOST = re.compile(rf"(?P<cue>不(?:得)?(?:高于|超过|大于|多于)|控制在)\s*{_SHARE}(?:以[内下])?")
_BARE = ("率", "比例为", "率为", "高于", "大于")
_TOLD = re.compile(
    r"同比|环比|增长|增加|下降|减少|压减|压缩|降低|提高了|提升了|较上年|比上年|上升|分值|权重|扣|计分|得分|百分点"
)


def ratios_in(sentence: str) -> Iterator[Limit]:
    """The shares that a sentence asks for; shares it only reports are not among them."""
    most = [match for match in _MOST.finditer(sentence) if not _is_told(sentence, match)]
    for match in most:
        share = _value(match)
        if share is not None:
            yield Limit(
                match.start(),
                match.end(),
                ClauseKind.RATIO,
                0.6,
                ratio=share,
                at_most=True,
                doubt="an upper bound; this language only knows lower ones",
            )
    for match in _LEAST.finditer(sentence):
        share = _value(match)
        if share is None or not (match["cue"] or match["up"]) or _is_told(sentence, match):
            continue
        if match["cue"] in _BARE and not match["up"]:
            continue  # 合格率93.5% tells how it is
        sure = 0.92 if match["cue"] else 0.75
        yield Limit(match.start(), match.end(), ClauseKind.RATIO, sure, ratio=share)


def _is_told(sentence: str, match: re.Match[str]) -> bool:
    return bool(_TOLD.search(sentence[max(0, match.start() - 8) : match.end() + 6]))


def _value(match: re.Match[str]) -> float | None:
    """The share from 0 to 1, or None for nonsense."""
    part = match.groupdict()
    if part["percent"]:
        share = float(part["percent"]) / 100
    elif part["han"]:
        share = (read_han_year(part["han"]) or 0) / 100
    elif part["tenths"]:
        share = (read_han_year(part["tenths"]) or 0) / 10
    else:
        below = read_han_year(part["below"] or "") or 0
        share = (read_han_year(part["above"] or "") or 0) / below if below else 0.0
    return round(share, 4) if 0 < share <= 1 else None

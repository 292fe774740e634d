"""A decision in the words of a duty officer: what was decided, of what, and from which score on.

Chinese only: the texts, their quotations and the judge's reasons are Chinese already.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from monitor.board.phrases import named
from monitor.domain.response import ResponseKind
from monitor.domain.severity import Category
from monitor.usecases.explain_article import CorrectionExplained, Explanation, LinkExplained

FEATURES: Mapping[str, Mapping[str, str]] = {
    "belongs": {
        "nearest": "与其中最近一篇的相似度",
        "whole": "与全部报道共同内容的相似度",
        "name": "标题导语提到事件名称的程度",
        "mention": "全文提到事件名称的程度",
        "title": "标题内容已被该事件报道的程度",
        "same_day": "时间相接的程度",
        "wide_area": "同日大范围灾害",
        "same_moment": "所述时刻相同",
        "elsewhere": "所涉地点不同",
        "other_town": "不在同一镇街",
        "same_trouble": "同一镇街、同类问题、三天之内",
        "nameless": "除地点和套话外别无相同",
        "base": "基数",
    },
    "answers": {
        "likeness": "用语相似度",
        "shared": "共有字词的分量",
        "quoted": "引用原标题",
        "delay": "相隔天数",
        "signed_before": "落款早于事件",
        "nothing": "与“不回应任何已知事件”相比",
    },
}
_CONSTANTS = {"belongs": (1.0, "belongs.base"), "answers": (-1.0, "answers.nothing")}
_SQUARED = "_squared"
_AS_SEEN: Mapping[str, Callable[[float], float]] = {
    "likeness": math.exp,
    "shared": math.expm1,
    "delay": math.expm1,
}
"""Back from the logarithms that the weights are for to what was counted."""
_VERDICTS = {"auto": "自动认定", "review": "待人工确认", "none": "不认定"}
_LINKS = {
    **_VERDICTS,
    "offered": "有人提供，待人工确认",
    "confirmed": "人工确认",
    "rejected": "人工否定",
}
_CORRECTED = {
    ("belongs", True): "属于",
    ("belongs", False): "不属于",
    ("answers", True): "回应了",
    ("answers", False): "没有回应",
}
_RELEVANCE = (
    ("ours", "属本地", "非本地"),
    ("real", "是现实发生的事", "非现实发生（演练、回顾、假设等）"),
    ("matter", "需要回应", "不需要回应"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One feature of a score: its value as a person would count it, and what it contributed.

    `value` is None for what is always added, `contribution` where the weight was not kept.
    """

    words: str
    value: float | None
    contribution: float | None


def parts(kind: str, candidate: Mapping[str, Any], measures: Mapping[str, float]) -> list[Part]:
    """What a candidate's score was made of, without what was absent."""
    kept = candidate.get("features", {})
    found = []
    for name in kept:
        if name.removesuffix(_SQUARED) != name:
            continue  # a delay and its square are one thing to a reader
        summed = [one for one in (name, f"{name}{_SQUARED}") if one in kept]
        weights = [measures.get(f"{kind}.{one}") for one in summed]
        known = [weight for weight in weights if weight is not None]
        counted = math.fsum(w * kept[one] for w, one in zip(known, summed, strict=False))
        value = _AS_SEEN.get(name, float)(kept[name])
        words = FEATURES[kind].get(name, name)
        found.append(Part(words, value, counted if len(known) == len(summed) else None))
    sign, constant = _CONSTANTS[kind]
    if found and constant in measures:
        found.append(
            Part(FEATURES[kind][constant.partition(".")[2]], None, sign * measures[constant])
        )
    return found


def total(found: list[Part]) -> float | None:
    """What the parts come to: the score, or for an answer its log odds before rivals count."""
    counted = [part.contribution for part in found if part.contribution is not None]
    return math.fsum(counted) if counted and len(counted) == len(found) else None


def lines(
    explanation: Explanation, zone: ZoneInfo, unit_name: Callable[[str], str]
) -> Iterator[tuple[str, str]]:
    """The whole decision as (heading, sentence) pairs, in the order it was taken.

    `unit_name` gives what a unit of the office is called.
    """
    published = explanation.published
    yield "报道", f"#{explanation.article} {explanation.title}"
    yield "网址", explanation.url
    if published is not None:
        yield "发布", f"{published.earliest.astimezone(zone):%Y-%m-%d %H:%M}"
    if explanation.judged_at is None:
        yield "判读", "尚未判读"
        return
    yield "判读于", f"{explanation.judged_at.astimezone(zone):%Y-%m-%d %H:%M}"
    yield from _relevance(explanation)
    yield from _matter(explanation)
    yield from _filing(explanation)
    yield from _answering(explanation, unit_name)
    for said in explanation.corrections:
        yield "人工更正", _correction(explanation, said, zone)


def _relevance(explanation: Explanation) -> Iterator[tuple[str, str]]:
    kept = explanation.decision.get("relevance")
    if kept is None:
        yield "判读依据", "；".join(explanation.reasons) or "未保存"
        return
    said = "，".join(yes if kept[name] else no for name, yes, no in _RELEVANCE)
    yield "是否本地舆情", said + _because(kept["reasons"])


def _matter(explanation: Explanation) -> Iterator[tuple[str, str]]:
    finding, decision = explanation.finding, explanation.decision
    if not finding:
        return
    yield "类别", Category(finding["category"]).chinese + _because(decision.get("category", []))
    figures = "，".join(
        f"{named('zh', 'figure', name)}{value}" for name, value in finding["figures"].items()
    )
    quotes = "”“".join(decision.get("quotes", []))
    yield "伤亡与损失", (figures or "文中未载明") + (f"（原文：“{quotes}”）" if quotes else "")
    confirmed, possible = finding["grade_confirmed"], finding["grade_possible"]
    grade = "，".join(
        said
        for said in (
            f"确认{confirmed}" if confirmed else "",
            f"可能{possible}" if possible and possible != confirmed else "",
        )
        if said
    )
    yield "事件等级", (grade or "未达到分级标准") + _because(finding["grade_reasons"])


def _filing(explanation: Explanation) -> Iterator[tuple[str, str]]:
    decision = explanation.decision
    if explanation.duplicate_of is not None:
        yield "转载", f"与报道 #{explanation.duplicate_of} 文字基本相同"
    own, bar = decision.get("belongs_to"), decision.get("measures", {}).get("belongs")
    against = f"，门槛 {bar:.2f}" if bar is not None else ""
    if own is not None:
        yield (
            "同一事件",
            f"{_called(explanation, own)}，得分 {own['score']:.2f}{against}"
            + _because([own["reason"]]),
        )
    second = decision.get("runner_up")
    if second is not None:
        yield (
            "次选事件",
            f"{_called(explanation, second)}，得分 {second['score']:.2f}{against}"
            + (_because([second["reason"]])),
        )
    if explanation.incident is None:
        yield "归入", "未归入任何事件"
    else:
        title = explanation.titles.get(explanation.incident, "")
        how = "" if own is None or own["incident"] == str(explanation.incident) else "（见下）"
        yield "归入", f"事件 {explanation.incident} {title}{how}"


def _answering(
    explanation: Explanation, unit_name: Callable[[str], str]
) -> Iterator[tuple[str, str]]:
    reading = explanation.finding.get("response")
    if reading is None:
        yield "是否回应", "不是官方回应"
        return
    kind = ResponseKind(reading["kind"]).words[0]
    carried = "，媒体转述" if reading["relayed"] else ""
    yield (
        "是否回应",
        f"{kind}，{unit_name(reading['issuer']) or '发布单位不明'}{carried}"
        + _because([reading["reason"]]),
    )
    bar = explanation.decision.get("measures", {}).get("answers")
    against = f"，门槛 {bar:.2f}" if bar is not None else ""
    for candidate in explanation.decision.get("answers", [])[:3]:
        verdict = _VERDICTS[candidate["verdict"]]
        yield (
            "可能回应",
            f"{_called(explanation, candidate)}，把握 {candidate['score']:.2f}{against}，{verdict}"
            + _because([candidate["reason"]]),
        )
    for link in explanation.links:
        yield "回应结论", _link(explanation, link)


def _called(explanation: Explanation, candidate: Mapping[str, Any]) -> str:
    number = int(candidate["incident"])
    return f"事件 {number} {explanation.titles.get(number, '')}".rstrip()


def _link(explanation: Explanation, link: LinkExplained) -> str:
    title = explanation.titles.get(link.incident, "")
    by = "" if link.linked_by == "huiying" else f"（{link.linked_by}）"
    return f"事件 {link.incident} {title}：{_LINKS[link.link.value]}{by}"


def _correction(explanation: Explanation, said: CorrectionExplained, zone: ZoneInfo) -> str:
    title = explanation.titles.get(said.incident, "")
    at = f"{said.at.astimezone(zone):%Y-%m-%d %H:%M}"
    deed = _CORRECTED[said.kind, said.right]
    return f"{at} {said.actor}：{deed}事件 {said.incident} {title}（{said.reason}）"


def _because(reasons: list[str]) -> str:
    told = "；".join(reason for reason in reasons if reason)
    return f"（{told}）" if told else ""

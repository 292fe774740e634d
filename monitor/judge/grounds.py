"""Why an article joins an incident, in a sentence a duty officer understands."""

from collections.abc import Collection
from datetime import timedelta

from monitor.judge.evidence import Evidence
from monitor.judge.sketch import Sketch

_ALIKE = 0.25
_NAMED = 0.2
_KNOWN = 0.6
_NAMELESS = 0.5
_SHOWN_WORDS = 3
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def grounds(
    sketch: Sketch,
    evidence: Evidence,
    name: Collection[int],
    gap: timedelta,
) -> str:
    """What an article and an incident have in common; `name`: what the incident is called."""
    found = []
    if evidence.name >= _NAMED:
        words = shared_words(sketch, name)
        found.append(f"标题或导语提到{words}" if words else "标题或导语提到该事件的名称")
    alike = max(evidence.whole, evidence.nearest)
    if alike >= _ALIKE:
        found.append(f"内容与已有报道相近（相似度{alike:.2f}）")
    if evidence.title >= _KNOWN:
        found.append("标题所述已有报道")
    if evidence.same_moment:
        found.append("所述时刻相同")
    if evidence.same_trouble:
        found.append("同一地三天内的同一种情况")
    if evidence.wide_area:
        found.append("同日的大范围灾害")
    found.append(_told(gap))
    if evidence.elsewhere:
        named = sorted(sketch.places or sketch.villages)
        found.append(f"但所涉地点不同（{'、'.join(named[:_SHOWN_WORDS])}）")
    if evidence.other_town:
        named = [*sorted(sketch.divisions), *sorted(sketch.titled_villages)]
        found.append(f"但说的是另一乡镇或另一村（{'、'.join(named[:_SHOWN_WORDS])}）")
    if evidence.nameless >= _NAMELESS:
        found.append("但没有共同的名称，只有此类事情的常用语")
    return "；".join(found)


def too_weak(found: str, score: float, bar: float) -> str:
    """Why an article joins none, not even the incident that is nearest to it."""
    return f"与最相近的事件相合不足（{score:.2f}，满{bar:.2f}才并入）：{found}"


def shared_words(sketch: Sketch, name: Collection[int]) -> str:
    """The words of an article's title and lead that the incident is called by, in quotes."""
    text, terms = sketch.text, sketch.terms
    pairs = zip(terms.opening.tolist(), terms.places.tolist(), strict=True)
    covered = {place for number, at in pairs if number in name for place in (at, at + 1)}
    runs = "".join(
        text[at] if at in covered else " "
        for at in range(min(covered, default=0), max(covered, default=-1) + 1)
    )
    words = list(dict.fromkeys(runs.split()))
    kept = [one for one in words if not any(one != other and one in other for other in words)]
    return "".join(f"“{one}”" for one in kept[:_SHOWN_WORDS])


def _told(gap: timedelta) -> str:
    if gap < _HOUR:
        return "与其上一篇相隔不到1小时"
    if gap < _DAY:
        return f"与其上一篇相隔{gap // _HOUR}小时"
    return f"与其上一篇相隔{gap // _DAY}天"

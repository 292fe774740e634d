"""Parts of a whole: counts of single places, and counts of different places that add up.

其中临溪县遇难20人 never stands for the whole, nor against it; 机上10人受伤,地面5人受伤 is fifteen.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from monitor.text.figure_context import Placed

# What stands between counts of two sites of one event, so that they are different people.
_ELSEWHERE_TOO: Final = re.compile(
    r"(?:地面|路面)[^,。;\n]{0,6}$"
    r"|另(?:外)?,?(?:在|一[处地枚辆艘架])[^。\n]{0,50}$"
    r"|[,;]而(?!且|后)[\u4e00-\u9fff]{2,8}(?:则|更|也|的|在|又|死|遇|受|造)[^,。;\n]{0,10}$"
    r"|第二[处枚辆艘][^。\n]{0,40}$"
)
# 3名消防员殉职,另有11名居民死亡: of the hurt, 另有 often tells of kinds.
_MORE_DEAD: Final = re.compile(r"[,;]另(?:外)?(?:还)?有$")
_ONE_OF_THEM: Final = re.compile(
    r"其中|包括|含|共|累计|总|合计|增至|升至|仍|至此|称|社|媒|据|方面|报道|数字|说|上周|上月|此前|这是"
)
_SUMMED: Final = re.compile(r"共|总|累计|合计|两[车地国处艘]")
_FARTHEST: Final = 70  # characters between the counts of two sites
_REGION: Final = re.compile(
    r"(?:其中,?|[,。;:]|^|目前,?在?|在)(?P<site>[\u4e00-\u9fff]{2,9}?[省市县区镇乡村町州岛])"
    r"(?:境内|目前|依然|仍|尚|已|也|共|则|还|有|确认|确定|的){0,3}$"
)
_NEXT: Final = 2  # characters between counts of the same region
_OPENING: Final = 200  # characters in which a report names the place that it is about


def without_regions(placed: Sequence[Placed], title: str, text: str) -> list[Placed]:
    """`placed` without counts of single regions, where as many at least are counted for all."""
    parts = _regions(placed, title, text)
    whole: dict[str, int] = {}
    for one in placed:
        if one not in parts:
            field = one.mention.field
            whole[field] = max(whole.get(field, 0), one.mention.value or 0)
    return [
        one
        for one in placed
        if one not in parts or (one.mention.value or 0) > whole.get(one.mention.field, -1)
    ]


def without_parts_of_joint(
    chosen: dict[str, Placed | None], placed: Sequence[Placed], title: str, text: str
) -> None:
    """Drop dead and missing that are parts of what a joint count (死亡或失踪273人) tells of all."""
    joint = chosen["dead_or_missing"]
    if joint is None or not (joint.title or joint.lead) or joint.mention.value is None:
        return
    smaller = [
        one.mention
        for one in placed
        if one.mention.field == "dead_or_missing"
        and not one.title
        and 0 < (one.mention.value or 0) < joint.mention.value
    ]
    regions = _regions(placed, title, text)
    for field in ("dead", "missing"):
        one = chosen[field]
        if one is None or one.title:
            continue
        beside = any(0 <= one.mention.start - other.end <= _FARTHEST for other in smaller)
        if beside or one in regions or not (one.lead or one.total):
            chosen[field] = None


def _is_sum(one: Placed, text: str) -> bool:
    return bool(_SUMMED.search(text, max(0, one.mention.start - 12), one.mention.end))


def _regions(placed: Sequence[Placed], title: str, text: str) -> set[Placed]:
    """The counts of single regions: 其中临溪县死亡20人,失踪11人 are two."""
    parts: set[Placed] = set()
    last = -1
    for one in sorted(placed, key=lambda each: each.mention.start):
        if one.title:
            continue
        follows = last > 0 and 0 <= one.mention.start - last <= _NEXT
        follows = follows and "。" not in text[last : one.mention.start]
        if follows or _is_region(one, title, text):
            parts.add(one)
            last = one.mention.end
    return parts


def _is_region(one: Placed, title: str, text: str) -> bool:
    start = max(0, one.mention.start - 24)
    found = _REGION.search(text[start : one.mention.start])
    if found is None:
        return False
    site = found["site"]
    return "其中" in found.group() or not (site in title or site in text[: min(start, _OPENING)])


def sum_of_sites(placed: Sequence[Placed], text: str) -> Placed | None:
    """The sum of two counts of one field that belong to plainly different sites, if there are."""
    for one, other in pairwise(placed):
        if one.title or other.title or one.mention.value is None or other.mention.value is None:
            continue
        between = text[one.mention.end : other.mention.start]
        words = between + other.mention.quote
        near = not _is_sum(one, text) and len(between) <= _FARTHEST and "\n" not in between
        apart = _ELSEWHERE_TOO.search(between) or (
            one.mention.field == "dead" and _MORE_DEAD.search(between)
        )
        if near and apart and not _ONE_OF_THEM.search(between):
            whole = one.mention.value + other.mention.value
            return replace(other, mention=replace(other.mention, value=whole, quote=words))
    return None

"""Casualty figures of the incident that an article reports: the totals, as of the latest count.

`monitor.text.casualties` finds every number and `monitor.text.figure_context` leaves out the ones
that are not this incident's. Here totals win over parts, and the latest as-of time wins over
larger numbers of an earlier count.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from monitor.domain.judgement import FiguresReading
from monitor.domain.severity import Figures
from monitor.domain.when import When
from monitor.text.casualties import DIED_OF_THEM, Mention, find_mentions
from monitor.text.figure_context import (
    SHANGHAI,
    Placed,
    anchor_of,
    place_mentions,
    without_background,
)
from monitor.text.figure_form import figure_form, title_form
from monitor.text.figure_parts import sum_of_sites, without_parts_of_joint, without_regions
from monitor.text.figure_singles import with_grave_wound, with_one
from monitor.text.figure_stages import after_wounds, settle
from monitor.text.numerals import read_number

_FIELDS: Final = (
    "dead", "missing", "dead_or_missing", "serious", "light", "injured", "ill", "unwell", "treated",
    "stable", "evacuated", "loss_yuan",
)  # fmt: skip
# Not those who were only seen to: they are counted with the dead among them.
_HURT_FIELDS: Final = ("injured", "ill")
_SINCE: Final = re.compile(r"无效|不治|途中")
# How each of those counted one by one died, and how far their counts may be apart.
_MANNER: Final = re.compile(r"当场|现场|途中|医院|送医|送院|无效|不治")
_SIDE_BY_SIDE: Final = 4
# The letter by which one kind of a field is told from another.
_WOUND: Final = re.compile(r"(?:骨折|[烧烫灼擦摔挫扭割划冻]伤)$")
_KINDS: Final = {"serious": "危", "light": "微"}
_NONE_HURT: Final = re.compile(
    r"(?:未|没有?|无|尚无|暂无|并无|未有|未见|未发现|未接到|没有接到|未收到|未接|未出现)[^,。;!?\n伤亡新]{0,8}"
    r"(?:人员|人)(?:员)?(?:在[^,。;\n]{1,8}中|和财产|(?:被困|失联|滞留)[和及或、])?(?:伤亡|受伤|死伤)|无一伤亡|无一人伤亡|零伤亡|(?:未|没有)(?:造成|引起|导致)(?:任何)?(?:死伤|伤亡)|没有受到任何伤害"
)
# Every phrase of _NONE_HURT and _NONE_DEAD holds one of these words.
_HURT_WORDS: Final = (
    "伤亡",
    "人受伤",
    "员受伤",
    "产受伤",
    "中受伤",
    "和受伤",
    "及受伤",
    "或受伤",
    "死伤",
    "任何伤害",
)
_DEATH_WORDS: Final = ("人死亡", "员死亡", "人遇难", "员遇难", "死亡病例", "无死亡")
_NONE_DEAD: Final = re.compile(
    r"(?:未|没有?|无|尚无|暂无|并无|未有)[^,。;!?\n伤亡新效]{0,6}人(?:员)?(?:死亡|遇难)"
    r"|(?<!新增)无死亡(?=[,。;)\n]|$)|(?<!新增)无(?:危重症?(?:病例)?[和及或,])?死亡病例(?![^\n]{0,200}累计死亡)"
)


def read_figures(
    title: str, text: str, published: When | None = None, zone: ZoneInfo = SHANGHAI
) -> FiguresReading:
    """The figures of the article's own incident, with the instant they are given for.

    `published` resolves 截至13日12时 and tells other years apart; without it the year is the one
    the text names, and `as_of` stays None where none is named. Never raises on odd text.
    """
    title, text = title_form(title), without_background(figure_form(text))
    base = anchor_of(title, text, published, zone)
    placed = [*place_mentions(title, True, base, zone), *place_mentions(text, False, base, zone)]
    placed = without_regions(settle(placed, title, text), title, text)
    chosen = {
        field: _choose([one for one in placed if one.mention.field == field], text)
        for field in _FIELDS
    }
    without_parts_of_joint(chosen, placed, title, text)
    for field in _HURT_FIELDS:
        chosen[field] = _without_the_dead(chosen[field], title, text)
    if chosen["injured"] is None or chosen["injured"] in placed:  # else added up
        chosen["injured"] = _beside(chosen["dead"], placed) or chosen["injured"]
    if hurt := chosen["injured"]:
        chosen["dead"], chosen["injured"] = after_wounds(placed, chosen["dead"], hurt, text)
    figures = _figures(chosen)
    figures = _with_zeros(figures, title, text)
    figures = with_one(figures, title, text)
    if chosen["light"] is None:
        figures = with_grave_wound(figures, title, text)
    used = [one for one in chosen.values() if one is not None]
    return FiguresReading(
        figures=figures,
        as_of=max((one.as_of for one in used if one.as_of), default=None),
        quotes=tuple(dict.fromkeys(one.mention.quote for one in used)),
    )


def at_least(title: str, text: str, field: str, value: int) -> bool:
    """Whether the text gives this figure as a lower bound only (9人以上, 至少9人, 9余人)."""
    mentions = [*find_mentions(title_form(title)), *find_mentions(figure_form(text))]
    fitting = [one for one in mentions if one.field == field and one.value == value]
    return bool(fitting) and all(one.at_least for one in fitting)


def _figures(chosen: dict[str, Placed | None]) -> Figures:
    value = {name: one.mention.value if one else None for name, one in chosen.items()}
    injured = chosen["injured"]
    kinds = (value["serious"] or 0) + (value["light"] or 0)
    if injured and injured.mention.weak and kinds and (value["dead"] or _value(injured) < kinds):
        value["injured"] = None  # 三名伤者, two of whom died since: the verbs count, not the noun
    return Figures(
        dead=value["dead"],
        missing=value["missing"],
        dead_or_missing=value["dead_or_missing"],
        serious=value["serious"],
        injured=_hurt(value),
        evacuated=value["evacuated"],
        loss_yuan=value["loss_yuan"],
    )


def _hurt(value: dict[str, int | None]) -> int | None:
    """All who are hurt: the stated total, else the sum of its kinds, else who was treated."""
    serious, light, treated = value["serious"], value["light"], value["treated"]
    if value["injured"] is not None:
        return max(value["injured"], serious or 0)
    if light is not None:
        return light + (serious or 0)
    ill, unwell = value["ill"], value["unwell"]
    if value["stable"] is not None and ill is None:  # 2人病危,5人病情平稳: both are hurt
        return _largest(value["stable"] + (serious or 0), unwell, treated)
    symptoms = max((one for one in (unwell, treated) if one is not None), default=None)
    if ill is None or symptoms is None:
        return _largest(ill, symptoms, serious)
    # 20多名学生中毒, 21名呕吐: a rough total and an exact count of the same people.
    return _largest(ill, symptoms if symptoms <= 1.2 * ill else None, serious)


def _largest(*values: int | None) -> int | None:
    return max((value for value in values if value is not None), default=None)


def _choose(placed: Sequence[Placed], text: str) -> Placed | None:
    """The one figure that stands: latest count, then verbs over nouns, then totals over parts."""
    known = [one for one in placed if one.mention.value is not None]
    if not known:
        return None
    latest = max((one.as_of for one in known if one.as_of), default=None)
    known = [one for one in known if one.as_of is None or one.as_of == latest]
    revised = [one for one in known if one.revised]
    if revised:
        return revised[-1]
    known = [one for one in known if not one.hearsay] or known
    if known[0].mention.field == "missing" and any(one.still for one in known):
        known = [one for one in known if one.still or one.title]
    stated = [one for one in known if one.title or not one.mention.weak] or known
    focus = [one for one in stated if one.title or one.lead or one.total] or stated
    sums = (_died_since(focus), _one_by_one(focus), _in_two_words(focus), sum_of_sites(focus, text))
    focus = [*focus, *(one for one in sums if one is not None)]
    headline = [one for one in focus if one.title and not one.mention.at_least]
    if headline:  # a title is written last: only a total that the text announces overrules it
        focus = headline + [one for one in focus if one.total]
    return max(focus, key=_value, default=None)


def _beside(dead: Placed | None, placed: Sequence[Placed]) -> Placed | None:
    """The hurt that the last total of the dead is stated with: 现共2人死亡,2人受伤."""
    if dead is None or dead.title or not dead.total:
        return None
    for one in placed:
        near = 0 <= one.mention.start - dead.mention.end <= _SIDE_BY_SIDE
        if one.mention.field == "injured" and near and not one.mention.weak:
            return one
    return None


def _died_since(placed: Sequence[Placed]) -> Placed | None:
    """4人当场死亡, 另有1人经抢救无效死亡: two counts of different people, so their sum."""
    on_the_spot = [one for one in placed if "当场" in one.mention.quote and not one.title]
    since = [one for one in placed if _SINCE.search(one.mention.quote) and not one.title]
    if not on_the_spot or not since:
        return None
    first, second = (max(each, key=_value) for each in (on_the_spot, since))
    mention = replace(second.mention, value=_value(first) + _value(second))
    return replace(second, mention=mention)


def _one_by_one(placed: Sequence[Placed]) -> Placed | None:
    """5人当场死亡,1人送医途中死亡,1人在医院死亡: they are different people, so their sum."""
    run: list[Placed] = []
    for one in placed:
        if run and not 0 <= one.mention.start - run[-1].mention.end <= _SIDE_BY_SIDE:
            if len(run) > 1:
                break
            run = []
        if run or _MANNER.search(one.mention.quote):
            run.append(one)
    if len(run) < 2 or not all(_MANNER.search(one.mention.quote) for one in run):
        return None
    whole = replace(run[-1].mention, value=sum(_value(one) for one in run))
    return replace(run[-1], mention=whole)


def _in_two_words(placed: Sequence[Placed]) -> Placed | None:
    """2人危重、5人重伤, 4人轻伤、28人轻微伤: two kinds side by side, so their sum."""
    for one, other in pairwise(placed):
        near = 0 <= other.mention.start - one.mention.end <= 2 and one.title == other.title
        if near and _is_another_kind(one.mention, other.mention):
            mention = replace(other.mention, value=_value(one) + _value(other))
            return replace(other, mention=mention)
    return None


def _is_another_kind(one: Mention, other: Mention) -> bool:
    """Whether two counts of a field name two kinds of it, so that they are different people."""
    if one.field == "injured":
        wounds = [_WOUND.search(each.quote) for each in (one, other)]
        return all(wounds) and one.quote[-2:] != other.quote[-2:]
    kind = _KINDS.get(one.field)
    return kind is not None and (kind in one.quote) != (kind in other.quote)


def _without_the_dead(hurt: Placed | None, title: str, text: str) -> Placed | None:
    """The hurt without those of them that died: 10人烧伤,其中1人死亡 counts 9."""
    if hurt is None or hurt.mention.value is None:
        return hurt
    found = DIED_OF_THEM.match(title if hurt.title else text, hurt.mention.end)
    died = read_number(found["n"]) if found else None
    if died is None or died.value is None or died.value >= hurt.mention.value:
        return hurt
    return replace(hurt, mention=replace(hurt.mention, value=hurt.mention.value - died.value))


def _value(one: Placed) -> int:
    return one.mention.value or 0


def _with_zeros(figures: Figures, title: str, text: str) -> Figures:
    """Stated 未造成人员伤亡 gives zeros, where no number says otherwise."""
    either = f"{title}\n{text}"
    someone = figures.dead or figures.dead_or_missing
    if _says(either, _HURT_WORDS, _NONE_HURT):
        if not someone and figures.dead is None and not figures.injured:
            figures = replace(figures, dead=0)
        if figures.injured is None and not figures.serious and not someone:
            figures = replace(figures, injured=0)
    elif not someone and figures.dead is None and _says(either, _DEATH_WORDS, _NONE_DEAD):
        figures = replace(figures, dead=0)
    return figures


def _says(text: str, words: Sequence[str], pattern: re.Pattern[str]) -> bool:
    """Whether a text fits a pattern that cannot fit without one of the words."""
    return any(word in text for word in words) and pattern.search(text) is not None

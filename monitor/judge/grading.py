"""The event grade of an incident: what the figures confirm, and what they make possible.

The numbers stand in `data/grades.toml`, each with its source, because local plans change them.
The grade comes from figures or from an authority's own words (重大火灾, Ⅱ级事件), never from a
response level (启动Ⅰ级响应) and never from 重大 in ordinary prose.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

from monitor.domain.severity import Category, EventGrade, Figures, Grading, gravest
from monitor.judge.scale import scale_of
from monitor.text.figures import at_least
from monitor.text.reading import reading_form

_BY_RANK: Final = {grade.rank: grade for grade in EventGrade}
_ROMAN: Final = {"i": 4, "ii": 3, "iii": 2, "iv": 1}
_KIND: Final = (
    r"(?:生产安全|安全生产|道路|交通|建筑|施工|煤矿|瓦斯|爆炸|火灾|突发|环境|食品|食物|中毒|安全|公共|卫生|地质|森林|"
    r"社会|责任|刑事|水上|坍塌|燃气|自然|滑坡|透水|运输|公共场所|群体性){0,5}"
)
_WORDS: Final = tuple(grade.value for grade in EventGrade if grade.value != "特别重大")
_IN_WORDS: Final = re.compile(
    rf"(?P<word>特别重大|重大|较大|一般){_KIND}(?P<what>事故|火灾|事件|灾害|疫情|灾情|案件)"
    r"(?!隐患|风险|应急|处置|预案|报告和调查|防范|预防|防控|信息|救援|以上|责任追究|舆情)"
)
_IN_ROMAN: Final = re.compile(
    r"(?<![a-z])(?P<roman>iv|iii|ii|i)级\)?(?P<what>[^,。;\n响预]{0,10}?(?:事件|事故|灾害|突发))"
)
# 防范遏制重特大事故, 不属于重大事故: named, but not said of this incident.
_NOT_SAID: Final = re.compile(
    r"(?:防范|遏制|杜绝|避免|预防|防止|坚决|不属于|未构成|不构成|未发生|没有发生|各类|重特大|以上|启动|应对|处置|"
    r"如遇|如发生|涉及|关于|对于)[^,。;\n]{0,6}$"
)
_MAGNITUDE: Final = re.compile(
    r"(?:发生|里氏)?(?P<m>[3-9]\.\d|[3-9])级(?:左右)?(?:强烈|有感|的)?(?:地震|强震)|里氏(?P<n>[3-9]\.\d)级"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: from which figure on an incident of these kinds is of which grade."""

    categories: frozenset[Category]
    figure: str
    bounds: tuple[tuple[int, float], ...]
    source: str
    only_possible: bool = False
    with_dead: bool = False
    words: tuple[str, ...] = ()

    def grade_of(self, value: float | None) -> EventGrade | None:
        """The gravest grade whose bound is reached; 「以上」 includes the number itself."""
        reached = [rank for rank, bound in self.bounds if value is not None and value >= bound]
        return _BY_RANK[max(reached)] if reached else None


@dataclass(frozen=True, slots=True)
class _Table:
    rows: tuple[Row, ...]
    magnitudes: tuple[Row, ...]


def grade(
    category: Category, figures: Figures, title: str, text: str, *, official: bool
) -> Grading:
    """The confirmed and the possible event grade, with reasons and sources in Chinese.

    Confirmed rests on what is stated (dead, 重伤, loss); possible also counts the missing as dead,
    the injured as 重伤 and lower bounds as open upward. Grade words count where an authority speaks
    (`official`), and then beat the numbers. A rumour has no grade.
    """
    if category is Category.RUMOUR:
        return Grading(reasons=("谣言不定级;所称伤亡不作为依据",))
    title, text = reading_form(title), reading_form(text)
    counted = _by_numbers(category, figures, title, text)
    felt, felt_why = _by_magnitude(category, title, text)
    told, told_why = _in_words(title, text)
    reasons = [*counted.reasons, *_caution(category, counted), *felt_why]
    if told is None:
        return Grading(counted.confirmed, gravest(counted.possible, felt), tuple(reasons))
    if official:
        return Grading(told, told, (*reasons, f"{told_why}:权威发布中的定级"))
    reasons.append(f"{told_why}:新闻用语,不作为定级依据")
    return Grading(counted.confirmed, gravest(counted.possible, felt), tuple(reasons))


def _by_numbers(category: Category, figures: Figures, title: str, text: str) -> Grading:
    """The gravest grade over all rows of the category, as stated and at worst."""
    confirmed: EventGrade | None = None
    possible: EventGrade | None = None
    reasons: list[str] = []
    whole = f"{title}\n{text}"
    for row in _rows_for(category, whole, figures):
        if row.figure in _SCALES:
            stated = most = scale_of(row.figure, whole)
        else:
            stated, most = _stated(row.figure, figures), _worst(row.figure, figures, title, text)
        sure = None if row.only_possible else row.grade_of(stated)
        worst = row.grade_of(most)
        name = _NAMES[row.figure]
        if sure is not None:
            reasons.append(f"{name}{stated},达到{sure.value}:{row.source}")
        if worst is not None and (sure is None or worst.rank > sure.rank):
            reasons.append(f"按最坏情况计{name}{most},可能达到{worst.value}:{row.source}")
        confirmed, possible = gravest(confirmed, sure), gravest(possible, sure, worst)
    return Grading(confirmed, possible, tuple(reasons))


def _caution(category: Category, counted: Grading) -> tuple[str, ...]:
    """What an officer must know of a category that the numbers do not settle."""
    if category is Category.CRIME:
        return ("刑事案件不按伤亡数字定级,由人工核定",)
    if category is Category.OTHER and counted.possible is not None:
        return ("类别未明,参照生产安全事故标准,把握较低",)
    return ()


_NAMES: Final = {
    "dead": "死亡", "dead_with_missing": "死亡(含失踪)", "serious": "重伤", "injured": "受伤(中毒)",
    "evacuated": "疏散转移", "loss_yuan": "直接经济损失(元)", "crowd": "聚集人数",
    "water_cut": "饮用水取水中断(3市2县1乡镇)",
}  # fmt: skip
_SCALES: Final = ("crowd", "water_cut")


def _rows_for(category: Category, whole: str, figures: Figures) -> Iterator[Row]:
    for row in _table().rows:
        if category not in row.categories or (row.with_dead and not figures.dead):
            continue
        if not row.words or any(word in whole for word in row.words):
            yield row


def _stated(figure: str, figures: Figures) -> int | None:
    if figure != "dead_with_missing":
        value: int | None = getattr(figures, figure)
        return value
    apart = [one for one in (figures.dead, figures.missing) if one is not None]
    return max([sum(apart)] * bool(apart) + [figures.dead_or_missing or 0], default=None) or None


def _worst(figure: str, figures: Figures, title: str, text: str) -> int | None:
    """The figure if the missing are dead, the injured gravely hurt and lower bounds exceeded."""
    field = "dead" if figure == "dead_with_missing" else figure
    value = _stated(figure, figures)
    if figure == "dead":
        value = max((figures.dead or 0) + (figures.missing or 0), figures.dead_or_missing or 0)
    elif figure == "serious":
        field = "serious" if figures.serious and figures.serious == figures.injured else "injured"
        value = max(figures.serious or 0, figures.injured or 0)
    if not value:
        return None
    stated: int | None = getattr(figures, field)
    return value + 1 if stated and at_least(title, text, field, stated) else value


def _by_magnitude(
    category: Category, title: str, text: str
) -> tuple[EventGrade | None, tuple[str, ...]]:
    """What a magnitude makes possible: how densely the place is peopled, a text does not say."""
    if category is not Category.EARTHQUAKE:
        return None, ()
    found = _MAGNITUDE.search(title) or _MAGNITUDE.search(text)
    if found is None:
        return None, ()
    magnitude = float(found["m"] or found["n"])
    for row in _table().magnitudes:
        reached = row.grade_of(magnitude)
        if reached is not None:
            return reached, (f"初判震级{magnitude},人口密集时可能达到{reached.value}:{row.source}",)
    return None, ()


def _in_words(title: str, text: str) -> tuple[EventGrade | None, str]:
    """The grade that a text names for its incident, title first."""
    for part in (title, text):
        for found in _IN_WORDS.finditer(part) if any(word in part for word in _WORDS) else ():
            if not _NOT_SAID.search(part[max(0, found.start() - 16) : found.start()]):
                return EventGrade(found["word"]), f"文中称「{found.group()}」"
        for found in _IN_ROMAN.finditer(part) if "i级" in part or "iv级" in part else ():
            if not _NOT_SAID.search(part[max(0, found.start() - 16) : found.start()]):
                return _BY_RANK[_ROMAN[found["roman"]]], f"文中称「{found.group().upper()}」"
    return None, ""


@lru_cache(maxsize=1)
def _table() -> _Table:
    """The table as shipped; a row with an unknown category or figure raises at once."""
    source = resources.files("monitor.judge").joinpath("data/grades.toml").read_text("utf-8")
    raw = tomllib.loads(source)
    return _Table(
        rows=tuple(_row(entry) for entry in raw["row"]),
        magnitudes=tuple(_row({**entry, "figure": "magnitude"}) for entry in raw["magnitude"]),
    )


def _row(entry: dict[str, object]) -> Row:
    bounds, categories = entry["from"], entry["categories"]
    if not isinstance(bounds, dict) or not isinstance(categories, list):
        raise TypeError(f"grades.toml: a row needs a table `from` and a list, got {entry!r}")
    figure = str(entry["figure"])
    if figure != "magnitude" and figure not in _NAMES:
        raise ValueError(f"grades.toml: unknown figure {figure!r}")
    words = entry.get("words", [])
    return Row(
        categories=frozenset(Category(name) for name in categories),
        figure=figure,
        bounds=tuple((int(rank), float(bound)) for rank, bound in bounds.items()),
        source=str(entry["source"]),
        only_possible=bool(entry.get("only_possible")),
        with_dead=bool(entry.get("with_dead")),
        words=tuple(words) if isinstance(words, list) else (),
    )

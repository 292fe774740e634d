"""A draft `units.toml` from the units that a document names."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor.policy_reading.tables import Row
from monitor.policy_reading.unit_names import Unit

# id, what its name says, the topics of ours that are usually its own
_KNOWN = (
    ("emergency", ("应急",), ("work_accident", "fire", "geological", "earthquake", "weather")),
    ("police", ("公安",), ("traffic", "crime", "social_safety")),
    ("market", ("市场监管", "市场监督", "市监"), ("food_safety",)),
    ("health", ("卫生健康", "卫健", "卫生计生"), ("public_health",)),
    ("environment", ("生态环境", "环保", "环境保护"), ("environment",)),
    ("education", ("教育", "教体"), ()),
    ("transport", ("交通", "交运"), ()),
    ("housing", ("住房", "住建", "城乡建设"), ()),
    ("civil-affairs", ("民政",), ()),
    ("human-resources", ("人力资源", "人社", "人力社保"), ()),
    ("finance", ("财政",), ()),
    ("justice", ("司法",), ()),
    ("agriculture", ("农业",), ()),
    ("water", ("水利", "水务"), ()),
    ("culture", ("文旅", "文化", "广电"), ()),
    ("development", ("发展改革", "发改"), ()),
    ("industry", ("工业和信息", "工信", "经信", "经科"), ()),
    ("commerce", ("商务",), ()),
    ("resources", ("自然资源", "国土资源", "资规"), ()),
    ("medical-insurance", ("医保", "医疗保障"), ()),
    ("veterans", ("退役军人",), ()),
    ("audit", ("审计",), ()),
    ("approval", ("行政审批", "政务服务"), ()),
    ("big-data", ("大数据",), ()),
    ("publicity", ("宣传部",), ()),
    ("cyberspace", ("网信",), ()),
    ("office", ("政府办", "府办"), ()),
)
_HEAD = """\
# Draft of units.toml, read from a document's responsibility table by machine. Compare it, add the
# aliases, topics and towns of your units, then take over what is right.
"""


@dataclass(frozen=True, slots=True)
class UnitDraft:
    """A unit to be: an id, its name, our topics, and the items of the table it answers for."""

    id: str
    name: str
    topics: tuple[str, ...]
    items: tuple[str, ...]


def unit_drafts(units: Iterable[Unit], rows: Sequence[Row]) -> tuple[UnitDraft, ...]:
    """The units that are certain ones; 各部门 and the like are nobody that can be told."""
    drafts: list[UnitDraft] = []
    taken: set[str] = set()
    for unit in units:
        if not unit.named:
            continue
        known = next((one for one in _KNOWN if any(word in unit.name for word in one[1])), None)
        wanted = known[0] if known and known[0] not in taken else f"unit-{len(drafts) + 1}"
        taken.add(wanted)
        topics = known[2] if known and known[0] == wanted else ()
        items = tuple(
            str(row.item)
            for row in rows
            if row.item and any(unit.name == other.name for other in row.units)
        )
        drafts.append(UnitDraft(wanted, unit.name, topics, items))
    return tuple(drafts)


def units_toml(drafts: Sequence[UnitDraft], everybody: Sequence[str]) -> str:
    """The draft as a units file; `everybody` are the collective names, kept as a comment."""
    lines = [_HEAD]
    if everybody:
        lines += [f"# not units, but all or several of them: {'、'.join(everybody)}", ""]
    for draft in drafts:
        if draft.items:
            lines.append(f"# answers for items {', '.join(draft.items)}")
        lines += ["[[unit]]", f"id = {_value(draft.id)}", f"name = {_value(draft.name)}"]
        if draft.topics:
            lines.append(f"topics = {_value(list(draft.topics))}")
        lines.append("")
    return "\n".join(lines)


def _value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

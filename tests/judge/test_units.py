"""Which units answer: named, then by topic, then by town."""

import pytest

from monitor.domain.severity import Category
from monitor.judge.units import Unit, responsible_units

UNITS = (
    Unit("police", "临溪县公安局", aliases=("临溪警方",), topics=("crime", "traffic")),
    Unit("water", "临溪县水务公司", topics=("停水", "水质")),
    Unit("fire", "临溪县消防救援大队", topics=("fire",)),
    Unit("baishi", "白石镇人民政府", towns=("白石镇",)),
    Unit("nobody", ""),
)


@pytest.mark.parametrize(
    ("title", "text", "category", "expected"),
    [
        ("临溪警方通报一起火灾", "", Category.FIRE, ("police",)),
        ("一仓库起火", "白石镇人民政府已到场。", Category.FIRE, ("baishi",)),
        ("白石镇一仓库起火", "", Category.FIRE, ("fire",)),
        ("白石镇停水三天", "", Category.LIVELIHOOD, ("water",)),
        ("白石鎮停車難", "", Category.LIVELIHOOD, ("baishi",)),
        ("白石镇停车难", "", Category.LIVELIHOOD, ("baishi",)),
        ("县城停车难", "", Category.LIVELIHOOD, ()),
    ],
)
def test_the_surest_evidence_names_the_unit(
    title: str, text: str, category: Category, expected: tuple[str, ...]
) -> None:
    assert responsible_units(title, text, category, UNITS) == expected


def test_several_units_of_one_topic_keep_their_order() -> None:
    units = (Unit("a", "甲局", topics=("fire",)), Unit("b", "乙局", topics=("fire",)))
    assert responsible_units("一仓库起火", "", Category.FIRE, units) == ("a", "b")


def test_without_units_nobody_answers() -> None:
    assert responsible_units("一仓库起火", "", Category.FIRE, ()) == ()

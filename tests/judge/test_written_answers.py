"""Which texts answer, of which kind and from whom: four sets written by hand, read one by one."""

import re
import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.domain.article import Article
from monitor.domain.when import When
from monitor.judge.folding import folded
from monitor.judge.issuers import Standing, speakers_in
from monitor.judge.recognise import recognise
from tests.judge.articles import article

FOLDER = Path(__file__).parent
DAY = re.compile(r"(?:(\d{4})[年-])?(\d{1,2})[月-](\d{1,2})")
USUAL_YEAR = 2025


def rows() -> list[dict[str, str]]:
    """The texts of all sets."""
    names = [f"answers_{name}.toml" for name in ("first", "second", "third", "fourth")]
    return [
        row
        for name in names
        for row in tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))["text"]
    ]


def as_published(row: dict[str, str]) -> Article:
    """The article of a row, published on the day after the last one that its text names."""
    named = [match.groups() for match in DAY.finditer(row["title"] + row["text"])]
    year = max((int(one[0]) for one in named if one[0]), default=USUAL_YEAR)
    days = [datetime(int(y or year), int(m), int(d), 12, tzinfo=UTC) for y, m, d in named]
    at = max(days, default=datetime(year, 6, 1, tzinfo=UTC)) + timedelta(hours=14)
    return replace(article("a", row["title"], row["text"]), published=When.at(at, "visible"))


@pytest.mark.parametrize("row", rows())
def test_an_answer_is_known_by_how_it_is_written(row: dict[str, str]) -> None:
    reading = recognise(as_published(row))
    kind = "" if reading is None or reading.kind.value == "official_act" else reading.kind.value
    assert kind == row["kind"]
    if kind and reading is not None:
        assert row["issuer"] in reading.issuer
        assert reading.reason


def test_a_notice_that_says_nothing_yet_is_marked() -> None:
    said = "网传我县石桥镇一事，县委、县政府高度重视，正在核实，结果将及时公布。"
    text = f"{said}\n临溪县人民政府\n2025年6月1日"
    row = {"title": "情况通报", "text": text}
    reading = recognise(as_published(row))
    assert reading is not None
    assert "只说正在核实" in reading.reason


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("据云岭市石景隧道“7·15”透水事故现场指挥部消息", '云岭市石景隧道"7·15"透水事故现场指挥部'),
        ("临溪县教科体局局长表示", "临溪县教科体局"),
        ("云岭经济技术开发区管委会通报", "云岭经济技术开发区管委会"),
        ("云岭市住房和城乡建设局回应", "云岭市住房和城乡建设局"),
        ("云岭市交通运输委员会辟谣", "云岭市交通运输委员会"),
        ("当地生态环境部门负责人说", "当地生态环境部门"),
        ("柏湾旗旗长说", "柏湾旗旗长"),
        ("石桥镇工作人员表示", "石桥镇"),
    ],
)
def test_an_organ_is_known_by_how_organs_are_named(sentence: str, name: str) -> None:
    found = speakers_in(folded(sentence))
    assert name in [one.name for one in found if one.standing is Standing.AUTHORITY]


@pytest.mark.parametrize(
    "sentence",
    [
        "这是布局和大局观",
        "客厅里坐着人",
        "委托他人",
        "村委会主任说",
        "中铁电气化局集团称",
        "某局长升任",
    ],
)
def test_what_only_sounds_like_an_organ_is_none(sentence: str) -> None:
    found = speakers_in(folded(sentence))
    assert not [one for one in found if one.standing is Standing.AUTHORITY]

"""Casualty figures: the totals of the article's own incident, and every trap met so far."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.when import When
from monitor.text.figures import at_least, read_figures

SHANGHAI = ZoneInfo("Asia/Shanghai")
PUBLISHED = When.at(datetime(2024, 8, 13, 20, 0, tzinfo=SHANGHAI), "meta")

CASES = [
    # what the words mean
    ("", "事故造成6人死亡,3人重伤,14人轻微伤。", {"dead": 6, "serious": 3, "injured": 17}),
    ("", "事故致两名工人当场死亡,十一人受伤。", {"dead": 2, "injured": 11}),
    ("临溪县一货车与客车相撞3死2伤", "", {"dead": 3, "injured": 2}),
    ("临溪一车侧翻致一死一伤", "", {"dead": 1, "injured": 1}),
    ("", "目前死亡人数已由3人升至5人。", {"dead": 5}),
    ("", "救援人员共找到7具遇难者遗体。", {"dead": 7}),
    ("", "1名坐在车内的乘客经抢救无效死亡。", {"dead": 1}),
    ("", "货车司机当场身亡。", {"dead": 1}),
    ("", "11人失踪,搜救仍在进行。", {"missing": 11}),
    ("", "死亡9人,失踪62人。", {"dead": 9, "missing": 62}),
    ("", "4人死亡2人受伤。", {"dead": 4, "injured": 2}),
    ("", "重伤5人轻伤6人。", {"serious": 5, "injured": 11}),
    ("", "38人受伤,其中4人受重伤。", {"injured": 38, "serious": 4}),
    ("", "5名乘客及1名司机受伤。", {"injured": 6}),
    ("", "紧急转移安置10556人。", {"evacuated": 10556}),
    ("", "直接经济损失约1.2亿元。", {"loss_yuan": 120_000_000}),
    ("", "直接财产损失达354.5万元。", {"loss_yuan": 3_545_000}),
    ("", "损失约30万欧元。", {}),
    ("临溪中学26名学生疑似食物中毒", "先后有79名学生被送往医院观察。", {"injured": 26}),
    # totals, not parts
    ("", "共造成37人遇难,其中,白石镇23人,柳湾镇14人。", {"dead": 37}),
    ("", "4人当场死亡,另有1人经抢救无效死亡。", {"dead": 5}),
    ("", "死亡8人。3人当场死亡,5人经抢救无效死亡。", {"dead": 8}),
    # negations
    ("", "火灾未造成人员伤亡。", {"dead": 0, "injured": 0}),
    ("", "截至目前未接到人员伤亡报告。", {"dead": 0, "injured": 0}),
    ("", "目前无新增伤亡。", {}),
    # the joint figure stays apart
    ("", "山洪已致24人死亡或失踪。", {"dead_or_missing": 24}),
    ("", "死亡(含失踪)5人。", {"dead_or_missing": 5}),
    ("面包车起火致十人伤亡", "", {}),
    # no counts at all
    ("", "第3人称3岁男童在现场获救。", {}),
    ("", "近百人受伤,数十人失踪。", {}),
    ("", "30余人受伤。", {"injured": 30}),
    # other incidents in the same text
    ("", "爆炸致2人死亡。\n据统计,该行业每年约有300人死亡。", {"dead": 2}),
    ("", "8月12日滑坡致2人死亡。去年同一地点曾有9人遇难。", {"dead": 2}),
    ("", "8月12日滑坡致2人死亡。2010年的一次滑坡造成80人死亡。", {"dead": 2}),
    ("", "3月1日另一处矿井透水致30人死亡。8月12日的事故造成2人死亡。", {"dead": 2}),
    ("", "2人受伤。\n相关链接\n云岭矿难致50人遇难。", {"injured": 2}),
    # a rumour's figures are nobody's
    ("网传云岭塌楼10人死亡系谣言", "经查,任某编造“云岭塌楼,10人死亡”的谣言。", {}),
    # a report on what is long past is about just that
    ("", "3月1日临溪县一矿井透水,造成至少30人死亡,另有9人受伤。", {"dead": 30, "injured": 9}),
    # an aftershock is told with the toll of the earthquake before it
    (
        "云岭再发5.6级余震",
        "13日云岭发生5.6级地震。震源深度16公里。震中距县城7公里。此后平静。12日的7.2级地震致6人死亡。",
        {},
    ),
    # what a suspect did before
    ("", "一名保安被打死。该团伙还被警方怀疑制造了车站爆炸案,造成70人丧生。", {"dead": 1}),
    # the word for a violent death
    ("", "昨日凌晨,两人被落石砸死。", {"dead": 2}),
    ("", "歹徒枪杀3人后逃离。", {"dead": 3}),
    # the fate in one clause, the search in the next
    ("", "2名工人被洪水冲走,至今下落不明。", {"missing": 2}),
    ("", "5人落水,3人获救,2人下落不明。", {"missing": 2}),
    ("", "事故造成3人死亡,目前失踪5人。", {"dead": 3, "missing": 5}),
    ("", "3人受伤,目前仍失踪者不详。", {"injured": 3}),
    # drivers, counted without a measure word
    ("", "两车相撞,两货车司机均身受重伤。", {"serious": 2, "injured": 2}),
    # some of the hurt died
    ("", "10名工人烧伤,其中1人死亡。", {"dead": 1, "injured": 9}),
    ("", "10名工人烧伤,其中4人伤势较重。", {"serious": 4, "injured": 10}),
    # the only one hurt, and how badly
    ("面包车撞树致1人受伤", "伤者伤势严重,已送医。", {"serious": 1, "injured": 1}),
    ("两车相撞1死1伤", "其中一名司机伤势严重,因抢救无效死亡。", {"dead": 1, "injured": 1}),
    ("两车相撞2人受伤", "其中一人伤势严重。", {"serious": 1, "injured": 2}),
    # figures fall as people are found
    ("", "截至12日8时,失踪63人。截至13日12时,失踪11人。", {"missing": 11}),
    ("", "经核实,死亡人数更正为4人。此前通报5人死亡。", {"dead": 4}),
    # the word of an office before hearsay
    ("", "知情人透露中毒人数约700人,镇政府统计的中毒人数为308人。", {"injured": 308}),
]


@pytest.mark.parametrize(("title", "text", "stated"), CASES)
def test_figures_of_a_text(title: str, text: str, stated: dict[str, int]) -> None:
    assert read_figures(title, text, PUBLISHED).figures.stated() == stated


def test_full_width_and_traditional_text_reads_the_same() -> None:
    reading = read_figures("", "事故造成１２人死亡,３０人受傷。")
    assert reading.figures.stated() == {"dead": 12, "injured": 30}


def test_the_count_carries_its_own_time() -> None:
    reading = read_figures("", "截至8月13日12时30分,已有9人遇难。", PUBLISHED)
    assert reading.as_of == datetime(2024, 8, 13, 4, 30, tzinfo=UTC)
    assert reading.quotes == ("9人遇难",)


def test_a_count_without_a_day_or_year_has_no_time() -> None:
    assert read_figures("", "截至13日12时,已有9人遇难。").as_of is None
    assert read_figures("", "截至目前,已有9人遇难。", PUBLISHED).as_of is None


@pytest.mark.parametrize(
    ("text", "open_upward"),
    [
        ("至少9人死亡", True),
        ("9人以上死亡", False),
        ("9余人死亡", True),
        ("9人死亡", False),
        ("9人死亡,至少9人死亡", False),
    ],
)
def test_lower_bounds_are_told_apart(text: str, open_upward: bool) -> None:
    assert at_least("", text, "dead", 9) is open_upward


@given(
    st.text(
        alphabet="死亡失踪受伤人名0123456789一二十百万余,。由至升截日时月年(“”\n损失元",
        max_size=300,
    )
)
def test_no_text_breaks_the_reader(text: str) -> None:
    figures = read_figures(text[:30], text, PUBLISHED).figures
    assert all(value >= 0 for value in figures.stated().values())


@pytest.mark.parametrize("piece", ["1人死", "死亡由1人", "一", "截至", '"', "死亡人数已共总"])
def test_a_huge_text_takes_bounded_time(piece: str) -> None:
    read_figures("", piece * 20_000)


@pytest.mark.shared_data
def test_dead_of_real_reports(shared_data: Path) -> None:
    lines = (shared_data / "cec/articles.jsonl").read_text("utf-8").splitlines()
    gold = {
        row["id"]: row
        for row in map(
            json.loads, (shared_data / "cec/figures.jsonl").read_text("utf-8").splitlines()
        )
    }
    right: Counter[str] = Counter()
    for article in map(json.loads, lines):
        stated = read_figures(article["title"], article["text"]).figures.stated()
        for field in ("dead", "injured"):
            right[field] += (gold[article["id"]][field] or 0) == stated.get(field, 0)
    assert right["dead"] >= 0.95 * len(gold)
    assert right["injured"] >= 0.85 * len(gold)

"""The kind of a matter, from the words of its title and text."""

import json
from pathlib import Path

import pytest

from monitor.domain.severity import Category
from monitor.text.categories import categorise

CASES = [
    ("临溪县一货车与客车相撞", "事故发生在省道上,交警已到场。", Category.TRAFFIC),
    ("云岭市一仓库突发火灾", "消防出动12辆消防车扑救,明火已扑灭。", Category.FIRE),
    ("临溪发生4.2级地震", "震源深度10公里,县城震感明显。", Category.EARTHQUAKE),
    ("白石镇山体滑坡阻断公路", "", Category.GEOLOGICAL),
    ("临溪中学多名学生食物中毒", "学生在食堂就餐后呕吐、腹泻。", Category.FOOD_SAFETY),
    ("柳湾煤矿瓦斯爆炸", "井下有人被困。", Category.WORK_ACCIDENT),
    ("化工园区偷排废水,河道出现死鱼", "", Category.ENVIRONMENT),
    ("临溪暴雨致多处内涝", "", Category.WEATHER),
    ("业主反映小区停水三天", "物业称正在联系供水公司。", Category.LIVELIHOOD),
    ("城管粗暴执法视频引发关注", "", Category.CONDUCT),
    ("网传云岭停课系谣言", "警方提醒不信谣、不传谣。", Category.RUMOUR),
    ("男子持刀抢劫便利店", "警方已抓获犯罪嫌疑人。", Category.CRIME),
    ("出租车司机聚众围堵客运站", "", Category.SOCIAL_SAFETY),
    ("临溪新增3例确诊病例", "疫情防控指挥部发布通告。", Category.PUBLIC_HEALTH),
    ("临溪县图书馆开放夜间阅览", "市民可免费借阅。", Category.OTHER),
    ("", "", Category.OTHER),
]


@pytest.mark.parametrize(("title", "text", "category"), CASES)
def test_category_of_a_text(title: str, text: str, category: Category) -> None:
    assert categorise(title, text).category is category


def test_the_title_weighs_more_than_a_word_in_passing() -> None:
    reading = categorise("临溪一饭店起火", "交警在附近路段疏导车辆,司机请绕行。")
    assert reading.category is Category.FIRE
    assert 0 < reading.score <= 1
    assert "起火" in reading.reasons


def test_names_of_offices_say_nothing_of_the_matter() -> None:
    assert categorise("地震局与消防救援局联合开放参观", "").category is Category.OTHER


@pytest.mark.shared_data
def test_published_categories_are_found(shared_data: Path) -> None:
    names = {
        "traffic_accident": Category.TRAFFIC,
        "earthquake": Category.EARTHQUAKE,
        "fire": Category.FIRE,
        "food_poisoning": Category.FOOD_SAFETY,
        "terror_attack": Category.SOCIAL_SAFETY,
    }
    rows = [
        json.loads(line)
        for line in (shared_data / "cec/articles.jsonl").read_text("utf-8").splitlines()
    ]
    right = sum(
        categorise(row["title"], row["text"]).category is names[row["category"]] for row in rows
    )
    assert right >= 0.95 * len(rows)

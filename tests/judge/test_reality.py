"""What tells of no one event: sums of a period, lists of old events, lessons; all fictional."""

import pytest

from monitor.domain.severity import Category
from monitor.judge.facts import grade_row
from monitor.judge.relevance import relevance
from monitor.text.places import Gazetteer, Jurisdiction

ANYWHERE = Gazetteer(Jurisdiction())

NO_ONE_EVENT = [
    # a period summed up
    ("", "县应急局负责人说,今年1-10月,洪涝灾害共造成5.8万人次受灾,12人死亡失踪。"),
    ("2023年度水旱灾害公报", "2023 年,全省 31 县遭受洪涝灾害,因灾死亡 19 人、失踪 8 人。"),
    ("上半年全市火灾形势", "上半年全市共发生火灾319起,死亡4人,同比下降12%。"),
    ("", "前三季度,全县共发生交通事故87起,死亡11人,受伤96人。"),
    # many events listed
    ("国内外踩踏事故汇总", "2014年12月31日,某市广场发生踩踏,致35人死亡。"),
    ("历史上死亡人数最多的十次空难", "1977年3月27日,两架客机相撞,583人丧生。"),
    ("近年来校园踩踏事故屡有发生", "2009年12月7日,某校发生踩踏,造成8人死亡。"),
    # lessons
    (
        "遭遇火灾如何逃生",
        "要保持冷静,用湿毛巾捂住口鼻,切勿乘坐电梯,应立即拨打119,远离浓烟。",
    ),
    # a drill whose set-up stands some sentences in
    (
        "",
        "临溪县开展燃气事故应急演练。下午两点,演练开始。根据模拟情况,厨师炸伤,一名伤员被送医。",
    ),
]
ONE_EVENT = [
    ("", "8月12日,临溪县一厂房起火,致2人死亡。今年以来,全县共发生火灾31起。"),
    ("百小时的生死营救——临溪楼体坍塌救援纪实", "8月12日上午,第9名被困人员被救出,29人遇难。"),
    ("消防提醒:使用取暖器要注意", "昨日凌晨,临溪县一民房发生火灾,造成1人死亡。切勿覆盖取暖器。"),
]


@pytest.mark.parametrize(("title", "text"), NO_ONE_EVENT)
def test_sums_lists_and_lessons_are_no_event(title: str, text: str) -> None:
    assert not relevance(title, text, None, ANYWHERE, Category.OTHER).real
    assert grade_row({"id": 1, "title": title, "text": text})["figures"] == {}


@pytest.mark.parametrize(("title", "text"), ONE_EVENT)
def test_an_event_told_with_a_sum_or_a_lesson_is_one(title: str, text: str) -> None:
    assert relevance(title, text, None, ANYWHERE, Category.OTHER).real

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
    # rules, exercises, fiction, lessons, private memories, drills told like news
    (
        "安全生产事故隐患排查治理制度",
        "一、目的。为规范隐患排查治理工作,特制定本制度。二、本制度所称事故隐患,是指可能造成3人以上死亡的危险状态。",
    ),
    (
        "",
        "根据国家有关规定,火灾事故分为四级:特别重大火灾是指造成30人以上死亡,或者100人以上重伤的火灾。",
    ),
    (
        "消防安全知识测试题",
        "单选题:1.某商场发生火灾,造成21人死亡,应定为()火灾。A.特别重大 B.重大。参考答案:B。",
    ),
    ("防踩踏安全教育主题班会课件", "同学们,2014年的一次踩踏事故造成36人死亡。我们应该怎么做?"),
    (
        "",
        "“着火了,快跑!”随着一声大喊,学生们捂着口鼻跑向操场。原来,这是临溪县实验小学组织的消防疏散演练。",
    ),
    (
        "",
        "15时20分,一辆油罐车追尾,2名司机被困,1人重伤。这是昨日临溪县开展的危化品运输事故应急演练中的一幕。",
    ),
    ("", "云岭大地震已经整整过去十年,那天有8000多人离开了我们。愿逝者安息。"),
    (
        "触电后的急救",
        "发生触电事故后,应立即切断电源,切不可用手拉人。触电者呼吸停止的,应及时做人工呼吸,并拨打急救电话。",
    ),
    ("电影《深井》热映", "影片讲述了一场矿难,36名矿工被埋井下,最后29人遇难。"),
    (
        "",
        "煤气中毒是指一氧化碳吸入过多。一旦发现有人中毒,应迅速打开门窗,拨打120,不可盲目进入。轻者头晕,重者死亡。",
    ),
    (
        "云岭市突发事件分级标准",
        "符合下列情形之一的为重大事件:造成10人以上死亡;直接经济损失5000万元以上。",
    ),
    (
        "省应急厅通报上半年十起典型事故案例",
        "3月4日,临溪县某厂发生爆炸,造成3人死亡。5月6日,另一厂坍塌,2人死亡。",
    ),
]
ONE_EVENT = [
    ("", "临溪县一化工厂凌晨爆炸,造成4人死亡。居民说:就像演习一样,大家往外跑。"),
    ("", "8月2日,临溪县发生车祸,致5人死亡。根据规定,造成3人以上死亡的为较大事故。"),
    ("", "矿难过去一个月,家属仍未拿到赔偿。事故造成6人死亡。"),
    ("", "大地震已过去三天,死亡人数升至2100人,仍有640人失踪。"),
    ("", "临溪县组织消防演练时发生意外,一名队员坠落身亡。"),
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

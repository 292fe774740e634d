"""Our places against everybody else's. 临溪县, 云岭市 and 青岚省 are fictional."""

import pytest

from monitor.text.divisions import national_rows, short_name
from monitor.text.places import Gazetteer, Jurisdiction, Side

OFFICE = Jurisdiction(
    open=False,
    name="临溪县",
    aliases=("溪城",),
    inside=("白石镇", "柳湾街道", "望溪大桥"),
    outside=("东陵县",),
    within=("青岚省", "云岭市"),
)
GAZETTEER = Gazetteer(OFFICE)


@pytest.mark.parametrize(
    ("title", "text", "ours"),
    [
        ("临溪县一仓库起火", "", True),
        ("临溪一仓库起火", "", True),
        ("白石镇发生山体滑坡", "", True),
        ("望溪大桥两车相撞", "", True),
        ("我县一企业发生爆燃", "", True),
        ("东陵县一仓库起火", "", False),
        ("杭州一小区发生火灾", "", False),
        ("日本发生地震", "", False),
        ("鼓楼区一小区起火", "", False),  # several places of that name, none of them ours
        ("赤水县一仓库起火", "", False),  # a county nobody listed
        ("一仓库起火", "昨天上午,火势很大。", True),  # a local paper need not say where it is
        ("仓库起火", "新华社北京7月1日电 临溪县一仓库起火。", True),  # a dateline is no place
        ("临溪男子在杭州驾车撞伤路人", "事故发生在杭州市区。", False),
        ("东陵县白石镇发生滑坡", "", False),  # another county's town of the same name
        ("河南籍男子在白石镇落水", "", True),
        ("一客车在临溪县侧翻", "该车由重庆开往成都。", True),
        ("临溪县北京路一饭店起火", "", True),
        ("赤水县通报一起火灾", "", False),
        ("柳树乡境内发生山体滑坡", "", False),
        ("全市少儿象棋赛落幕", "比赛由市棋类协会主办。", True),
        ("周末鱼市开张", "周末鱼市一早就热闹起来。", True),
        ("我市表彰一批先进", "大会表彰市级标兵20名。", True),
        ("户籍窗口延时服务", "即日起县政务服务中心延时服务。", True),
        ("县里召开人代会", "昨天,召开县人民政府全体会议。", True),
        ("计量检定免费", "人员到城区4个市场检定。", True),  # some city has a district of that name
        ("县城一饭店起火", "据云岭晚报,临溪县北京路一饭店起火。", True),
    ],
)
def test_whether_a_matter_is_ours(title: str, text: str, ours: bool) -> None:
    location = GAZETTEER.locate(title, text)
    assert location.ours is ours
    assert location.reason


def test_an_open_jurisdiction_takes_everything() -> None:
    assert Gazetteer(Jurisdiction()).locate("杭州一小区发生火灾", "").ours


def test_a_shared_name_is_settled_by_its_neighbour() -> None:
    ours = Gazetteer(Jurisdiction(open=False, name="鼓楼区", within=("南京市",)))
    assert ours.locate("南京鼓楼区一小区起火", "").ours
    assert ours.locate("鼓楼区一小区起火", "").ours
    assert not ours.locate("福州市鼓楼区一小区起火", "").ours


def test_a_city_owns_its_counties_and_lies_in_its_province() -> None:
    ours = Gazetteer(Jurisdiction(open=False, name="成都市"))
    assert ours.locate("邛崃市一工厂起火", "").ours
    sides = {place.name: place.side for place in ours.places("四川省成都市邛崃市与绵阳市")}
    assert sides == {
        "四川省": Side.ABOVE,
        "成都市": Side.OWN,
        "邛崃市": Side.OWN,
        "绵阳市": Side.ELSEWHERE,
    }


def test_a_short_county_name_needs_its_city() -> None:
    assert not GAZETTEER.places("东方来客")
    assert [place.name for place in GAZETTEER.places("四川邛崃发生火灾")] == ["四川", "邛崃"]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("云岭市", "云岭"),
        ("甘孜藏族自治州", "甘孜"),
        ("内蒙古自治区", "内蒙古"),
        ("白石镇", "白石镇"),
    ],
)
def test_short_names(name: str, short: str) -> None:
    assert short_name(name) == short


def test_the_table_of_divisions_is_whole() -> None:
    codes = [code for code, _ in national_rows()]
    assert len([code for code in codes if len(code) == 2 and code != "00"]) >= 34
    assert len([code for code in codes if len(code) == 6]) > 2800

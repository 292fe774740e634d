"""Our places against everybody else's. 临溪县, 云岭市 and 青岚省 are fictional."""

import pytest

from monitor.text.divisions import national_rows, short_name, town_rows
from monitor.text.location import Side
from monitor.text.normalise import matching_form
from monitor.text.places import Gazetteer, Jurisdiction

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


def office(name: str, *within: str, inside: tuple[str, ...] = ()) -> Gazetteer:
    return Gazetteer(Jurisdiction(open=False, name=name, within=within, inside=inside))


@pytest.mark.parametrize(
    ("name", "within", "title", "text", "ours", "told"),
    [
        # 鼓楼区 exists in four cities
        ("鼓楼区", ("南京市",), "福州一小区起火", "火灾发生在鼓楼区。", False, "福州"),
        ("鼓楼区", ("南京市",), "鼓楼区一小区起火", "现场位于福州市鼓楼区。", False, "福州市"),
        (
            "鼓楼区",
            ("福州市",),
            "鼓楼区一小区起火",
            "本报福州5月3日讯 已疏散。",
            True,
            "鼓楼区",
        ),
        # 朝阳 is a city in the north-east and a district of two other cities
        ("朝阳区", ("北京市",), "辽宁朝阳发生森林火灾", "", False, "辽宁"),
        ("朝阳区", ("北京市",), "朝阳市一厂房爆燃", "", False, "朝阳市"),
        ("朝阳区", ("北京市",), "朝阳一小区水管爆裂", "", True, "朝阳"),
        ("朝阳市", ("辽宁省",), "北京朝阳一小区水管爆裂", "", False, "北京"),
        # a town's name in dozens of counties
        ("礼县", ("甘肃省", "陇南市"), "城关镇一饭店起火", "", True, "按本机构所在地"),
        ("礼县", ("甘肃省", "陇南市"), "城关镇一饭店起火", "地点在康县城关镇。", False, "康县"),
        ("礼县", ("甘肃省", "陇南市"), "盐官镇发生山体滑坡", "", True, "盐官镇"),
        ("礼县", ("甘肃省", "陇南市"), "碧口镇发生山体滑坡", "", False, "碧口镇"),
        ("临溪县", ("青岚省",), "太平镇一仓库起火", "", False, "不能确定是哪一处"),
        ("临溪县", ("青岚省",), "太平镇一仓库起火", "起火点在临溪县太平镇东街。", True, "临溪县"),
        ("临溪县", ("青岚省",), "太平镇一仓库起火", "临溪县消防大队到场。", True, "临溪县"),
    ],
)
def test_shared_names_are_settled_by_what_stands_near(
    name: str, within: tuple[str, ...], title: str, text: str, ours: bool, told: str
) -> None:
    location = office(name, *within).locate(title, text)
    assert location.ours is ours, location.reason
    assert told in location.reason


def test_what_nothing_settles_is_said_to_be_ambiguous() -> None:
    location = GAZETTEER.locate("城关镇一饭店起火", "火已扑灭。")
    assert not location.ours
    assert location.ambiguous == ("城关镇",)
    assert "附近没有上级地名,不能确定是哪一处" in location.reason


def test_an_own_town_is_ours_though_others_bear_its_name() -> None:
    ours = office("临溪县", "青岚省", inside=("城关镇", "望溪中学"))
    assert ours.locate("城关镇一饭店起火", "").ours
    assert ours.locate("望溪中学多名学生呕吐", "").ours
    moved = ours.locate("城关镇一饭店起火", "地点在东平县城关镇北街。")
    assert not moved.ours
    assert "紧跟在外地“东平县”之后" in moved.reason


@pytest.mark.parametrize(
    ("text", "ours", "told"),
    [
        ("新华社杭州7月1日电 一小区发生火灾,居民已疏散。", False, "电头为外地:杭州"),
        ("本报临溪5月3日电 一小区发生火灾,居民已疏散。", True, "电头为本地:临溪"),
        ("新华社北京7月1日电 一小区发生火灾,居民已疏散。", True, "未写明"),
        ("新华社杭州7月1日电 临溪县一小区发生火灾。", True, "临溪县"),
    ],
)
def test_a_dateline_decides_only_where_nothing_else_does(text: str, ours: bool, told: str) -> None:
    location = GAZETTEER.locate("小区火灾已扑灭", text)
    assert location.ours is ours
    assert told in location.reason


def test_a_decision_shows_what_it_weighed() -> None:
    weighed = GAZETTEER.locate("临溪县一客车侧翻", "该车属杭州一公司。").weighed
    assert weighed["place.own"] > weighed["place.elsewhere"] > 0
    assert weighed["place.title_own"] == 1.0


def test_towns_are_told_from_prose() -> None:
    assert not GAZETTEER.places("推进重点镇建设,打造特色小镇,整治商业街道与经济开发区")
    assert [one.name for one in GAZETTEER.places("事故发生在碧口镇")] == ["碧口镇"]


def test_the_table_of_towns_is_whole() -> None:
    rows = town_rows()
    assert len(rows) > 41_000
    counties = {code for code, _ in national_rows()}
    assert {county for county, _ in rows} <= counties
    assert all(name == matching_form(name) for _, name in rows[::97])


@pytest.mark.parametrize("piece", ["鼓楼区", "城关镇", "镇", "临溪县", "福州市鼓楼区"])
def test_a_huge_text_of_places_takes_bounded_time(piece: str) -> None:
    GAZETTEER.locate(piece * 100, piece * 20_000)

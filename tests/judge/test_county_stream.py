"""In its own stream an office must neither lose a matter in another one nor see one as many."""

from collections.abc import Iterable

import pytest

from benchmarks.cluster_scores import Score, score
from monitor.domain.channel import ChannelKind
from monitor.domain.judgement import Answering
from monitor.judge.grouping import Grouper, Placement
from monitor.judge.judge import Judge, JudgeSetup
from monitor.judge.own_places import OwnPlaces
from monitor.text.places import Gazetteer, Jurisdiction
from tests.judge.articles import article
from tests.judge.county_stories import COUNTY, PARTS, Labelled, earlier, stories

_OWN = OwnPlaces.of(COUNTY)


def grouper_after(known: Iterable[tuple[str, str, str]] = (), own: OwnPlaces = _OWN) -> Grouper:
    """A grouper that knows an article of each (incident, title, text), an hour apart."""
    grouper = Grouper(own=own)
    for hour, (incident, title, text) in enumerate(known):
        grouper.add(article(f"{incident}-{hour}", title, text, hour), incident)
    return grouper


def place_all(stream: Labelled, before: Labelled = ()) -> Score:
    """How well the articles of a stream are put together, in a memory of those before."""
    grouper = Grouper(own=_OWN)
    for matter, told in before:
        grouper.add(told, matter)
    found: dict[str, str] = {}
    for _, told in stream:
        found[told.id] = grouper.place(told).incident or told.id
        grouper.add(told, found[told.id])
    return score({told.id: matter for matter, told in stream}, found)


@pytest.mark.parametrize("known", [0, 200])
@pytest.mark.parametrize("part", PARTS)
def test_no_two_matters_of_a_county_are_made_one(part: str, known: int) -> None:
    found = place_all(stories(part), earlier(known))
    assert found.precision == 1.0
    assert found.recall >= 0.85
    assert found.cubed >= 0.95


def test_matters_from_few_patterns_are_kept_apart_by_town_and_village() -> None:
    found = place_all(earlier(200))
    assert found.precision >= 0.98
    assert found.recall >= 0.85


@pytest.mark.parametrize("part", PARTS)
def test_an_answer_goes_to_its_own_matter(part: str) -> None:
    judge = Judge(JudgeSetup(Gazetteer(COUNTY)))
    for matter, told in earlier(40):
        judge.remember(told, matter)
    for matter, told in stories(part):
        if told.channel_kind is ChannelKind.OFFICIAL:
            first, *others = judge.read(told).answers
            assert first.incident == matter
            assert first.verdict is not Answering.NONE
            assert all(one.verdict is not Answering.AUTO for one in others)
        judge.remember(told, matter)


@pytest.mark.parametrize("part", PARTS)
def test_an_answer_whose_matter_nobody_told_is_never_taken_for_another(part: str) -> None:
    stream = stories(part)
    for absent in sorted({m for m, told in stream if told.channel_kind is ChannelKind.OFFICIAL}):
        judge = Judge(JudgeSetup(Gazetteer(COUNTY)))
        for matter, told in stream:
            if matter != absent:
                judge.remember(told, matter)
            elif told.channel_kind is ChannelKind.OFFICIAL:
                answers = judge.read(told).answers
                assert all(one.verdict is not Answering.AUTO for one in answers)
                break


NO_WATER = ("石桥镇停水四天", "石桥镇居民反映，镇上停水已经四天，家里做饭洗衣都成问题。")
LIFT = ("碧水花园电梯困人", "白鹭街道碧水花园业主反映，2号楼电梯一周内三次困人。")


def placed(known: tuple[str, str], title: str, text: str, hours: float = 5) -> Placement:
    """Where an article goes when one other is known."""
    return grouper_after([("known", *known)]).place(article("new", title, text, hours))


@pytest.mark.parametrize(
    ("title", "text", "hours", "joins"),
    [
        ("石桥镇停水第五天", "石桥镇停水第五天，居民提桶在消防车前排队接水。", 30, True),
        ("青禾镇停水四天", "青禾镇居民反映，镇上停水已经四天，家里做饭洗衣都成问题。", 5, False),
        ("石桥镇停电四天", "石桥镇居民反映，镇上停电已经四天，冰箱里的菜全坏了。", 200, False),
        ("石桥镇路灯不亮", "石桥镇居民反映，主街路灯不亮，多次投诉未得到答复。", 1, False),
    ],
)
def test_a_trouble_of_one_town_is_one_matter(
    title: str, text: str, hours: float, *, joins: bool
) -> None:
    assert (placed(NO_WATER, title, text, hours).incident == "known") is joins


def test_an_estate_is_where_unlike_things_happen() -> None:
    fee = "白鹭街道碧水花园业主反映，物业费下月起每平方米上涨五角。"
    found = placed(LIFT, "碧水花园物业费上涨", fee)
    assert found.incident is None
    assert found.measured["nameless"] == 1
    assert "没有共同的名称" in found.reason
    again = placed(LIFT, "电梯又困人", "碧水花园2号楼电梯昨天又困人，一位老人被关了半小时。")
    assert again.incident == "known"


def test_another_town_is_told_as_the_reason() -> None:
    found = placed(NO_WATER, "青禾镇停水四天", "青禾镇居民反映，镇上停水已经四天。")
    assert found.measured["other_town"] == 1
    assert "另一乡镇" in found.reason


def test_a_letter_of_one_pattern_about_another_village_is_no_reprint() -> None:
    text = (
        "石桥镇居民反映，{}垃圾站清运不及时，垃圾外溢，苍蝇乱飞，多次投诉未得到答复，希望处理。" * 2
    )
    known = ("石桥镇塘上村垃圾站垃圾外溢", text.format(*["塘上村"] * 2))
    other = placed(known, "石桥镇桃溪村垃圾站垃圾外溢", text.format(*["桃溪村"] * 2))
    assert (other.incident, other.duplicate_of) == (None, None)
    same = placed(known, "垃圾站外溢", text.format(*["塘上村"] * 2))
    assert (same.incident, same.duplicate_of) == ("known", "known-0")


def test_the_own_county_is_no_name_but_to_others_it_is() -> None:
    known = [("one", "柏湾镇自来水发黄", "柏湾镇居民反映，家中自来水发黄，水样已送检。")]
    asked = article("two", "柏湾镇食堂饭菜变质", "柏湾镇家长反映，饭菜变质，留样已送检。", 1)
    own = grouper_after(known).place(asked)
    national = grouper_after(known, OwnPlaces()).place(asked)
    assert own.measured["name"] == own.measured["nameless"] - 1 == 0
    assert national.measured["name"] > 0 == national.measured["nameless"]


def test_own_places_are_parted_into_area_divisions_and_landmarks() -> None:
    own = OwnPlaces.of(
        Jurisdiction(
            open=False,
            name="云岭市",
            inside=("南湖区", "柏湾镇", "滨河公园", "新区", "解放路"),
            within=("东江省",),
        )
    )
    assert own.area == ("云岭市", "东江省")
    assert own.inside == ("南湖区", "柏湾镇", "新区", "解放路")
    assert own.landmarks == ("滨河公园",)
    assert own.divisions("云岭市南湖区新区柏湾镇滨河公园") == {"南湖区", "柏湾镇"}


@pytest.mark.parametrize(
    ("text", "villages"),
    [
        ("石桥镇大塘村村民", {"大塘村"}),
        ("两名村民被困", set()),
        ("该村全村停电,每个村都停", set()),
        ("城中村改造,农村道路", set()),
        ("西坡村口", set()),
    ],
)
def test_villages_are_read_where_they_are_named(text: str, villages: set[str]) -> None:
    assert _OWN.villages(text) == villages


def test_without_places_of_its_own_an_office_sees_no_sites() -> None:
    nowhere = OwnPlaces.of(Jurisdiction())
    assert nowhere == OwnPlaces()
    named, terms = nowhere.sites("碧水花园3号楼")
    assert (named, len(terms)) == (frozenset(), 0)
    assert nowhere.villages("大塘村") == nowhere.troubles("停水") == frozenset()
    assert _OWN.sites("碧水花园3号楼")[0] == {"碧水花园"}

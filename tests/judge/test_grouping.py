import time
from datetime import timedelta
from pathlib import Path

import pytest

from benchmarks.grouping import grouped, read, together
from monitor.judge.evidence import weights
from monitor.judge.folding import folded
from monitor.judge.grouping import BELONGS, SILENCE, Grouper, group
from monitor.judge.sketch import read_moments, read_places
from tests.judge.articles import BLAST, BLAST_AGAIN, BUS, NOTICE, START, article
from tests.judge.measure import pair_f1, read_articles


def test_reports_of_one_event_share_an_incident_and_others_do_not() -> None:
    rows = {
        row["id"]: row["incident"]
        for row in group(
            [
                article("blast", "临溪宏远烟花厂爆炸 7名工人获救", BLAST),
                article("bus", "云岭一公交车与渣土车相撞侧翻", BUS, 1),
                article("next day", "宏远烟花厂爆炸次日：家属等候消息", BLAST_AGAIN, 24),
                article("notice", "关于宏远烟花厂爆炸事故的情况通报", NOTICE, 4),
            ]
        )
    }
    assert rows["blast"] == rows["next day"] == rows["notice"]
    assert rows["bus"] != rows["blast"]


def test_a_like_event_in_another_place_is_another_incident() -> None:
    elsewhere = (
        "白石市东城区滨江道18日夜发生一起交通事故，一辆油罐车追尾前方305路公交车，"
        "公交车上数名乘客擦伤，油罐车未发生泄漏。东城区滨江道双向封闭两小时。"
    )
    rows = list(
        group(
            [
                article("one", "云岭南湖区公交车与渣土车相撞", BUS),
                article("two", "白石东城区油罐车追尾公交车", elsewhere, 72),
            ]
        )
    )
    assert rows[0]["incident"] != rows[1]["incident"]


def test_posts_without_a_title_are_called_by_their_first_sentence() -> None:
    posts = (
        "临溪宏远烟花厂爆炸已过去两天，镇上的人还在等一个说法。店铺照常开门，谁也没有心思做生意。",
        "今天又去了临溪，宏远烟花厂爆炸现场拉着警戒线。路口有人值守，车辆一律绕行，天气很冷。",
    )
    rows = list(
        group(
            [article("blast", "", BLAST)]
            + [article(str(number), "", post, 40 + number) for number, post in enumerate(posts)]
        )
    )
    assert {row["incident"] for row in rows} == {"blast"}


def test_rows_keep_the_order_of_the_input_though_time_decides() -> None:
    rows = list(
        group(
            [
                article("late", "宏远烟花厂爆炸次日", BLAST_AGAIN, 24),
                article("early", "临溪宏远烟花厂爆炸", BLAST),
            ]
        )
    )
    assert [row["id"] for row in rows] == ["late", "early"]
    assert [row["incident"] for row in rows] == ["early", "early"]


def test_a_reprint_joins_its_origin_and_says_so() -> None:
    rows = list(
        group(
            [
                article("origin", "临溪宏远烟花厂爆炸", BLAST),
                article("reprint", "突发！一烟花厂爆炸", f"转载。{BLAST}", 2),
            ]
        )
    )
    assert rows[1]["duplicate_of"] == "origin"
    assert rows[1]["incident"] == rows[0]["incident"]
    assert set(rows[1]) == {"id", "incident", "score", "reason", "duplicate_of"}


@pytest.mark.parametrize(
    ("gap", "joins"),
    [
        (SILENCE - timedelta(hours=1), True),  # spoken of within the window
        (SILENCE + timedelta(hours=1), False),  # silent for longer: a new burst
    ],
)
def test_an_incident_ends_with_a_long_silence(gap: timedelta, joins: bool) -> None:
    grouper = Grouper()
    grouper.add(article("first", "临溪宏远烟花厂爆炸", BLAST), "incident")
    later = article("later", "临溪宏远烟花厂爆炸", BLAST, gap / timedelta(hours=1))
    assert (grouper.place(later).incident == "incident") is joins


def test_placing_is_only_advice() -> None:
    grouper = Grouper()
    first = article("first", "临溪宏远烟花厂爆炸", BLAST)
    assert grouper.place(first).incident is None
    assert grouper.place(first).incident is None
    grouper.add(first, None)
    assert grouper.place(article("second", "宏远烟花厂爆炸", BLAST_AGAIN, 5)).incident is None


def test_forgetting_empties_the_memory() -> None:
    grouper = Grouper()
    grouper.add(article("first", "临溪宏远烟花厂爆炸", BLAST), "incident")
    grouper.forget_before(START + timedelta(days=1))
    placement = grouper.place(article("second", "临溪宏远烟花厂爆炸", BLAST, 30))
    assert placement.incident is None
    assert placement.score < BELONGS


def test_empty_and_senseless_articles_are_placed_without_complaint() -> None:
    for text in ("", "\x00\ufffd" * 50, "a" * 100_000, "。" * 1000):
        assert next(group([article("odd", text[:50], text)]))["incident"] == "odd"


def test_a_place_costs_about_the_same_in_a_large_memory() -> None:
    grouper = Grouper()
    for number in range(600):
        name = "".join(chr(0x4E00 + (number * 37 + step * 911) % 20000) for step in range(4))
        grouper.add(
            article(
                f"a{number}", f"{name}村民反映道路积水", f"{name}村道路积水，村民出行困难。" * 4
            ),
            f"i{number}",
        )
    started = time.perf_counter()
    for number in range(20):
        grouper.place(article(f"b{number}", f"石桥镇第{number}户反映道路积水", BLAST, 1))
    assert time.perf_counter() - started < 2.0


FLOOD = (
    "3月2日9时许，云岭市南湖区白鹭桥社区发生内涝，地下车库进水，二十余辆轿车被淹，排水泵站被指停机。"
    "白鹭桥社区居民称，南湖水务公司的泵站当晚无人值守。"
)
CLINIC = (
    "3月2日，临溪县青禾中学多名学生午餐后腹痛就诊，家长质疑配餐企业味源餐饮的餐食变质。"
    "青禾中学已停用味源餐饮的配餐，学生在县人民医院留观。"
)
ROUND_UP = (
    "从宏远烟花厂爆炸、白鹭桥社区内涝到青禾中学味源餐饮配餐，半个月来三起事件都先由网友曝光。"
    "宏远烟花厂无人回应石桥镇村民，白鹭桥社区泵站停机无人解释，青禾中学家长等不到味源餐饮的检测报告。"
    "信息公开为何总慢半拍？本报评论员认为，回应迟缓伤的是公信力。"
)
ABOUT_ONE = (
    "宏远烟花厂爆炸之后，石桥镇的村民最想知道的是车间为何超量存放药物。此前白鹭桥社区内涝也有过类似的追问。"
    "宏远烟花厂去年就被处罚过，爆炸前数日仍在夜间生产，监管去了哪里？本报评论员认为，烟花厂爆炸的原因应尽快公布。"
)
SECOND_BLAST_PLACE = (
    "3月20日15时许，临溪县石桥镇一处自建房施工时脚手架坍塌，两名工人被压。石桥镇政府称，"
    "伤者已送医，施工方未办理许可，房主李某已被约谈，自建房工地已停工。"
)


def three_incidents() -> Grouper:
    grouper = Grouper()
    for name, title, text in (
        ("blast", "临溪宏远烟花厂爆炸", BLAST),
        ("flood", "云岭白鹭桥社区内涝 泵站停机", FLOOD),
        ("clinic", "青禾中学学生腹痛 家长质疑味源餐饮", CLINIC),
    ):
        grouper.add(article(name, title, text), name)
        grouper.add(article(f"{name} again", f"追踪：{title}", text[20:], 3), name)
    return grouper


def test_a_comment_on_three_incidents_belongs_to_none_of_them() -> None:
    placement = three_incidents().place(article("comment", "回应为何总是慢半拍", ROUND_UP, 30))
    assert placement.incident is None


def test_a_comment_belongs_to_the_incident_it_is_about() -> None:
    comment = article("comment", "烟花厂爆炸的原因该公布了", ABOUT_ONE, 30)
    assert three_incidents().place(comment).incident == "blast"


def test_a_new_event_at_the_same_place_is_a_new_incident() -> None:
    collapse = article("collapse", "石桥镇一自建房脚手架坍塌", SECOND_BLAST_PLACE, 18 * 24)
    assert three_incidents().place(collapse).incident is None


def test_a_look_back_at_a_silent_incident_echoes_it() -> None:
    grouper = three_incidents()
    later = (SILENCE + timedelta(days=5)) / timedelta(hours=1)
    placement = grouper.place(article("recap", "宏远烟花厂爆炸：石桥镇的五十天", ABOUT_ONE, later))
    assert placement.incident is None
    assert placement.echoes == "blast"
    other = grouper.place(article("bus", "公交车与渣土车相撞", BUS, later))
    assert other.echoes is None


def test_a_reprint_of_a_silent_incident_echoes_it_too() -> None:
    grouper = three_incidents()
    later = (SILENCE + timedelta(days=5)) / timedelta(hours=1)
    placement = grouper.place(article("reprint", "临溪宏远烟花厂爆炸", f"旧闻。{BLAST}", later))
    assert (placement.incident, placement.echoes) == (None, "blast")


def test_a_second_incident_that_fits_as_well_is_named_as_the_rival() -> None:
    grouper = Grouper()
    grouper.add(article("one", "临溪宏远烟花厂爆炸 7名工人获救", BLAST), "one")
    grouper.add(article("two", "宏远烟花厂爆炸次日：家属等候消息", BLAST_AGAIN, 20), "two")
    placement = grouper.place(article("notice", "关于宏远烟花厂爆炸事故的情况通报", NOTICE, 24))
    assert placement.rival is not None
    assert {placement.incident, placement.rival.incident} == {"one", "two"}
    assert BELONGS <= placement.rival.score <= placement.score
    assert "宏远" in placement.rival.reason
    alone = three_incidents().place(article("notice", "宏远烟花厂爆炸情况通报", NOTICE, 24))
    assert alone.rival is None


def test_an_incident_of_two_matters_falls_into_its_parts() -> None:
    grouper = Grouper()
    for number in range(4):
        grouper.add(article(f"b{number}", f"宏远烟花厂爆炸追踪{number}", BLAST[number:]), "both")
        grouper.add(article(f"f{number}", f"白鹭桥社区内涝追踪{number}", FLOOD[number:]), "both")
    parts = grouper.parts("both")
    assert {frozenset(part) for part in parts} == {
        frozenset(f"{letter}{number}" for number in range(4)) for letter in "bf"
    }


def test_an_incident_of_one_matter_has_no_parts() -> None:
    grouper = Grouper()
    for number, text in enumerate((BLAST, BLAST_AGAIN, NOTICE, ABOUT_ONE) * 2):
        title = f"宏远烟花厂爆炸追踪{number}"
        grouper.add(article(f"b{number}", title, text[5 * number :]), "one")
    assert grouper.parts("one") == ()
    assert grouper.parts("unknown") == ()
    grouper.add(article("bus", "公交车侧翻", BUS), "small")
    assert grouper.parts("small") == ()


def test_a_placement_says_what_its_score_consists_of_and_why() -> None:
    placement = three_incidents().place(article("next", "宏远烟花厂爆炸次日", BLAST_AGAIN, 20))
    assert placement.incident == "blast"
    assert placement.score == pytest.approx(sum(placement.features.values()))
    assert placement.features.keys() == weights().keys()
    for name, value in placement.measured.items():
        assert placement.features[name] == pytest.approx(weights()[name] * value)
    assert "“宏远烟花厂" in placement.reason
    assert "相隔17小时" in placement.reason


def test_a_near_miss_says_how_far_it_was_from_joining() -> None:
    placement = three_incidents().place(
        article("s", "自建房脚手架坍塌两人被压", SECOND_BLAST_PLACE, 400)
    )
    assert placement.incident is None
    assert f"{placement.score:.2f}" in placement.reason
    assert f"{BELONGS:.2f}" in placement.reason


def test_what_a_site_prints_under_every_text_makes_no_reprints() -> None:
    notice = "本站所载信息不代表本站立场。未经书面授权，禁止转载、摘编、复制及建立镜像，违者必究。"
    grouper = Grouper()
    for number, name in enumerate(("宏远烟花", "青禾配餐", "渣土翻车", "石桥断水", "杏林欠薪") * 4):
        title = f"视频：{name}{chr(0x4E00 + number)}"
        grouper.add(article(f"a{number}", title, notice * 2), f"i{number}")
    placement = grouper.place(article("flood", "视频：云岭白鹭桥社区内涝", notice * 2, 48))
    assert placement.duplicate_of is None
    assert placement.reason != grouper.place(article("a", "宏远烟花", notice * 2, 48)).reason
    assert grouper.place(article("b", "宏远烟花续", notice * 2, 48)).duplicate_of == "a0"


@pytest.mark.parametrize(
    ("text", "moments"),
    [
        ("14时28分发生地震", {868}),
        ("下午2点28分", {868}),
        ("下午2点半", {870}),
        ("14:28,全市有震感", {868}),
        ("14:30分左右", {870}),
        ("晚11时5分许", {1385}),
        ("25时10分", set()),
        ("比分3:2", set()),
        ("14时许", set()),
        ("", set()),
    ],
)
def test_moments_are_read_to_the_minute(text: str, moments: set[int]) -> None:
    assert read_moments(text) == moments


@pytest.mark.parametrize(("minute", "same"), [(25, 1.0), (33, 1.0), (34, 0.0)])
def test_one_quake_felt_far_apart_is_known_by_its_minute(minute: int, same: float) -> None:
    grouper = Grouper()
    here = "云岭市南湖区居民14时28分感到明显震感，高楼住户纷纷下楼。市地震台称正在测定震中。" * 2
    there = f"白石市东城区14时{minute}分左右有震感，一些职员跑到街上，吊灯来回摆动。"
    grouper.add(article("here", "云岭市有明显震感", here), "quake")
    placement = grouper.place(article("there", "白石市民感到摇晃", there * 2, 1))
    assert placement.measured["same_moment"] == same
    assert placement.measured["wide_area"] == 1.0


def test_the_memory_of_a_great_incident_is_bounded() -> None:
    grouper = Grouper()
    for number in range(120):
        words = "".join(chr(0x4E00 + (number * 613 + step * 37) % 20_000) for step in range(900))
        grouper.add(article(f"a{number}", f"宏远烟花厂爆炸{words[:9]}", BLAST + words), "great")
    memory = grouper._incidents["great"]
    assert len(memory) == 120
    assert len(memory._numbers) <= 6000
    assert len(memory.members) == 64


def refiled() -> Grouper:
    grouper = three_incidents()
    grouper.refile("flood", [article("clinic", "青禾中学学生腹痛 家长质疑味源餐饮", CLINIC)])
    return grouper


def test_a_refiled_incident_knows_only_what_it_consists_of_now() -> None:
    grouper = refiled()
    assert grouper.place(article("x", "白鹭桥社区内涝", FLOOD[10:], 5)).incident is None
    again = article("y", "青禾中学停用味源餐饮配餐", CLINIC[30:], 5)
    assert "flood" in {one.incident for one in grouper.weigh(again)[0]}


@pytest.mark.shared_data
def test_incidents_of_unlike_sets_never_join_in_one_stream(shared_data: Path) -> None:
    sets = [
        read(shared_data / folder / "articles.jsonl")
        for folder in ("events_zh", "clustering_zh_cec")
    ]
    mixed = together(sets)
    found = grouped(mixed)
    files: dict[str, set[str]] = {}
    for id_, incident in found.items():
        files.setdefault(incident, set()).add(mixed.incidents[id_].partition(":")[0])
    assert all(len(of) == 1 for of in files.values())


@pytest.mark.shared_data
@pytest.mark.parametrize(("folder", "floor"), [("clustering_zh_cec", 0.96), ("events_zh", 0.975)])
def test_grouping_of_real_news_keeps_its_quality(
    shared_data: Path, folder: str, floor: float
) -> None:
    articles, gold = read_articles(shared_data / folder / "articles.jsonl")
    found = {str(row["id"]): str(row["incident"]) for row in group(articles)}
    assert pair_f1(gold, found) >= floor


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("县里的人说，临溪县石桥镇的事还没完", {"临溪县", "石桥镇"}),
        ("位于丰县的一处院落", {"丰县"}),  # two characters are a whole name
        ("在杭州，警方通报", {"杭州"}),
        ("杭州市西湖区通报", {"杭州", "西湖区"}),
        ("人群又在闹市区聚集，核心区已封闭，南方都市报报道", set()),
    ],
)
def test_places_are_names_and_no_parts_of_sentences(text: str, places: set[str]) -> None:
    assert read_places(folded(text)) == places

import time
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.judge.grouping import BELONGS, SILENCE, Grouper, group
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


@pytest.mark.shared_data
@pytest.mark.parametrize(("folder", "floor"), [("clustering_zh_cec", 0.93), ("events_zh", 0.95)])
def test_grouping_of_real_news_keeps_its_quality(
    shared_data: Path, folder: str, floor: float
) -> None:
    articles, gold = read_articles(shared_data / folder / "articles.jsonl")
    found = {str(row["id"]): str(row["incident"]) for row in group(articles)}
    assert pair_f1(gold, found) >= floor

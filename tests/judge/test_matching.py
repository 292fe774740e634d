from pathlib import Path

import pytest

from monitor.domain.judgement import Answering
from monitor.judge.matching import Matcher, match
from tests.judge.articles import BLAST, BUS, NOTICE, article
from tests.judge.measure import as_article, read_rows

NOISE = "云岭南湖区翠竹苑旁工地夜间施工至凌晨两点，渣土车轰鸣，老人小孩无法入睡，请有关部门管管。"
WATER = "石桥镇白杨村自来水浑浊发黄已有半月，村民靠买桶装水做饭，多次向镇里反映没有结果。"
WATER_REPLY = (
    "网友您好！您的留言已收悉。经石桥镇核实，白杨村自来水浑浊系管网老化所致，"
    "镇里已更换管网320米，水质检测合格。感谢您的监督。"
)
NOISE_REPLY = (
    "网友您好！您反映的翠竹苑旁工地夜间施工问题已收悉。南湖区城管局已责令该工地停止夜间施工，"
    "并对渣土车运输企业约谈。"
)


def _matcher() -> Matcher:
    matcher = Matcher()
    for asked in (
        article("blast", "临溪宏远烟花厂爆炸", BLAST),
        article("bus", "云岭公交车与渣土车相撞", BUS),
        article("water", "白杨村自来水浑浊发黄", WATER),
        article("noise", "翠竹苑旁工地夜间施工扰民", NOISE),
    ):
        matcher.add(asked.id, asked.title, asked.text, asked.when)
    return matcher


def test_a_notice_finds_its_incident_among_others() -> None:
    found = _matcher().candidates(article("n", "情况通报", NOTICE, 5, official=True))
    assert found[0].incident == "blast"
    assert found[0].verdict is Answering.AUTO
    assert found[0].reason


@pytest.mark.parametrize(
    ("hours", "answers"),
    [(-0.1, False), (0, True), (0.1, True)],  # before, with, after the incident began
)
def test_what_was_published_before_an_incident_cannot_answer_it(
    hours: float, answers: bool
) -> None:
    found = _matcher().candidates(article("n", "情况通报", NOTICE, hours, official=True))
    assert bool(found) is answers


def test_a_publication_on_something_else_answers_nothing_by_itself() -> None:
    text = "临溪县气象台预计，未来三天我县以多云天气为主，气温回升，请注意春季防火。"
    found = _matcher().candidates(article("n", "天气预报", text, 5, official=True))
    assert all(candidate.verdict is not Answering.AUTO for candidate in found)


def test_a_quoted_title_raises_the_score() -> None:
    plain = _matcher().candidates(article("r", "", WATER_REPLY, 50))[0]
    text = "您反映的“白杨村自来水浑浊发黄”一事已收悉。" + WATER_REPLY
    quoted = _matcher().candidates(article("r", "", text, 50))[0]
    assert (plain.incident, quoted.incident) == ("water", "water")
    assert quoted.score > plain.score
    assert "原标题" in quoted.reason


def test_of_two_like_incidents_none_is_taken_without_a_person() -> None:
    matcher = Matcher()
    for name in ("one", "two"):
        asked = article(name, "白杨村自来水浑浊", WATER)
        matcher.add(name, asked.title, asked.text, asked.when)
    first = matcher.candidates(article("r", "", WATER_REPLY, 50))[0]
    assert first.verdict is Answering.REVIEW


def test_in_a_batch_one_letter_goes_to_one_answer() -> None:
    rows = list(
        match(
            [article("water", "白杨村自来水浑浊", WATER), article("noise", "夜间施工扰民", NOISE)],
            [article("r1", "", WATER_REPLY, 50), article("r2", "", NOISE_REPLY, 60)],
        )
    )
    assert [row["id"] for row in rows] == ["r1", "r2"]
    assert [row["kind"] for row in rows] == ["website_reply", "website_reply"]
    candidates = [row["candidates"] for row in rows]
    assert [first[0]["incident"] for first in candidates if isinstance(first, list)] == [
        "water",
        "noise",
    ]


def test_statements_may_share_an_incident() -> None:
    rows = list(
        match(
            [article("blast", "临溪宏远烟花厂爆炸", BLAST), article("bus", "公交车侧翻", BUS)],
            [
                article("n1", "临溪警方通报", f"临溪县公安局通报：{NOTICE}", 5),
                article("n2", "临溪警方通报", f"临溪县公安局通报：{NOTICE}", 9),
            ],
        )
    )
    for row in rows:
        candidates = row["candidates"]
        assert isinstance(candidates, list)
        assert candidates[0]["incident"] == "blast"


def test_no_more_than_ten_candidates_are_named() -> None:
    matcher = Matcher()
    for number in range(30):
        asked = article(str(number), f"第{number}组自来水浑浊", WATER)
        matcher.add(asked.id, asked.title, asked.text, asked.when)
    assert len(matcher.candidates(article("r", "", WATER_REPLY, 50))) == 10


def test_an_empty_answer_matches_nothing() -> None:
    assert _matcher().candidates(article("r", "", "", 50)) == []


@pytest.mark.shared_data
def test_letters_and_answers_of_a_real_mailbox_keep_their_quality(shared_data: Path) -> None:
    rows = read_rows(shared_data / "mailbox_taidi" / "replies.jsonl")[:500]
    asked = [as_article({**row, "published_at": row["time"]}) for row in rows]
    answered = [
        as_article(
            {"id": row["id"], "text": row["reply"], "published_at": row["reply_time"]},
        )
        for row in rows
    ]
    right = auto = auto_right = 0
    for row in match(asked, answered):
        candidates = row["candidates"]
        assert isinstance(candidates, list)
        hit = bool(candidates) and candidates[0]["incident"] == row["id"]
        right += hit
        if candidates and candidates[0]["verdict"] == "auto":
            auto, auto_right = auto + 1, auto_right + hit
    assert right / len(rows) >= 0.84
    assert auto_right / auto >= 0.98
    assert auto / len(rows) >= 0.2

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.judgement import Answering
from monitor.judge.answer_terms import AnswerTerms, read_grams
from monitor.judge.matching import Matcher, match
from monitor.judge.pairing import FEATURES, Fit, Signs, alone, in_batch, one_to_one, strength
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


@pytest.mark.parametrize(
    ("foot", "meant"),
    [
        ("临溪县水利局2026年3月5日", "early"),  # before the second letter was written
        ("临溪县水利局二〇二六年三月五日", "early"),
        ("临溪县水利局2027年3月5日", "late"),  # after publication: a slip
        ("", "late"),
    ],
)
def test_the_date_at_its_foot_says_which_letter_an_answer_is_to(foot: str, meant: str) -> None:
    matcher = Matcher()
    for name, hours in (("early", 0), ("late", 24 * 10)):
        asked = article(name, "白杨村自来水浑浊", WATER, hours)
        matcher.add(name, asked.title, asked.text, asked.when)
    found = matcher.candidates(article("r", "", WATER_REPLY + foot, 24 * 12))
    assert found[0].incident == meant


def test_an_answer_that_names_nothing_is_left_to_a_person() -> None:
    found = _matcher().candidates(article("r", "", "网友您好！您的留言已收悉，感谢。", 50))
    assert all(candidate.verdict is not Answering.AUTO for candidate in found)


def test_what_is_forgotten_is_not_found() -> None:
    matcher = _matcher()
    reply = article("r", "", WATER_REPLY, 50)
    matcher.forget_before(reply.when.earliest)
    assert matcher.candidates(reply) == []


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
    assert right / len(rows) >= 0.87
    assert auto_right / auto >= 0.99
    assert auto / len(rows) >= 0.5


@pytest.mark.shared_data
@pytest.mark.parametrize("kept", [0, 1])
def test_answers_to_letters_that_are_not_there_are_not_taken_for_others(
    shared_data: Path, kept: int
) -> None:
    rows = read_rows(shared_data / "mailbox_taidi" / "replies.jsonl")[:500]
    asked = [as_article({**row, "published_at": row["time"]}) for row in rows[kept::2]]
    answered = [
        as_article({"id": row["id"], "text": row["reply"], "published_at": row["reply_time"]})
        for row in rows
    ]
    known = {letter.id for letter in asked}
    astray = 0
    for row in match(asked, answered):
        candidates = row["candidates"]
        assert isinstance(candidates, list)
        if row["id"] not in known and candidates:
            astray += candidates[0]["verdict"] == "auto"
    assert astray <= 0.02 * len(rows) / 2


_PLAIN = Signs(cosine=0.1, shared=3.0, quoted=False, days=5.0, signed_before=False)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (replace(_PLAIN, cosine=0.2), _PLAIN),
        (replace(_PLAIN, shared=6.0), _PLAIN),
        (replace(_PLAIN, quoted=True), _PLAIN),
        (_PLAIN, replace(_PLAIN, days=30.0)),
        (_PLAIN, replace(_PLAIN, signed_before=True)),
    ],
)
def test_each_sign_speaks_for_or_against_a_pair(better: Signs, worse: Signs) -> None:
    assert strength(better) > strength(worse)


@given(st.lists(st.floats(-50, 50), max_size=8))
def test_what_one_answer_may_belong_to_shares_one_certainty(strengths: list[float]) -> None:
    shares = alone([Fit(str(at), one, False) for at, one in enumerate(strengths)])
    assert all(0 <= share <= 1 for share in shares)
    assert sum(shares) <= 1 + 1e-9


def test_in_a_batch_a_rival_answer_makes_a_pair_less_sure() -> None:
    fit, other = Fit("water", 5.0, False), Fit("noise", 5.0, False)
    apart = in_batch([[fit], [other]], {0, 1})
    rivals = in_batch([[fit], [fit]], {0, 1})
    assert apart[0][0] > 0.8
    assert rivals[0][0] <= 0.5
    assert in_batch([[fit], [fit]], set())[0] == alone([fit])


def test_a_batch_that_mostly_belongs_together_is_taken_more_readily() -> None:
    pairs = [[Fit(str(number), 3.0, False)] for number in range(40)]
    strangers = [[Fit(str(number), -6.0, False)] for number in range(40, 80)]
    whole, half = in_batch(pairs, range(40)), in_batch([*pairs, *strangers], range(80))
    assert whole[0][0] > half[0][0]


def test_a_batch_without_anything_in_common_has_no_pairs() -> None:
    assert in_batch([[], []], {0, 1}) == [[], []]
    assert one_to_one([[], []], [[], []], {0, 1}) == {}


def test_each_incident_is_assigned_once_the_surest_first() -> None:
    fits = [[Fit("water", 1.0, False), Fit("noise", 0.5, False)], [Fit("water", 2.0, False)]]
    assert one_to_one(fits, [[0.5, 0.3], [0.7]], {0, 1}) == {0: "noise", 1: "water"}


def test_of_an_incident_only_the_first_articles_are_remembered() -> None:
    matcher = Matcher()
    for number in range(6):
        matcher.add("water", "白杨村自来水浑浊发黄", WATER, article(f"w{number}", "", "").when)
    before = matcher.candidates(article("r", "", NOISE_REPLY, 50))
    for number in range(50):
        matcher.add("water", "翠竹苑旁工地夜间施工", NOISE, article(f"n{number}", "", "").when)
    assert matcher.candidates(article("r", "", NOISE_REPLY, 50)) == before


def test_a_forgotten_incident_can_be_built_anew_from_other_articles() -> None:
    matcher = _matcher()
    matcher.forget("water")
    matcher.forget("unknown")
    reply = article("r", "", WATER_REPLY, 50)
    assert "water" not in [found.incident for found in matcher.candidates(reply)]
    matcher.add("noise-2", "白杨村自来水浑浊发黄", WATER, article("w", "", "").when)
    assert matcher.candidates(reply)[0].incident == "noise-2"


def test_an_incident_half_forgotten_by_age_can_be_dropped_whole() -> None:
    matcher = Matcher()
    for name, hours in (("early", 0), ("late", 30)):
        matcher.add("water", "白杨村自来水浑浊发黄", WATER, article(name, "", "", hours).when)
    matcher.forget_before(article("x", "", "", 24).when.latest)
    matcher.forget("water")
    assert matcher.candidates(article("r", "", WATER_REPLY, 50)) == []


def test_candidates_show_what_their_score_is_made_of() -> None:
    text = "您反映的“白杨村自来水浑浊发黄”一事已收悉。" + WATER_REPLY
    features_seen = _matcher().candidates(article("r", "", text, 50))[0].features
    assert features_seen["quoted"] == 1.0
    assert features_seen.keys() == set(FEATURES)


@pytest.mark.parametrize("bar", [0.0, 1.1])
def test_the_bar_says_from_which_probability_on_an_answer_is_taken(bar: float) -> None:
    matcher = Matcher(sure_from=bar)
    matcher.add("water", "白杨村自来水浑浊发黄", WATER, article("w", "", "").when)
    first = matcher.candidates(article("r", "", WATER_REPLY, 50))[0]
    assert (first.verdict is Answering.AUTO) is (bar == 0.0)


def test_of_two_like_letters_each_gets_the_answer_that_quotes_it() -> None:
    titles = {"one": "白杨村自来水浑浊发黄半月", "two": "白杨村自来水发黄何时能解决"}
    letters = [article(name, title, WATER) for name, title in titles.items()]
    answers = [
        article(f"to-{name}", "", f"您反映的“{titles[name]}”已收悉。{WATER_REPLY}", 50)
        for name in ("two", "one")
    ]
    rows = list(match(letters, answers))
    taken = {}
    for row in rows:
        candidates = row["candidates"]
        assert isinstance(candidates, list)
        taken[row["id"]] = candidates[0]["incident"]
    assert taken == {"to-two": "two", "to-one": "one"}


@given(st.text(max_size=400), st.text(max_size=400))
def test_any_text_has_grams_and_no_weight_beyond_unit_length(title: str, text: str) -> None:
    grams = read_grams(title, text)
    assert len(grams.numbers) == len(grams.counts) == len(grams.titled)
    assert list(grams.numbers) == sorted(set(grams.numbers.tolist()))
    weights = AnswerTerms().weights(grams)
    assert float(weights @ weights) <= 1 + 1e-4


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("水", 0),
        ("浑浊", 1),  # a pair
        ("自来水", 3),  # two pairs, one triple
        ("自来，水", 1),  # nothing across a comma
        ("K5", 2),  # a pair, and a number as a whole
    ],
)
def test_grams_are_pairs_triples_and_numbers(text: str, count: int) -> None:
    assert len(read_grams("", text).numbers) == count

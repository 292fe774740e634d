from datetime import timedelta

import pytest

from monitor.domain.judgement import Answering
from monitor.domain.response import ResponseKind
from monitor.judge.judge import Judge, JudgeSetup
from monitor.judge.thresholds import Thresholds
from monitor.judge.units import Unit
from monitor.text.places import Gazetteer, Jurisdiction
from tests.judge.articles import BLAST, BLAST_AGAIN, BUS, NOTICE, START, article

LINXI = Jurisdiction(open=False, name="临溪县", inside=("石桥镇", "白杨村"), within=("云岭市",))
UNITS = (
    Unit("emergency", "临溪县应急管理局", topics=("work_accident",)),
    Unit("health", "临溪县卫生健康局", topics=("public_health",)),
)


@pytest.fixture
def judge() -> Judge:
    return Judge(JudgeSetup(Gazetteer(LINXI), UNITS))


def test_a_first_report_belongs_to_nothing_and_opens_an_incident(judge: Judge) -> None:
    judgement = judge.read(article("blast", "临溪宏远烟花厂爆炸 7名工人获救", BLAST))
    assert judgement.belongs_to is None
    assert judgement.duplicate_of is None
    assert judgement.relevance.opens_incident
    assert judgement.category.value == "work_accident"
    assert judgement.units[:1] == ("emergency",)
    assert judgement.response is None
    assert judgement.answers == ()
    assert judgement.occurred is not None
    assert judgement.place
    assert all(judgement.reasons)


def test_reading_changes_nothing(judge: Judge) -> None:
    first = article("blast", "临溪宏远烟花厂爆炸", BLAST)
    assert judge.read(first) == judge.read(first)
    assert judge.read(article("next", "宏远烟花厂爆炸次日", BLAST_AGAIN, 20)).belongs_to is None


def test_a_later_report_belongs_to_the_remembered_incident(judge: Judge) -> None:
    judge.remember(article("blast", "临溪宏远烟花厂爆炸", BLAST), "I-1")
    judgement = judge.read(article("next", "宏远烟花厂爆炸次日", BLAST_AGAIN, 20))
    assert judgement.belongs_to is not None
    assert judgement.belongs_to.incident == "I-1"
    assert judgement.belongs_to.reason


def test_an_official_notice_both_belongs_and_answers(judge: Judge) -> None:
    judge.remember(article("blast", "临溪宏远烟花厂爆炸", BLAST), "I-1")
    judge.remember(article("bus", "云岭公交车侧翻", BUS, 1), "I-2")
    judgement = judge.read(
        article(
            "notice",
            "关于石桥镇宏远烟花厂爆炸事故的情况通报",
            NOTICE,
            4,
            official=True,
            owner="临溪县应急管理局",
        )
    )
    assert judgement.response is not None
    assert judgement.response.kind is ResponseKind.STATEMENT
    assert judgement.belongs_to is not None
    assert judgement.belongs_to.incident == "I-1"
    assert judgement.answers[0].incident == "I-1"
    assert judgement.answers[0].verdict is Answering.AUTO


def test_a_notice_on_another_matter_answers_nothing_by_itself(judge: Judge) -> None:
    judge.remember(article("blast", "临溪宏远烟花厂爆炸", BLAST), "I-1")
    text = "因管网检修，白杨村3月4日8时至18时停水，请居民提前储水。由此带来的不便敬请谅解。"
    judgement = judge.read(
        article("water", "停水通告", text, 30, official=True, owner="临溪县供水公司")
    )
    assert all(candidate.verdict is not Answering.AUTO for candidate in judgement.answers)


def test_an_everyday_notice_answers_no_incident(judge: Judge) -> None:
    asked = "石桥镇小学食堂饭菜发酸，多名学生腹痛。家长希望县教育局给个说法。"
    judge.remember(article("canteen", "石桥镇小学食堂饭菜发酸", asked), "I-1")
    text = "石桥镇小学2026年新生报名时间为3月9日至13日，地点为学校食堂一楼。临溪县教育局公告。"
    judgement = judge.read(
        article("enrol", "石桥镇小学新生报名公告", text, 8, official=True, owner="临溪县教育局")
    )
    assert judgement.response is None
    assert judgement.answers == ()


def test_the_memory_is_rebuilt_from_the_store(judge: Judge) -> None:
    judge.restore(
        [
            (article("weather", "天气预报", "临溪县未来三天多云。"), None),
            (article("blast", "临溪宏远烟花厂爆炸", BLAST), "I-1"),
        ]
    )
    found = judge.read(article("copy", "突发：烟花厂爆炸", f"转载：{BLAST}", 3))
    assert found.duplicate_of == "blast"
    assert found.belongs_to is not None
    assert found.belongs_to.incident == "I-1"


def test_an_answer_between_event_and_first_report_still_finds_its_incident(judge: Judge) -> None:
    judge.remember(article("blast", "临溪宏远烟花厂爆炸", BLAST, 6), "I-1")
    notice = article("notice", "情况通报", NOTICE, 4, official=True, owner="临溪县")
    assert [candidate.incident for candidate in judge.read(notice).answers] == ["I-1"]


def test_what_is_forgotten_takes_nothing_in_any_more(judge: Judge) -> None:
    judge.remember(article("blast", "临溪宏远烟花厂爆炸", BLAST), "I-1")
    judge.forget_before(START + timedelta(days=1))
    judgement = judge.read(article("notice", "情况通报", NOTICE, 30, official=True))
    assert judgement.belongs_to is None
    assert judgement.answers == ()


@pytest.mark.parametrize("text", ["", "\x00" * 100, "称" * 50_000, "<b>发布会</b>" * 2000])
def test_garbage_is_judged_without_complaint(judge: Judge, text: str) -> None:
    for official in (False, True):
        assert judge.read(article("odd", text[:100], text, official=official)).article == "odd"


def test_a_decision_carries_its_features_and_the_measures_in_force(judge: Judge) -> None:
    judge.remember(article("blast", "临溪宏远烟花厂爆炸", BLAST), "I-1")
    found = judge.read(article("next", "宏远烟花厂爆炸次日", BLAST_AGAIN, 20))
    assert found.belongs_to is not None
    parts = found.belongs_to.features
    total = sum(found.measures.get(f"belongs.{name}", 0.0) * value for name, value in parts.items())
    assert total + found.measures["belongs.base"] == pytest.approx(found.belongs_to.score, abs=1e-3)
    assert found.measures["belongs"] == 0.5


@pytest.mark.parametrize(("above", "joins"), [(-0.01, True), (0.01, False)])
def test_an_office_draws_the_line_and_what_is_beyond_it_is_the_runner_up(
    judge: Judge, above: float, joins: bool
) -> None:
    first = article("blast", "临溪宏远烟花厂爆炸", BLAST)
    later = article("next", "厂区爆炸次日：家属仍在医院等候", BLAST_AGAIN, 60)
    judge.remember(first, "I-1")
    usual = judge.read(later).belongs_to
    assert usual is not None
    thresholds = Thresholds(belongs=usual.score + above, surely_the_same=3.0)
    office = Judge(JudgeSetup(Gazetteer(LINXI), UNITS, thresholds=thresholds))
    office.remember(first, "I-1")
    found = office.read(later)
    assert (found.belongs_to is not None) is joins
    if not joins:
        assert found.runner_up is not None
        assert found.runner_up.incident == "I-1"
        assert found.runner_up.verdict is Answering.NONE


def test_a_refiled_incident_is_what_a_person_made_of_it(judge: Judge) -> None:
    first, other = article("blast", "临溪宏远烟花厂爆炸", BLAST), article("bus", "公交车侧翻", BUS)
    judge.remember(first, "I-1")
    judge.remember(other, "I-1")
    judge.refile("I-1", [other])
    judge.refile("I-2", [first])
    found = judge.read(article("next", "宏远烟花厂爆炸次日", BLAST_AGAIN, 20))
    assert found.belongs_to is not None
    assert found.belongs_to.incident == "I-2"
    notice = article("n", "宏远烟花厂爆炸事故情况通报", NOTICE, 5, official=True)
    assert judge.read(notice).answers[0].incident == "I-2"

"""What a sentence asks for, and by when; and the numbers that ask for nothing."""

from datetime import date

import pytest

from monitor.domain.policy import Binding, ClauseKind
from monitor.policy_reading.clauses import read_clauses
from monitor.policy_reading.found import FoundClause
from monitor.policy_reading.heading import Heading
from monitor.policy_reading.outline import Passage

WRITTEN = Heading("临溪县2026年政务公开工作要点", "", date(2026, 3, 2), None, None, 2026)


def read(sentence: str) -> list[FoundClause]:
    found = read_clauses([Passage(sentence, 1, "一(一)")], WRITTEN)
    return [one for one in found if one.kind not in (ClauseKind.DUTY, ClauseKind.ROUTING)]


@pytest.mark.parametrize(
    ("sentence", "kind", "limit", "calendar"),
    [
        ("最迟5小时发布权威信息", "deadline", "PT5H", "elapsed"),
        ("应在四十八小时之内予以回应", "deadline", "PT48H", "elapsed"),
        ("须在半小时内口头报告", "deadline", "PT30M", "elapsed"),
        ("时限不得超过一个半小时", "deadline", "PT1H30M", "elapsed"),
        ("要在5个工作日将办理情况书面报送", "deadline", "P5WD", "working_days"),
        ("一般咨询三个工作日办结", "deadline", "P3WD", "working_days"),
        ("15至20个工作日内答复", "deadline", "P20WD", "working_days"),
        ("印发后5日内报送公报编辑部", "deadline", "P5D", "calendar_days"),
        ("两周内完成整改", "deadline", "P14D", "calendar_days"),
        ("三个月内完成培训", "deadline", "P3M", "calendar_days"),
        ("情况复杂的可延长至15个工作日", "deadline", "P15WD", "working_days"),
        ("会议召开3日前公告", "deadline", "P3D", "calendar_days"),
        ("来件于次日内转办", "deadline", "P1D", "calendar_days"),
        ("每10天有更新", "frequency", "P10D", "calendar_days"),
        ("每季度梳理一次政策", "frequency", "P3M", "calendar_days"),
        ("主要负责人每年至少听取一次汇报", "frequency", "P1Y", "calendar_days"),
        ("14日内至少更新一次", "frequency", "P14D", "calendar_days"),
        ("停更不得超过两周", "frequency", "P14D", "calendar_days"),
        ("县政府办公室逐月通报", "frequency", "P1M", "calendar_days"),
        ("每隔6小时更新一次处置进展", "continuation", "PT6H", "elapsed"),
        ("征求意见的期限一般不少于30日", "minimum_duration", "P30D", "calendar_days"),
        ("公示期为5个工作日", "minimum_duration", "P5WD", "working_days"),
        ("10月底前完成改版", "fixed_date", "2026-10-31", "calendar_days"),
        ("二〇二六年四月十五日前报备", "fixed_date", "2026-04-15", "calendar_days"),
        ("2026.8.31前报送总结", "fixed_date", "2026-08-31", "calendar_days"),
        ("年内要对指南进行复查", "fixed_date", "2026-12-31", "calendar_days"),
        ("第三季度前建成专区", "fixed_date", "2026-09-30", "calendar_days"),
        ("9月上旬完成整改", "fixed_date", "2026-09-10", "calendar_days"),
        ("明年2月底前完成", "fixed_date", "2027-02-28", "calendar_days"),
        ("每年3月31日前公布年报", "fixed_date", "every 03-31", "calendar_days"),
        ("于次年1月31日以前报送", "fixed_date", "every 01-31", "calendar_days"),
        ("多元化解读比例不低于50%", "ratio", "50%", ""),
        ("留言功能开通率要达到三分之二以上", "ratio", "67%", ""),
        ("满意度应保持在九成以上", "ratio", "90%", ""),
        ("按期答复率达到百分之百", "ratio", "100%", ""),
    ],
)
def test_a_limit_is_read_with_its_kind_window_and_calendar(
    sentence: str, kind: str, limit: str, calendar: str
) -> None:
    (found,) = read(sentence)
    assert (found.kind, found.limit, found.calendar) == (kind, limit, calendar)


@pytest.mark.parametrize(
    "sentence",
    [
        "2025年共召开新闻发布会12场，48小时内回应率为97.4%",
        "去年在5小时内发布权威信息3次",
        "截至2025年底，全县已在30日内公开预算的单位达到42家",
        "平均3.5个工作日办结，较上年提高5个百分点",
        "根据《关于在48小时内回应的通知》（临政办〔2025〕5号）要求",
        "2025年底前，全县完成账号清理",  # past when the document was signed
        "推进15分钟便民生活圈和24小时自助服务",
        "实施三年行动计划，有效期5年",
        "本办法自2026年4月1日起施行",
        "近三年内的规范性文件目录",
        "一月一日起施行，十一日一早公布",
        "第一季度一般公共预算收入按季节调整",
        "成立于2008年，现有工作人员12名",
        "合格率93.5%，居全市第2位",
        "造成3人以上死亡的为较大事件",
        "联系电话：0000-1234567，12345热线",
        "超过规定时限3小时以上的，予以约谈",
    ],
)
def test_numbers_that_ask_for_nothing_are_left_out(sentence: str) -> None:
    assert read(sentence) == []


def test_two_limits_of_one_sentence_are_quoted_apart() -> None:
    sentence = "严格执行特别重大、重大突发事件最迟5小时发布权威信息、24小时内举行新闻发布会"
    five, day = read(sentence)
    assert five.quote == "严格执行特别重大、重大突发事件最迟5小时发布权威信息"
    assert day.quote == "24小时内举行新闻发布会"
    assert five.grades == day.grades == ("特别重大", "重大")
    assert (five.satisfied_by, day.satisfied_by) == (("statement",), ("press_conference",))


def test_a_bare_limit_is_quoted_with_what_it_is_about() -> None:
    (found,) = read("主要负责同志要带头宣讲政策，每年不少于两次")
    assert found.quote == "主要负责同志要带头宣讲政策，每年不少于两次"
    assert (found.min_count, found.subject) == (2, "主要负责同志")


@pytest.mark.parametrize(
    ("sentence", "binding"),
    [
        ("必要时应在24小时内举行新闻发布会", Binding.CONDITIONAL),
        ("征求意见原则上不少于30日", Binding.CONDITIONAL),
        ("力争10月底前完成", Binding.SOFT),
        ("应在24小时内举行新闻发布会", Binding.HARD),
    ],
)
def test_words_that_loosen_a_limit_are_heard(sentence: str, binding: Binding) -> None:
    assert read(sentence)[0].binding is binding


def test_other_opinion_and_an_offices_own_grades_are_not_mixed_with_event_grades() -> None:
    (other,) = read("对其他政务舆情在48小时内予以回应")
    (own,) = read("对重大政务舆情要在24小时内予以回应")
    assert other.grades == ("*other",)
    assert own.grades == ("*",)


def test_letters_are_no_incidents_and_keep_their_channel_and_trigger() -> None:
    (found,) = read("县长信箱来信自收到之日起5个工作日内答复")
    assert (found.grades, found.channels, found.trigger) == ((), ("mayor_mailbox",), "收到")


def test_a_clause_that_follows_another_takes_its_limit() -> None:
    passages = [
        Passage("各单位收到转办通知后要在5个工作日内书面回复", 1, "四"),
        Passage("网络问政和县长信箱办理时效参照执行", 1, "四"),
    ]
    first, second = read_clauses(passages, WRITTEN)
    assert first.trigger == "收到转办通知"
    assert (second.limit, second.calendar) == ("P5WD", "working_days")
    assert second.confidence < first.confidence


def test_a_day_there_is_not_is_said_to_be_none() -> None:
    (found,) = read("2026年2月30日前完成")
    assert (found.due, found.limit) == (None, "")
    assert found.doubts == ("there is no such day",)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("健全政务舆情回应机制，对热点问题第一时间予以回应", ClauseKind.DUTY),
        ("对突发事件要根据处置进展持续发布信息", ClauseKind.CONTINUATION),
        ("涉事部门是政务舆情回应的第一责任主体", ClauseKind.ROUTING),
        ("坚持解读材料与政策文件同步组织、同步审签", ClauseKind.DUTY),
    ],
)
def test_duties_without_a_number_never_bind_hard(sentence: str, kind: ClauseKind) -> None:
    (found,) = read_clauses([Passage(sentence, 1, "二")], WRITTEN)
    assert found.kind is kind
    assert found.binding is not Binding.HARD


def test_a_heading_and_a_preamble_are_no_duties() -> None:
    preamble = "坚持以人民为中心为指导，及时回应政务舆情"
    assert read_clauses([Passage("及时回应政务舆情。", 1, "一", headline=True)], WRITTEN) == ()
    assert read_clauses([Passage(preamble, 1, "")], WRITTEN) == ()

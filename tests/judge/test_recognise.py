import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.response import ResponseKind
from monitor.domain.when import Precision, When
from monitor.judge.recognise import recognise
from tests.judge.articles import BLAST, BUS, NOTICE, article
from tests.judge.measure import as_article, read_rows

KINDS_ON_NEWS = [
    # a police notice quoted in full
    (
        "临溪警方通报一起伤人事件",
        (
            "3月2日晚，临溪县公安局发布警情通报：当日17时许，石桥镇一超市内发生打架事件，"
            "民警迅速到场处置，2名涉案人员已被控制，案件正在进一步办理中。"
        ),
        ResponseKind.STATEMENT,
        "临溪县公安局",
    ),
    # a reporter heard it from an office
    (
        "临溪石桥镇山火已扑灭",
        "记者从临溪县应急管理局获悉，石桥镇后山火情已于今晨扑灭，无人员伤亡。",
        ResponseKind.MEDIA_INTERVIEW,
        "临溪县应急管理局",
    ),
    # a conference that was held
    (
        "临溪召开发布会通报烟花厂爆炸",
        "3月2日下午，临溪县人民政府新闻办公室召开新闻发布会，通报宏远烟花厂爆炸事故救援情况。",
        ResponseKind.PRESS_CONFERENCE,
        "临溪县人民政府新闻办公室",
    ),
    # one that is only announced
    (
        "临溪将召开新闻发布会",
        "记者从临溪县政府新闻办获悉，定于3月3日10时召开新闻发布会，通报烟花厂爆炸有关情况。",
        ResponseKind.PRESS_CONFERENCE_ANNOUNCED,
        "临溪县政府新闻办",
    ),
    (
        "云岭市召开媒体通气会",
        "云岭市住建局今日召开媒体通气会，介绍南湖区老旧小区改造停工一事的处理进展。",
        ResponseKind.PRESS_BRIEFING,
        "云岭市住建局",
    ),
    (
        "网传石桥镇发生地裂？临溪警方辟谣",
        "针对网传“石桥镇地裂伤人”的消息，临溪县公安局核查后表示，该信息系谣言，造谣者已被查处。",
        ResponseKind.REBUTTAL,
        "临溪县公安局",
    ),
    (
        "烟花厂爆炸事故续报",
        "临溪县应急管理局3月3日发布情况续报，通报被困人员全部救出，现场明火已扑灭。",
        ResponseKind.UPDATE,
        "临溪县应急管理局",
    ),
    (
        "云岭市教育局负责人就校服事件答记者问",
        "云岭市教育局有关负责人就校服质量问题回答了记者提问。问：怎样退换？该负责人表示全部召回。",
        ResponseKind.QA,
        "云岭市教育局",
    ),
    (
        "关于南湖区夜间施工扰民的咨询",
        "网友您好！您的留言已收悉。经南湖区城管局核实，该工地已停止夜间施工。特此回复。",
        ResponseKind.WEBSITE_REPLY,
        "南湖区城管局",
    ),
    (
        "石桥镇伤人案一审宣判",
        "5日上午，临溪县人民法院对石桥镇超市伤人案公开宣判，被告人获刑三年。",
        ResponseKind.OFFICIAL_ACT,
        "临溪县人民法院",
    ),
]


@pytest.mark.parametrize(("title", "text", "kind", "issuer"), KINDS_ON_NEWS)
def test_the_press_relays_an_authority(
    title: str, text: str, kind: ResponseKind, issuer: str
) -> None:
    reading = recognise(article("a", title, text, 40))
    assert reading is not None
    assert reading.kind is kind
    assert reading.relayed
    assert issuer in reading.issuer


@pytest.mark.parametrize(
    ("title", "text"),
    [
        # a company, a hospital, a school, a lawyer: no answer of an authority
        ("宏远烟花公司致歉", "宏远烟花有限公司3日发布声明称，对爆炸深表歉意，将承担全部责任。"),
        ("医院回应产妇投诉", "云岭第二医院发布情况说明称，诊疗过程符合规范。"),
        ("律师：家属可要求赔偿", "接受委托的律师告诉记者，家属将提起诉讼。"),
        ("中学回应食堂问题", "云岭三十中学通报称，食堂承包商已更换。"),
        # a plain report
        ("临溪宏远烟花厂爆炸", BLAST),
        ("云岭公交车侧翻", BUS),
        # what offices publish every day
        (
            "临溪县2026年政务公开工作要点",
            "严格执行最迟5小时发布权威信息的时限要求，各责任单位抓好落实。",
        ),
        (
            "石桥镇开展消防应急演练",
            "临溪县消防救援大队在石桥镇举行应急演练，相关负责人介绍了要领。",
        ),
        # somebody asks
        ("求辟谣", "听说石桥镇地裂了，是真的吗？求辟谣！"),
        # a product is launched
        ("新车发布会", "星河汽车举行新品发布会，三款车型亮相。"),
        ("", ""),
    ],
)
def test_what_is_no_answer_of_an_authority(title: str, text: str) -> None:
    assert recognise(article("a", title, text)) is None


def test_an_official_channel_speaks_for_its_owner() -> None:
    reading = recognise(
        article("a", "情况通报", NOTICE, 5, official=True, owner="临溪县应急管理局")
    )
    assert reading is not None
    assert (reading.kind, reading.issuer) == (ResponseKind.STATEMENT, "临溪县应急管理局")
    assert not reading.relayed


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("宏远烟花厂爆炸事故情况通报（二）", ResponseKind.UPDATE),
        ("关于召开宏远烟花厂爆炸事故新闻发布会的预告：定于3月3日召开新闻发布会",
         ResponseKind.PRESS_CONFERENCE_ANNOUNCED),
        ("网传死亡数十人不属实", ResponseKind.REBUTTAL),
        ("临溪县举行宏远烟花厂爆炸事故新闻发布会", ResponseKind.PRESS_CONFERENCE),
    ],
)  # fmt: skip
def test_kinds_on_an_official_channel(title: str, kind: ResponseKind) -> None:
    reading = recognise(article("a", title, NOTICE, 5, official=True, owner="临溪县"))
    assert reading is not None
    assert reading.kind is kind


@pytest.mark.parametrize(
    "title",
    [
        "2026年预算公开",
        "县委召开常委会会议",
        "公开招聘公告",
        "2026年义务教育学校新生报名公告",
        "关于做好春季绿化的通知",
        "居住证申领有关事项提示",
        "寒假防诈骗小课堂",
        "3月中旬计划停电安排",
    ],
)
def test_routine_on_an_official_channel_answers_nobody(title: str) -> None:
    text = "现将有关事项公告如下。"
    assert recognise(article("a", title, text, official=True, owner="临溪县")) is None


@pytest.mark.parametrize(
    "title",
    [
        "关于石桥镇停电问题的情况通报",
        "学校报名纠纷处理结果公告",
        "关于宏远烟花厂爆炸事故善后的公告",
        "宏远烟花厂爆炸事故续报：启动善后工作",
    ],
)
def test_a_notice_that_names_a_matter_is_not_routine(title: str) -> None:
    text = "现将有关事项公告如下。"
    assert recognise(article("a", title, text, official=True, owner="临溪县")) is not None


CONFERENCE = (
    "3月3日15时，临溪县人民政府召开新闻发布会，通报宏远烟花厂爆炸事故救援情况。"
    "会上，县应急管理局负责人回答了记者提问。有记者问：伤者情况如何？"
)


@pytest.mark.parametrize("official", [True, False])
@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("临溪县举行宏远烟花厂爆炸事故新闻发布会", ResponseKind.PRESS_CONFERENCE),
        ("宏远烟花厂爆炸事故新闻发布会实录", ResponseKind.PRESS_CONFERENCE),
        ("宏远烟花厂爆炸：伤者情况稳定", ResponseKind.PRESS_CONFERENCE),  # the lead says so
        ("临溪县应急管理局负责人就烟花厂爆炸答记者问", ResponseKind.QA),
        ("临溪县应急管理局就烟花厂爆炸有关问题回答记者提问", ResponseKind.QA),
    ],
)
def test_questions_asked_at_a_conference_leave_it_one(
    title: str, kind: ResponseKind, official: bool
) -> None:
    reading = recognise(article("a", title, CONFERENCE, 30, official=official, owner="临溪县"))
    assert reading is not None
    assert reading.kind is kind


@pytest.mark.parametrize(
    "text",
    [
        "截至记者发稿，临溪县应急管理局尚未公布爆炸的伤亡情况。",
        "事发两天，临溪县人民政府没有发布通报，也没有召开新闻发布会。",
        "记者就此致电临溪县教育局，截至发稿未获回复。",
        "这笔钱去了哪里，还有待有关部门确认。",
        "临溪县公安局暂未作出回应。",
        "记者联系石桥镇派出所，对方拒绝透露案情。",
        "村民期待县公安局早日公布调查结果。",
        "家属仍在等待临溪县卫生健康局说明原因。",
    ],
)
def test_what_is_denied_or_awaited_is_no_answer(text: str) -> None:
    assert recognise(article("a", "临溪石桥镇一事引发关注", text, 5)) is None


def test_what_is_denied_hides_no_answer_beside_it() -> None:
    text = "临溪县公安局3月3日通报称，嫌疑人已被控制，其身份尚未公布。"
    reading = recognise(article("a", "临溪警方通报", text, 30))
    assert reading is not None
    assert (reading.kind, reading.issuer) == (ResponseKind.STATEMENT, "临溪县公安局")


@pytest.mark.parametrize(
    ("title", "text", "issuer"),
    [
        # the organ that signs, not what is named first
        (
            "宏远烟花有限公司“3·2”爆炸事故情况通报（二）",
            "伤者已送临溪县人民医院救治，现将情况通报如下。\n临溪县人民政府\n2026年3月3日",
            "临溪县人民政府",
        ),
        (
            "石桥公园东门城管执法冲突情况通报",
            "县政府成立调查组。\n临溪县人民政府办公室",
            "临溪县人民政府办公室",
        ),
        # without a signature the organ that calls the conference
        (
            "“3·2”爆炸事故新闻发布会实录",
            "3月3日15时，临溪县人民政府举行新闻发布会。",
            "临溪县人民政府",
        ),
        ("情况通报", "宏远烟花有限公司发生爆炸，县应急管理局通报如下。", "县应急管理局"),
        ("情况通报", "宏远烟花有限公司、临溪县人民医院通报如下。", ""),
    ],
)
def test_a_page_without_an_owner_is_issued_by_an_organ(title: str, text: str, issuer: str) -> None:
    reading = recognise(article("a", title, text, 30, official=True))
    assert reading is not None
    assert reading.issuer == issuer


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("不仅引发临溪县公安局发布通报，也引来村民围观。", "临溪县公安局"),
        ("石桥公园西门城管局通报，两名队员已停职。", "城管局"),
        (
            "记者从云岭市生态环境局临溪分局获悉，排口已封堵。县公安局通报，一人被拘。",
            "云岭市生态环境局临溪分局",
        ),
        ("3日，平安临溪发布消息称，警方正在核查。", "平安临溪"),
        ("3日，@平安临溪表示，正在核查。临溪县公安局发布通报。", "临溪县公安局"),
    ],
)
def test_a_relayed_issuer_is_the_name_of_an_organ_and_no_more(text: str, issuer: str) -> None:
    reading = recognise(article("a", "石桥镇一事有了说法", text, 30))
    assert reading is not None
    assert reading.issuer == issuer


@pytest.mark.parametrize(
    "text",
    [
        "宏远烟花厂官方微博发布声明，称将配合调查。",
        "星河超市通过其官方账号回应，称已下架。",
        "“3·2”爆炸事故新闻发布会实录",
    ],
)
def test_a_bodys_own_page_makes_it_no_authority(text: str) -> None:
    assert recognise(article("a", "", text, 30)) is None


@pytest.mark.parametrize(
    "text",
    [
        "临溪县公安局以涉嫌故意伤害罪将犯罪嫌疑人陈某（男，41岁，石桥镇白杨村人，无固定职业）向临溪县人民检察院提请批准逮捕。",
        "临溪县公安局通报，石桥镇超市伤人案犯罪嫌疑人陈某已被依法刑事拘留。",
        "临溪县公安局通报，经连夜追捕，石桥镇超市伤人案两名嫌疑人被抓获。",
    ],
)
def test_the_police_tell_the_next_step_of_a_case(text: str) -> None:
    reading = recognise(article("a", "石桥镇伤人案嫌疑人", text, 30))
    assert reading is not None
    assert (reading.kind, reading.issuer) == (ResponseKind.UPDATE, "临溪县公安局")


def test_the_time_an_answer_states_is_its_time() -> None:
    reading = recognise(
        article(
            "a",
            "临溪召开发布会",
            "今天上午10时，临溪县人民政府召开新闻发布会，通报爆炸救援情况。",
            8,  # 17:00 in Shanghai
        )
    )
    assert reading is not None
    assert reading.at is not None
    assert reading.at.earliest == datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        # the time of the answer itself, in UTC
        ("3月2日11时，临溪县公安局发布警情通报称，嫌疑人已被控制。", 3),
        # the time of the event, which the answer tells
        ("3月2日8时20分许，石桥镇发生爆炸，临溪县公安局发布警情通报。", None),
        ("3月2日8时，石桥镇一村民离家后身亡，临溪县公安局发布警情通报。", None),
        # a time after publication
        ("3月9日11时，临溪县公安局发布警情通报。", None),
    ],
)
def test_the_time_of_an_event_is_not_that_of_the_answer(text: str, hour: int | None) -> None:
    reading = recognise(article("a", "", text, 8))
    assert reading is not None
    assert (reading.at.earliest.hour if reading.at else None) == hour


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("2019年，临溪县公安局向社会公布了案情。", False),  # seven years ago
        ("2026年2月，临溪县公安局向社会公布了案情。", True),
        # what is said now stands beside it
        ("2019年，临溪县公安局公布了案情。3月3日，临溪县公安局通报案情，一人被控制。", True),
    ],
)
def test_what_was_said_in_a_year_gone_by_answers_nothing_today(text: str, answers: bool) -> None:
    assert (recognise(article("a", "石桥镇旧案", text, 30)) is not None) is answers


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("1月2日，临溪县公安局通报案情，称嫌疑人在逃。", True),
        ("去年12月1日，临溪县公安局通报案情，称嫌疑人在逃。", False),
        ("12月1日，临溪县公安局通报案情，称嫌疑人在逃。", False),
        ("12月1日10时许，记者从临溪县公安局获悉，嫌疑人在逃。", False),
        ("12月1日发生的抢劫案，临溪县公安局通报案情。", True),
    ],
)
def test_what_was_said_months_ago_answers_nothing_today(text: str, answers: bool) -> None:
    assert (recognise(article("a", "石桥镇旧案", text, 30)) is not None) is answers


def test_before_a_court_the_arrest_is_the_story_so_far() -> None:
    arrest = "嫌疑人陈某已被临溪警方依法刑事拘留。"
    assert recognise(article("a", "石桥镇伤人案告破", arrest, 30)) is not None
    assert recognise(article("a", "石桥镇伤人案今日开庭", arrest, 30)) is None


def test_what_is_recalled_under_an_old_day_was_said_then() -> None:
    text = "1月1日，石桥镇一车间起火，临溪县公安局发布通报，一人被控制。"
    reading = recognise(article("a", "石桥镇旧案", text, 30))
    assert reading is not None
    assert reading.at is not None
    assert reading.at.latest <= datetime(2026, 1, 1, 16, 0, tzinfo=UTC)


def test_an_interview_recalled_under_an_old_year_was_public_long_ago() -> None:
    text = "柏湾镇连环盗窃至今未破。2019年至2021年，多户村民家中被盗。警方确认，案件系同一人所为。"
    reading = recognise(article("a", "柏湾镇连环盗窃案重启侦查", text, 30))
    assert reading is not None
    assert reading.at is not None
    assert reading.at.latest.year == 2021


@pytest.mark.parametrize("who", ["警方人士", "县公安局内部人士", "县公安局知情人士"])
def test_an_insider_is_not_the_body(who: str) -> None:
    text = f"记者从临溪{who}处获悉，案件正在侦办。"
    assert recognise(article("a", "柏湾镇一商铺被盗", text, 30)) is None
    told = text.replace(who, "县公安局")
    assert recognise(article("a", "柏湾镇一商铺被盗", told, 30)) is not None


def test_what_was_said_in_december_is_news_in_january() -> None:
    at = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
    text = "2025年12月30日，临溪县公安局通报案情，一人被控制。"
    early = replace(article("a", "", text), published=When.at(at, "visible"))
    assert recognise(early) is not None


def test_a_notice_of_the_office_itself_is_given_when_published() -> None:
    text = "3月2日8时20分许石桥镇一车间爆炸，现将有关情况通报如下。"
    reading = recognise(article("a", "情况通报", text, 5, official=True, owner="临溪县"))
    assert reading is not None
    assert reading.at is None


PADDING = "石桥镇居民说，那天傍晚街上人很多，谁也没有看清经过。" * 12


@pytest.mark.parametrize(
    "sentence",
    [
        "记者从临溪县卫生健康局宣教科了解到，县里已派人到院核查。",
        "临溪县公安局一位值班民警告诉记者，案件还在侦办。",
        "3月2日下午，晨报记者致电临溪县教育局，工作人员称已着手核查。",
    ],
)
def test_what_staff_tell_a_reporter_counts_wherever_it_stands(sentence: str) -> None:
    reading = recognise(article("a", "石桥镇一事引发关注", PADDING + sentence + PADDING, 30))
    assert reading is not None
    assert reading.kind is ResponseKind.MEDIA_INTERVIEW


def test_hearsay_deep_in_a_report_is_not_enough() -> None:
    text = PADDING + "他说，警方称此类案件并不少见。" + PADDING
    assert recognise(article("a", "石桥镇一事引发关注", text, 30)) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        # a short post or comment is one; a notice on the same account is a notice
        ("3日上午，“平安临溪”发布消息称，正在全力核查，请关注。", ResponseKind.WEIBO),
        ("临溪县公安局官方微博在评论中回复，已通报有关单位核实。", ResponseKind.WEIBO),
        ("临溪县公安局在官方微博中通报，一名男子已被控制。", ResponseKind.STATEMENT),
        # who speaks decides, not what is spoken of
        ("云岭市司法局有关负责人回应称，已对该所立案调查。", ResponseKind.MEDIA_INTERVIEW),
        ("记者从临溪县公安局获悉，石桥镇抢劫案两名嫌疑人落网。", ResponseKind.UPDATE),
        # what is published now comes before what was said once
        (
            "临溪县公安局此前曾公布嫌疑人画像。临溪县公安局一名民警告诉记者，正在走访。",
            ResponseKind.MEDIA_INTERVIEW,
        ),
        ("云岭市住建局负责人就停工问题接受了本报记者采访。", ResponseKind.QA),
    ],
)
def test_the_kind_is_that_of_the_words_beside_the_issuer(text: str, kind: ResponseKind) -> None:
    reading = recognise(article("a", "石桥镇一事有了说法", text, 30))
    assert reading is not None
    assert reading.kind is kind


@pytest.mark.parametrize(
    ("title", "text"),
    [
        # somebody's counterpart does not speak
        ("超市致歉", "星河超市称，将协助警方查明经过，尽快公布结果。"),
        ("石桥镇旧案", "一位接近警方的人士称，当年排查十分困难。"),
        # told to those concerned only
        ("石桥镇一事", "临溪县公安局到院召开座谈会，向家属通报了初步结论。"),
        # rules are published for everybody
        ("石桥镇一事", "临溪县人民政府发布《临溪县电梯安全管理办法》。"),
        # authorities of another country
        ("泰国一市场起火", PADDING + "据当地消防部门负责人介绍，火势难以控制。"),
        ("石桥镇商户", "泰国警方发布通报称，两名游客走失。"),
        ("尼日利亚一集市起火", PADDING + "尼日利亚警方通报称，火势已被控制。"),
        # a body that only describes who speaks, and one to whom something is done
        ("石桥镇一事", "临溪警方聘请的律师通报称，手续正在办理。"),
        ("石桥镇一事", "临溪县公安大学院长周明远介绍，这种手法并不少见。"),
        # somebody else tells what it is to have said, or asks it
        ("石桥镇一事", "星河超市表示，3月2日上午，临溪警方曾答复称不予受理。"),
        ("石桥镇一事", "村民说，至今还未收到临溪县人民政府的答复。"),
        # who once spoke for it
        ("石桥镇旧案", "时任临溪县公安局局长的周明远告诉记者，当年线索很少。"),
        # a brand's own account
        ("超市道歉", "星河官方在微博中回应称，会配合调查。"),
        # the verb belongs to the body named last
        ("石桥镇一事", "事发地紧邻临溪县公安局，云岭第二医院通报称，伤者情况稳定。"),
    ],
)
def test_a_body_that_is_only_named_says_nothing(title: str, text: str) -> None:
    assert recognise(article("a", title, text, 30)) is None


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        (
            "石桥镇伤人案开庭",
            "临溪县人民检察院检察官庭后接受了本报记者采访，解释了指控的理由。",
            ResponseKind.MEDIA_INTERVIEW,
        ),
        ("更换辩护人是否合法？临溪法院回应", "庭审已经休庭。", ResponseKind.MEDIA_INTERVIEW),
        ("石桥镇伤人案|法治|投资|学习", "临溪县公安局发布通报。", ResponseKind.STATEMENT),
        (
            "石桥镇产妇一事有结果",
            "7日晚，临溪县就“产妇在云岭第二医院坠楼”一事公布了调查结果。",
            ResponseKind.STATEMENT,
        ),
        ("", "#周明远答记者问#：救援还在进行，一个人也不会放弃。", ResponseKind.QA),
        ("", "石桥镇地裂？水厂停水？这些都是谣言。@临溪网警 呼吁：请勿转发。",
         ResponseKind.REBUTTAL),
    ],
)  # fmt: skip
def test_answers_that_are_easily_overlooked(title: str, text: str, kind: ResponseKind) -> None:
    reading = recognise(article("a", title, text, 30))
    assert reading is not None
    assert reading.kind is kind


@pytest.mark.parametrize(
    ("title", "text", "kind", "issuer"),
    [
        # a notice that is read out to reporters
        (
            "石桥镇一事有了说法",
            "3日晚，临溪县公安局对外通报，一人被控制。",
            ResponseKind.STATEMENT,
            "临溪县公安局",
        ),
        # heard at a conference whose host is not named
        (
            "云岭茶博会下月举行",
            "今天，记者从第三届云岭茶博会新闻发布会上获悉，展会将于下月举行。",
            ResponseKind.PRESS_CONFERENCE,
            "第三届云岭茶博会",
        ),
        # a company is only described
        (
            "律师停业整顿",
            "3日，涉事律师所在地的云岭市司法局回应称，已立案调查。",
            ResponseKind.STATEMENT,
            "云岭市司法局",
        ),
        (
            "石桥镇伤人案今日开庭",
            "法院方面表示，此案将择日宣判。",
            ResponseKind.MEDIA_INTERVIEW,
            "法院",
        ),
        # the day's figures in a notice of their own
        (
            "石桥镇新增1例",
            "3月3日，临溪县新增1例确诊病例，现将有关情况通报如下：患者为石桥镇村民。",
            ResponseKind.STATEMENT,
            "临溪县",
        ),
        (
            "石桥镇一事",
            "3日，云岭市官方发布通报称，已成立调查组。",
            ResponseKind.STATEMENT,
            "云岭市官方",
        ),
        ("石桥镇一事", "临溪县公安局官方微博发布通报。", ResponseKind.STATEMENT, "临溪县公安局"),
    ],
)
def test_who_speaks_is_found_beside_who_does_not(
    title: str, text: str, kind: ResponseKind, issuer: str
) -> None:
    reading = recognise(article("a", title, text, 30))
    assert reading is not None
    assert (reading.kind, reading.issuer) == (kind, issuer)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("临溪县人民政府定于3月4日召开新闻发布会，通报事故情况。", "press_conference_announced"),
        ("临溪县人民政府将就事故召开新闻发布会。", "press_conference_announced"),
        ("关于事故新闻发布会的预告，临溪县人民政府新闻办发布。", "press_conference_announced"),
        ("临溪县人民政府召开新闻发布会，介绍事故处置将如何推进。", "press_conference"),
        ("临溪县人民政府新闻发布会上通报，事故原因将在月底公布。", "press_conference"),
        ("临溪县人民政府3月2日首次就事故发布通报。", "statement"),
        ("临溪县人民政府再次就事故发布通报。", "update"),
        ("临溪县人民政府发布事故第二次通报。", "update"),
        ("临溪县人民政府发布事故情况通报（三）。", "update"),
    ],
)
@pytest.mark.parametrize("official", [True, False])
def test_held_or_announced_and_first_or_update(text: str, kind: str, official: bool) -> None:
    reading = recognise(article("a", "", text, 30, official=official, owner="临溪县"))
    assert reading is not None
    assert reading.kind.value == kind


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        # published on 4 March 2026 at 02:00 in Shanghai; hours of that zone
        ("3日下午，临溪县公安局通报，一人被控制。", (3, 3, 12), (3, 3, 19)),
        ("3月2日晚，临溪县公安局通报，一人被控制。", (3, 2, 17), (3, 3, 0)),
        ("3日11时30分，临溪县公安局通报，一人被控制。", (3, 3, 11), (3, 3, 11)),
        ("28日上午，临溪县公安局通报，一人被控制。", (2, 28, 5), (2, 28, 12)),
        ("2月3日，临溪县公安局通报，一人被控制。", (2, 3, 0), (2, 4, 0)),
    ],
)
def test_a_day_and_its_part_bound_the_time_of_an_answer(
    text: str, begins: tuple[int, int, int], ends: tuple[int, int, int]
) -> None:
    reading = recognise(article("a", "", text, 41))
    assert reading is not None
    assert reading.at is not None
    zone = ZoneInfo("Asia/Shanghai")
    bounds = [t.astimezone(zone) for t in (reading.at.earliest, reading.at.latest)]
    assert [(t.month, t.day, t.hour) for t in bounds] == [begins, ends]


@pytest.mark.parametrize(
    "text",
    [
        "10日，临溪县公安局通报，一人被控制。",  # of which month?
        "2月10日，临溪县公安局一名民警告诉记者，正在走访。",  # public only when printed
    ],
)
def test_a_time_too_far_back_is_not_that_of_the_answer(text: str) -> None:
    reading = recognise(article("a", "", text, 41))
    assert reading is not None
    assert reading.at is None


def test_today_is_the_day_of_the_dateline_in_a_reprint() -> None:
    text = "云岭网临溪3月2日电 临溪县公安局今天通报，一人被控制。"
    reading = recognise(article("a", "", text, 41))
    assert reading is not None
    assert reading.at is not None
    assert reading.at.earliest == datetime(2026, 3, 1, 16, 0, tzinfo=UTC)


def test_today_on_a_page_that_states_only_its_day_is_that_whole_day() -> None:
    day = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)  # 3 March in Shanghai
    dated = When(day, day + timedelta(days=1), "visible", Precision.DAY)
    text = "今天，临溪县公安局发布通报，一人被控制。"
    reading = recognise(replace(article("a", "", text, 41), published=dated))
    assert reading is not None
    assert reading.at is not None
    assert (reading.at.earliest, reading.at.latest) == (dated.earliest, dated.latest)


def test_the_lead_may_state_the_time_of_what_the_title_tells() -> None:
    text = "3月3日13时许，临溪县公安局通报了伤人案的经过。"
    reading = recognise(article("a", "临溪县公安局通报伤人案", text, 41))
    assert reading is not None
    assert reading.at is not None
    assert reading.at.earliest == datetime(2026, 3, 3, 5, 0, tzinfo=UTC)


def test_without_a_stated_time_there_is_none() -> None:
    reading = recognise(article("a", "回应", "临溪县应急管理局发布通报，称火情已控制。"))
    assert reading is not None
    assert reading.at is None


@given(st.text(max_size=400), st.text(max_size=80), st.booleans())
@settings(max_examples=60)
def test_any_text_is_read_without_complaint(text: str, title: str, official: bool) -> None:
    recognise(article("a", title, text, official=official))


def test_a_huge_page_is_read_in_bounded_time() -> None:
    started = time.perf_counter()
    for text in ("将于召开公安局" * 50_000, "召开" * 100_000, "临溪县" * 100_000, "称" * 300_000):
        recognise(article("a", text, text))
    assert time.perf_counter() - started < 3.0


@pytest.mark.shared_data
def test_finding_answers_in_real_news_keeps_its_quality(shared_data: Path) -> None:
    articles = {
        row["id"]: as_article(row)
        for row in read_rows(shared_data / "events_zh" / "articles.jsonl")
    }
    right = said = wanted = 0
    for row in read_rows(shared_data / "events_zh" / "responses.jsonl"):
        if row["kind"] == "court_or_prosecution":
            continue
        reading = recognise(articles[row["id"]])
        found = reading is not None and reading.kind not in (
            ResponseKind.OFFICIAL_ACT,
            ResponseKind.PRESS_CONFERENCE_ANNOUNCED,
        )
        carries = row["kind"] not in ("mentions_only", "not_authority")
        right, said, wanted = right + (found and carries), said + found, wanted + carries
    assert right / said >= 0.93, json.dumps([right, said])
    assert right / wanted >= 0.82

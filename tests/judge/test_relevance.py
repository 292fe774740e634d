"""Ours, real, and a matter: drills, look-backs, warnings and routine are told apart."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from monitor.domain.judgement import FiguresReading
from monitor.domain.severity import Category, Figures
from monitor.domain.when import When
from monitor.judge.facts import grade_row
from monitor.judge.relevance import relevance
from monitor.text.categories import categorise
from monitor.text.figures import read_figures
from monitor.text.places import Gazetteer, Jurisdiction

ANYWHERE = Gazetteer(Jurisdiction())
COUNTY = Gazetteer(Jurisdiction(open=False, name="临溪县", within=("云岭市",)))
PUBLISHED = When.at(datetime(2024, 7, 21, 10, tzinfo=ZoneInfo("Asia/Shanghai")), "meta")


def judged(title: str, text: str = "", gazetteer: Gazetteer = ANYWHERE) -> tuple[bool, bool, bool]:
    found = relevance(title, text, PUBLISHED, gazetteer, categorise(title, text).category)
    assert len(found.reasons) == 3
    return found.ours, found.real, found.matter


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("临溪县一仓库突发火灾", "昨天21时14分,白石镇一仓库起火,无人员伤亡。"),
        ("临溪一化工厂爆炸致3人死亡", "企业上月刚组织过应急演练。"),
        ("演练中突发意外,1名消防员受伤", "昨天,临溪县消防演练时发生事故。"),
        ("临溪一小区停水五天,居民投诉", "网友希望有关部门尽快解决。"),
        ("网曝城管粗暴执法,县里回应", "视频引发关注。"),
        ("关于教师招聘有关问题的说明", "网友反映招聘不公,县教育局正在核查。"),
        ("县领导赶赴事故现场指导救援", "昨天下午,两车相撞,2人死亡。"),
        ("十年悬案告破,嫌犯落网", "2009年,临溪县发生一起命案。"),
        ("周年庆典上看台坍塌致5人受伤", "昨天,临溪一商场看台坍塌,5人受伤。"),
    ],
)
def test_real_matters(title: str, text: str) -> None:
    assert judged(title, text)[1:] == (True, True)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("临溪县举行消防应急演练", "模拟一仓库起火,3人被困。"),
        ("检验队伍,锤炼本领", "昨日,县消防救援大队组织开展应急救援演练,假设厂房起火。"),
        ("云岭矿难十周年:他们没有被忘记", "2014年,矿难致12人遇难。"),
        ("回顾:临溪近年来的几次火灾", ""),
        ("云岭市通报3起典型事故案例", ""),
        ("家里着火了怎么办", "记住这几点。"),
        ("谨防一氧化碳中毒", "冬季取暖请通风。"),
        ("警方挫败一起爆炸图谋", ""),
        ("云岭旧矿区的一场透水", "2009年,矿井透水致5人死亡,此后矿区关闭。"),
    ],
)
def test_what_did_not_happen_now(title: str, text: str) -> None:
    assert not judged(title, text)[1]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("临溪县突发事件应急预案", "第一条 为规范处置工作,制定本预案。"),
        ("关于印发《临溪县政务公开工作要点》的通知", "各镇人民政府、县政府各部门:现印发给你们。"),
        ("临溪县召开安全生产工作会议", "会议要求压实责任。"),
        ("临溪发布暴雨黄色预警", "预计未来6小时有强降雨。"),
        ("未来三天多云转晴", ""),
        ("消防安全知识进校园", "昨日,消防员在县一小讲解灭火。"),
        ("县医院招聘公告", "招聘护士20人。"),
        ("图书馆开放夜间阅览", "市民可免费借阅。"),
        ("网传云岭停课?官方辟谣:不属实", "县教育局称该消息为谣言。"),
    ],
)
def test_what_asks_for_no_answer(title: str, text: str) -> None:
    assert not judged(title, text)[2]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        # an event, told in everyday words by the first who notice it
        ("后山那边轰的一声巨响,门窗都在震", "跑出去一看冒起黑烟,不知道是哪个厂。"),
        ("刚刚楼下着火了", "整栋楼都是浓烟。"),
        ("路口两辆车撞上了", "有没有人看到,出了事好几辆救护车过去。"),
        ("白石桥下面漂了一层死鱼", "水发黑,有泡沫,臭味很大。"),
        # harm
        ("孩子在学校吃完午饭集体呕吐", "好几个孩子送医。"),
        # grievances without any term of the trade
        ("自来水三天都是黄水,打电话没人管", ""),
        ("新房还没住就漏水,物业推诿", "墙上到处是裂缝。"),
        ("投诉柳湾中学国庆不放假", "法定节日也要上课。"),
        ("希望白石路早点修好", "坑坑洼洼,一下雨就积水。"),
        ("反映白石小区停水问题", "从2019年交房到现在,我们一直没有通水。"),
        ("停电四天了怎么办", "我们小区几百户,打电话没人理。"),
        # somebody in office
        ("窗口工作人员当众辱骂老人", "视频有人拍下来了。"),
        ("民警酒驾撞倒路人", ""),
        # a claim that goes round
        ("扩散!柳湾有人贩子抢孩子", "家长群里都在转,不知道真假。"),
        # an authority speaks of such a matter
        ("关于白石小学有关情况的通报", "县教育局成立调查组,涉事教师停职。"),
        ("临溪县启动应急响应", "昨夜山洪冲毁道路,转移安置群众。"),
    ],
)
def test_signals_of_a_matter(title: str, text: str) -> None:
    assert judged(title, text)[1:] == (True, True)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        # service: announced, planned, offered
        ("9月计划停水通知", "因管道检修,柳湾街道部分用户停水,敬请谅解。"),
        ("老年人流感疫苗免费接种开始预约", "接种后须留观,个别人出现发热属正常反应。"),
        ("白石路施工封路公告", "10日至12日封闭,请绕行,由此带来不便敬请谅解。"),
        ("国庆期间婚姻登记处延时服务", "欢迎预约办理。"),
        ("白石大桥建成通车", "全长两公里。"),
        # good news
        ("民警一小时找回老人遗失的存折", "老人来派出所求助,事后送来锦旗。"),
        ("出租车司机拾金不昧获点赞", "乘客写来感谢信。"),
        ("走失老人被热心市民平安送回家", ""),
        # small ads, pets, leisure
        ("两岁金毛求领养", "疫苗齐全,不咬人。"),
        ("寻狗:白色小狗在望溪公园走失", "必有重谢。"),
        ("二手电动车转让", "八成新,没有事故。"),
        ("周末爬山约伴", "自带干粮,量力而行。"),
        # forecasts and advice
        ("国庆天气:先雨后晴,注意降温", "气象台预计,2日有小到中雨,雨天路滑。"),
        ("冬季用火用电安全提示", "请勿私拉电线,防止火灾。"),
        ("反诈骗小课堂进校园", "不要急于转账。"),
        # meetings, campaigns, posts
        ("县应急局部署森林防火工作", "会议要求落实责任。"),
        ("县市场监管局开展节前食品安全检查", "共检查企业40家,要求限期整改。"),
        ("全县中小学秋季开学", "校园里书声琅琅。"),
        ("县消防救援大队招聘政府专职消防员", ""),
        ("临溪县扫黑除恶宣传进社区", "发放举报电话卡片。"),
        # a word of a category is no matter by itself
        ("临溪的疫苗有哪些", ""),
        ("一周降雨统计", ""),
        ("民警的一天", "早上八点,他走进派出所。"),
    ],
)
def test_routine_without_a_signal(title: str, text: str) -> None:
    assert not judged(title, text)[2]


def test_figures_read_before_are_used() -> None:
    told = FiguresReading(Figures(injured=2))
    arguments = ("县城北路见闻", "一切如常。", PUBLISHED, ANYWHERE, Category.OTHER)
    assert not relevance(*arguments).matter
    assert relevance(*arguments, figures=told).matter


def test_reasons_name_the_signals() -> None:
    article = ("居民投诉工地扰民", "夜里噪音不断。")
    found = relevance(*article, PUBLISHED, ANYWHERE, categorise(*article).category)
    assert "投诉" in found.reasons[-1]


def test_somebody_elses_accident_is_not_ours() -> None:
    assert judged("杭州一仓库起火", "", COUNTY) == (False, True, True)
    assert judged("临溪县一仓库起火", "", COUNTY) == (True, True, True)


def test_the_row_of_the_grade_command() -> None:
    row = grade_row(
        {
            "id": "a1",
            "title": "临溪一化工厂爆炸致9死12伤",
            "text": "截至7月20日18时,爆炸已造成9人死亡,3人失踪,12人受伤。",
            "published_at": "2024-07-21 08:00",
        }
    )
    assert row["category"] == "work_accident"
    assert row["figures"] == {"dead": 9, "missing": 3, "injured": 12}
    assert row["as_of"] == "2024-07-20T18:00:00+08:00"
    assert (row["grade_confirmed"], row["grade_possible"]) == ("较大", "重大")
    assert row["real"] is True
    assert all(isinstance(reason, str) for reason in row["reasons"])


@pytest.mark.parametrize(
    "record",
    [{}, {"id": 1, "title": None, "text": None}, {"published_at": "7月", "text": "\ud800"}],
)
def test_an_odd_record_is_read_as_empty(record: dict[str, object]) -> None:
    row = grade_row(record)
    assert row["figures"] == {}
    assert row["grade_confirmed"] is None


def test_a_drill_has_no_reality() -> None:
    assert (
        grade_row({"id": 1, "title": "云岭市举行地震应急演练", "text": "模拟5级地震。"})["real"]
        is False
    )


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("县消防大队开展高层火灾疏散实战拉动", "某小区“突发火灾”,消防队员将被困人员全部救出。"),
        ("消防“双盲”拉动检验应急能力", "凌晨,某商场“起火”,各中队迅速集结。"),
        ("警方破获一起未遂爆炸案", "嫌疑人在车站准备爆炸物时被当场控制。"),
        ("临溪县通报一起道路交通事故警示案例", "去年3月,一货车侧翻致2人死亡。"),
        ("以案为鉴:一起违规动火引发的火灾", "一冷库因违规动火起火。"),
    ],
)
def test_drills_foiled_plans_and_cautionary_tales_are_not_real(title: str, text: str) -> None:
    assert not relevance(title, text, None, ANYWHERE, Category.OTHER).real


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("临溪县突发事件总体应急预案", "第一条 特别重大事故,是指造成死亡30人以上的事故。"),
        ("防溺水安全教育走进校园", "民警结合典型溺亡案例为学生授课。"),
    ],
)
def test_rules_and_lessons_count_nobody(title: str, text: str) -> None:
    assert not read_figures(title, text).figures.stated()
    assert not relevance(title, text, None, ANYWHERE, Category.OTHER).matter

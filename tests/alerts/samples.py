"""Briefings about the fictional county of 临溪, for the tests of this room."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from alerts.outbox import Outgoing
from monitor.domain.briefing import Briefing, ClockBrief, Source
from monitor.domain.notices import NoticeReason
from monitor.domain.verdict import Verdict
from monitor.domain.words import Words

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 11, 20, 4, 40, tzinfo=UTC)  # 12:40 in the office's zone
DUE = START + timedelta(hours=5)

FIVE_HOURS = ClockBrief(
    clause="nat-5h",
    label=Words("5小时 权威信息", "5 h authoritative information"),
    verdict=Verdict.RUNNING,
    words=Words("尚在时限之内，未见回应", "inside the limit, no response seen yet"),
    basis=Words("事发时间", "occurrence"),
    start_text="11月20日 12:40",
    due_at=DUE,
    due_from=DUE,
    quote="最迟要在5小时内发布权威信息",
    rule_source="国办发〔2016〕80号 实施细则 三、积极回应关切",
)
ONE_DAY = replace(
    FIVE_HOURS,
    clause="nat-24h",
    label=Words("24小时 新闻发布会", "24 h press conference"),
    due_at=START + timedelta(hours=24),
    due_from=START + timedelta(hours=24),
    quote="最迟应在24小时内举行新闻发布会",
)
FIRE = Briefing(
    reason=NoticeReason.INCIDENT_OPENED,
    at=START + timedelta(minutes=20),
    incident="2026-0117",
    title="临溪县化工园一车间起火，现场浓烟滚滚",
    place="临溪县 化工园",
    category=Words("火灾", "fire"),
    grade=Words("重大", "grave"),
    units=("应急管理局", "消防救援大队"),
    clock=FIVE_HOURS,
    clocks=(FIVE_HOURS, ONE_DAY),
    sources=(
        Source(
            "化工园方向传来巨响，多名居民拍到浓烟",
            "http://news.linxi.example/2026/1120/118.html",
            "临溪在线",
            "11月20日 12:52",
        ),
        Source(
            "临溪化工园起火，消防已到场",
            "http://paper.yunling.example/a/20261120_3.html",
            "云岭晚报",
            "11月20日 13:05",
        ),
    ),
    answers=(),
    gaps=(),
    incident_url="http://board.linxi.example/incidents/2026-0117",
    office="临溪县委宣传部",
)


def standing(verdict: Verdict, zh: str, en: str, **changes: object) -> ClockBrief:
    """The five-hour clock in another state."""
    return replace(FIVE_HOURS, verdict=verdict, words=Words(zh, en), **changes)  # type: ignore[arg-type]


def about(reason: NoticeReason) -> Briefing:
    """The fire at the moment at which a notice of that reason is owed."""
    clock, changes = _STANDINGS[reason]
    clocks = (clock, *FIRE.clocks[1:])
    return replace(FIRE, reason=reason, clock=clock, clocks=clocks, **changes)  # type: ignore[arg-type]


_ANSWER = Source(
    "临溪县应急管理局关于化工园火灾的情况通报",
    "http://www.linxi.example/yjj/tzgg/202611/t20261120_55.html",
    "临溪县应急管理局",
    "11月20日 16:20",
)
_STANDINGS: dict[NoticeReason, tuple[ClockBrief, dict[str, object]]] = {
    NoticeReason.INCIDENT_OPENED: (FIVE_HOURS, {}),
    NoticeReason.GRADE_RAISED: (FIVE_HOURS, {"at": START + timedelta(hours=1)}),
    NoticeReason.WINDOW_AT_RISK: (
        standing(
            Verdict.DUE_SOON, "尚在时限之内，未见回应", "inside the limit, no response seen yet"
        ),
        {"at": START + timedelta(hours=4)},
    ),
    NoticeReason.WINDOW_BREACHED: (
        standing(
            Verdict.BREACHED_OPEN,
            "时限已过，在可见的官方渠道未见回应",
            "the limit passed and no response was seen",
        ),
        {"at": DUE + timedelta(minutes=47)},
    ),
    NoticeReason.ANSWERED: (
        standing(
            Verdict.MET,
            "应急管理局权威信息，在时限之内",
            "statement by 应急管理局, in time",
            answered_text="11月20日 16:20",
            margin_s=4800.0,
        ),
        {"at": START + timedelta(hours=3, minutes=41), "answers": (_ANSWER,)},
    ),
    NoticeReason.ANSWERED_LATE: (
        standing(
            Verdict.LATE_MET,
            "应急管理局权威信息，在时限之后",
            "statement by 应急管理局, after the limit",
            answered_text="11月20日 20:25",
            margin_s=-9900.0,
        ),
        {"at": DUE + timedelta(hours=3), "answers": (replace(_ANSWER, at="11月20日 20:25"),)},
    ),
    NoticeReason.BREACH_LIFTED: (
        standing(
            Verdict.WAIVED,
            "已豁免（值班员甲：经上级同意）",
            "waived by 值班员甲: 经上级同意",
        ),
        {"at": DUE + timedelta(hours=2)},
    ),
    NoticeReason.ANSWER_WITHDRAWN: (
        standing(
            Verdict.BREACHED_OPEN,
            "时限已过，曾发布的回应已撤回",
            "the limit passed; the answer was withdrawn",
        ),
        {"at": DUE + timedelta(hours=30)},
    ),
    NoticeReason.REMINDER: (
        standing(
            Verdict.BREACHED_OPEN,
            "时限已过，在可见的官方渠道未见回应",
            "the limit passed and no response was seen",
        ),
        {"at": DUE + timedelta(hours=4)},
    ),
    NoticeReason.ESCALATED: (FIVE_HOURS, {"at": START + timedelta(minutes=30)}),
    NoticeReason.CHANNEL_BLIND: (
        FIVE_HOURS,
        {"gaps": ("临溪县政府网：11月20日 14:10 起连续 3 次看不见",)},
    ),
    NoticeReason.CHANNEL_BACK: (
        FIVE_HOURS,
        {"gaps": ("临溪县政府网：11月20日 14:10–17:40 看不见",)},
    ),
    NoticeReason.DIGEST: (FIVE_HOURS, {}),
    NoticeReason.UNWATCHED: (FIVE_HOURS, {"gaps": ("11月20日 14:10–17:40 无人监测",)}),
    NoticeReason.CANNOT_SEE: (
        standing(
            Verdict.UNDETERMINED,
            "临溪县政府网有看不见的时段",
            "we could not see all of: 临溪县政府网",
        ),
        {
            "at": DUE + timedelta(minutes=5),
            "gaps": ("临溪县政府网：11月20日 14:10–17:40 无法访问",),
        },
    ),
}


def outgoing(number: int, **changes: object) -> Outgoing:
    """The row of one message to the duty officer."""
    row = Outgoing(
        key=f"{number:032x}",
        recipient="zhiban@linxi.example",
        language="zh-CN",
        briefing=FIRE,
        message_id="",
        thread_id="",
        attempts=0,
        generation=0,
    )
    return replace(row, **changes)  # type: ignore[arg-type]

"""A week of the fictional county of 临溪 for the digest's tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.digest.facts import ChannelHealth, DigestFacts
from monitor.domain.channel import ChannelKind
from monitor.domain.period import period_named
from monitor.domain.summary import Flow, LedgerLine
from monitor.domain.verdict import Verdict
from tests.alerts.samples import ZONE

WEEK = period_named("2026-W47", ZONE)
MONDAY, NEXT_MONDAY = WEEK.start, WEEK.end
FROZEN = NEXT_MONDAY + timedelta(hours=8)
_LABELS = {
    5: ("5小时 权威信息", "5 h authoritative information"),
    24: ("24小时 新闻发布会", "24 h press conference"),
    48: ("48小时 回应", "48 h response"),
}
_STORIES = (
    # title, units, window in hours, start after Monday in hours, answer after start, verdict
    ("化工园车间起火", ("应急管理局",), 5, 10, 3.7, Verdict.MET),
    ("化工园车间起火", ("应急管理局",), 24, 10, None, Verdict.BREACHED_OPEN),
    ("县道客车侧翻", ("公安局", "交通运输局"), 5, 30, 7.75, Verdict.LATE_MET),
    ("县道客车侧翻", ("公安局", "交通运输局"), 24, 30, 20, Verdict.MET),
    ("青石镇饮用水发黄", ("生态环境局",), 48, 5, 26, Verdict.MET),
    ("河东小学午餐投诉", ("教育局",), 48, 12, 40, Verdict.MET),
    ("城南路面塌陷", ("住建局",), 48, 20, None, Verdict.BREACHED_OPEN),
    ("网传水库决堤", ("公安局",), 48, 33, 1.5, Verdict.MET),
    ("柳桥镇拆迁纠纷", ("柳桥镇",), 48, 40, 55, Verdict.LATE_MET),
    ("夜市摊贩被罚", ("城管局",), 48, 44, 9, Verdict.MET),
    ("医院收费争议", ("卫生健康局",), 48, 50, 22, Verdict.MET),
    ("老旧小区停电", ("住建局",), 48, 60, None, Verdict.UNDETERMINED),
    ("公交线路取消", ("交通运输局",), 48, 66, 4.5, Verdict.MET),
    ("养殖场异味", ("生态环境局",), 48, 130, None, Verdict.RUNNING),
    ("景区索道停运", (), 48, 158, None, Verdict.RUNNING),
)


def line(number: int, **changes: object) -> LedgerLine:
    """The ledger line of one story."""
    title, units, hours, after, took, verdict = _STORIES[number]
    start = MONDAY + timedelta(hours=after)
    story = LedgerLine(
        incident=f"2026-{title}",
        title=f"临溪县{title}",
        clause=f"nat-{hours}h",
        label_zh=_LABELS[hours][0],
        label_en=_LABELS[hours][1],
        window=timedelta(hours=hours),
        units=units,
        opened_at=start,
        start_earliest=start,
        start_latest=start,
        due_at=start + timedelta(hours=hours),
        verdict=verdict,
        words_zh="临溪县政府网有看不见的时段",
        words_en="we could not see all of: 临溪县政府网",
        answered_at=None if took is None else start + timedelta(hours=took),
        answer_url="" if took is None else f"http://www.linxi.example/{number}.html",
        incident_url=f"http://board.linxi.example/incidents/{number}",
    )
    return replace(story, **changes)  # type: ignore[arg-type]


LINES = tuple(line(number) for number in range(len(_STORIES)))
FACTS = DigestFacts(
    office="临溪县委宣传部",
    period=WEEK,
    frozen_at=FROZEN,
    zone=ZONE,
    lines=LINES,
    carried=Flow(from_before=1, begun=14, answered=11, into_next=2),
    articles=4817,
    channels=(
        ChannelHealth(
            "临溪县政府网",
            ChannelKind.OFFICIAL,
            1008,
            951,
            timedelta(hours=9, minutes=30),
            FROZEN - timedelta(minutes=4),
        ),
        ChannelHealth(
            "临溪在线", ChannelKind.NEWS, 1008, 1008, timedelta(0), FROZEN - timedelta(minutes=2)
        ),
        ChannelHealth("云岭晚报", ChannelKind.NEWS, 336, 0, timedelta(days=7), None),
        ChannelHealth(
            "临溪县公安局",
            ChannelKind.OFFICIAL,
            1006,
            1004,
            timedelta(0),
            datetime(2026, 11, 22, 23, 58, tzinfo=UTC),
        ),
    ),
)

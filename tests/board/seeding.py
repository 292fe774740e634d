"""A fictional county's store with every state of a clock in it, seen at `NOW`."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, SQLModel

from monitor.store.outbox_tables import OutboxRow
from monitor.store.tables import (
    ArticleRow,
    ChannelRow,
    ClockRow,
    DigestRow,
    EventRow,
    HeartbeatRow,
    IncidentRow,
    PollRow,
    ResponseRow,
)

NOW = datetime(2026, 11, 20, 5, 20, tzinfo=UTC)  # 13:20 in Shanghai, a Friday
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>" + "ＡＢＣ" * 60
UNITS = {
    "emergency": "县应急管理局",
    "police": "县公安局",
    "education": "县教育局",
    "water": "县水务局",
}
_HOURS = {"nat-5h": 5, "nat-24h": 24, "nat-48h": 48}


def ago(hours: float = 0, minutes: float = 0) -> datetime:
    """That long before `NOW`."""
    return NOW - timedelta(hours=hours, minutes=minutes)


def incident(number: int, title: str, began: datetime, **columns: Any) -> IncidentRow:
    """An incident first reported, and detected ten minutes later, at `began`."""
    row: dict[str, Any] = {
        "id": number,
        "title": title,
        "place": "临溪县",
        "category": "livelihood",
        "units": [],
        "figures": {},
        "grade_reasons": [],
        "detected_at": began + timedelta(minutes=10),
        "first_public_earliest": began,
        "first_public_latest": began,
        "first_public_source": "visible",
        "first_public_precision": "minute",
        "last_article_at": began + timedelta(minutes=30),
    }
    return IncidentRow(**(row | columns))


def clock(
    number: int, clause: str, start: datetime, verdict: str, words: str, **columns: Any
) -> ClockRow:
    """A clock that runs from `start`; `vague` (a length) makes start and due time intervals."""
    vague = columns.pop("vague", timedelta(0))
    window = timedelta(hours=_HOURS[clause])
    row: dict[str, Any] = {
        "incident_id": number,
        "clause": clause,
        "profile": "national",
        "window_s": window.total_seconds(),
        "basis": "occurred" if clause != "nat-48h" else "detected",
        "start_earliest": start,
        "start_latest": start + vague,
        "start_source": "visible",
        "start_precision": "day" if vague else "minute",
        "due_from": start + window,
        "due_at": start + vague + window,
        "verdict": verdict,
        "words_zh": words,
        "words_en": f"reason: {verdict}",
        "gaps": [],
    }
    if verdict in ("breached_open", "late_met"):
        row |= {"breached_at": row["due_at"], "noticed_at": row["due_at"] + timedelta(seconds=2)}
    return ClockRow(**(row | columns))


def article(
    number: int, incident_id: int, channel: str, title: str, at: datetime, text: str, **more: Any
) -> ArticleRow:
    """An article published at `at` to the minute, and seen four minutes later."""
    kind = "official" if channel.startswith("gov") else "news"
    row: dict[str, Any] = {
        "id": number,
        "channel": channel,
        "channel_kind": kind,
        "url": f"https://{channel}.example.cn/{number}.html",
        "title": title,
        "text": text,
        "published_earliest": at,
        "published_latest": at,
        "published_source": "visible",
        "published_precision": "minute",
        "first_seen_at": at + timedelta(minutes=4),
        "incident_id": incident_id,
    }
    return ArticleRow(**(row | more))


def response(
    number: int, incident_id: int, article_id: int, kind: str, at: datetime, **more: Any
) -> ResponseRow:
    """An answer the machine linked by itself, unless told otherwise."""
    row: dict[str, Any] = {
        "id": number,
        "incident_id": incident_id,
        "article_id": article_id,
        "kind": kind,
        "issuer": "县应急管理局",
        "at_earliest": at,
        "at_latest": at,
        "at_source": "visible",
        "at_precision": "minute",
        "link": "auto",
        "score": 0.91,
        "reason": "同一地点、同一企业、伤亡数字一致",
        "linked_by": "huiying",
        "linked_at": at + timedelta(minutes=5),
    }
    return ResponseRow(**(row | more))


_FIRE = (
    "11月19日14时40分许，临溪县化工园区一处原料仓库起火，附近居民看到浓烟和火光。"
    "截至当晚，消防部门出动12车60人处置，明火已扑灭，事故造成10人死亡、3人受伤。起火原因不明。"
)
_FIRE_ANSWER = (
    "临溪县应急管理局情况通报：11月19日14时40分许，临溪县化工园区一处原料仓库起火。"
    "接报后县委、县政府立即组织消防部门出动12车60人处置，事故造成10人死亡、3人受伤，"
    "原因正在调查，后续情况将及时发布。"
)
_WATER = "石桥镇多名居民反映，家中自来水连续三天发黄、有异味，拨打热线后一直没有说法。"


def _fire() -> list[Any]:
    """Answered within 5 h; the press conference within 24 h is still owed."""
    began = ago(22, 40)
    rows: list[Any] = [
        incident(
            1,
            "临溪县化工园区仓库火灾",
            began + timedelta(minutes=25),
            category="fire",
            units=["emergency"],
            figures={"dead": 10, "injured": 3},
            grade_confirmed="重大",
            grade_reasons=[
                "死亡 10 人：10 人以上 30 人以下为重大（《生产安全事故报告和调查处理条例》第三条）"
            ],
            graded_at=ago(21),
            occurred_earliest=began,
            occurred_latest=began,
            occurred_source="text",
            occurred_precision="minute",
        ),
        clock(
            1,
            "nat-5h",
            began,
            "met",
            "县应急管理局权威信息，在时限之内",
            answered_by=1,
            answered_earliest=ago(19, 5),
            answered_latest=ago(19, 5),
        ),
        clock(1, "nat-24h", began, "due_soon", "尚在时限之内，未见回应"),
        clock(1, "nat-48h", began, "not_applicable", "事件等级已确认为重大，改按更短时限计时"),
        article(1, 1, "linxi-news", "临溪县化工园区一仓库起火 浓烟弥漫", ago(22, 15), _FIRE),
        article(3, 1, "gov-emergency", "关于化工园区仓库火灾的情况通报", ago(19, 5), _FIRE_ANSWER),
        response(1, 1, 3, "statement", ago(19, 5)),
        article(
            4, 1, "gov-portal", "县政府将召开新闻发布会的预告", ago(3), "定于今日召开新闻发布会。"
        ),
        response(4, 1, 4, "press_conference_announced", ago(3), issuer="县政府新闻办"),
    ]
    for number in range(10, 22):
        at = ago(22 - (number - 10) * 0.9)
        title = f"化工园区仓库火灾最新进展（{number - 9}）"
        rows.append(article(number, 1, "yunling-daily", title, at, _FIRE, duplicate_of=1))
    return rows


def _overdue() -> list[Any]:
    began = ago(5, 47)
    return [
        incident(
            2,
            "云岭路校车侧翻",
            began + timedelta(minutes=20),
            category="traffic",
            place="临溪县城关镇",
            units=["police", "education"],
            grade_possible="重大",
            grade_confirmed="重大",
            figures={"dead": 11},
            occurred_earliest=began,
            occurred_latest=began,
            occurred_source="text",
            occurred_precision="minute",
        ),
        clock(2, "nat-5h", began, "breached_open", "时限已过，在可见的官方渠道未见回应"),
        clock(2, "nat-24h", began, "running", "尚在时限之内，未见回应"),
        article(
            30, 2, "linxi-news", "云岭路一辆校车侧翻 多人送医", ago(5, 27), "校车侧翻，多人送医。"
        ),
    ]


def _smaller() -> list[Any]:
    """The 48 h windows: running with a card to review, undetermined, late, met, waived."""
    answered = {"answered_by": None}
    return [
        incident(3, "石桥镇自来水发黄", ago(20), place="临溪县石桥镇", units=["water"]),
        clock(3, "nat-48h", ago(20), "running", "有一份疑似回应待人工确认"),
        article(40, 3, "linxi-forum", "石桥镇的水到底怎么了", ago(20), _WATER),
        article(
            41,
            3,
            "gov-portal",
            "关于石桥镇供水水质的说明",
            ago(2),
            "石桥镇自来水连续三天发黄，已换管。",
        ),
        response(
            2,
            3,
            41,
            "website_reply",
            ago(2),
            link="review",
            score=0.55,
            issuer="县水务局",
            reason="同一乡镇、同一事由，未提及处理时间",
        ),
        incident(4, "青禾乡中学食堂食材变质", ago(53), units=["education"], category="food_safety"),
        clock(
            4,
            "nat-48h",
            ago(53),
            "undetermined",
            "县教育局网站有看不见的时段",
            gaps=[
                {
                    "channel": "gov-edu",
                    "title": "县教育局网站",
                    "start": ago(30).isoformat(),
                    "end": ago(4).isoformat(),
                }
            ],
        ),
        article(50, 4, "linxi-forum", "青禾乡中学食堂", ago(53), "食材变质。"),
        incident(5, "河湾镇占道施工无围挡", ago(80)),
        clock(
            5,
            "nat-48h",
            ago(80),
            "late_met",
            "县住建局网站回复，在时限之后",
            **(answered | {"answered_earliest": ago(29), "answered_latest": ago(29)}),
        ),
        incident(6, "网传北山水库溃坝", ago(30), category="rumour"),
        clock(
            6,
            "nat-48h",
            ago(30),
            "met",
            "县公安局辟谣，在时限之内",
            **(answered | {"answered_earliest": ago(27), "answered_latest": ago(27)}),
        ),
        incident(7, "县城限行方案被误读", ago(60)),
        clock(7, "nat-48h", ago(60), "waived", "上级统一回应"),
    ]


def _hostile() -> list[Any]:
    """What a page might say to break the board."""
    return [
        incident(8, HOSTILE, ago(13), place='"><b>x</b>', units=["<i>unit</i>"]),
        clock(8, "nat-48h", ago(13), "running", "尚在时限之内", vague=timedelta(hours=10)),
        article(80, 8, "linxi-forum", HOSTILE, ago(13), HOSTILE, url="javascript:alert(3)"),
    ]


def _channels() -> list[Any]:
    declared = {
        "gov-portal": ("临溪县人民政府", "official", ""),
        "gov-emergency": ("县应急管理局网站", "official", "emergency"),
        "gov-edu": ("县教育局网站", "official", "education"),
        "linxi-news": ("临溪新闻网", "news", ""),
        "linxi-forum": ("临溪论坛", "news", ""),
        "yunling-daily": ("云岭日报", "news", ""),
    }
    rows: list[Any] = []
    for name, (title, kind, owner) in declared.items():
        down = name == "gov-edu"
        rows.append(
            ChannelRow(
                name=name,
                title=title,
                kind=kind,
                owner=owner,
                next_poll_at=NOW + timedelta(minutes=5),
                last_poll_at=ago(0, 5),
                last_ok_at=ago(30) if down else ago(0, 5),
                last_outcome="unreachable" if down else "ok",
                last_detail="connection refused" if down else "",
                failures=31 if down else 0,
            )
        )
        for look in range(0, 60 * 60, 10):
            at = ago(0, 5 + look)
            outcome = "unreachable" if down and at > ago(30) else "ok"
            outage = name == "gov-portal" and ago(10) < at < ago(8.2)
            outcome = "http_error" if outage else outcome
            rows.append(PollRow(channel=name, started_at=at, finished_at=at, outcome=outcome))
    return rows


def _messages() -> list[Any]:
    sent: dict[str, Any] = {
        "incident_id": 2,
        "clause": "nat-5h",
        "reason": "window_breached",
        "recipient": "duty@office.example.cn",
        "language": "zh",
        "message_id": "<a@huiying>",
        "thread_id": "<t@huiying>",
        "created_at": ago(0, 47),
        "next_try_at": ago(0, 47),
    }
    return [
        OutboxRow(
            id=1,
            key="k1",
            state="sent",
            attempts=1,
            sent_at=ago(0, 46),
            subject="[超时] 5小时 权威信息 · 云岭路校车侧翻 · 县公安局",
            text="请立即发布权威信息。",
            html="<!doctype html><html><body><p style='color:#b91c1c'>请立即发布权威信息</p>"
            "<script>parent.document.title='owned'</script></body></html>",
            **sent,
        ),
        OutboxRow(id=2, key="k2", state="pending", **sent),
    ]


def _log() -> list[Any]:
    late = {"clause": "nat-24h", "old": "running", "new": "due_soon"}
    owed = {"clause": "nat-24h", "rung": "0.8", "to": 2}
    entries: list[tuple[datetime, str, str, dict[str, Any]]] = [
        (ago(22, 5), "incident_opened", "首篇报道：临溪新闻网", {}),
        (ago(21), "grade_changed", "未定级 → 重大：死亡 10 人", {}),
        (ago(19), "response_linked", "权威信息：县应急管理局，把握 0.91", {}),
        (ago(4), "verdict_changed", "尚在时限之内，未见回应", late),
        (ago(4), "notice_queued", "window_at_risk", owed),
    ]
    return [
        EventRow(
            at=at, kind=kind, incident="1", actor="huiying", reason=reason, data=data, hash="0" * 64
        )
        for at, kind, reason, data in entries
    ]


def seed(engine: Engine, *, hostile: bool = True) -> None:
    """Create the tables and fill them; without `hostile`, fit for a picture."""
    SQLModel.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all([*_fire(), *_overdue(), *_smaller(), *_channels(), *_messages(), *_log()])
        session.add_all(_hostile() if hostile else [])
        page = "<h1>周报四十六</h1>"
        digest = DigestRow(period="2026-W46", kind="week", frozen_at=ago(100), html=page)
        session.add(digest)
        session.add(HeartbeatRow(role="watch", at=ago(0, 0.2)))
        session.commit()

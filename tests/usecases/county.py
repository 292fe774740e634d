"""A small fictional county: its office, and short ways to let articles arrive."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.domain.channel import Channel, ChannelKind, Poll, PollOutcome, Reader
from monitor.domain.when import When
from monitor.judge.judge import Judge, JudgeSetup
from monitor.judge.units import Unit
from monitor.settings.policy_files import load_policy
from monitor.store.mapping import when_columns
from monitor.store.store import Store
from monitor.store.tables import ArticleRow
from monitor.text.places import Gazetteer, Jurisdiction
from monitor.usecases.advance_clocks import advance_clocks
from monitor.usecases.judge_articles import judge_new_articles
from monitor.usecases.office import Office, Recipient, Relayed

ZONE = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # Monday 09:00 in Shanghai
HOUR = timedelta(hours=1)

NEWS = Channel("news", "临溪新闻网", ChannelKind.NEWS, Reader.FEED, "http://news.example/rss")
BBS = Channel("bbs", "临溪论坛", ChannelKind.NEWS, Reader.LIST, "http://bbs.example/")
GOV = Channel("gov", "临溪县人民政府", ChannelKind.OFFICIAL, Reader.LIST, "http://gov.example/")
WATER = replace(GOV, name="water", title="临溪县水务局", url="http://water.example/", owner="water")
CHANNELS = {channel.name: channel for channel in (NEWS, BBS, GOV, WATER)}

OFFICE = Office(
    name="临溪县政务舆情监测室",
    zone=ZONE,
    language="zh",
    policy=load_policy("national"),
    channels=CHANNELS,
    recipients=(
        Recipient("duty@linxi.example", ("duty",)),
        Recipient("water@linxi.example", ("department_head",), ("water",)),
        Recipient("director@linxi.example", ("office_director",)),
    ),
    unit_names={"water": "县水务局", "emergency": "县应急管理局"},
    public_url="http://127.0.0.1:8600",
    mail_domain="linxi.example",
    relayed=Relayed.REVIEW,
)

YELLOW_WATER = (
    "柏湾镇自来水连续三天发黄，居民不敢用",
    (
        "柏湾镇多名居民向本报反映，从2月28日起家中自来水浑浊发黄，放置半小时后底部有沉淀物。"
        "居民质疑水厂水质不达标，多次拨打供水热线投诉未得到答复，希望有关部门尽快查明原因。"
    ),
)
YELLOW_WATER_ANSWER = (
    "关于柏湾镇自来水发黄问题的情况说明",
    (
        "针对柏湾镇居民反映自来水浑浊发黄的问题，临溪县水务局第一时间组织水厂排查。经查，柏湾水厂管网改造"
        "冲洗不彻底，导致部分居民家中自来水发黄。目前管网已冲洗完毕，水质检测合格。对由此给居民带来的不便深表歉意。"
        "临溪县水务局"
    ),
)
EXPLOSION = (
    "临溪经济开发区一化工厂发生爆炸 已致12人死亡",
    (
        "3月2日8时20分许，临溪县经济开发区恒泽化工厂车间发生爆炸。记者从现场了解到，"
        "截至10时，爆炸已造成12人死亡、20人受伤，伤者已送医救治，现场救援仍在进行。"
    ),
)
EXPLOSION_AGAIN = (
    "恒泽化工厂爆炸12人遇难 救援仍在继续",
    (
        "临溪县经济开发区恒泽化工厂3月2日上午发生爆炸事故。附近居民称，爆炸声响十分巨大，"
        "多家商铺玻璃震碎。医院方面证实，事故已造成12人遇难，另有20名伤者正在接受治疗。"
    ),
)
EXPLOSION_NOTICE = (
    "关于恒泽化工厂爆炸事故的情况通报",
    (
        "3月2日8时20分许，临溪县经济开发区恒泽化工厂发生爆炸事故。事故发生后，县委、县政府立即启动应急响应，"
        "组织救援。截至3月2日11时，事故已造成12人死亡、20人受伤。事故原因正在调查。临溪县应急管理局"
    ),
)

Text = tuple[str, str]


def judge() -> Judge:
    """A judge of this county."""
    place = Jurisdiction(open=False, name="临溪县", aliases=("临溪",), inside=("柏湾镇",))
    units = (
        Unit("water", "县水务局", ("临溪县水务局",), ("自来水", "供水")),
        Unit("emergency", "县应急管理局", ("临溪县应急管理局",), ("work_accident",)),
    )
    return Judge(JudgeSetup(Gazetteer(place), units, ZONE))


class County:
    """A store with its judge, and time that only moves when a test says so."""

    def __init__(self, store: Store, office: Office = OFFICE) -> None:
        self.store = store
        self.office = office
        self.judge = judge()
        with store.write() as work:
            work.channels.declare(CHANNELS.values(), MORNING)

    def publish(self, text: Text, at: datetime, channel: Channel = NEWS, url: str = "") -> None:
        """An article appears and is stored, seen ten minutes after it was published."""
        title, body = text
        row = ArticleRow(
            channel=channel.name,
            channel_kind=channel.kind.value,
            owner=channel.owner,
            url=url or f"{channel.url}{abs(hash((title, at)))}",
            title=title,
            text=body,
            **when_columns("published", When.at(at, "test")),
            first_seen_at=at + timedelta(minutes=10),
        )
        with self.store.write() as work:
            work.articles.add(row)

    def look(self, start: datetime, end: datetime, *channels: Channel) -> None:
        """The channels are looked at every ten minutes, with success."""
        at = start
        while at <= end:
            with self.store.write() as work:
                for channel in channels or (GOV, WATER):
                    poll = Poll(channel.name, at, at, PollOutcome.OK, items=5)
                    work.channels.record(poll, {}, channel.every, None)
            at += timedelta(minutes=10)

    def tick(self, now: datetime) -> None:
        """Judge what arrived, then settle what is due."""
        judge_new_articles(self.store, self.judge, self.office, now)
        advance_clocks(self.store, self.office, now)

    def verdicts(self, incident: int = 1) -> dict[str, str]:
        """Where each window of an incident stands."""
        with self.store.read() as work:
            return {c: row.verdict for c, row in work.incidents.clocks(incident).items()}

    def owed(self) -> list[tuple[str, str, str]]:
        """(reason, clause, recipient) of everything in the outbox, oldest first."""
        with self.store.write() as work:
            rows = work.outbox.claim(MORNING + timedelta(days=365), 1000, timedelta(0))
            return [(row.reason, row.clause, row.recipient.partition("@")[0]) for row in rows]

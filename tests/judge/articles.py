"""Articles of fictional places, as the judge's tests need them."""

from datetime import UTC, datetime, timedelta

from monitor.domain.article import Article
from monitor.domain.channel import ChannelKind
from monitor.domain.when import When

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # nine o'clock in the morning in Shanghai

BLAST = (
    "3月2日8时20分许，临溪县石桥镇宏远烟花厂一车间发生爆炸，周边多户村民窗户被震碎。"
    "消防救援人员赶到后展开搜救，截至上午9时已救出7名被困工人，其中2人伤势较重，正在县人民医院"
    "接受治疗。附近居民说，爆炸声在数公里外都能听到，厂区上空升起浓烟。"
)
BLAST_AGAIN = (
    "临溪县宏远烟花厂爆炸已过去一天，石桥镇的村民仍在清理碎玻璃。烟花厂大门紧闭，被困工人的家属"
    "守在县人民医院外等候消息。有村民说，该厂去年就因车间超量存放药物被处罚过，爆炸前数日还在夜间生产。"
)
BUS = (
    "3月2日上午，云岭市南湖区解放路一辆12路公交车与渣土车相撞，公交车侧翻，车上乘客不同程度受伤。"
    "目击者称渣土车当时闯红灯，南湖区解放路交通一度中断。"
)
NOTICE = (
    "2026年3月2日8时20分许，我县石桥镇宏远烟花厂一车间发生爆炸。事故发生后，县委、县政府立即启动应急"
    "预案，组织消防、医疗等力量救援。截至3月2日12时，共救出被困工人7名，其中2人重伤。"
    "事故原因正在调查，企业负责人已被控制。"
)


def article(
    id_: str,
    title: str,
    text: str,
    hours: float = 0,
    *,
    official: bool = False,
    owner: str = "",
) -> Article:
    """An article published `hours` after the start of the story."""
    at = START + timedelta(hours=hours)
    kind = ChannelKind.OFFICIAL if official else ChannelKind.NEWS
    return Article(
        id=id_,
        channel="channel",
        channel_kind=kind,
        url=f"https://news.example/{id_}",
        title=title,
        text=text,
        published=When.at(at, "visible"),
        first_seen_at=at + timedelta(minutes=5),
        owner=owner,
    )

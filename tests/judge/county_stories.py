"""The stories of `county_stories.txt`, and as many made-up matters of the month before as asked."""

from collections.abc import Sequence
from pathlib import Path

from monitor.domain.article import Article
from monitor.text.places import Jurisdiction
from tests.judge.articles import article

COUNTY = Jurisdiction(
    open=False,
    name="临溪县",
    aliases=("临溪",),
    inside=("柏湾镇", "石桥镇", "青禾镇", "杨树乡", "白鹭街道"),
    within=("云岭市",),
)
PARTS = ("first week", "second week", "third week", "one site")

Labelled = Sequence[tuple[str, Article]]
"""Articles in the order of time, each behind the name of its matter."""


def stories(*parts: str) -> Labelled:
    """The stories of some parts of the file."""
    found = []
    part = ""
    lines = Path(__file__).with_suffix(".txt").read_text("utf-8").splitlines()
    for number, line in enumerate(lines):
        if line.startswith("== "):
            part = line.removeprefix("== ")
        elif part in parts:
            matter, hours, who, title, text = line.split("|")
            name = f"{matter}-{number}"
            found.append((matter, article(name, title, text, float(hours), official=who == "o")))
    return sorted(found, key=lambda pair: pair[1].when.latest)


_SYLLABLES = "东门西河南坡北塘上庄洋前井岭新桥老街竹园梅松岗柳堤桃溪杏坛兰亭菊莲荷枫林槐榆关桂花"
_THINGS = (
    ("垃圾站垃圾外溢", "垃圾站清运不及时，垃圾外溢，苍蝇乱飞"),
    ("广场舞音响太吵", "广场舞音响开到晚上十点，吵得孩子没法写作业"),
    ("井盖缺失", "路上的井盖缺失，骑车的人掉了进去"),
    ("公厕锁门", "公厕常年锁门，赶集的人没处方便"),
    ("信号塔辐射", "居民楼顶装了信号塔，住户担心辐射"),
    ("宅基地审批慢", "宅基地审批材料交了一年没有回音"),
    ("低保被取消", "老人的低保突然被取消，没有说明理由"),
    ("烧烤油烟", "烧烤店油烟直接排到楼上，衣服不能晾"),
    ("货车超载压坏路", "拉沙的货车超载，把新修的路压坏了"),
    ("燃气开户费", "燃气开户费比邻县贵一千元，没有依据"),
)
_FORMS = (
    "{town}居民反映，{place}{text}，多次投诉未得到答复，希望有关部门尽快处理。",
    "有网友发帖称，{town}{place}{text}，引发关注。记者走访看到，情况属实，工作人员称正在核实。",
    "{town}多名居民向本报反映，{place}连续多日{text}，多次拨打热线未果，希望有关部门尽快查明原因。",
)


def earlier(count: int) -> Labelled:
    """So many matters of the month before, one report or two of each, from few patterns.

    One kind of matter comes up in every town, and again in another village of it a week later.
    """
    found = []
    for number in range(count):
        town = COUNTY.inside[number % len(COUNTY.inside)]
        head, text = _THINGS[number // len(COUNTY.inside) % len(_THINGS)]
        steps = (7 * number, 7 * number + 1, 11 * number)
        place = "".join(_SYLLABLES[step % len(_SYLLABLES)] for step in steps) + "村"
        for report in range(1 + number % 2):
            body = _FORMS[(number + report) % len(_FORMS)].format(town=town, place=place, text=text)
            title = f"{place}{head}没人管" if report else f"{town}{place}{head}"
            hours = 3.5 * number + 9 * report - 720
            name = f"before-{number}"
            found.append((name, article(f"{name}-{report}", title, body, hours)))
    return sorted(found, key=lambda pair: pair[1].when.latest)

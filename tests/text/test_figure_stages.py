"""Figures of an earlier stage are settled by what is told later; all places are fictional."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from monitor.domain.when import When
from monitor.text.figures import read_figures

PUBLISHED = When.at(datetime(2024, 8, 13, 20, 0, tzinfo=ZoneInfo("Asia/Shanghai")), "meta")

STAGES = [
    # all found alive
    ("", "11日矿井透水,13人失联。13日,13名失联矿工全部升井。", {}),
    ("13名失联矿工全部获救", "11日矿井透水,遇难5人,失联13人。", {"dead": 5}),
    ("", "3名学生失联。经核实,3人均已取得联系。", {}),
    # all found dead: they are the dead, if no number of dead is told
    ("", "滑坡致44人失联。44名失联人员已全部搜救出来,均无生命体征。", {"dead": 44}),
    ("", "滑坡致9人失联。目前失踪人员确认死亡。", {"dead": 9}),
    ("", "爆炸当场致2人死亡,3人失踪。失踪人员已确认遇难,共造成5人死亡。", {"dead": 5}),
    # the last one, the others, the search
    ("", "21人失踪。最后一名遇难者遗体找到,确定22人罹难。", {"dead": 22}),
    ("", "2人遇难,2人下落不明。另外两名工人相继被找到,遇难者增至4人。", {"dead": 4}),
    ("", "井下14人升井,14人下落不明。救援工作已结束,共造成17人遇难。", {"dead": 17}),
    # what is still so stays
    ("", "6人失联。此前失联的4人已全部找到,目前仍有2人失联。", {"missing": 2}),
    ("", "船上39人全部失踪。打捞起7具遗体,其余32人仍然失踪。", {"dead": 7, "missing": 32}),
    ("", "5人失踪,一人死亡。", {"dead": 1, "missing": 5}),
    ("", "5人失联,已搜救出2人。", {"missing": 5}),
    ("", "6人失联,其余人员全部脱险。", {"missing": 6}),
    ("", "失踪的2名儿童尚未找到。", {"missing": 2}),
    ("", "县政府曾通报搜救工作结束。又有群众申报4人失踪。", {"missing": 4}),
    # a first count is out of date once bodies are found
    ("", "初步核实5人失联。13日,1名遇难人员遗体在下游找到。", {"dead": 1}),
    # who was hurt has died since
    ("", "事故造成3人死亡、1人受伤,后伤者经抢救无效死亡。", {"dead": 4}),
    ("商铺起火致6人死亡", "4人死亡、2人受伤,后伤员经抢救无效死亡。", {"dead": 6}),
    ("", "男子捅伤两人,两人送医后均不治身亡。", {"dead": 2}),
    ("", "1人死亡,3人受伤。1名伤者不治,目前共2人死亡,2人受伤。", {"dead": 2, "injured": 2}),
]


@pytest.mark.parametrize(("title", "text", "stated"), STAGES)
def test_the_latest_stage_stands(title: str, text: str, stated: dict[str, int]) -> None:
    assert read_figures(title, text, PUBLISHED).figures.stated() == stated


def test_a_huge_text_of_settlements_takes_bounded_time() -> None:
    read_figures("", "3人失联。3名失联人员全部找到,均已遇难。" * 5_000)

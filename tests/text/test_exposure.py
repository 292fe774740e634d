"""When a matter became public, as later texts tell it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from monitor.domain.when import When
from monitor.text.exposure import exposed

ZONE = ZoneInfo("Asia/Shanghai")
PUBLISHED = When.at(datetime(2026, 3, 6, 12, 0, tzinfo=ZONE), "test")
TITLE = "柏湾镇卫生院产妇转院途中身亡 家属质疑延误救治"


def told(sentence: str, title: str = TITLE) -> tuple[str, str] | None:
    when = exposed(title, f"柏湾镇卫生院产妇身亡一事仍在调查。\n{sentence}", PUBLISHED, ZONE)
    if when is None:
        return None
    low, high = when.earliest.astimezone(ZONE), when.latest.astimezone(ZONE)
    return low.strftime("%m-%d %H:%M"), high.strftime("%m-%d %H:%M")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("3月2日，《云岭晚报》报道该事件，引起舆论关注。", ("03-02 00:00", "03-02 23:59")),
        (
            "3月1日，有网友发帖质疑卫生院延误救治，产妇家属也赶到现场。",
            ("03-01 00:00", "03-01 23:59"),
        ),
        ("3月3日晚，一段视频在朋友圈热传，引发热议。", ("03-03 18:00", "03-03 23:59")),
        ("昨天20时15分，网民“小溪”在论坛发帖曝光此事。", ("03-05 20:15", "03-05 20:15")),
    ],
)
def test_who_made_it_public_and_when(sentence: str, expected: tuple[str, str]) -> None:
    assert told(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "3月2日，柏湾镇卫生院官方微博发布情况说明，引起关注。",
        "3月2日，县卫生健康局通报此事，引起网友关注。",
        "另据3月2日《云岭晚报》报道，外省也有类似情况。",
        "3月2日，有网友发帖说天气转凉。",
        "网友发帖质疑卫生院延误救治，产妇家属也赶到现场。",
        "1月2日，有网友发帖质疑卫生院延误救治，产妇家属也赶到现场。",
        "3月9日，有网友发帖质疑卫生院延误救治，产妇家属也赶到现场。",
    ],
)
def test_what_says_nothing_of_the_first_exposure(sentence: str) -> None:
    assert told(sentence) is None


def test_without_a_time_of_publication_nothing_is_read() -> None:
    assert exposed(TITLE, "3月2日，《云岭晚报》报道该事件，引起舆论关注。", None, ZONE) is None

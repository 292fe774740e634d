"""When the incident happened, as the text says it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.when import Precision, When
from monitor.text.occurrence import occurred

ZONE = ZoneInfo("Asia/Shanghai")


def at(month: int, day: int, hour: int = 0, minute: int = 0, year: int = 2024) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


PUBLISHED = When.at(at(7, 21, 10), "meta")

CASES = [
    ("7月20日21时14分,临溪县一仓库发生火灾。", at(7, 20, 21, 14), at(7, 20, 21, 14)),
    ("7月20日14时许,化工厂发生爆炸。", at(7, 20, 14), at(7, 20, 15)),
    ("昨天下午1点多,两车相撞。", at(7, 20, 13), at(7, 20, 14)),
    ("今天凌晨,一民房起火。", at(7, 21, 0), at(7, 21, 6)),
    ("今(21)日凌晨5时许,两车相撞。", at(7, 21, 5), at(7, 21, 6)),
    ("前晚7时30分许,轿车冲下路基,撞倒行人。", at(7, 19, 19, 30), at(7, 19, 19, 45)),
    ("20日19时左右,发生一起追尾。", at(7, 20, 19), at(7, 20, 20)),
    ("30日上午,发生一起追尾。", at(6, 30, 6), at(6, 30, 12)),
    ("12月30日,山体滑坡。", at(12, 30, year=2023), at(12, 31, year=2023)),
    ("2023年5月4日8时30分,矿井发生透水。", at(5, 4, 8, 30, 2023), at(5, 4, 8, 30, 2023)),
    ("昨晚,一民房起火。21时14分,消防接到报警。", at(7, 20, 21, 14), at(7, 20, 21, 14)),
    ("新华社云岭7月21日电(记者某某)20日9时,两车相撞。", at(7, 20, 9), at(7, 20, 10)),
    ("记者21日从县应急局获悉,20日9时发生滑坡。", at(7, 20, 9), at(7, 20, 10)),
    ("七月二十日晚,一民房起火。", at(7, 20, 18), at(7, 21)),
]


@pytest.mark.parametrize(("text", "earliest", "latest"), CASES)
def test_time_of_the_event(text: str, earliest: datetime, latest: datetime) -> None:
    when = occurred("", text, PUBLISHED, ZONE)
    assert when is not None
    assert when.source == "text"
    assert when.earliest == earliest
    assert when.latest in (latest, latest - timedelta(seconds=1))


@pytest.mark.parametrize(
    "text",
    [
        "截至7月20日8时,已转移200人。",
        "日前,县里召开会议。",
        "7月20日,图书馆开放。",
        "今晚8时将发生日食。",
        "13月40日发生火灾。",
        "",
    ],
)
def test_no_time_of_an_event(text: str) -> None:
    assert occurred("", text, PUBLISHED, ZONE) is None


def test_never_after_publication() -> None:
    when = occurred("", "今天上午,一民房起火。", PUBLISHED, ZONE)
    assert when is not None
    assert when.latest == PUBLISHED.latest


def test_without_publication_only_a_full_date_is_known() -> None:
    assert occurred("", "7月20日9时,两车相撞。", None, ZONE) is None
    when = occurred("", "2024年7月20日9时5分,两车相撞。", None, ZONE)
    assert when is not None
    assert when.precision is Precision.MINUTE


@given(
    st.text(
        alphabet="今昨前天日月年时分点许凌晨下午晚上0123456789一二三十,。发生火灾(记者)电讯",
        max_size=120,
    )
)
def test_no_text_breaks_the_reader(text: str) -> None:
    when = occurred("", text, PUBLISHED, ZONE)
    assert when is None or when.latest <= PUBLISHED.latest

"""Times in every shape that pages, feeds and programs write become the interval they mean."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.when import Precision
from monitor.text.dates import FUTURE_TOLERANCE, find_dates, read, read_time

ZONE = ZoneInfo("Asia/Shanghai")
FETCHED = datetime(2023, 11, 15, 10, 0, 30, tzinfo=ZONE)


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZONE)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("raw", "expected", "precision"),
    [
        # ISO 8601, with and without offset
        ("2023-11-14T22:13:05+08:00", local(2023, 11, 14, 22, 13, 5), Precision.SECOND),
        ("2023-11-14T14:13:05Z", local(2023, 11, 14, 22, 13, 5), Precision.SECOND),
        ("2023-11-14T14:13:05.123Z", local(2023, 11, 14, 22, 13, 5), Precision.SECOND),
        ("2023-11-14T22:13:05", local(2023, 11, 14, 22, 13, 5), Precision.SECOND),
        ("2023-11-14T22:13+0800", local(2023, 11, 14, 22, 13), Precision.MINUTE),
        # RFC 822 and 2822: without a zone the office's zone is meant, not Greenwich
        ("Tue, 14 Nov 2023 22:13:05 +0800", local(2023, 11, 14, 22, 13, 5), Precision.SECOND),
        ("Tue, 14 Nov 2023 14:13:05 GMT", local(2023, 11, 14, 22, 13, 5), Precision.SECOND),
        ("Tue, 14 Nov 2023 22:13:05", local(2023, 11, 14, 22, 13, 5), Precision.SECOND),
        ("14 Nov 23 22:13 +0800", local(2023, 11, 14, 22, 13), Precision.MINUTE),
        ("Tue Nov 14 22:13:05 CST 2023", local(2023, 11, 14, 22, 13, 5), Precision.SECOND),
        ("Nov 14, 2023 10:13 PM", local(2023, 11, 14, 22, 13), Precision.MINUTE),
        # the two that a feed library turns into the first of the month
        ("2023年11月14日 22:13", local(2023, 11, 14, 22, 13), Precision.MINUTE),
        ("2023/11/14 22:13", local(2023, 11, 14, 22, 13), Precision.MINUTE),
        # the year last, where the order of day and month is certain
        ("11/14/2023 22:13", local(2023, 11, 14, 22, 13), Precision.MINUTE),
        ("14/11/2023 - 22:13", local(2023, 11, 14, 22, 13), Precision.MINUTE),
        ("7/5/2023 9:23:57 PM", local(2023, 7, 5, 21, 23, 57), Precision.SECOND),
        ("7/7/2023 9:23", local(2023, 7, 7, 9, 23), Precision.MINUTE),
        # Chinese forms
        ("2023年11月14日22时13分", local(2023, 11, 14, 22, 13), Precision.MINUTE),
        ("2023年11月14日22时13分05秒", local(2023, 11, 14, 22, 13, 5), Precision.SECOND),
        ("2023年11月14日 下午3:05", local(2023, 11, 14, 15, 5), Precision.MINUTE),
        ("2023年11月14日 上午9:05", local(2023, 11, 14, 9, 5), Precision.MINUTE),
        ("2023年11月14日晚8时30分", local(2023, 11, 14, 20, 30), Precision.MINUTE),
        ("2023年11月14日凌晨2:05", local(2023, 11, 14, 2, 5), Precision.MINUTE),
        ("2023年11月14日中午12:05", local(2023, 11, 14, 12, 5), Precision.MINUTE),
        ("2023年11月14日中午1:05", local(2023, 11, 14, 13, 5), Precision.MINUTE),
        ("2023年11月14日8时整", local(2023, 11, 14, 8, 0), Precision.MINUTE),
        ("2023-11-14 星期二 22:13", local(2023, 11, 14, 22, 13), Precision.MINUTE),
        ("２０２３－１１－１４　２２：１３", local(2023, 11, 14, 22, 13), Precision.MINUTE),
        ("2023.11.14 22:13:05", local(2023, 11, 14, 22, 13, 5), Precision.SECOND),
        (
            "发布时间：2023-11-14 22:13 来源：临溪发布",
            local(2023, 11, 14, 22, 13),
            Precision.MINUTE,
        ),
        # date and time run together
        ("2016-06-0110:35", local(2016, 6, 1, 10, 35), Precision.MINUTE),
        ("2016年06月01日10:35", local(2016, 6, 1, 10, 35), Precision.MINUTE),
        ("20231114221305", local(2023, 11, 14, 22, 13, 5), Precision.SECOND),
        # the end of the day
        ("2023-11-13 24:00", local(2023, 11, 14, 0, 0), Precision.MINUTE),
        # programs
        ("1699971185", local(2023, 11, 14, 22, 13, 5), Precision.SECOND),
        ("1699971185000", local(2023, 11, 14, 22, 13, 5), Precision.SECOND),
    ],
)
def test_exact_times(raw: str, expected: datetime, precision: Precision) -> None:
    when = read_time(raw, ZONE, FETCHED, "test")
    assert when is not None
    assert (when.earliest, when.latest, when.precision) == (expected, expected, precision)
    assert when.source == "test"


@pytest.mark.parametrize(
    "raw",
    [
        "2023-11-14",
        "2023/11/14",
        "2023.11.14",
        "2023年11月14日",
        "2023年11月 14日",
        "20231114",
        "2023-11-14 00:00"[:10],
        "[2023-11-14]",
        "二〇二三年十一月十四日",
        "二○二三年十一月十四日",
        "11-14",
        "11月14日",
        "昨天",
    ],
)
def test_a_date_alone_is_the_whole_day(raw: str) -> None:
    when = read_time(raw, ZONE, FETCHED, "test")
    assert when is not None
    assert (when.earliest, when.latest) == (local(2023, 11, 14), local(2023, 11, 15))
    assert when.precision is Precision.DAY


@pytest.mark.parametrize("raw", ["2023年10月", "2023-10", "2023.10", "2023/10"])
def test_a_month_alone_is_the_whole_month(raw: str) -> None:
    when = read_time(raw, ZONE, FETCHED, "test")
    assert when is not None
    assert (when.earliest, when.latest) == (local(2023, 10, 1), local(2023, 11, 1))
    assert when.precision is Precision.MONTH


@pytest.mark.parametrize("raw", ["2023年11月14日22时", "2023年11月14日22点", "2023-11-14 晚10时"])
def test_an_hour_alone_is_the_whole_hour(raw: str) -> None:
    when = read_time(raw, ZONE, FETCHED, "test")
    assert when is not None
    assert (when.earliest, when.latest) == (local(2023, 11, 14, 22), local(2023, 11, 14, 23))
    assert when.precision is Precision.HOUR


@pytest.mark.parametrize(
    ("raw", "earliest", "latest"),
    [
        ("刚刚", local(2023, 11, 15, 10, 0), local(2023, 11, 15, 10, 0)),
        ("3分钟前", local(2023, 11, 15, 9, 57), local(2023, 11, 15, 9, 57)),
        ("半小时前", local(2023, 11, 15, 9, 30), local(2023, 11, 15, 9, 30)),
        # an age of 3 hours is anything from 3 to 4 of them
        ("3小时前", local(2023, 11, 15, 6, 0, 30), local(2023, 11, 15, 7, 0, 30)),
        ("2天前", local(2023, 11, 12, 10, 0, 30), local(2023, 11, 13, 10, 0, 30)),
        ("今天 09:15", local(2023, 11, 15, 9, 15), local(2023, 11, 15, 9, 15)),
        ("昨天 20:15", local(2023, 11, 14, 20, 15), local(2023, 11, 14, 20, 15)),
        ("前天", local(2023, 11, 13), local(2023, 11, 14)),
        ("11-14 20:15", local(2023, 11, 14, 20, 15), local(2023, 11, 14, 20, 15)),
        # not in the future: last year's
        ("11-16", local(2022, 11, 16), local(2022, 11, 17)),
        ("12月31日 08:00", local(2022, 12, 31, 8, 0), local(2022, 12, 31, 8, 0)),
        # the nearest year that has such a day
        ("2月29日", local(2020, 2, 29), local(2020, 3, 1)),
    ],
)
def test_times_that_need_the_moment_of_fetching(
    raw: str, earliest: datetime, latest: datetime
) -> None:
    when = read_time(raw, ZONE, FETCHED, "test")
    assert when is not None
    assert (when.earliest, when.latest) == (earliest, latest)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("", "unreadable"),
        ("临溪县", "unreadable"),
        ("2023-02-31", "impossible"),
        ("2023-13-01", "impossible"),
        ("7/5/2023 21:23", "unreadable"),  # the 5th of July or the 7th of May
        ("13/14/2023", "impossible"),
        ("12/25/2022 - 12/31/2022", "unreadable"),  # a span of an archive
        ("2023-11-14 25:00", "impossible"),
        ("2016-6-110:35", "unreadable"),  # the 1st at 10:35, or the 11th at 0:35
        ("2023-11-16", "future"),
        ("2023-11-15 10:15:00", "future"),
        ("1993-12-31", "too_old"),
    ],
)
def test_what_is_not_believed_says_why(raw: str, reason: str) -> None:
    reading = read(raw, ZONE, FETCHED, "test")
    assert (reading.when, reading.rejected) == (None, reason)


@pytest.mark.parametrize(
    ("ahead", "believed"),
    [
        (FUTURE_TOLERANCE - timedelta(seconds=1), True),
        (FUTURE_TOLERANCE, True),
        (FUTURE_TOLERANCE + timedelta(seconds=1), False),
    ],
)
def test_a_clock_may_run_ahead_a_little(ahead: timedelta, believed: bool) -> None:
    raw = (FETCHED + ahead).isoformat()
    assert (read_time(raw, ZONE, FETCHED, "test") is not None) is believed


def test_today_is_believed_though_the_day_is_not_over() -> None:
    assert read_time("2023-11-15", ZONE, FETCHED, "test") is not None


def test_summer_time_of_another_office_is_its_zones_own() -> None:
    when = read_time("2023-07-01 12:00", ZoneInfo("Europe/Paris"), FETCHED, "test")
    assert when is not None
    assert when.earliest == datetime(2023, 7, 1, 10, 0, tzinfo=UTC)


def test_full_dates_are_found_where_they_stand() -> None:
    text = "来源：临溪发布 2023-11-14 22:13 编辑：甲 2023年1月2日"
    assert [text[start:end] for start, end in find_dates(text)] == [
        "2023-11-14 22:13",
        "2023年1月2日",
    ]


def test_a_date_with_its_year_last_is_found_unless_its_order_is_open() -> None:
    assert find_dates("发布日期： 7/5/2005 9:23:57 PM") == [(6, 25)]
    assert find_dates("7/5/2005 9:23") == []


@given(st.text(max_size=120))
def test_no_text_makes_it_fail(raw: str) -> None:
    reading = read(raw, ZONE, FETCHED, "test")
    assert (reading.when is None) == bool(reading.rejected)


@given(st.text(alphabet="0123456789年月日时分-/: 前昨天小上下午晚TZ+.", max_size=40))
def test_nothing_that_looks_like_a_time_makes_it_fail(raw: str) -> None:
    when = read_time(raw, ZONE, FETCHED, "test")
    assert when is None or when.earliest <= FETCHED + FUTURE_TOLERANCE


MOMENTS = st.datetimes(datetime(1994, 1, 2), datetime(2023, 11, 14)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0, tzinfo=ZONE)
)


@given(
    MOMENTS,
    st.sampled_from(
        [
            "%Y-%m-%d %H:%M:%S",
            "%Y-%m-%dT%H:%M:%S",
            "%Y-%m-%dT%H:%M:%S%z",
            "%Y/%m/%d %H:%M:%S",
            "%Y.%m.%d %H:%M:%S",
            "%Y年%m月%d日 %H:%M:%S",
            "%Y年%m月%d日%H时%M分%S秒",
            "%Y%m%d%H%M%S",
            "%Y-%m-%d%H:%M:%S",
            "%a, %d %b %Y %H:%M:%S",
            "%a, %d %b %Y %H:%M:%S %z",
            "%b %d, %Y %H:%M:%S",
        ]
    ),
)
def test_every_format_reads_back_what_was_written(moment: datetime, shape: str) -> None:
    when = read_time(moment.strftime(shape), ZONE, FETCHED, "test")
    assert when is not None
    assert when.is_exact
    assert when.earliest == moment


@given(st.dates(date(1994, 1, 2), date(2023, 11, 14)))
def test_a_day_holds_every_moment_of_it(day: date) -> None:
    when = read_time(f"{day.year}年{day.month}月{day.day}日", ZONE, FETCHED, "test")
    assert when is not None
    assert when.latest - when.earliest == timedelta(days=1)
    assert when.earliest.astimezone(ZONE).date() == day

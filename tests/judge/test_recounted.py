import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.judgement import ResponseReading
from monitor.domain.response import ResponseKind
from monitor.judge.recognise import recognise
from monitor.judge.recounted import recounted
from tests.judge.articles import article
from tests.judge.measure import as_article, read_rows

ZONE = ZoneInfo("Asia/Shanghai")
# An article with an answer of its own, and what it tells beside it.
TITLE = "临溪召开新闻发布会通报石桥镇烟花厂爆炸事故调查结果"
OPENING = "3月10日上午，临溪县人民政府召开新闻发布会，通报石桥镇宏远烟花厂爆炸事故调查结果。"
LATE = 200  # hours after the start: 10 March 2026, 17:00 in Shanghai

Bounds = tuple[tuple[int, int, int], tuple[int, int, int]]


def told(text: str) -> tuple[ResponseReading, ...]:
    return recounted(article("a", TITLE, OPENING + text, LATE))


def bounds(reading: ResponseReading) -> Bounds:
    assert reading.at is not None
    first, last = (at.astimezone(ZONE) for at in (reading.at.earliest, reading.at.latest))
    return (first.month, first.day, first.hour), (last.month, last.day, last.hour)


@pytest.mark.parametrize(
    ("text", "kind", "issuer", "expected"),
    [
        # a bare date is the whole day
        (
            "3月2日，临溪县公安局通报了事故的伤亡情况。",
            ResponseKind.STATEMENT,
            "临溪县公安局",
            ((3, 2, 0), (3, 3, 0)),
        ),
        # a part of the day leaves its hours open
        (
            "3月2日晚，临溪县应急管理局发布消息称，事故原因已经查明。",
            ResponseKind.STATEMENT,
            "临溪县应急管理局",
            ((3, 2, 17), (3, 3, 0)),
        ),
        # the time may follow the name
        (
            "临溪县公安局官方微博3月4日上午10时许通报，事故中一人被刑事拘留。",
            ResponseKind.STATEMENT,
            "临溪县公安局",
            ((3, 4, 10), (3, 4, 11)),
        ),
        (
            "据临溪警方5日晚间通报，烟花厂事故两名责任人被控制。",
            ResponseKind.STATEMENT,
            "临溪警方",
            ((3, 5, 17), (3, 6, 0)),
        ),
        # a reporter asked
        (
            "3月6日下午，记者从临溪县应急管理局获悉，该事故调查报告即将完成。",
            ResponseKind.MEDIA_INTERVIEW,
            "临溪县应急管理局",
            ((3, 6, 12), (3, 6, 19)),
        ),
        (
            "7日上午，晨报记者致电石桥镇派出所，工作人员称案件仍在办理。",
            ResponseKind.MEDIA_INTERVIEW,
            "石桥镇派出所",
            ((3, 7, 5), (3, 7, 12)),
        ),
        # they met the press
        (
            "3月4日15时，临溪县人民政府就烟花厂爆炸事故召开新闻发布会。",
            ResponseKind.PRESS_CONFERENCE,
            "临溪县人民政府",
            ((3, 4, 15), (3, 4, 16)),
        ),
        (
            "3月6日，临溪县公安局再次通报，涉案嫌疑人已被批准逮捕。",
            ResponseKind.UPDATE,
            "临溪县公安局",
            ((3, 6, 0), (3, 7, 0)),
        ),
        # the first of several who speak together
        (
            "3月5日，云岭市公安局、临溪县应急管理局先后就事故发布通报。",
            ResponseKind.STATEMENT,
            "云岭市公安局",
            ((3, 5, 0), (3, 6, 0)),
        ),
        # the day of the report is its dateline's, not the reprint's
        (
            "云岭网临溪3月6日电 临溪县公安局今天通报，涉事企业负责人被控制。",
            ResponseKind.STATEMENT,
            "临溪县公安局",
            ((3, 6, 0), (3, 7, 0)),
        ),
        # a time of day that goes on from the one before
        (
            "3月2日8时20分，厂区起火。11时，临溪县公安局通报了该事故。",
            ResponseKind.STATEMENT,
            "临溪县公安局",
            ((3, 2, 11), (3, 2, 12)),
        ),
    ],
)
def test_an_earlier_answer_is_told_with_its_time(
    text: str, kind: ResponseKind, issuer: str, expected: Bounds
) -> None:
    (reading,) = told(text)
    assert (reading.kind, reading.issuer, bounds(reading)) == (kind, issuer, expected)
    assert reading.relayed


def test_each_answer_of_a_chain_is_told_the_earliest_first() -> None:
    text = (
        "3月2日21时24分，临溪县公安局通报该事故，称两名工人受伤。"
        "3月4日，临溪县人民政府就事故召开新闻发布会。"
        "次日，临溪县应急管理局再次通报事故进展。当晚，石桥镇派出所证实此事。"
    )
    readings = told(text)
    assert [(one.kind, *bounds(one)[0][1:]) for one in readings] == [
        (ResponseKind.STATEMENT, 2, 21),
        (ResponseKind.PRESS_CONFERENCE, 4, 0),
        (ResponseKind.UPDATE, 5, 0),
        (ResponseKind.MEDIA_INTERVIEW, 5, 17),
    ]


def test_of_two_that_tell_the_same_the_exact_one_counts() -> None:
    text = "3月2日晚，临溪县公安局通报该事故。3月2日21时24分，临溪县公安局官方微博通报该事故。"
    (reading,) = told(text)
    assert bounds(reading) == ((3, 2, 21), (3, 2, 21))


def test_what_the_article_itself_answers_is_not_told_again() -> None:
    one = article("a", "临溪警方通报", "3月4日11时30分，临溪县公安局通报事故，一人被拘。", 60)
    own = recognise(one)
    assert own is not None
    assert own.at is not None
    assert recounted(one) == ()


def test_the_sentence_is_quoted_in_the_reason() -> None:
    (reading,) = told("3月2日晚，临溪县应急管理局发布通报称，事故原因已经查明。")
    assert "3月2日晚,临溪县应急管理局发布通报称" in reading.reason


@pytest.mark.parametrize(
    "text",
    [
        # the time is that of the event, or of what the police did
        "3月2日8时20分许，石桥镇发生爆炸，临溪县公安局后来发布了通报。",
        "3月2日20时许，临溪警方接群众举报称，烟花厂夜间仍在生产。",
        "3月4日，临溪警方将烟花厂负责人抓获，该案通报了全县。",
        # hearsay, companies, hospitals, those concerned
        "宏远烟花公司表示，3月3日凌晨，警方曾答复称事故已经立案。",
        "3月3日，宏远烟花有限公司发布声明，就事故致歉。",
        "3月3日，云岭第二医院通报了该事故中伤者的情况。",
        "3月3日，临溪县公安局向家属通报了事故的初步结论。",
        # nothing was said, or only will be
        "3月3日，临溪县人民政府未就事故作出回应。",
        "3月3日，临溪县人民政府将就事故召开新闻发布会。",
        # courts do their work
        "3月5日，临溪县人民法院开庭审理此案。",
        # another matter, another place, another year
        "3月5日，岭南市公安局发布防诈骗提醒称，近期骗局多发。",
        "去年3月5日，临溪县公安局通报了另一起烟花厂事故。",
        "2019年3月5日，临溪县公安局通报了另一起烟花厂事故。",
        "今年1月5日，临溪县公安局通报了另一起烟花厂事故。",
        # a rule, or no time at all
        "3月5日，临溪县人民政府发布《临溪县烟花爆竹管理办法》。",
        "临溪县公安局通报了事故的伤亡情况。",
        # after publication, and no such day
        "3月19日，临溪县公安局通报了事故的伤亡情况。",
        "2月31日，临溪县公安局通报了事故的伤亡情况。",
    ],
)
def test_what_tells_of_no_earlier_answer(text: str) -> None:
    assert told(text) == ()


def test_a_page_of_another_country_tells_of_nothing_here() -> None:
    text = "3月4日，曼谷警方通报了该起市场火灾事故。"
    assert recounted(article("a", "泰国一市场起火事故", text, LATE)) == ()


def test_without_a_time_of_publication_no_date_can_be_read() -> None:
    whole = article("a", TITLE, OPENING + "3月2日，临溪县公安局通报了事故的伤亡情况。", LATE)
    assert recounted(whole)
    assert recounted(replace(whole, published=None)) == ()


def test_no_answer_lies_after_publication() -> None:
    (reading,) = told("今天，临溪县公安局通报了事故的伤亡情况。")
    assert reading.at is not None
    assert reading.at.latest == datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


@given(st.text(max_size=400), st.text(max_size=80))
@settings(max_examples=60)
def test_any_text_is_read_without_complaint(text: str, title: str) -> None:
    recounted(article("a", title, text))


@given(
    st.lists(
        st.sampled_from(
            [
                "3月2日",
                "5日",
                "当晚",
                "次日",
                "昨天",
                "11时",
                "临溪县公安局",
                "通报",
                "称",
                "，",
                "。",
                "事故",
            ]
        ),
        max_size=60,
    )
)
@settings(max_examples=60)
def test_every_answer_has_a_believable_time(parts: list[str]) -> None:
    one = article("a", TITLE, "".join(parts), LATE)
    assert one.published is not None
    for reading in recounted(one):
        assert reading.at is not None
        assert reading.at.latest <= one.published.latest
        assert reading.at.latest > one.published.earliest - timedelta(days=61)


def test_a_huge_page_is_read_in_bounded_time() -> None:
    started = time.perf_counter()
    for text in ("3月2日临溪县公安局" * 50_000, "11时" * 100_000, "当晚警方通报" * 50_000):
        recounted(article("a", text, text))
    assert time.perf_counter() - started < 3.0


@pytest.mark.shared_data
def test_later_articles_tell_of_the_first_answer_and_of_none_before_it(shared_data: Path) -> None:
    rows = read_rows(shared_data / "events_zh" / "articles.jsonl")
    found = early = 0
    for burst in read_rows(shared_data / "events_zh" / "incidents.jsonl"):
        first = datetime.fromisoformat(burst["first_response_at"]).replace(tzinfo=ZONE)
        span = (
            timedelta(days=1) if burst["first_response_precision"] == "day" else timedelta(hours=2)
        )
        times = [
            reading.at
            for row in rows
            if row["cluster"] == burst["event"]
            for reading in (recognise(as_article(row)), *recounted(as_article(row)))
            if reading is not None and reading.at is not None
        ]
        found += any(one.earliest < first + span and one.latest >= first for one in times)
        early += sum(one.latest < first for one in times)
    assert found >= 10, json.dumps([found, early])
    assert early <= 25, json.dumps([found, early])

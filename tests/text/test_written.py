"""The day a document was written is read where it says so, and left open where it does not."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.written import Written, find_written, read_glued

ZONE = ZoneInfo("Asia/Shanghai")
FETCHED = datetime(2024, 1, 1, tzinfo=UTC)
OFFICE = "临溪县人民政府办公室"
BODY = ["各乡镇人民政府:", "请认真贯彻执行。", *["继续做好防汛工作。"] * 8]


def written(*lines: str) -> Written:
    return find_written(lines, ZONE, FETCHED)


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (["成文日期：2023-11-06", *BODY], date(2023, 11, 6)),
        (["发布日期：2023-11-10", "成文日期:2023年11月6日", *BODY], date(2023, 11, 6)),
        # the label of its own writing goes before that of its printing
        (["印发日期：2023-11-08", "成文日期：2023-11-06"], date(2023, 11, 6)),
        ([*BODY, OFFICE, "2023年11月6日"], date(2023, 11, 6)),
        ([*BODY, OFFICE, "2023年11月 6日"], date(2023, 11, 6)),
        ([*BODY, OFFICE, "二〇二三年十一月六日"], date(2023, 11, 6)),
        # signed in the middle, with an annex behind
        ([*BODY, OFFICE, "2023年11月6日", "附件", *BODY], date(2023, 11, 6)),
        # signed twice on one day is one day
        ([*BODY, OFFICE, "2023年11月6日", *BODY, OFFICE, "2023年11月6日"], date(2023, 11, 6)),
    ],
)
def test_a_labelled_or_signed_day_is_found(lines: list[str], day: date) -> None:
    assert written(*lines) == Written(day)


def test_two_signatures_of_different_days_are_left_open() -> None:
    lines = (*BODY, OFFICE, "2023年11月6日", *BODY, "云岭市应急管理局", "2023年10月30日")
    assert written(*lines) == Written(None, "dates_ambiguous")


def test_a_date_inside_the_text_is_not_taken() -> None:
    assert written("会议时间", "2023年11月6日", *BODY) == Written()
    assert written(*BODY, "2023年11月6日起施行。") == Written()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023816", Written(date(2023, 8, 16), "glued_date")),
        ("2023131", Written(date(2023, 1, 31), "glued_date")),
        ("202389", Written(date(2023, 8, 9), "glued_date")),
        ("2023111", Written(None, "dates_ambiguous")),  # 11 January or 1 November
        ("202311", Written(None, "dates_ambiguous")),  # 1 January, or November
        ("2023999", None),
        ("20231106", None),  # nothing is lost there
    ],
)
def test_a_date_without_borders_is_read_only_where_there_is_one_way(
    text: str, expected: Written | None
) -> None:
    assert read_glued(text, ZONE, FETCHED) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2023816", Written(date(2023, 8, 16), "glued_date")),
        ("2023111", Written(None, "dates_ambiguous")),
    ],
)
def test_a_glued_date_below_a_signature_says_that_it_is_one(line: str, expected: Written) -> None:
    assert written(*BODY, OFFICE, line, *BODY) == expected
    assert written(*BODY, "合计", line, *BODY) == Written()


def test_a_day_that_has_not_come_is_not_believed() -> None:
    assert written("成文日期：2031-01-01", *BODY) == Written()


@given(st.lists(st.text(alphabet="2013年月日816成文期：政府办公室\n ", max_size=40), max_size=12))
def test_no_lines_make_it_fail(lines: list[str]) -> None:
    written(*lines)

"""Document numbers are read in every bracket, and never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.document_number import OwnNumber, find, find_own, is_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("临政办发〔2023〕14号", "临政办发〔2023〕14号"),
        ("临政办发[2023]14号", "临政办发[2023]14号"),
        ("临政办发（2023）14号", "临政办发（2023）14号"),
        ("临政办发【2023】第 14 号", "临政办发【2023】第14号"),
        ("臨政辦發〔2015〕7號", "臨政辦發〔2015〕7號"),
        ("发文字号：云府办函〔2022〕1号", "云府办函〔2022〕1号"),
        ("为贯彻落实云岭市政府云政发〔2020〕16号文件精神", "云岭市政府云政发〔2020〕16号"),
        ("根据云政发〔2020〕16号文件", "云政发〔2020〕16号"),
        # one bracket lost: year and number still stand apart
        ("临政办函〔202310号", "临政办函〔202310号"),
        ("临政办函2023〕10号", "临政办函2023〕10号"),
        # both lost: the raw form, never 14 or 4
        ("临府办函202314", "临府办函202314"),
        ("临溪县人民政府令第12号", "临溪县人民政府令第12号"),
    ],
)
def test_numbers_are_found(text: str, expected: str) -> None:
    assert find(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "临溪县召开会议，部署2023年14项工作。",
        "电话：010-20231400",
        "临政办〔2015〕 号",  # the number was left blank
        "2023年14号线开通",
    ],
)
def test_what_is_no_number_is_left_alone(text: str) -> None:
    assert find(text) is None


@given(st.text(alphabet="临政办发函号第〔〕[]（）20231 4令据", max_size=80))
def test_no_text_makes_it_fail(text: str) -> None:
    found = find(text)
    assert found is None or found


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["发文字号：临政发〔2023〕14号 主题分类：应急"], OwnNumber("临政发〔2023〕14号")),
        (["文件字号: 临政办发〔2023〕 9 号"], OwnNumber("临政办发〔2023〕9号")),
        (["關於防汛的通知", "臨政辦發〔2015〕7號"], OwnNumber("臨政辦發〔2015〕7號")),
        (["（临政发〔2023〕14号）"], OwnNumber("临政发〔2023〕14号")),
        # the label goes before the line, the line before the text
        (["云政发〔2020〕16号", "文号：临政发〔2023〕14号"], OwnNumber("临政发〔2023〕14号")),
        (
            ["县里印发云政发〔2020〕16号文件。", "临政发〔2023〕14号"],
            OwnNumber("临政发〔2023〕14号"),
        ),
        (["临府办函202314"], OwnNumber("临府办函202314", "number_glued")),
        (["临政办函〔202310号"], OwnNumber("临政办函〔202310号", "number_glued")),
        (
            ["临政办〔2015〕 号", "(云政发〔2015〕5号)"],
            OwnNumber("临政办〔2015〕号", "number_blank"),
        ),
        (["县里印发临政发〔2020〕16号文件。"], OwnNumber("县里印发临政发〔2020〕16号")),
    ],
)
def test_a_document_is_told_from_those_it_mentions(lines: list[str], expected: OwnNumber) -> None:
    assert find_own(lines) == expected


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["根据《云岭市防汛办法》（云政发〔2020〕16号），现通知如下。"],
        ["字号：大 中 小", "2023年", "电话：2023140"],
    ],
)
def test_a_document_without_a_number_has_none(lines: list[str]) -> None:
    assert find_own(lines) is None


def test_a_title_is_no_number() -> None:
    assert is_number("临政发〔2023〕14号")
    assert not is_number("关于转发临政发〔2023〕14号文件的通知")


@given(st.lists(st.text(alphabet="临政办发函号文第〔〕：()20231 4《》", max_size=40), max_size=8))
def test_no_lines_make_it_fail(lines: list[str]) -> None:
    own = find_own(lines)
    assert own is None or own.text

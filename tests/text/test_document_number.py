"""Document numbers are read in every bracket, and never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.document_number import find


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

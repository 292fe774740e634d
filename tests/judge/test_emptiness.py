import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.judge.emptiness import is_empty
from monitor.judge.recognise import recognise
from tests.judge.articles import article


@pytest.mark.parametrize(
    "text",
    [
        "警方正在彻查，请您继续关注。",
        "3月2日晚，“平安临溪”发布消息称，“正在核实，请继续关注。”",
        "记者从临溪县教育局了解到，此事正在调查中，后续将及时公布。",
        "临溪警方证实此事，表示目前在调查中。",
        "相关情况已通报有关单位核实。",
        (
            "针对网传“石桥镇一男子打人”的视频，我局高度重视，正在核实，结果将及时公布。"
            "感谢社会各界的关注。临溪县公安局 2026年3月2日"
        ),
        (
            "情况通报 近日，我县关注到网络反映的石桥中学食堂问题，县委、县政府高度重视，"
            "已成立联合调查组开展调查，调查结果将第一时间向社会公布。"
        ),
    ],
)
def test_an_answer_that_only_promises_one_is_empty(text: str) -> None:
    assert is_empty(text)


@pytest.mark.parametrize(
    "text",
    [
        # a finding, a step, a figure beside the promise
        "3月2日8时许，石桥镇一车间发生爆炸，2人受伤，原因正在调查。",
        "临溪县公安局通报，嫌疑人已被控制，案件正在进一步办理中。",
        "涉事教师已停职，调查结果将及时公布。",
        "食堂承包商已更换，正在进一步处理。",
        "已封存全部食材，正在调查。",
        "经查，网传信息不实，请勿传播。",
        "石桥镇后山火情已扑灭。",
        # nothing is promised either
        "临溪县发布烟花爆竹管理办法。",
        "临溪县人民法院公告，本案将于23日公开宣判。",
        "",
        "警方正在彻查，请您继续关注。" * 200,  # no short notice any more
    ],
)
def test_an_answer_that_says_something_is_not_empty(text: str) -> None:
    assert not is_empty(text)


@pytest.mark.parametrize(
    ("text", "empty"),
    [
        ("临溪县公安局3月2日表示，正在核实此事。", True),
        ("临溪县公安局3月2日表示，正在核实此事。临溪县公安局次日通报，两人被控制。", False),
    ],
)
@pytest.mark.parametrize("official", [True, False])
def test_the_reason_says_that_the_substance_is_owed(text: str, empty: bool, official: bool) -> None:
    reading = recognise(article("a", "", text, 30, official=official, owner="临溪县公安局"))
    assert reading is not None
    assert ("只说正在核实" in reading.reason) is empty


@given(st.text(max_size=400))
def test_any_text_is_judged_without_complaint(text: str) -> None:
    is_empty(text)


def test_a_long_run_is_judged_in_bounded_time() -> None:
    started = time.perf_counter()
    for text in ("正在" * 700, "网传" * 700, "将及时" * 400, '"' * 1400, "就" * 1400):
        is_empty(text)
    assert time.perf_counter() - started < 1.0

"""The notation of the word tables: either, joined, gaps."""

import pytest

from monitor.judge.phrases import pattern_of


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("停水", "小区停水了", True),
        ("求助|求救", "有人求救", True),
        ("计划 停水|停电", "计划停电", True),
        ("计划 停水|停电", "停电", False),
        ("停水…天", "停水已经五天", True),
        ("停水…天", "停水,已经五天", False),  # another clause
        ("停水…天", f"停水{'很' * 13}天", False),
        ("举行……演练", "举行2026年,全县的消防演练", True),
        ("举行……演练", "举行会议。演练", False),  # another sentence
        ("不(退", "不(退", True),  # nothing else in a phrase is special
        ("a.b", "axb", False),
    ],
)
def test_notation(phrase: str, text: str, found: bool) -> None:
    assert bool(pattern_of([phrase]).search(text)) is found


def test_the_longest_phrase_wins() -> None:
    assert pattern_of(["火灾", "火灾隐患"]).findall("火灾隐患与火灾") == ["火灾隐患", "火灾"]

"""The notation of the word tables: either, joined, gaps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.judge.phrases import PhraseBook, pattern_of


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


def test_a_book_finds_all_its_lists_and_the_longest_of_overlaps() -> None:
    book = PhraseBook({"a": ["火灾", "火灾隐患"], "b": ["停水…天", "停水", "停电"]})
    text = "火灾隐患引发火灾,停水已经五天,停电"
    assert [hit.text for hit in book.hits("a", text)] == ["火灾隐患", "火灾"]
    assert [hit.text for hit in book.hits("b", text)] == ["停水已经五天", "停电"]
    assert book.first("a", "无") is None
    assert not book.has("c", text)


@given(st.text(alphabet="停水电天火灾隐患,。很", max_size=40))
def test_a_book_finds_what_the_pattern_of_a_list_finds(text: str) -> None:
    phrases = ["停水", "停水…天", "火灾|火灾隐患", "停电", "火……电", "隐患 火灾|停"]
    book = PhraseBook({"all": phrases})
    assert [hit.text for hit in book.hits("all", text)] == pattern_of(phrases).findall(text)

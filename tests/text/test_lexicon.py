"""Many words in one pass: the longest, or all, at the places where they stand."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.text.lexicon import Lexicon

WORDS = {word: word for word in ("火灾", "火灾隐患", "灾", "a火", "镇", "𠮷野")}


def test_the_longest_of_overlapping_words() -> None:
    found = list(Lexicon(WORDS).longest("火灾隐患,a火灾,𠮷野"))
    assert found == [(0, 4, "火灾隐患"), (5, 7, "a火"), (7, 8, "灾"), (9, 11, "𠮷野")]


def test_every_word() -> None:
    assert {word for _, _, word in Lexicon(WORDS).every("火灾隐患")} == {"火灾", "灾", "火灾隐患"}


def test_no_words_find_nothing() -> None:
    assert not list(Lexicon({}).longest("火灾"))
    assert not len(Lexicon({"": "x"}))


@given(st.text(alphabet="火灾隐患a镇𠮷野\ud800é", max_size=60))
def test_each_hit_stands_where_it_is_said_to(text: str) -> None:
    every = list(Lexicon(WORDS).every(text))
    assert all(text[start:end] == word for start, end, word in every)
    assert len(every) == sum(text.startswith(w, at) for w in WORDS for at in range(len(text)))

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.judge.duplicates import DuplicateIndex, digest_of
from tests.judge.articles import BLAST, BUS, START


def test_a_reprint_with_another_lead_and_tail_is_found() -> None:
    index = DuplicateIndex()
    index.add("first", BLAST, START)
    assert index.find(f"本报讯（通讯员 林一）{BLAST}（完）责任编辑：林二") == "first"


def test_reprints_of_reprints_share_one_origin() -> None:
    index = DuplicateIndex()
    index.add("first", BLAST, START)
    index.add("second", f"本报讯 {BLAST}", START)
    assert index.find(f"转自本报。{BLAST}欢迎关注。") == "first"


def test_another_event_is_no_reprint() -> None:
    index = DuplicateIndex()
    index.add("first", BLAST, START)
    assert index.find(BUS) is None


def test_traditional_and_full_width_writing_is_the_same_text() -> None:
    index = DuplicateIndex()
    index.add("first", BLAST, START)
    traditional = BLAST.replace("爆炸", "爆炸").replace("车间", "車間").replace("发生", "發生")
    assert index.find(traditional.replace("8时20分", "８时２０分")) == "first"


def test_a_formula_too_short_to_tell_strangers_apart_matches_nothing() -> None:
    index = DuplicateIndex()
    index.add("first", "网友您好，留言已收悉。", START)
    assert index.find("网友您好，留言已收悉。") is None


def test_what_is_forgotten_is_not_found() -> None:
    index = DuplicateIndex()
    index.add("first", BLAST, START)
    index.forget_before(START + timedelta(days=1))
    assert index.find(BLAST) is None
    assert len(index) == 0


def test_many_texts_are_remembered_and_found_again() -> None:
    index = DuplicateIndex()
    letters = [chr(0x4E00 + (number * 7919) % 20_000) for number in range(5000 + 80)]
    texts = ["".join(letters[start : start + 80]) for start in range(0, 5000, 1)]
    kept = texts[::80]
    for number, text in enumerate(kept):
        index.add(str(number), text, START + timedelta(minutes=number))
    assert [index.find(f"{text}完") for text in kept] == [str(at) for at in range(len(kept))]
    index.forget_before(START + timedelta(minutes=10))
    assert [index.find(text) for text in kept[8:12]] == [None, None, "10", "11"]


def test_the_memory_grows_beyond_its_first_room() -> None:
    index = DuplicateIndex()
    for number in range(5000):
        index.put(f"filler {number}", digest_of(f"{chr(0x4E00 + number)}{number:09}" * 8), START)
    index.add("first", BLAST, START)
    assert index.find(BLAST) == "first"


@given(st.text(max_size=300))
def test_any_text_can_be_added_and_looked_for(text: str) -> None:
    index = DuplicateIndex()
    index.add("any", text, START)
    assert index.find(text) in ("any", None)

"""What a chat is shown: nothing that it could obey, and parts that it will take."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.chat_text import SHORTEST_PART, ChatLine, bytes_of, chat_lines, harmless, split_at_items


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("临溪县化工园起火，现场浓烟滚滚", "临溪县化工园起火，现场浓烟滚滚"),
        ("[点我](http://evil.example/x)", "［点我］(http(:)//evil(.)example/x)"),
        ('<at user_id="all">所有人</at>', '＜at user＿id="all"＞所有人＜/at＞'),
        ("@all @所有人 <@here>", "＠all ＠所有人 ＜＠here＞"),
        ("**加粗** `代码` # 标题 > 引用", "＊＊加粗＊＊ ｀代码｀ ＃ 标题 ＞ 引用"),
        ("看 www.evil.example 和 evil.CN", "看 www(.)evil(.)example 和 evil(.)CN"),
        ("&lt;at&gt;", "＆lt;at＆gt;"),
        ("正\u202e反\u2066\u200b字\r\n换行", "正反字 换行"),
        ("损失3.5万元，约1.2%", "损失3.5万元，约1.2%"),
    ],
)
def test_crawled_words_keep_their_sense_and_lose_their_powers(text: str, shown: str) -> None:
    assert harmless(text) == shown
    assert harmless(shown) == shown


@given(st.text(max_size=200))
def test_nothing_that_a_chat_obeys_gets_through(text: str) -> None:
    shown = harmless(text)
    assert not set(shown) & set("<>[]*_`#@~|\\&\r\n\u202e\u2066")
    assert "://" not in shown
    assert harmless(shown) == shown


def test_a_line_with_a_name_and_an_address_is_a_link_but_never_the_first() -> None:
    text = (
        "标题：http://a.example/1\n打开：http://b.example/(2)\nOpen: http://c.example/3\n"
        "\n另一条：http://d.example/4\n"
    )
    assert chat_lines(text) == (
        ChatLine("标题：http(:)//a(.)example/1", heading=True),
        ChatLine("打开", "http://b.example/%282%29"),
        ChatLine("Open", "http://c.example/3"),
        ChatLine("另一条：http(:)//d(.)example/4", heading=True),
    )


@pytest.mark.parametrize(
    "line", ["看：javascript:alert(1)", "看 http://a.example/1", "看：http://"]
)
def test_what_is_no_plain_address_is_no_link(line: str) -> None:
    assert not chat_lines(f"一\n{line}")[1].url


def test_a_message_that_fits_is_left_alone() -> None:
    assert split_at_items(["一", "二"], SHORTEST_PART) == [["一", "二"]]
    assert split_at_items([], SHORTEST_PART) == []


def test_parts_end_where_items_end_and_are_numbered() -> None:
    items = ["火" * 10, "水" * 10, "风" * 10, "电" * 10]
    assert split_at_items(items, 80) == [
        ["(1/2) " + items[0], items[1]],
        ["(2/2) " + items[2], items[3]],
    ]


def test_an_item_too_large_for_any_part_is_cut_at_a_character() -> None:
    (part,) = split_at_items(["火" * 100], 100)
    assert part == ["火" * 26 + "…"]  # 84 bytes: what is left of 100 beside a number
    assert split_at_items(["🔥" * 100, "水"], 100)[0][0].startswith("(1/2) 🔥")


def test_a_limit_that_holds_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        split_at_items(["火"], SHORTEST_PART - 1)


def in_json(item: str) -> int:
    return len(json.dumps(item + "\n\n", ensure_ascii=False).encode())


@pytest.mark.parametrize("size", [bytes_of, in_json])
@given(
    items=st.lists(st.text(st.characters(codec="utf-8"), max_size=120), max_size=30),
    limit=st.integers(SHORTEST_PART, 600),
)
def test_no_part_is_too_large_and_nothing_is_lost_or_broken(
    size: object, items: list[str], limit: int
) -> None:
    assert callable(size)
    parts = split_at_items(items, limit, size)
    shown = [_unnumbered(part, number, len(parts)) for number, part in enumerate(parts, start=1)]
    for part in parts:
        assert sum(map(size, part)) <= limit
        "\n".join(part).encode().decode()
    flat = [item for part in shown for item in part]
    assert len(flat) == len(items)
    for item, whole in zip(flat, items, strict=True):
        assert item == whole or (item.endswith("…") and whole.startswith(item[:-1]))
        if item != whole:
            assert size(whole) > limit - 16
    for part, after in pairwise(parts):  # no part could have held more
        assert sum(map(size, part)) + size(after[0].split(" ", 1)[1]) > limit - 32


def _unnumbered(part: list[str], number: int, of: int) -> list[str]:
    mark = f"({number}/{of}) "
    assert of == 1 or part[0].startswith(mark)
    return [part[0].removeprefix(mark) if of > 1 else part[0], *part[1:]] if part else part

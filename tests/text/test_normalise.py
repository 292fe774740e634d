"""Damage done to Chinese text is undone, and named."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.normalise import is_spam, matching_form, repair, repair_title

FOLDED = str.maketrans("！；？，（）", "!;?,()")


def lose_lead_bytes(text: str) -> str:
    """What a program does that loses the first byte of 。 in GBK and folds full-width signs."""
    damaged = b"".join(
        b"?" + char.encode("gbk")[1:] if char == "。" else char.encode("gbk") for char in text
    )
    return damaged.decode("gb18030", errors="replace").translate(FOLDED)


@pytest.mark.parametrize(
    "text",
    [
        "臨溪縣政府已發布通告。縣級各部門要認真落實",
        "做好信息公開工作。“三公”經費決算按時公布",
        "及時發布權威信息。回應力求表達準確、親切",
        "各鄉鎮要高度重視。縣長親自督辦。縣委常委參加",
    ],
)
def test_a_lost_lead_byte_is_put_back_exactly(text: str) -> None:
    damaged = lose_lead_bytes(text)
    assert damaged != text
    repaired = repair(damaged)
    assert repaired.text == text
    assert "mojibake" in repaired.damage


@pytest.mark.parametrize(
    "text",
    [
        "这是真的吗??A股大跌",
        "他问:What?!OK",
        "临溪县发生了什么?请看报道",
        "price?;x",
    ],
)
def test_ordinary_question_marks_stay(text: str) -> None:
    assert repair(text).text == text


def test_pinyin_in_brackets_goes_and_real_brackets_stay() -> None:
    repaired = repair("各縣(市、區(qū))要規(guī)范化發(fā)布信息(試行)")
    assert repaired.text == "各縣(市、區)要規范化發布信息(試行)"
    assert repaired.damage == ("pinyin",)


def test_latin_words_in_brackets_are_no_pinyin() -> None:
    assert repair("主函数(main)与云岭大学(ylu)合作").damage == ()


def test_toneless_pinyin_goes_where_the_page_has_the_habit() -> None:
    text = "規(guī)范發(fā)布權(quán)責，他們(men)已到場"
    assert repair(text).text == "規范發布權責，他們已到場"


def test_blanks_of_all_kinds_become_spaces_and_invisible_characters_go() -> None:
    repaired = repair("临溪县\u00a0\u2802发布\u200b通告\ufeff")
    assert repaired.text == "临溪县 发布通告"
    assert repaired.damage == ("invisible",)


def test_private_use_characters_go_and_are_named() -> None:
    assert repair("\ue004云岭市通报").damage == ("private_use",)
    assert repair("\ue004云岭市通报").text == "云岭市通报"


@pytest.mark.parametrize(
    ("damaged", "text"),
    [
        ("不低于50%20238月底前完成", "不低于50%2023年8月底前完成"),
        ("202312月起施行", "2023年12月起施行"),
    ],
)
def test_a_year_that_ran_into_its_month_is_parted(damaged: str, text: str) -> None:
    repaired = repair(damaged)
    assert (repaired.text, repaired.damage) == (text, ("glued_date",))


@pytest.mark.parametrize("text", ["120238月票", "2023年8月", "202313月", "1.20238月"])
def test_other_digits_before_a_month_stay(text: str) -> None:
    assert repair(text).text == text


def test_doubled_marks_of_a_damaged_page_become_one() -> None:
    repaired = repair("临溪县@@发布,,通告,、说明")
    assert (repaired.text, repaired.damage) == ("临溪县发布,通告、说明", ("doubled",))
    assert repair("a,,b c@@d").damage == ()


@pytest.mark.parametrize(
    "line",
    [
        "保存成功",
        "微信查看",
        "原文下载:临溪县通告.docx",
        "微信扫一扫",
        "收藏 查看原文",
        "您现在所在的位置: 首页 > 政务公开",
        "【打印】",
        "【字体：大 中 小】",
        "关闭窗口",
    ],
)
def test_buttons_and_paths_of_the_page_are_dropped(line: str) -> None:
    repaired = repair(f"临溪县发布通告。\n{line}\n事故原因正在调查。")
    assert repaired.text == "临溪县发布通告。\n事故原因正在调查。"
    assert repaired.damage == ("residue",)


@pytest.mark.parametrize("line", ["某某棋牌官网登录", "A片在线观看免费", "国产精品久久精品"])
def test_spam_around_an_article_is_dropped_and_named(line: str) -> None:
    body = "临溪县发布通告。\n救援已经结束。\n原因正在调查。\n受伤人员已送医。"
    for text in (f"{line}\n{body}", f"{body}\n{line}"):
        repaired = repair(text)
        assert repaired.text == body
        assert repaired.damage == ("spam",)


@pytest.mark.parametrize(
    "line",
    ["临溪警方打击网络赌博，查获六合彩窝点", "公安机关通报百家乐案件", "云岭市查处色情网站"],
)
def test_news_about_gambling_is_no_spam(line: str) -> None:
    assert not is_spam(line)
    assert repair(line).text == line


def test_spam_before_a_title_goes() -> None:
    repaired = repair_title("国产精品,国产精品|某某成人网站_临溪县发布通告")
    assert repaired.text == "临溪县发布通告"
    assert "spam" in repaired.damage


def test_a_clean_title_keeps_its_marks() -> None:
    assert repair_title("一线 | 临溪县：抢险-救灾").text == "一线 | 临溪县：抢险-救灾"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("臨溪縣發布", "临溪县发布"),
        ("ＡＢＣ１２３", "abc123"),
        ("伤亡：３人，已送医。", "伤亡:3人,已送医."),
        ("〔2023〕14号", "[2023]14号"),
        ("临溪\u3000 县\n通报", "临溪 县 通报"),
        ("臨溪縣網(wǎng)信辦發（fā）布(bù)(bù)通報", "临溪县网信办发布通报"),
    ],
)
def test_two_writings_match(one: str, other: str) -> None:
    assert matching_form(one) == matching_form(other)


def test_threads_share_the_converter() -> None:
    with ThreadPoolExecutor(4) as pool:
        forms = set(pool.map(matching_form, ["臨溪縣發布權威信息"] * 200))
    assert forms == {"临溪县发布权威信息"}


def test_halves_of_surrogate_pairs_go_as_invisible() -> None:
    assert matching_form("临溪\ud800县") == "临溪县"
    assert repair("临溪\udfff县").text == "临溪县"
    assert repair_title("\ud83d临溪县").damage == ("invisible",)


ANY_TEXT = st.text(st.characters(codec=None), max_size=200)  # halves of surrogate pairs too


@given(ANY_TEXT)
def test_what_comes_out_can_always_be_stored(text: str) -> None:
    for got in (matching_form(text), repair(text).text, repair_title(text).text):
        assert got.encode("utf-8").decode("utf-8") == got


@pytest.mark.parametrize("length", [10, 61, 20_000, 20_001])
def test_asking_again_gives_the_same_form(length: int) -> None:
    text = ("临溪縣，" * length)[:length]
    assert matching_form(text) == matching_form(text) == ("临溪县," * length)[:length]


@given(st.text(max_size=200))
def test_repair_never_fails_and_ends(text: str) -> None:
    repair(text)
    repair_title(text)


@given(st.text(max_size=80))
def test_matching_form_of_a_matching_form_is_itself(text: str) -> None:
    once = matching_form(text)
    assert matching_form(once) == once

"""Whose number a number is: citizens' are starred out, offices' and papers' stay."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.masking import mask_personal

MASKED = [
    ("电话13812345678。", "电话138****5678。"),
    ("tel13812345678", "tel138****5678"),
    ("手机138 1234 5678联系", "手机138 **** 5678联系"),
    ("手机138-1234-5678", "手机138-****-5678"),
    ("手机138—12345678", "手机138—****5678"),
    ("手机1381 234 5678", "手机138* *** 5678"),
    ("手机１３８１２３４５６７８", "手机１３８****５６７８"),
    ("手机1 3 8 1 2 3 4 5 6 7 8", "手机1 3 8 * * * * 5 6 7 8"),
    ("手机1-3-8-1-2-3-4-5-6-7-8", "手机1-3-8-*-*-*-*-5-6-7-8"),
    ("拨打+86 13812345678", "拨打+86 138****5678"),
    ("拨打008613812345678", "拨打0086138****5678"),
    ("甲13812345678乙13987654321", "甲138****5678乙139****4321"),
    ("13812345678/13987654321", "138****5678/139****4321"),
    ("13812345678 13987654321", "138****5678 139****4321"),
    ("零宽138\u200b1234\u200b5678", "零宽138\u200b****\u200b5678"),
    ("阿拉伯数字١٣٨١٢٣٤٥٦٧٨", "阿拉伯数字١٣٨****٥٦٧٨"),
    ("身份证110101199003071234", "身份证110101********1234"),
    ("身份证11010119900307123X", "身份证110101********123X"),
    ("身份证11010119900307123x号", "身份证110101********123x号"),
    ("身份证１１０１０１１９９００３０７１２３Ｘ", "身份证１１０１０１********１２３Ｘ"),
    ("身份证110101 19900307 1234", "身份证110101 ******** 1234"),
    ("身份证110101-1990-0307-1234", "身份证110101-****-****-1234"),
    ("身份证编号：110101199003071234", "身份证编号：110101********1234"),
    (
        "身份证1 1 0 1 0 1 1 9 9 0 0 3 0 7 1 2 3 4",
        "身份证1 1 0 1 0 1 * * * * * * * * 1 2 3 4",
    ),
    ("联系人王女士0571-88881234", "联系人王女士0571-****1234"),
    ("家里电话：010 88881234", "家里电话：010 ****1234"),
    ("市民李先生（0571）8888123", "市民李先生（0571）***8123"),
]
KEPT = [
    "拨打12345、110、119、120或12369",
    "热线0571-88881234",
    "县供水公司值班电话0571-88881234",
    "市民可拨打监督电话0571-88881234反映",
    "居民请致电供水热线0571-88881234",
    "国办发〔2016〕80号",
    "编号201381234567890",
    "工单编号：13812345678",
    "案号:13812345678",
    "第13812345678号",
    "投资13812345678元",
    "投资13812345678万元",
    "￥13812345678",
    "产量13812345678吨",
    "15 20 30 40 50 6",
    "2026-11-20 13:20:05",
    "2026年11月20日至12月31日",
    "统一社会信用代码913301001234567890",
    "一三八一二三四五六七八",
    "浓度0.13812345",
    "http://news.linxi.example/13812345678.html",
    "",
]


@pytest.mark.parametrize(("text", "shown"), MASKED)
def test_a_persons_number_is_starred_out_however_it_is_written(text: str, shown: str) -> None:
    assert mask_personal(text) == shown


@pytest.mark.parametrize("text", KEPT)
def test_what_is_no_persons_number_stays(text: str) -> None:
    assert mask_personal(text) == text


@given(st.text(max_size=200))
def test_masking_keeps_the_length_and_once_is_enough(text: str) -> None:
    once = mask_personal(text)
    assert len(once) == len(text)
    assert mask_personal(once) == once


words = st.text(st.characters(exclude_categories=["Nd", "Cs"]), max_size=40)


@given(
    words.filter(lambda text: "http" not in text and not text.endswith((*"号第￥¥$:： .-", *"_·"))),
    st.integers(3, 9),
    st.integers(0, 10**9 - 1),
    st.sampled_from(["", " ", "-", "－"]),
    st.sampled_from(["，", "。", " 联系", "王某", "\n"]),
)
def test_no_mobile_number_gets_through(
    before: str, second: int, rest: int, gap: str, after: str
) -> None:
    number = f"1{second}{rest:09d}"
    written = f"{number[:3]}{gap}{number[3:7]}{gap}{number[7:]}"
    shown = mask_personal(f"{before}{written}{after}")
    assert shown == f"{before}{number[:3]}{gap}****{gap}{number[7:]}{after}"


@given(
    words,
    st.dates(date(1800, 1, 1), date(2099, 12, 31)),
    st.integers(110000, 659999),
    st.integers(0, 999),
)
def test_no_identity_number_gets_through(before: str, born: date, area: int, serial: int) -> None:
    day = f"{born:%Y%m%d}"
    number = f"{area}{day}{serial:03d}X"
    shown = mask_personal(f"身份证{number}，{before}")
    assert shown == f"身份证{area}********{serial:03d}X，{before}"


def test_a_flood_of_digits_costs_little() -> None:
    flood = "1 " * 50_000 + "13" * 50_000 + "市民" * 20_000
    assert len(mask_personal(flood)) == len(flood)

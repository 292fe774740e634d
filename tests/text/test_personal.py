"""What is masked of a citizen's words before it is stored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.personal import masked


@pytest.mark.parametrize(
    ("text", "names", "kept"),
    [
        ("电话13800001234", (), "电话***"),
        ("电话138-0000-1234或 138 0000 1234。", (), "电话***或 ***。"),
        ("电话１３８００００１２３４", (), "电话***"),
        ("座机0771-1234567", (), "座机***"),
        ("身份证33010219900307123X", (), "身份证***"),
        ("邮箱zhou.my@mail.example.cn找我", (), "邮箱***找我"),
        ("加微信号：linxi_2026", (), "加微信号：***"),
        ("周明远反映停水", ("周明远",), "某某反映停水"),
        ("周明远、周明反映", ("周明", "周明远"), "某某、某某反映"),
        ("我叫周明远，请问", (), "我叫某某，请问"),
        ("姓名：周明", (), "姓名：某某"),
        ("网友来信", ("网友",), "网友来信"),
        ("周末停水", ("周",), "周末停水"),
        ("20260302停水", (), "20260302停水"),
        ("2026年3月2日起停水，涉及12345户", (), "2026年3月2日起停水，涉及12345户"),
        ("信件2026030200017", (), "信件***"),
        ("", (), ""),
    ],
)
def test_phone_identity_mail_account_and_names_are_masked(
    text: str, names: tuple[str, ...], kept: str
) -> None:
    assert masked(text, names) == kept


@given(st.text(max_size=300), st.lists(st.text(max_size=10), max_size=5))
def test_any_text_is_masked_without_an_error(text: str, names: list[str]) -> None:
    assert len(masked(text, names)) <= 4 * len(text) + 8


@given(st.integers(3, 9), st.integers(10**8, 10**9 - 1), st.text("请速处理，谢谢电话", max_size=20))
def test_no_mobile_number_is_left(second: int, rest: int, around: str) -> None:
    number = f"1{second}{rest}"
    assert number not in masked(f"{around}{number}{around}")

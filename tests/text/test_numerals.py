"""Numbers with the marks that tell how exact they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.numerals import Numeral, han_to_int, read_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("两", 2),
        ("十", 10),
        ("十一", 11),
        ("二十", 20),
        ("一百零五", 105),
        ("两千三百", 2300),
        ("三万二千", 32_000),
        ("二〇〇八", 2008),
        ("廿七", 27),
        ("卅", 30),
        ("", None),
        ("人", None),
    ],
)
def test_han_numerals(text: str, value: int | None) -> None:
    assert han_to_int(text) == value


@pytest.mark.parametrize(
    ("text", "numeral"),
    [
        ("12", Numeral(12)),
        ("1,200", Numeral(1200)),
        ("10.5万", Numeral(105_000)),
        ("1.2亿", Numeral(120_000_000)),
        ("二点四万", Numeral(24_000)),
        ("三十余", Numeral(30, at_least=True)),
        ("30余", Numeral(30, at_least=True)),
        ("140余万", Numeral(1_400_000, at_least=True)),
        ("1亿多", Numeral(100_000_000, at_least=True)),
        ("百余", Numeral(100, at_least=True)),
        ("至少9", Numeral(9, at_least=True)),
        ("逾200", Numeral(200, at_least=True)),
        ("约2800", Numeral(2800, approximate=True)),
    ],
)
def test_a_number_keeps_its_marks(text: str, numeral: Numeral) -> None:
    assert read_number(text) == numeral


@pytest.mark.parametrize(
    "text", ["近百", "数十", "上百", "几十", "近30", "约百", "三四", "二三十", "十五六", "百"]
)
def test_a_size_is_no_count(text: str) -> None:
    numeral = read_number(text)
    assert numeral is not None
    assert numeral.value is None


@given(st.integers(0, 99_999_999))
def test_arabic_numbers_read_back(value: int) -> None:
    assert read_number(str(value)) == Numeral(value)


@given(
    st.text(alphabet="零一二两三四五六七八九十百千万亿余多近约至少点.,0123456789人", max_size=12)
)
def test_any_mixture_is_read_or_refused(text: str) -> None:
    numeral = read_number(text)
    assert numeral is None or numeral.value is None or numeral.value >= 0

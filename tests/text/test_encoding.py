"""Bytes of every encoding met on Chinese sites become the text that was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.encoding import decode

SENTENCE = "临溪县人民政府发布通告，云岭市应急管理局已派出工作组。"
TRADITIONAL = "臨溪縣政府發布通告，請勿驚慌。"


@pytest.mark.parametrize(
    ("body", "expected", "encoding"),
    [
        (SENTENCE.encode(), SENTENCE, "utf-8"),
        (b"\xef\xbb\xbf" + SENTENCE.encode(), SENTENCE, "utf-8"),
        (SENTENCE.encode("gbk"), SENTENCE, "gb18030"),
        (SENTENCE.encode("gb18030"), SENTENCE, "gb18030"),
        (b"\xff\xfe" + SENTENCE.encode("utf-16-le"), SENTENCE, "utf-16-le"),
        (b"\xfe\xff" + SENTENCE.encode("utf-16-be"), SENTENCE, "utf-16-be"),
        (b"", "", "utf-8"),
        (b"plain ASCII", "plain ASCII", "utf-8"),
    ],
)
def test_text_is_read_in_its_own_encoding(body: bytes, expected: str, encoding: str) -> None:
    decoded = decode(body)
    assert (decoded.text, decoded.encoding, decoded.damage) == (expected, encoding, 0.0)


@pytest.mark.parametrize("hint", ["gb2312", "iso-8859-1", "no-such-charset", "", None])
def test_a_wrong_header_does_no_harm(hint: str | None) -> None:
    assert decode(SENTENCE.encode(), hint).text == SENTENCE


@pytest.mark.parametrize("hint", ["utf-8", "iso-8859-1", None])
def test_gbk_is_found_under_a_header_that_says_otherwise(hint: str | None) -> None:
    assert decode((SENTENCE * 3).encode("gbk"), hint).text == SENTENCE * 3


def test_big5_is_read_where_the_page_says_so() -> None:
    assert decode((TRADITIONAL * 5).encode("big5"), "big5").text == TRADITIONAL * 5


def test_utf8_with_one_cut_character_stays_utf8() -> None:
    body = (SENTENCE * 40).encode() + "县".encode()[:2]
    decoded = decode(body)
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith(SENTENCE)
    assert decoded.damage > 0


@given(st.binary(max_size=400), st.none() | st.text(max_size=20))
def test_no_bytes_and_no_hint_make_it_fail(body: bytes, hint: str | None) -> None:
    assert 0.0 <= decode(body, hint).damage <= 1.0


@given(st.text(alphabet="临溪县云岭市发布通报，。0123", min_size=1, max_size=60))
def test_chinese_text_survives_gb18030(text: str) -> None:
    assert decode(text.encode("utf-8")).text == text

"""What typesetting puts between a count and its verb is taken out; what parts statements stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.figure_form import figure_form, title_form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        # blanks between digits and words
        ("截至 18 时,死亡 21 人。", "截至18时,死亡21人。"),
        ("共疏散转移患者 71 人。", "共疏散转移患者71人。"),
        ("倒塌房屋 15.23 万 间,全 县受灾。", "倒塌房屋15.23万间,全县受灾。"),
        # blanks in the stead of commas
        ("3人死亡 1人受伤 伤者已送医 原因正在调查", "3人死亡,1人受伤,伤者已送医,原因正在调查"),
        # foreign words keep theirs
        ("占当年 gdp 的一成。", "占当年 gdp 的一成。"),
        # a line broken inside a clause
        ("据通报,事故致使 2 名\n工人死亡。", "据通报,事故致使2名工人死亡。"),
        ("记者从应急管理部门了解到,事故发生后,县里立即组织救援,\n已救出3人。", None),
        # headings, list items and what follows a full stop stay lines of their own
        ("伤亡情况\n死亡3人。", "伤亡情况\n死亡3人。"),
        ("事故造成2人死亡。\n3人受伤。", "事故造成2人死亡。\n3人受伤。"),
        ("据了解,共有\n1、死亡3人", "据了解,共有\n1,死亡3人"),
        # pinyin in brackets
        ("3人當場(chǎng)死亡、2人重傷(shāng)", "3人当场死亡,2人重伤"),
        ("凌晨1時(shí)10分", "凌晨1时10分"),
        # who somebody is, but not what a bracket counts
        ("一名男子(27岁)死亡", "一名男子死亡"),
        ("李某(化名)受伤", "李某受伤"),
        ("3人死亡(其中1人为儿童)", "3人死亡(其中1人为儿童)"),
        ("死亡(含失踪)5人", "死亡(含失踪)5人"),
    ],
)
def test_the_form_in_which_figures_are_read(text: str, form: str | None) -> None:
    assert figure_form(text) == (form or text.replace("\n", ""))


def test_a_blank_parts_the_statements_of_a_title() -> None:
    assert title_form("临溪一民房坍塌 3 人遇难") == "临溪一民房坍塌 3人遇难"


@given(st.text(max_size=200))
def test_the_form_is_read_again_as_it_is(text: str) -> None:
    once = figure_form(text)
    assert len(once) <= len(text) * 20 + 20
    figure_form(once)


def test_a_huge_text_of_broken_lines_takes_bounded_time() -> None:
    figure_form("事故,\n" * 200_000)
    figure_form("3 人 死 亡 " * 200_000)

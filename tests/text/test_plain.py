"""A page that was saved as text gives what the page itself would have given."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.commands.reading import extract
from monitor.domain.page import Page
from monitor.text.page.bounds import MAX_TEXT
from monitor.text.plain import extract_plain

ZONE = ZoneInfo("Asia/Shanghai")
FETCHED = datetime(2024, 1, 1, tzinfo=UTC)
TITLE = "临溪县人民政府办公室关于印发《2023年防汛工作要点》的通知"
TEXT = "\n".join(
    (
        "各乡镇人民政府,县级各部门:",
        "《2023年防汛工作要点》已经县政府同意,现印发给你们,请认真贯彻执行。",
        "临溪县人民政府办公室",
        "2023年4月6日",
    )
)


def read(text: str) -> Page:
    return extract_plain(text.encode(), "", FETCHED, ZONE)


def published(page: Page) -> str:
    assert page.published is not None
    return page.published.earliest.astimezone(ZONE).isoformat()


def test_a_document_with_its_facts_as_a_list() -> None:
    page = read(
        f"您现在所在的位置: 首页 > 政务公开\n\n{TITLE}\n\n  • 制发机关: 临溪县人民政府\n"
        "  • 发布日期:2023-04-12\n  • 文件字号: 临政办发〔2023〕9号\n  • 成文日期:2023-04-06\n\n"
        f"{TEXT}\n 原文下载:{TITLE}"
    )
    assert (page.title, page.text) == (TITLE, TEXT)
    assert published(page)[:10] == "2023-04-12"
    assert page.written_on == date(2023, 4, 6)
    assert page.document_number == "临政办发〔2023〕9号"
    assert page.damage == ("residue",)


def test_spam_around_a_document_is_dropped_and_reported() -> None:
    page = read(
        f"国产精品,www亚洲|某某棋牌官网\n{TITLE}\n"
        f"发布时间:2023-04-12 09:30:05 来源: 县府办 浏览次数:\n{TEXT}\n"
        "Produced By 某某发布系统 A黄片"
    )
    assert (page.title, page.text) == (TITLE, TEXT)
    assert published(page) == "2023-04-12T09:30:05+08:00"
    assert page.source_line == "县府办"
    assert "spam" in page.damage


def test_tags_of_those_who_broke_in_are_a_sign_of_it() -> None:
    page = read(f'<dd id="kqwzm"><nav id="kqwzm"></nav></dd>\n  • {TITLE}\n{TEXT}')
    assert (page.title, page.text) == (TITLE, TEXT)
    assert {"markup", "spam"} <= set(page.damage)


def test_tags_alone_are_no_such_sign() -> None:
    assert read(f"<p>{TITLE}</p>\n{TEXT}").damage == ("markup",)


def test_a_site_and_a_day_below_the_title_are_the_publication() -> None:
    page = read(f"保存成功\n  • {TITLE}\n    云岭市临溪县人民政府 2023-04-12\n微信查看\n\n{TEXT}")
    assert published(page)[:10] == "2023-04-12"
    assert page.text == TEXT


def test_numbers_and_dates_that_have_run_together_are_named() -> None:
    page = read(f"{TITLE}\n\n临府办函20239\n\n{TEXT.replace('2023年4月6日', '202346')}")
    assert page.document_number == "临府办函20239"
    assert page.written_on == date(2023, 4, 6)
    assert {"number_glued", "glued_date"} <= set(page.damage)


def test_a_date_that_can_be_read_in_two_ways_is_not_read() -> None:
    page = read(f"{TITLE}\n{TEXT.replace('2023年4月6日', '2023111')}")
    assert page.written_on is None
    assert "dates_ambiguous" in page.damage


def test_a_number_that_was_left_blank_is_given_as_it_stands() -> None:
    page = read(
        f"{TITLE}\n临政办〔2023〕 号\n现将云岭市《要点》(云政发〔2023〕5号)转发给你们:\n{TEXT}"
    )
    assert page.document_number == "临政办〔2023〕号"
    assert "number_blank" in page.damage


def test_two_stated_times_of_publication_are_left_open() -> None:
    page = read(f"{TITLE}\n发布日期:2023-04-12\n发布日期:2023-05-02\n{TEXT}")
    assert page.published is None
    assert "dates_ambiguous" in page.damage


def test_a_document_without_a_title_has_none() -> None:
    page = read(f"临政办函〔2023〕9号\n{TEXT}")
    assert page.title == ""
    assert page.document_number == "临政办函〔2023〕9号"
    assert page.damage == ("title_missing",)


def test_the_number_of_another_document_is_not_its_own() -> None:
    page = read(f"{TITLE}\n根据《云岭市防汛办法》(云政发〔2020〕16号)要求,现通知如下。\n{TEXT}")
    assert page.document_number == ""


def test_what_cannot_be_mended_is_named() -> None:
    table = "\n".join(f"{number}\n县水利局落实" for number in (1, 2, 3, 4, 5, 7, 8, 9))
    folded = ",".join(["防汛"] * 30)
    damage = read(f"{TITLE}\n字体:??????\n{TEXT}\n{folded}\n“联网\n{table}").damage
    assert {"mojibake_left", "flat_table", "missing_items", "folded_punctuation"} <= set(damage)
    assert "unbalanced" in damage


def test_a_counter_behind_the_text_goes() -> None:
    assert read(f"{TITLE}\n{TEXT}\n\n0").text == TEXT


def test_a_text_without_end_is_cut_and_says_so() -> None:
    page = read(f"{TITLE}\n" + "临溪县通报。\n" * MAX_TEXT)
    assert len(page.text) <= MAX_TEXT
    assert "cut" in page.damage


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_the_encoding_does_not_matter(encoding: str) -> None:
    page = extract_plain(f"{TITLE}\n{TEXT}".encode(encoding), "", FETCHED, ZONE)
    assert (page.title, page.text) == (TITLE, TEXT)


@given(st.binary(max_size=400))
def test_no_bytes_make_it_fail(body: bytes) -> None:
    extract_plain(body, "", FETCHED, ZONE)


LINES = st.sampled_from(
    [*TEXT.split("\n"), TITLE, "<p>", "2023816", "发布日期:2031-13-01", "0", ""]
)


@given(st.lists(LINES, max_size=20))
def test_no_order_of_lines_makes_it_fail(lines: list[str]) -> None:
    assert "\x00" not in read("\n".join(lines)).text


def test_the_command_reads_text_and_pages_in_one_call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved, page = tmp_path / "saved.TXT", tmp_path / "page.html"
    saved.write_text(f"{TITLE}\n发布日期:2023-04-12\n{TEXT}", "utf-8")
    page.write_text(f"<title>{TITLE}</title><h1>{TITLE}</h1><p>{TEXT}</p>", "utf-8")
    extract([saved, page], fetched_at="2024-01-01T08:00+08:00")
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["title"] for row in rows] == [TITLE, TITLE]
    assert [row["published_precision"] for row in rows] == ["day", None]
    assert rows[0]["written_on"] == "2023-04-06"

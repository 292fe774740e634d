"""Whole documents: fictional, damaged as real ones are, in several manners of writing."""

import json
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.policy_reading import measure
from monitor.policy_reading.as_json import reading_row
from monitor.policy_reading.document import read_document, read_source
from monitor.policy_reading.found import Reading
from monitor.policy_reading.opening import LARGEST
from monitor.policy_reading.source import Line, Source, UnreadableDocument
from tests.policy_reading.files import archive, docx, pdf

DOCUMENTS = Path(__file__).parent / "documents"
TRUTH: dict[str, Any] = json.loads((DOCUMENTS / "truth.json").read_text(encoding="utf-8"))
NOW = datetime(2026, 3, 9, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
LINES = (
    "临溪县人民政府办公室关于印发2026年政务公开工作要点的通知",
    "临政办发〔2026〕8号",
    "一、加强政务舆情回应",
    "（一）对特别重大、重大突发事件，最迟5小时内发布权威信息。",
    "（二）规范性文件公开征求意见的期限不少于30日。",
    "临溪县人民政府办公室",
    "2026年3月2日",
)
ROWS = (
    ("序号", "工作任务", "具体要求", "责任单位"),
    ("1", "舆情回应", "其他政务舆情48小时内予以回应。", "县委宣传部、县委网信办"),
    ("2", None, "每季度召开一次联席会议。", None),
)


def read(body: bytes, name: str = "a.txt") -> Reading:
    return read_document(body, name, NOW, ZONE)


def limits(reading: Reading) -> list[str]:
    return [clause.limit for clause in reading.clauses]


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_the_clauses_of_a_document_are_found_and_hardly_anything_else(name: str) -> None:
    misses: list[str] = []
    row = reading_row(read((DOCUMENTS / name).read_bytes(), name))
    count: Counter[str] = measure(row, TRUTH[name], misses)
    assert count["found"] >= 0.95 * count["clauses"], misses
    assert count["all right"] >= 0.9 * count["clauses"], misses
    assert count["false"] <= 0.15 * count["of all"], misses
    assert count["rows"] == count["all rows"], misses


def test_the_heading_is_read_through_its_damage() -> None:
    heading = read((DOCUMENTS / "yunling-tasks.txt").read_bytes()).heading
    assert heading.title == "云岭市2027年政务公开工作任务分工"
    assert heading.number == "云政办函〔2027〕9号"
    assert (heading.written, heading.published) == (date(2027, 2, 25), date(2027, 2, 26))


def test_the_day_a_document_comes_into_force_is_its_own_not_that_of_signing() -> None:
    heading = read((DOCUMENTS / "linxi-opinion.txt").read_bytes()).heading
    assert heading.title.startswith("临溪县人民政府办公室关于进一步加强")
    assert (heading.written, heading.in_force_from) == (date(2026, 3, 18), date(2026, 4, 1))


def test_a_section_that_reports_the_past_year_asks_for_nothing() -> None:
    text = (
        "2026年工作报告\n一、2025年工作情况\n（一）信件5个工作日内答复的占九成。\n"
        "二、2026年打算\n信件要在5个工作日内答复。\n三、公开重大项目落实情况\n10月底前公开。"
    )
    assert [clause.place for clause in read(text.encode()).clauses] == ["二", "三"]


def test_a_clause_knows_where_it_stands_and_whose_it_is() -> None:
    clauses = read((DOCUMENTS / "yunling-points.txt").read_bytes()).clauses
    first = next(clause for clause in clauses if clause.window == "PT4H")
    assert first.place == "三"
    assert [unit.name for unit in first.units] == ["市委宣传部", "市委网信办", "市政府新闻办"]


def test_numbers_that_ran_together_and_lost_full_stops_are_taken_apart() -> None:
    text = (
        "2026年政务公开工作要点\n一、解读比例不低于50%20268月底前实现统一查询\n"
        "对舆情在48小时内予以回应加强信息发布"
    )
    reading = read(text.encode())
    assert limits(reading) == ["50%", "2026-08-31", "PT48H"]
    assert reading.clauses[1].quote == "2026年8月底前实现统一查询"
    assert reading.clauses[2].quote == "对舆情在48小时内予以回应"


def test_what_text_and_table_both_say_is_one_clause_with_two_places() -> None:
    text = (
        "一、公开\n公开征求意见的期限一般不少于30日。\n序号\n任务\n责任单位\n1\n"
        "公开征求意见的期限一般不少于30日。\n县司法局"
    )
    (clause,) = read(text.encode()).clauses
    assert [section for section, _ in clause.places] == ["一", "附件 第1项"]
    assert [unit.name for unit in clause.units] == ["县司法局"]


def test_a_word_file_gives_text_and_merged_cells() -> None:
    reading = read(docx(LINES, ROWS), "a.docx")
    assert limits(reading) == ["PT5H", "P30D", "PT48H", "P3M"]
    assert [unit.name for unit in reading.tables[0].rows[1].units] == ["县委宣传部", "县委网信办"]
    assert reading.heading.number == "临政办发〔2026〕8号"


def test_a_page_gives_its_article_and_merged_cells() -> None:
    cells = (
        "<tr><td>序号</td><td>任务</td><td>责任单位</td></tr>"
        "<tr><td>1</td><td>其他政务舆情48小时内予以回应。</td><td rowspan=2>县委宣传部</td></tr>"
        "<tr><td>2</td><td>每季度召开一次联席会议。</td></tr>"
    )
    body = "".join(f"<p>{line}</p>" for line in LINES[1:])
    page = (
        f"<!doctype html><title>{LINES[0]}</title><h1>{LINES[0]}</h1>"
        f"<div>{body}<table>{cells}</table></div>"
    )
    reading = read(page.encode(), "a.html")
    assert limits(reading) == ["PT5H", "P30D", "PT48H", "P3M"]
    assert [row.units[0].name for row in reading.tables[0].rows] == ["县委宣传部"] * 2


def test_a_pdf_gives_its_text_with_lines_that_the_paper_broke_joined() -> None:
    text = (
        "（一）对涉及特别重大、重大突发事件的政务舆情，要快速反应，最迟要在5小时内发布权威信息，"
        "在24小时内举行新闻发布会，对其他政务舆情要在48小时内予以回应。"
    )
    wrapped = [text[at : at + 26] for at in range(0, len(text), 26)]
    reading = read(pdf([LINES[0], *wrapped, *LINES[5:]]), "a.pdf")
    assert limits(reading) == ["PT5H", "PT24H", "PT48H"]
    assert reading.heading.written == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("body", "name", "message"),
    [
        (b"", "a.txt", "holds no text"),
        (b"%PDF-1.4 broken", "a.pdf", "damaged or locked PDF"),
        (b"PK\x03\x04 broken", "a.docx", "damaged DOCX"),
        (archive({"other.txt": "x"}), "a.docx", "no DOCX"),
        (archive({"word/document.xml": "<broken"}), "a.docx", "damaged DOCX"),
        (docx([]), "a.docx", "holds no text"),
        (pdf([]), "a.pdf", "a scan"),
        (b"\xd0\xcf\x11\xe0 old", "a.doc", "save it as .docx"),
        (b"\x00\x01\x02" * 50, "a.bin", "neither text"),
        (b" " * (LARGEST + 1), "a.txt", "larger than"),
    ],
)
def test_what_is_no_document_is_said_in_one_line(body: bytes, name: str, message: str) -> None:
    with pytest.raises(UnreadableDocument, match=message) as caught:
        read(body, name)
    assert "\n" not in str(caught.value)


_WORDS = (
    "5小时内 48 个工作日 每季度 不少于 30日 2026年 8月底前 % 序号 责任单位 1 2 一、 （一） 县政府办"
    " 。 ， 、 要 应 回应 舆情 参照执行 公示期 百分之 三分之二 次年 附件 《 》 （ ）"
)
_PIECES = st.sampled_from([*_WORDS.split(), "\n"])


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=60).map("".join)))
def test_any_text_is_read_without_failing_and_quotes_are_its_own(text: str) -> None:
    lines = tuple(Line(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip())
    reading = read_source(Source(lines, printed=True))
    json.dumps(reading_row(reading))
    for clause in reading.clauses:
        assert clause.quote
        assert 0 < clause.confidence <= 1

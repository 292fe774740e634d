"""The ledger as files: real dates, links, filters, and nothing that a page said runs."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from tests.papers.conftest import export


def test_the_spreadsheet_has_real_dates_links_filters_and_a_frozen_head(
    office: Path, tmp_path: Path
) -> None:
    out = tmp_path / "ledger.xlsx"
    assert export(office, "ledger", "--out", str(out)).exit_code == 0
    sheet = openpyxl.load_workbook(out).active
    head = [cell.value for cell in sheet[1]]
    rows = {str(row[head.index("标题")].value): row for row in sheet.iter_rows(min_row=2)}
    assert len(rows) == 2
    answered = next(row for title, row in rows.items() if "自来水" in title)
    cell = {name: answered[n] for n, name in enumerate(head)}
    assert cell["判定"].value == "按时回应"
    assert cell["截止时间"].value.isoformat() == "2026-03-04T09:10:00"  # the office's wall time
    assert cell["首次回应"].is_date
    assert cell["用时（小时）"].value == pytest.approx(23.83)
    assert cell["标题"].hyperlink.target.endswith("/incidents/1")
    assert cell["回应链接"].hyperlink.target.startswith("http://water.example/")
    assert cell["规定原文"].value == "对其他政务舆情应在48小时内予以回应"
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(3, len(head)).coordinate}"


def test_what_a_page_said_is_never_a_formula_and_no_number_of_a_citizen_leaves(
    office: Path, tmp_path: Path
) -> None:
    sheet_file, values_file = tmp_path / "l.xlsx", tmp_path / "l.csv"
    export(office, "ledger", "--out", str(sheet_file))
    export(office, "ledger", "--format", "csv", "--out", str(values_file))
    sheet = openpyxl.load_workbook(sheet_file).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    text = values_file.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")  # so that spreadsheets read it as UTF-8
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert not any(value.startswith(("=", "+", "-", "@")) for row in rows for value in row.values())
    assert "13812345678" not in text.decode()
    assert rows[0]["截止时间"].endswith("+08:00")


def test_a_ledger_of_a_period_holds_the_windows_whose_limit_lies_in_it(
    office: Path, tmp_path: Path
) -> None:
    out = tmp_path / "l.csv"
    printed = export(office, "ledger", "--format", "csv", "--period", "2026-W09", "--out", str(out))
    assert "(0 windows)" in printed.output
    assert len(out.read_text(encoding="utf-8-sig").splitlines()) == 1
    printed = export(office, "ledger", "--format", "csv", "--period", "2026-Q1", "--out", str(out))
    assert "(2 windows)" in printed.output


@pytest.mark.parametrize("period", ["2026-W60", "yesterday"])
def test_a_period_that_is_none_is_a_clear_error(office: Path, period: str) -> None:
    printed = export(office, "ledger", "--period", period)
    assert printed.exit_code == 2
    assert period in printed.output
    assert "Traceback" not in printed.output


def test_a_folder_that_is_not_there_is_a_clear_error(office: Path, tmp_path: Path) -> None:
    printed = export(office, "ledger", "--out", str(tmp_path / "no" / "l.xlsx"))
    assert printed.exit_code == 2
    assert "l.xlsx: No such file or directory" in printed.output


def test_the_ledger_as_a_document(office: Path, tmp_path: Path) -> None:
    out = tmp_path / "ledger.docx"
    assert export(office, "ledger", "--format", "docx", "--out", str(out)).exit_code == 0
    [table] = Document(str(out)).tables
    assert len(table.rows) == 3
    assert "按时回应" in [cell.text for cell in table.rows[1].cells]

"""The ledger as a spreadsheet and as comma-separated values."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from monitor.domain.ledger import LedgerEntry
from monitor.domain.verdict import Verdict
from monitor.papers.columns import COLUMNS, Link, Reading, Value
from monitor.wording.phrasing import state_look

_INSTANT = "yyyy-mm-dd hh:mm"
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_VERDICT_COLUMN = next(n for n, column in enumerate(COLUMNS) if column.zh == "判定")
_A3 = 8  # as spreadsheets number paper
_LONGEST_URL = 2079  # what a spreadsheet takes as the address of a link


def ledger_xlsx(
    entries: Iterable[LedgerEntry], reading: Reading, zone: ZoneInfo, title: str
) -> bytes:
    """A workbook with one sheet: a frozen head row with filters, real dates, links."""
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,  # what a page said is never a formula
        "strings_to_urls": False,
        "remove_timezone": True,
    }
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": title, "created": _local(reading.now, zone)})
    sheet = book.add_worksheet(reading.pick(("台账", "Ledger")))
    head = book.add_format({"bold": True, "bg_color": "#f1f5f9", "bottom": 1, "text_wrap": True})
    formats = _Formats(book)
    for number, column in enumerate(COLUMNS):
        sheet.set_column(number, number, column.width)
        sheet.write_string(0, number, reading.pick((column.zh, column.en)), head)
    last = 0
    for last, entry in enumerate(entries, 1):
        for number, column in enumerate(COLUMNS):
            ink = formats.state(entry.verdict) if number == _VERDICT_COLUMN else formats.plain
            _write(sheet, last, number, column.value(entry, reading), ink, formats.instant, zone)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(last, 1), len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.set_paper(_A3)
    sheet.fit_to_pages(2, 0)
    book.close()
    return buffer.getvalue()


class _Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        top = {"valign": "top", "text_wrap": True}
        self.plain = book.add_format(top)
        self.instant = book.add_format({**top, "num_format": _INSTANT, "align": "left"})
        self._states = {
            verdict: book.add_format({**top, "bold": True, "font_color": state_look(verdict).light})
            for verdict in Verdict
        }

    def state(self, verdict: Verdict) -> Format:
        """The ink of a verdict, beside its word."""
        return self._states[verdict]


def _write(
    sheet: Worksheet,
    row: int,
    column: int,
    value: Value,
    ink: Format,
    instant: Format,
    zone: ZoneInfo,
) -> None:
    if value is None or value == "":
        return
    if isinstance(value, Link):
        if len(value.url) > _LONGEST_URL:
            sheet.write_string(row, column, value.words, ink)
        else:
            sheet.write_url(row, column, value.url, string=value.words)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, _local(value, zone), instant)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, ink)
    else:
        sheet.write_number(row, column, value, ink)


def _local(at: datetime, zone: ZoneInfo) -> datetime:
    """The wall time of the office: a spreadsheet knows no zones."""
    return at.astimezone(zone).replace(tzinfo=None)


def ledger_csv(entries: Iterable[LedgerEntry], reading: Reading, zone: ZoneInfo) -> str:
    """Comma-separated values, instants in ISO 8601 with offset; a link is its address.

    What begins like a formula is written as text, since such files are opened in spreadsheets.
    """
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow([reading.pick((column.zh, column.en)) for column in COLUMNS])
    for entry in entries:
        writer.writerow([_plain(column.value(entry, reading), zone) for column in COLUMNS])
    return stream.getvalue()


def _plain(value: Value, zone: ZoneInfo) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, Link):
        value = value.url if value.words == value.url else f"{value.words} {value.url}"
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat(timespec="minutes")
    if isinstance(value, str) and value.startswith(_FORMULA_SIGNS):
        return "'" + value
    return value

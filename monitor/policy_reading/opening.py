"""The bytes of a file to its lines and tables, whichever of the four formats it is in."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.policy_reading.from_docx import read_docx
from monitor.policy_reading.from_html import read_html
from monitor.policy_reading.from_pdf import read_pdf
from monitor.policy_reading.source import Grid, Line, Source, UnreadableDocument
from monitor.text.encoding import decode

LARGEST = 20_000_000
"""Bytes of a file that are accepted; a policy document has a thousandth of that."""

_LONGEST = 600_000
_PAGE = re.compile(rb"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
_RULE = re.compile(r"^[\s|:+=-]+$")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")


def open_document(body: bytes, name: str, now: datetime, zone: ZoneInfo) -> Source:
    """The lines and tables of a document.

    The format is told by its first bytes, for plain text by the name's ending as well. `now` and
    `zone` are what a page's relative dates count from. Raises UnreadableDocument.
    """
    if len(body) > LARGEST:
        raise UnreadableDocument(f"{name}: larger than {LARGEST // 1_000_000} MB is no document")
    if body.startswith(b"%PDF-"):
        return read_pdf(body, name)
    if body.startswith(b"PK\x03\x04"):
        return read_docx(body, name)
    if body.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableDocument(f"{name}: an old .doc file; save it as .docx or as text")
    plain = name.lower().endswith((".txt", ".md"))
    if not plain and _PAGE.search(body[:4096]):
        return read_html(body, now, zone)
    return _read_text(body, name)


def _read_text(body: bytes, name: str) -> Source:
    text = decode(body).text[:_LONGEST]
    if "\x00" in text[:4096]:
        raise UnreadableDocument(f"{name}: neither text, HTML, DOCX nor PDF")
    lines = _TAG.sub("", text).splitlines()
    found, grids = _without_tables(lines)
    if not found and not grids:
        raise UnreadableDocument(f"{name}: holds no text")
    return Source(found, grids, printed=True)


def _without_tables(lines: list[str]) -> tuple[tuple[Line, ...], tuple[Grid, ...]]:
    """Lines that are rows of a table (cells between tabs or bars) become one grid a run."""
    found: list[Line] = []
    grids: list[Grid] = []
    rows: list[tuple[str, ...]] = []
    for number, line in enumerate([*lines, ""], 1):
        if rows and _RULE.match(line) and line.strip():
            continue
        cells = _cells(line)
        if len(cells) > 1:
            rows.append(cells)
            continue
        if len(rows) > 1 and (line.strip() or number > len(lines)):
            width = max(map(len, rows))
            grids.append(
                Grid(number - len(rows), tuple((*row, *[""] * (width - len(row))) for row in rows))
            )
        elif line.strip() or number > len(lines):
            found += [Line(number - 1, " ".join(row)) for row in rows]
        if line.strip(" |\t") and not _RULE.match(line):
            found.append(Line(number, line.strip("| \t")))
        if line.strip():
            rows = []
    return tuple(found), tuple(grids)


def _cells(line: str) -> tuple[str, ...]:
    """The cells of a row written with bars or tabs; none for other lines."""
    if _RULE.match(line) or (line.count("|") < 2 and line.count("\t") < 2):
        return ()
    inner = line.strip().removeprefix("|").removesuffix("|")
    cells = tuple(cell.strip() for cell in re.split(r"[|\t]", inner))
    return cells if sum(map(bool, cells)) > 1 else ()

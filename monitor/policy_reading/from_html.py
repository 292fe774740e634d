"""HTML: the body as the extraction reads it, and the page's tables with their cells."""

from datetime import datetime
from zoneinfo import ZoneInfo

from lxml import etree

from monitor.policy_reading.source import Grid, Line, Source, spread
from monitor.text.encoding import decode
from monitor.text.extract import extract
from monitor.text.page.tree import parse

_SHORT = 200
_MOST_CELLS = 20_000


def read_html(body: bytes, now: datetime, zone: ZoneInfo) -> Source:
    """The lines of a page's article and its tables; lines are counted in the extracted text."""
    page = extract(body, "", now, zone)
    root = parse(decode(body).text)
    grids = _grids(root) if root is not None else ()
    text = page.text
    if len(text) < _SHORT and root is not None:
        text = _all_text(root)
    cells = {cell for grid in grids for row in grid.rows for cell in row if cell}
    lines = (Line(number, line) for number, line in enumerate(text.split("\n"), 1))
    kept = tuple(line for line in lines if line.text.strip() and _plain(line.text) not in cells)
    return Source(kept, grids, page.title)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _all_text(root: etree._Element) -> str:
    """Every line of a page outside its tables: for those too short for the extraction."""
    pieces = [str(piece) for piece in root.itertext()]
    return "\n".join(piece.strip() for piece in pieces if piece.strip())


def _grids(root: etree._Element) -> tuple[Grid, ...]:
    """The tables that hold no other table, merged cells written out."""
    found = []
    for table in root.iter("table"):
        if next(table.iterdescendants("table"), None) is not None:
            continue
        cells = [_cells(row) for row in table.iter("tr")]
        if 1 < sum(map(len, cells)) <= _MOST_CELLS:
            found.append(Grid(0, spread(cells)))
    return tuple(found)


def _cells(row: etree._Element) -> list[tuple[str, int, int]]:
    return [
        (_plain("".join(map(str, cell.itertext()))), _span(cell, "colspan"), _span(cell, "rowspan"))
        for cell in row.iterchildren("td", "th")
    ]


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name, "1").strip()
    return int(value) if value.isdecimal() and len(value) < 4 else 1

"""A document read whole: heading, clauses, responsibility tables."""

import re
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.policy_reading.clauses import read_clauses
from monitor.policy_reading.cleaning import clean_grid, clean_lines, mend, to_simplified
from monitor.policy_reading.found import Reading
from monitor.policy_reading.heading import read_heading
from monitor.policy_reading.opening import open_document
from monitor.policy_reading.outline import Passage, passages
from monitor.policy_reading.source import Line, Source
from monitor.policy_reading.tables import Row, Table, find_tables

_DATED = re.compile(r"\d|年|季|月|周")
_NAMED = 60
_BOUNDED = re.compile(r"[前内次]$|每")


def read_document(body: bytes, name: str, now: datetime, zone: ZoneInfo) -> Reading:
    """The clauses and tables of a file (text, HTML, DOCX or PDF).

    `now` (aware) and `zone` only serve a page's relative dates. Raises UnreadableDocument.
    """
    return read_source(open_document(body, name, now, zone))


def read_source(source: Source) -> Reading:
    """The clauses and tables of an opened document."""
    lines = clean_lines(source.lines, printed=source.printed)
    heading = read_heading(lines, to_simplified(mend(source.title)))
    tables, running = find_tables(lines, [clean_grid(grid) for grid in source.grids])
    told = [*passages(running), *(p for table in tables for p in _of_rows(table))]
    return Reading(heading, read_clauses(told, heading), tables)


def _of_rows(table: Table) -> Iterator[Passage]:
    """The sentences of a table, each at its item."""
    for number, row in enumerate(table.rows, 1):
        place = f"附件 第{row.item or number}项"
        for text in (row.text, *_limit_of(row)):
            for passage in passages([Line(row.line, text)]):
                yield Passage(passage.text, row.line, place, row.units)


def _limit_of(row: Row) -> Iterator[str]:
    """The cell with a row's time limit as a sentence of its own; 持续推进 sets none."""
    if _DATED.search(row.limit):
        limit = row.limit if _BOUNDED.search(row.limit) else f"{row.limit}前"
        yield f"{(row.task or row.text)[:_NAMED].rstrip('。;；')}（完成时限:{limit}）"

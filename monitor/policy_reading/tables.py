"""The responsibility table 责任单位: its rows, whether its cells are known or it is only lines.

A cell merged over several rows stands in the first of them once a page has been flattened to
lines. A row without its own cell has that of the nearest row above in the same section, and says
so; what follows is never paired by position.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from monitor.policy_reading.source import Grid, Line
from monitor.policy_reading.unit_names import Unit, is_unit_list, read_units

_NUMBER_HEAD = re.compile(r"^(?:序\s*号|编\s*号|项目序号|No\.?)$")
_UNIT_HEAD = re.compile(
    r"^(?:主要)?(?:责任|牵头|承办|落实|实施|主办)(?:责任)?(?:单位|部门|科室|股室|主体)(?:及.*|[（(].*)?$"
)
_HELP_HEAD = re.compile(r"^(?:配合|协办|参与|协同)(?:责任)?(?:单位|部门|科室)$")
_LIMIT_HEAD = re.compile(
    r"^(?:完成|办理|落实|时间|工作)?(?:时限|时间|期限|进度|节点)(?:要求|安排)?$"
)
_TASK_HEAD = re.compile(
    r"^(?:(?:重点|主要|工作|具体|公开|目标)?(?:任务|事项|内容|要求|措施|举措|目标)(?:名称|分解)?|项目|类别|工作要点)$"
)
_SECTION = re.compile(r"^[一二三四五六七八九十]{1,3}、")
_ITEM = re.compile(r"^[（(]?(\d{1,3})[)）]?[.、]?$")
_LIMIT_CELL = re.compile(
    r"^[^,，。]{0,16}(?:前|底|月|季度|全年|年内|长期|持续|常态化|即时|日|推进)[^,，。]{0,12}$"
)
_NO_CELL = re.compile(r"下载|Produced|扫一扫|打印|关闭|版权|ICP")
_HEADS = (_NUMBER_HEAD, _UNIT_HEAD, _HELP_HEAD, _LIMIT_HEAD, _TASK_HEAD, re.compile(r"^备注$"))
_LONGEST_HEAD = 12
_GAP = 6


@dataclass(slots=True)
class Row:
    """One row. `merged`: its units stand in a row above; `limit`: the cell with its time limit."""

    item: int | None
    line: int
    text: str = ""
    task: str = ""
    limit: str = ""
    units: tuple[Unit, ...] = ()
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A responsibility table; `missing` are the numbers its counting leaves out."""

    rows: tuple[Row, ...] = ()
    missing: tuple[int, ...] = ()


@dataclass(slots=True)
class _Head:
    """What the columns are called, in order."""

    names: list[str] = field(default_factory=list)

    def at(self, shape: re.Pattern[str]) -> list[int]:
        return [column for column, name in enumerate(self.names) if shape.match(name)]


def find_tables(
    lines: Sequence[Line], grids: Sequence[Grid]
) -> tuple[tuple[Table, ...], tuple[Line, ...]]:
    """All responsibility tables, and the lines that stand in none."""
    tables = [table for grid in grids if (table := _from_grid(grid)) is not None]
    other = [
        Line(grid.line, cell)
        for grid in grids
        if _from_grid(grid) is None
        for cell in dict.fromkeys(cell for row in grid.rows for cell in row if len(cell) > 8)
    ]
    kept: list[Line] = []
    at = 0
    while at < len(lines):
        head, after = _head_at(lines, at)
        if head is None:
            kept.append(lines[at])
            at += 1
            continue
        rows, end = _flattened_rows(lines, after, head)
        if not rows:
            kept.append(lines[at])
        else:
            tables.append(_counted(rows))
        at = end if rows else at + 1
    return tuple(table for table in tables if table.rows), (*kept, *other)


def _head_at(lines: Sequence[Line], at: int) -> tuple[_Head | None, int]:
    """The column names if a flattened table begins at this line, and the line behind them."""
    first = lines[at].text.replace(" ", "")
    if not (_NUMBER_HEAD.match(first) or _TASK_HEAD.match(first)):
        return None, at
    head = _Head()
    for place in range(at, min(at + 8, len(lines))):
        text = lines[place].text.replace(" ", "")
        if not any(shape.match(text) for shape in _HEADS) and head.at(_UNIT_HEAD):
            break
        if _ITEM.match(text) or _SECTION.match(text) or len(text) > _LONGEST_HEAD:
            break
        head.names.append(text)
    return (head, at + len(head.names)) if head.at(_UNIT_HEAD) else (None, at)


def _flattened_rows(lines: Sequence[Line], at: int, head: _Head) -> tuple[list[Row], int]:
    """The rows of a table that was flattened to lines; the line behind its end."""
    rows: list[Row] = []
    cells: list[str] = []
    above = _Above()
    while at < len(lines):
        text = lines[at].text
        number = _next_item(text, rows)
        if number is not None:
            _close(rows, cells, head, above)
            cells = []
            rows.append(Row(number, lines[at].number))
        elif _SECTION.match(text) and (not cells or len(text) < 60):
            _close(rows, cells, head, above)
            cells, above = [], _Above()
        elif (
            (not rows and len(cells) > 2)
            or _NO_CELL.search(text)
            or _is_over(lines, at, cells, rows)
        ):
            break
        else:
            cells.append(text)
        at += 1
    _close(rows, cells, head, above)
    return rows, at


@dataclass(slots=True)
class _Above:
    """What the nearest row above in this section said, for the cells that are merged with it."""

    units: tuple[Unit, ...] = ()
    task: str = ""


def _next_item(text: str, rows: Sequence[Row]) -> int | None:
    found = _ITEM.match(text)
    number = int(found[1]) if found else 0
    last = next((row.item for row in reversed(rows) if row.item), 0)
    return number if last < number <= last + _GAP else None


def _is_over(lines: Sequence[Line], at: int, cells: list[str], rows: Sequence[Row]) -> bool:
    """Whether a complete row is followed by something that no later row follows."""
    if not cells or not is_unit_list(cells[-1]):
        return False
    ahead = lines[at : at + 12]
    return not (
        is_unit_list(lines[at].text)
        or _LIMIT_CELL.match(lines[at].text)
        or any(_next_item(line.text, rows) is not None for line in ahead)
    )


def _close(rows: list[Row], cells: list[str], head: _Head, above: _Above) -> None:
    """Sort the cells of the last row into its columns."""
    if not cells:
        return
    if not rows:
        above.task = cells[-1]  # the first column stands before the number
        return
    row = rows[-1]
    words, units, limits, next_task = _sorted_cells(cells, bool(head.at(_LIMIT_HEAD)))
    if len(words) > 1 and len(words[0]) <= 30 and not words[0].endswith("。"):
        above.task, words = words[0], words[1:]
    row.text, row.limit, row.task = "".join(words), "".join(limits), above.task
    row.units = tuple(unit for cell in units for unit in read_units(cell))
    row.merged = not row.units and bool(above.units)
    row.units = row.units or above.units
    above.units = row.units
    above.task = next_task or above.task


def _sorted_cells(
    cells: list[str], has_limits: bool
) -> tuple[list[str], list[str], list[str], str]:
    """Words, units, limits, and the first column of the next row where it stands before it."""
    first = next((n for n, cell in enumerate(cells) if n and is_unit_list(cell)), len(cells))
    words, rest = cells[:first], cells[first:]
    units = [cell for cell in rest if is_unit_list(cell)]
    others = [cell for cell in rest if not is_unit_list(cell)]
    limits = [cell for cell in others if has_limits and _is_limit_cell(cell)]
    if has_limits and not rest and len(words) > 1 and _is_limit_cell(words[-1]):
        limits = [words.pop()]
    left = [cell for cell in others if cell not in limits]
    return words, units, limits, left[-1] if left else ""


def _is_limit_cell(text: str) -> bool:
    return bool(_LIMIT_CELL.match(text))


def _from_grid(grid: Grid) -> Table | None:
    """The table of a grid, or None where its header names no responsible unit."""
    for at, names in enumerate(grid.rows[:4]):
        head = _Head([name.replace(" ", "") for name in names])
        if head.at(_UNIT_HEAD):
            return _counted(
                [
                    row
                    for number, cells in enumerate(grid.rows[at + 1 :], grid.line + at + 1)
                    if (row := _row(cells, head, number))
                ]
            )
    return None


def _row(cells: tuple[str, ...], head: _Head, line: int) -> Row | None:
    if len({cell for cell in cells if cell}) < 2:
        return None  # a section's name over the whole width
    numbers, limits = head.at(_NUMBER_HEAD), head.at(_LIMIT_HEAD)
    columns = [*head.at(_UNIT_HEAD), *head.at(_HELP_HEAD)]
    words = [
        cell
        for column, cell in enumerate(cells)
        if column not in (*numbers, *limits, *columns) and cell
    ]
    item = _ITEM.match(cells[numbers[0]].strip()) if numbers else None
    leads = {column for column in columns if "牵头" in head.names[column]}
    units = tuple(
        Unit(unit.name, unit.leads or column in leads, unit.named)
        for column in columns
        for unit in read_units(cells[column])
    )
    return Row(
        item=int(item[1]) if item else None,
        line=line,
        text=words[-1] if words else "",
        task=words[0] if len(words) > 1 else "",
        limit=" ".join(cells[column] for column in limits),
        units=units,
    )


def _counted(rows: list[Row]) -> Table:
    items = [row.item for row in rows if row.item]
    missing = sorted(set(range(1, max(items, default=0) + 1)) - set(items))
    return Table(tuple(rows), tuple(missing) if len(missing) <= len(items) else ())

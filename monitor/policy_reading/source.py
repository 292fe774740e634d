"""A document before it is understood: its lines, and the tables whose cells are known."""

from dataclasses import dataclass


class UnreadableDocument(ValueError):
    """The file cannot be read as a document; its message says in one line why and what helps."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text and its number in the document, counted from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its merged cells written out: every row is as wide as the table."""

    line: int
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """What a file holds. `title` is only set where the format itself names one (a page).

    `printed`: a line may end where the paper did (text, PDF), not only where a paragraph does.
    """

    lines: tuple[Line, ...]
    grids: tuple[Grid, ...] = ()
    title: str = ""
    printed: bool = False


def spread(rows: list[list[tuple[str, int, int]]]) -> tuple[tuple[str, ...], ...]:
    """Write out merged cells: each cell is (text, columns spanned, rows spanned).

    A cell that spans more than there is room for is cut; at most 200 columns and rows a cell.
    """
    taken: dict[tuple[int, int], str] = {}
    for at, row in enumerate(rows):
        column = 0
        for text, wide, high in row:
            while (at, column) in taken:
                column += 1
            for down in range(min(max(high, 1), 200, len(rows) - at)):
                for across in range(min(max(wide, 1), 200)):
                    taken[at + down, column + across] = text
            column += min(max(wide, 1), 200)
    width = 1 + max((column for _, column in taken), default=-1)
    return tuple(tuple(taken.get((at, c), "") for c in range(width)) for at in range(len(rows)))
